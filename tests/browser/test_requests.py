"""What somebody sends who isn't a browser, or a browser on another site's behalf: nothing is given, nothing is told."""

import http.client
import shutil
import sys
from collections.abc import Callable
from datetime import date
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from websockets.exceptions import InvalidStatus

from pipelines.jobs.build import build
from pipelines.jobs.people import Person
from pipelines.jobs.settings import Settings
from pipelines.jobs.tokens import Grant, TokenDesk
from tests.browser.serving import REPOSITORY, served
from tests.browser.talking import HEAD, told

SECRET = "geheim7431"
ELSEWHERE = [
    "http://evil.example",
    "https://evil.example",
    "null",
    "",
    "http://[",
    "http://0.0.0.0",
    "http://127.0.0.1:1",
]
STATICS = "/static/", "/board/", "/media/", "/component/", "/component/x/", "/_stcore/bidi-components/", "/app/static/"
UPWARDS = [
    "../" * 9,
    "..%2f" * 9,
    "%2e%2e/" * 9,
    "%2e%2e%2f" * 9,
    "..%5c" * 9,
    "..%252f" * 9,
    "%c0%ae%c0%ae/" * 9,
    "/",
    "%00/",
]
ASKED = [f"{under}{up}{to}" for under in STATICS for up in UPWARDS for to in ("etc/passwd", "app.py")]
OURS = [
    "//etc/passwd",
    "/%5c%5cevil.example/share",
    "/app.py",
    "/.streamlit/config.toml",
    "/dashboards/server.py",
    "/data/register/register.sqlite3",
    "/../../../../etc/passwd",
    "/api/v1/..%2f..%2f..%2fetc/passwd",
    "/board/../assets/board.css",
]
ODD = [
    ("GET", "/api/v1/nothing"),
    ("GET", "/api/v1/metrics?year=x"),
    ("GET", "/_stcore/agent"),
    ("GET", "/_stcore/metrics"),
    ("GET", "/_stcore/host-config"),
    ("GET", "/_stcore/health"),
    ("GET", "/media/nothing.csv"),
    ("GET", "/component/nothing/x.js"),
    ("GET", "/_stcore/bidi-components/nothing/x.js"),
    ("GET", "/static/js/nothing.js"),
    ("GET", "/board/nothing"),
    ("GET", "/board/table.pdf"),
    ("GET", "/auth/login"),
    ("GET", "/oauth2callback?code=1&state=2"),
    ("GET", "/?lang=%ff%fe"),
    ("GET", "/%ff%fe"),
    ("GET", "/healthz/"),
    ("POST", "/"),
    ("POST", "/board/table.csv"),
    ("POST", "/board/table.pdf"),
    ("POST", "/healthz"),
    ("POST", "/oauth2callback"),
    ("PUT", "/_stcore/upload_file/a/b"),
    ("PUT", "/_stcore/upload_file/..%2f..%2fa/..%2fb"),
    ("DELETE", "/_stcore/upload_file/a/b"),
    ("DELETE", "/api/v1/metrics"),
    ("TRACE", "/api/v1/metrics"),
    ("TRACE", "/"),
    ("NOTHING", "/_stcore/stream"),
]


