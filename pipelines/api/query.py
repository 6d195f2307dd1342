"""自助查询: what an edition offers, one SELECT on it, its answer as a file, and the queries that were saved."""

from typing import Any

from pipelines.api.board import Board
from pipelines.api.files import table_file
from pipelines.api.people import decider, person
from pipelines.api.said import minute_said, person_said
from pipelines.domain.queries import Answer, ExampleQuery
from pipelines.domain.register import Subject
from pipelines.jobs.catalogue import catalogue_of
from pipelines.jobs.query import Asking, QueryDesk, query_id_of, saved_queries
from pipelines.jobs.register import has_register, last_of, register_of
from pipelines.jobs.settings import current_settings
from pipelines.register import QUERY
from pipelines.wording import say


def offered_tables(board: Board) -> list[dict[str, Any]]:
    """The tables that a query may ask: `table`, `about_zh`, `about_en`, `columns` (name, type, about_zh, about_en).

    What they are about stands in the edition; one built before there was a data dictionary says nothing ("").
    """
    tables: dict[str, dict[str, Any]] = {}
    for row in board.offered_columns():
        name = f"{row['schema_name']}.{row['table_name']}"
        table = tables.setdefault(name, {"table": name, **_about(row["table_comment"]), "columns": []})
        said = {"name": row["column_name"], "type": row["data_type"], **_about(row["comment"])}
        table["columns"].append(said)
    return list(tables.values())


def _about(comment: str | None) -> dict[str, str]:
    """A comment holds a line in Chinese and one in English."""
    zh, _, en = (comment or "").partition("\n")
    return {"about_zh": zh, "about_en": en}


def run_query(board: Board, select: str) -> Answer:
    """One SELECT in the sandbox.  Raises what `jobs.query.Asking.run` raises."""
    return Asking(current_settings(), board.warehouse).run(board.edition_id, select)


def answer_file(board: Board, select: str, answer: Answer, form: str, language: str) -> bytes:
    """An answer as `csv` or `xlsx`; under it the edition, its date, whether it is all, and the query itself."""
    manifest = board.manifest
    said = [say("query.source", language, edition=manifest.edition_id, date=manifest.as_of)]
    if manifest.synthetic:
        said.insert(0, say("query.synthetic", language))
    if answer.cut:
        said.append(say(f"query.cut.{answer.cut}", language, count=len(answer.rows)))
    note = " · ".join([*said, " ".join(select.split())])
    return table_file(say("query.sheet", language), answer.columns, answer.rows, form, note)


def query_expression(select: str) -> str:
    """The query as Python that asks `board` the same."""
    quoted = select.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    end = " " if quoted.endswith('"') else ""
    return f'board.sql("""{quoted}{end}""")'


def example_queries() -> tuple[ExampleQuery, ...]:
    """Those of data/catalogue/queries.yml."""
    return catalogue_of(current_settings()).queries


def saved_query_rows(language: str) -> list[dict[str, Any]]:
    """The queries that people saved, the latest first: query_id, name, select, who, at, seen, `is_mine`."""
    settings = current_settings()
    me = person()
    saved = list(saved_queries(settings, me).values())
    names: dict[str, str] = {}
    if saved and has_register(settings):
        with register_of(settings) as register:
            names = register.actors()
    return [
        {
            "query_id": each.query_id,
            "name": each.name,
            "select": each.select,
            "who": person_said(each.actor_id, names, language),
            "at": minute_said(each.at),
            "seen": each.seen,
            "is_mine": each.actor_id == me.actor_id,
        }
        for each in reversed(saved)
    ]


def saved_before(name: str) -> int:
    """The last event of the query that has this name, 0 where none has or had it."""
    return last_of(current_settings(), Subject(QUERY, query_id_of(person(), name)))


def save_query(name: str, select: str, *, seen: int) -> None:
    """Save a query under a name.  Raises what `jobs.query.QueryDesk.save` raises."""
    QueryDesk(current_settings(), decider()).save(name, select, seen=seen)


def remove_query(query_id: str, *, seen: int) -> None:
    """Take a saved query away.  Raises QueryUnknown, NotAllowed."""
    QueryDesk(current_settings(), decider()).remove(query_id, seen=seen)
