"""The template of every kind of ledger is read back as it was meant, and a marked file names the right cells."""

import io
import re
from datetime import date

import pytest
import xlsxwriter
from lxml import etree
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from pipelines.catalogue import load_catalogue
from pipelines.domain.ledgers import Ledger, Refusal, SheetRows
from pipelines.extract.readers import Limits
from pipelines.extract.readers.rows import rows_of_file
from pipelines.ledgers import Checked, Reading, check_sheets
from pipelines.ledgers.templates import marked_file, template_of
from pipelines.wording import say
from tests.conftest import DATA
from tests.extract.readers.files import unzipped
from tests.ledgers.sheets import Sheet, xlsx_of

LEDGERS = load_catalogue(DATA / "catalogue").ledger_of
TODAY = date(2025, 1, 31)


def checked(content: bytes, ledger: Ledger) -> Checked:
    reading = Reading(ledger, {}, TODAY, b"s" * 32, "template.xlsx")
    return check_sheets(rows_of_file(content, "template.xlsx", Limits()), reading)


def filled(content: bytes, ledger: Ledger) -> bytes:
    """The template's first sheet written again with two entries below the example, as somebody fills it in."""
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("台账")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for number in (1, 2):
            at = len(rows) + number - 1
            sheet.write(at, 0, number)
            for column, each in enumerate(ledger.columns, 1):
                is_text_key = each.column_id in ledger.key and each.type == "text"
                if each.type == "date" and each.example:
                    sheet.write_datetime(at, column, date.fromisoformat(each.example), day)
                elif each.type in ("whole", "number", "money") and each.example:
                    sheet.write_number(at, column, float(each.example))
                else:
                    sheet.write_string(at, column, f"{each.example}-{number}" if is_text_key else each.example)
    return file.getvalue()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("ledger_id", LEDGERS)
def test_a_template_that_was_filled_in_is_read_without_a_refusal(ledger_id: str, language: str) -> None:
    ledger = LEDGERS[ledger_id]
    read = checked(filled(template_of(ledger, language), ledger), ledger)
    assert read.refusals == ()
    assert read.rows.num_rows == 2
    assert [(skipped.code, skipped.rows) for skipped in read.skipped] == [("example", (4,))]
    assert read.unread_headers == ()
    for column in ledger.kept:
        if column.example:
            assert read.rows.column(column.column_id).null_count == 0, column.column_id


@pytest.mark.parametrize("ledger_id", LEDGERS)
def test_a_blank_template_holds_no_entry_and_its_notes_are_no_ledger(ledger_id: str) -> None:
    read = checked(template_of(LEDGERS[ledger_id], "zh"), LEDGERS[ledger_id])
    assert (read.rows.num_rows, read.refusals) == (0, ())
    assert [(skipped.code, skipped.rows) for skipped in read.skipped] == [("example", (4,))]
    assert len(read.unread_sheets) == 1


def example_of(ledger: Ledger) -> list[str]:
    return [column.example for column in ledger.columns]


@pytest.mark.parametrize("number", ["", "1"])
@pytest.mark.parametrize("ledger_id", LEDGERS)
def test_the_example_is_none_without_its_mark_either(ledger_id: str, number: str) -> None:
    ledger = LEDGERS[ledger_id]
    head = ["序号", *(column.name.zh for column in ledger.columns)]
    content = xlsx_of(Sheet([head, [number, *example_of(ledger)]]))
    read = checked(content, ledger)
    assert (read.rows.num_rows, read.refusals) == (0, ())
    assert [(skipped.code, skipped.rows) for skipped in read.skipped] == [("example", (2,))]


@pytest.mark.parametrize(
    ("changes", "is_example"),
    [
        ({}, True),
        ({"filed_on": "2024/3/4", "amount": " 200.00元", "is_heard": "×"}, True),
        ({"decided_on": "", "published_on": ""}, True),
        ({"amount": "201"}, False),
        ({"case_no": "罚-2024-002"}, False),
    ],
)
def test_an_example_in_another_form_is_one_and_a_row_that_says_anything_else_is_an_entry(
    changes: dict[str, str], is_example: bool
) -> None:
    ledger = LEDGERS["penalty_cases"]
    row = [changes.get(column.column_id, column.example) for column in ledger.columns]
    read = checked(xlsx_of(Sheet([[column.name.zh for column in ledger.columns], row])), ledger)
    assert ([skipped.code for skipped in read.skipped], read.entries) == ((["example"], 0) if is_example else ([], 1))


def test_a_row_that_shares_a_few_cells_with_the_example_is_an_entry() -> None:
    rows = [("人员编号", "到岗日期"), ("ZF-017", "2021-07-01")]
    assert checked(xlsx_of(Sheet(rows)), LEDGERS["enforcement_staff"]).entries == 1


@pytest.mark.parametrize("ledger_id", LEDGERS)
def test_a_template_is_the_same_file_whenever_it_is_made(ledger_id: str) -> None:
    template = template_of(LEDGERS[ledger_id], "zh")
    assert template == template_of(LEDGERS[ledger_id], "zh")
    assert b">2024-01-01T00:00:00Z<" in unzipped(template)["docProps/core.xml"], "and not the hour of this test"


def letters(text: str) -> int:
    """How wide a text is: a Chinese character takes the room of two letters."""
    return sum(2 if ord(character) > 0x2E80 else 1 for character in text)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("ledger_id", LEDGERS)
