"""The evidence of an organisation as a download: for whom it is, a refusal in words for others, nothing left behind."""

import io
import json
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboards import evidence_route, sign_in
from pipelines.api import BoardError
from pipelines.domain.errors import NotSignedIn
from pipelines.jobs.people import Person
from tests.jobs.rounds import ASSESSED, CHIEF, FIRST, OTHER_CHIEF, organiser, plan, publish

ORG, OTHER = ASSESSED[:2]


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this process puts its temporary files."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def client(assessed_district: Path) -> TestClient:
    return TestClient(Starlette(routes=[evidence_route.ROUTE]), raise_server_exceptions=False)


@pytest.fixture
def sent_by(monkeypatch: pytest.MonkeyPatch) -> Callable[[Person | BoardError], None]:
    """`sent_by(person)`: whose cookies come with a request; a refusal where nobody's do."""

    def come_from(who: Person | BoardError) -> None:
        def known(_cookies: object) -> Person:
            if isinstance(who, BoardError):
                raise who
            return who

        monkeypatch.setattr(sign_in, "who_sent", known)

    return come_from


def address(round_id: str, organisation_id: str = ORG, language: str = "zh") -> str:
    return f"/board/evidence/{round_id}/{organisation_id}.zip?lang={language}"


@pytest.mark.parametrize(("language", "contents"), [("zh", "目录.csv"), ("en", "Contents.csv")])
def test_the_local_person_gets_a_file_that_can_be_opened(
    client: TestClient, announced: str, temporary: Path, language: str, contents: str
) -> None:
    answer = client.get(address(announced, language=language))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    name = unquote(answer.headers["content-disposition"].partition("filename*=UTF-8''")[2])
    assert {"zh": "砚汀街道", "en": "Yanting"}[language] in name and "2024" in name and name.endswith(".zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None and archive.namelist()[:2] == [contents, "manifest.json"]
        about = json.loads(archive.read("manifest.json"))["about"]
    assert (about["round"], about["organisation"]) == (announced, ORG)
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize(
    "header",
    [
        {"Range": "bytes=0-9"},
        {"Range": "bytes=0-9,20-29"},
        {"Range": "bytes=99999999-"},
        {"Range": "bytes=x"},
        {"Range": "rows=1-2"},
        {"If-Range": "x", "Range": "bytes=0-9"},
    ],
)
def test_whatever_part_is_asked_for_no_file_is_left_behind(
    client: TestClient, announced: str, temporary: Path, header: dict[str, str]
) -> None:
    assert client.get(address(announced), headers=header).status_code in (200, 206, 400, 416)
    assert client.head(address(announced), headers=header).status_code in (200, 206, 400, 416)
    assert list(temporary.iterdir()) == []


def test_who_goes_away_in_the_midst_leaves_no_file_behind(
    client: TestClient, announced: str, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise OSError("connection lost")

    monkeypatch.setattr(evidence_route.FileResponse, "_handle_simple", broken)
    assert client.get(address(announced)).status_code == 500
    assert list(temporary.iterdir()) == []


def test_an_organisation_gets_its_own_and_is_refused_another_s_in_words(
    client: TestClient, announced: str, temporary: Path, sent_by: Callable[[Person], None]
) -> None:
    sent_by(CHIEF)
    assert client.get(address(announced)).status_code == 200
    sent_by(OTHER_CHIEF)
    answer = client.get(address(announced))
    assert answer.status_code == 404 and answer.headers["content-type"].startswith("text/plain")
    assert "Traceback" not in answer.text and len(answer.text) > 10
    assert client.get(address(announced, language="en")).text.isascii()
    assert list(temporary.iterdir()) == []


def test_what_isn_t_told_yet_is_refused_in_words_and_the_district_has_it(
    client: TestClient, sent_by: Callable[[Person], None]
) -> None:
    round_id = organiser().open(plan())
    sent_by(CHIEF)
    answer = client.get(address(round_id))
    assert answer.status_code == 404 and "正在自评和评分" in answer.text and "请在此后办理" in answer.text
    sent_by(FIRST)
    assert client.get(address(round_id)).status_code == 200


def test_a_published_round_s_evidence_stays(
    client: TestClient, announced: str, monkeypatch: pytest.MonkeyPatch, sent_by: Callable[[Person], None]
) -> None:
    publish(announced, monkeypatch)
    sent_by(CHIEF)
    assert client.get(address(announced)).status_code == 200


def test_who_isn_t_signed_in_is_told_so(
    client: TestClient, announced: str, temporary: Path, sent_by: Callable[[BoardError], None]
) -> None:
    sent_by(NotSignedIn(where="FAZHI_SIGN_IN", code="first"))
    answer = client.get(address(announced))
    assert answer.status_code == 401 and "登录" in answer.text
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize(
    "round_id",
    [
        "nothing",
        "..",
        ".",
        "%2e%2e",
        "..%2f..%2fetc",
        "chengyue-2024%2f..",
        "chengyue-2024%00",
        "%20",
        "a" * 3_000,
        "'--",
        "%F0%9F%98%80",
    ],
)
def test_a_round_that_is_none_is_refused_and_no_path_leads_anywhere(
    client: TestClient, announced: str, temporary: Path, assessed_district: Path, round_id: str
) -> None:
    answer = client.get(address(round_id))
    assert answer.status_code == 404 and "Traceback" not in answer.text and str(assessed_district) not in answer.text
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize(
    "organisation_id",
    [
        "nothing",
        "..",
        "chengyue",
        "longjin",
        "%2e%2e",
        "..%2fregister",
        "yanting%00",
        "YANTING",
        "yanting.zip",
        "%20yanting",
        "*",
        "a" * 3_000,
    ],
)
def test_an_organisation_that_is_none_of_the_round_is_refused_and_no_path_leads_anywhere(
    client: TestClient, announced: str, temporary: Path, assessed_district: Path, organisation_id: str
) -> None:
    answer = client.get(address(announced, organisation_id))
    assert answer.status_code == 404 and "Traceback" not in answer.text and str(assessed_district) not in answer.text
    assert list(temporary.iterdir()) == []


def test_a_file_that_can_t_be_made_is_refused_in_words_and_nothing_is_left(
    client: TestClient, announced: str, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise NotSignedIn(where="x", code="first")

    monkeypatch.setattr(evidence_route, "write_evidence", fail)
    assert client.get(address(announced)).status_code == 401

    def break_off(*_: object) -> None:
        raise RuntimeError("disk")

    monkeypatch.setattr(evidence_route, "write_evidence", break_off)
    assert client.get(address(announced)).status_code == 500
    assert list(temporary.iterdir()) == []


def test_a_language_that_nobody_speaks_is_answered_in_the_board_s(client: TestClient, announced: str) -> None:
    for language in ("xx", "", "../en", "zh;en"):
        with zipfile.ZipFile(io.BytesIO(client.get(address(announced, language=language)).content)) as archive:
            assert archive.namelist()[0] == "目录.csv"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_is_written_by_the_address(client: TestClient, announced: str, method: str) -> None:
    assert client.request(method, address(announced)).status_code == 405
