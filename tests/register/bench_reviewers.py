"""Do twenty reviewers at once on PostgreSQL lose anything: `make bench-reviewers`.

Each is a process that decides by `Desk` as the page does; every answer is held against the chain afterwards.  Writes
the table in docs/reliability.md.  `ARGS=1` takes one minute instead of ten.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.api import open_board, review_queue
from pipelines.domain.register import Event
from pipelines.jobs.settings import Settings
from pipelines.jobs.verify import verify_register
from pipelines.register import open_register
from tests.postgres import missing, server
from tests.register.bench import ROOT, big_root, write_table

PAGE = ROOT / "docs" / "reliability.md"
REVIEWERS, FIGURES = 20, 1_000

Answer = dict[str, Any]


@dataclass(frozen=True)
class Account:
    """Answers held against the chain: how many of each there are, and what must be none."""

    recorded: int
    refused: int
    errors: tuple[str, ...]
    lost: int  # acknowledged, and not in the chain as they were acknowledged
    unasked: int  # in the chain, and acknowledged to nobody
    overwritten: int  # made on something else than the figure's last event
    refused_alone: int  # told that somebody was first, and nobody was

    @property
    def is_whole(self) -> bool:
        return not (self.errors or self.lost or self.unasked or self.overwritten or self.refused_alone)


def account(answers: list[Answer], events: list[Event]) -> Account:
    before: dict[str, int] = {}
    made = {}
    for event in events:
        made[event.event_id] = (event.sequence, event.subject.id, before.get(event.subject.id, 0))
        before[event.subject.id] = event.sequence
    acknowledged = [each for each in answers if "event" in each]
    refused = [each for each in answers if "meanwhile" in each]
    known = [each for each in acknowledged if each["event"] in made]
    return Account(
        recorded=len(acknowledged),
        refused=len(refused),
        errors=tuple(each["error"] for each in answers if "error" in each),
        lost=sum(made.get(each["event"], ())[:2] != (each["sequence"], each["subject"]) for each in acknowledged),
        unasked=len(made.keys() - {each["event"] for each in acknowledged}),
        overwritten=sum(made[each["event"]][2] != each["seen"] for each in known),
        refused_alone=sum(before.get(each["subject"], 0) <= each["seen"] for each in refused),
    )


def reviewed(folder: Path, figures: list[tuple[str, str]], seconds: float) -> tuple[list[Answer], list[str]]:
    """(what REVIEWERS processes were answered, what they complained of)."""
    listed = folder / "figures.json"
    listed.write_text(json.dumps(figures), encoding="utf-8")
    said = [folder / f"{number}.jsonl" for number in range(REVIEWERS)]
    running = []
    for number, path in enumerate(said):
        command = [sys.executable, "-m", "tests.register.reviewer", listed, number, REVIEWERS, seconds]
        with path.open("wb") as out:
            words = [str(word) for word in command]
            running.append(subprocess.Popen(words, stdout=out, stderr=subprocess.PIPE, text=True, cwd=ROOT))
    complaints = [complaint for process in running if (complaint := process.communicate()[1])]
    return [json.loads(line) for path in said for line in path.read_text().splitlines()], complaints


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("minutes", nargs="?", type=float, default=10)
    minutes = asked.parse_args().minutes
    if why := missing():
        sys.exit(why)
    with tempfile.TemporaryDirectory() as name, server() as postgres:
        url = postgres.database()
        os.environ |= {"FAZHI_DATA": str(big_root(Path(name), FIGURES)), "FAZHI_REGISTER_URL": url}
        queue = review_queue(open_board(), "longjin", 2023)
        figures = [(each.looked.observation_id, each.looked.reading_hash) for each in queue]
        answers, complaints = reviewed(Path(name), figures, minutes * 60)
        verify_register(Settings())
        with open_register(url) as register:
            found = account(answers, register.events())
        version = postgres.version
    each_shared = Counter((each["subject"], each["seen"]) for each in answers if "meanwhile" in each)
    took = sorted(each["seconds"] for each in answers if "event" in each)
    lines = [
        "| what | measured |",
        "|---|---|",
        f"| reviewers at once, for {minutes:g} min, on PostgreSQL {version} | {REVIEWERS} |",
        f"| decisions recorded | {found.recorded}, {found.recorded / minutes / 60:.0f} a second |",
        f"| decisions that came second on a figure, and were told so | {found.refused} |",
        f"| at most so many came second to one decision | {max(each_shared.values(), default=0)} |",
        f"| a decision, until it is acknowledged: median | {statistics.median(took):.2f} s |",
        f"| … 95 of 100 are faster than | {took[len(took) * 95 // 100]:.2f} s |",
        f"| … slowest | {took[-1]:.2f} s |",
        f"| acknowledged, and not in the chain | {found.lost} |",
        f"| in the chain, and acknowledged to nobody | {found.unasked} |",
        f"| recorded over a decision that its reviewer had not seen | {found.overwritten} |",
        f"| told that somebody was first, and nobody was | {found.refused_alone} |",
        f"| errors | {len(found.errors) + len(complaints)} |",
    ]
    write_table(PAGE, "reviewers", lines)
    if not found.is_whole or complaints:
        sys.exit("\n".join([*found.errors[:5], *complaints[:5], str(found)]))


if __name__ == "__main__":
    main()
