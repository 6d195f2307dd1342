"""An edition cut to the rows that somebody may see: what isn't theirs isn't in the file that they ask.

Every page, download, route and query of theirs asks that file and no other, so that none of them can forget to look.
`python -m pipelines.warehouse.rows` is the process that cuts one; what it gets, as JSON, is what `cut` sends it.
"""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import yaml

import pipelines
from pipelines.domain.errors import SystemRefused
from pipelines.domain.scope import PEERS, Scope
from pipelines.warehouse import sql
from pipelines.warehouse.copies import columns_of, comment_on, copy_table, write_copy

FILE = Path(__file__).parent / "rows.yml"
SCHEMAS = ("catalogue", "raw", "staging", "marts")
QUALITY = "marts.quality"
FORM = 2
"""Raised when other rows are cut, so that no older file passes for it."""


@cache
def _content() -> dict[str, Any]:
    return yaml.load(FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


@cache
def rules(peers: str) -> dict[str, str]:
    """schema.table → the condition on its rows.  A table that isn't among them isn't seen."""
    content = {name: rule for name, rule in _content().items() if name != "strangers"}
    conditions = dict.fromkeys(content.pop("everyone"), "true")
    steps = content.pop("peers")
    for level in PEERS[1:]:
        is_seen = PEERS.index(peers) >= PEERS.index(level)
        for table, column in steps[level].items():
            conditions[table] = _is_theirs(column) if is_seen else "false"
    for column, tables in content.items():
        conditions |= dict.fromkeys(tables, _is_theirs(column))
    return conditions


def _is_theirs(column: str) -> str:
    return f"{column} in ({sql.rows(column)})"


def rules_of(scope: Scope) -> dict[str, str]:
    """The same for a scope: where strangers look on, no row of a table that isn't meant for them."""
    conditions = rules(scope.peers)
    if scope.shown is None:
        return conditions
    strangers = _content()["strangers"]
    meant = {*strangers["always"], *(table for kind in scope.shown for table in strangers[kind])}
    return {table: condition if table in meant else "false" for table, condition in conditions.items()}


def cut(board: Path, target: Path, scope: Scope) -> None:
    """`write_rows` in a process of its own.  Raises SystemRefused.

    It is made of a thousand short statements, each of which would wait for every thread that draws a page.
    """
    parts = {"organisations": scope.organisations, "shown": scope.shown}
    listed = {name: None if part is None else sorted(part) for name, part in parts.items()}
    given = {"board": str(board), "target": str(target), "peers": scope.peers, **listed}
    command = [sys.executable, "-P", "-m", __name__]
    ours = {"PYTHONPATH": str(Path(pipelines.__file__).parents[1]), "PYTHONUTF8": "1"}
    done = subprocess.run(command, input=json.dumps(given), env=ours, capture_output=True, text=True)
    if done.returncode:
        said = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        raise SystemRefused(where=target.parent, found=said[-1][:200])


def _cut_as_told() -> None:
    given = json.load(sys.stdin)
    parts = {name: None if given[name] is None else frozenset(given[name]) for name in ("organisations", "shown")}
    write_rows(Path(given["board"]), Path(given["target"]), Scope(peers=given["peers"], **parts))


def _known(connection: duckdb.DuckDBPyConnection) -> list[str]:
    return [each for (each,) in connection.sql("select organisation_id from board.catalogue.organisations").fetchall()]


def write_rows(board: Path, target: Path, scope: Scope) -> None:
    """Write what a scope may see of an edition's file to `target`; tables and columns keep their comments."""
    conditions = rules_of(scope)
    blank = {} if scope.shown is None else _content()["strangers"]["blank"]

    def fill(connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute(
            "create temp table seen as select unnest($seen::varchar[]) as organisation_id",
            {"seen": sorted(_known(connection) if scope.organisations is None else scope.organisations)},
        )
        for table, columns in columns_of(connection, "board", SCHEMAS).items():
            if table in conditions:
                copy_table(connection, table, columns, conditions[table], blank=blank.get(table, ()))
            elif table == QUALITY and scope.shown is not None:
                copy_table(connection, table, columns, "false")
            elif table == QUALITY:
                connection.execute(f"create table {QUALITY} as {sql.rows('quality')}")
                comment_on(connection, f"table {QUALITY}", columns[0]["table_comment"])
                for column in columns:
                    comment_on(connection, f'column {QUALITY}."{column["column_name"]}"', column["comment"])

    write_copy(board, target, fill)


if __name__ == "__main__":
    _cut_as_told()
