"""Pages of the register's events: filtered and counted in the database, the latest first."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.domain.register import Actor, Decision, Sought, Subject
from pipelines.register import Register, open_register


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with open_register(f"sqlite:///{tmp_path}/register.sqlite3") as opened:
        for number in range(6):
            actor, kind = Actor(f"a{number % 2}", "clerk"), "figure" if number < 4 else "edition"
            opened.record(Decision(Subject(kind, f"o{number}"), "noted", actor, {"n": number}, f"第{number}次_核对"))
        yield opened


def sequences(register: Register, **sought) -> list[int]:
    found = register.page(Sought(**sought))
    assert register.count(Sought(**sought)) == len(found)
    return [event.sequence for event in found]


def test_events_are_paged_from_the_latest(register: Register) -> None:
    pages = [register.page(Sought(), offset=offset, limit=4) for offset in (0, 4, 8)]
    assert [[event.sequence for event in page] for page in pages] == [[6, 5, 4, 3], [2, 1], []]


@pytest.mark.parametrize(
    ("sought", "expected"),
    [
        ({"types": ("edition",)}, [6, 5]),
        ({"actor_id": "a1"}, [6, 4, 2]),
        ({"after": 4}, [6, 5]),
        ({"before": 3}, [2, 1]),
        ({"text": "o3"}, [4]),
        ({"text": "第3次"}, [4]),
        ({"text": "第3次x"}, []),
        ({"text": "次_核"}, [6, 5, 4, 3, 2, 1]),
        ({"text": "次%核"}, []),
        ({"text": "nothing", "subject_ids": ("o1", "o'2")}, [2]),
        ({"since": "2000-01-01", "until": "2000-01-02"}, []),
        ({"since": "2000-01-01", "actor_id": "a0", "types": ("figure",)}, [3, 1]),
    ],
)
def test_events_are_found_by_what_is_sought(register: Register, sought: dict, expected: list[int]) -> None:
    assert sequences(register, **sought) == expected


def test_what_there_is_to_choose_from_is_known(register: Register) -> None:
    assert register.subject_types() == ["edition", "figure"] and register.actor_ids() == ["a0", "a1"]
