"""Ledgers named .xls: workbooks of Excel 97–2003, and the web pages that systems of offices export under that name."""

import io
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlwt

from pipelines.catalogue import load_catalogue
from pipelines.domain.errors import BoardError, HiddenLedger, SheetTooLarge
from pipelines.domain.ledgers import SheetRows
from pipelines.extract.readers import Limits, kind_of
from pipelines.extract.readers.rows import rows_of_file
from pipelines.ledgers import Checked, Reading, check_sheets
from tests.conftest import DATA
from tests.ledgers.sheets import Sheet, xlsx_of

LEDGER = load_catalogue(DATA / "catalogue").ledger_of["penalty_cases"]
HEAD = ("案件编号", "立案日期", "处罚种类", "罚没金额")


def checked(content: bytes, name: str = "台账.xls") -> Checked:
    return check_sheets(rows_of_file(content, name, Limits()), Reading(LEDGER, {}, date(2025, 1, 31), b"s" * 32, name))


def entries(read: Checked) -> list[tuple]:
    columns = ("case_no", "filed_on", "kind", "amount")
    return [tuple(row[column] for column in columns) for row in read.rows.to_pylist()]


def xls_of(build: Callable[[xlwt.Workbook], None]) -> bytes:
    workbook, file = xlwt.Workbook(encoding="utf-8"), io.BytesIO()
    build(workbook)
    workbook.save(file)
    return file.getvalue()


def head_and_title(sheet: xlwt.Worksheet) -> None:
    sheet.write_merge(0, 0, 0, 3, "行政处罚台账")
    for column, text in enumerate(HEAD):
        sheet.write(1, column, text)


def test_a_workbook_of_excel_97_is_read_as_it_is_kept() -> None:
    def build(workbook: xlwt.Workbook) -> None:
        sheet = workbook.add_sheet("台账")
        head_and_title(sheet)
        day, month = xlwt.easyxf(num_format_str="yyyy-m-d"), xlwt.easyxf(num_format_str='yyyy"年"m"月"')
        sheet.write(2, 0, "罚-1")
        sheet.write_merge(2, 3, 1, 1, date(2024, 3, 4), day)
        sheet.write(2, 2, "罚款")
        sheet.write(2, 3, 200.5)
        for column, value in enumerate(["罚-2", None, "警告", 0]):
            if value is not None:
                sheet.write(3, column, value)
        sheet.write(4, 0, "罚-3")
        sheet.write(4, 1, date(2024, 5, 1), month)
        sheet.write(4, 2, "罚款")
        sheet.write(4, 3, xlwt.Formula("SUM(D3:D4)"))
        sheet.write(5, 0, "合计")
        sheet.write(5, 3, 200.5)
        workbook.add_sheet("说明").write(0, 0, "每月填报")

    content = xls_of(build)
    assert kind_of(content, "台账.xls") == "sheet"
    read = checked(content)
    assert [row[:2] for row in entries(read)] == [("罚-1", date(2024, 3, 4)), ("罚-2", date(2024, 3, 4))]
    assert [row[3] for row in entries(read)] == [200.5, 0]
    assert [(each.sheet, each.row, each.column, each.code) for each in read.refusals] == [("台账", 5, "D", "formula")]
    assert [(each.code, each.rows) for each in read.skipped] == [("total", (6,))]
    assert read.unread_sheets == ("说明",)


def test_a_hidden_sheet_of_an_old_workbook_that_holds_a_ledger_is_refused() -> None:
    def build(workbook: xlwt.Workbook) -> None:
        workbook.add_sheet("封面").write(0, 0, "台账")
        hidden = workbook.add_sheet("底稿")
        head_and_title(hidden)
        hidden.visibility = 1

    with pytest.raises(HiddenLedger, match="底稿"):
        checked(xls_of(build))


@pytest.mark.services
def test_what_libreoffice_saves_as_xls_is_the_same_ledger(tmp_path: Path) -> None:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice isn't installed (make test-services)")
    rows = [("行政处罚台账",), HEAD, ("罚-1", date(2024, 3, 4), "罚款", 200.5), ("罚-2", "2024年3月5日", "警告", 0)]
    content = xlsx_of(Sheet(rows))
    (tmp_path / "台账.xlsx").write_bytes(content)
    home = f"-env:UserInstallation=file://{tmp_path / 'home'}"
    asked = [program, home, "--headless", "--convert-to", "xls:MS Excel 97", "--outdir", str(tmp_path / "out")]
    subprocess.run([*asked, str(tmp_path / "台账.xlsx")], check=True, timeout=120, capture_output=True)
    saved = (tmp_path / "out" / "台账.xls").read_bytes()
    assert kind_of(saved, "台账.xls") == "sheet"
    assert entries(checked(saved)) == entries(checked(content, "台账.xlsx"))


