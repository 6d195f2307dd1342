"""Two hundred open pages at once while editions are published: `make bench-sessions`.

The board is served as `make run` serves it, with sign-in: each session is of another person, of one of eight
organisations or of them all.  Five times a second, one of them goes to another page.  Every minute a figure of
every organisation is typed anew, an edition is built and published.  Each page that shows such a figure must show the
one of the edition that its header names.  The server's memory is looked at all the while.

`ARGS=2` runs two minutes instead of fifteen.  Prints the table that stands in docs/reliability.md and writes it there.
"""

import argparse
import asyncio
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import httpx

from pipelines.api import Typed, open_board
from pipelines.jobs.corrections import Wanted
from pipelines.jobs.hand import HandDesk, known_hand_figures
from pipelines.jobs.people import Person
from pipelines.jobs.settings import Settings
from pipelines.wording import shown_value
from tests.browser.serving import REPOSITORY, free_port, run_pipeline, wait_until_served
from tests.dashboards.test_peers import STREETS, YEAR, fill
from tests.load.session import Seen, Session, signed_in

PAGE = REPOSITORY / "docs" / "reliability.md"
BEGIN, END = "<!-- sessions: begin -->", "<!-- sessions: end -->"
SESSIONS, A_SECOND, MINUTES, WARM_UP = 200, 5, 15, 180
METRIC, UNIT = "mediation_parties", "人"
PAGES = ("", "goals", "metrics", "peers", "quality", "practices")
OWN = [*STREETS[:-1], "longjin"]
SECRET = "s" * 40
SIGN_IN = f"""[auth]
redirect_uri = "{{address}}/oauth2callback"
cookie_secret = "{SECRET}"
client_id = "board"
client_secret = "x"
server_metadata_url = "https://id.example/.well-known/openid-configuration"
"""


@dataclass
class Tally:
    """What was seen: seconds of every page, what failed, what was wrong, which editions were met, memory by second."""

    seconds: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    proved: int = 0
    editions: set[str] = field(default_factory=set)
    published: int = 0
    missed: int = 0
    memory: list[tuple[float, int]] = field(default_factory=list)


def made_root(folder: Path) -> Path:
    """Eight organisations with a report each, built."""
    root = folder / "data"
    shutil.copytree(REPOSITORY / "data" / "catalogue", root / "catalogue")
    for name in ("longjin-2023", "longjin-2024"):
        shutil.copytree(REPOSITORY / "data" / "documents" / name, root / "documents" / name)
    fill(root)
    typed_anew(Settings(data=root), 1)
    run_pipeline(root, "build")
    root.chmod(0o700)
    return root


def typed_anew(settings: Settings, turn: int) -> None:
    """Every organisation's figure of METRIC becomes another one."""
    desk, known = HandDesk(settings, Person()), known_hand_figures(settings)
    wanted = Wanted(METRIC, "", "", "exact", UNIT, date(YEAR, 1, 1), date(YEAR, 12, 31))
    for at, organisation_id in enumerate(OWN):
        before = [each for each in known.values() if each.organisation_id == organisation_id]
        value = replace(wanted, value=str(1_000 * turn + at))
        desk.enter(Typed(organisation_id, value, "台账"), seen=before[0].seen if before else 0)


@contextmanager
def board(root: Path, folder: Path) -> Generator[tuple[str, subprocess.Popen]]:
    """The address of a board with sign-in, and its process."""
    port = free_port()
    address, file = f"http://127.0.0.1:{port}", folder / "sign-in.toml"
    file.write_text(SIGN_IN.format(address=address), encoding="utf-8")
    file.chmod(0o600)
    environment = {**os.environ, "FAZHI_DATA": str(root), "FAZHI_PORT": str(port), "FAZHI_SIGN_IN": str(file)}
    with (folder / "server.log").open("w") as log:
        command = [sys.executable, "-m", "dashboards.server"]
        server = subprocess.Popen(command, cwd=REPOSITORY, env=environment, stdout=log, stderr=log)
        try:
            wait_until_served(address, server)
            yield address, server
        finally:
            server.terminate()
            server.wait(30)


class Truth:
    """What each edition says, as who sees everything reads it from the file."""

    def __init__(self, root: Path):
        self._root, self._known = root, {}

    def shown(self, edition_id: str, organisation_id: str) -> str:
        if edition_id not in self._known:
            rows = open_board(self._root, edition_id).metric_year(year=YEAR, metric_id=METRIC).to_dict("records")
            self._known[edition_id] = {row["organisation_id"]: row["value"] for row in rows}
        return shown_value(self._known[edition_id][organisation_id], UNIT, "zh")


def judge(seen: Seen, organisation_id: str, is_figure: bool, truth: Truth, tally: Tally) -> None:
    """Count a page, and hold its figure against the edition that it names."""
    tally.seconds.append(seen.seconds)
    if seen.has_failed or "本页出错" in seen.html or "masthead" not in seen.html:
        tally.failed.append(seen.html[:300])
        return
    found = re.search(r"\d{4}-\d\d-\d\d-[0-9a-f]{8}", seen.html)
    if found:
        tally.editions.add(found[0])
    if is_figure and found:
        shown, expected = seen.text_at("metric-value"), truth.shown(found[0], organisation_id)
        tally.proved += 1
        if shown != expected:
            tally.wrong.append(f"{organisation_id} {found[0]}: {shown} is shown, {expected} is right")


