"""Starting the board as `make run` does, and running the command line on its root."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import expect

REPOSITORY = Path(__file__).parents[2]
ARTEFACTS = REPOSITORY / "build" / "screenshots"
READERS = [("wide", "light", "zh"), ("wide", "dark", "en"), ("phone", "light", "en"), ("phone", "dark", "zh")]
"""Every two of size, theme and language together."""


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def run_pipeline(root: Path, *verb: str) -> str:
    """One verb of the command line on a root; its output."""
    environment = {**os.environ, "FAZHI_DATA": str(root)}
    command = [sys.executable, "-m", "pipelines", *verb]
    return subprocess.run(command, cwd=REPOSITORY, env=environment, check=True, capture_output=True, text=True).stdout


def wait_until_served(url: str, server: subprocess.Popen) -> None:
    """Until the board is healthy: a plain page would answer on any path."""
    wait_until_answered(f"{url}/_stcore/health", server, b"ok")


def wait_until_answered(url: str, server: subprocess.Popen, answered: bytes = b"") -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert server.poll() is None, "the server ended by itself"
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                if answer.read() == answered or not answered:
                    return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.3)
    raise AssertionError("the server didn't answer within 60 s")


@contextmanager
def served(root: Path) -> Generator[str]:
    """The address of a board over this root; its server runs until the end of the block."""
    port = free_port()
    environment = {**os.environ, "FAZHI_DATA": str(root), "FAZHI_PORT": str(port)}
    with (root.parent / "server.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "dashboards.server"], cwd=REPOSITORY, env=environment, stdout=log, stderr=log
        )
        try:
            wait_until_served(f"http://127.0.0.1:{port}", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(20)


def still(page) -> None:
    """Wait until the page's script has run: a click amid its drawing may meet a button that is being replaced."""
    page.wait_for_timeout(300)
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def shoot(page, name: str) -> None:
    """Keep a picture of the whole page, and see that nothing reaches past its side."""
    still(page)
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    size = page.viewport_size
    page.set_viewport_size({"width": size["width"], "height": max(size["height"], height)})
    page.wait_for_timeout(300)
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"{name}.png")
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= size["width"]
    page.set_viewport_size(size)
