"""The register: what is recorded stays, in order, and the second of two people is told what the first did."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import insert, text, update

from pipelines.domain.errors import DecidedMeanwhile, RegisterDamaged, RegisterUnreachable, TextTooLong, TextUnwritable
from pipelines.domain.register import LONGEST_WHY, NO_HASH, Actor, Decision, Head, Sought, Subject, why_hash
from pipelines.register import Register, chain_faults, open_register, tables
from pipelines.register.engines import engine_of
from pipelines.register.store import _event, _row
from pipelines.wording import explain

CLERK, HEAD_OF_OFFICE = Actor("a1", "clerk"), Actor("b2", "reviewer")
FIGURE = Subject("figure", "o1")


@pytest.fixture
def register(register_url: str) -> Iterator[Register]:
    with open_register(register_url) as opened:
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


def test_a_name_is_kept_with_the_decision_that_speaks_of_it_or_not_at_all(register: Register) -> None:
    register.record(Decision(FIGURE, "accepted", CLERK), names={"p1": "甲", "p2": "乙"})
    assert register.actors() == {"p1": "甲", "p2": "乙"}
    for refused, names, error in (
        (Decision(FIGURE, "accepted", CLERK), {"p3": "丙"}, DecidedMeanwhile),
        (Decision(FIGURE, "accepted", CLERK, seen=1), {"p3": "丙", "p4": "丁\0"}, TextUnwritable),
        (Decision(FIGURE, "accepted", CLERK, seen=1), {"p3": "丙", "p4": "丁" * 201}, TextTooLong),
    ):
        with pytest.raises(error):
            register.record(refused, names=names)
        assert (register.head().length, register.actors()) == (1, {"p1": "甲", "p2": "乙"})


def test_a_register_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    with open_register(f"sqlite:///{tmp_path}/register/register.sqlite3"):
        assert (tmp_path / "register" / "register.sqlite3").stat().st_mode & 0o077 == 0


def test_reading_doesn_t_wait_for_a_writer(register_url: str, register: Register) -> None:
    register.record(Decision(FIGURE, "accepted", CLERK))
    engine = engine_of(register_url)
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


def test_it_can_be_opened_again_and_goes_on(register_url: str) -> None:
    with open_register(register_url) as first:
        first.record(Decision(FIGURE, "accepted", CLERK))
    with open_register(register_url) as second:
        (made,) = second.record(Decision(FIGURE, "noted", CLERK, seen=1))
    assert made.sequence == 2


@pytest.mark.parametrize(
    "bad",
    [
        Decision(Subject("figure", "o\0"), "accepted", CLERK),
        Decision(FIGURE, "accepted", CLERK, why="看不见的\0字符"),
        Decision(FIGURE, "accepted", CLERK, why="半个字\ud83d"),
        Decision(FIGURE, "noted", CLERK, {"names": ["甲", {"乙": "\0"}]}),
        Decision(FIGURE, "noted", CLERK, {"\udc00": 1}),
    ],
)
def test_a_text_that_can_t_be_stored_is_refused_in_words_and_nothing_is_written(
    register: Register, bad: Decision
) -> None:
    with pytest.raises(TextUnwritable, match=r"U\+(0000|D83D|DC00)") as refused:
        register.record(Decision(Subject("figure", "o2"), "accepted", CLERK), bad)
    assert "看不见" in explain(refused.value, "zh")
    assert register.head().length == 0 and register.events() == []


def test_a_text_that_is_too_long_is_refused_on_every_database(register: Register) -> None:
    for bad in (Decision(Subject("figure", "o" * 201), "x", CLERK), Decision(FIGURE, "x", Actor("a" * 65, "clerk"))):
        with pytest.raises(TextTooLong, match="Nothing was recorded"):
            register.record(bad)
    with pytest.raises(TextTooLong, match="201 characters, more than the 200"):
        register.name_actor("a1", "甲" * 201)
    with pytest.raises(TextTooLong, match="2001 characters, more than the 2000"):
        register.record(Decision(FIGURE, "noted", CLERK, why="字" * (LONGEST_WHY + 1)))
    assert (register.head().length, register.actors()) == (0, {})


def test_what_is_longest_and_strangest_comes_back_as_it_was(register: Register) -> None:
    strange = "𠮷\r\n\t\u200b\ufeff\ufffe'\"\\%s%%:x{}；é e\u0301"
    subject, payload = (
        Subject("figure", "𠮷" * 200),
        {"值": strange, "n": [1, 0.1, 10**30, None, True], "长": "长" * 300_000},
    )
    (made,) = register.record(Decision(subject, "noted", CLERK, payload, strange + "字" * (LONGEST_WHY - len(strange))))
    register.name_actor("a1", "甲" * 200)
    (read,) = register.events(subject=subject)
    assert read == made and read.payload == payload
    assert register.reasons([read.event_id])[read.event_id][1] == strange + "字" * (LONGEST_WHY - len(strange))
    assert chain_faults(*register.chain()) == []


def test_moments_are_in_the_order_of_their_characters(register: Register, register_url: str) -> None:
    """Whatever the database's language says of signs: years of five digits apart, it's the order of time."""
    moments = ["2026-01-01", "2026-01-01T00:00:00.000000+00:00", "2026-01-01T00:00:00.5", "2026-01-01t", "2026-01-0A"]
    register.record(*(Decision(Subject("figure", each), "noted", CLERK) for each in moments))
    with engine_of(register_url).begin() as connection:
        connection.execute(text("update events set at = subject_id"))
    for since in moments:
        later = {each.at for each in register.page(Sought(since=since))}
        assert later == {each for each in moments if each >= since}


def test_of_two_who_write_at_once_the_second_waits_and_reads_the_end_anew(register_url: str) -> None:
    """Whatever a database's own default is, what is read after the lock is what the first one wrote."""
    with open_register(register_url) as first, open_register(register_url) as second, ThreadPoolExecutor(1) as other:
        with first._writing() as writing:
            before = other.submit(second.record, Decision(Subject("figure", "o2"), "accepted", CLERK))
            wait([before], timeout=0.5)
            assert not before.done()
            made, _ = _event(Decision(FIGURE, "accepted", CLERK), Head())
            writing.execute(insert(tables.events).values(_row(made)))
            writing.execute(update(tables.head).values(length=1, hash=made.hash))
        (event,) = before.result(timeout=30)
        assert (event.sequence, event.previous) == (2, made.hash)
        assert chain_faults(*first.chain()) == []


