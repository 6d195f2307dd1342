"""How fast pages are, cold and warm, beside an empty Streamlit page and Dash: `make bench-pages`.

Prints the tables that stand in docs/pages.md and writes them there.  `ARGS=ROOT` takes a built root instead of making
the synthetic district (minutes).
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from playwright.sync_api import Page, Playwright, sync_playwright

from dashboards.navigation import LISTED
from tests.browser.conftest import FLAGS, SIZES
from tests.browser.serving import REPOSITORY, free_port, run_pipeline, wait_until_answered, wait_until_served

HOME = Path(__file__).parent
DOCS = REPOSITORY / "docs" / "pages.md"
ROUNDS, RUNS, WARM_UP, PATIENCE = 7, 8, 4, 60
DRAWN = (
    "[...document.querySelectorAll('.js-plotly-plot')].filter(each => each.querySelector('.point path')).length === 4"
)
PAINTED = {
    "empty": "document.body?.innerText.includes('ready')",
    "overview": "document.querySelectorAll('.figure-value').length >= 6 && document.querySelector('dl.trust')",
    "charts": DRAWN,
    "dash": DRAWN,
}
FIRST_YEAR = "document.querySelector('.metric-value small')?.innerText.includes('2018')"
CLICKS = (
    ("a core figure opens its sentence", "", "a.figure", "document.querySelector('header.metric')"),
    ("the overview opens the goals", "", "nav.pages a:nth-child(2)", "document.querySelector('.cards.single')"),
    ("another year of a metric", "metrics?metric=law_trainings", "nav.years a", FIRST_YEAR),
)
"""What a person does: words, page, what is clicked, and when its answer is painted."""


@contextmanager
def serving(root: Path, *command: str) -> Generator[str]:
    """A server's address over this root, until the end of the block."""
    port = free_port()
    environment = {**os.environ, "FAZHI_DATA": str(root), "FAZHI_PORT": str(port), "PYTHONPATH": str(REPOSITORY)}
    words = [sys.executable, "-m", *(each.replace("PORT", str(port)) for each in command)]
    with (root.parent / "server.log").open("a") as log:
        server = subprocess.Popen(words, cwd=REPOSITORY, env=environment, stdout=log, stderr=log)
        try:
            wait = wait_until_answered if "dash" in command[0] else wait_until_served
            wait(f"http://127.0.0.1:{port}", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(20)


def cold(playwright: Playwright, address: str, painted: str) -> float:
    """Seconds from asking for a page, in a browser that was just started, until it is painted."""
    browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS, timeout=60_000)
    try:
        width, height = SIZES["wide"]
        page = browser.new_page(viewport={"width": width, "height": height})
        page.add_init_script(f"window.painted = {until(painted)}")
        page.goto(address, wait_until="commit")
        return page.evaluate("window.painted") / 1000
    finally:
        browser.close()


def until(painted: str) -> str:
    """A promise of the moment, in milliseconds, at which a condition holds and a frame is drawn; it is broken where
    that takes longer than PATIENCE.
    """
    look = f"() => ({painted}) ? requestAnimationFrame(() => resolve(performance.now())) : requestAnimationFrame(look)"
    broken = f"setTimeout(() => reject(new Error('not painted')), {PATIENCE * 1000})"
    return f"new Promise((resolve, reject) => {{ {broken}; const look = {look}; look(); }})"


def clicked(page: Page, address: str, selector: str, painted: str) -> float:
    """Seconds from a click until its answer is painted."""
    page.goto(address)
    page.locator(selector).first.wait_for()
    page.wait_for_timeout(700)
    script = f"() => {{ const began = performance.now(); document.querySelector('{selector}').click(); return "
    return page.evaluate(f"{script}{until(painted)}.then((ended) => ended - began); }}") / 1000


def runs(page: Page, address: str, times: Path) -> list[float]:
    """Milliseconds of a page's script in the server, as clicks on its years run it in an open page, once warm."""

    def told() -> list[str]:
        return times.read_text().splitlines() if times.exists() else []

    def after(lines: int) -> None:
        deadline = time.monotonic() + PATIENCE
        while len(told()) < lines:
            assert time.monotonic() < deadline, f"{address}: no run of the page within {PATIENCE} s"
            page.wait_for_timeout(50)
        page.wait_for_timeout(800)  # what it told is drawn

    before = len(told())
    page.goto(address)
    after(before + 1)
    for number in range(WARM_UP + RUNS):
        year = f"year={2024 + number % 2}"
        page.evaluate(f"history.pushState({{}}, '', '{address}'.replace('year=2025', '{year}'))")
        page.evaluate("dispatchEvent(new PopStateEvent('popstate', { state: {} }))")
        after(before + number + 2)
    return [float(each) for each in told()[before + 1 + WARM_UP :]]


