"""WCAG 2.2 A and AA by axe on every page, in both themes; and a way by keyboard alone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from dashboards.navigation import LISTED
from tests.browser.serving import still

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
PAGES = [
    *(address.replace("overview", "") for _, address, _, _ in LISTED),
    "metrics?metric=org_legal_consultations",
    "metrics?find=exam",
    "goals?key=g2_law_exam",
]


def violations(page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{each['id']}: {node['target']} {node['failureSummary'][:200]}" for each in found for node in each["nodes"]
    ]


@pytest.mark.parametrize("reader", [("wide", "light", "zh")], indirect=True, ids="-".join)
def test_no_page_breaks_the_rules_of_accessibility(reader, address) -> None:
    page, found = reader, {}
    for each in PAGES:
        page.goto(f"{address}/{each}{'&' if '?' in each else '?'}lang=zh&year=2023")
        expect(page.locator(".masthead, .wall-head")).to_be_visible()
        still(page)
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            if faults := violations(page):
                found[each, theme] = faults
    assert found == {}


@pytest.mark.parametrize("reader", [("wide", "light", "zh")], indirect=True, ids="-".join)
def test_a_leader_without_a_mouse_gets_to_the_sentence(reader) -> None:
    page = reader
    still(page)
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('a.figure')"):
            break
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    page.keyboard.press("Enter")
    expect(page.locator("mark.quote").first).to_be_visible()
