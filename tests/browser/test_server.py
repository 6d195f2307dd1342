"""Starting the board: what it says, what it refuses, and that what it sends is sent at once."""

import http.client
import json
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from dashboards.statics import files
from tests.browser.serving import REPOSITORY, free_port, wait_until_served

Refused = Callable[..., str]


@pytest.fixture(scope="module")
def starter() -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.browser.refusing"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=REPOSITORY, **pipes) as process:
        yield process
        process.communicate(timeout=60)


@pytest.fixture
def refused(starter: subprocess.Popen[str], served_root: Path) -> Refused:
    """What a server says that these settings keep from starting."""

    def say(**settings: str) -> str:
        asked = {"FAZHI_DATA": str(served_root), "FAZHI_PORT": str(free_port()), **settings}
        starter.stdin.write(json.dumps(asked) + "\n")
        starter.stdin.flush()
        code, said = json.loads(starter.stdout.readline())
        assert code == 1 and "Traceback" not in said
        return said

    return say


def test_a_port_in_use_is_named_with_what_to_do(served_root: Path) -> None:
    port = free_port()
    environment = {**os.environ, "FAZHI_DATA": str(served_root), "FAZHI_PORT": str(port)}
    command = [sys.executable, "-m", "dashboards.server"]
    with socket.create_server(("127.0.0.1", port)):
        ended = subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 1 and "Traceback" not in ended.stderr
    assert str(port) in ended.stderr and "FAZHI_PORT=8600" in ended.stderr


@pytest.mark.parametrize("port", ["eighty", "-1", "70000", "", "8501.5"])
def test_what_is_no_port_is_refused_in_words(refused: Refused, port: str) -> None:
    assert "不是端口号" in refused(FAZHI_PORT=port)


@pytest.mark.parametrize(("language", "told"), [("zh", "请把编号"), ("en", "tell the administrator the number")])
def test_a_page_that_fails_tells_a_number_of_the_log_and_nothing_of_the_inside(
    served_root: Path, chromium, tmp_path: Path, language: str, told: str
) -> None:
    script, log, port = tmp_path / "page.py", tmp_path / "log", free_port()
    script.write_text("raise RuntimeError('of the inside')\n", encoding="utf-8")
    starts = (
        f"from pathlib import Path; from dashboards import server; server.APP = Path({str(script)!r}); server.main()"
    )
    environment = {**os.environ, "FAZHI_DATA": str(served_root), "FAZHI_PORT": str(port)}
    with log.open("w") as file:
        command = [sys.executable, "-c", starts]
        server = subprocess.Popen(command, cwd=REPOSITORY, env=environment, stdout=file, stderr=file)
    try:
        wait_until_served(f"http://127.0.0.1:{port}", server)
        page = chromium.new_page()
        page.goto(f"http://127.0.0.1:{port}/?lang={language}")
        notice = page.locator(".notice.refused")
        expect(notice).to_contain_text(told)
        assert "of the inside" not in page.content() and page.locator("[data-testid=stException]").count() == 0
        number = re.search("[0-9a-f]{8}", notice.inner_text())[0]
        page.close()
    finally:
        server.terminate()
        server.wait(20)
    text = log.read_text(encoding="utf-8")
    assert number in text and "RuntimeError: of the inside" in text


def _few_files() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(1_024, hard), hard))


def test_who_stops_it_reads_no_traceback_though_a_page_is_open(served_root: Path, chromium, tmp_path: Path) -> None:
    port, log = free_port(), tmp_path / "log"
    environment = {**os.environ, "FAZHI_DATA": str(served_root), "FAZHI_PORT": str(port)}
    with log.open("w") as file:
        command = [sys.executable, "-m", "dashboards.server"]
        server = subprocess.Popen(
            command, cwd=REPOSITORY, env=environment, stdout=file, stderr=file, preexec_fn=_few_files
        )
    wait_until_served(f"http://127.0.0.1:{port}", server)
    page = chromium.new_page()
    page.goto(f"http://127.0.0.1:{port}/")
    page.locator(".masthead").wait_for()
    soft, hard = re.search(r"Max open files +(\d+) +(\d+)", Path(f"/proc/{server.pid}/limits").read_text()).groups()
    server.send_signal(signal.SIGINT)
    assert server.wait(30) == 0
    assert soft == hard  # each open page takes four, and 1,024 is the usual number
    page.close()
    assert log.read_text(encoding="utf-8") == f"法治看板：http://127.0.0.1:{port}（按 Ctrl+C 停止）\n"


