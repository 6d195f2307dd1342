"""横向比较 in a browser: rates as a chart with its table, counts after division, a reminder and totals."""

import re
import shutil

import pytest
from playwright.sync_api import expect

from pipelines.api import open_board
from tests.browser.serving import REPOSITORY, served, shoot
from tests.dashboards.test_peers import STREETS, YEAR, fill, printed


@pytest.fixture(scope="module")
def board(tmp_path_factory):
    root = tmp_path_factory.mktemp("peers") / "data"
    shutil.copytree(REPOSITORY / "data", root)
    fill(root)
    return root


@pytest.fixture(scope="module")
def address(board):
    with served(board) as url:
        yield url


@pytest.mark.parametrize("reader", [("wide", "dark", "zh"), ("phone", "light", "zh")], indirect=True, ids="-".join)
def test_a_street_sees_where_it_stands_and_every_figure_is_the_marts(reader, address, board, request):
    page, name = reader, "-".join(request.node.callspec.params["reader"])
    page.goto(f"{address}/peers?lang=zh&org={STREETS[1]}&year={YEAR}")
    rows = (
        open_board(board)
        .arrow(
            "select peer.*, metric.name_zh from marts.peer_year as peer inner join catalogue.metrics as metric"
            " using (metric_id) where organisation_id = $own and year = $year and percentile is not null",
            {"own": STREETS[1], "year": YEAR},
        )
        .to_pylist()
    )
    assert len(rows) >= 2
    folded = page.locator("details.states:has(.listed) > summary")
    expect(folded.first).to_be_visible()
    for at in range(folded.count()):
        if not folded.nth(at).evaluate("summary => summary.parentElement.open"):
            folded.nth(at).click()
    for row in rows:
        line = page.locator(".listed tr", has=page.get_by_role("rowheader", name=row["name_zh"], exact=True))
        line = line.filter(has_text=printed(row["value"], row["unit"])).first
        expect(line).to_be_visible()
        expect(line).to_contain_text(f"在{row['peers']}个可比街道中好于约{round(row['percentile'])}%")
        expect(line).to_contain_text(printed(row["peer_median"], row["unit"]))
    if "wide" in name:
        chart = page.locator(".st-key-peers-chart .chart")
        chart.scroll_into_view_if_needed()
        expect(chart.locator(".scatterlayer .point").first).to_be_visible()
    shoot(page, f"peers-{name}")


@pytest.mark.parametrize("reader", [("wide", "light", "en")], indirect=True, ids="-".join)
def test_a_reminder_is_one_click_and_can_be_copied(reader, address):
    page = reader
    page.goto(f"{address}/peers?lang=en&org={STREETS[0]}&year={YEAR}")
    row = page.get_by_role("row", name=re.compile("Street 6"))
    row.get_by_role("link", name="Remind").click()
    reminder = page.locator(".citable")
    expect(reminder).to_contain_text("Street 6")
    expect(page).to_have_url(re.compile(f"remind={STREETS[-1]}"))
    reminder.get_by_role("button").click()
    expect(reminder.get_by_role("button")).to_have_attribute("data-done", re.compile("."))
    page.go_back()
    expect(reminder).to_have_count(0)
