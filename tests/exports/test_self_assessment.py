"""自评表: what an office fills in comes back as it stands there, and what can't be meant is refused with its row.

Longer than other files because it is a list of cases.
"""

import io
import re
import time
import zipfile
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipelines.api.assessing import self_assess
from pipelines.api.assessment_papers import read_self_assessment, self_assessment_sheet
from pipelines.domain.errors import (
    BadSelfAssessment,
    BinaryDocument,
    BoardError,
    DamagedDocument,
    EmptyDocument,
    FigureNotAsked,
    NotANumber,
    NothingFilled,
    NotTheirs,
    ProtectedDocument,
    SheetTooLarge,
    StepOver,
)
from pipelines.domain.register import LONGEST_WHY
from pipelines.exports.letter import holdable
from pipelines.jobs.assessment import forms
from pipelines.jobs.assessment.filling import Filled
from pipelines.jobs.people import Person
from pipelines.jobs.reading import ReaderProcess, reader_of
from pipelines.wording import explain
from tests.extract.readers.ole_files import ole_file, xls_file
from tests.jobs.rounds import ASSESSED, CHIEF, CLERK, OTHER_CHIEF, assessee, at, hand_in, organiser, plan

ORG, OTHER = ASSESSED[:2]
FIGURE, MARKS, NOT_APPLICABLE, WHY = "F", "G", "H", "I"
HEADING = 5
"""The row of the first heading."""


@pytest.fixture(scope="module")
def reading_child() -> Iterator[ReaderProcess]:
    with ReaderProcess() as reader:
        yield reader