def measured(root: Path, organisation_id: str) -> str:
    """The tables, as Markdown."""
    times = root.parent / "times.txt"
    query = f"?org={organisation_id}&year=2025"
    with ExitStack() as stack:
        timed = "tests.browser.bench.timed"
        addresses = {
            "empty": stack.enter_context(serving(root, timed, str(HOME / "empty.py"), os.devnull)),
            "overview": stack.enter_context(serving(root, timed, "board", str(times))) + f"/{query}",
            "charts": stack.enter_context(serving(root, timed, str(HOME / "charts.py"), os.devnull)) + f"/four{query}",
            "dash": stack.enter_context(serving(root, "tests.browser.bench.in_dash", "PORT", organisation_id)),
        }
        board = addresses["overview"].removesuffix(f"/{query}")
        playwright = stack.enter_context(sync_playwright())
        seconds: dict[str, list[float]] = {name: [] for name in PAINTED}
        for number in range(ROUNDS + 1):
            for name, painted in PAINTED.items():
                taken = cold(playwright, addresses[name], painted)
                if number:  # the first round warms the servers
                    seconds[name].append(taken)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        scripts = {
            address: statistics.median(runs(page, f"{board}/{'' if address == 'overview' else address}{query}", times))
            for _, address, _, _ in LISTED
        }
        clicks = {}
        for words, path, selector, painted in CLICKS:
            joined = f"{board}/{path}{'&' if '?' in path else '?'}{query[1:]}"
            clicks[words] = statistics.median(clicked(page, joined, selector, painted) for _ in range(RUNS))
        browser.close()
    return told(seconds, scripts, clicks)


def told(seconds: dict[str, list[float]], scripts: dict[str, float], clicks: dict[str, float]) -> str:
    middle = {name: statistics.median(each) for name, each in seconds.items()}
    cold_rows = [
        ("an empty Streamlit page", middle["empty"], ""),
        (
            "总览: text, figures and their years",
            middle["overview"],
            f"{middle['overview'] / middle['empty']:.2f} × empty",
        ),
        ("four charts of the board", middle["charts"], f"{middle['charts'] / middle['dash']:.2f} × Dash"),
        ("总览 against four charts in Dash", middle["overview"], f"{middle['overview'] / middle['dash']:.2f} × Dash"),
        ("the same four charts in Dash", middle["dash"], ""),
    ]
    lines = [
        f"Cold browser, median of {ROUNDS} interleaved rounds:",
        "",
        "| page | painted after | ratio |",
        "|---|---|---|",
    ]
    lines += [f"| {words} | {taken:.2f} s | {ratio} |" for words, taken, ratio in cold_rows]
    lines += [
        "",
        f"Warm, in an open page, median of {RUNS}:",
        "",
        "| page | its script, in the running server |",
        "|---|---|",
    ]
    lines += [f"| {address} | {taken:.0f} ms |" for address, taken in scripts.items()]
    lines += ["", "| what a person does | painted after |", "|---|---|"]
    lines += [f"| {words} | {taken:.2f} s |" for words, taken in clicks.items()]
    return "\n".join(lines)


def main(words: Sequence[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(words[0]) if words else Path(folder) / "data"
        if not words:
            run_pipeline(root, "demo", str(root))
            run_pipeline(root, "build")
        organisations = run_pipeline(root, "show", "metrics", "--year", "2025", "--format", "csv").splitlines()
        column = organisations[0].split(",").index("organisation_id")
        table = measured(root, organisations[1].split(",")[column])
    print(table)
    begin, end = "<!-- speed: begin -->", "<!-- speed: end -->"
    text = DOCS.read_text(encoding="utf-8")
    head, tail = text[: text.index(begin)], text[text.index(end) :]
    DOCS.write_text(f"{head}{begin}\n{table}\n{tail}", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
