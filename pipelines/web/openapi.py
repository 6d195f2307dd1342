"""The description of the API (OpenAPI 3.1): its paths, and the columns as the data dictionary says them."""

from functools import lru_cache
from typing import Any

import pipelines
from pipelines.api import Board
from pipelines.warehouse import sql
from pipelines.warehouse.dictionary import meaning
from pipelines.web import answers
from pipelines.web.answers import LISTS, Answer
from pipelines.web.asking import MOST, SIZE
from pipelines.web.problems import MEDIA_TYPE

_PARAMETERS: dict[str, dict[str, Any]] = {
    "organisation": {"schema": {"type": "string"}, "description": "An organisation's id."},
    "metric": {"schema": {"type": "string"}, "description": "A metric's id."},
    "year": {"schema": {"type": "integer", "minimum": 1, "maximum": 9999}, "description": "A year."},
    "page": {"schema": {"type": "integer", "minimum": 1, "default": 1}, "description": "Which page."},
    "size": {
        "schema": {"type": "integer", "minimum": 1, "maximum": MOST, "default": SIZE},
        "description": "How many items a page holds.",
    },
}
_REFUSALS = {
    "400": "A parameter is unknown or can't be used.",
    "401": "No good token.",
    "404": "There is no such thing, or it isn't yours.",
    "429": "Too many requests; Retry-After says when to ask again.",
    "503": "Nothing is published, or the register can't be reached.",
}


def openapi() -> Answer:
    """The document for the published edition."""
    return _described(answers.seen())


@lru_cache(8)
def _described(which: answers.Seen) -> Answer:
    board = answers.board(which)
    paths = {f"/{name}": _path(found.about, found.filters, name) for name, found in LISTS.items()}
    paths["/observations/{observation_id}"] = _item()
    paths["/editions"] = _path("The published editions, the latest first.", (), "editions")
    schemas = {name: _schema(board, name) for name in LISTS}
    schemas["editions"] = {
        "type": "object",
        "properties": {
            "edition_id": {"type": "string"},
            "as_of": {"type": "string", "format": "date"},
            "published_at": {"type": "string", "format": "date-time"},
            "is_current": {"type": "boolean"},
        },
    }
    schemas["problem"] = {
        "type": "object",
        "properties": {
            **{name: {"type": "string"} for name in ("type", "title", "detail", "instance")},
            "status": {"type": "integer"},
        },
    }
    document = {
        "openapi": "3.1.0",
        "info": {"title": "法治看板 Fazhi Board", "version": pipelines.__version__},
        "servers": [{"url": "../v1"}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": schemas,
        },
    }
    return answers.signed(document, board)


def _path(about: str, filters: tuple[str, ...], name: str) -> dict[str, Any]:
    parameters = [{"name": each, "in": "query", **_PARAMETERS[each]} for each in (*filters, "page", "size")]
    properties = {
        "edition": {"type": "string"},
        "as_of": {"type": "string", "format": "date"},
        "synthetic": {"type": "boolean"},
        "page": {"type": "integer"},
        "size": {"type": "integer"},
        "total": {"type": "integer"},
        "items": {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}},
    }
    return {"get": _operation(about, name, parameters, {"type": "object", "properties": properties})}


def _item() -> dict[str, Any]:
    asked = {"name": "observation_id", "in": "path", "required": True, "schema": {"type": "string"}}
    properties = {
        "edition": {"type": "string"},
        "as_of": {"type": "string", "format": "date"},
        "synthetic": {"type": "boolean"},
        "item": {"$ref": "#/components/schemas/observations"},
    }
    about = "One reading with the sentence that it stands in."
    return {"get": _operation(about, "observation", [asked], {"type": "object", "properties": properties})}


def _operation(about: str, name: str, parameters: list[dict[str, Any]], schema: dict[str, Any]) -> dict[str, Any]:
    headers = {
        "ETag": {"schema": {"type": "string"}, "description": "Changes with the edition; send it as If-None-Match."},
        "Link": {"schema": {"type": "string"}, "description": "The pages before and after this one (RFC 8288)."},
    }
    refused = {"content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/problem"}}}}
    return {
        "operationId": name,
        "summary": about,
        "parameters": parameters,
        "responses": {
            "200": {"description": about, "headers": headers, "content": {"application/json": {"schema": schema}}},
            "304": {"description": "Nothing changed since."},
            **{status: {"description": why, **refused} for status, why in _REFUSALS.items()},
        },
    }


def _schema(board: Board, name: str) -> dict[str, Any]:
    """The columns of a list with their types, and what the data dictionary says of them."""
    asked = dict.fromkeys((*LISTS[name].filters, *(["id"] if name == "observations" else [])))
    rows = board.arrow(sql.query(f"api_{name}"), asked)
    properties = {}
    for field in rows.schema:
        said = meaning(LISTS[name].table, field.name)
        properties[field.name] = {
            "type": [_type(str(field.type)), "null"],
            **({"description": said.en} if said else {}),
        }
    return {"type": "object", "properties": properties}


def _type(arrow: str) -> str:
    if arrow.startswith(("list", "large_list")):
        return "array"
    if arrow.startswith("decimal") or arrow in ("double", "float"):
        return "number"
    if arrow.startswith(("int", "uint")):
        return "integer"
    return "boolean" if arrow == "bool" else "string"