def test_nothing_of_a_template_is_cut_off_on_screen_or_paper(ledger_id: str, language: str) -> None:
    ledger = LEDGERS[ledger_id]
    workbook = load_workbook(io.BytesIO(template_of(ledger, language)))
    sheet, notes = workbook.worksheets
    widths = {at: each.width for each in sheet.column_dimensions.values() for at in range(each.min, each.max + 1)}
    for at, column in enumerate(ledger.columns, 2):
        assert widths[at] > letters(column.example) and widths[at] > letters(column.name.zh), column.column_id
    for row in notes.iter_rows(min_row=2):
        lines = 1 + letters(row[1].value) // notes.column_dimensions["B"].width
        assert notes.row_dimensions[row[1].row].height >= 15 * lines, row[1].value
    assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.orientation == "landscape"
    assert sum(widths.values()) / (sheet.page_setup.fitToWidth or 1) < 220, "a page of more columns can't be read"


def comments(content: bytes) -> dict[str, dict[str, str]]:
    """By file of comments, the text at each cell."""
    return {
        name: {
            comment.get("ref", ""): "".join(comment.itertext()) for comment in etree.fromstring(text).iter("{*}comment")
        }
        for name, text in sorted(unzipped(content).items())
        if re.fullmatch(r"xl/comments\d+\.xml", name)
    }


def red_cells(content: bytes, sheet: str) -> set[str]:
    """The cells of one sheet that are filled with the colour of a refusal."""
    entries = unzipped(content)
    styles = etree.fromstring(entries["xl/styles.xml"])
    fills = styles.find("{*}fills")
    assert fills is not None
    red = {at for at, fill in enumerate(fills) if b"FFFFD6D6" in etree.tostring(fill)}
    formats = styles.find("{*}cellXfs")
    assert formats is not None
    bad = {str(at) for at, form in enumerate(formats) if int(form.get("fillId", "0")) in red}
    cells = etree.fromstring(entries[f"xl/worksheets/{sheet}.xml"]).iter("{*}c")
    return {cell.get("r", "") for cell in cells if cell.get("s") in bad}


def test_a_marked_file_names_the_cells_that_were_refused() -> None:
    ledger = LEDGERS["penalty_cases"]
    head = ("案件编号", "立案日期", "罚没金额")
    rows = [
        ("行政处罚台账",),
        head,
        ("罚-1", "2024-03-04", 200),
        ("罚-2", "2024-02-31", "约200"),
        ("", "2024-03-04", 1),
    ]
    content = xlsx_of(Sheet(rows, at=(2, 1)), Sheet([head, ("罚-3", "明天", "=1+1")], name="二月"))
    sheets = rows_of_file(content, "a.xlsx", Limits())
    refusals = check_sheets(sheets, Reading(ledger, {}, TODAY, b"s" * 32, "a.xlsx")).refusals
    marked = marked_file(sheets, refusals, "zh")
    first, second = comments(marked).values()
    assert first == {
        "C6": say("ledger.refusal.date", "zh"),
        "D6": say("ledger.refusal.money", "zh"),
        "B7": say("ledger.refusal.required", "zh"),
    }
    assert second == {"B2": say("ledger.refusal.date", "zh"), "C2": say("ledger.refusal.formula", "zh")}
    assert red_cells(marked, "sheet1") == {"C6", "D6", "B7", "F6", "F7"}
    again = rows_of_file(marked, "marked.xlsx", Limits())
    assert again[0].rows[0][0] == "行政处罚台账"
    assert (again[0].top, again[0].left) == (3, 2)
    assert again[1].rows[1][:3] == ("罚-3", "明天", "=1+1"), "a text that looks like a formula stays a text"
    assert again[1].formulas == frozenset()
    assert again[0].rows[3][4] == say("ledger.template.see_row", "zh")


def test_a_marked_file_that_was_put_right_loads() -> None:
    ledger = LEDGERS["penalty_cases"]
    rows = (("案件编号", "立案日期"), ("罚-1", "2024-02-31"))
    sheets = (SheetRows("台账", rows),)
    refusals = check_sheets(sheets, Reading(ledger, {}, TODAY, b"s" * 32, "a.xlsx")).refusals
    (marked,) = rows_of_file(marked_file(sheets, refusals, "zh"), "a.xlsx", Limits())
    mended = SheetRows(
        marked.name, (marked.rows[0], ("罚-1", "2024-02-29", *marked.rows[1][2:])), marked.top, marked.left
    )
    read = check_sheets((mended,), Reading(ledger, {}, TODAY, b"s" * 32, "a.xlsx"))
    assert (read.refusals, read.rows.num_rows) == ((), 1)


def test_a_cell_that_a_short_row_lacks_is_marked_all_the_same() -> None:
    sheets = (SheetRows("", (("案件编号", "立案日期"), ("罚-1",))),)
    refusal = Refusal("", 2, "B", "立案日期", "", "required")
    marked = marked_file(sheets, [refusal], "en")
    assert list(comments(marked).values()) == [{"B2": say("ledger.refusal.required", "en")}]


def test_names_of_sheets_that_excel_refuses_are_changed_and_stay_apart() -> None:
    names = ("一月/二月", "一月:二月", "很" * 40, "很" * 39, "'引号'", "")
    sheets = tuple(SheetRows(name, ((name or "空",),)) for name in names)
    written = CalamineWorkbook.from_filelike(io.BytesIO(marked_file(sheets, [], "zh"))).sheet_names
    assert len(written) == len({name.lower() for name in written}) == len(names)
    assert all(len(name) <= 31 for name in written)
