"""A list of plain texts as .csv or .xlsx, in which nothing runs."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain

import xlsxwriter

_MADE = datetime(2024, 1, 1)  # the same rows are the same file
_RISKY = ("=", "+", "-", "@", "\t", "\r")
_MOST_ROWS, _MOST_CHARACTERS = 1_000_000, 32_767
"""Of a sheet, of a cell (a limit of the format)."""
_WIDTH = 24


def listing_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The .csv in UTF-8 with its mark, as Excel reads it; what a table program would compute has a ' before it."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(columns)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return target.getvalue().encode("utf-8-sig")


def listing_xlsx(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The .xlsx: every cell a text; a further sheet where one is full."""
    target = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"created": _MADE})
        head = book.add_format({"font_name": "Noto Sans CJK SC", "bold": True, "bottom": 1})
        cell = book.add_format({"font_name": "Noto Sans CJK SC", "valign": "top", "text_wrap": True})
        sheet, at = None, 0
        for number, row in enumerate(chain((columns,), rows)):
            if sheet is None or at > _MOST_ROWS:
                sheet, at = book.add_worksheet(title if number == 0 else None), 0
                sheet.set_column(0, len(columns) - 1, _WIDTH)
                sheet.freeze_panes(1, 0)
            for column, text in enumerate(row):
                sheet.write_string(at, column, text[:_MOST_CHARACTERS], head if number == 0 else cell)
            at += 1
    return target.getvalue()


def harmless(text: str) -> str:
    """A text that no table program takes for a formula."""
    return f"'{text}" if text.startswith(_RISKY) else text