@pytest.fixture(autouse=True)
def one_child(reading_child: ReaderProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    """All forms of this file are read by one child: starting one takes longer than all its reading."""

    @contextmanager
    def shared(_settings: object) -> Generator[ReaderProcess]:
        yield reading_child

    monkeypatch.setattr(forms, "reader_of", shared)


@pytest.fixture
def round_id(assessed_district: Path) -> str:
    return organiser().open(plan())


def form(round_id: str, organisation_id: str = ORG, language: str = "zh") -> bytes:
    return self_assessment_sheet(at(round_id), organisation_id, language)


def row_of(sheet: Worksheet, item_id: str) -> int:
    [row] = [cell.row for cell in sheet["A"] if cell.value == item_id]
    return row


def edited(content: bytes, edit: Callable[[Worksheet], object]) -> bytes:
    """The form as an office's program gives it back."""
    book, target = load_workbook(io.BytesIO(content)), io.BytesIO()
    edit(book.worksheets[0])
    book.save(target)
    return target.getvalue()


def asked_for(round_id: str, asks: str) -> list[str]:
    """The lines of which a form asks for a number, for a day, or for no figure."""
    return [item.item_id for item in at(round_id).rubric.scored if item.asks == asks and not item.is_veto]


def filled_in(round_id: str, cells: dict[tuple[str, str], Any], language: str = "zh") -> bytes:
    """The form with values in cells of (line, column)."""

    def fill(sheet: Worksheet) -> None:
        for (item_id, column), value in cells.items():
            sheet[f"{column}{row_of(sheet, item_id)}"] = value

    return edited(form(round_id, language=language), fill)


def read(round_id: str, content: bytes, name: str = "自评表.xlsx", organisation_id: str = ORG) -> dict[str, Filled]:
    return read_self_assessment(at(round_id), organisation_id, content, name)


def refused(
    round_id: str, content: bytes, kind: type[BoardError] = BadSelfAssessment, name: str = "自评表.xlsx"
) -> str:
    """What an office is told whose form isn't taken."""
    with pytest.raises(kind) as refusal:
        read(round_id, content, name)
    said = explain(refusal.value, "zh")
    assert name in said and explain(refusal.value, "en") != said
    return said


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_form_in_which_nothing_was_changed_changes_nothing(round_id: str, language: str) -> None:
    assert read(round_id, form(round_id, language=language)) == {}
    assert read(round_id, edited(form(round_id, language=language), lambda sheet: None)) == {}


def test_each_column_comes_back(round_id: str) -> None:
    cells = {
        ("contracts", FIGURE): "97.5",
        ("contracts", MARKS): 7.8,
        ("contracts", WHY): "台账漏记两份\n已补",
        ("court_appearance", NOT_APPLICABLE): "是",
        ("court_appearance", WHY): "全年无应诉案件",
        ("first_responsible", MARKS): 5,
        ("experience", FIGURE): 2,
    }
    found = read(round_id, filled_in(round_id, cells))
    assert found == {
        "contracts": Filled(figure=Decimal("97.5"), marks=Decimal("7.8"), why="台账漏记两份\n已补"),
        "court_appearance": Filled(is_applicable=False, why="全年无应诉案件"),
        "first_responsible": Filled(marks=Decimal(5)),
        "experience": Filled(figure=Decimal(2)),
    }
    self_assess(at(round_id), ORG, found)
    standing = at(round_id).standing(ORG, "contracts")
    assert standing.claim and (standing.claim.figure, standing.claim.marks) == (Decimal("97.5"), Decimal("7.8"))


def test_what_was_claimed_stands_in_the_next_form_and_changes_nothing(round_id: str) -> None:
    claims = {
        "contracts": Filled(Decimal("97.123456789012345678"), Decimal("7.80"), why="甲 \n\n乙\t“丙”=1+1"),
        "litigation": Filled(Decimal("0.10"), why='  =HYPERLINK("http://x")  '),
        "court_appearance": Filled(is_applicable=False, why="无案件"),
        "first_responsible": Filled(why="x" * LONGEST_WHY),
        "experience": Filled(Decimal("123456789012345"), Decimal(3)),
    }
    assessee().fill(round_id, ORG, claims)
    assert read(round_id, form(round_id)) == {}
    assert read(round_id, edited(form(round_id), lambda sheet: None)) == {}


def test_materials_that_were_named_stay_named(round_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.jobs.assessment.filling.prove_materials", lambda *_: ["m1"])
    assessee().fill(round_id, ORG, {"contracts": Filled(marks=Decimal(7), materials=("m1",))})
    found = read(round_id, filled_in(round_id, {("contracts", MARKS): "6"}))
    assert found["contracts"].materials == ("m1",) and found["contracts"].marks == 6


def test_what_was_said_on_the_page_after_a_form_was_made_is_never_written_over(round_id: str) -> None:
    content = filled_in(round_id, {("contracts", MARKS): "6", ("law_exam", MARKS): "5"})
    assessee().fill(round_id, ORG, {"contracts": Filled(marks=Decimal(7))})
    said = refused(round_id, content)
    assert "合同应审尽审：这份自评表下载之后，这一项已在看板上改过" in said and "学法考试参考率" not in said
    # what the form agrees with, or leaves empty, is no matter
    same = filled_in(round_id, {("contracts", MARKS): "7", ("law_exam", MARKS): "5"})
    assert set(read(round_id, same)) == {"law_exam"}


def test_the_same_form_may_be_mended_and_come_again(round_id: str) -> None:
    made = form(round_id)

    def given(marks: str) -> bytes:
        return edited(made, lambda sheet: sheet.__setitem__(f"{MARKS}{row_of(sheet, 'contracts')}", marks))

    for marks in ("6", "6.5", ""):
        self_assess(at(round_id), ORG, read(round_id, given(marks)))
        claim = at(round_id).standing(ORG, "contracts").claim
        assert (claim.marks if claim else None) == (Decimal(marks) if marks else None)
    assert read(round_id, given("")) == {}
    # somebody typed on the page since: the form isn't the last word any more
    seen = at(round_id).standing(ORG, "contracts").seen
    assessee().fill(round_id, ORG, {"contracts": Filled(marks=Decimal(8), seen=seen)})
    assert "合同应审尽审" in refused(round_id, given("6"))


WRITTEN: list[tuple[Any, str]] = [
    ("98%", "98"),
    ("98.5％", "98.5"),
    ("９８．５％", "98.5"),
    ("98 %", "98"),
    ("7分", "7"),
    ("7 分", "7"),
    ("1,349", "1349"),
    ("1，349", "1349"),
    (" 97.5 ", "97.5"),
    ("１２", "12"),
    ("+5", "5"),
    (0, "0"),
    (97.1, "97.1"),
    (0.1 + 0.2, "0.3"),
    ("1e2", "100"),
]
"""What people type for a number."""


@pytest.mark.parametrize("column", [FIGURE, MARKS])
def test_numbers_are_read_as_people_write_them(round_id: str, column: str) -> None:
    lines = asked_for(round_id, "number")[: len(WRITTEN)]
    cells = {(item_id, column): typed for item_id, (typed, _) in zip(lines, WRITTEN, strict=True)}
    name = "figure" if column == FIGURE else "marks"
    found = {item_id: getattr(said, name) for item_id, said in read(round_id, filled_in(round_id, cells)).items()}
    assert found == {item_id: Decimal(number) for item_id, (_, number) in zip(lines, WRITTEN, strict=True)}


@pytest.mark.parametrize("typed", ["2025-03-28", "2025年3月28日", "２０２５/3/28", date(2025, 3, 28)])
def test_a_day_is_read_as_people_write_it_and_stands_in_the_next_form(round_id: str, typed: object) -> None:
    assert asked_for(round_id, "day") == ["report_on_time"]
    found = read(round_id, filled_in(round_id, {("report_on_time", FIGURE): typed}))
    assert found == {"report_on_time": Filled(figure=Decimal(date(2025, 3, 28).toordinal()))}
    self_assess(at(round_id), ORG, found)
    sheet = load_workbook(io.BytesIO(form(round_id))).worksheets[0]
    assert sheet[f"{FIGURE}{row_of(sheet, 'report_on_time')}"].value == "2025-03-28"
    assert read(round_id, form(round_id)) == {}


def test_what_is_no_day_is_refused_with_how_to_write_one(round_id: str) -> None:
    for typed in ("3月28日", "98", "2025-02-30"):
        said = refused(round_id, filled_in(round_id, {("report_on_time", FIGURE): typed}))
        assert f"第6行 年度报告按期公开：本单位数据“{typed}”不是日期，请写成2025-03-28的样子" in said


def test_where_no_figure_is_asked_for_none_can_be_given(round_id: str) -> None:
    assert asked_for(round_id, "") == ["first_responsible", "publicity_quality"]
    sheet = load_workbook(io.BytesIO(form(round_id))).worksheets[0]
    row = row_of(sheet, "first_responsible")
    assert [sheet[f"{column}{row}"].protection.locked for column in (FIGURE, MARKS)] == [True, False]
    said = refused(round_id, filled_in(round_id, {("first_responsible", FIGURE): "4"}))
    assert "第7行 第一责任人职责落实：这一项不填数据，只填分值和说明" in said
    with pytest.raises(FigureNotAsked):
        assessee().fill(round_id, ORG, {"first_responsible": Filled(figure=Decimal(4))})


@pytest.mark.parametrize("shown", ["0%", "0.00%", '0.0"率"%', "0%;-0%"])
def test_a_number_that_a_sheet_shows_in_percent_is_what_it_shows(round_id: str, shown: str) -> None:
    """Excel keeps 0.985 where 98.5% was typed into a cell without a form, or pasted."""

    def fill(sheet: Worksheet) -> None:
        cell = sheet[f"{FIGURE}{row_of(sheet, 'contracts')}"]
        cell.value, cell.number_format = 0.985, shown

    assert read(round_id, edited(form(round_id), fill))["contracts"].figure == Decimal("98.5")


def test_a_formula_gives_what_it_came_to_and_one_that_came_to_nothing_is_refused(round_id: str) -> None:
    content = filled_in(round_id, {("contracts", FIGURE): "=90+7.5"})
    assert "第10行 合同应审尽审：本单位数据“=”不是数字" in refused(round_id, content)  # nobody worked it out
    assert read(round_id, worked_out(content, b"97.5"))["contracts"].figure == Decimal("97.5")
    assert "第10行" in refused(round_id, worked_out(content, b"#DIV/0!", b' t="e"'))


def worked_out(content: bytes, value: bytes, kind: bytes = b"") -> bytes:
    """A form whose only formula has the value that a spreadsheet stored with it."""
    target = io.BytesIO()
    cell, stored = rb'(<c r="F10"[^>]*)(><f>90\+7.5</f>)(?:<v ?/>|<v></v>)', rb"\1" + kind + rb"\2<v>" + value + b"</v>"
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(target, "w") as made:
        for name in given.namelist():
            part = given.read(name)
            if name == "xl/worksheets/sheet1.xml":
                part, count = re.subn(cell, stored, part)
                assert count == 1
            made.writestr(name, part)
    return target.getvalue()


def test_cells_to_fill_in_take_everything_as_it_is_typed(round_id: str) -> None:
    """A cell of the form Text keeps 98% as 98%, and 1/2 isn't made a day."""
    sheet = load_workbook(io.BytesIO(form(round_id))).worksheets[0]
    row = row_of(sheet, "contracts")
    cells = [sheet[f"{column}{row}"] for column in (FIGURE, MARKS, NOT_APPLICABLE, WHY)]
    assert {cell.number_format for cell in cells} == {"@"}
    assert sheet.protection.sheet and not any(cell.protection.locked for cell in cells)
    assert all(sheet[f"{column}{row}"].protection.locked for column in "ABCDE")
    assert all(sheet[f"{column}{HEADING}"].protection.locked for column in "ABCDEFGHI")


def test_a_line_that_doesn_t_apply_is_ticked_in_many_ways(round_id: str) -> None:
    ticks = ["是", "不适用", "√", "✓", "☑", "Y", "yes", "N/A", " 是 ", True, 1]
    lines = [item.item_id for item in at(round_id).rubric.scored][: len(ticks)]
    cells = {(item_id, NOT_APPLICABLE): tick for item_id, tick in zip(lines, ticks, strict=True)}
    found = read(round_id, filled_in(round_id, cells | {(item_id, WHY): "没有" for item_id in lines}))
    assert found == dict.fromkeys(lines, Filled(is_applicable=False, why="没有"))


def test_a_line_that_applies_may_say_so(round_id: str) -> None:
    said = ["否", "适用", "no", False, 0]
    lines = [item.item_id for item in at(round_id).rubric.scored][: len(said)]
    cells = {(item_id, NOT_APPLICABLE): each for item_id, each in zip(lines, said, strict=True)}
    found = read(round_id, filled_in(round_id, cells | {(item_id, MARKS): "1" for item_id in lines}))
    assert found == dict.fromkeys(lines, Filled(marks=Decimal(1)))


def test_a_tick_that_could_mean_anything_is_refused_with_its_row(round_id: str) -> None:
    typed = ["也许", "x", "部分适用", "2", "是的，全年没有"]
    lines = at(round_id).rubric.scored[: len(typed)]
    cells = {(item.item_id, NOT_APPLICABLE): each for item, each in zip(lines, typed, strict=True)}
    said = refused(round_id, filled_in(round_id, cells)).splitlines()
    assert len(said) == len(typed) + 2
    for item, each, line in zip(lines, typed, said[1:-1], strict=True):
        assert re.fullmatch(rf"第\d+行 {item.name.zh}：不适用“{each}”请改为“是”，适用的留空", line)


NO_NUMBERS = ["九十八", "约98", "98-99", "98%以上", "-5", "NaN", "Infinity", "1e20", "9 8", "%", "2024/1/2", "1.2.3"]


@pytest.mark.parametrize(("column", "name"), [(FIGURE, "本单位数据"), (MARKS, "自评分值")])
def test_what_is_no_number_is_refused_with_row_line_and_column(round_id: str, column: str, name: str) -> None:
    lines = [at(round_id).rubric.item_of[item_id] for item_id in asked_for(round_id, "number")[: len(NO_NUMBERS)]]
    cells = {(item.item_id, column): each for item, each in zip(lines, NO_NUMBERS, strict=True)}
    said = refused(round_id, filled_in(round_id, cells | {("experience", MARKS): "3"})).splitlines()
    assert len(said) == len(NO_NUMBERS) + 2
    for item, each, line in zip(lines, NO_NUMBERS, said[1:-1], strict=True):
        assert re.fullmatch(rf"第\d+行 {item.name.zh}：{name}“{re.escape(each)}”不是数字", line)


def test_refusals_name_a_line_in_the_reader_s_language(round_id: str) -> None:
    with pytest.raises(BadSelfAssessment) as refusal:
        read(round_id, filled_in(round_id, {("contracts", FIGURE): "?"}, "en"))
    said = explain(refusal.value, "en")
    assert "row 10 Contracts reviewed of those due: Your figure ? is no number" in said


def test_all_rows_that_can_t_be_taken_are_named_at_once_and_none_is_recorded(round_id: str) -> None:
    cells = {("contracts", FIGURE): "a", ("litigation", MARKS): "b", ("law_exam", NOT_APPLICABLE): "c"}
    said = refused(round_id, filled_in(round_id, cells | {("experience", MARKS): "3"}))
    assert all(name in said for name in ("合同应审尽审", "行政诉讼败诉", "学法考试参考率"))
    assert at(round_id).state.standings == {}


@pytest.mark.parametrize("column", [FIGURE, MARKS, NOT_APPLICABLE])
def test_a_heading_that_was_filled_in_is_refused_and_not_left_aside(round_id: str, column: str) -> None:
    content = edited(form(round_id), lambda sheet: sheet.__setitem__(f"{column}{HEADING}", "15"))
    assert f"第{HEADING}行：没有编号" in refused(round_id, content)


def test_words_beside_a_heading_or_below_the_table_are_nobody_s_and_left_aside(round_id: str) -> None:
    def sign(sheet: Worksheet) -> None:
        sheet[f"{WHY}{HEADING}"] = "党工委负责"
        sheet.append([])
        sheet.append(["", "填表人：张三", "", "", "", "", "", "", "2025年2月1日"])

    assert read(round_id, edited(form(round_id), sign)) == {}


def test_rows_that_were_put_in_taken_out_or_moved_change_nothing_of_the_others(round_id: str) -> None:
    def shuffle(sheet: Worksheet) -> None:
        sheet[f"{MARKS}{row_of(sheet, 'litigation')}"] = "3"
        sheet.delete_rows(row_of(sheet, "contracts"))
        sheet.insert_rows(7, 3)
        last, moved = sheet.max_row + 1, row_of(sheet, "law_exam")
        for column in "ABCDEFGHI":
            sheet[f"{column}{last}"] = sheet[f"{column}{moved}"].value
        sheet[f"{FIGURE}{last}"] = "96"
        sheet.delete_rows(moved)

    found = read(round_id, edited(form(round_id), shuffle))
    assert found == {"litigation": Filled(marks=Decimal(3)), "law_exam": Filled(figure=Decimal(96))}


def test_columns_that_were_put_in_before_are_refused(round_id: str) -> None:
    content = filled_in(round_id, {("contracts", MARKS): "7"})
    assert "没有找到表头" in refused(round_id, edited(content, lambda sheet: sheet.insert_cols(1)))


def test_a_line_that_stands_twice_is_refused_with_its_second_row(round_id: str) -> None:
    def double(sheet: Worksheet) -> None:
        sheet.append(["contracts", "", "", "", "", "97", "", "", ""])
        sheet[f"{FIGURE}{row_of(sheet, 'litigation')}"] = "0"
        sheet[f"{FIGURE}10"] = "98"

    said = refused(round_id, edited(form(round_id), double))
    assert "第31行：合同应审尽审出现两次" in said and "败诉" not in said


def test_a_line_that_isn_t_in_the_rubric_is_refused(round_id: str) -> None:
    content = edited(form(round_id), lambda sheet: sheet.append(["another_line", "", "", "", "", "97"]))
    assert "第31行：没有编号为another_line的考评指标" in refused(round_id, content)
    content = edited(form(round_id), lambda sheet: sheet.append(["grave_violation", "", "", "", "", "0"]))
    assert "没有编号为grave_violation的考评指标" in refused(round_id, content)  # a veto is nobody's own to claim


def test_another_organisation_s_form_is_refused(round_id: str) -> None:
    said = refused(round_id, form(round_id, OTHER))
    assert "这不是本轮、本单位现行方案的自评表" in said and "重新下载" in said


def test_another_round_s_form_is_refused(round_id: str) -> None:
    other = organiser().open(plan(year=2023))
    assert "这不是本轮" in refused(round_id, form(other))


def test_the_form_of_a_version_that_holds_no_more_is_refused(round_id: str) -> None:
    def outdate(sheet: Worksheet) -> None:
        sheet["A3"] = sheet["A3"].value.rpartition("/")[0] + "/0123456789ab"

    assert "现行方案" in refused(round_id, edited(form(round_id), outdate))


def test_a_form_whose_name_or_sheet_was_changed_is_still_known(round_id: str) -> None:
    def rename(sheet: Worksheet) -> None:
        sheet.title = "砚汀街道（已填）"
        sheet.parent.create_sheet("说明", 1)

    content = edited(filled_in(round_id, {("contracts", MARKS): "7"}), rename)
    assert read(round_id, content, "副本 (2).XLSX") == {"contracts": Filled(marks=Decimal(7))}


def test_a_sheet_that_was_hidden_isn_t_read(round_id: str) -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.parent.create_sheet("说明", 1)
        sheet.sheet_state = "hidden"

    assert "这不是本轮" in refused(round_id, edited(form(round_id), hide))


def test_workbooks_and_files_of_something_else_are_refused(round_id: str) -> None:
    book, target = Workbook(), io.BytesIO()
    book.active.append(["姓名", "电话"])
    book.save(target)
    assert "这不是本轮" in refused(round_id, target.getvalue())
    empty = io.BytesIO()
    Workbook().save(empty)
    assert "这不是本轮" in refused(round_id, empty.getvalue())
    refused(round_id, b"", EmptyDocument)
    refused(round_id, b"  \n", EmptyDocument)
    refused(round_id, "编号,考评指标\ncontracts,8\n".encode(), BinaryDocument)
    refused(round_id, "编号,考评指标\ncontracts,8\n".encode(), BinaryDocument, "自评表.csv")
    refused(round_id, b"%PDF-1.7\n", BinaryDocument)
    refused(round_id, b"PK\x03\x04 no archive", DamagedDocument)
    refused(round_id, form(round_id)[:-700], DamagedDocument)
    refused(round_id, ole_file(["EncryptedPackage", "EncryptionInfo"]), ProtectedDocument)


def test_a_form_that_was_saved_as_an_older_workbook_is_read_and_another_one_refused(round_id: str) -> None:
    sheet = load_workbook(io.BytesIO(filled_in(round_id, {("contracts", MARKS): "7.5"}))).worksheets[0]
    rows = [["" if cell is None else cell for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert read(round_id, xls_file(rows), "自评表.xls") == {"contracts": Filled(marks=Decimal("7.5"))}
    assert "这不是本轮" in refused(round_id, xls_file([["编号", "考评指标"], ["contracts", 8.0]]), name="自评表.xls")


def test_a_form_without_its_heads_is_refused(round_id: str) -> None:
    content = filled_in(round_id, {("contracts", MARKS): "7"})
    assert "没有找到表头" in refused(round_id, edited(content, lambda sheet: sheet.delete_rows(4)))


def test_twenty_thousand_rows_are_refused_in_seconds_and_in_few_words(round_id: str) -> None:
    key = load_workbook(io.BytesIO(form(round_id))).worksheets[0]["A3"].value
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [key])
        sheet.write_row(1, 0, ["编号"])
        for number in range(2, 20_002):
            sheet.write_row(number, 0, [f"line_{number}", "", "", "", "", "x"])
    started = time.monotonic()
    said = refused(round_id, content.getvalue())
    assert time.monotonic() - started < 20 and 20 <= len(said.splitlines()) < 25


def test_empty_rows_without_end_change_nothing(round_id: str) -> None:
    content = edited(form(round_id), lambda sheet: sheet.__setitem__("A9000", " "))
    assert read(round_id, content) == {}


def test_a_cell_a_million_rows_down_is_refused_before_a_table_is_made_of_it(round_id: str) -> None:
    content = edited(form(round_id), lambda sheet: sheet.__setitem__("XFD1048576", "x"))
    refused(round_id, content, SheetTooLarge)


def test_words_longer_than_can_be_kept_are_refused_and_not_cut(round_id: str) -> None:
    long = "长" * LONGEST_WHY
    said = refused(round_id, filled_in(round_id, {("contracts", WHY): long + "了"}))
    assert "第10行 合同应审尽审：说明共2001个字符，超过2000个" in said
    self_assess(at(round_id), ORG, read(round_id, filled_in(round_id, {("contracts", WHY): long})))
    assert read(round_id, form(round_id)) == {}


@pytest.mark.parametrize(
    "words",
    ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1", "{=1}", "http://x.cn", "[x](y)", "_x0041"],
)
def test_words_are_never_a_formula_in_the_form(round_id: str, words: str) -> None:
    assessee().fill(round_id, ORG, {"contracts": Filled(why=words)})
    sheet = load_workbook(io.BytesIO(form(round_id))).worksheets[0]
    cell = sheet[f"{WHY}10"]
    assert cell.data_type == "s" and cell.value == holdable(words.strip()) and cell.hyperlink is None
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_the_name_of_a_plan_is_never_a_formula_in_the_form(assessed_district: Path) -> None:
    found = organiser().open(plan(name="=1+1"))
    sheet = load_workbook(io.BytesIO(form(found))).worksheets[0]
    assert sheet["A1"].value == "=1+1：砚汀街道自评表" and sheet["A1"].data_type == "s"


def test_a_made_up_board_s_form_says_so(round_id: str) -> None:
    for language, said in (("zh", "模拟数据（非真实）"), ("en", "Simulated data, not real")):
        sheet = load_workbook(io.BytesIO(form(round_id, ORG, language))).worksheets[0]
        assert sheet["A2"].value.startswith(said)


def test_the_form_has_every_line_but_the_veto_with_its_rule_and_the_board_s_figure(round_id: str) -> None:
    found = at(round_id)
    sheet = load_workbook(io.BytesIO(form(round_id))).worksheets[0]
    rows = {row[0]: row for row in sheet.iter_rows(min_row=5, values_only=True) if row[0]}
    assert list(rows) == [item.item_id for item in found.rubric.scored if not item.is_veto]
    assert rows["contracts"][1:5] == ("合同应审尽审 · 司法所", 8, "达到100%得满分，不足的按比例计分", "100%")


def test_the_same_form_is_the_same_bytes(round_id: str) -> None:
    assert form(round_id) == form(round_id)


def test_a_figure_that_nobody_can_have_counted_is_refused(round_id: str) -> None:
    with pytest.raises(NotANumber) as refusal:
        self_assess(at(round_id), ORG, read(round_id, filled_in(round_id, {("contracts", FIGURE): "101"})))
    assert "合同应审尽审：“101”不能作为数值" in explain(refusal.value, "zh")


def test_nobody_takes_or_gives_back_another_organisation_s_form(
    round_id: str, seen_by: Callable[[Person], None]
) -> None:
    content = form(round_id)
    seen_by(OTHER_CHIEF)
    with pytest.raises(NotTheirs):
        form(round_id)
    with pytest.raises(NotTheirs):
        read(round_id, content)


def test_a_form_that_comes_after_the_self_assessment_was_submitted_is_told_so(round_id: str) -> None:
    hand_in(round_id, ORG, CLERK, CHIEF)
    found = read(round_id, filled_in(round_id, {("contracts", MARKS): "7"}))
    with pytest.raises(StepOver):
        self_assess(at(round_id), ORG, found)


def test_what_is_emptied_is_taken_back_unless_it_was_said_after_the_form_was_made(round_id: str) -> None:
    before = form(round_id)
    assessee().fill(round_id, ORG, {"contracts": Filled(Decimal(97), Decimal(7), why="台账漏记")})
    assert read(round_id, before) == {}
    emptied = {("contracts", column): None for column in (FIGURE, MARKS, WHY)}
    found = read(round_id, filled_in(round_id, emptied))
    assert found["contracts"].is_empty
    self_assess(at(round_id), ORG, found)
    assert at(round_id).standing(ORG, "contracts").claim is None
    assert read(round_id, form(round_id)) == {}


def test_a_line_that_nobody_said_anything_of_is_not_recorded_empty(round_id: str) -> None:
    with pytest.raises(NothingFilled):
        assessee().fill(round_id, ORG, {"contracts": Filled(why="  ")})
    assert at(round_id).state.standings == {}


def test_what_a_form_does_to_its_reader_the_board_goes_on(round_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "reader_of", reader_of)
    content = filled_in(round_id, {("contracts", MARKS): "7"})
    assert read(round_id, content) == {"contracts": Filled(marks=Decimal(7))}
    monkeypatch.setenv("FAZHI_MAX_CELLS", "20")
    refused(round_id, content, SheetTooLarge)
