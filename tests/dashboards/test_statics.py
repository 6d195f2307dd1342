"""Files that come from memory, and everything else, which goes on to the app."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Message

from dashboards.server import DRAWING, PARTS, fetched_ahead
from dashboards.statics import FOLDERS, Statics, files
from dashboards.theme import PLOTLY


def answered(path: str, method: str = "GET") -> tuple[int, dict[str, str], bytes]:
    """Code, headers and body of what is answered to a request."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {"type": "http", "method": method, "path": path, "headers": []}
    # in a thread of its own: a browser test before this one leaves its loop running here
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, Statics(PlainTextResponse("the app", 418))(scope, receive, send)).result()
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(message.get("body", b"") for message in sent[1:])


@pytest.mark.parametrize("suffix", [".js", ".css", ".woff2"])
def test_each_kind_of_file_comes_whole_and_may_be_kept_for_good(suffix: str) -> None:
    path, file = next((path, file) for path, file in files().items() if path.endswith(suffix))
    code, headers, body = answered(path)
    assert (code, body) == (200, Path(file).read_bytes())
    assert "immutable" in headers["cache-control"] and headers["content-length"] == str(len(body))
    kind = {".js": "javascript", ".css": "text/css", ".woff2": "font/woff2"}[suffix]
    assert kind in headers["content-type"]


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/metrics",
        "/static/js/gone.js",
        "/static/",
        "/static/../index.html",
        "/board/../shell.js",
        "/board/table.csv",
    ],
)
def test_what_is_no_such_file_goes_on_to_the_app(path: str) -> None:
    assert answered(path)[0] == 418


def test_a_file_is_only_read() -> None:
    assert answered(f"/{PLOTLY}")[0] == 200
    assert answered(f"/{PLOTLY}", "POST")[0] == 418


def test_every_script_that_is_fetched_ahead_is_there() -> None:
    links = fetched_ahead(draws=True)
    for name in (*PARTS, *DRAWING):
        assert links.count(f"/static/js/{name}.") == 1, name
    assert f"/{PLOTLY}" in files() and PLOTLY in links and PLOTLY not in fetched_ahead(draws=False)
    assert all(folder.is_dir() for folder in FOLDERS.values())
