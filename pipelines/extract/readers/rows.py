"""Spreadsheets as they are kept: every sheet's cells as text, row by row, with what is hidden, linked or computed.

A report's reader (`sheets`) leaves out what a reader of a page doesn't see; a ledger's needs each cell in its place.
"""

import io
import re
from datetime import date, datetime

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from pipelines.domain.errors import BinaryDocument, DamagedDocument, LinkedWorkbook, ProtectedDocument, SheetTooLarge
from pipelines.domain.ledgers import SheetRows
from pipelines.extract.readers import ods, ole, xls, xlsx
from pipelines.extract.readers.archive import Archive
from pipelines.extract.readers.choose import kind_of
from pipelines.extract.readers.limits import Limits, check_size
from pipelines.extract.readers.sheets import Value, shown

_LINKED = re.compile(r"xl/externalLinks/externalLink\d+\.xml")
Formulas = dict[str, frozenset[tuple[int, int]]]


def rows_of_file(content: bytes, name: str, limits: Limits) -> tuple[SheetRows, ...]:
    """All sheets of an .xlsx, .xls, .et or .ods, hidden ones marked.

    Parses what may have been made to harm: call it in a process of its own (jobs/reading.py).  Raises BinaryDocument
    for anything else, LinkedWorkbook, and what the readers of these formats raise.
    """
    kind = kind_of(content, name)
    if kind == "sheet":
        return _workbook(content, name, limits, xls.formulas_of(ole.Container(content, where=name)))
    if kind != "zip":
        raise BinaryDocument(where=name, found=kind)
    archive = Archive(content, where=name, limits=limits)
    if ods.MAIN in archive.names:
        return ods.rows_of_ods(archive, where=name, limits=limits)
    if xlsx.MAIN not in archive.names:
        raise BinaryDocument(where=name, found="ZIP")
    if any(_LINKED.fullmatch(entry) for entry in archive.names):
        raise LinkedWorkbook(where=name, found="externalLinks")
    return _workbook(content, name, limits, xlsx.formulas_of(archive, where=name, limits=limits))


def _workbook(content: bytes, where: str, limits: Limits, formulas: Formulas) -> tuple[SheetRows, ...]:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        listed = workbook.sheets_metadata
        if len(listed) > limits.sheets:
            raise SheetTooLarge(where=where, found=f"{len(listed):,}", limit=f"{limits.sheets:,}")
        return tuple(
            _sheet(
                workbook.get_sheet_by_name(metadata.name),
                where,
                limits,
                is_hidden=metadata.visible != SheetVisibleEnum.Visible,
                formulas=formulas.get(metadata.name, frozenset()),
            )
            for metadata in listed
        )
    except PasswordError:
        raise ProtectedDocument(where=where) from None
    except (CalamineError, OSError, ValueError):
        raise DamagedDocument(where=where, found="Excel") from None
    except BaseException as broken:
        # calamine panics over an .xls that breaks the rules of its container; the class can't be imported
        if type(broken).__name__ != "PanicException":
            raise
        raise DamagedDocument(where=where, found="Excel") from None


def _sheet(
    sheet: CalamineSheet, where: str, limits: Limits, *, is_hidden: bool, formulas: frozenset[tuple[int, int]]
) -> SheetRows:
    check_size(sheet.height, sheet.width, where=f"{where}: {sheet.name}", limits=limits)
    top, left = sheet.start or (0, 0)
    rows = [list(map(_cell, row)) for row in sheet.to_python()]
    for (first, begin), (last, end) in sheet.merged_cell_ranges or ():
        _fill(rows, (first - top, begin - left), (last - top, end - left))
    return SheetRows(sheet.name, tuple(map(tuple, rows)), top + 1, left + 1, is_hidden, formulas)


def _fill(rows: list[list[str]], first: tuple[int, int], last: tuple[int, int]) -> None:
    """Each of the cells that one was merged over says what it says."""
    for row in range(max(first[0], 0), min(last[0] + 1, len(rows))):
        for column in range(max(first[1], 0), min(last[1] + 1, len(rows[row]))):
            rows[row][column] = rows[max(first[0], 0)][max(first[1], 0)]


def _cell(value: Value) -> str:
    """A day as 2024-01-12, with its hour only where it has one; everything else as it is shown."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str) else shown(value)
