"""An analyst in a real browser: an example, a change of it, a file, a refusal; then the page of data quality."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.serving import READERS, shoot, still

pytestmark = pytest.mark.browser
expect.set_options(timeout=30_000)
SAID = {
    "zh": {
        "example": "各年各填报状态的指标数",
        "run": "运行",
        "csv": "下载 CSV",
        "box": "查询语句",
        "line": "折线",
        "refused": "这里只运行 SELECT",
    },
    "en": {
        "example": "Metrics by reporting state",
        "run": "Run",
        "csv": "Download CSV",
        "box": "Query (one",
        "line": "line",
        "refused": "Only a SELECT is run",
    },
}


@pytest.mark.parametrize("reader", READERS, indirect=True, ids="-".join)
def test_an_example_is_run_changed_and_taken_along(reader, address, request):
    page = reader
    size, theme, language = request.node.callspec.params["reader"]
    said = SAID[language]
    page.goto(f"{address}/query?lang={language}")
    page.get_by_role("link", name=said["example"]).click()
    expect(page).to_have_url(re.compile("q=select"))
    answer = page.locator(".st-key-query-answer")
    expect(answer).to_contain_text("not_captured")
    expect(page.locator(".chart[data-drawn=yes]")).to_be_visible()
    shoot(page, f"query-{size}-{theme}-{language}")
    page.locator(".choices").get_by_role("link", name=said["line"], exact=True).click()
    expect(page).to_have_url(re.compile("draw=line"))
    still(page)
    with page.expect_download() as download:
        page.get_by_role("button", name=said["csv"]).click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert text.startswith("year,reported,zero") and "from marts.metric_year" in text
    box = page.get_by_role("textbox", name=said["box"])
    box.fill("select 42 as answer")
    page.get_by_role("button", name=said["run"], exact=True).click()
    expect(answer).to_contain_text("42")
    expect(page).to_have_url(re.compile("q=select(\\+|%20)42(?!.*draw)"))
    page.go_back()
    expect(answer).to_contain_text("not_captured")
    page.goto(f"{address}/query?lang={language}&q=drop+table+marts.metric_year")
    expect(page.get_by_role("alert")).to_contain_text(said["refused"])


@pytest.mark.parametrize("reader", READERS[:1], indirect=True, ids="-".join)
def test_the_longest_query_fits_into_its_address(reader, address):
    page = reader
    page.goto(f"{address}/query?lang=zh")
    page.get_by_role("textbox", name="查询语句").fill("select '" + "长" * 3_980 + "' as text")
    page.get_by_role("button", name="运行", exact=True).click()
    expect(page.locator(".st-key-query-answer")).to_contain_text("长" * 400)
    still(page)
    page.reload()
    expect(page.locator(".st-key-query-answer")).to_contain_text("长" * 400)


@pytest.mark.parametrize("reader", READERS, indirect=True, ids="-".join)
def test_data_quality_fits_every_screen_and_the_dictionary_is_searched(reader, address, request):
    page = reader
    size, theme, language = request.node.callspec.params["reader"]
    page.goto(f"{address}/quality?lang={language}")
    expect(page.locator(".st-key-dictionary-tables")).to_contain_text("marts.metric_year")
    shoot(page, f"quality-{size}-{theme}-{language}")
    field = page.locator(".stTextInput input").last
    field.fill("reporting_state")
    field.press("Enter")
    expect(page).to_have_url(re.compile("find=reporting_state"))
    found = page.locator(".st-key-dictionary-found")
    expect(found).to_contain_text("not_applicable")
    found.get_by_role("link", name="marts.metric_year").first.click()
    expect(page.locator(".st-key-dictionary-table")).to_contain_text("change_lower")
