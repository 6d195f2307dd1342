"""The data dictionary: what each table and column that people ask means, written into each edition as comments."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import yaml

from pipelines.domain.words import Words
from pipelines.warehouse.copies import comment_on
from pipelines.warehouse.offered import SCHEMAS

FILE = Path(__file__).parent / "dictionary.yml"


@dataclass(frozen=True, slots=True)
class Described:
    """A table: what it holds, and the meanings that are its own."""

    about: Words
    columns: dict[str, Words]


@cache
def dictionary() -> tuple[dict[str, Described], dict[str, Words]]:
    """(tables by name, meanings that are the same in every table)."""
    content = yaml.load(FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    tables = {
        name: Described(_words(table), {column: _words(said) for column, said in table.get("columns", {}).items()})
        for name, table in content["tables"].items()
    }
    return tables, {column: _words(said) for column, said in content["columns"].items()}


def meaning(table: str, column: str) -> Words | None:
    """What a column means; None where the dictionary doesn't say it."""
    tables, shared = dictionary()
    own = tables[table].columns if table in tables else {}
    return own.get(column) or shared.get(column)


def comment_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Write the dictionary into a file as comments, a line in Chinese and one in English each."""
    tables, _ = dictionary()
    for table, columns in columns_of(connection).items():
        if table in tables:
            comment_on(connection, f"table {table}", _both(tables[table].about))
        for column, _ in columns:
            if said := meaning(table, column):
                comment_on(connection, f'column {table}."{column}"', _both(said))


def columns_of(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[str, str]]]:
    """The tables that the dictionary is about, by name: their columns with types, in order."""
    found: dict[str, list[tuple[str, str]]] = {}
    for schema in SCHEMAS:
        relation = connection.table_function("duckdb_columns").filter(f"schema_name = '{schema}' and not internal")
        rows = relation.order("table_name, column_index").project("table_name, column_name, data_type").fetchall()
        for table, column, kind in rows:
            found.setdefault(f"{schema}.{table}", []).append((column, kind))
    return found


def _words(said: dict[str, Any]) -> Words:
    return Words(zh=said["zh"], en=said["en"])


def _both(words: Words) -> str:
    return f"{words.zh}\n{words.en}"
