"""What the API answers with: pages of rows of the published edition, as JSON, kept for as long as it stands."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from pipelines.api import Board, current_edition, open_board
from pipelines.api.people import rows_key
from pipelines.jobs.settings import current_settings
from pipelines.warehouse import sql
from pipelines.web.asking import Page
from pipelines.web.problems import Problem

MOST_KEPT = 2_000
"""Answers of a moment ago; those asked last."""
BASE = "/api/v1"


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of the API: the table whose words describe its columns, and the filters that it takes."""

    table: str
    about: str
    filters: tuple[str, ...] = ()


LISTS = {
    "organisations": Listed("catalogue.organisations", "Organisations that the edition knows a year of."),
    "metrics": Listed("catalogue.metrics", "The metrics of the catalogue with their definitions."),
    "figures": Listed(
        "marts.metric_year",
        "The figure of each metric and year as the board gives it, or why there is none.",
        ("organisation", "metric", "year"),
    ),
    "observations": Listed(
        "marts.observation",
        "Every reading with the sentence that it stands in.",
        ("organisation", "metric", "year"),
    ),
    "goals": Listed(
        "marts.goal_progress",
        "The goals that reports state, with their key results and how far they have come.",
        ("organisation", "year"),
    ),
}
"""Name in the address → the list; its SELECT is sql/queries/api_NAME.sql."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A body with its entity tag, and the addresses of the pages before and after it, relative to its own."""

    body: bytes
    etag: str
    links: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is answered from: an edition under a data root, and whose rows of it."""

    data: str
    edition_id: str
    rows: str


def seen() -> Seen:
    """The published edition as who asks sees it.  Raises NothingPublished."""
    return Seen(current_settings().data.resolve().as_posix(), current_edition(), rows_key())


@lru_cache(32)
def board(which: Seen) -> Board:
    """The edition itself; called while who asks is the one whose rows are named."""
    return open_board(edition=which.edition_id)


def listed(name: str, filters: Mapping[str, Any], page: Page) -> Answer:
    """One page of a list."""
    return _listed(seen(), name, tuple(sorted(filters.items())), page)


@lru_cache(MOST_KEPT)
def _listed(which: Seen, name: str, filters: tuple[tuple[str, Any], ...], page: Page) -> Answer:
    found = board(which)
    asked = dict.fromkeys(LISTS[name].filters) | dict(filters) | ({"id": None} if name == "observations" else {})
    rows = found.arrow(sql.query(f"api_{name}"), asked)
    span = rows.slice(page.span.start, page.size).to_pylist()
    return _answer(found, span, rows.num_rows, name, dict(filters), page)


def observation(observation_id: str) -> Answer:
    """One reading with its evidence.  Raises Problem."""
    found = board(seen())
    asked = {"id": observation_id, "organisation": None, "metric": None, "year": None}
    rows = found.arrow(sql.query("api_observations"), asked).to_pylist()
    if not rows:
        raise Problem(404, "no_observation", id=observation_id[:40])
    return signed({**_head(found), "item": rows[0]}, found)


def editions(page: Page) -> Answer:
    """The published editions, the latest first."""
    found = board(seen())
    known = found.editions()
    return _answer(found, known[page.span], len(known), "editions", {}, page)


def _answer(
    found: Board, items: list[dict[str, Any]], total: int, name: str, filters: Mapping[str, Any], page: Page
) -> Answer:
    asked = {name: value for name, value in filters.items() if value is not None}
    links = []
    for relation, number in (("prev", page.number - 1), ("next", page.number + 1)):
        if number >= 1 and (number - 1) * page.size < total:
            to = urlencode({**asked, "page": number, "size": page.size})
            links.append(f'<{name}?{to}>; rel="{relation}"')
    body = {**_head(found), "page": page.number, "size": page.size, "total": total, "items": items}
    return signed(body, found, ", ".join(links))


def _head(found: Board) -> dict[str, Any]:
    manifest = found.manifest
    return {"edition": manifest.edition_id, "as_of": manifest.as_of, "synthetic": manifest.synthetic}


def signed(content: Mapping[str, Any], found: Board, links: str = "") -> Answer:
    """A body with its entity tag: that of the edition and of what is in it."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=_plain).encode()
    return Answer(body, f'"{found.edition_id}-{sha256(body).hexdigest()[:16]}"', links)


def _plain(value: object) -> object:
    """Dates as ISO 8601; an exact number as a number."""
    if isinstance(value, Decimal):
        exact = value.normalize() + 0
        return int(exact) if exact == exact.to_integral_value() else float(exact)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no form in JSON")
