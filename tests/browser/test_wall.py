"""大屏 in a real browser: its figures take turns, and whoever wants to sees all of them."""

import pytest
from playwright.sync_api import Page

from tests.browser.serving import still

pytestmark = pytest.mark.browser
AT = """seconds => {
  for (const each of document.getAnimations()) if (each.animationName === "wall") {
    each.pause();
    each.currentTime = seconds * 1000;
  }
  return [...document.querySelectorAll(".turn")].map(each => getComputedStyle(each))
    .map(style => Number(style.opacity) === 1 && style.visibility === "visible");
}"""


def opened(page: Page, address: str) -> Page:
    page.goto(f"{address}/wall?lang=zh&year=2023")
    page.locator(".turn").last.wait_for(state="attached")
    still(page)
    return page


@pytest.mark.parametrize("reader", [("wide", "light", "zh")], indirect=True, ids="-".join)
def test_figures_take_turns_until_somebody_wants_all(reader, address) -> None:
    page = opened(reader, address)
    seen = [page.evaluate(AT, seconds) for seconds in (6, 18, 30, 42)]
    assert seen == [[True, False], [False, True], [True, False], [False, True]]
    page.get_by_text("全部显示，不轮换").click()
    assert page.evaluate(AT, 6) == [True, True]
    first, second = (page.locator(".turn").nth(at).bounding_box() for at in (0, 1))
    assert second["y"] >= first["y"] + first["height"]


@pytest.mark.parametrize("reader", [("wide", "dark", "zh")], indirect=True, ids="-".join)
def test_who_wants_less_motion_sees_all(reader, address) -> None:
    reader.emulate_media(reduced_motion="reduce")
    assert opened(reader, address).evaluate(AT, 6) == [True, True]


@pytest.mark.parametrize("reader", [("phone", "dark", "zh")], indirect=True, ids="-".join)
def test_a_phone_shows_all(reader, address) -> None:
    assert opened(reader, address).evaluate(AT, 6) == [True, True]
