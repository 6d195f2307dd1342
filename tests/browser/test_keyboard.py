"""Every page by keyboard alone: each control is reached, shows that it is, and lets go again."""

from pathlib import Path

import pytest

from dashboards.navigation import LISTED
from tests.browser.serving import still

MOST = 600
ASKS = (Path(__file__).parent / "keyboard.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("reader", [("wide", "light", "zh")], indirect=True, ids="-".join)
@pytest.mark.parametrize("name", [name for _, name, _, _ in LISTED])
def test_each_control_of_a_page_is_reached_by_tab_and_shows_it(reader, address, name):
    page = reader
    page.goto(f"{address}/{'' if name == 'overview' else name}?lang=zh&year=2023")
    page.locator("dl.context, .wall-head").first.wait_for()
    still(page)
    page.evaluate(ASKS)
    unseen, again = [], 0
    for _ in range(MOST):
        page.keyboard.press("Tab")
        found = page.evaluate("window.focused()")
        if found.startswith("unseen"):
            unseen.append(found)
        again = again + 1 if found == "again" else 0
        if not found or again > 2:
            break
    assert not page.evaluate("window.left()")
    assert not unseen
