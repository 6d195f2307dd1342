"""Pages of the register's events: filtered and counted in the database, the latest first."""

from collections.abc import Iterator

import pytest

from pipelines.domain.register import Actor, Decision, Sought, Subject
from pipelines.register import Register, open_register


@pytest.fixture
def register(register_url: str) -> Iterator[Register]:
    with open_register(register_url) as opened:
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
        ({"text": "EDITION"}, []),
        ({"text": "NOTED"}, [6, 5, 4, 3, 2, 1]),
        ({"text": 'N":3'}, [4]),
        ({"text": "第3次\0"}, []),
        ({"text": "\ud800"}, []),
        ({"actor_id": "a1\0"}, []),
        ({"text": "x\\"}, []),
        ({"text": "nothing", "subject_ids": ("100%", ":o1", "o\\2", "%(o3)s", "o4")}, [5]),
        ({"text": "nothing", "subject_ids": tuple(f"o{number}" for number in range(40_000))}, [6, 5, 4, 3, 2, 1]),
        ({"since": "2000-01-01", "until": "2000-01-02"}, []),
        ({"since": "2000-01-01", "actor_id": "a0", "types": ("figure",)}, [3, 1]),
    ],
)
def test_events_are_found_by_what_is_sought(register: Register, sought: dict, expected: list[int]) -> None:
    assert sequences(register, **sought) == expected


def test_what_there_is_to_choose_from_is_known(register: Register) -> None:
    assert register.subject_types() == ["edition", "figure"] and register.actor_ids() == ["a0", "a1"]


def test_letters_are_found_large_or_small_and_others_as_they_are(register: Register) -> None:
    register.record(Decision(Subject("figure", "Law"), "noted", Actor("a0", "clerk"), {"of": "ÄÖ"}, "见 WPS 附件"))
    assert [sequences(register, text=text) for text in ("wps", "lAW", "ÄÖ", "äö")] == [[7], [7], [7], []]
