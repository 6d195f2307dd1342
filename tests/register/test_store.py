"""The register: what is recorded stays, in order, and the second of two people is told what the first did."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from pipelines.domain.errors import DecidedMeanwhile, RegisterDamaged, RegisterUnreachable
from pipelines.domain.register import NO_HASH, Actor, Decision, Head, Subject, why_hash
from pipelines.register import Register, chain_faults, open_register
from pipelines.register.store import engine_of

CLERK, HEAD_OF_OFFICE = Actor("a1", "clerk"), Actor("b2", "reviewer")
FIGURE = Subject("figure", "o1")


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/register/register.sqlite3"


@pytest.fixture
def register(url: str) -> Iterator[Register]:
    with open_register(url) as opened:
        yield opened


def test_a_new_register_is_empty(register: Register) -> None:
    assert register.head() == Head(0, NO_HASH)
    assert register.events() == []
    assert chain_faults(register.events(), register.head()) == []


def test_an_event_says_who_when_what_and_why(register: Register) -> None:
    (made,) = register.record(Decision(FIGURE, "corrected", CLERK, {"value": "43", "upper": None}, "原文为43余"))
    (read,) = register.events(subject=FIGURE)
    assert read == made
    assert (read.actor_id, read.role, read.kind, read.payload) == (
        "a1",
        "clerk",
        "corrected",
        {"value": "43", "upper": None},
    )
    salt, why = register.reasons([read.event_id])[read.event_id]
    assert (why, why_hash(why, salt)) == ("原文为43余", read.why_hash)


def test_each_event_carries_the_hash_of_the_one_before(register: Register) -> None:
    first, second = register.record(
        Decision(FIGURE, "accepted", CLERK), Decision(Subject("figure", "o2"), "accepted", CLERK)
    )
    assert (first.sequence, first.previous) == (1, NO_HASH)
    assert (second.sequence, second.previous) == (2, first.hash)
    assert register.head() == Head(2, second.hash)


def test_the_second_of_two_is_told_what_the_first_did_and_nothing_is_written(register: Register) -> None:
    register.name_actor("a1", "填报人甲")
    register.record(Decision(FIGURE, "accepted", CLERK))
    other = Decision(Subject("figure", "o2"), "accepted", HEAD_OF_OFFICE)
    with pytest.raises(DecidedMeanwhile) as refused:
        register.record(other, Decision(FIGURE, "rejected", HEAD_OF_OFFICE, seen=0))
    assert (refused.value.parts["who"], refused.value.parts["what"]) == ("填报人甲", "accepted")
    assert register.head().length == 1


def test_who_has_seen_the_last_event_may_decide(register: Register) -> None:
    (first,) = register.record(Decision(FIGURE, "accepted", CLERK))
    register.record(Decision(FIGURE, "rejected", HEAD_OF_OFFICE, seen=first.sequence))
    assert [each.kind for each in register.events(subject=FIGURE)] == ["accepted", "rejected"]
    assert register.last_of(FIGURE) == 2


def test_events_are_found_by_type_place_and_subject(register: Register) -> None:
    register.record(*(Decision(Subject(kind, "x"), "done", CLERK) for kind in ("figure", "task", "target", "hand")))
    assert [each.subject.type for each in register.events(types=("task", "hand"))] == ["task", "hand"]
    assert [each.sequence for each in register.events(after=2)] == [3, 4]
    assert [each.sequence for each in register.events(until=2)] == [1, 2]


def test_a_name_and_words_can_be_erased_and_the_chain_still_holds(register: Register) -> None:
    register.name_actor("a1", "填报人甲")
    (made,) = register.record(Decision(FIGURE, "accepted", CLERK, why="电话核实"))
    register.erase_actor("a1")
    register.erase_reason(made.event_id)
    assert register.actors() == {}
    assert register.reasons([made.event_id]) == {}
    assert chain_faults(register.events(), register.head()) == []


def test_a_register_is_readable_by_its_owner_alone(register: Register, tmp_path: Path) -> None:
    assert (tmp_path / "register" / "register.sqlite3").stat().st_mode & 0o077 == 0


def test_reading_doesn_t_wait_for_a_writer(url: str, register: Register) -> None:
    register.record(Decision(FIGURE, "accepted", CLERK))
    engine = engine_of(url)
    with engine.execution_options(writes=True).begin() as writing:
        writing.execute(text("update head set length = 7"))
        assert register.head().length == 1
        writing.rollback()


def test_a_file_that_is_no_register_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "register.sqlite3"
    path.write_bytes(b"no database at all, and long enough to be one" * 40)
    with pytest.raises(RegisterDamaged, match="Restore it"), open_register(f"sqlite:///{path}"):
        pass
    assert path.read_bytes().startswith(b"no database")


def test_a_register_that_nobody_answers_for_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "register.sqlite3"
    folder.mkdir()
    with pytest.raises(RegisterUnreachable, match="can't be reached"), open_register(f"sqlite:///{folder}"):
        pass


def test_it_can_be_opened_again_and_goes_on(url: str) -> None:
    with open_register(url) as first:
        first.record(Decision(FIGURE, "accepted", CLERK))
    with open_register(url) as second:
        (made,) = second.record(Decision(FIGURE, "noted", CLERK, seen=1))
    assert made.sequence == 2
