"""Spreadsheets in OpenDocument form (.ods): every cell as it is shown, from content.xml."""

import re
from collections.abc import Callable, Iterator
from itertools import product

import lxml.etree as etree

from pipelines.domain.documents import Note, ReadText
from pipelines.domain.errors import DamagedDocument, LinkedWorkbook, ProtectedDocument
from pipelines.domain.ledgers import SheetRows
from pipelines.extract.readers.archive import Archive
from pipelines.extract.readers.limits import Limits, check_size
from pipelines.extract.readers.merged import fill_merged
from pipelines.extract.readers.pieces import Cell, Pieces
from pipelines.extract.readers.sheets import write_sheet
from pipelines.extract.readers.values import stored

MAIN = "content.xml"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_GROUPS = tuple(f"{_TABLE}{name}" for name in ("table-row-group", "table-rows", "table-header-rows"))
_LINKS = (f"{_TABLE}table-source", f"{_TABLE}cell-range-source", f"{_TABLE}dde-links")
_MONTH = re.compile(r"\d{4}\s*[-./年]\s*\d{1,2}\s*月?")
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")


def read_ods(archive: Archive, *, where: str, limits: Limits) -> ReadText:
    """The visible sheets of an OpenDocument workbook; the hidden ones are named in a note.

    Raises ProtectedDocument, DamagedDocument, EntitiesRefused, SheetTooLarge.
    """
    root = _root(archive, where=where)
    sheets = _sheets(root, where)
    unseen = {style.get(f"{_STYLE}name") for style in root.iter(f"{_STYLE}style") if _hides(style)}
    pieces, hidden = Pieces(where, limits), []
    for sheet in sheets:
        name = sheet.get(f"{_TABLE}name", "")
        if sheet.get(f"{_TABLE}style-name") in unseen:
            hidden.append(name)
        else:
            write_sheet(pieces, name, _within(sheet, where=f"{where}: {name}", limits=limits))
    if hidden:
        pieces.notes.append(Note("hidden_sheets", "、".join(hidden)))
    return pieces.read()


def rows_of_ods(archive: Archive, *, where: str, limits: Limits) -> tuple[SheetRows, ...]:
    """Every sheet row by row, hidden ones marked; a merged cell's text in each that it covers.

    A cell gives its value, not how it is shown: a date may be shown without its year.  Raises what `read_ods` raises,
    and LinkedWorkbook.
    """
    root = _root(archive, where=where)
    linked = next(root.iter(*_LINKS), None)
    if linked is not None:
        raise LinkedWorkbook(where=where, found=etree.QName(linked).localname)
    unseen = {style.get(f"{_STYLE}name") for style in root.iter(f"{_STYLE}style") if _hides(style)}
    return tuple(
        _rows_of_sheet(sheet, where, limits, is_hidden=sheet.get(f"{_TABLE}style-name") in unseen)
        for sheet in _sheets(root, where)
    )


def _rows_of_sheet(sheet: etree._Element, where: str, limits: Limits, *, is_hidden: bool) -> SheetRows:
    name = sheet.get(f"{_TABLE}name", "")
    cells = _within(sheet, where=f"{where}: {name}", limits=limits, told=_value)
    height = max((cell.row + 1 for cell in cells), default=0)
    width = max((cell.column + 1 for cell in cells), default=0)
    rows = [[""] * width for _ in range(height)]
    for cell in cells:
        rows[cell.row][cell.column] = cell.text
    for cell in cells:
        if cell.rows > 1 or cell.columns > 1:
            last = cell.row + cell.rows - 1, cell.column + cell.columns - 1
            fill_merged(rows, (cell.row, cell.column), last)
    return SheetRows(name, tuple(map(tuple, rows)), is_hidden=is_hidden, formulas=frozenset(_formulas(sheet)))


