"""An office's own .xlsx given back: its formats, widths, merged cells and other sheets, each refused cell in red.

What openpyxl knows is written anew and nothing else, so that macros, links to other workbooks, embedded objects and
connections stay behind by themselves.  What could run is taken out here: formulas become text, links go.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.packaging.relationship import RelationshipList
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from pipelines.domain.errors import DamagedDocument

RED = "FFFFD6D6"
_AUTHOR = "法治看板"
_SIGN = "✗ "
"""Before each reason of a comment: an earlier round's marks are told by it from what an office wrote."""
_RED = PatternFill("solid", fgColor=RED)
_LAST_COLUMN, _HINT_WIDTH = 16_384, 34
_COMMENT_WIDTH, _LINE, _LETTER = 300, 19, 14
"""A comment's width, and a line's and a Chinese character's in it, in pixels."""
_FUNCTION = re.compile(r"([A-Za-z_][\w.]*)\s*\(")
_QUOTED = re.compile(r'"[^"]*"')
_KNOWN = re.compile(
    "AND|OR|NOT|IF|IFERROR|LEN|LEFT|RIGHT|MID|TRIM|EXACT|FIND|SEARCH|VALUE|TEXT|ISNUMBER|ISTEXT|ISBLANK|ISERROR"
    "|SUM|SUMPRODUCT|MIN|MAX|MOD|INT|ROUND|ABS|COUNT|COUNTA|COUNTIF|COUNTIFS|COUNTBLANK|ROW|ROWS|COLUMN|INDEX|MATCH"
    "|VLOOKUP|INDIRECT|OFFSET|DATE|YEAR|MONTH|DAY|TODAY|WEEKDAY|EDATE|DATEDIF",
    re.IGNORECASE,
)
"""What drop-downs and coloured cells are made with; a rule that calls anything else doesn't come back."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A refused cell, rows and columns from 1, and why; column 0 where the sheet lacks it."""

    sheet: str
    row: int
    column: int
    why: str


def marked_workbook(content: bytes, marks: Sequence[Mark], hint: str, hints: Iterable[str]) -> bytes:
    """The workbook with each mark as a red cell and its comment, and `hint` behind the last cell of each such row.

    `hints`: what `hint` says in every language, so that the marks of an earlier round are taken away first.
    Parses what may have been made to harm: call it in a process of its own.  Raises whatever openpyxl raises.
    """
    reader = _Reader(io.BytesIO(content), keep_links=False, rich_text=True)
    reader.read()
    workbook = reader.wb
    _disarm(workbook)
    by_sheet: dict[str, list[Mark]] = {}
    for mark in marks:
        by_sheet.setdefault(mark.sheet, []).append(mark)
    if not by_sheet.keys() <= set(workbook.sheetnames):
        raise DamagedDocument(where="、".join(by_sheet), found="Excel")
    for sheet in workbook.worksheets:
        _unmark(sheet, frozenset(hints))
        if sheet.title in by_sheet:
            _mark(sheet, by_sheet[sheet.title], hint)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        _Writer(workbook, archive).save()
    return target.getvalue()


class _Reader(ExcelReader):
    """Days stay the numbers that they are stored as: 20230506 in a cell formatted as a date is none and would go."""

    def read_worksheets(self) -> None:
        self.wb._date_formats, self.wb._timedelta_formats = {}, {}
        super().read_worksheets()


class _Writer(ExcelWriter):
    """Sheets are written in memory: the process that this runs in may write no file."""

    def write_worksheet(self, ws: Worksheet) -> None:
        written = io.BytesIO()
        writer = WorksheetWriter(ws, written)
        writer.write()
        ws._rels, ws._drawing = writer._rels, None
        self._archive.writestr(ws.path[1:], written.getvalue())
        self.manifest.append(ws)


def _disarm(workbook: Workbook) -> None:
    """Takes out what runs, calls or leads elsewhere, and what openpyxl can't give back whole (pictures, charts)."""
    workbook._sheets = list(workbook.worksheets)
    for view in workbook.views:
        view.firstSheet = 0  # it may name a sheet that only held a chart
    for owner in (workbook, *workbook.worksheets):
        for name, defined in list(owner.defined_names.items()):
            if not _is_harmless(defined.value):
                del owner.defined_names[name]
    for sheet in workbook.worksheets:
        sheet._charts, sheet._images, sheet._pivots, sheet._rels = [], [], [], RelationshipList()
        for cell in sheet._cells.values():
            if isinstance(cell, Cell):
                _disarm_cell(cell)
        listed = sheet.data_validations.dataValidation
        sheet.data_validations.dataValidation = [each for each in listed if _are_harmless(each.formula1, each.formula2)]
        kept = ConditionalFormattingList()
        for cells in sheet.conditional_formatting:
            for rule in cells.rules:
                if _are_harmless(*rule.formula):
                    kept.add(cells, rule)
        sheet.conditional_formatting = kept
        for name, table in list(sheet.tables.items()):
            if table.connectionId or table.tableType:
                del sheet.tables[name]
            for column in table.tableColumns:
                column.calculatedColumnFormula = column.totalsRowFormula = column.totalsRowFunction = None


