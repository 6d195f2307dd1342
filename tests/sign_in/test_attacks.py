"""Attacks on a board with sign-in: from other sites, by a name, by addresses that name what is somebody else's."""

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
from playwright.sync_api import Page, expect
from websockets.exceptions import InvalidStatus

from pipelines.api import ROLES, asked_by, open_board
from pipelines.jobs.days import today
from pipelines.jobs.materials import MaterialCard, MaterialStore
from pipelines.jobs.people import Person
from pipelines.jobs.query import QueryDesk
from pipelines.jobs.settings import Settings
from pipelines.jobs.supervision import Found, Order, SupervisionDesk
from tests.browser.serving import still
from tests.browser.talking import HEAD, told
from tests.browser.test_mark_up import GO, Watched, words
from tests.conftest import _copied_root
from tests.dashboards.test_pages import PAGES
from tests.dashboards.test_peers import STREETS, YEAR, fill
from tests.sign_in.conftest import Signed, signed_board
from tests.sign_in.test_sign_in import arrived, enter

pytestmark = [pytest.mark.services, pytest.mark.browser]
OWN, OTHER = STREETS[1], STREETS[0]
OFFICE = "enforcement_office"
CONTENT = "隔壁的材料".encode()
HIDDEN = ("隔壁", "43余", "不少于43", "90%")
"""What the first street's reports, materials, tasks and queries say.  The streets' names are everybody's."""


@pytest.fixture(scope="module")
def streets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Signed]:
    """A board of seven streets with sign-in, whose people are each of one street: not the first."""
    folder = tmp_path_factory.mktemp("streets")
    root = _copied_root(folder / "data")
    fill(root)
    _theirs(Settings(data=root))
    with signed_board(root, folder) as board:
        for role in ROLES:
            board.provider.say(role, name=f"{role}{words(90)}", roles=[role], organisations=[OWN])
        board.provider.say("everybody", name="甲", roles=list(ROLES), organisations=["*"])
        yield board


def _theirs(settings: Settings) -> None:
    """What the first street has of its own in the register."""
    person = Person()
    card = MaterialCard(OTHER, "隔壁的签到表", today(), today(), OFFICE)
    MaterialStore(settings, person).add(CONTENT, "隔壁.txt", card)
    desk = SupervisionDesk(settings, person)
    desk.assign(Order(OTHER, "other", "", "隔壁的任务", OFFICE, today()))
    desk.find(Found(OTHER, "隔壁的问题", "court", today(), OFFICE, today()))
    QueryDesk(settings, person).save("隔壁的查询", "select '隔壁'")


@pytest.fixture
def page(visit, streets: Signed) -> Page:
    return visit()


def cookies_of(page: Page) -> tuple[dict[str, str], str]:
    """(the header with all cookies of a page, the token that Streamlit's script sends beside them)."""
    kept = {each["name"]: each["value"] for each in page.context.cookies()}
    return {"cookie": "; ".join(f"{name}={value}" for name, value in kept.items())}, kept["_streamlit_xsrf"]


def test_cookies_alone_sign_nobody_in_and_no_other_site_opens_the_socket(streets: Signed, page: Page) -> None:
    enter(page, streets, "viewer")
    arrived(page)
    cookies, token = cookies_of(page)
    address = streets.address
    assert HEAD in told(address, token=token, origin=address, **cookies)
    version, mask, masked, at = token.split("|")
    for origin, sent in ((address, ""), (address, "|".join((version, mask, masked[::-1], at))), ("", token)):
        said = told(address, token=sent, **({"origin": origin} if origin else {}), **cookies)
        assert HEAD not in said and "sign-in-default" in said
    for origin in ("http://evil.example", "null", "http://127.0.0.1:1"):
        with pytest.raises(InvalidStatus, match="403"):
            told(address, token=token, origin=origin, **cookies)


def test_a_name_from_the_provider_is_shown_as_its_words(streets: Signed, page: Page) -> None:
    watched = Watched(page.context, streets.address, page)
    enter(page, streets, "viewer")
    arrived(page)
    watched.faults.clear()  # of the provider's own pages
    assert words(90)[:40] in watched.opened("", lang="zh")
    expect(page.locator(".who")).to_contain_text("<img src=x")


