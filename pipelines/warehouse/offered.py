"""The part of an edition that people may ask in their own words, as a file of its own.

It holds the schemas `marts` and `catalogue`, without the whole texts of documents, which no count needs: `raw` and
`staging`, where the originals and every ledger's rows lie, stay in the edition.
"""

from itertools import chain
from pathlib import Path
from typing import Any

import duckdb

from pipelines.warehouse.copies import columns_of, copy_table, write_copy

SCHEMAS = ("catalogue", "marts")
WITHHELD = {"marts.document": ("text", "original")}
"""Columns that are left out, by table."""


def write_offered(board: Path, target: Path) -> None:
    """Write the offered part of an edition's file to `target`; tables and columns keep their comments."""

    def fill(connection: duckdb.DuckDBPyConnection) -> None:
        for table, columns in _offered(connection, "board").items():
            copy_table(connection, table, columns)

    write_copy(board, target, fill)


def offered_columns(connection: duckdb.DuckDBPyConnection, database: str) -> list[dict[str, Any]]:
    """The columns that are offered of a database: schema_name, table_name, table_comment, column_name, …, comment."""
    return list(chain.from_iterable(_offered(connection, database).values()))


def _offered(connection: duckdb.DuckDBPyConnection, database: str) -> dict[str, list[dict[str, Any]]]:
    tables = columns_of(connection, database, SCHEMAS)
    return {
        table: [column for column in columns if column["column_name"] not in WITHHELD.get(table, ())]
        for table, columns in tables.items()
    }
