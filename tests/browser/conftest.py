"""What `make run` starts, on a free port over a root of its own, and Debian's Chromium to look at it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.serving import REPOSITORY, free_port, run_pipeline, wait_until_served

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def served_root(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("served") / "data"
    for name in ("longjin-2023", "longjin-2024"):
        shutil.copytree(REPOSITORY / "data" / "documents" / name, root / "documents" / name)
    shutil.copytree(REPOSITORY / "data" / "catalogue", root / "catalogue")
    run_pipeline(root, "build")
    return root


@pytest.fixture(scope="session")
def address(served_root):
    """The board's address; the server is started for the session and stopped after it."""
    port = free_port()
    environment = {**os.environ, "FAZHI_DATA": str(served_root), "FAZHI_PORT": str(port)}
    log = (served_root.parent / "server.log").open("w")
    server = subprocess.Popen(
        [sys.executable, "-m", "dashboards.server"], cwd=REPOSITORY, env=environment, stdout=log, stderr=log
    )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until_served(url, server)
        yield url
    finally:
        server.terminate()
        server.wait(20)
        log.close()


@pytest.fixture(scope="session")
def chromium():
    path = shutil.which("chromium")
    assert path, "Debian's chromium is needed: make setup installs it or says how"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS, timeout=60_000)
        yield browser
        browser.close()
