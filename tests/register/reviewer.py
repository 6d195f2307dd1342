"""One of many who review at once: `python -m tests.register.reviewer FIGURES NUMBER OF SECONDS`.

FIGURES: a file of [observation id, reading hash].  Every fourth decision is on one of a few figures that all others
decide on too, looked at for a moment first; the rest are on figures of one's own.  Each decision goes the way that the
page's goes, and each answer is printed as a line of JSON.
"""

import json
import random
import sys
import time
from pathlib import Path

from pipelines.domain.errors import BoardError, DecidedMeanwhile
from pipelines.jobs.people import Person
from pipelines.jobs.register import last_of
from pipelines.jobs.review import Desk, Looked
from pipelines.jobs.settings import Settings

SHARED = 5


def review(figures: list[tuple[str, str]], number: int, of: int, seconds: float) -> None:
    desk, draw = Desk(Settings(), Person(f"r{number}")), random.Random(number)
    own = figures[SHARED + number :: of]
    end, turn = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        turn += 1
        is_shared = turn % 4 == 0
        observation_id, reading_hash = draw.choice(figures[:SHARED] if is_shared else own)
        looked = Looked(observation_id, reading_hash)
        looked = Looked(observation_id, reading_hash, last_of(desk.settings, looked.subject))
        if is_shared:
            time.sleep(draw.uniform(0, 0.2))
        print(json.dumps({"subject": observation_id, "seen": looked.seen, **answer(desk, looked, turn)}), flush=True)


def answer(desk: Desk, looked: Looked, turn: int) -> dict[str, object]:
    """What a decision came to: the event with its number, who was first, or what went wrong; and how long it took."""
    began = time.perf_counter()
    try:
        made = desk.decide(looked, "accepted" if turn % 2 else "rejected", why=f"第{turn}次核对")
        said: dict[str, object] = {"event": made.event_id, "sequence": made.sequence}
    except DecidedMeanwhile:
        said = {"meanwhile": True}
    except BoardError as error:
        said = {"error": str(error)}
    return {**said, "seconds": time.perf_counter() - began}


if __name__ == "__main__":
    file, number, of, seconds = sys.argv[1:]
    review(json.loads(Path(file).read_text(encoding="utf-8")), int(number), int(of), float(seconds))
