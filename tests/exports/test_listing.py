"""Lists for table programs: what looks like a formula stays a text."""

import io

import pytest
from openpyxl import load_workbook

from pipelines.exports.listing import harmless, listing_csv, listing_xlsx

RISKY = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1")


@pytest.mark.parametrize("text", RISKY)
def test_what_a_table_program_would_compute_is_made_a_text(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert listing_csv(["说明"], [[text]]).decode("utf-8-sig").splitlines()[1].lstrip('"').startswith("'")


def test_a_csv_begins_with_its_mark_and_keeps_commas_and_lines() -> None:
    content = listing_csv(["时间", "说明"], [["2025-01-31", "甲,乙\n丙"]])
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig") == '时间,说明\r\n2025-01-31,"甲,乙\n丙"\r\n'


def test_a_workbook_holds_texts_alone() -> None:
    rows = [[text.strip()] for text in RISKY] + [["https://example.org"]]
    sheet = load_workbook(io.BytesIO(listing_xlsx("留痕记录", ["说明"], iter(rows)))).active
    assert sheet is not None and sheet.title == "留痕记录"
    cells = [cell for (cell,) in sheet.iter_rows()]
    assert [cell.value for cell in cells] == ["说明", *(row[0] for row in rows)]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"} and not any(cell.hyperlink for cell in cells)


def test_numbers_stay_numbers_and_the_source_stands_below() -> None:
    rows = [[2023, 92.5, "不少于", None], [2024, None, "=1+1", 3]]
    text = listing_csv(["年度", "数值", "性质", "x"], rows, "来源：甲").decode("utf-8-sig")
    assert text.splitlines() == ["年度,数值,性质,x", "2023,92.5,不少于,", "2024,,'=1+1,3", "", "来源：甲"]
    sheet = load_workbook(
        io.BytesIO(listing_xlsx("表[1]: 甲/乙" + "长" * 40, ["年度", "数值", "性质", "x"], rows, "来源：甲"))
    ).active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]] == [2023, 92.5, "不少于", None]
    assert [cell.data_type for cell in sheet[3]][:1] == ["n"] and sheet["C3"].value == "=1+1"
    assert sheet["C3"].data_type != "f" and sheet["A5"].value == "来源：甲"
    assert len(sheet.title) == 31 and not set("[]:*?/\\") & set(sheet.title)
