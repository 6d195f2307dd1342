"""A list of texts and numbers as .csv or .xlsx, in which nothing runs."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain

import xlsxwriter

_MADE = datetime(2024, 1, 1)  # the same rows are the same file
_RISKY = re.compile(r"[\t\r\n]|[\s\u200b-\u200f\u2060\ufeff]*[=+@＝＋－＠-]")
_MOST = 1e300
"""A number that a sheet doesn't hold any more is written as a text."""
_MOST_ROWS, _MOST_CHARACTERS = 1_000_000, 32_767
"""Of a sheet, of a cell (a limit of the format)."""
_WIDTH = 24

Cell = str | int | float | None
"""Of a list: a text, a number, or nothing."""


def listing_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]], note: str = "") -> bytes:
    """The .csv in UTF-8 with its mark, as Excel reads it; what a table program would compute has a ' before it.

    `note` stands alone in the last line, after an empty one.
    """
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(map(_printed, columns))
    writer.writerows(map(_printed, row) for row in rows)
    writer.writerows([[], [_printed(note)]] if note else [])
    return target.getvalue().encode("utf-8-sig")


def listing_xlsx(title: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]], note: str = "") -> bytes:
    """The .xlsx: a text stays a text and a number a number; a further sheet where one is full.

    `title` names the sheet, as far as a sheet's name can hold it.  `note` stands alone under the last row.
    """
    target = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"created": _MADE})
        head = book.add_format({"font_name": "Noto Sans CJK SC", "bold": True, "bottom": 1})
        cell = book.add_format({"font_name": "Noto Sans CJK SC", "valign": "top", "text_wrap": True})
        quiet = book.add_format({"font_name": "Noto Sans CJK SC", "font_color": "#5b6a72"})
        sheet, at = None, 0
        for number, row in enumerate(chain((columns,), rows)):
            if sheet is None or at > _MOST_ROWS:
                sheet, at = book.add_worksheet(_sheet_name(title) if number == 0 else None), 0
                sheet.set_column(0, len(columns) - 1, _WIDTH)
                sheet.freeze_panes(1, 0)
            for column, value in enumerate(map(_kept, row)):
                if isinstance(value, str):
                    sheet.write_string(at, column, value[:_MOST_CHARACTERS], head if number == 0 else cell)
                elif value is not None:
                    sheet.write_number(at, column, value, cell)
            at += 1
        if note and sheet:
            sheet.write_string(at + 1, 0, str(_kept(note))[:_MOST_CHARACTERS], quiet)
    return target.getvalue()


def _sheet_name(title: str) -> str:
    """A title without what a sheet's name can't hold, and no longer than it may be."""
    return re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", str(_kept(title))).strip("' ")[:31].strip("' ")


def _kept(cell: Cell) -> Cell:
    """A cell that either format can hold: half a pair of characters isn't one, nor what is no finite number."""
    if isinstance(cell, str):
        return cell.encode("utf-8", "replace").decode()
    return cell if cell is None or abs(cell) < _MOST else str(cell)


def _printed(cell: Cell) -> Cell:
    kept = _kept(cell)
    return harmless(kept) if isinstance(kept, str) else kept


def harmless(text: str) -> str:
    """A text that no table program takes for a formula, whatever blanks, seen or not, stand before its first mark."""
    return f"'{text}" if _RISKY.match(text) else text
