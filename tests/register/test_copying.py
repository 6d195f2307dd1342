"""A register copied into another store: the same chain, words and names, or nothing at all."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from pipelines.domain.errors import CopyDiffers, RegisterNotEmpty, TextTooLong, TextUnwritable
from pipelines.domain.register import Actor, Decision, Head, Subject
from pipelines.register import Register, chain_faults, open_register
from pipelines.register.copying import copy_register
from pipelines.register.engines import engine_of
from tests.conftest import STORES, new_register

COUNT = 12


@pytest.fixture(params=STORES)
def other_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return new_register(request, tmp_path / "other" / "register.sqlite3")


@pytest.fixture
def register(register_url: str) -> Iterator[Register]:
    with open_register(register_url) as opened:
        for number in range(COUNT):
            why = f"第{number}次" if number % 3 else ""
            opened.record(Decision(Subject("figure", f"o{number}"), "noted", Actor("a1", "clerk"), {"值": number}, why))
        opened.name_actor("a1", "甲")
        opened.erase_reason(opened.events()[1].event_id)
        yield opened


def content(url: str) -> tuple:
    with open_register(url) as register:
        events, head = register.chain()
        return events, head, register.reasons(each.event_id for each in events), register.actors()


def test_a_copy_is_the_same_chain_with_words_and_names_and_goes_on(
    register: Register, register_url: str, other_url: str
) -> None:
    told: list[tuple[int, int]] = []
    head = copy_register(register_url, other_url, lambda done, total: told.append((done, total)))
    assert content(other_url) == content(register_url)
    assert head == register.head() and head.length == COUNT
    assert told[-1][0] == told[-1][1] and told == sorted(told)
    with open_register(other_url) as copy:
        (made,) = copy.record(Decision(Subject("figure", "o0"), "accepted", Actor("a1", "clerk"), seen=1))
        assert made.sequence == COUNT + 1 and chain_faults(*copy.chain()) == []


def test_there_and_back_is_the_same(register: Register, register_url: str, other_url: str, tmp_path: Path) -> None:
    back = f"sqlite:///{tmp_path}/back.sqlite3"
    copy_register(register_url, other_url)
    copy_register(other_url, back)
    assert content(back) == content(register_url)
    assert (tmp_path / "back.sqlite3").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("filled", ["a decision", "a name"])
def test_nothing_is_copied_over_what_is_there(
    register: Register, register_url: str, other_url: str, filled: str
) -> None:
    with open_register(other_url) as other:
        if filled == "a name":
            other.name_actor("b2", "乙")
        else:
            other.record(Decision(Subject("figure", "x"), "noted", Actor("b2", "clerk")))
    before = content(other_url)
    with pytest.raises(RegisterNotEmpty):
        copy_register(register_url, other_url)
    with pytest.raises(RegisterNotEmpty, match="12 decisions"):
        copy_register(register_url, register_url)
    assert content(other_url) == before


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("update events set kind = 'accepted' where sequence = 5", "event 5"),
        ("update events set payload = '{' where sequence = 5", "event 5"),
        ("update head set length = 13", "event 13"),
        ("update reasons set why = '别的' where why = '第4次'", "words of event 5"),
    ],
)
def test_a_copy_that_reads_back_otherwise_is_taken_back(
    register: Register, register_url: str, other_url: str, change: str, found: str
) -> None:
    with engine_of(register_url).begin() as connection:
        connection.execute(text(change))
    with pytest.raises(CopyDiffers, match=found):
        copy_register(register_url, other_url)
    assert content(other_url) == ([], Head(), {}, {})


def test_a_copy_is_of_one_moment(register: Register, register_url: str, other_url: str) -> None:
    meanwhile = [Decision(Subject("figure", "meanwhile"), "noted", Actor("a1", "clerk"), why="其间")]

    def decide(done: int, total: int) -> None:
        while meanwhile:
            register.record(meanwhile.pop())

    assert copy_register(register_url, other_url, decide).length == COUNT
    assert register.head().length == COUNT + 1
    assert [each.subject.id for each in content(other_url)[0]][-1] == f"o{COUNT - 1}"


@pytest.mark.services
@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ("update reasons set why = 'a' || char(0)", TextUnwritable),
        ("update events set subject_id = :long where sequence = 5", TextTooLong),
        ("update actors set name = :long", TextTooLong),
    ],
)
def test_what_sqlite_took_and_postgresql_doesn_t_is_named_and_nothing_is_copied(
    postgres, tmp_path: Path, change: str, refusal: type[Exception]
) -> None:
    url = f"sqlite:///{tmp_path}/register.sqlite3"
    with open_register(url) as register:
        for number in range(6):
            register.record(Decision(Subject("figure", f"o{number}"), "noted", Actor("a1", "clerk"), why="甲"))
        register.name_actor("a1", "甲")
    with engine_of(url).begin() as connection:
        statement = text(change)
        connection.execute(statement.bindparams(long="长" * 201) if ":long" in change else statement)
    target = postgres.database()
    with pytest.raises(refusal, match=r"events 5|reasons|actors"):
        copy_register(url, target)
    assert content(target) == ([], Head(), {}, {})
