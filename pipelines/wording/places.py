"""Where in a file something stands, as a person would look for it: 第3页 · 表2第4行第3列."""

from collections.abc import Iterator, Mapping
from typing import Any

from pipelines.wording.sentences import say


def place_text(place: Mapping[str, Any] | None, language: str) -> str:
    """A place (page, paragraph, sheet, table, row, column; None where a format hasn't one) in words; empty for none."""
    return " · ".join(_parts({name: part for name, part in (place or {}).items() if part is not None}, language))


def _parts(place: Mapping[str, Any], language: str) -> Iterator[str]:
    if "page" in place:
        yield say("place.page", language, page=place["page"])
    if "paragraph" in place:
        yield say("place.paragraph", language, paragraph=place["paragraph"])
    if "sheet" in place:
        cell = f"{column_letters(place['column'])}{place['row']}" if "column" in place else ""
        yield say("place.cell" if cell else "place.sheet", language, sheet=place["sheet"], cell=cell)
    elif "column" in place:
        code = "place.table_cell" if "table" in place else "place.row_and_column"
        yield say(code, language, table=place.get("table"), row=place["row"], column=place["column"])
    elif "row" in place:
        yield say("place.line", language, row=place["row"])


def column_letters(number: int) -> str:
    """2 → B, 27 → AA: a sheet's column as its head shows it."""
    letters = ""
    while number > 0:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters
