"""Whatever stands in a sheet, each of its rows is read, skipped or refused, or the file is refused in words."""

from collections import Counter
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.catalogue import load_catalogue
from pipelines.domain.errors import BoardError
from pipelines.domain.ledgers import Ledger, SheetRows
from pipelines.ledgers import Checked, Reading, check_csv, check_sheets
from pipelines.ledgers.templates import marked_file
from pipelines.wording import say
from tests.conftest import DATA

LEDGERS = load_catalogue(DATA / "catalogue").ledger_of
TODAY = date(2025, 1, 31)
WORDS = (
    *(
        "",
        "",
        " ",
        "/",
        "0",
        "1",
        "60",
        "-5",
        "3.5",
        "3,500",
        "约60",
        "60余人",
        "0.35万元",
        "20亿",
        "9" * 20,
        "1e5",
        "２",
    ),
    *("2024-03-04", "2024.3.5", "2024年3月", "2024.1", "45052", "1023-01-01", "2024-02-30", "2030-01-01", "昨天"),
    *(
        "是",
        "否",
        "待定",
        "罚款",
        "网格员",
        "线下",
        "其他",
        "合计",
        "5月小计",
        "备注：无",
        "示例",
        "单位：万元",
        "=1+1",
        "@a",
    ),
    *("A-1", "A-2", "Ａ-1", "13812345678", "440103199001011234", "2.02E+17", "占道\n经营", "\u200b", "听证", "社区"),
)


@st.composite
def sheets(draw: st.DrawFn) -> tuple[Ledger, tuple[SheetRows, ...]]:
    ledger = LEDGERS[draw(st.sampled_from(sorted(LEDGERS)))]
    columns = [column for column in ledger.columns if column.is_required or draw(st.booleans())]
    head = [draw(st.sampled_from((column.name.zh, *column.aliases, column.name.en))) for column in columns]
    likely = {
        "date": st.sampled_from(("2024-03-04", "2024年3月", "2024-03-09")),
        "choice": st.sampled_from(("", *(choice.name.zh for column in columns for choice in column.choices))),
        "text": st.sampled_from(("A-1", "A-2", "A-3", "B", "")),
    }
    word = st.sampled_from(WORDS)
    row = st.tuples(*(likely.get(column.type, word) | word for column in columns))
    made = []
    for number in range(draw(st.integers(1, 2))):
        above = draw(st.lists(st.tuples(word), max_size=3))
        rows = (*above, tuple(head), *draw(st.lists(row, max_size=8)))
        made.append(SheetRows(f"表{number}", rows, draw(st.integers(1, 3)), draw(st.integers(1, 3))))
    return ledger, tuple(made)


def accounted(checked: Checked, sheets: tuple[SheetRows, ...]) -> None:
    """No row is read and refused at once, none is told twice, and every filled one is told."""
    read = [(row["sheet_name"], row["row_number"]) for row in checked.rows.to_pylist()]
    refused = {(each.sheet, each.row) for each in checked.refusals}
    skipped = [(each.sheet, row) for each in checked.skipped for row in each.rows]
    told = Counter((*read, *refused, *skipped))
    assert not told or max(told.values()) == 1
    assert checked.entries == len(read) + len(refused)
    for sheet in sheets:
        first = min((row for name, row in told if name == sheet.name), default=None)
        for number, cells in enumerate(sheet.rows, sheet.top):
            is_filled = sum(bool(text.strip(" \u200b")) and not text.isdigit() for text in cells) > 1
            assert first is None or number < first or not is_filled or (sheet.name, number) in told


@settings(max_examples=250)
@given(sheets())
def test_every_row_of_any_sheet_is_accounted_for(made: tuple[Ledger, tuple[SheetRows, ...]]) -> None:
    ledger, rows = made
    try:
        checked = check_sheets(rows, Reading(ledger, {}, TODAY, b"s" * 32, "a.xlsx"))
    except BoardError:
        return
    accounted(checked, rows)
    for each in checked.refusals:
        assert say(f"ledger.refusal.{each.code}", "zh", expected=each.expected)
    assert marked_file(rows, checked.refusals, "zh").startswith(b"PK")


@settings(max_examples=150)
@given(sheets(), st.sampled_from([",", ";", "\t"]))
def test_a_csv_is_read_as_the_sheet_that_it_was_saved_from(
    made: tuple[Ledger, tuple[SheetRows, ...]], mark: str
) -> None:
    ledger, (sheet, *_) = made
    sheet = SheetRows("", sheet.rows)
    quoted = [[f'"{text}"' if set(text) & set('",;\n') else text for text in row] for row in sheet.rows]
    content = "\n".join(mark.join(row) for row in quoted).encode()
    reading = Reading(ledger, {}, TODAY, b"s" * 32, "a.csv")
    try:
        expected = check_sheets([sheet], reading)
    except BoardError as refusal:
        expected = type(refusal)
    try:
        found = check_csv(content, reading, most_columns=1_000)
    except BoardError as refusal:
        found = type(refusal)
    if isinstance(expected, Checked) and isinstance(found, Checked):
        assert found.rows.to_pylist() == expected.rows.to_pylist()
        assert found.refusals == expected.refusals
        assert found.skipped == expected.skipped
    else:
        assert found == expected
