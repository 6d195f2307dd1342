"""评分表: values as they were decided, and why one is missing."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from pipelines.exports.score_sheet import (
    Mark,
    ScoreOverview,
    ScoreRow,
    ScoreSheet,
    SheetHead,
    Standing,
    Sum,
    score_workbook,
)

D = Decimal
HEAD = SheetHead(2025, "街道评分细则", "3f2a9c", 2, is_example=False, is_synthetic=False, note="以印发的结果为准。")
ROWS = (
    ScoreRow(0, "第一责任人职责", D(20), D("19.5"), D("18.5")),
    ScoreRow(
        1,
        "听取汇报",
        D(10),
        D(10),
        D("9.50"),
        rule="每少1次扣2分",
        figure="2次",
        why="无纪要，扣0.5分",
        by="考评人员",
        when=date(2026, 2, 3),
        evidence=("会议纪要.pdf", "签到表.xlsx"),
    ),
    ScoreRow(1, "述法", D(10), D("9.5"), D(9)),
    ScoreRow(0, "规范性文件", D(30), None, None),
    ScoreRow(1, "合法性审核", D(20), None, None, figure="不少于43件"),
    ScoreRow(1, "备案", D(10), None, None, is_applicable=False, why="无制定权限"),
)
SHEET = ScoreSheet(HEAD, "云台街道", ROWS, Sum(D(100), D("97.5"), D("91.25")), "优秀")
OVERVIEW = ScoreOverview(
    HEAD,
    (("第一责任人职责", D(20)), ("规范性文件", D(30))),
    D(100),
    (
        Standing("云台街道", (Mark(D("18.5")), Mark(D(28))), Mark(D("91.25")), "优秀"),
        Standing("青石街道", (Mark(D("17")), Mark(None, why="数据未采录")), Mark(None)),
        Standing("龙潭街道", (Mark(D("16")), Mark(None, is_applicable=False)), Mark(D(80)), "良好"),
    ),
)
LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])


def book_of(*sheets: ScoreSheet | ScoreOverview, language: str = "zh") -> Workbook:
    return load_workbook(io.BytesIO(score_workbook(sheets, language)))


def sheet_of(sheet: ScoreSheet | ScoreOverview, language: str = "zh") -> Worksheet:
    return book_of(sheet, language=language).worksheets[0]


def table_of(sheet: Worksheet, first: str) -> dict[str, dict[str, Cell]]:
    """A table's rows by their first cell, each by its headings; `first` is the first heading."""
    rows = list(sheet.iter_rows())
    (at,) = [number for number, row in enumerate(rows) if row[0].value == first]
    headings = [str(cell.value) for cell in rows[at]]
    return {str(row[0].value): dict(zip(headings, row, strict=True)) for row in rows[at + 1 :] if row[0].value}


def values(row: dict[str, Cell]) -> dict[str, Any]:
    return {heading: cell.value for heading, cell in row.items()}


def test_a_line_holds_what_was_decided_by_whom_when_and_on_what() -> None:
    assert values(table_of(sheet_of(SHEET), "考评指标")["听取汇报"]) == {
        "考评指标": "听取汇报",
        "满分": 10,
        "自评分": 10,
        "考评得分": 9.5,
        "评分规则": "每少1次扣2分",
        "指标数据": "2次",
        "评分理由": "无纪要，扣0.5分",
        "评分人": "考评人员",
        "评分日期": datetime(2026, 2, 3),
        "佐证材料": "会议纪要.pdf\n签到表.xlsx",
    }


def test_a_blank_mark_has_its_reason_and_one_that_doesn_t_apply_says_so() -> None:
    table = table_of(sheet_of(SHEET), "考评指标")
    found = {name: (row["自评分"].value, row["考评得分"].value, row["评分理由"].value) for name, row in table.items()}
    assert found["规范性文件"] == (None, None, "下级指标尚未全部评分")
    assert found["合法性审核"] == (None, None, "尚未评分")
    assert found["备案"] == ("不适用", "不适用", "无制定权限")
    assert found["述法"] == (9.5, 9, None)
    open_sheet = replace(SHEET, total=Sum(D(100), None, None), grade="")
    table = table_of(sheet_of(open_sheet), "考评指标")
    assert (table["合计"]["考评得分"].value, table["合计"]["评分理由"].value) == (None, "下级指标尚未全部评分")
    assert (table["等次"]["考评得分"].value, table["等次"]["评分理由"].value) == (None, "尚未评定等次")


