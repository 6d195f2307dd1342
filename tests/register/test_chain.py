"""What `chain_faults` says of a chain that somebody laid hands on: an event changed, removed, inserted, moved, cut."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.domain.register import NO_HASH, Event, Head, Subject
from pipelines.register import Anchor, chain_faults


def rehashed(event: Event) -> Event:
    return replace(event, hash=event.expected_hash())


def chain(length: int) -> list[Event]:
    events: list[Event] = []
    for number in range(1, length + 1):
        previous = events[-1].hash if events else NO_HASH
        subject = Subject("figure", f"o{number}")
        at = f"2026-01-01T00:{number:02}:00.000000+00:00"
        event = Event(number, f"e{number}", at, "a", "clerk", subject, "accepted", {"n": number}, "", previous, "")
        events.append(rehashed(event))
    return events


def head_of(events: list[Event]) -> Head:
    return Head(len(events), events[-1].hash) if events else Head()


def renumbered(events: list[Event]) -> list[Event]:
    return [replace(event, sequence=number) for number, event in enumerate(events, 1)]


def linked(events: list[Event]) -> list[Event]:
    """As a careful forger leaves it: numbers, links and hashes made anew."""
    made: list[Event] = []
    for event in renumbered(events):
        made.append(rehashed(replace(event, previous=made[-1].hash if made else NO_HASH)))
    return made


def told(events: list[Event], head: Head, *anchors: Anchor) -> list[tuple[str, int]]:
    return [(fault.code, fault.sequence) for fault in chain_faults(events, head, anchors)]


@given(st.integers(0, 40))
def test_a_chain_as_it_was_written_has_no_fault(length: int) -> None:
    events = chain(length)
    anchors = [Anchor(f"edition {n}", head_of(events[:n])) for n in range(length + 1)]
    assert told(events, head_of(events), *anchors) == []


@given(st.integers(1, 12), st.data())
def test_a_changed_event_is_named(length: int, data: st.DataObject) -> None:
    events = chain(length)
    at = data.draw(st.integers(0, length - 1))
    changed = data.draw(
        st.sampled_from(
            [
                {"payload": {"n": 99}},
                {"actor_id": "b"},
                {"role": "approver"},
                {"kind": "rejected"},
                {"at": "2020-01-01T00:00:00.000000+00:00"},
                {"subject": Subject("figure", "other")},
                {"why_hash": "f" * 64},
            ]
        )
    )
    altered = [*events[:at], replace(events[at], **changed), *events[at + 1 :]]
    assert told(altered, head_of(events)) == [("changed", at + 1)]


@given(st.integers(2, 12), st.data())
def test_a_changed_event_with_its_hash_made_anew_is_named(length: int, data: st.DataObject) -> None:
    events = chain(length)
    at = data.draw(st.integers(0, length - 2))
    altered = [*events[:at], rehashed(replace(events[at], kind="rejected")), *events[at + 1 :]]
    assert told(altered, head_of(events)) == [("changed", at + 1)]


@given(st.integers(2, 12), st.data())
def test_a_removed_event_is_named_by_its_number(length: int, data: st.DataObject) -> None:
    events = chain(length)
    at = data.draw(st.integers(0, length - 2))
    assert told([*events[:at], *events[at + 1 :]], head_of(events)) == [("removed", at + 1)]


@given(st.integers(2, 12), st.data())
def test_a_removed_event_is_named_where_the_rest_was_renumbered(length: int, data: st.DataObject) -> None:
    events = chain(length)
    at = data.draw(st.integers(0, length - 2))
    left = renumbered([*events[:at], *events[at + 1 :]])
    assert ("removed", at + 1) in told(left, head_of(events))
    assert ("tail_cut", length) in told(left, head_of(events))


@given(st.integers(1, 12), st.data())
def test_an_inserted_event_is_named(length: int, data: st.DataObject) -> None:
    events = chain(length)
    at = data.draw(st.integers(0, length - 1))
    previous = events[at - 1].hash if at else NO_HASH
    forged = rehashed(replace(events[0], sequence=at + 1, event_id="forged", previous=previous))
    altered = renumbered([*events[:at], forged, *events[at:]])
    assert ("inserted", at + 1) in told(altered, head_of(events))


@given(st.integers(1, 12))
def test_an_event_put_at_the_end_is_named(length: int) -> None:
    events = chain(length)
    forged = rehashed(replace(events[0], sequence=length + 1, event_id="forged", previous=events[-1].hash))
    assert told([*events, forged], head_of(events)) == [("inserted", length + 1)]


@given(st.integers(2, 12), st.data())
def test_two_events_that_changed_places_are_named(length: int, data: st.DataObject) -> None:
    events = chain(length)
    one, other = sorted(data.draw(st.lists(st.integers(0, length - 1), min_size=2, max_size=2, unique=True)))
    altered = list(events)
    altered[one], altered[other] = altered[other], altered[one]
    codes = told(renumbered(altered), head_of(events))
    assert [place for code, place in codes if code == "reordered"] == [one + 1, other + 1]
    assert {code for code, _ in codes} <= {"reordered", "anchor_differs"}


@given(st.integers(2, 12), st.data())
def test_a_cut_tail_is_named_by_its_first_place(length: int, data: st.DataObject) -> None:
    events = chain(length)
    kept = data.draw(st.integers(0, length - 1))
    assert told(events[:kept], head_of(events)) == [("tail_cut", kept + 1)]


@settings(max_examples=60)
@given(st.integers(3, 12), st.data())
def test_a_chain_written_anew_is_shown_by_what_editions_kept(length: int, data: st.DataObject) -> None:
    events = chain(length)
    at = data.draw(st.integers(0, length - 1))
    kind = data.draw(st.sampled_from(["change", "remove", "insert"]))
    if kind == "change":
        altered = linked([*events[:at], replace(events[at], kind="rejected"), *events[at + 1 :]])
    elif kind == "remove":
        altered = linked([*events[:at], *events[at + 1 :]])
    else:
        altered = linked([*events[:at], replace(events[at], event_id="forged"), *events[at:]])
    assert told(altered, head_of(altered)) == []
    edition = Anchor("edition 2026-01-01-abcdef01", head_of(events))
    (fault,) = chain_faults(altered, head_of(altered), [edition])
    assert fault.code in ("anchor_differs", "tail_cut")
    assert fault.anchor == edition.name


@pytest.mark.parametrize("length", [1, 5])
def test_a_lost_store_is_shown_by_what_editions_kept(length: int) -> None:
    anchor = Anchor("backup", head_of(chain(length)))
    assert told([], Head(), anchor) == [("tail_cut", 1)]
