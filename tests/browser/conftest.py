"""What `make run` starts, on a free port over a root of its own, and Debian's Chromium to look at it."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.serving import REPOSITORY, run_pipeline, served

SIZES = {"wide": (1440, 900), "phone": (390, 844)}

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
    with served(served_root) as url:
        yield url


@pytest.fixture(scope="session")
def chromium():
    path = shutil.which("chromium")
    assert path, "Debian's chromium is needed: make setup installs it or says how"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS, timeout=60_000)
        yield browser
        browser.close()


@pytest.fixture
def reader(chromium, address, request):
    """A page of the board for (size, theme, language); at the end nothing may have gone wrong in its console, nor left
    this machine.
    """
    size, theme, language = request.param
    width, height = SIZES[size]
    context = chromium.new_context(
        viewport={"width": width, "height": height}, color_scheme=theme, permissions=["clipboard-write"]
    )
    context.set_default_timeout(30_000)
    page = context.new_page()
    faults: list[str] = []
    own = (address, address.replace("http", "ws"), "data:", "blob:")
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda asked: None if asked.url.startswith(own) else faults.append(f"asked for {asked.url}"))
    page.on("response", lambda answer: faults.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None)
    page.goto(f"{address}/?lang={language}")
    yield page
    context.close()
    assert not faults
