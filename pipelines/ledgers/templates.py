"""A ledger's blank workbook: drop-downs, a note on each column, an example row, no macros.

Also a file's rows written back with the cells marked that couldn't be loaded.
"""

import io
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from pipelines.domain.ledgers import Ledger, LedgerColumn, Refusal, SheetRows
from pipelines.ledgers.entries import EXAMPLE
from pipelines.ledgers.texts import column_number
from pipelines.wording import say, text_of

ROWS = 5_000
"""So far down the drop-downs and the date checks reach."""
_LONGEST_TEXT = 32_000  # a longer one isn't written at all
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_NUMBER_WIDTH, _WIDEST, _NOTE_WIDTH, _HINT_WIDTH, _PAGE = 7, 40, 90, 34, 170
"""Widths in letters; a page holds so many before they become too small."""
_ROW = 18  # points
_BOX, _LETTER, _LINE = 300, 7, 19
"""A note's width, and a letter's and a line's in it, in pixels."""
_LONGEST_LIST = 255  # what Excel takes in a list that stands in the cell itself
_NUMBER_HEADER = "序号"
HINT = "ledger.template.see_row"
"""What stands behind the last cell of a row with refusals."""
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def template_of(ledger: Ledger, language: str) -> bytes:
    """The .xlsx that an office fills in.  Its first row after the header is an example, which no reading counts."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, _OPTIONS) as workbook:
        workbook.set_properties({"title": ledger.name.zh, "created": _MADE})
        sheet = workbook.add_worksheet(ledger.name.zh[:31])
        form = _Forms(workbook)
        columns = ledger.columns
        sheet.merge_range(0, 0, 0, len(columns), ledger.name.zh, form.title)
        sheet.merge_range(
            1,
            0,
            1,
            len(columns),
            say("ledger.template.purpose", language, purpose=text_of(ledger.purpose, language)),
            form.note,
        )
        sheet.write(2, 0, _NUMBER_HEADER, form.optional)
        sheet.write(3, 0, EXAMPLE, form.example)
        sheet.set_column(0, 0, _NUMBER_WIDTH)
        for at, column in enumerate(columns, 1):
            _add_column(sheet, at, column, form, language)
        sheet.freeze_panes(3, 2)
        _print_across(sheet, _NUMBER_WIDTH + sum(map(_width, columns)))
        sheet.repeat_rows(2)
        sheet.set_row(0, 26)
        sheet.set_row(1, 44)
        sheet.set_row(2, 30)
        notes = workbook.add_worksheet(say("ledger.template.notes", language)[:31])
        _write_notes(notes, ledger, form, language)
    return target.getvalue()


_MADE = datetime(2024, 1, 1)  # the same template is the same file, whenever it is made


class _Forms:
    def __init__(self, workbook: xlsxwriter.Workbook):
        font = {"font_name": "Noto Sans CJK SC", "font_size": 11, "valign": "vcenter"}
        head = {**font, "bold": True, "border": 1, "text_wrap": True, "align": "center"}
        self.title = workbook.add_format({**font, "bold": True, "font_size": 15})
        self.note = workbook.add_format({**font, "font_size": 10, "text_wrap": True, "font_color": "#555555"})
        self.required = workbook.add_format({**head, "bg_color": "#FCE8D5"})
        self.optional = workbook.add_format({**head, "bg_color": "#EEF2F6"})
        self.example = workbook.add_format({**font, "italic": True, "font_color": "#888888"})
        self.text = workbook.add_format({**font, "num_format": "@"})
        self.date = workbook.add_format({**font, "num_format": "yyyy-mm-dd"})
        self.number = workbook.add_format({**font, "num_format": "General"})
        self.wrapped = workbook.add_format({**font, "text_wrap": True, "border": 1})
        self.bad = workbook.add_format({**font, "bg_color": "#FFD6D6", "border": 1})


def _print_across(sheet: Worksheet, width: int) -> None:
    """A4 on its side, so many pages wide that `width` letters can still be read there."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1 + width // _PAGE, 0)


def _width(column: LedgerColumn) -> int:
    """A column's width in letters: its name and its example can be read."""
    return min(max(12, 2 * len(column.name.zh) + 4, _letters(column.example) + 3), _WIDEST)


def _letters(text: str) -> int:
    """How wide a text is: a Chinese character takes the room of two letters."""
    return sum(2 if ord(character) > 0x2E80 else 1 for character in text)


