"""Several people decide on one figure at the same moment: one is recorded, the others are told who was first."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import pytest

from pipelines.domain.errors import DecidedMeanwhile
from pipelines.domain.register import Event
from pipelines.jobs.build import build
from pipelines.jobs.people import Person
from pipelines.jobs.register import register_of
from pipelines.jobs.review import Desk
from pipelines.jobs.settings import Settings
from pipelines.jobs.verify import verify_register
from tests.jobs.test_review import looked
from tests.register.bench_reviewers import Answer, account

PEOPLE, ROUNDS = 8, 5


@pytest.fixture
def root(decided_in: str, root_like: Callable[..., Path]) -> Path:
    return root_like("reviewed", lambda root: build(Settings(data=root)))


def test_of_many_on_one_figure_one_wins_and_the_others_are_told_who(root: Path) -> None:
    at, together = looked(root, "law_trainings"), Barrier(PEOPLE)

    def decide(number: int) -> Event | DecidedMeanwhile:
        together.wait()
        try:
            return Desk(Settings(), Person(f"r{number}")).decide(at, "accepted", why=f"第{number}人")
        except DecidedMeanwhile as late:
            return late

    with ThreadPoolExecutor(PEOPLE) as pool:
        for turn in range(1, ROUNDS + 1):
            answers = list(pool.map(decide, range(PEOPLE)))
            (won,) = [each for each in answers if isinstance(each, Event)]
            late = [each for each in answers if isinstance(each, DecidedMeanwhile)]
            assert len(late) == PEOPLE - 1 and {each.parts["who"] for each in late} == {won.actor_id}
            assert won.sequence == turn
            at = replace(at, seen=won.sequence)
    with register_of(Settings()) as register:
        assert len(register.events()) == ROUNDS
    assert build(Settings()).manifest.register["length"] == ROUNDS == verify_register(Settings())


def answered(event: Event, seen: int) -> Answer:
    return {"event": event.event_id, "sequence": event.sequence, "subject": event.subject.id, "seen": seen}


def test_an_account_of_answers_names_what_is_lost_unasked_and_overwritten(root: Path) -> None:
    """What the bench of twenty reviewers counts isn't 0 because it can't be anything else."""
    at = looked(root, "law_trainings")
    desk = Desk(Settings(), Person("r1"))
    first = desk.decide(at, "accepted")
    second = desk.decide(replace(at, seen=1), "rejected")
    with register_of(Settings()) as register:
        events = register.events()
    late = {"meanwhile": True, "subject": at.observation_id, "seen": 1}
    whole = account([answered(first, 0), answered(second, 1), late], events)
    assert whole.is_whole and (whole.recorded, whole.refused) == (2, 1)
    assert account([answered(first, 0)], events).unasked == 1
    assert account([answered(first, 0), answered(second, 1)], events[:1]).lost == 1
    assert account([answered(first, 0), answered(second, 0)], events).overwritten == 1
    assert account([late | {"seen": 2}], events).refused_alone == 1
    assert not account([{"error": "x", "subject": "", "seen": 0}], []).is_whole
