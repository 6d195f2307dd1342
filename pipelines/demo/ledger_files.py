"""A ledger's table → the file that an office would hand in: csv in two encodings, or a workbook."""

import io
from datetime import date

import pyarrow as pa
import pyarrow.csv as arrow_csv
import xlsxwriter

from pipelines.demo.draws import compute
from pipelines.demo.formats import MADE, WORKBOOK
from pipelines.demo.heads import HEADS, LEDGER_IDS
from pipelines.demo.made import SIMULATED
from pipelines.demo.names import DISTRICT
from pipelines.demo.subdistrict import Subdistrict

FIRST_ROW = 3
"""The row of the first entry: a title and the header stand above it."""
_LARGEST_WORKBOOK = 1_500


def as_texts(table: pa.Table) -> pa.Table:
    """Every cell as text, so that a cell can hold anything."""
    return pa.table(
        {name: compute.cast(table.column(name), pa.string()).combine_chunks() for name in table.column_names}
    )


def ledger_content(who: Subdistrict, ledger_id: str, table: pa.Table, types: pa.Schema) -> tuple[str, bytes]:
    """(name, bytes) of the file.  `table`: cells as text; `types`: what they were before."""
    turn = (who.number * 5 + LEDGER_IDS.index(ledger_id)) % 6
    name = f"{who.named.organisation_id}-{ledger_id}"
    if turn == 0 and table.num_rows <= _LARGEST_WORKBOOK:
        return f"{name}.xlsx", _workbook(who, ledger_id, table, types)
    encoding = {1: "gb18030", 2: "utf-8-sig"}.get(turn, "utf-8")
    return f"{name}.csv", _csv(who, ledger_id, table, encoding)


def _title(who: Subdistrict, ledger_id: str) -> str:
    return f"{DISTRICT}{who.named.name}{HEADS[ledger_id][0]}【{SIMULATED}】"


def _csv(who: Subdistrict, ledger_id: str, table: pa.Table, encoding: str) -> bytes:
    file = io.BytesIO()
    headers = HEADS[ledger_id][1].values()
    # a spreadsheet that is saved as csv gives the title's row all its cells
    blanks = "," * (len(headers) - 1)
    file.write(f"{_title(who, ledger_id)}{blanks}\n{','.join(headers)}\n".encode())
    options = arrow_csv.WriteOptions(include_header=False, quoting_style="none")
    # for a column that begins with an empty chunk Arrow writes whatever its buffer held before
    arrow_csv.write_csv(table.combine_chunks(), file, options)
    content = file.getvalue()
    return content if encoding == "utf-8" else content.decode().encode(encoding)


def _workbook(who: Subdistrict, ledger_id: str, table: pa.Table, types: pa.Schema) -> bytes:
    """With real dates and numbers, and a line of totals at the end."""
    file = io.BytesIO()
    title, headers = HEADS[ledger_id]
    with xlsxwriter.Workbook(file, WORKBOOK) as workbook:
        workbook.set_properties({"title": _title(who, ledger_id), "created": MADE})
        dated = workbook.add_format({"num_format": "yyyy-mm-dd"})
        sheet = workbook.add_worksheet(title)
        sheet.merge_range(0, 0, 0, len(headers) - 1, _title(who, ledger_id))
        sheet.write_row(1, 0, headers.values())
        for at, name in enumerate(table.column_names):
            kind = types.field(name).type
            for row, text in enumerate(table.column(name).to_pylist(), FIRST_ROW - 1):
                if not text:
                    continue
                if pa.types.is_date(kind) and (day := _day(text)):
                    sheet.write_datetime(row, at, day, dated)
                elif pa.types.is_primitive(kind) and text.replace(".", "", 1).isdecimal():
                    sheet.write_number(row, at, float(text))
                else:
                    sheet.write_string(row, at, text)
        sheet.write_string(FIRST_ROW - 1 + table.num_rows, 0, "合计")
    return file.getvalue()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