def test_a_chain_is_read_as_of_one_moment(register_url: str, register: Register) -> None:
    register.record(Decision(FIGURE, "accepted", CLERK))
    stop = threading.Event()

    def decide() -> None:
        with open_register(register_url) as other:
            number = 0
            while not stop.is_set():
                other.record(Decision(Subject("figure", f"n{(number := number + 1)}"), "accepted", CLERK))

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(decide)
        try:
            for _ in range(50):
                assert chain_faults(*register.chain()) == []
        finally:
            stop.set()
        running.result(timeout=30)


def test_many_who_make_a_register_at_once_make_one(register_url: str) -> None:
    command = [sys.executable, "-m", "tests.register.writer", "write", register_url, "2"]
    running = [
        subprocess.Popen([*command, f"w{number}"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for number in range(4)
    ]
    assert [process.communicate(timeout=60)[1] for process in running] == [b""] * 4
    with open_register(register_url) as register:
        assert chain_faults(*register.chain()) == [] and register.head().length == 16


def test_an_event_names_the_organisation_that_it_is_for_and_its_hash_covers_it(register: Register) -> None:
    (made,) = register.record(Decision(FIGURE, "accepted", Actor("a1", "clerk", "longjin")))
    (read,) = register.events(subject=FIGURE)
    assert read == made and read.organisation_id == "longjin"
    assert replace(read, organisation_id="").expected_hash() != read.hash
    assert register.count(Sought(organisations=("longjin",))) == 1
    assert register.count(Sought(organisations=("xinjie",))) == register.count(Sought(organisations=())) == 0