def test_headings_the_total_and_the_grade_are_bold_and_deeper_lines_are_indented() -> None:
    table = table_of(sheet_of(SHEET), "考评指标")
    bold = {name for name, row in table.items() if row["满分"].font.b}
    assert bold == {"第一责任人职责", "规范性文件", "合计", "等次"}
    assert (table["规范性文件"]["考评指标"].alignment.indent, table["备案"]["考评指标"].alignment.indent) == (0, 1)
    assert table["合计"]["考评得分"].value == 91.25 and table["等次"]["考评得分"].value == "优秀"


@pytest.mark.parametrize(
    ("decimals", "marks", "shown"), [(2, "9.5", "0.00"), (0, "9", "0"), (1, "9.125", "0.000"), (0, "100", "0")]
)
def test_numbers_are_numbers_with_the_rubric_s_decimals_and_never_rounded(
    decimals: int, marks: str, shown: str
) -> None:
    sheet = replace(SHEET, head=replace(HEAD, decimals=decimals), rows=(ScoreRow(0, "甲", D(100), None, D(marks)),))
    cell = table_of(sheet_of(sheet), "考评指标")["甲"]["考评得分"]
    assert (cell.value, cell.data_type, cell.number_format) == (float(marks), "n", shown)


@pytest.mark.parametrize("number", ["0.1000000000000000000001", "NaN", "Infinity"])
def test_a_number_that_a_sheet_would_change_is_a_text(number: str) -> None:
    sheet = replace(SHEET, rows=(ScoreRow(0, "甲", D(10), None, D(number)),))
    assert table_of(sheet_of(sheet), "考评指标")["甲"]["考评得分"].value == number


@LANGUAGES
@pytest.mark.parametrize("sheet", [SHEET, OVERVIEW], ids=["one", "many"])
def test_nothing_in_it_is_computed_or_leads_elsewhere(sheet: ScoreSheet | ScoreOverview, language: str) -> None:
    texts = ["=1+1", "+1", "@SUM(A1)", "http://evil.example", "{=1}", "\ud800", "\x00", "\ufffe", "_x0041_"]
    head = replace(HEAD, rubric="=1+1", version="=2", note="=3")
    odd: ScoreSheet | ScoreOverview
    if isinstance(sheet, ScoreSheet):
        rows = tuple(ScoreRow(0, t, None, None, None, rule=t, figure=t, why=t, by=t, evidence=(t,)) for t in texts)
        odd = replace(sheet, head=head, organisation="=1+1", rows=rows, grade="=1")
    else:
        odd = replace(
            sheet, head=head, rows=tuple(replace(sheet.rows[0], organisation=t, grade=t, why=t) for t in texts)
        )
    content = score_workbook([odd], language)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            assert not re.search(rb"<f[\s>/]|<hyperlink|TargetMode", archive.read(name)), name
    cells = [cell.value for row in load_workbook(io.BytesIO(content)).worksheets[0].iter_rows() for cell in row]
    assert {"=1+1", "http://evil.example", "�"} <= set(cells)


@LANGUAGES
def test_an_example_and_made_up_data_say_so_above_the_table_on_every_printed_page(language: str) -> None:
    said = {"zh": ("示例评分细则，未经任何单位印发", "模拟数据（非真实）"), "en": ("An example", "Simulated data")}[
        language
    ]
    head = replace(HEAD, is_example=True, is_synthetic=True)
    for sheet in (replace(SHEET, head=head), replace(OVERVIEW, head=head)):
        made = sheet_of(sheet, language)
        first, last = re.findall(r"\d+", made.print_title_rows or "")
        repeated = [str(made.cell(row, 1).value) for row in range(int(first), int(last) + 1)]
        assert all(any(text.startswith(each) for text in repeated) for each in said)
    for sheet in (SHEET, OVERVIEW):
        texts = [str(row[0].value) for row in sheet_of(sheet, language).iter_rows()]
        assert not any(text.startswith(each) for text in texts for each in said)


@LANGUAGES
def test_it_says_whose_it_is_of_which_year_by_which_rubric_and_what_to_note(language: str) -> None:
    texts = "\n".join(str(row[0].value) for row in sheet_of(SHEET, language).iter_rows())
    assert all(each in texts for each in ("云台街道", "2025", "街道评分细则", "3f2a9c", "以印发的结果为准。"))
    assert ("未定版" if language == "zh" else "none yet") in "\n".join(
        str(row[0].value) for row in sheet_of(replace(SHEET, head=replace(HEAD, version="")), language).iter_rows()
    )


