"""Raw tables → one DuckDB file with staging, marts and the result of every check."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from pipelines.warehouse import sql
from pipelines.warehouse.copies import SMALL_BLOCK
from pipelines.warehouse.dictionary import comment_tables

_SCHEMAS = ("raw", "catalogue", "staging", "marts")
_FEW_ROWS = 20_000
_QUALITY = pa.schema(
    [
        ("check_id", pa.string()),
        ("severity", pa.string()),
        ("subject", pa.string()),
        ("found", pa.string()),
        ("is_passed", pa.bool_()),
        ("organisation_id", pa.string()),
    ]
)


@dataclass(frozen=True, slots=True)
class Breach:
    """One row that a check found."""

    check_id: str
    severity: str
    subject: str
    found: str


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made: rows and content hash of each mart, and every breach of a check."""

    rows: dict[str, int]
    digests: dict[str, str]
    breaches: tuple[Breach, ...]

    @property
    def errors(self) -> list[Breach]:
        return [breach for breach in self.breaches if breach.severity == "error"]


Mass = Iterable[tuple[str, pa.RecordBatchReader]]
"""(raw table, more rows of it), for what is too much to hold in memory."""


def build_file(path: Path, raw: Mapping[str, pa.Table], mass: Mass | None = None) -> Built:
    """Write a new DuckDB file at `path` from the raw tables; the same rows always give the same rows.

    An edition of few rows is written in small blocks: one of a single report takes 1.4 MB instead of 15, one of a
    district would take twice as much.
    """
    config: dict[str, str | bool | int | float | list[str]] = {"threads": 2}
    if mass is None and sum(table.num_rows for table in raw.values()) <= _FEW_ROWS:
        config["default_block_size"] = SMALL_BLOCK
    with duckdb.connect(str(path), config=config) as connection:
        connection.begin()  # each of 80 tables and 600 comments on its own would be written to disk at once
        fill(connection, raw, mass or ())
        breaches = run_checks(connection)
        comment_tables(connection)
        rows = {name: _scalar(connection, f"select count(*) from {name}") for name in _marts()}
        digests = mart_digests(connection)
        connection.commit()
        connection.execute("checkpoint")
    return Built(rows, digests, tuple(breaches))


def fill(
    connection: duckdb.DuckDBPyConnection, raw: Mapping[str, pa.Table], mass: Mass = (), wanted: str | None = None
) -> None:
    """Load the raw tables and run every staging and mart file, in order; with `wanted` those alone that it needs."""
    for schema in _SCHEMAS:
        connection.execute(f"create schema if not exists {schema}")
    for name, table in raw.items():
        connection.register("loading", table)
        connection.execute(f"create table {name} as select * from loading")
        connection.unregister("loading")
    for name, more in mass:
        connection.register("loading", more)
        connection.execute(f"insert into {name} by name select * from loading")
        connection.unregister("loading")
    for name, select in sql.tables(wanted):
        connection.execute(f"create table {name} as {select}")


def run_checks(connection: duckdb.DuckDBPyConnection) -> list[Breach]:
    """Run every check and keep the results as marts.quality: one row a breach, one for each check that passes."""
    breaches, results = [], []
    for check_id, severity, select in sql.checks():
        found = connection.execute(
            "select cast(subject as varchar) as subject, cast(found as varchar) as found, organisation_id"
            f" from ({select}) order by subject, found"
        ).fetchall()
        breaches += [Breach(check_id, severity, subject, what) for subject, what, _ in found]
        rows = [(subject, what, False, whose) for subject, what, whose in found] or [("", "", True, None)]
        results += [dict(zip(_QUALITY.names, (check_id, severity, *row), strict=True)) for row in rows]
    connection.register("loading", pa.Table.from_pylist(results, schema=_QUALITY))
    connection.execute("create or replace table marts.quality as select * from loading")
    connection.unregister("loading")
    return breaches


def mart_digests(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """A content hash of every mart."""
    return {name: _digest(connection, name) for name in _marts()}


def _marts() -> list[str]:
    return [*(name for name, _ in sql.tables() if name.startswith("marts.")), "marts.quality"]


def _digest(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    """A hash of a table's rows that doesn't depend on their order."""
    return str(_scalar(connection, f"select coalesce(bit_xor(md5_number(cast(t as varchar))), 0) from {table} as t"))


def _scalar(connection: duckdb.DuckDBPyConnection, select: str) -> int:
    row = connection.execute(select).fetchone()
    assert row is not None
    return row[0]
