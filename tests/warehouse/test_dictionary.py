"""The data dictionary: every column that people ask is in it, none is left over, editions and the docs have it."""

from pathlib import Path

import pytest

from pipelines.api import offered_tables, open_board
from pipelines.catalogue.strict import load_yaml
from pipelines.jobs.dictionary import columns_of_a_build, dictionary_markdown
from pipelines.warehouse.dictionary import FILE, dictionary, meaning


@pytest.fixture(scope="module")
def columns() -> dict[str, list[tuple[str, str]]]:
    return columns_of_a_build()


def test_every_table_and_column_has_a_meaning(columns: dict[str, list[tuple[str, str]]]) -> None:
    tables, _ = dictionary()
    assert [table for table in columns if table not in tables] == []
    lacking = [f"{table}.{name}" for table, listed in columns.items() for name, _ in listed if not meaning(table, name)]
    assert lacking == []


def test_no_meaning_is_left_over_or_doubled(columns: dict[str, list[tuple[str, str]]]) -> None:
    tables, shared = dictionary()
    assert [table for table in tables if table not in columns] == []
    own = {(table, name) for table, said in tables.items() for name in said.columns}
    there = {(table, name) for table, listed in columns.items() for name, _ in listed}
    assert sorted(own - there) == []
    assert sorted(shared.keys() - {name for table, name in there - own}) == []
    assert load_yaml(FILE.read_text(encoding="utf-8"))  # refuses a key that stands twice


def test_a_meaning_is_one_line_in_each_language(columns: dict[str, list[tuple[str, str]]]) -> None:
    tables, _ = dictionary()
    said = [table.about for table in tables.values()]
    said += [words for table, listed in columns.items() for name, _ in listed if (words := meaning(table, name))]
    for words in said:
        assert "\n" not in words.zh + words.en
        assert any("一" <= letter <= "鿿" for letter in words.zh)
        assert not any("一" <= letter <= "鿿" for letter in words.en)


def test_an_edition_carries_the_dictionary(built_root: Path) -> None:
    for table in offered_tables(open_board()):
        assert table["about_zh"] and table["about_en"], table["table"]
        for column in table["columns"]:
            words = meaning(table["table"], column["name"])
            assert words is not None
            assert (column["about_zh"], column["about_en"]) == (words.zh, words.en)


def test_the_docs_hold_the_dictionary_as_it_is(repository: Path) -> None:
    written = (repository / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert written == dictionary_markdown(), "run: python -m pipelines dictionary > docs/data-dictionary.md"
