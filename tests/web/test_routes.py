"""The API as a program meets it: who may ask what, pages, entity tags, refusals, limits."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from pipelines.api import Board, asked_by, open_board
from pipelines.domain.errors import NotAllowed, NotTheirs
from pipelines.jobs.days import today
from pipelines.jobs.people import Person
from pipelines.jobs.settings import Settings
from pipelines.jobs.tokens import Grant, TokenDesk, known_tokens
from pipelines.web import ROUTES, routes
from pipelines.web import tokens as shown
from pipelines.web.answers import LISTS
from pipelines.web.limits import Buckets
from tests.dashboards.test_peers import STREETS, YEAR, fill

GRANT = Grant("考评系统", "assessor", (STREETS[1],), today() + timedelta(days=30))


@pytest.fixture
def root(root_like: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    shown._known.until = 0
    routes._buckets.clear()
    return root_like("peers", fill)


@pytest.fixture
def signed(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A board with sign-in: who shows no token is nobody."""
    monkeypatch.setenv("FAZHI_SIGN_IN", str(root / "sign-in.toml"))
    return root


@pytest.fixture
def client(root: Path) -> TestClient:
    return TestClient(Starlette(routes=ROUTES), raise_server_exceptions=False)


def issued(grant: Grant = GRANT) -> dict[str, str]:
    """The header of a new token."""
    shown._known.until = 0
    return {"Authorization": f"Bearer {TokenDesk(Settings(), Person()).issue(grant)}"}


def whole() -> Board:
    """The edition as who sees everything has it."""
    with asked_by(Person()):
        return open_board()


def refused(answer, status: int) -> str:
    """The detail of a refusal of this status, in the form of all refusals."""
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    found = answer.json()
    assert found["status"] == status and found["title"] and found["instance"]
    assert "Traceback" not in answer.text and "/pipelines/" not in answer.text
    return found["detail"]


def test_a_token_s_figures_are_the_edition_s_with_their_evidence(client: TestClient, signed: Path) -> None:
    answer = client.get(f"/api/v1/observations?organisation={STREETS[1]}&year={YEAR}", headers=issued())
    found = answer.json()
    expected = whole().observations(STREETS[1])
    assert found["total"] == len(found["items"]) == len(expected) > 0
    for item, row in zip(found["items"], expected.to_dict("records"), strict=True):
        assert (item["observation_id"], item["value"]) == (row["observation_id"], float(row["value"]))
        assert item["quote"] in item["sentence"] and item["document_id"]
    assert found["edition"] == whole().edition_id


def test_a_token_of_one_organisation_sees_nothing_of_another_by_any_route(client: TestClient, signed: Path) -> None:
    header = issued()
    for name in LISTS:
        for query in ("", f"?organisation={STREETS[0]}") if "organisation" in LISTS[name].filters else ("",):
            found = client.get(f"/api/v1/{name}{query}", headers=header).json()
            others = {item["organisation_id"] for item in found["items"] if "organisation_id" in item} - {STREETS[1]}
            assert others == set(), name
    others = whole().observations(STREETS[0])["observation_id"]
    refused(client.get(f"/api/v1/observations/{others[0]}", headers=header), 404)
    own = whole().observations(STREETS[1])["observation_id"]
    assert client.get(f"/api/v1/observations/{own[0]}", headers=header).json()["item"]["quote"]


def test_a_token_of_every_organisation_sees_all(client: TestClient, signed: Path) -> None:
    found = client.get("/api/v1/organisations", headers=issued(replace(GRANT, organisations=None))).json()
    assert {item["organisation_id"] for item in found["items"]} > {*STREETS[:-1]}


def test_a_token_of_a_district_sees_those_under_it(client: TestClient, signed: Path) -> None:
    found = client.get("/api/v1/organisations", headers=issued(replace(GRANT, organisations=("liwan",)))).json()
    assert {item["organisation_id"] for item in found["items"]} >= {*STREETS[:-1]}