ROWS = (
    "<tr><td colspan='4'>行政处罚台账</td></tr>"
    "<tr><th>案件编号</th><th>立案日期</th><th>处罚种类</th><th>罚没金额（元）</th></tr>"
    "<tr><td>罚-1</td><td rowspan='2'>2024-03-04</td><td>罚款</td><td>&nbsp;200</td></tr>"
    "<tr><td>罚-2</td><td>警告</td><td>0</td></tr>"
    "<tr><td>罚-3</td><td>2024-02-31</td><td>罚款</td><td>1,500</td></tr>"
)
OFFICE = '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>{meta}<style>td{{color:red}}</style></head>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("name", ["台账.xls", "台账.xlsx", "台账.html"])
def test_a_web_page_named_xls_is_read_as_its_table(encoding: str, named: bool, name: str) -> None:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={encoding}">' if named else ""
    page = OFFICE.format(meta=meta) + f"<body><p>打印日期：2024-06-01</p><table border=1>{ROWS}</table></body></html>"
    read = checked(page.encode(encoding), name)
    assert [(row[0], row[1], row[3]) for row in entries(read)] == [
        ("罚-1", date(2024, 3, 4), 200),
        ("罚-2", date(2024, 3, 4), 0),
    ]
    assert [(each.sheet, each.row, each.column, each.code) for each in read.refusals] == [("", 5, "B", "date")]


@pytest.mark.parametrize(
    "begins", ["<table>", "<style>td{}</style><table>", "<script>var n=1</script>\n<table>", "\ufeff <TABLE>"]
)
def test_an_export_needs_no_frame_of_a_page(begins: str) -> None:
    assert len(entries(checked(f"{begins}{ROWS}</table>".encode()))) == 2


def test_several_tables_are_sheets_of_their_own_and_hidden_ones_none() -> None:
    other = (
        ROWS.replace("罚-1", "罚-8").replace("罚-2", "罚-9").replace("2024-02-31", "2024-02-29").replace("罚-3", "罚-7")
    )
    page = (
        f"<html><body><table><tr><td>填报单位</td><td>某街道</td></tr></table><table>{ROWS}</table>"
        f"<div style='display:none'><table>{other}</table></div><table>{other}</table></body></html>"
    )
    read = checked(page.encode())
    assert [row[0] for row in entries(read)] == ["罚-1", "罚-2", "罚-8", "罚-9", "罚-7"]
    assert read.unread_sheets == ("表1",)
    assert [each.sheet for each in read.refusals] == ["表2"]


def test_a_formula_that_excel_leaves_in_a_page_is_refused_as_one() -> None:
    rows = ROWS.replace("<td>0</td>", '<td x:num x:fmla="=1+1">2</td>')
    refusals = checked(f"<html><body><table>{rows}</table></body></html>".encode()).refusals
    assert [(each.row, each.column, each.code) for each in refusals] == [(4, "D", "formula"), (5, "B", "date")]


def test_a_page_without_a_table_of_data_holds_no_ledger() -> None:
    assert rows_of_file(b"<html><body><p>404</p></body></html>", "a.xls", Limits()) == ()
    with pytest.raises(BoardError, match="案件编号"):
        checked("<html><body><table><tr><td>登录超时</td></tr></table></body></html>".encode())


def test_a_page_that_claims_a_giant_table_is_refused() -> None:
    page = f"<table>{'<tr><td colspan=900 rowspan=60000>x</td></tr>' * 1_000}</table>"
    with pytest.raises(SheetTooLarge):
        rows_of_file(page.encode(), "a.xls", Limits())


def test_cells_merged_past_the_end_of_a_table_stay_within_it() -> None:
    (sheet,) = rows_of_file(
        b"<table><tr><td rowspan=0>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a.xls", Limits()
    )
    assert sheet == SheetRows("", (("a", "b"), ("a", "c")))
