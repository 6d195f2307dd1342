"""Spreadsheets of Excel and WPS (.xlsx, .xlsm, .xls, .et): a sheet after the other, each as a table."""

import io
import re
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from pipelines.domain.documents import Note, Place, ReadText
from pipelines.domain.errors import DamagedDocument, ProtectedDocument, SheetTooLarge
from pipelines.extract.readers.limits import Limits, check_size
from pipelines.extract.readers.pieces import Cell, Pieces

_DEFAULT_NAME = re.compile(r"(?:sheet|工作表)\s*\d*", re.IGNORECASE)
Value = str | float | int | bool | date | datetime | time | timedelta
Shares = Mapping[tuple[int, int], int]
"""The cells that are shown in %, by row and column from 0, with the decimals that are shown."""


def read_workbook(
    content: bytes, *, where: str, limits: Limits, shares: Mapping[str, Shares] | None = None
) -> ReadText:
    """The visible sheets of a workbook; the hidden ones are named in a note.  Formulas give the value last stored.

    Raises ProtectedDocument, DamagedDocument, SheetTooLarge.
    """
    pieces = Pieces(where, limits)
    hidden = []
    with opened_workbook(content, where=where, limits=limits) as workbook:
        for metadata in workbook.sheets_metadata:
            if metadata.visible != SheetVisibleEnum.Visible:
                hidden.append(metadata.name)
                continue
            sheet = workbook.get_sheet_by_name(metadata.name)
            check_size(sheet.height, sheet.width, where=f"{where}: {sheet.name}", limits=limits)
            write_sheet(pieces, sheet.name, list(_cells(sheet, (shares or {}).get(sheet.name, {}))))
    if hidden:
        pieces.notes.append(Note("hidden_sheets", "、".join(hidden)))
    return pieces.read()


@contextmanager
def opened_workbook(content: bytes, *, where: str, limits: Limits) -> Generator[CalamineWorkbook]:
    """A workbook within the limit of sheets; whatever calamine raises over it is a refusal.

    Raises ProtectedDocument, DamagedDocument, SheetTooLarge.
    """
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        listed = len(workbook.sheets_metadata)
        if listed > limits.sheets:
            raise SheetTooLarge(where=where, found=f"{listed:,}", limit=f"{limits.sheets:,}")
        yield workbook
    except PasswordError:
        raise ProtectedDocument(where=where) from None
    except (CalamineError, OSError, ValueError):
        raise DamagedDocument(where=where, found="Excel") from None
    except BaseException as broken:
        # calamine panics over an .xls that breaks the rules of its container; the class can't be imported
        if type(broken).__name__ != "PanicException":
            raise
        raise DamagedDocument(where=where, found="Excel") from None


def write_sheet(pieces: Pieces, name: str, cells: list[Cell]) -> None:
    """A sheet's name, unless it is what the program called it, and its cells."""
    place = Place(sheet=name)
    if cells and not _DEFAULT_NAME.fullmatch(name):
        pieces.line(name, place)
    pieces.table(cells, place, is_sheet=True)


def _cells(sheet: CalamineSheet, shares: Shares) -> Iterator[Cell]:
    """The cells that hold something, by row; those that a merged one covers are left out."""
    merged: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        bottom, right = min(bottom, sheet.end[0] if sheet.end else 0), min(right, sheet.end[1] if sheet.end else 0)
        merged[top, left] = (bottom - top + 1, right - left + 1)
        covered.update((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))
        covered.discard((top, left))
    first_row, first_column = sheet.start or (0, 0)
    for row, values in enumerate(sheet.to_python(), first_row):
        for column, value in enumerate(values, first_column):
            if value != "" and (row, column) not in covered:
                rows, columns = merged.get((row, column), (1, 1))
                yield Cell(row, column, shown(value, shares.get((row, column))), max(rows, 1), max(columns, 1))


def shown(value: Value, decimals: int | None = None) -> str:
    """A value as a sheet shows it: 12, not 12.0; 97.9% where the cell's form says so; dates as 2024年1月12日.

    Fifteen digits are what Excel itself keeps.
    """
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and decimals is None and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, int | float):
        number = Decimal(format(value, ".15g"))
        if not number.is_finite():
            return ""
        if decimals is not None:
            return format(round(number * 100, decimals), "f") + "%"
        return format(number.normalize() + 0, "f")
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    return str(value)
