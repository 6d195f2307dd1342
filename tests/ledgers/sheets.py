"""Ledger files as offices keep them, made as a test needs them: .xlsx, .ods, and csv in any encoding."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter

from tests.extract.readers.files import zip_file

Merged = tuple[int, int, int, int]
"""First row and column, last row and column, from 0."""


@dataclass(frozen=True)
class Formula:
    """A computed cell, with the value last stored."""

    text: str
    value: object = 0


@dataclass(frozen=True)
class Month:
    """A day in a cell that shows its year and month alone."""

    day: date
    form: str | int = 'yyyy"年"m"月"'


@dataclass(frozen=True)
class Sheet:
    """Rows as they stand in a sheet.  What is merged says its first cell's text."""

    rows: Sequence[Sequence[object]]
    name: str = "台账"
    merged: Sequence[Merged] = ()
    is_hidden: bool = False
    at: tuple[int, int] = field(default=(0, 0))


def xlsx_of(*sheets: Sheet, chart: str = "") -> bytes:
    """A workbook; `chart` names a sheet that holds nothing but a diagram."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as workbook:
        for sheet in sheets:
            written = workbook.add_worksheet(sheet.name)
            _write_rows(workbook, written, sheet)
            if sheet.is_hidden:
                written.hide()
        if chart:
            drawn = workbook.add_chart({"type": "bar"})
            drawn.add_series({"values": [sheets[0].name, 0, 0, 1, 0]})
            workbook.add_chartsheet(chart).set_chart(drawn)
    return file.getvalue()


def _write_rows(workbook: xlsxwriter.Workbook, written, sheet: Sheet) -> None:
    day = workbook.add_format({"num_format": "yyyy/m/d"})
    top, left = sheet.at
    for row, cells in enumerate(sheet.rows, top):
        for column, value in enumerate(cells, left):
            match value:
                case None:
                    written.write_blank(row, column, None, day)
                case Formula():
                    written.write_formula(row, column, value.text, None, value.value)
                case Month():
                    form = workbook.add_format({"num_format": value.form})
                    written.write_datetime(row, column, value.day, form)
                case date():
                    written.write_datetime(row, column, value, day)
                case _:
                    written.write(row, column, value)
    for merged in sheet.merged:
        value = sheet.rows[merged[0] - top][merged[1] - left]
        written.merge_range(*merged, value)


_SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:xlink="http://www.w3.org/1999/xlink"'
)
_HIDDEN = (
    '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>'
)


def ods_of(*sheets: Sheet, inside: str = "") -> bytes:
    """An OpenDocument workbook; `inside` stands in each sheet before its rows."""
    tables = "".join(
        f'<table:table table:name={quoteattr(sheet.name)} table:style-name="ta{1 + sheet.is_hidden}">'
        f"{inside}{''.join(_ods_rows(sheet))}</table:table>"
        for sheet in sheets
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES}>'
        f"<office:automatic-styles>{_HIDDEN}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    return zip_file({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": content.encode()})


def _ods_rows(sheet: Sheet) -> Iterable[str]:
    spans = {merged[:2]: merged for merged in sheet.merged}
    covered = {
        (row, column)
        for first, begin, last, end in sheet.merged
        for row in range(first, last + 1)
        for column in range(begin, end + 1)
    } - set(spans)
    for row, cells in enumerate(sheet.rows):
        written = []
        for column, value in enumerate(cells):
            if (row, column) in covered:
                written.append("<table:covered-table-cell/>")
                continue
            span = ""
            if (row, column) in spans:
                first, begin, last, end = spans[row, column]
                down, right = last - first + 1, end - begin + 1
                span = f' table:number-rows-spanned="{down}" table:number-columns-spanned="{right}"'
            written.append(_ods_cell(value, span))
        yield f"<table:table-row>{''.join(written)}</table:table-row>"


def _ods_cell(value: object, span: str) -> str:
    match value:
        case None | "":
            return f"<table:table-cell{span}/>"
        case Formula():
            shown = (
                f'table:formula={quoteattr("of:" + value.text)} office:value-type="float" office:value="{value.value}"'
            )
            return f"<table:table-cell{span} {shown}><text:p>{value.value}</text:p></table:table-cell>"
        case Month():
            shown = f"{value.day.year}年{value.day.month}月"
            told = f'office:value-type="date" office:date-value="{value.day}"'
            return f"<table:table-cell{span} {told}><text:p>{shown}</text:p></table:table-cell>"
        case date():
            told = f'office:value-type="date" office:date-value="{value}"'
            return f"<table:table-cell{span} {told}><text:p>{value:%d/%m/%y}</text:p></table:table-cell>"
        case int() | float():
            told = f'office:value-type="float" office:value="{value}"'
            return f"<table:table-cell{span} {told}><text:p>{value:,}</text:p></table:table-cell>"
    return (
        f'<table:table-cell{span} office:value-type="string"><text:p>{escape(str(value))}</text:p></table:table-cell>'
    )


def csv_of(rows: Sequence[Sequence[str]] | str, encoding: str = "utf-8", mark: str = ",", end: str = "\r\n") -> bytes:
    """A table in plain text, its cells as they are: quotation is the test's."""
    text = rows if isinstance(rows, str) else end.join(mark.join(row) for row in rows) + end
    return text.encode(encoding)
