"""No page of a district with many years reaches past the side of a wide screen, a half one or a phone's."""

import pytest

from dashboards.navigation import LISTED
from tests.browser.serving import run_pipeline, served, still

WIDTHS = (1440, 900, 390)
AS_OF = ("--as-of", "2025-09-30")


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    root = tmp_path_factory.mktemp("widths") / "root"
    made = ("--orgs", "1", "--years", "2017-2025", "--events-per-org", "60", "--seed", "5")
    run_pipeline(root, "demo", str(root), *made, *AS_OF)
    run_pipeline(root, "build", *AS_OF)
    with served(root) as url:
        yield url


@pytest.mark.parametrize("reader", [("wide", "light", "zh")], indirect=True, ids="-".join)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_page_reaches_past_the_side_of_a_screen(reader, address, language):
    page, past = reader, []
    for _, name, _, _ in LISTED:
        page.goto(f"{address}/{'' if name == 'overview' else name}?lang={language}&year=2024")
        page.locator("dl.context, .wall-head").first.wait_for()
        still(page)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            still(page)
            if page.get_by_test_id("stMain").evaluate("main => main.scrollWidth - main.clientWidth") > 0:
                past.append((name, width))
    assert past == []