def answered(
    address: str, method: str, path: str, body: bytes | None = None, **headers: str
) -> tuple[int, dict, bytes]:
    """Status, headers and body of an answer to a path as it stands here."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
    connection.putrequest(method, path, skip_host="host" in headers)
    for name, value in headers.items():
        connection.putheader(name, value)
    if body is not None:
        connection.putheader("content-length", str(len(body)))
    connection.endheaders(body)
    answer = connection.getresponse()
    found = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    connection.close()
    return found


def test_a_page_of_this_board_and_a_program_open_the_socket(address: str) -> None:
    assert HEAD in told(address, origin=address) and HEAD in told(address)


@pytest.mark.parametrize("origin", ELSEWHERE)
def test_a_page_of_another_site_opens_no_socket(address: str, origin: str) -> None:
    with pytest.raises(InvalidStatus, match="403"):
        told(address, origin=origin)


@pytest.mark.parametrize("origin", ELSEWHERE)
def test_a_page_of_another_site_sends_nothing(address: str, origin: str) -> None:
    table = b'{"title":"a","columns":["a"],"rows":[[1]]}'
    assert answered(address, "POST", "/board/table.csv", table, origin=address)[0] == 200
    status, _, body = answered(address, "POST", "/board/table.csv?lang=en", table, origin=origin)
    assert status == 403 and b"a page of another site" in body


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "192.0.2.1", "", "[::1", "127.0.0.1@evil.example"]
)
def test_a_name_that_somebody_points_at_this_machine_opens_nothing(address: str, host: str) -> None:
    port = urlsplit(address).port
    assert answered(address, "GET", "/?lang=en", host=f"{host}:{port}")[0] in (400, 403)
    assert answered(address, "GET", "/api/v1/metrics", host=f"{host}:{port}")[0] in (400, 403)


@pytest.mark.parametrize("header", ["x-forwarded-for", "x-forwarded-proto", "forwarded", "via", "x-real-ip"])
def test_without_sign_in_nobody_comes_through_a_proxy(address: str, header: str) -> None:
    assert answered(address, "GET", "/", **{header: "192.0.2.1"})[0] == 403
    with pytest.raises(InvalidStatus, match="403"):
        told(address, **{header: "192.0.2.1"})


def test_no_file_is_uploaded_without_the_token_of_a_page(address: str) -> None:
    assert answered(address, "PUT", "/_stcore/upload_file/a/b", b"x", origin=address)[0] == 403
    assert answered(address, "DELETE", "/_stcore/upload_file/a/b", origin=address)[0] == 403


def test_no_path_leads_out_of_what_is_served(address: str) -> None:
    style = (REPOSITORY / "dashboards" / "assets" / "board.css").read_bytes()[:80]
    for path in ASKED + OURS:
        status, headers, body = answered(address, "GET", path)
        is_page = status == 200 and headers["content-type"].startswith("text/html") and b'<div id="root">' in body
        assert is_page or status in (307, 400, 404), path
        for inside in (b"root:x:0", b"import streamlit", b"[server]", b"SQLite format", style):
            assert inside not in body, path


@pytest.mark.parametrize(("method", "path"), ODD)
def test_no_answer_tells_of_the_inside(address: str, served_root: Path, method: str, path: str) -> None:
    status, headers, body = answered(address, method, path, b"{" if method in ("POST", "PUT") else None)
    assert status < 500 and "server" not in headers and "x-powered-by" not in headers
    said = body.decode() + str(headers)
    told_of = [
        "Traceback",
        'File "',
        "site-packages",
        "python",
        str(REPOSITORY),
        str(served_root),
        "dashboards.",
        sys.prefix,
    ]
    told_of += [version(name) for name in ("streamlit", "starlette", "uvicorn", "duckdb")]
    assert [each for each in told_of if each in said] == []


def test_no_page_around_the_board_may_tell_it_what_to_do(address: str) -> None:
    _, _, body = answered(address, "GET", "/_stcore/host-config")
    assert b'"allowedOrigins":[]' in body


@pytest.fixture
def logged(root_like: Callable[..., Path], request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch):
    """A board of this test alone, a token of it, and its log; `request.param`: the URL of its register."""
    root = root_like("today", lambda root: build(Settings(data=root)))
    token = TokenDesk(Settings(data=root), Person()).issue(Grant("甲", "viewer", None, date(2999, 12, 31)))
    if request.param:
        monkeypatch.setenv("FAZHI_REGISTER_URL", request.param)
    with served(root) as address:
        yield address, token, root


REGISTERS = ["", f"postgresql+psycopg://fazhi:{SECRET}@127.0.0.1:1/board"]


@pytest.mark.parametrize("logged", REGISTERS, indirect=True, ids=["its own file", "a server that is down"])
def test_no_secret_stands_in_the_log_nor_in_an_answer(logged: tuple[str, str, Path]) -> None:
    address, token, root = logged
    said = []
    paths = "/api/v1/metrics", "/api/v1/nothing", "/readyz", f"/oauth2callback?code={SECRET}&state={SECRET}"
    for authorization in (f"Bearer {token}", f"Bearer {token[:-1]}x", f"Basic {SECRET}", f"Bearer {SECRET}"):
        headers = {"authorization": authorization, "cookie": f"_streamlit_user={SECRET}; fazhi_back={SECRET}"}
        said += [answered(address, "GET", path, **headers)[2].decode() for path in paths]
        said.append(told(address, **headers))
    said += [told(address, page=page) for page in ("log", "review", "settings")]
    editions = root / "warehouse" / "editions"
    current = (root / "warehouse" / "current").read_text(encoding="utf-8").strip()
    shutil.copytree(editions / current, editions / "2030-01-01-00000000")
    (root / "warehouse" / "current").write_text("2030-01-01-00000000", encoding="utf-8")
    for broken in ("board.duckdb", "manifest.json"):
        file = editions / "2030-01-01-00000000" / broken
        file.unlink()
        file.write_bytes(b"neither" * 4_000)
        said.append(answered(address, "GET", "/api/v1/goals", authorization=f"Bearer {token}")[2].decode())
        said.append(told(address))
    log = (root.parent / "server.log").read_text(encoding="utf-8")
    for secret in (token, token.split("_", 2)[2], SECRET):
        assert secret not in log and not any(secret in each for each in said)
    plain = [each.replace("\\", "") for each in said]  # a page's marks are told apart by them
    assert not any(inside in each for each in plain for inside in ("Traceback", str(root)))
