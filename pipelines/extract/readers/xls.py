"""Which cells an .xls or .et file shows in % or as a month, from its records; the values are calamine's to read."""

import struct
from collections.abc import Callable, Iterator, Mapping

from pipelines.extract.readers.months import BUILT_IN as BUILT_IN_MONTHS
from pipelines.extract.readers.months import is_month
from pipelines.extract.readers.ole import Container
from pipelines.extract.readers.percent import BUILT_IN, decimals_of

_SHEET, _FORMAT, _STYLE, _END = 0x0085, 0x041E, 0x00E0, 0x000A
_FORMULA = 0x0006
_CELLS = (0x0203, 0x027E, _FORMULA)
_ROW_OF_CELLS = 0x00BD
Record = tuple[int, bytes]


def shares_of(container: Container) -> dict[str, dict[tuple[int, int], int]]:
    """By sheet, the cells that are shown in %, by row and column from 0, with how many decimals.

    Of Excel 97 and later; older forms and records that are broken give none.
    """
    return _formatted(container, BUILT_IN, decimals_of)


def months_of(container: Container) -> dict[str, frozenset[tuple[int, int]]]:
    """By sheet, the cells that show a year and a month, by row and column from 0."""
    found = _formatted(container, dict.fromkeys(BUILT_IN_MONTHS, True), is_month)
    return {sheet: frozenset(place for place, shown in cells.items() if shown) for sheet, cells in found.items()}


def _formatted(
    container: Container, built_in: Mapping[int, int], read: Callable[[str], int | None]
) -> dict[str, dict[tuple[int, int], int]]:
    """By sheet and cell, what `read` finds in its number format."""
    name = next((name for name in ("Workbook", "Book") if name in container.streams), None)
    if name != "Workbook":
        return {}
    book = container.read(name)
    sheets: dict[str, int] = {}
    told, styles = dict(built_in), []
    try:
        for kind, content in _records(book, 0):
            if kind == _SHEET:
                sheets[_text(content[6:], content[6])] = struct.unpack_from("<I", content)[0]
            elif kind == _FORMAT:
                found = read(_text(content[4:], struct.unpack_from("<H", content, 2)[0], wide=True))
                if found is not None:
                    told[struct.unpack_from("<H", content)[0]] = found
            elif kind == _STYLE:
                styles.append(told.get(struct.unpack_from("<H", content, 2)[0], -1))
        return {sheet: dict(_shares(book, begins, styles)) for sheet, begins in sheets.items()}
    except (struct.error, IndexError, UnicodeDecodeError):
        return {}


def formulas_of(container: Container) -> dict[str, frozenset[tuple[int, int]]]:
    """By sheet, the cells that hold a formula, by row and column from 1; none of older forms and broken records."""
    if "Workbook" not in container.streams:
        return {}
    book, sheets = container.read("Workbook"), {}
    try:
        for kind, content in _records(book, 0):
            if kind == _SHEET:
                sheets[_text(content[6:], content[6])] = struct.unpack_from("<I", content)[0]
        return {
            sheet: frozenset(
                (row + 1, column + 1)
                for kind, content in _records(book, begins)
                if kind == _FORMULA
                for row, column in [struct.unpack_from("<2H", content)]
            )
            for sheet, begins in sheets.items()
        }
    except (struct.error, IndexError, UnicodeDecodeError):
        return {}


def _records(book: bytes, at: int) -> Iterator[Record]:
    """The records of one part of a workbook, up to its end."""
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        if kind == _END:
            return
        yield kind, book[at + 4 : at + 4 + length]
        at += 4 + length


def _shares(book: bytes, begins: int, styles: list[int]) -> Iterator[tuple[tuple[int, int], int]]:
    for kind, content in _records(book, begins):
        if kind in _CELLS:
            row, column, style = struct.unpack_from("<3H", content)
            if style < len(styles) and styles[style] >= 0:
                yield (row, column), styles[style]
        elif kind == _ROW_OF_CELLS:
            row, first = struct.unpack_from("<2H", content)
            for index in range((len(content) - 6) // 6):
                style = struct.unpack_from("<H", content, 4 + 6 * index)[0]
                if style < len(styles) and styles[style] >= 0:
                    yield (row, first + index), styles[style]


def _text(content: bytes, length: int, *, wide: bool = False) -> str:
    """A text of `length` characters behind its length (one byte, or none left where `wide`) and its flag."""
    start = 0 if wide else 1
    is_utf_16 = content[start] & 1
    raw = content[start + 1 : start + 1 + length * (2 if is_utf_16 else 1)]
    return raw.decode("utf-16-le" if is_utf_16 else "latin-1")