async def people(address: str) -> list[tuple[Session, str]]:
    """The sessions, opened, each with the organisation whose pages it looks at."""
    async with httpx.AsyncClient() as client:
        token = (await client.get(f"{address}/_stcore/health")).cookies.get("_streamlit_xsrf", "")
    opened = []
    for number in range(SESSIONS):
        organisation_id = OWN[number % len(OWN)]
        whose = ["*"] if number % 10 == 0 else [organisation_id]
        cookies = signed_in(SECRET, address, name=f"person-{number}", roles=["viewer"], organisations=whose)
        session = Session(address, {**cookies, "_streamlit_xsrf": token}, token)
        await session.open()
        opened.append((session, organisation_id))
    return opened


async def visited(session: Session, organisation_id: str, draw: random.Random, truth: Truth, tally: Tally) -> None:
    query = {"lang": "zh", "org": organisation_id, "year": str(YEAR)}
    is_figure = draw.random() < 0.5
    page = "metrics" if is_figure else draw.choice(PAGES)
    seen = await session.look(page, **query, **({"metric": METRIC} if is_figure else {}))
    judge(seen, organisation_id, is_figure, truth, tally)


async def publishing(root: Path, tally: Tally, until: float) -> None:
    turn = 2
    while time.monotonic() < until:
        began = time.monotonic()
        await asyncio.to_thread(typed_anew, Settings(data=root), turn)
        await asyncio.to_thread(run_pipeline, root, "build")
        tally.published += 1
        turn += 1
        await asyncio.sleep(max(min(began + 60, until) - time.monotonic(), 0))


async def watching(process: subprocess.Popen, tally: Tally, until: float) -> None:
    began = time.monotonic()
    while time.monotonic() < until:
        status = Path(f"/proc/{process.pid}/status").read_text()
        tally.memory.append((time.monotonic() - began, int(re.search(r"VmRSS:\s+(\d+)", status)[1]) // 1024))
        await asyncio.sleep(5)


async def load(root: Path, address: str, server: subprocess.Popen, minutes: float) -> Tally:
    """Five visits a second, each by a session that isn't busy."""
    tally, truth, draw = Tally(), Truth(root), random.Random(1)
    idle = await people(address)
    everyone = list(idle)
    until = time.monotonic() + minutes * 60
    others = [asyncio.create_task(publishing(root, tally, until)), asyncio.create_task(watching(server, tally, until))]

    async def one() -> None:
        if not idle:
            tally.missed += 1
            return
        session, organisation_id = idle.pop(draw.randrange(len(idle)))
        try:
            await visited(session, organisation_id, draw, truth, tally)
        finally:
            idle.append((session, organisation_id))

    visits = []
    while time.monotonic() < until:
        visits.append(asyncio.create_task(one()))
        await asyncio.sleep(1 / A_SECOND)
    await asyncio.gather(*visits, *others)
    await asyncio.gather(*(session.close() for session, _ in everyone))
    return tally


def table(tally: Tally, minutes: float) -> str:
    seconds = sorted(tally.seconds)
    warm = [size for at, size in tally.memory if at >= min(WARM_UP, minutes * 20)]
    third = max(len(warm) // 3, 1)
    rows = [
        ("open sessions, signed in, of eight organisations", SESSIONS),
        (f"minutes, with {A_SECOND} visits a second in all", f"{minutes:g}"),
        ("editions published meanwhile", tally.published),
        ("pages drawn", len(seconds)),
        ("visits that fell out because every session was waiting", tally.missed),
        ("… median", f"{statistics.median(seconds):.2f} s"),
        ("… 95 of 100 within", f"{seconds[int(len(seconds) * 0.95)]:.2f} s"),
        ("… slowest", f"{seconds[-1]:.2f} s"),
        ("figures held against the edition that their page named", tally.proved),
        ("… of so many editions", len(tally.editions)),
        ("wrong figures", len(tally.wrong)),
        ("error pages", len(tally.failed)),
        ("memory of the server, first third after warming up: median", f"{statistics.median(warm[:third]):.0f} MB"),
        ("… last third", f"{statistics.median(warm[-third:]):.0f} MB"),
        ("… most", f"{max(size for _, size in tally.memory)} MB"),
    ]
    return "\n".join(["| what | measured |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows)])


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("minutes", nargs="?", type=float, default=MINUTES)
    minutes = options.parse_args().minutes
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        root = made_root(folder)
        with board(root, folder) as (address, server):
            tally = asyncio.run(load(root, address, server, minutes))
        for each in (*tally.wrong[:5], *tally.failed[:5]):
            sys.stderr.write(f"{each}\n")
    said = table(tally, minutes)
    sys.stdout.write(said + "\n")
    if minutes >= MINUTES:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}\n{said}\n{END}{rest.partition(END)[2]}", encoding="utf-8")
    sys.exit(1 if tally.wrong or tally.failed else 0)


if __name__ == "__main__":
    main()
