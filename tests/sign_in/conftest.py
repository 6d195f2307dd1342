"""A real OpenID provider and a board that signs in by it, both on loopback."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import FLAGS
from tests.browser.serving import REPOSITORY, free_port, wait_until_answered, wait_until_served

HERE = Path(__file__).parent
NODE = REPOSITORY / "build" / "node"
SECRETS = """
[auth]
redirect_uri = "{board}/oauth2callback"
cookie_secret = "{secret}"
client_id = "board"
client_secret = "a-secret-of-the-tests"
server_metadata_url = "{provider}/.well-known/openid-configuration"
client_kwargs = {{ prompt = "login" }}
"""
ACCOUNTS: dict[str, dict[str, Any]] = {
    "viewer": {"name": "查看员甲", "roles": ["viewer"], "organisations": ["longjin"]},
    "clerk": {"name": "填报员甲", "roles": ["clerk"], "organisations": ["longjin"]},
    "reviewer": {"name": "审核员甲", "roles": ["reviewer"], "organisations": ["longjin"]},
    "approver": {"name": "审定员甲", "roles": "approver", "organisations": ["longjin"]},
    "administrator": {"name": "管理员甲", "roles": ["administrator"], "organisations": ["*"]},
    "nobody": {"name": "无角色", "roles": ["gardener"], "organisations": ["longjin"]},
    "nowhere": {"name": "无单位", "roles": ["clerk"], "organisations": ["atlantis"]},
}
"""Made-up people."""


@dataclass
class Provider:
    """A running provider; what it says of people and what it does wrong can be changed at any time."""

    address: str
    folder: Path
    process: subprocess.Popen

    def say(self, login: str, **claims: Any) -> None:
        known = json.loads((self.folder / "accounts.json").read_text(encoding="utf-8"))
        known[login] = known.get(login, {}) | claims
        _write(self.folder / "accounts.json", known)

    def do(self, **odd: Any) -> None:
        _write(self.folder / "odd.json", odd)


@dataclass
class Signed:
    """A board that signs in by a provider."""

    address: str
    provider: Provider
    root: Path
    log: Path


def _write(path: Path, content: Mapping[str, Any]) -> None:
    whole = path.with_suffix(".new")
    whole.write_text(json.dumps(content), encoding="utf-8")
    whole.replace(path)


@contextmanager
def provided(folder: Path, port: int, callback: str) -> Generator[Provider]:
    """A provider on a port until the end of the block."""
    folder.mkdir(exist_ok=True)
    _write(folder / "accounts.json", ACCOUNTS)
    _write(folder / "odd.json", {})
    environment = {"PATH": os.environ["PATH"], "FAZHI_NODE": str(NODE), "NODE_NO_WARNINGS": "1"}
    command = ["node", str(HERE / "provider.mjs"), str(port), callback, str(folder)]
    with (folder / "provider.log").open("a") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        address = f"http://127.0.0.1:{port}"
        try:
            wait_until_answered(f"{address}/.well-known/openid-configuration", process)
            yield Provider(address, folder, process)
        finally:
            process.terminate()
            process.wait(20)


@contextmanager
def signing_board(root: Path, folder: Path, provider_address: str, port: int, **settings: str) -> Generator[Path]:
    """A board that signs in by the provider at an address, until the end of the block; its log.

    `settings`: environment variables, and `board` (the address that people reach it by) or `module` (what serves it).
    """
    secrets, module = folder / "secrets.toml", settings.pop("module", "dashboards.server")
    board = settings.pop("board", f"http://127.0.0.1:{port}")
    secrets.write_text(SECRETS.format(board=board, secret="s" * 40, provider=provider_address), encoding="utf-8")
    secrets.chmod(0o600)
    root.chmod(0o700)
    environment = {
        **os.environ,
        "FAZHI_DATA": str(root),
        "FAZHI_PORT": str(port),
        "FAZHI_SIGN_IN": str(secrets),
        **settings,
    }
    log = folder / "board.log"
    with log.open("w") as file:
        command = [sys.executable, "-m", module]
        server = subprocess.Popen(command, cwd=REPOSITORY, env=environment, stdout=file, stderr=file)
        try:
            wait_until_served(f"http://127.0.0.1:{port}{urlsplit(board).path}", server)
            yield log
        finally:
            server.terminate()
            server.wait(20)


@contextmanager
def signed_board(root: Path, folder: Path, **settings: str) -> Generator[Signed]:
    """A provider and a board over a root that signs in by it, until the end of the block."""
    if not (NODE / "installed").is_file():
        pytest.skip("no OpenID provider here: make test-services installs it where there is Node.js with npm")
    ports = free_port(), free_port()
    callback = f"http://127.0.0.1:{ports[1]}/oauth2callback"
    with (
        provided(folder / "provider", ports[0], callback) as provider,
        signing_board(root, folder, provider.address, ports[1], **settings) as log,
    ):
        yield Signed(f"http://127.0.0.1:{ports[1]}", provider, root, log)


@pytest.fixture
def board(root_like, tmp_path: Path) -> Iterator[Signed]:
    """A board over a root of this test alone."""
    with signed_board(root_like("built", _built), tmp_path) as board:
        yield board


def _built(root: Path) -> None:
    from tests.browser.serving import run_pipeline

    run_pipeline(root, "build")


@pytest.fixture(scope="session")
def chromium():
    path = shutil.which("chromium")
    assert path, "Debian's chromium is needed: make setup installs it or says how"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS, timeout=60_000)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium) -> Iterator[Callable[[], Page]]:
    """`visit()`: a page of a browser that knows nobody yet."""
    contexts = []

    def new() -> Page:
        contexts.append(chromium.new_context(viewport={"width": 1440, "height": 900}))
        return contexts[-1].new_page()

    yield new
    for context in contexts:
        context.close()