@pytest.mark.parametrize(
    "header",
    [
        {},
        {"Authorization": ""},
        {"Authorization": "Bearer "},
        {"Authorization": "Bearer fzb_000000000000_" + "A" * 43},
        {"Authorization": "Basic YTpi"},
        {"Authorization": "Bearer ' or 1=1 --"},
        {"Authorization": "Bearer " + "A" * 100_000},
    ],
)
def test_who_shows_no_good_token_is_told_so(client: TestClient, signed: Path, header: dict[str, str]) -> None:
    answer = client.get("/api/v1/metrics", headers=header)
    assert "Bearer" in refused(answer, 401) and answer.headers["www-authenticate"].startswith("Bearer")


def test_a_token_that_is_shown_twice_is_none(client: TestClient, signed: Path) -> None:
    header = issued()["Authorization"]
    refused(client.get("/api/v1/metrics", headers=[("Authorization", header), ("Authorization", header)]), 401)


def test_a_revoked_token_and_one_that_ran_out_are_refused(
    client: TestClient, signed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    header = issued()
    assert client.get("/api/v1/metrics", headers=header).status_code == 200
    (token,) = known_tokens(Settings()).values()
    TokenDesk(Settings(), Person()).revoke(token.token_id, seen=token.seen)
    shown._known.until = 0
    refused(client.get("/api/v1/metrics", headers=header), 401)
    later = issued(replace(GRANT, expires_on=today()))
    assert client.get("/api/v1/metrics", headers=later).status_code == 200
    monkeypatch.setattr("pipelines.jobs.tokens.today", lambda: today() + timedelta(days=1))
    shown._known.until = 0
    refused(client.get("/api/v1/metrics", headers=later), 401)


def test_what_is_kept_of_a_token_is_its_hash(root: Path) -> None:
    text = TokenDesk(Settings(), Person()).issue(GRANT)
    kept = b"".join(path.read_bytes() for path in (root / "register").iterdir())
    assert text.split("_", 2)[2].encode() not in kept and b"digest" in kept


@pytest.mark.parametrize(
    "person",
    [Person("a", frozenset({"approver"})), Person("b", frozenset({"administrator"}), frozenset({STREETS[1]}))],
)
def test_tokens_are_issued_by_who_administers_the_whole_board(root: Path, person: Person) -> None:
    with pytest.raises((NotAllowed, NotTheirs)):
        TokenDesk(Settings(), person).issue(GRANT)
    assert known_tokens(Settings()) == {}


@pytest.mark.parametrize(
    "query",
    [
        "page=-1",
        "page=0",
        "page=1.5",
        "page=１",
        "page=9999999999999",
        "size=0",
        "size=1001",
        "size=",
        "year=abc",
        "year=-3",
    ],
)
def test_a_page_or_year_that_is_none_is_refused_with_what_may_be_asked(client: TestClient, query: str) -> None:
    assert query.partition("=")[0] in refused(client.get(f"/api/v1/observations?{query}"), 400)


@pytest.mark.parametrize(
    "query", ["page=1&page=2", "organisation=" + "x" * 201, "sort=value", "id=1", "organisation[]=x"]
)
def test_a_parameter_that_is_unknown_doubled_or_endless_is_refused(client: TestClient, query: str) -> None:
    refused(client.get(f"/api/v1/observations?{query}"), 400)


def test_pages_hold_every_item_once_and_lead_to_each_other(client: TestClient) -> None:
    found, to = [], "/api/v1/observations?size=7"
    while to:
        answer = client.get(to)
        found += [item["observation_id"] for item in answer.json()["items"]]
        following = re.findall(r'<([^>]+)>; rel="next"', answer.headers.get("link", ""))
        to = f"/api/v1/{following[0]}" if following else ""
    assert len(found) == len(set(found)) == answer.json()["total"] > 14
    assert client.get("/api/v1/observations?page=10000000").json()["items"] == []


def test_what_didn_t_change_isn_t_sent_again(client: TestClient, root: Path) -> None:
    first = client.get("/api/v1/goals")
    again = client.get("/api/v1/goals", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert whole().edition_id in first.headers["etag"]
    assert first.headers["cache-control"] == "private, no-cache"


def test_an_entity_tag_of_one_scope_is_none_of_another_s(client: TestClient, signed: Path) -> None:
    one, all_of_them = issued(), issued(replace(GRANT, organisations=None))
    tag = client.get("/api/v1/observations", headers=all_of_them).headers["etag"]
    answer = client.get("/api/v1/observations", headers={**one, "If-None-Match": tag})
    assert answer.status_code == 200 and answer.headers["etag"] != tag


def test_who_asks_too_often_is_told_when_to_ask_again(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAZHI_API_PER_MINUTE", "20")
    answers = [client.get("/api/v1/metrics?size=1") for _ in range(8)]
    assert [each.status_code for each in answers] == [200] * 5 + [429] * 3
    assert int(answers[-1].headers["retry-after"]) >= 1
    refused(answers[-1], 429)


def test_a_bucket_fills_by_the_minute() -> None:
    bucket = Buckets(60)
    assert [bucket.wait("a", 0.0) for _ in range(15)] == [0.0] * 15
    assert 0 < bucket.wait("a", 0.0) <= 1
    assert bucket.wait("b", 0.0) == 0
    assert bucket.wait("a", 1.1) == 0 and bucket.wait("a", 1.1) > 0


@pytest.mark.parametrize(
    "path", ["/api", "/api/", "/api/v2/metrics", "/api/v1/figures/../../x", "/api/v1/%2e%2e/secrets"]
)
def test_an_address_that_is_none_is_told_where_all_of_them_stand(client: TestClient, path: str) -> None:
    answer = client.get(path, follow_redirects=False)
    if answer.status_code != 404 or answer.headers["content-type"] != "application/problem+json":
        assert answer.status_code in (307, 404)
    else:
        assert "openapi.json" in refused(answer, 404)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_nothing_is_written_by_the_api(client: TestClient, method: str) -> None:
    for path in ("/api/v1/metrics", "/api/v1/observations/x", "/api/v1/editions"):
        assert client.request(method, path).status_code in (404, 405)


def test_refusals_are_told_in_the_language_that_is_asked_for(client: TestClient) -> None:
    for language, word in (("zh-CN,en;q=0.5", "参数"), ("en-GB", "parameter"), ("fr, *", "参数")):
        answer = client.get("/api/v1/metrics?sort=1", headers={"Accept-Language": language})
        assert word in refused(answer, 400)


def test_what_fails_inside_is_logged_under_the_number_that_is_told(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("pipelines.web.answers.listed", lambda *_: 1 / 0)
    detail = refused(client.get("/api/v1/metrics"), 500)
    number = re.search("[0-9a-f]{8}", detail)[0]
    assert number in caplog.text and "ZeroDivisionError" in caplog.text and "division" not in detail


def test_a_server_is_alive_and_ready_without_a_token_and_says_no_more(client: TestClient, signed: Path) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ready"}


def test_a_server_without_an_edition_or_a_register_isn_t_ready(client: TestClient, root: Path) -> None:
    TokenDesk(Settings(), Person()).issue(GRANT)
    pointer = root / "warehouse" / "current"
    kept = pointer.read_text()
    pointer.unlink()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["failed"]) == (503, ["edition"])
    assert refused(client.get("/api/v1/metrics"), 503)
    pointer.write_text(kept)
    (root / "register" / "register.sqlite3").write_bytes(b"no database" * 400)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["failed"]) == (503, ["register"])


def test_the_description_names_every_path_and_every_column(client: TestClient) -> None:
    described = client.get("/api/v1/openapi.json").json()
    assert described["openapi"] == "3.1.0"
    for path in described["paths"]:
        answer = client.get("/api/v1" + path.replace("{observation_id}", "x"))
        assert answer.status_code in (200, 404)
    for name in LISTS:
        items = client.get(f"/api/v1/{name}").json()["items"]
        assert set(items[0]) == set(described["components"]["schemas"][name]["properties"]), name
    references = re.findall(r'"#/components/schemas/(\w+)"', json.dumps(described))
    assert set(references) <= set(described["components"]["schemas"])


def test_an_answer_s_dates_and_numbers_are_plain(client: TestClient) -> None:
    item = client.get("/api/v1/figures?organisation=longjin&year=2023&metric=contracts_reviewed").json()["items"][0]
    assert item["value"] == 92 and isinstance(item["value"], int)
    assert date.fromisoformat(item["period_end"]) == date(2023, 12, 31)
