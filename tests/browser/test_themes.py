"""专题 in a real browser: a click on a day opens its rows, a map is drawn from this machine alone."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.serving import READERS, served, shoot, still

pytestmark = pytest.mark.browser
expect.set_options(timeout=40_000)
AS_OF = ("--as-of", "2025-09-30")


@pytest.fixture(scope="module")
def address(demo_once):
    with served(demo_once) as url:
        yield url


@pytest.mark.parametrize("reader", READERS, indirect=True, ids="-".join)
def test_a_click_on_a_day_opens_its_rows_and_the_address_keeps_it(reader, address, request):
    page, name = reader, "-".join(request.node.callspec.params["reader"])
    language = request.node.callspec.params["reader"][2]
    page.goto(f"{address}/themes?lang={language}&theme=enforcement&year=2024&metric=inspections")
    day = page.locator(".heat.days td a").first
    count = int(day.inner_text())
    on = re.search(r"2024-\d\d-\d\d", day.get_attribute("aria-label"))[0]
    page.evaluate("window.isSamePage = true")
    day.click()
    heading = page.locator("h3.chapter.day")
    expect(heading).to_contain_text(on)
    rows = page.locator(f'.listed[aria-label^="{on}"] tbody tr')
    expect(rows).to_have_count(count)
    expect(rows.first).to_contain_text("JC-2024")
    expect(rows.first).to_contain_text("inspections")
    expect(page).to_have_url(re.compile(f"day={on}"))
    assert page.evaluate("window.isSamePage")
    chart = page.locator(".st-key-places-chart .chart")
    still(page)  # what is drawn above it would push it out of sight again
    chart.scroll_into_view_if_needed()
    expect(chart.locator(".scatterlayer .trace").first).to_be_visible()
    shoot(page, f"themes-{name}")
    page.go_back()
    expect(heading).to_have_count(0)
    page.goto(f"{address}/themes?lang={language}&theme=enforcement&year=2024&metric=inspections&day={on}")
    expect(page.locator(".heat.days td.here")).to_have_text(str(count))


@pytest.mark.parametrize("reader", [("wide", "light", "zh")], indirect=True, ids="-".join)
def test_a_row_of_the_theme_leads_to_its_metric_and_back(reader, address):
    page = reader
    page.goto(f"{address}/themes?lang=zh&theme=enforcement&year=2024")
    page.locator(".listed").get_by_role("link", name="行政处罚", exact=True).first.click()
    expect(page.locator("header.metric h1")).to_have_text("行政处罚")
    page.go_back()
    expect(page.locator("nav.themes a[aria-current]")).to_contain_text("行政执法")
