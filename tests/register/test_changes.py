"""Changes of the catalogue as a fold of their events: what stands, in which order, and what an undo takes back."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.domain.register import Event, Subject
from pipelines.register import changes_of, entry_subject, holder_subject, holders_of

FIRST = date(2025, 1, 1)


def event(sequence: int, kind: str, subject: Subject, payload: dict) -> Event:
    return Event(sequence, f"event-{sequence}", "", "x", "administrator", subject, kind, payload, "", "", "")


def changed(sequence: int, entry_id: str, entry: dict, day: int) -> Event:
    payload = {"file": "owners.yml", "id": entry_id, "entry": entry, "from": (FIRST + timedelta(day)).isoformat()}
    return event(sequence, "changed", entry_subject("owners.yml", entry_id), payload)


# a change is (entry, field, value, day); an undo names one of the events before it by a number
STEP = st.one_of(
    st.tuples(st.sampled_from("ab"), st.sampled_from(["name", "due"]), st.integers(0, 9), st.integers(0, 3)),
    st.integers(0, 30),
)


@given(steps=st.lists(STEP, max_size=25), as_of=st.integers(0, 4))
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
def test_any_changes_and_undos_come_to_the_surviving_ones_applied_in_order(steps: list, as_of: int) -> None:
    events: list[Event] = []
    surviving: list[tuple] = []  # (day, sequence, entry, field, value)
    for sequence, step in enumerate(steps, 1):
        if isinstance(step, tuple):
            entry_id, name, value, day = step
            events.append(changed(sequence, entry_id, {name: value}, day))
            surviving.append((day, sequence, entry_id, name, value))
        elif events:
            named = events[step % len(events)]
            payload = {"file": "owners.yml", "id": "-", "undoes": [named.event_id]}
            events.append(event(sequence, "undone", named.subject, payload))
            surviving = [each for each in surviving if f"event-{each[1]}" != named.event_id]
    expected: dict[str, dict] = {"a": {}, "b": {}}
    for day, _, entry_id, name, value in sorted(surviving):
        if day <= as_of:
            expected[entry_id][name] = value
    found: dict[str, dict] = {"a": {}, "b": {}}
    for change in changes_of(events, as_of=FIRST + timedelta(as_of)):
        found[change.entry_id] |= change.entry
    assert found == expected
    assert [each.sequence for each in changes_of(events)] == [each[1] for each in sorted(surviving)]


def test_one_undo_can_take_back_several_changes() -> None:
    events = [changed(1, "a", {"name": 1}, 0), changed(2, "a", {"due": 2}, 0), changed(3, "b", {"due": 3}, 0)]
    undo = event(4, "undone", events[0].subject, {"file": "owners.yml", "id": "a", "undoes": ["event-1", "event-2"]})
    assert [each.entry_id for each in changes_of([*events, undo])] == ["b"]


def test_events_about_other_things_change_nothing() -> None:
    assert changes_of([event(1, "accepted", Subject("figure", "x"), {})]) == ()


def test_a_role_is_held_from_a_day_until_another() -> None:
    role = holder_subject("longjin", "justice_office")

    def held(sequence: int, kind: str, actor_id: str, day: str) -> Event:
        return event(sequence, kind, role, {"actor_id": actor_id, "from": day})

    events = [
        held(1, "assigned", "p1", "2025-01-01"),
        held(2, "assigned", "p2", "2025-03-01"),
        held(3, "ended", "p1", "2025-06-01"),
        held(4, "assigned", "p1", "2025-09-01"),
    ]
    found = holders_of(events)["longjin", "justice_office"]
    assert found.seen == 4
    on = {
        day: [each.actor_id for each in found.holders if each.on(date.fromisoformat(day))]
        for day in ("2024-12-31", "2025-02-01", "2025-05-31", "2025-06-01", "2025-09-01")
    }
    assert list(on.values()) == [[], ["p1"], ["p1", "p2"], ["p2"], ["p2", "p1"]]


def test_a_role_that_is_handed_over_is_held_by_the_other_from_that_day_on_beside_who_holds_it_too() -> None:
    role = holder_subject("longjin", "justice_office")
    events = [
        event(1, "assigned", role, {"actor_id": "p1", "from": "2025-01-01"}),
        event(2, "assigned", role, {"actor_id": "p2", "from": "2025-01-01"}),
        event(3, "handed_over", role, {"actor_id": "p1", "to": "p3", "from": "2025-06-01", "open": {"task": ["t1"]}}),
        event(4, "handed_over", role, {"actor_id": "p3", "to": "p1", "from": "2025-09-01", "open": {}}),
    ]
    found = holders_of(events)["longjin", "justice_office"]
    days = ("2025-05-31", "2025-06-01", "2025-08-31", "2025-09-01")
    on = [{each.actor_id for each in found.holders if each.on(date.fromisoformat(day))} for day in days]
    assert on == [{"p1", "p2"}, {"p2", "p3"}, {"p2", "p3"}, {"p1", "p2"}]
    assert found.seen == 4
