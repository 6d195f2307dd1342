"""A report's way in a real browser: dropped, loaded, reviewed figure by figure, built in, with its history."""

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.serving import REPOSITORY, run_pipeline, served, shoot, still

pytestmark = pytest.mark.browser
expect.set_options(timeout=40_000)
REPORT = """龙津街道2025年法治政府建设年度报告（模拟数据）

一、加强党的领导
2025年，龙津街道推进法治建设。2025年学法考试完成率100%。开展法治培训86场次。

二、依法决策
审查修改合同97份，出具书面法律意见书90份。开展无人机航拍17次。

三、存在问题
一是法治宣传的线上渠道偏少。

四、下一步工作
（一）拓展线上普法。每季度推出一期专题。

龙津街道办事处
2026年3月20日
"""


@pytest.fixture
def address(tmp_path_factory):
    """A board of the two shipped reports."""
    root = tmp_path_factory.mktemp("reports") / "data"
    for name in ("catalogue", "documents/longjin-2023", "documents/longjin-2024"):
        shutil.copytree(REPOSITORY / "data" / name, root / name)
    run_pipeline(root, "build")
    with served(root) as url:
        yield url


def saved(folder: Path, name: str, content: bytes) -> Path:
    (folder / name).write_bytes(content)
    return folder / name


def place(page) -> str:
    """Which figure of how many stands there, once nothing of another one does."""
    still(page)
    shown = page.locator(".st-key-review-steps .note")
    expect(shown).to_have_count(1)
    return shown.inner_text()


def turn(page, name: str) -> None:
    """Go to another figure, and wait until it is there."""
    before = place(page)
    press(page, name)
    expect(page.get_by_text(before, exact=True)).to_have_count(0)
    place(page)


def press(page, name: str) -> None:
    still(page)
    page.locator(f".st-key-review-{name} button").click()


@pytest.mark.parametrize("reader", [("wide", "light", "zh")], indirect=True, ids="-".join)
def test_a_report_is_loaded_reviewed_and_stands_in_the_next_edition(reader, address, tmp_path):
    page, body = reader, reader.locator("body")
    page.goto(f"{address}/intake?org=longjin")
    report = saved(tmp_path, "龙津2025.txt", REPORT.encode())
    others = [saved(tmp_path, "空白.docx", b""), saved(tmp_path, "龙津2025（副本）.txt", REPORT.encode())]
    page.locator("input[type=file]").set_input_files([report, *others])
    expect(body).to_contain_text("读出：指标数据4项")
    expect(body).to_contain_text("空白.docx：文件里没有文字")
    expect(body).to_contain_text("与“龙津2025.txt”是同一份文件")
    expect(page.get_by_label("标题")).to_have_value("龙津街道2025年法治政府建设年度报告（模拟数据）")
    shoot(page, "intake-checked-wide-light-zh")
    page.get_by_role("button", name="导入并送审").click()
    expect(body).to_contain_text("各项数据待审核")
    shoot(page, "intake-loaded-wide-light-zh")
    page.get_by_role("link", name="去数据审核：龙津街道2025年度").click()
    expect(body).to_contain_text("已审核0项，共4项")
    press(page, "accept")
    expect(body).to_contain_text("已审核1项，共4项")
    expect(page.get_by_text("已记录：确认")).to_be_visible()
    _correct_the_trainings(page)
    shoot(page, "review-corrected-wide-light-zh")
    press(page, "build")
    expect(body).to_contain_text("看板已更新到数据版本")
    page.goto(f"{address}/metrics?org=longjin&year=2025&metric=law_trainings")
    expect(page.locator(".metric-value")).to_contain_text("87场次")
    expect(body).to_contain_text("已修订")
    shoot(page, "review-figure-wide-light-zh")
    page.goto(f"{address}/?org=longjin&year=2025")
    expect(body).to_contain_text("2/4")
    page.goto(f"{address}/intake?org=longjin")
    page.locator("input[type=file]").set_input_files(report)
    expect(body).to_contain_text("这份文件此前已导入")


def _correct_the_trainings(page) -> None:
    """Go to the figure of 86 trainings, say what its sentence says, and why; the history says who, when and why."""
    for _ in range(4):
        if page.locator(".metric h1").inner_text().startswith("法治培训"):
            break
        turn(page, "next")
    expect(page.locator(".metric-value")).to_contain_text("86场次")
    page.get_by_label("说明（可不填；备注时须填写）").fill("原文附表为87")
    page.get_by_label("说明（可不填；备注时须填写）").press("Enter")
    press(page, "correct")
    page.get_by_label("数值", exact=True).fill("87")
    still(page)
    page.get_by_role("button", name="保存更正").click()
    expect(page.locator("body")).to_contain_text("已审核2项，共4项")
    address = page.url
    page.get_by_text("含已审核").click()
    expect(page.get_by_text(re.compile("第.项，共4项"))).to_be_visible()
    for _ in range(4):
        place(page)
        history = page.get_by_role("region", name="审核留痕")
        if history.count() and "87" in history.inner_text():
            break
        turn(page, "previous")
    expect(history).to_contain_text("更正为87场次")
    expect(history).to_contain_text("原文附表为87")
    expect(history).to_contain_text("本机用户")
    expect(history).to_contain_text("202")
    assert "item=" in address or "item=" in page.url


@pytest.mark.parametrize("reader", [("phone", "dark", "en")], indirect=True, ids="-".join)
def test_on_a_phone_in_english_a_file_is_looked_at_and_too_large_a_one_is_said(reader, address, tmp_path):
    page, body = reader, reader.locator("body")
    page.goto(f"{address}/intake?org=longjin&lang=en")
    report = saved(tmp_path, "report.txt", REPORT.encode())
    large = tmp_path / "large.pdf"
    with large.open("wb") as file:
        file.truncate(300_000_000)
    unknown = saved(tmp_path, "nobody.txt", "法治工作情况报告\n全年审查合同12份。\n".encode())
    page.locator("input[type=file]").set_input_files([report, unknown, large])
    expect(body).to_contain_text("Read: figures 4")
    expect(body).to_contain_text("The text names no year")
    refused = page.get_by_test_id("stFileChip").filter(has_text="large.pdf")
    assert "Too large" in refused.evaluate("chip => getComputedStyle(chip, '::after').content")
    shoot(page, "intake-checked-phone-dark-en")
