"""The yearly enforcement data in the provincial form: one sheet, a table below the other, and why a cell is blank."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from pipelines.domain.forms import Form, FormColumn
from pipelines.wording import say, shown_value, text_of

WIDTH = 12
_MADE = datetime(2024, 1, 1)  # the same figures are the same file


@dataclass(frozen=True, slots=True)
class Filled:
    """What a form is filled with: whose and which year, the metrics' rows (marts.metric_year), and how it is marked."""

    organisation: str
    level: str
    year: int
    figures: Mapping[str, Mapping[str, Any]]
    synthetic: bool


def enforcement_form(form: Form, filled: Filled, language: str) -> bytes:
    """The .xlsx.  Numbers are numbers; 0 is known to be nothing; a blank has its reason below its table."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"created": _MADE})
        sheet = book.add_worksheet(say("form.sheet", language))
        font = {"font_name": "Noto Sans CJK SC", "font_size": 11, "valign": "vcenter"}
        title = book.add_format({**font, "bold": True, "font_size": 14, "align": "center"})
        head = book.add_format({**font, "bold": True, "border": 1, "align": "center", "text_wrap": True})
        cell = book.add_format({**font, "border": 1, "align": "center"})
        note = book.add_format({**font, "font_size": 10, "text_wrap": True, "font_color": "#555555"})
        sheet.set_column(0, WIDTH - 1, 13)
        said = say("form.title", language, organisation=filled.organisation, year=filled.year)
        sheet.merge_range(0, 0, 0, WIDTH - 1, said, title)
        row = 1
        if filled.synthetic:
            sheet.merge_range(row, 0, row, WIDTH - 1, say("form.simulated", language), head)
            row += 1
        for number, table in enumerate(form.tables, 1):
            name = text_of(table.title, language)
            sheet.merge_range(row, 0, row, WIDTH - 1, say("form.table", language, number=number, title=name), head)
            notes = []
            for at, column in enumerate(table.columns):
                label = text_of(column.name, language)
                value, why = _cell(form, filled, column, language)
                sheet.write_string(row + 1, at, label, head)
                if value is None:
                    sheet.write_blank(row + 2, at, None, cell)
                else:
                    sheet.write_number(row + 2, at, float(value), cell)
                if why:
                    notes.append(say("form.note", language, column=label, why=why))
            sheet.set_row(row + 1, 48)
            row += 3
            for each in notes:
                sheet.merge_range(row, 0, row, WIDTH - 1, each, note)
                row += 1
            row += 1
    return target.getvalue()


def _cell(form: Form, filled: Filled, column: FormColumn, language: str) -> tuple[Decimal | None, str]:
    """(the number or None, what is to be said of it)."""
    for each in form.no_power:
        if (each.level, each.metric_id) == (filled.level, column.metric_id):
            return None, text_of(each.basis, language)
    row = filled.figures.get(column.metric_id)
    if row is None or row["value"] is None:
        return None, say(f"reason.{row['reason']}" if row and row["reason"] else "form.unknown", language)
    value = row["value"] / (10_000 if column.unit == "万元" else 1)
    if row["qualifier"] == "exact":
        return value, ""
    said = shown_value(row["value"], row["unit"], language)
    return value, say("form.bounded", language, figure=say(f"figure.{row['qualifier']}", language, number=said))
