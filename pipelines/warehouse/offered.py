"""The part of an edition that people may ask in their own words, as a file of its own.

It holds the schemas `marts` and `catalogue`, without the whole texts of documents, which no count needs: `raw` and
`staging`, where the originals and every ledger's rows lie, stay in the edition.
"""

import tempfile
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb

from pipelines.warehouse import sql

SCHEMAS = ("catalogue", "marts")
WITHHELD = {"marts.document": ("text", "original")}
"""Columns that are left out, by table."""


def write_offered(board: Path, target: Path) -> None:
    """Write the offered part of an edition's file to `target`, in one step and read-only.

    Tables and columns keep their comments.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".") as folder:
        made = Path(folder) / target.name
        with duckdb.connect(str(made), config={"threads": 2}) as connection:
            connection.execute("attach $path as board (read_only)", {"path": str(board)})
            listed = offered_columns(connection, "board")
            for table, columns in groupby(listed, lambda row: f"{row['schema_name']}.{row['table_name']}"):
                _copy(connection, table, list(columns))
            connection.execute("detach board")
            connection.execute("checkpoint")
        made.chmod(0o444)
        made.replace(target)


def offered_columns(connection: duckdb.DuckDBPyConnection, database: str) -> list[dict[str, Any]]:
    """The columns that are offered of a database: schema_name, table_name, table_comment, column_name, …, comment."""
    asked = {"database": database, "schemas": list(SCHEMAS)}
    rows = connection.sql(sql.query("offered_columns"), params=asked).to_arrow_table().to_pylist()
    return [
        row for row in rows if row["column_name"] not in WITHHELD.get(f"{row['schema_name']}.{row['table_name']}", ())
    ]


def _copy(connection: duckdb.DuckDBPyConnection, table: str, columns: list[dict[str, Any]]) -> None:
    """Names are our own, of files and columns of the warehouse."""
    named = ", ".join(f'"{column["column_name"]}"' for column in columns)
    connection.execute(f"create schema if not exists {table.partition('.')[0]}")
    connection.execute(f"create table {table} as select {named} from board.{table}")
    comment_on(connection, f"table {table}", columns[0]["table_comment"])
    for column in columns:
        comment_on(connection, f'column {table}."{column["column_name"]}"', column["comment"])


def comment_on(connection: duckdb.DuckDBPyConnection, place: str, text: str | None) -> None:
    """Say something of a table or a column; a comment's text can't be bound."""
    if text:
        quoted = text.replace("'", "''")
        connection.execute(f"comment on {place} is '{quoted}'")
