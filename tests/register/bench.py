"""How fast the review queue and the log are, and whether writers get in each other's way: `make bench-register`.

Prints the table that stands in docs/review.md and writes it there.  `ARGS=1` writes for one minute instead of ten.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import insert, update
from streamlit.testing.v1 import AppTest

from pipelines.api import LOG_PAGE, LogFilter, check_log, decide_figure, log_page, open_board, review_queue
from pipelines.domain.register import Actor, Decision, Head, Subject
from pipelines.jobs.build import build, today
from pipelines.jobs.documents import Intake, ingest
from pipelines.jobs.register import register_url
from pipelines.jobs.settings import Settings
from pipelines.register import FIGURE, chain_faults, open_register, tables
from pipelines.register.engines import engine_of
from pipelines.register.store import _event, _row

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "review.md"
FIGURES, TURNS, WRITERS, EVENTS = 10_000, 20, 5, 400_000
"""Open figures of one document; steps that are timed; processes that write at once; events that a log is read of."""


def big_root(folder: Path, figures: int = FIGURES) -> Path:
    """A built root with one made-up report that states so many figures."""
    root = folder / "data"
    (root / "catalogue").parent.mkdir(parents=True)
    subprocess.run(["cp", "-r", str(ROOT / "data" / "catalogue"), str(root / "catalogue")], check=True)
    lines = [f"全年审查合同{number}份。" for number in range(1, figures + 1)]
    report = folder / "report.txt"
    report.write_text("龙津街道2023年法治政府建设年度报告（模拟数据）\n" + "\n".join(lines) + "\n", encoding="utf-8")
    settings = Settings(data=root)
    ingest(settings, [report], Intake(organisation_id="longjin", year=2023))
    build(settings)
    return root


def queue_times() -> tuple[int, list[float], list[float]]:
    """(figures that wait, seconds of deciding and getting the next in hand by API, seconds of the same on the page)."""
    board = open_board()
    items = review_queue(board, "longjin", 2023)
    by_api = []
    for item in items[:TURNS]:
        began = time.perf_counter()
        decide_figure(item.looked, "accepted")
        following = next(each for each in review_queue(board, "longjin", 2023) if each.state == "open")
        board.observation(following.row["observation_id"])
        by_api.append(time.perf_counter() - began)
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    app.query_params.update({"org": "longjin", "year": "2023"})
    app.run()
    app.switch_page("dashboards/pages/review.py").run()
    by_page = []
    for _ in range(TURNS):
        began = time.perf_counter()
        next(each for each in app.button if (each.key or "").startswith("accept-")).click().run()
        by_page.append(time.perf_counter() - began)
    return len(items), by_api, by_page


def filled(url: str, ids: list[str]) -> None:
    """Events about figures, appended to a register until it holds EVENTS: chained as `record` does, written at once."""
    actors = [Actor(f"w{number}", role) for number in range(8) for role in ("clerk", "approver")]
    payload = {"reading_hash": "x" * 16, "step": 1, "of": 1}
    with open_register(url) as register:
        head = register.head()
    engine = engine_of(url)
    for start in range(head.length, EVENTS, FIGURES):
        rows, reasons = [], []
        for at in range(start, min(start + FIGURES, EVENTS)):
            why = f"与台账{at}核对" if at % 3 == 0 else ""
            subject = Subject(FIGURE, ids[at % len(ids)])
            made, salt = _event(Decision(subject, "noted", actors[at % len(actors)], payload, why), head)
            head = Head(made.sequence, made.hash)
            rows.append(_row(made))
            reasons += [{"event_id": made.event_id, "salt": salt, "why": why}] if why else []
        with engine.begin() as connection:
            connection.execute(insert(tables.events), rows)
            connection.execute(insert(tables.reasons), reasons)
            connection.execute(update(tables.head).values(length=head.length, hash=head.hash))
    engine.dispose()


def log_times() -> list[tuple[str, float]]:
    """(what was asked of a log of EVENTS events, seconds), of the root's own register filled up to that."""
    ids = [item.row["observation_id"] for item in review_queue(open_board(), "longjin", 2023)]
    filled(register_url(Settings()), ids)
    asked = {
        "its first page": (LogFilter(), 1),
        "its last page": (LogFilter(), EVENTS // LOG_PAGE),
        "a person's events, the 500th page": (LogFilter(actor_id="w1"), 500),
        "a day's events of one kind": (LogFilter(since=today(), subject_type=FIGURE), 1),
        "events whose words hold a text": (LogFilter(text="台账399999"), 1),
        "events of a metric by its name": (LogFilter(text="合同审查"), 1),
    }
    times = []
    for name, (wanted, page) in asked.items():
        began = time.perf_counter()
        log_page(wanted, page, "zh")
        times.append((name, time.perf_counter() - began))
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    app.run()
    app.switch_page("dashboards/pages/log.py").run()
    began = time.perf_counter()
    app.button(key="log-next").click().run()
    times.append(("the next page on the page, until its script has run", time.perf_counter() - began))
    began = time.perf_counter()
    check_log()
    times.append(("proving the whole chain", time.perf_counter() - began))
    return times


def writers(folder: Path, minutes: float) -> tuple[int, int, int]:
    """(events recorded, events acknowledged and not there, processes that complained) of WRITERS at once."""
    url = f"sqlite:///{folder}/writers.sqlite3"
    said = [folder / f"{number}.txt" for number in range(WRITERS)]
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.register.writer", "write", url, "100000000", f"w{number}"],
            stdout=path.open("wb"),
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        for number, path in enumerate(said)
    ]
    time.sleep(minutes * 60)
    early = sum(process.poll() is not None for process in running)
    for process in running:
        process.kill()
    complaints = [process.communicate()[1] for process in running]
    acknowledged = [each for path in said for line in path.read_text().split("\n")[:-1] for each in line.split()]
    with open_register(url) as register:
        events, head = register.events(), register.head()
    assert chain_faults(events, head) == []
    lost = len(set(acknowledged) - {each.event_id for each in events})
    return len(events), lost, early + sum(bool(complaint) for complaint in complaints)


def _times(seconds: list[float]) -> str:
    return f"median {statistics.median(seconds):.2f} s, slowest of {len(seconds)} {max(seconds):.2f} s"


def write_table(page: Path, name: str, lines: list[str]) -> None:
    """Print a table, and put it where a page of the docs has its marks."""
    table = "\n".join(lines)
    print(table)
    before, rest = page.read_text(encoding="utf-8").split(f"<!-- {name}: begin -->")
    _, after = rest.split(f"<!-- {name}: end -->")
    page.write_text(f"{before}<!-- {name}: begin -->\n{table}\n<!-- {name}: end -->{after}", encoding="utf-8")


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("minutes", nargs="?", type=float, default=10)
    minutes = asked.parse_args().minutes
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["FAZHI_DATA"] = str(big_root(folder))
        count, by_api, by_page = queue_times()
        by_log = log_times()
        recorded, lost, complaints = writers(folder, minutes)
    lines = [
        "| what | measured |",
        "|---|---|",
        f"| figures in the queue | {count} |",
        f"| record a decision and have the next figure in hand | {_times(by_api)} |",
        f"| the same on the page, until its script has run | {_times(by_page)} |",
        *(f"| a log of {EVENTS} events: {name} | {seconds:.2f} s |" for name, seconds in by_log),
        f"| {WRITERS} processes that write for {minutes:g} min | {recorded} events, {lost} lost, {complaints} errors |",
    ]
    write_table(PAGE, "speed", lines)


if __name__ == "__main__":
    main()
