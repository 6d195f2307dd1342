"""Files with a part of an edition: whole tables with their comments, or some of their columns and rows."""

import tempfile
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from pipelines.warehouse import sql

SMALL_BLOCK = 16_384
"""Bytes of a block in files of few rows: of 80 tables each takes several."""
_SMALL = 40_000_000


def write_copy(board: Path, target: Path, fill: Callable[[duckdb.DuckDBPyConnection], None]) -> None:
    """Write a file in one step, read-only: `fill` gets a connection to it that reads the edition as `board`."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".") as folder:
        made = Path(folder) / target.name
        config: dict[str, str | bool | int | float | list[str]] = {"threads": 2}
        if board.stat().st_size <= _SMALL:
            config["default_block_size"] = SMALL_BLOCK
        with duckdb.connect(str(made), config=config) as connection:
            connection.execute("attach $path as board (read_only)", {"path": str(board)})
            connection.begin()  # each table and comment on its own would be written to disk at once
            fill(connection)
            connection.commit()
            connection.execute("detach board")
            connection.execute("checkpoint")
        made.chmod(0o400)
        made.replace(target)


def columns_of(
    connection: duckdb.DuckDBPyConnection, database: str, schemas: Iterable[str]
) -> dict[str, list[dict[str, Any]]]:
    """schema.table → its columns: schema_name, table_name, table_comment, column_name, data_type, comment."""
    asked = {"database": database, "schemas": list(schemas)}
    tables: dict[str, list[dict[str, Any]]] = {}
    for row in connection.sql(sql.query("offered_columns"), params=asked).to_arrow_table().to_pylist():
        tables.setdefault(f"{row['schema_name']}.{row['table_name']}", []).append(row)
    return tables


def copy_table(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    columns: Sequence[Mapping[str, Any]],
    rows: str = "true",
    *,
    blank: Collection[str] = (),
) -> None:
    """Copy the columns of a table of `board`, of the rows for which the condition `rows` holds.

    `blank`: columns that are empty in the copy.  Names and conditions are our own: of files and columns of the
    warehouse.
    """
    named = ", ".join(_selected(column, is_blank=column["column_name"] in blank) for column in columns)
    connection.execute(f"create schema if not exists {table.partition('.')[0]}")
    connection.execute(f"create table {table} as select {named} from board.{table} where {rows}")
    comment_on(connection, f"table {table}", columns[0]["table_comment"])
    for column in columns:
        comment_on(connection, f'column {table}."{column["column_name"]}"', column["comment"])


def _selected(column: Mapping[str, Any], *, is_blank: bool) -> str:
    name = f'"{column["column_name"]}"'
    return f"cast(null as {column['data_type']}) as {name}" if is_blank else name


def comment_on(connection: duckdb.DuckDBPyConnection, place: str, text: str | None) -> None:
    """Say something of a table or a column; a comment's text can't be bound."""
    if text:
        quoted = text.replace("'", "''")
        connection.execute(f"comment on {place} is '{quoted}'")