def test_an_answer_s_body_does_not_wait_for_its_head_to_be_acknowledged(address: str) -> None:
    path = min((path for path in files() if path.endswith(".js")), key=lambda path: files()[path].stat().st_size)
    connection = http.client.HTTPConnection(urlsplit(address).netloc)
    taken = []
    for _ in range(20):
        began = time.perf_counter()
        connection.request("GET", path)
        connection.getresponse().read()
        taken.append(time.perf_counter() - began)
    connection.close()
    assert sorted(taken)[10] < 0.02  # held back it takes 0.04 s and more


SIGN_IN = """[auth]
redirect_uri = "https://board.example/oauth2callback"
cookie_secret = "{secret}"
client_id = "board"
client_secret = "x"
server_metadata_url = "https://id.example/.well-known/openid-configuration"
"""


@pytest.mark.parametrize("address", ["0.0.0.0", "192.0.2.1", "::", "example.org", "127.0.0.1.example.org"])
def test_without_sign_in_no_other_address_is_served(refused: Refused, address: str) -> None:
    said = refused(FAZHI_ADDRESS=address)
    assert address in said and "FAZHI_SIGN_IN" in said


@pytest.mark.parametrize(
    ("content", "mode", "told"),
    [
        (None, 0o600, "[auth]"),
        ("[auth", 0o600, "[auth]"),
        ("", 0o600, "[auth]"),
        (SIGN_IN.format(secret="short"), 0o600, "cookie_secret"),
        (SIGN_IN.format(secret="s" * 40).replace("client_id", "client"), 0o600, "client_id"),
        (SIGN_IN.format(secret="s" * 40).replace("oauth2callback", "back"), 0o600, "redirect_uri"),
        (SIGN_IN.format(secret="s" * 40), 0o644, "chmod 600"),
    ],
    ids=["no file", "no TOML", "empty", "short secret", "no client", "another callback", "readable by others"],
)
def test_a_sign_in_that_can_t_be_used_lets_nobody_in(
    refused: Refused, tmp_path: Path, content: str | None, mode: int, told: str
) -> None:
    file = tmp_path / "sign-in.toml"
    if content is not None:
        file.write_text(content, encoding="utf-8")
        file.chmod(mode)
    assert told in refused(FAZHI_SIGN_IN=str(file))


def test_with_sign_in_a_data_root_that_others_can_read_is_refused(
    refused: Refused, served_root: Path, tmp_path: Path
) -> None:
    file = tmp_path / "sign-in.toml"
    file.write_text(SIGN_IN.format(secret="s" * 40), encoding="utf-8")
    file.chmod(0o600)
    served_root.chmod(0o755)
    assert f"chmod 700 {served_root}" in refused(FAZHI_SIGN_IN=str(file))


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example"},
        {"Host": "localhost@evil.example"},
        {"X-Forwarded-For": "192.0.2.1"},
        {"X-Forwarded-Host": "127.0.0.1"},
        {"x-forwarded-anything": "1"},
        {"Forwarded": "for=192.0.2.1"},
        {"X-Real-IP": "192.0.2.1"},
        {"Via": "1.1 proxy"},
    ],
    ids=lambda headers: next(iter(headers.items()))[0] + " " + next(iter(headers.values())),
)
@pytest.mark.parametrize("path", ["/", "/_stcore/health", "/board/table.csv", "/api/v1/metrics"])
def test_without_sign_in_a_proxy_or_another_name_is_refused_with_the_setting(
    address: str, headers: dict[str, str], path: str
) -> None:
    connection = http.client.HTTPConnection(urlsplit(address).netloc)
    connection.request("GET", f"{path}?lang=en", headers=headers)
    answer = connection.getresponse()
    assert answer.status == 403 and "FAZHI_SIGN_IN" in answer.read().decode()
    connection.close()


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8501", "127.0.0.1", "[::1]:8501", "127.1.2.3"])
def test_this_machine_s_own_names_are_answered(address: str, host: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(address).netloc)
    connection.request("GET", "/_stcore/health", headers={"Host": host})
    assert connection.getresponse().status == 200
    connection.close()