def _formulas(sheet: etree._Element) -> Iterator[tuple[int, int]]:
    number = 1
    for row in _rows(sheet):
        column = 1
        again = _count(row, "number-rows-repeated")
        for cell in row:
            if cell.tag in _CELLS:
                times = _count(cell, "number-columns-repeated")
                if cell.get(f"{_TABLE}formula"):
                    yield from product(
                        range(number, number + min(again, 1_000)), range(column, column + min(times, 100))
                    )
                column += times
        number += again


def _value(cell: etree._Element) -> str:
    """A cell's value as `rows` gives it: 2024-01-12, 3500; of a date shown as a month, the month."""
    shown = _text(cell)
    match cell.get(f"{_OFFICE}value-type"):
        case "date":
            day = cell.get(f"{_OFFICE}date-value", shown)
            if day.endswith("-01") and _MONTH.fullmatch(shown):
                return shown
            return day.removesuffix("T00:00:00").replace("T", " ")
        case "float" | "currency" | "percentage":
            return _number(cell.get(f"{_OFFICE}value", ""), shown)
        case "boolean":
            return "是" if cell.get(f"{_OFFICE}boolean-value") == "true" else "否"
        case _:
            return shown


def _number(value: str, shown: str) -> str:
    try:
        return stored(float(value))
    except (ValueError, OverflowError):
        return shown


def _root(archive: Archive, *, where: str) -> etree._Element:
    listing = "META-INF/manifest.xml"
    if listing in archive.names and b"encryption-data" in archive.bytes_of(listing):
        raise ProtectedDocument(where=where)
    return archive.xml_of(MAIN)


def _sheets(root: etree._Element, where: str) -> list[etree._Element]:
    sheets = root.findall(f".//{{*}}spreadsheet/{_TABLE}table")
    if not sheets:
        raise DamagedDocument(where=where, found=MAIN)
    return sheets


def _hides(style: etree._Element) -> bool:
    properties = style.find(f"{_STYLE}table-properties")
    return properties is not None and properties.get(f"{_TABLE}display") == "false"


def _within(
    sheet: etree._Element, *, where: str, limits: Limits, told: Callable[[etree._Element], str] | None = None
) -> list[Cell]:
    cells: list[Cell] = []
    for cell in _cells(sheet, told or _text):
        cells.append(cell)
        check_size(cell.row + 1, cell.column + 1, where=where, limits=limits)
        if len(cells) > limits.cells:
            check_size(len(cells), 1, where=where, limits=limits)
    return cells


def _cells(sheet: etree._Element, told: Callable[[etree._Element], str]) -> Iterator[Cell]:
    """The cells that hold something, by row.  Empty rows and columns are often repeated to the end of the sheet."""
    number = 0
    for row in _rows(sheet):
        listed = [cell for cell in row if cell.tag in _CELLS]
        repeated = _count(row, "number-rows-repeated")
        texts = [told(cell) if cell.tag == _CELLS[0] else "" for cell in listed]
        for again in range(repeated if any(texts) else 0):
            column = 0
            for cell, text in zip(listed, texts, strict=True):
                times = _count(cell, "number-columns-repeated")
                if text:
                    down, right = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
                    for at in range(column, column + times):
                        yield Cell(number + again, at, text, min(down, 10_000), min(right, 1_000))
                column += times
        number += repeated


def _rows(parent: etree._Element) -> Iterator[etree._Element]:
    for child in parent:
        if child.tag == f"{_TABLE}table-row":
            yield child
        elif child.tag in _GROUPS:
            yield from _rows(child)


def _text(cell: etree._Element) -> str:
    return "\n".join(_lines(cell))


def _lines(cell: etree._Element) -> Iterator[str]:
    for paragraph in cell.iterchildren(f"{_TEXT}p"):
        yield "".join(paragraph.itertext())


def _count(element: etree._Element, name: str) -> int:
    value = element.get(f"{_TABLE}{name}", "1")
    return max(int(value), 1) if value.isascii() and value.isdigit() and len(value) < 9 else 1
