"""Spreadsheets as they are kept: every sheet's cells as text, row by row, with what is hidden, linked or computed.

A report's reader (`sheets`) leaves out what a reader of a page doesn't see; a ledger's needs each cell in its place.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from python_calamine import (
    CalamineSheet,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from pipelines.domain.errors import BinaryDocument, LinkedWorkbook
from pipelines.domain.ledgers import SheetRows
from pipelines.extract.readers import ods, ole, xls, xlsx
from pipelines.extract.readers.archive import Archive
from pipelines.extract.readers.choose import kind_of
from pipelines.extract.readers.limits import Limits, check_size
from pipelines.extract.readers.merged import fill_merged
from pipelines.extract.readers.sheets import opened_workbook
from pipelines.extract.readers.values import stored

_LINKED = re.compile(r"xl/externalLinks/externalLink\d+\.xml")
_FIRST_OF_MONTH = re.compile(r"\d{4}-\d{2}-01")
Cells = frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Marks:
    """By sheet, the cells that hold a formula (from 1), that show a month (from 0), or a number in % (from 1)."""

    formulas: Mapping[str, Cells]
    months: Mapping[str, Cells]
    percents: Mapping[str, Cells] = field(default_factory=dict)


def rows_of_file(content: bytes, name: str, limits: Limits) -> tuple[SheetRows, ...]:
    """All sheets of an .xlsx, .xls, .et or .ods, hidden ones marked; the tables of a web page, whatever it is named.

    Parses what may have been made to harm: call it in a process of its own (jobs/reading.py).  Raises BinaryDocument
    for anything else, LinkedWorkbook, and what the readers of these formats raise.
    """
    kind = kind_of(content, name)
    if kind == "sheet":
        container = ole.Container(content, where=name)
        return _workbook(content, name, limits, _Marks(xls.formulas_of(container), xls.months_of(container)))
    if kind == "html":
        from pipelines.extract.readers.html import rows_of_html

        return rows_of_html(content, where=name, limits=limits)
    if kind != "zip":
        raise BinaryDocument(where=name, found=kind)
    archive = Archive(content, where=name, limits=limits)
    if ods.MAIN in archive.names:
        return ods.rows_of_ods(archive, where=name, limits=limits)
    if xlsx.MAIN not in archive.names:
        raise BinaryDocument(where=name, found="ZIP")
    if any(_LINKED.fullmatch(entry) for entry in archive.names):
        raise LinkedWorkbook(where=name, found="externalLinks")
    shares = xlsx.shares_of(archive, where=name, limits=limits)
    percents = {sheet: frozenset((row + 1, column + 1) for row, column in cells) for sheet, cells in shares.items()}
    marks = _Marks(xlsx.formulas_of(archive, where=name), xlsx.months_of(archive), percents)
    return _workbook(content, name, limits, marks)


def _workbook(content: bytes, where: str, limits: Limits, marks: _Marks) -> tuple[SheetRows, ...]:
    with opened_workbook(content, where=where, limits=limits) as workbook:
        return tuple(
            _sheet(
                workbook.get_sheet_by_name(metadata.name),
                where,
                limits,
                is_hidden=metadata.visible != SheetVisibleEnum.Visible,
                marks=marks,
            )
            for metadata in workbook.sheets_metadata
            if metadata.typ == SheetTypeEnum.WorkSheet
        )


def _sheet(sheet: CalamineSheet, where: str, limits: Limits, *, is_hidden: bool, marks: _Marks) -> SheetRows:
    check_size(sheet.height, sheet.width, where=f"{where}: {sheet.name}", limits=limits)
    top, left = sheet.start or (0, 0)
    rows = [list(map(stored, row)) for row in sheet.to_python()]
    for row, column in marks.months.get(sheet.name, ()):
        if 0 <= row - top < len(rows) and 0 <= column - left < len(rows[row - top]):
            rows[row - top][column - left] = _as_month(rows[row - top][column - left])
    for (first, begin), (last, end) in sheet.merged_cell_ranges or ():
        fill_merged(rows, (first - top, begin - left), (last - top, end - left))
    formulas = marks.formulas.get(sheet.name, frozenset())
    percents = marks.percents.get(sheet.name, frozenset())
    return SheetRows(sheet.name, tuple(map(tuple, rows)), top + 1, left + 1, is_hidden, formulas, percents)


def _as_month(day: str) -> str:
    """2023-05-01 in a cell that shows 2023年5月 is what somebody typed so; another day was typed in full."""
    return f"{day[:4]}年{int(day[5:7])}月" if _FIRST_OF_MONTH.fullmatch(day) else day