def _box(said: str) -> dict[str, int]:
    """A note's size, so that none is cut off."""
    lines = sum(1 + _letters(line) * _LETTER // (_BOX - 2 * _LETTER) for line in said.split("\n"))
    return {"width": _BOX, "height": _LINE * (lines + 1)}


def _add_column(sheet: Worksheet, at: int, column: LedgerColumn, form: _Forms, language: str) -> None:
    sheet.write(
        2,
        at,
        column.name.zh + ("*" if column.is_required else ""),
        form.required if column.is_required else form.optional,
    )
    sheet.write_comment(2, at, explained := _explained(column, language), _box(explained))
    sheet.write(3, at, column.example, form.example)
    cells = {"date": form.date, "text": form.text}.get(column.type, form.number)
    sheet.set_column(at, at, _width(column), cells)
    allowed = _validation(column, language)
    if allowed:
        sheet.data_validation(4, at, ROWS, at, allowed)


def _validation(column: LedgerColumn, language: str) -> dict[str, Any] | None:
    stop = {"error_title": column.name.zh[:32], "error_message": _explained(column, language)[:255]}
    match column.type:
        case "choice":
            names = [choice.name.zh for choice in column.choices]
            if len(",".join(names)) > _LONGEST_LIST:
                return None
            return {"validate": "list", "source": names, **stop}
        case "yes_no":
            return {"validate": "list", "source": ["是", "否"], **stop}
        case "date":
            bounds = {"minimum": date(1990, 1, 1), "maximum": date(2100, 12, 31)}
            return {"validate": "date", "criteria": "between", **bounds, **stop, "error_type": "warning"}
        case "whole" | "number" | "money":
            kind = "integer" if column.type == "whole" else "decimal"
            least = float(column.least or 0)
            return {"validate": kind, "criteria": ">=", "value": least, **stop, "error_type": "warning"}
    return None


def _explained(column: LedgerColumn, language: str) -> str:
    """What goes into a column, in a few words."""
    parts = [say("ledger.template.required" if column.is_required else "ledger.template.optional", language)]
    code = f"ledger.template.{column.type}"
    choices = "、".join(choice.name.zh for choice in column.choices)
    parts.append(say(code, language, choices=choices))
    if column.note:
        parts.append(text_of(column.note, language))
    if column.personal in ("drop", "mask"):
        parts.append(say("ledger.template.dropped", language))
    elif column.personal == "pseudonym":
        parts.append(say("ledger.template.pseudonym", language))
    return say("join.sentences", language).join(parts)


def _write_notes(sheet: Worksheet, ledger: Ledger, form: _Forms, language: str) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, _NOTE_WIDTH)
    _print_across(sheet, _NOTE_WIDTH)
    sheet.write_row(
        0, 0, [say("ledger.template.column", language), say("ledger.template.what", language)], form.optional
    )
    for row, column in enumerate(ledger.columns, 1):
        sheet.write(row, 0, column.name.zh, form.wrapped)
        explained = _explained(column, language)
        sheet.set_row(row, _ROW * (1 + _letters(explained) // (_NOTE_WIDTH - 4)))
        sheet.write(row, 1, explained, form.wrapped)


def marked_file(sheets: Sequence[SheetRows], refusals: Sequence[Refusal], language: str) -> bytes:
    """The rows of a file in a new workbook, each refused cell in red with the reason as its note.

    For what is no .xlsx; an office's own comes back itself (`exports.marked`).  All cells are text: a file that was
    refused is looked at and put right, not calculated with.
    """
    by_sheet: dict[str, dict[tuple[int, str], list[Refusal]]] = {}
    for refusal in refusals:
        by_sheet.setdefault(refusal.sheet, {}).setdefault((refusal.row, refusal.column), []).append(refusal)
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, _OPTIONS) as workbook:
        form = _Forms(workbook)
        taken: set[str] = set()
        for sheet in sheets:
            if not sheet.is_hidden:
                written = workbook.add_worksheet(
                    _sheet_name(sheet.name or say("ledger.template.sheet", language), taken)
                )
                _write_marked(written, sheet, by_sheet.get(sheet.name, {}), form, language)
    return target.getvalue()


def reason(refusal: Refusal, language: str) -> str:
    """Why a cell was refused, and what is expected there."""
    return say(f"ledger.refusal.{refusal.code}", language, expected=refusal.expected)


def _sheet_name(name: str, taken: set[str]) -> str:
    """A name that Excel takes, unlike those before it: other programs allow longer ones, and marks that it forbids."""
    base = _FORBIDDEN.sub("_", name)[:31].strip("'") or "_"
    free, number = base, 2
    while free.lower() in taken:
        ending = f"_{number}"
        free, number = base[: 31 - len(ending)] + ending, number + 1
    taken.add(free.lower())
    return free


def _write_marked(
    written: Worksheet, sheet: SheetRows, refused: Mapping[tuple[int, str], list[Refusal]], form: _Forms, language: str
) -> None:
    for row, cells in enumerate(sheet.rows, sheet.top):
        for column, text in enumerate(cells, sheet.left):
            written.write_string(row - 1, column - 1, text[:_LONGEST_TEXT], form.text)
    for (row, letter), why in refused.items():
        column, at = column_number(letter) - sheet.left, row - sheet.top
        # a row can end before the cell that it lacks
        cells = sheet.rows[at] if 0 <= at < len(sheet.rows) else ()
        text = cells[column] if 0 <= column < len(cells) else ""
        said = "\n".join(reason(each, language) for each in why)
        written.write_string(row - 1, column + sheet.left - 1, text[:_LONGEST_TEXT], form.bad)
        written.write_comment(row - 1, column + sheet.left - 1, said[:_LONGEST_TEXT], _box(said))
    bad_rows = sorted({row for row, _ in refused})
    marked = max((column_number(letter) for _, letter in refused), default=0)
    width = max(max((len(cells) for cells in sheet.rows), default=0) + sheet.left - 1, marked) + 1
    for row in bad_rows:
        written.write_string(row - 1, width, say(HINT, language), form.bad)
    written.set_column(0, width - 1, 16)
    written.set_column(width, width, _HINT_WIDTH)
    _print_across(written, 16 * width)
