"""大屏 on a board with sign-in: open to strangers where a setting says so, and no other page is."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dashboards.navigation import FOR_STRANGERS, LISTED
from tests.browser.serving import run_pipeline, still
from tests.browser.talking import HEAD, told
from tests.sign_in.conftest import Signed, _built, signed_board
from tests.sign_in.test_sign_in import arrived, enter

pytestmark = [pytest.mark.services, pytest.mark.browser]
WALL = "/wall?lang=en&org=longjin"


@pytest.fixture
def opened(root_like, tmp_path: Path) -> Iterator[Callable[..., Signed]]:
    """`opened(public)`: a board with sign-in and this FAZHI_PUBLIC."""
    with ExitStack() as stack:
        root = root_like("built", _built)
        yield lambda public: stack.enter_context(signed_board(root, tmp_path, FAZHI_PUBLIC=public))


def seen_on(page: Page, board: Signed) -> str:
    page.goto(board.address + WALL)
    return said_on(page)


def said_on(page: Page) -> str:
    page.locator(".wall-head, .entrance, .stAlert").first.wait_for()
    still(page)
    return page.get_by_test_id("stMain").inner_text()


def test_strangers_see_the_wall_of_whom_a_setting_names_and_nothing_else(opened, visit) -> None:
    board = opened("longjin")
    page = visit()
    said = seen_on(page, board)
    assert "1,349" in said and "Sign in" not in said and "problem" not in said
    for _, name, _, _ in LISTED:
        if name not in FOR_STRANGERS:
            said = told(board.address, query="lang=en&org=longjin&year=2023", page="" if name == "overview" else name)
            assert "sign-in-default" in said and HEAD not in said and "1,349" not in said
    page.get_by_role("link", name="Back to the board").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def test_the_wall_stays_open_and_takes_over_a_new_edition(opened, visit) -> None:
    board = opened("*")
    page = visit()
    assert "1,349" in seen_on(page, board)
    run_pipeline(board.root, "build", "--as-of", "2027-03-01")
    expect(page.locator(".wall-foot")).to_contain_text("2027-03-01", timeout=30_000)
    assert page.get_by_role("button", name="Sign in").count() == 0


@pytest.mark.parametrize("public", ["", "elsewhere"])
def test_whom_no_setting_names_is_shown_to_no_stranger(opened, visit, public: str) -> None:
    said = seen_on(visit(), opened(public))
    assert said and "1,349" not in said and "Longjin" not in said


def test_who_is_signed_in_sees_no_more_there_than_a_stranger(opened, visit) -> None:
    board = opened("")
    page = visit()
    enter(page, board, "administrator", WALL)
    said = said_on(page)
    assert "1,349" in said and "problem" not in said and page.locator(".masthead").count() == 0
    page.get_by_role("link", name="Back to the board").click()
    arrived(page)
    expect(page.locator(".problems")).to_be_visible()
