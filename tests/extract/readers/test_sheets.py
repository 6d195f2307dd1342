"""Workbooks and csv → one line a row, each cell with its sheet, row and column."""

import pytest
import xlsxwriter

from pipelines.domain.documents import Note
from pipelines.domain.errors import SheetTooLarge
from pipelines.extract.readers import Limits, read_bytes
from pipelines.extract.readers.sheets import shown
from tests.extract.readers.files import ROWS, ods_file, xlsx_file
from tests.extract.readers.ole_files import xls_file
from tests.extract.readers.shown import place_of

TABLE = "\n".join("|".join(row) for row in ROWS) + "\n"


def test_a_sheet_gives_its_name_its_title_and_its_rows() -> None:
    read = read_bytes(xlsx_file(), "data.xlsx", Limits())
    assert read.text.split("\n") == [
        "汇总",
        "2023年行政执法数据",
        "事项|申请数量|办结率|填表日期",
        "行政许可|26569|97.9%|2024年1月12日",
        "行政处罚|12.5||",
        "",
    ]
    assert place_of(read, "26569") == {"sheet": "汇总", "row": 3, "column": 2}
    assert read.offset(read.text.index("26569")) == 0


def test_a_share_is_read_as_the_sheet_shows_it() -> None:
    def build(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet()
        for column, form in enumerate(["0%", "0.00%", '0.0"%"', "0.0"]):
            sheet.write(1, column, 0.8366, workbook.add_format({"num_format": form}))
            sheet.write(0, column, "比率")

    assert read_bytes(xlsx_file(build), "data.xlsx", Limits()).text.split("\n")[1] == "84%|83.66%|0.8366|0.8366"


@pytest.mark.parametrize(
    ("value", "text"),
    [(12.0, "12"), (0.1 + 0.2, "0.3"), (1e15, "1000000000000000"), (-0.0, "0"), (True, "是"), (float("inf"), "")],
)
def test_a_number_is_written_as_a_person_writes_it(value: float, text: str) -> None:
    assert shown(value) == text


def test_hidden_sheets_are_left_out_and_named() -> None:
    def build(workbook: xlsxwriter.Workbook) -> None:
        workbook.add_worksheet("汇总").write_row("A1", ["许可", 12])
        hidden = workbook.add_worksheet("底稿")
        hidden.write_row("A1", ["许可", 13])
        hidden.hide()

    read = read_bytes(xlsx_file(build), "data.xlsx", Limits())
    assert read.text == "汇总\n许可|12\n"
    assert read.notes == (Note("hidden_sheets", "底稿"),)


def test_a_table_that_stands_apart_keeps_its_places() -> None:
    def build(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet()
        sheet.write_row("C5", ["事项", "数量"])
        sheet.write_row("C9", ["许可", 12])

    read = read_bytes(xlsx_file(build), "data.xlsx", Limits())
    assert read.text == "事项|数量\n许可|12\n"
    assert place_of(read, "12") == {"sheet": "Sheet1", "row": 9, "column": 4}


def test_a_unit_and_a_remark_around_a_table_are_lines_of_their_own() -> None:
    def build(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet()
        sheet.write("C1", "单位：件")
        sheet.write_row("A2", ["事项", "申请", "办结"])
        sheet.write("A3", "其中")
        sheet.write_row("A4", ["许可", 12, 11])
        sheet.write("A6", "注：截至年底")

    read = read_bytes(xlsx_file(build), "data.xlsx", Limits())
    assert read.text == "单位：件\n事项|申请|办结\n其中||\n许可|12|11\n注：截至年底\n"


def test_merged_cells_are_repeated_and_merged_numbers_are_not() -> None:
    def build(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet()
        sheet.merge_range("A1:A2", "事项")
        sheet.merge_range("B1:C1", "数量")
        sheet.write_row("B2", ["申请", "办结"])
        sheet.write("A3", "许可")
        sheet.merge_range("B3:C3", 12)
        sheet.write("C4", "完")

    assert read_bytes(xlsx_file(build), "data.xlsx", Limits()).text.startswith(
        "事项|数量|数量\n事项|申请|办结\n许可|12|\n"
    )


def test_a_workbook_in_opendocument_form_is_read_as_it_is_shown() -> None:
    read = read_bytes(ods_file(), "data.ods", Limits())
    assert read.text == f"汇总\n{TABLE}"
    assert place_of(read, "97.9%") == {"sheet": "汇总", "row": 2, "column": 3}


def test_repeated_covered_and_hidden_parts_of_an_opendocument_workbook() -> None:
    def cell(text: str, attributes: str = "") -> str:
        return f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>"

    spanned, repeated = 'table:number-columns-spanned="2"', 'table:number-columns-repeated="2"'
    rows = (
        f"<table:table-row>{cell('事项', spanned)}<table:covered-table-cell/></table:table-row>"
        "<table:table-row table:number-rows-repeated='3'><table:table-cell/></table:table-row>"
        f"<table:table-row>{cell('许可', repeated)}"
        "<table:table-cell table:number-columns-repeated='16380'/></table:table-row>"
        "<table:table-row table:number-rows-repeated='1048570'><table:table-cell/></table:table-row>"
    )
    sheets = (
        f'<table:table table:name="Sheet1">{rows}</table:table>'
        f'<table:table table:name="底稿" table:style-name="unseen">{rows}</table:table>'
    )
    styles = '<style:style style:name="unseen"><style:table-properties table:display="false"/></style:style>'
    read = read_bytes(ods_file(sheets, styles), "data.ods", Limits())
    assert read.text == "事项\n许可|许可\n"
    assert place_of(read, "许可") == {"sheet": "Sheet1", "row": 5, "column": 1}
    assert read.notes == (Note("hidden_sheets", "底稿"),)


@pytest.mark.parametrize("mark", [",", "\t", ";", "，"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_csv_is_parted_by_the_mark_it_uses(mark: str, encoding: str) -> None:
    content = "\r\n".join(mark.join(f'"{value}"' for value in row) for row in ROWS).encode(encoding)
    read = read_bytes(content, "data.csv", Limits())
    assert read.text == TABLE
    assert place_of(read, "97.9%") == {"row": 2, "column": 3}


def test_a_sheet_of_ten_thousand_columns_is_refused() -> None:
    def build(workbook: xlsxwriter.Workbook) -> None:
        workbook.add_worksheet("宽表").write_row("A1", ["数"] * 10_000)

    with pytest.raises(SheetTooLarge, match=r"宽表.*10,000 × 1.*1,000"):
        read_bytes(xlsx_file(build), "data.xlsx", Limits())
    with pytest.raises(SheetTooLarge):
        read_bytes(("数," * 10_000).encode(), "data.csv", Limits())
    with pytest.raises(SheetTooLarge):
        read_bytes(
            ods_file(
                "<table:table table:name='x'><table:table-row><table:table-cell "
                "table:number-columns-repeated='10000'><text:p>数</text:p></table:table-cell></table:table-row>"
                "</table:table>"
            ),
            "data.ods",
            Limits(),
        )


def test_a_cell_at_the_far_corner_of_a_sheet_is_refused_before_a_table_is_made() -> None:
    def build(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet()
        sheet.write("A1", "数")
        sheet.write("ALL1048576", "数")

    with pytest.raises(SheetTooLarge, match="1,048,576"):
        read_bytes(xlsx_file(build), "data.xlsx", Limits())


def test_a_workbook_of_excel_97_is_read_under_the_endings_of_excel_and_wps() -> None:
    content = xls_file([["事项", "数量", "办结率"], ["行政许可", 12.0, 0.979]])
    for name in ("data.xls", "data.et", "data.xlsx"):
        read = read_bytes(content, name, Limits())
        assert read.text == "汇总\n事项|数量|办结率\n行政许可|12|97.9%\n"
        assert place_of(read, "12") == {"sheet": "汇总", "row": 2, "column": 2}
