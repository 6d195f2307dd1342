"""Signing in by a real OpenID provider, in a real browser: who gets in, as whom, and until when."""

import re
import time

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.serving import still
from tests.sign_in.conftest import Signed, provided

pytestmark = [pytest.mark.services, pytest.mark.browser]


def ask(page: Page, board: Signed, path: str = "/?lang=en") -> None:
    """Open a page of the board and press its button to sign in."""
    page.goto(board.address + path)
    page.get_by_role("button", name=re.compile("Sign in with|登录")).click()


def enter(page: Page, board: Signed, login: str, path: str = "/?lang=en") -> None:
    """Sign in as somebody."""
    ask(page, board, path)
    page.locator("input[name=login]").fill(login)
    page.locator("input[name=password]").fill("any")
    page.get_by_role("button", name="Sign-in").click()
    page.get_by_role("button", name="Continue").click()


def leave(page: Page) -> None:
    """Open the menu of who one is and sign out there."""
    page.locator(".who summary").click()
    page.get_by_role("link", name="Sign out").click()


def arrived(page: Page) -> None:
    page.locator(".masthead").wait_for()
    still(page)


def test_nobody_sees_anything_before_they_sign_in(board: Signed, visit) -> None:
    page = visit()
    page.goto(f"{board.address}/metrics?lang=en&org=longjin")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    still(page)
    assert page.locator(".masthead").count() == 0 and "1,349" not in page.content()


def test_who_signs_in_comes_back_to_where_they_were_and_is_named(board: Signed, visit) -> None:
    page = visit()
    enter(page, board, "reviewer", "/goals?lang=en&org=longjin&year=2023")
    arrived(page)
    assert page.url.startswith(f"{board.address}/goals?")
    assert "lang=en" in page.url and "year=2023" in page.url
    expect(page.locator(".who")).to_contain_text(re.compile("审核员甲.*reviewer"))


def test_who_signs_out_is_out_in_every_window_and_asked_again(board: Signed, visit) -> None:
    page = visit()
    enter(page, board, "reviewer")
    arrived(page)
    other = page.context.new_page()
    other.goto(f"{board.address}/?lang=en")
    arrived(other)
    leave(page)
    page.wait_for_url(re.compile("/session/end"))
    page.get_by_role("button", name=re.compile("Yes")).click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    assert [each for each in page.context.cookies() if each["name"].startswith("_streamlit_user")] == []
    expect(other.get_by_role("button", name="Sign in")).to_be_visible(timeout=20_000)
    assert other.locator(".masthead").count() == 0


def test_a_token_for_somebody_else_lets_nobody_in(board: Signed, visit) -> None:
    board.provider.do(audience="another-client")
    page = visit()
    enter(page, board, "reviewer")
    expect(page.locator(".notice.refused")).to_contain_text("the provider's token didn't pass")
    assert page.locator(".masthead").count() == 0


def test_a_session_ends_with_its_token(board: Signed, visit) -> None:
    board.provider.do(seconds=12)
    page = visit()
    enter(page, board, "reviewer")
    arrived(page)
    expect(page.get_by_text("This sign-in has ended")).to_be_visible(timeout=40_000)
    assert page.locator(".masthead").count() == 0
    page.reload()
    expect(page.get_by_text("This sign-in has ended")).to_be_visible()


@pytest.mark.parametrize("part", ["value", "signature"])
def test_a_cookie_that_was_tampered_with_is_nobody_s(board: Signed, visit, part: str) -> None:
    page = visit()
    enter(page, board, "viewer")
    arrived(page)
    for cookie in page.context.cookies():
        if cookie["name"] == "_streamlit_user":
            value = cookie["value"]
            at = 20 if part == "value" else len(value) - 8
            swapped = "A" if value[at] != "A" else "B"
            cookie["value"] = value[:at] + swapped + value[at + 1 :]
            page.context.add_cookies([cookie])
    page.goto(f"{board.address}/?lang=en")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    assert page.locator(".masthead").count() == 0


def test_another_role_holds_from_the_next_sign_in(board: Signed, visit) -> None:
    page = visit()
    enter(page, board, "viewer")
    arrived(page)
    assert page.get_by_role("link", name="Review", exact=True).count() == 0
    board.provider.say("viewer", roles=["reviewer"])
    leave(page)
    page.get_by_role("button", name=re.compile("Yes")).click()
    enter(page, board, "viewer")
    arrived(page)
    expect(page.locator(".who")).to_contain_text("reviewer")


def test_two_people_in_two_browsers_are_two(board: Signed, visit) -> None:
    one, two = visit(), visit()
    enter(one, board, "viewer")
    enter(two, board, "administrator")
    arrived(one)
    arrived(two)
    one.reload()
    arrived(one)
    expect(one.locator(".who")).to_contain_text(re.compile("查看员甲.*viewer"))
    expect(two.locator(".who")).to_contain_text(re.compile("管理员甲.*administrator"))


@pytest.mark.parametrize(
    ("login", "told"), [("nobody", "no role on this board"), ("nowhere", "no organisation that this board knows")]
)
def test_an_account_without_a_role_or_an_organisation_is_told_so(board: Signed, visit, login: str, told: str) -> None:
    page = visit()
    enter(page, board, login)
    expect(page.locator(".notice.refused")).to_contain_text(told)
    expect(page.get_by_role("link", name="Sign out")).to_be_visible()
    assert page.locator(".masthead").count() == 0