@pytest.mark.parametrize("sheet", [SHEET, OVERVIEW], ids=["one", "many"])
def test_it_prints_across_a4_in_one_page_s_width_with_its_head_in_view(sheet: ScoreSheet | ScoreOverview) -> None:
    made = sheet_of(sheet)
    assert (made.page_setup.orientation, made.page_setup.paperSize) == ("landscape", 9)
    assert made.sheet_properties.pageSetUpPr is not None and made.sheet_properties.pageSetUpPr.fitToPage
    assert (made.page_setup.fitToWidth or 1, made.page_setup.fitToHeight) == (1, 0)
    assert made.freeze_panes == "B5" and made.print_title_rows == "$1:$4"


@LANGUAGES
def test_a_long_text_goes_on_in_rows_that_a_sheet_can_hold(language: str) -> None:
    why = "".join(f"第{number}条理由。" for number in range(400))
    sheet = replace(SHEET, rows=(ScoreRow(0, "甲", D(10), D(9), D(8), why=why, evidence=("x" * 500,)), *ROWS))
    made = sheet_of(sheet, language)
    rows = list(made.iter_rows())
    (at,) = [number for number, row in enumerate(rows) if row[0].value == "甲"]
    parts = []
    for row in rows[at:]:
        if row[0].value not in (None, "甲"):
            break
        parts.append(row)
    assert len(parts) > 1 and "".join(row[6].value for row in parts if row[6].value) == why
    assert "".join(row[9].value for row in parts if row[9].value) == "x" * 500
    assert [row[3].value for row in parts] == [8, *[None] * (len(parts) - 1)]
    assert max(dimension.height or 0 for dimension in made.row_dimensions.values()) <= 409


def test_many_organisations_stand_below_each_other_with_what_they_lack() -> None:
    table = table_of(sheet_of(OVERVIEW), "被考评单位")
    assert list(table) == ["满分", "云台街道", "青石街道", "龙潭街道", *list(table)[4:]]
    assert [values(table[name])["规范性文件"] for name in ("满分", "云台街道", "青石街道", "龙潭街道")] == [
        30,
        28,
        None,
        "不适用",
    ]
    assert values(table["云台街道"]) == {
        "被考评单位": "云台街道",
        "第一责任人职责": 18.5,
        "规范性文件": 28,
        "总分": 91.25,
        "等次": "优秀",
        "备注": None,
    }
    assert table["青石街道"]["备注"].value == "规范性文件：数据未采录\n总分：尚未评分\n尚未评定等次"


def test_a_workbook_holds_a_sheet_for_each_and_no_name_twice() -> None:
    long = "很长的街道名称" * 8
    names = ["云台街道", "云台街道", "YT", "yt", "History", "a/b[c]", "", "'", long, long, "得分汇总"]
    book = book_of(OVERVIEW, *(replace(SHEET, organisation=name) for name in names))
    titles = book.sheetnames
    assert titles[:5] == ["得分汇总", "云台街道", "云台街道 (2)", "YT", "yt (2)"]
    assert len({title.casefold() for title in titles}) == len(titles) == 12
    assert max(map(len, titles)) <= 31 and "history" not in {title.casefold() for title in titles}


def test_the_same_marks_are_the_same_bytes() -> None:
    first = score_workbook([OVERVIEW, SHEET], "zh")
    assert score_workbook([OVERVIEW, SHEET], "zh") == first
    core = zipfile.ZipFile(io.BytesIO(first)).read("docProps/core.xml").decode()
    assert "2024-01-01T00:00:00Z" in core and "<dc:creator></dc:creator>" in core


def test_a_section_s_column_holds_the_longest_word_of_its_name() -> None:
    names = ("Disputes, reconsideration and litigation", "规范性文件")
    rows = (Standing("云台街道", (Mark(D(1)),) * 2, Mark(D(2))),)
    sheet = book_of(replace(OVERVIEW, sections=tuple((name, D(15)) for name in names), rows=rows)).worksheets[0]
    widths = [sheet.column_dimensions[letter].width for letter in "BC"]
    assert widths[0] > 1.2 * len("reconsideration") > 15 > widths[1]
