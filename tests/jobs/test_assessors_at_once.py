"""Fifty assessors who save at once: every mark that was acknowledged is there, and none went over another unseen."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from threading import Barrier

import pytest

from pipelines.domain.errors import DecidedMeanwhile
from pipelines.jobs.assessment import scoring
from pipelines.jobs.assessment.desk import Line
from pipelines.jobs.assessment.rounds import round_state
from pipelines.jobs.assessment.scoring import Given
from pipelines.jobs.people import Person
from pipelines.jobs.register import register_of
from pipelines.jobs.settings import current_settings
from pipelines.register import ASSESSED, chain_faults
from tests.jobs.rounds import ASSESSED as ORGANISATIONS
from tests.jobs.rounds import EVERYBODY, assessor, organiser, plan, rubric

ASSESSORS, SAVES = 50, 4


@pytest.fixture
def round_id(assessed_district: Path, decided_in: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A round whose self-assessment is over, decided in a file and in PostgreSQL."""
    found = plan()
    monkeypatch.setattr(scoring, "today", lambda: found.dates.review_until)
    return organiser().open(found)


def test_fifty_assessors_who_save_at_once_lose_no_mark(round_id: str) -> None:
    lines = [item.item_id for item in rubric().scored if item.rule and item.rule.kind == "judgement"]
    places = [(organisation_id, item_id) for organisation_id in ORGANISATIONS for item_id in lines]
    ready = Barrier(ASSESSORS)
    people = [Person(f"u-{at}", frozenset({"assessor"}), EVERYBODY) for at in range(ASSESSORS)]

    def saved(at: int) -> tuple[Counter[tuple[str, str]], int]:
        """(how often this one's mark was acknowledged by line, how often somebody else had been first)."""
        desk, acknowledged, beaten = assessor(people[at]), Counter(), 0
        ready.wait()
        for turn in range(SAVES):
            place = places[(at + turn) % len(places)]
            while True:
                seen = round_state(current_settings(), round_id).standing(*place).seen
                marks = Decimal((at + turn) % 3)
                try:
                    desk.score(Line(round_id, *place, seen), Given(marks, why=f"{at}/{turn}"), {})
                except DecidedMeanwhile:
                    beaten += 1
                    continue
                acknowledged[place] += 1
                break
        return acknowledged, beaten

    with ThreadPoolExecutor(ASSESSORS) as pool:
        told = list(pool.map(saved, range(ASSESSORS)))
    acknowledged = sum((each for each, _ in told), Counter())
    state = round_state(current_settings(), round_id)
    assert acknowledged.total() == ASSESSORS * SAVES
    assert {place: len(state.standing(*place).scores) for place in places} == {
        each: acknowledged[each] for each in places
    }
    assert sum(beaten for _, beaten in told) > 0  # they did meet
    with register_of(current_settings()) as register:
        events, head = register.events(), register.head()
        words = register.reasons(each.event_id for each in events if each.subject.type == ASSESSED)
    assert chain_faults(events, head) == []
    assert len({why for _, why in words.values()}) == ASSESSORS * SAVES