def asked_of_others(root: Path) -> list[tuple[str, dict[str, str]]]:
    """Pages with every parameter by which one of them opens what is the first street's."""
    with asked_by(Person()):
        board = open_board(root)
        figure = board.observations(OTHER)["observation_id"].iloc[0]
    edition = board.edition_id
    others = {"org": OTHER, "year": str(YEAR), "lang": "zh"}
    return [
        *((name, others) for name in PAGES),
        *((name, {"org": OTHER, "edition": edition, "lang": "zh"}) for name in ("overview", "metrics", "peers")),
        ("metrics", {**others, "metric": "litigation_losses"}),
        ("metrics", {"metric": "litigation_losses", "lang": "zh", "year": str(YEAR)}),
        ("review", {"item": figure, "lang": "zh", "year": str(YEAR)}),
        ("review", {"item": f"figure/{figure}", "lang": "zh", "year": str(YEAR)}),
        ("review", {"number": figure, "lang": "zh", "year": str(YEAR)}),
        ("materials", {"material": sha256(CONTENT).hexdigest(), "lang": "zh"}),
        ("supervision", {"item": f"problem/{OTHER}/x", "lang": "zh"}),
        ("peers", {"remind": OTHER, "lang": "zh", "year": str(YEAR)}),
        ("log", {"find": "隔", "lang": "zh"}),
        ("settings", {"section": "organisations", "entry": f"organisations.yml/{OTHER}", "lang": "zh"}),
        ("query", {"q": "select organisation_id, sentence from marts.observation", "lang": "zh"}),
        ("query", {"q": "select * from catalogue.problems, marts.document", "lang": "zh"}),
    ]


def found_of_others(page: Page, board: Signed) -> dict[str, list[str]]:
    """Address → what of HIDDEN its page shows, in folds, titles and links too."""
    found = {}
    for name, asked in asked_of_others(board.root):
        to = f"{board.address}/{'' if name == 'overview' else name}?{urlencode(asked)}"
        page.evaluate(GO, to)
        still(page)
        said = page.locator("[data-testid=stMain]").evaluate("each => each.textContent + each.innerHTML")
        if seen := [each for each in HIDDEN if each in said]:
            found[to] = seen
    return found


@pytest.mark.parametrize("role", ROLES)
def test_no_address_shows_anybody_what_is_another_organisation_s(streets: Signed, page: Page, role: str) -> None:
    enter(page, streets, role)
    arrived(page)
    assert found_of_others(page, streets) == {}


def test_the_same_addresses_show_it_to_who_sees_every_organisation(streets: Signed, page: Page) -> None:
    enter(page, streets, "everybody")
    arrived(page)
    assert {each for seen in found_of_others(page, streets).values() for each in seen} == {*HIDDEN}


def test_nothing_is_told_to_who_shows_a_cookie_to_a_route_of_programs(streets: Signed, page: Page) -> None:
    enter(page, streets, "viewer")
    arrived(page)
    cookies, _ = cookies_of(page)
    for path in ("organisations", "figures", "observations", "editions", "openapi.json"):
        answer = httpx.get(f"{streets.address}/api/v1/{path}", headers=cookies)
        assert answer.status_code == 401 and not re.search("|".join(HIDDEN), answer.text)


def test_no_code_cookie_token_or_secret_stands_in_the_log_whatever_failed(streets: Signed, page: Page) -> None:
    enter(page, streets, "viewer")
    arrived(page)
    cookies, token = cookies_of(page)
    address, secret = streets.address, "geheim7431"
    for path in (
        f"/oauth2callback?code={secret}&state={secret}",
        "/oauth2callback?error=denied%0A%0dFORGED",
        "/auth/login",
    ):
        httpx.get(f"{address}{path}", headers=cookies)
    for authorization in (f"Bearer {secret}", f"Bearer fzb_{secret}_{secret}", f"Basic {secret}"):
        httpx.get(f"{address}/api/v1/metrics", headers={**cookies, "authorization": authorization})
    told(address, token=token, origin=address, **{**cookies, "cookie": cookies["cookie"].replace("_user=", "_user=x")})
    with pytest.raises(InvalidStatus):
        told(address, token=token, origin="http://evil.example", **cookies)
    log = streets.log.read_text(encoding="utf-8")
    assert "denied" in log and not any(line.startswith("FORGED") for line in log.splitlines())
    kept = [each["value"] for each in page.context.cookies() if len(each["value"]) > 20]
    assert len(kept) >= 2
    assert [each for each in (secret, token, "a-secret-of-the-tests", "s" * 40, "eyJ", *kept) if each in log] == []