def _disarm_cell(cell: Cell) -> None:
    """A formula becomes the text that it is, and stays one when somebody clicks into the cell."""
    cell.hyperlink = None
    if cell.data_type == "f":
        formula: Any = cell.value
        cell._value = formula if isinstance(formula, str) else getattr(formula, "text", None) or "=…"
        cell.data_type, cell.number_format = "s", "@"
    if cell.data_type == "s" and str(cell.value).lstrip()[:1] in ("=", "+", "-", "@"):
        cell.quotePrefix = True


def _are_harmless(*formulas: str | None) -> bool:
    return all(map(_is_harmless, formulas))


def _is_harmless(formula: str | None) -> bool:
    """Whether a rule's formula stays within the workbook and calls nothing but what counts and compares."""
    bare = _QUOTED.sub("", formula or "")
    return not re.search(r"[|\[]|://", bare) and all(map(_KNOWN.fullmatch, _FUNCTION.findall(bare)))


def _unmark(sheet: Worksheet, hints: frozenset[str]) -> None:
    """Takes away an earlier round's marks.  What colour a cell had before them is lost."""
    for cell in sheet._cells.values():
        if not isinstance(cell, Cell):
            continue
        if cell.comment is not None:
            lines = cell.comment.text.split("\n")
            own = [line for line in lines if not line.startswith(_SIGN)]
            if len(own) < len(lines):
                cell.fill = PatternFill()
                cell.comment = Comment("\n".join(own), cell.comment.author) if any(own) else None
        elif cell.data_type == "s" and str(cell.value) in hints and cell.fill.fgColor.rgb == RED:
            cell.value, cell.fill = None, PatternFill()


def _mark(sheet: Worksheet, marks: Sequence[Mark], hint: str) -> None:
    """Raises DamagedDocument where a refused row is empty here: the file is of a form that openpyxl doesn't know."""
    filled: set[tuple[int, int]] = {place for place, cell in sheet._cells.items() if cell.value not in (None, "")}
    rows = {mark.row for mark in marks}
    if not rows <= {row for row, _ in filled}:
        raise DamagedDocument(where=sheet.title, found="Excel")
    anchors = {
        (row, column): (top, left)
        for left, top, right, bottom in (merged.bounds for merged in sheet.merged_cells)
        for row in rows.intersection(range(top, bottom + 1))
        for column in range(left, right + 1)
    }
    said: dict[tuple[int, int], list[str]] = {}
    for mark in marks:
        if mark.column:
            reasons = said.setdefault(anchors.get((mark.row, mark.column), (mark.row, mark.column)), [])
            reasons += [] if mark.why in reasons else [mark.why]
    for (row, column), reasons in said.items():
        cell = sheet.cell(row, column)
        cell.fill = _RED
        before = [cell.comment.text] if cell.comment is not None else []
        cell.comment = Comment("\n".join([*before, *(_SIGN + why for why in reasons)]), _AUTHOR)
    behind = max(column for _, column in (filled | said.keys())) + 1
    _show(sheet, rows, {column for _, column in said} | {behind})
    if behind <= _LAST_COLUMN:
        for row in sorted(rows):
            cell = sheet.cell(row, behind)
            if isinstance(cell, Cell):
                cell.value, cell.fill = hint, _RED
        # two widths that overlap make a file that Excel calls damaged
        if not any(_covers(each, behind) for each in sheet.column_dimensions.values()):
            sheet.column_dimensions[get_column_letter(behind)].width = _HINT_WIDTH
    for cell in sheet._cells.values():
        if cell.comment is not None:
            lines = sum(1 + len(line) * _LETTER // (_COMMENT_WIDTH - _LETTER) for line in cell.comment.text.split("\n"))
            cell.comment.width, cell.comment.height = _COMMENT_WIDTH, _LINE * (lines + 1)


def _show(sheet: Worksheet, rows: set[int], columns: set[int]) -> None:
    """What is refused must be seen: its row and column aren't hidden any more."""
    for row in rows:
        if row in sheet.row_dimensions:
            sheet.row_dimensions[row].hidden = False
    for dimension in sheet.column_dimensions.values():
        if dimension.hidden and any(_covers(dimension, column) for column in columns):
            dimension.hidden = False


def _covers(dimension: Any, column: int) -> bool:
    return dimension.min is not None and dimension.min <= column <= dimension.max
