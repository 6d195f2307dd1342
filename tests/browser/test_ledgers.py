"""A clerk's way in a real browser: template, fill in, upload, see what is refused, mend, and progress moves."""

import shutil
from pathlib import Path

import pytest
import xlsxwriter
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from tests.browser.serving import REPOSITORY, run_pipeline, served, shoot

pytestmark = pytest.mark.browser
expect.set_options(timeout=40_000)
CAMPAIGNS = (
    ("PF-2024-001", "2024-05-10", "民法典"),
    ("PF-2024-002", "2024-06-20", "禁毒"),
    ("PF-2024-003", "2024-06-25", "安全生产法"),
    ("PF-2024-004", "2024-12-03", "国家宪法日"),
)


@pytest.fixture
def address(tmp_path_factory):
    """A board of the two shipped reports and no ledger."""
    root = tmp_path_factory.mktemp("ledgers") / "data"
    for name in ("catalogue", "documents/longjin-2023", "documents/longjin-2024"):
        shutil.copytree(REPOSITORY / "data" / name, root / name)
    run_pipeline(root, "build")
    with served(root) as url:
        yield url


def filled(template: Path, target: Path, campaigns: tuple[tuple[str, str, str], ...]) -> Path:
    """The template's first sheet with its example left in, and a row for each campaign."""
    sheet = CalamineWorkbook.from_path(str(template)).get_sheet_by_index(0)
    kept = sheet.to_python()
    header = [str(cell).rstrip("*") for cell in kept[2]]
    with xlsxwriter.Workbook(target) as workbook:
        page = workbook.add_worksheet("普法活动台账")
        for number, row in enumerate(kept):
            page.write_row(number, 0, row)
        for number, (event_no, day, theme) in enumerate(campaigns, len(kept)):
            row = {"活动编号": event_no, "活动日期": day, "宣传主题": theme, "是否集中宣传": "是", "活动形式": "线下"}
            for name, value in row.items():
                page.write_string(number, header.index(name), value)
    return target


def upload(page: Page, file: Path) -> None:
    page.locator("input[type=file]").set_input_files(file)


@pytest.mark.parametrize("reader", [("wide", "light", "zh"), ("phone", "dark", "zh")], indirect=True, ids="-".join)
def test_a_clerk_loads_a_ledger_and_the_goal_moves(reader, address, tmp_path, request):
    page, name = reader, "-".join(request.node.callspec.params["reader"])
    page.goto(f"{address}/goals?org=longjin&key=g3_campaigns")
    expect(page.locator("body")).to_contain_text("到期未见数据")
    page.goto(f"{address}/ledgers?org=longjin&ledger=publicity_events")
    with page.expect_download() as download:
        page.get_by_role("button", name="下载空白模板").click()
    template = tmp_path / "template.xlsx"
    download.value.save_as(template)
    wrong = [*CAMPAIGNS[:3], ("PF-2024-004", "2024年13月3日", "宪法周")]
    upload(page, filled(template, tmp_path / "普法活动.xlsx", tuple(wrong)))
    refused = page.get_by_role("region", name="2处有误，不能导入")
    expect(refused).to_contain_text("2024年13月3日")
    expect(refused).to_contain_text("宪法周")
    expect(page.locator("body")).to_contain_text("未计入：示例行: 4")
    expect(page.get_by_role("button", name="导入并更新看板")).to_be_disabled()
    shoot(page, f"ledger-refused-{name}")
    with page.expect_download() as download:
        page.get_by_role("button", name="下载标注后的文件").click()
    marked = tmp_path / "marked.xlsx"
    download.value.save_as(marked)
    assert "宪法周" in str(CalamineWorkbook.from_path(str(marked)).get_sheet_by_index(0).to_python())
    page.goto(f"{address}/ledgers?org=longjin&ledger=publicity_events")
    upload(page, filled(template, tmp_path / "普法活动.xlsx", CAMPAIGNS))
    page.get_by_role("button", name="导入并更新看板").click()
    expect(page.locator("body")).to_contain_text("看板已更新到数据版本")
    expect(page.get_by_role("region", name="已导入的台账")).to_contain_text("普法活动台账")
    shoot(page, f"ledger-loaded-{name}")
    page.goto(f"{address}/goals?org=longjin&key=g3_campaigns")
    expect(page.locator("body")).to_contain_text("已达标")
    page.goto(f"{address}/metrics?org=longjin&year=2024&metric=themed_campaigns")
    expect(page.locator(".metric-value")).to_contain_text("4项")
    expect(page.get_by_role("region", name="计入的记录")).to_contain_text("PF-2024-003")
    shoot(page, f"ledger-figure-{name}")


CLEAN_UPS = "整治编号,整治日期,点位名称,类别\n"


def clean_ups(count: int) -> str:
    days = [f"2023-{month:02d}-{day:02d}" for month in range(1, 13) for day in range(1, 29)]
    lines = [f"ZZ-{number:04d},{days[number % len(days)]},点位{number},占道经营\n" for number in range(count)]
    return CLEAN_UPS + "".join(lines)


@pytest.mark.parametrize("reader", [("wide", "light", "zh")], indirect=True, ids="-".join)
def test_a_report_of_1349_and_a_ledger_of_1347_differ_until_it_is_put_right(reader, address, tmp_path):
    page = reader
    for count, word in ((1347, "不一致"), (1349, "一致")):
        file = tmp_path / f"整治{count}.csv"
        file.write_text(clean_ups(count), encoding="gb18030")
        page.goto(f"{address}/ledgers?org=longjin&ledger=clean_ups")
        upload(page, file)
        page.get_by_role("button", name="导入并更新看板").click()
        expect(page.locator("body")).to_contain_text("看板已更新到数据版本")
        page.goto(f"{address}/reconciliation?org=longjin&year=2023")
        row = page.get_by_role("row", name="整治超占（占道）经营")
        expect(row).to_contain_text(f"{count:,}宗")
        expect(row.locator(".chip").first).to_have_text(word)
    shoot(page, "reconciliation-wide-light-zh")
