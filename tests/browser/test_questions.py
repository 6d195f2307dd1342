"""What an assessor, a clerk and an analyst ask, in a real browser from 总览: each answer within three clicks."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_leader_tasks import Leader

pytestmark = pytest.mark.browser
ONE = pytest.mark.parametrize("reader", [("wide", "light", "zh")], indirect=True, ids="-".join)
QUESTIONS = {
    "who published the yearly report in time, with its link": (["比对"], ["荔湾区：2023年度报告报送", "龙津街道"]),
    "the district's own totals, and who is missing in them": (["比对"], ["2023年度合计（荔湾区所辖单位）"]),
    "whose data are missing or stale": (["数据"], ["2023年度各责任科室的缺口", "从未导入的台账"]),
    "what the checks found": (["数据"], ["已通过的校验"]),
    "do ledger totals equal what was reported": (["比对", "报告与台账比对"], ["2023年度：报告与台账比对"]),
    "can the yearly report be signed": (["比对", "签发前比对"], ["2023年度：签发前比对"]),
    "what changed since an earlier edition": (["比对", "版本差异"], ["版本差异"]),
    "can I load my ledger as it is": (["数据", "台账"], ["台账"]),
    "what was found by others and isn't closed": (["办理", "督办与整改"], ["问题整改"]),
    "who decided what": (["管理"], ["留痕记录"]),
    "how a whole theme stands": (["专题", "行政执法"], ["行政执法：目录列", "1,349宗"]),
    "any question in SQL": (["自助查询", "metric_year"], ["metric_year"]),
}
"""Question → the links that are clicked, one after the other, and the words of its answer."""


def follow(asker: Leader, page: Page, link: str) -> None:
    """Click the link of a group, a page, or what the page lists."""
    asker.click(page.get_by_role("link", name=re.compile(f"^{re.escape(link)}")).first)


@ONE
def test_each_question_is_answered_within_three_clicks(reader, address) -> None:
    page = reader
    for question, (links, answer) in QUESTIONS.items():
        page.goto(f"{address}/?lang=zh")
        asker = Leader(page)
        for link in links:
            follow(asker, page, link)
        for words in answer:
            expect(page.get_by_text(words).filter(visible=True).first, question).to_be_visible()


@ONE
def test_a_metric_is_found_by_its_name_and_opens_its_sentence(reader) -> None:
    page, asker = reader, Leader(reader)
    asker.open_page("指标")
    page.get_by_role("searchbox").fill("grid")
    page.keyboard.press("Enter")
    asker.click(page.get_by_role("link", name="网格员"))
    asker.reads_sentence_with("38名")


@ONE
def test_a_chart_is_taken_along_as_table_and_as_picture(reader, address, tmp_path) -> None:
    page = reader
    page.goto(f"{address}/metrics?lang=zh&year=2023&metric=law_trainings")
    expect(page.locator(".chart[data-drawn=yes]")).to_be_visible()
    found = {}
    for form in ("CSV", "XLSX", "PNG", "SVG"):
        with page.expect_download() as download:
            page.locator(".takeaway").first.get_by_role("button", name=form, exact=True).click()
        target = tmp_path / download.value.suggested_filename
        download.value.save_as(target)
        found[form] = target.read_bytes()
    text = found["CSV"].decode("utf-8-sig")
    assert "2023,78,场次,确数,78,78" in text and "来源：法治看板" in text and "metric=law_trainings" in text
    assert found["XLSX"].startswith(b"PK") and found["PNG"].startswith(b"\x89PNG")
    svg = found["SVG"].decode()
    assert svg.startswith("<svg") and "78场次" in svg and "来源：法治看板" in svg
