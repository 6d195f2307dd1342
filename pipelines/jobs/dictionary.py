"""docs/data-dictionary.md: the data dictionary with the types that a build gives its columns."""

from datetime import date

import duckdb

from pipelines.domain.catalogue import Catalogue
from pipelines.warehouse.build import fill, run_checks
from pipelines.warehouse.dictionary import columns_of, dictionary, meaning
from pipelines.warehouse.tables import raw_tables

_HEAD = """\
# Data dictionary

Every table of the schemas `marts` and `catalogue` of an edition, and what each column means. An edition carries the
same words as comments: `board.sql("select column_name, comment from duckdb_columns() where table_name = 'task'")`.
Made from pipelines/warehouse/dictionary.yml: change that, then run
`python -m pipelines dictionary > docs/data-dictionary.md`.
"""


def dictionary_markdown() -> str:
    """The dictionary as Markdown, in both languages."""
    tables, _ = dictionary()
    said = [_HEAD]
    for table, columns in columns_of_a_build().items():
        about = tables[table].about
        said.append(f"## {table}\n\n{about.en}.\n{about.zh}。\n\n| column | type | meaning | 含义 |\n|---|---|---|---|")
        for column, kind in columns:
            words = meaning(table, column)
            assert words is not None, f"{table}.{column}: write it into pipelines/warehouse/dictionary.yml"
            cells = (f"`{column}`", kind.lower(), words.en, words.zh)
            said.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
        said.append("")
    return "\n".join(said)


def columns_of_a_build() -> dict[str, list[tuple[str, str]]]:
    """Every table that a build makes of these schemas, marts first: its columns with their types."""
    empty = Catalogue((), (), (), (), (), (), (), (), (), {})
    with duckdb.connect(":memory:") as connection:
        fill(connection, raw_tables(empty, (), as_of=date(2025, 1, 31), synthetic=False))
        run_checks(connection)
        found = columns_of(connection)
    return dict(sorted(found.items(), key=lambda item: (not item[0].startswith("marts."), item[0])))