@pytest.mark.parametrize(
    ("count", "told"),
    [(2_000, "more organisations or roles than a browser keeps"), (10_000, "thousands of organisations")],
)
def test_an_account_of_ten_thousand_organisations_is_told_that_it_is_too_large(
    board: Signed, visit, count: int, told: str
) -> None:
    board.provider.say("clerk", organisations=[f"office-{number:05}" for number in range(count)])
    page = visit()
    enter(page, board, "clerk")
    expect(page.locator(".notice.refused")).to_contain_text(told)
    assert [each for each in page.context.cookies() if each["name"].startswith("_streamlit_user")] == []


@pytest.mark.parametrize("seconds", [300, -300])
def test_a_clock_that_is_five_minutes_off_is_told_or_does_no_harm(board: Signed, visit, seconds: int) -> None:
    board.provider.do(clock=seconds)
    page = visit()
    enter(page, board, "reviewer")
    page.locator(".masthead, .notice.refused").first.wait_for()
    if page.locator(".masthead").count() == 0:
        expect(page.locator(".notice.refused")).to_contain_text("clocks")


def test_a_provider_that_is_down_is_told_and_the_next_try_succeeds(board: Signed, visit) -> None:
    port = int(board.provider.address.rpartition(":")[2])
    board.provider.process.terminate()
    board.provider.process.wait(20)
    page = visit()
    ask(page, board)
    expect(page.locator(".notice.refused")).to_contain_text("doesn't answer")
    with provided(board.provider.folder, port, f"{board.address}/oauth2callback"):
        enter(page, board, "reviewer")
        arrived(page)


def test_no_token_and_no_secret_stands_in_the_log(board: Signed, visit) -> None:
    page = visit()
    enter(page, board, "reviewer")
    arrived(page)
    board.provider.do(audience="another-client")
    enter(visit(), board, "clerk")
    time.sleep(1)
    text = board.log.read_text(encoding="utf-8")
    values = [each["value"] for each in page.context.cookies() if each["name"].startswith("_streamlit")]
    assert all(value not in text for value in values)
    assert "eyJ" not in text and "a-secret-of-the-tests" not in text and "s" * 40 not in text


def test_cookies_are_for_the_server_alone_and_for_this_site(board: Signed, visit) -> None:
    page = visit()
    enter(page, board, "reviewer")
    arrived(page)
    kept = [
        each for each in page.context.cookies() if each["name"].startswith(("_streamlit_user", "_streamlit_session"))
    ]
    assert kept and all(each["httpOnly"] and each["sameSite"] == "Lax" for each in kept)


@pytest.mark.parametrize("back", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_signing_in_leads_nowhere_but_to_the_board(board: Signed, visit, back: str) -> None:
    page = visit()
    page.context.add_cookies([{"name": "fazhi_back", "value": back, "url": board.address}])
    page.goto(f"{board.address}/?lang=en")
    still(page)
    page.get_by_role("button", name="Sign in").click()
    page.locator("input[name=login]").wait_for()
    page.context.add_cookies([{"name": "fazhi_back", "value": back, "url": board.address}])
    page.locator("input[name=login]").fill("reviewer")
    page.locator("input[name=password]").fill("any")
    page.get_by_role("button", name="Sign-in").click()
    page.get_by_role("button", name="Continue").click()
    arrived(page)
    assert page.url.startswith(board.address + "/")


def test_a_cookie_set_before_signing_in_is_not_the_session_after_it(board: Signed, visit) -> None:
    """Session fixation: what somebody planted in a browser names nobody, and signing in replaces it."""
    thief, victim = visit(), visit()
    enter(thief, board, "viewer")
    arrived(thief)
    planted = [each for each in thief.context.cookies() if each["name"].startswith("_streamlit")]
    victim.context.add_cookies([each for each in planted if each["name"] != "_streamlit_user"])
    enter(victim, board, "administrator")
    arrived(victim)
    expect(victim.locator(".who")).to_contain_text("administrator")
    thief.reload()
    arrived(thief)
    expect(thief.locator(".who")).to_contain_text("viewer")


TABLE = {"title": "表", "columns": ["a"], "rows": [[1]], "note": ""}


def test_a_table_is_made_into_a_file_for_who_is_signed_in_alone(board: Signed, visit) -> None:
    page = visit()
    enter(page, board, "viewer")
    arrived(page)
    cookies = {each["name"]: each["value"] for each in page.context.cookies()}
    address = f"{board.address}/board/table.csv"
    assert httpx.post(address, json=TABLE, cookies=cookies).status_code == 200
    assert httpx.post(address, json=TABLE).status_code == 401
    forged = {name: value[:-3] + "AAA" for name, value in cookies.items()}
    assert httpx.post(address, json=TABLE, cookies=forged).status_code == 401


def test_a_health_question_needs_no_sign_in_and_says_nothing(board: Signed) -> None:
    answer = httpx.get(f"{board.address}/_stcore/health")
    assert (answer.status_code, answer.text) == (200, "ok")
