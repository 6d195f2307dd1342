"""The catalogue's changes and the holders of owner roles, as folds of their events."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from pipelines.domain.changes import ADDED, CHANGED, REMOVED, Change, Holder, Holders
from pipelines.domain.register import Event, Subject

ENTRY, HOLDER = "entry", "holder"


def entry_subject(file: str, entry_id: str) -> Subject:
    return Subject(ENTRY, f"{file}/{entry_id}")


def holder_subject(organisation_id: str, owner_id: str) -> Subject:
    return Subject(HOLDER, f"{organisation_id}/{owner_id}")


def changes_of(events: Iterable[Event], *, as_of: date | None = None) -> tuple[Change, ...]:
    """The changes that nobody took back, in the order in which they are laid over the files.

    A change from a later day comes after one from an earlier day, whichever was recorded first; of one day the
    later recorded comes after.  `as_of` leaves out those that begin after it; an undo holds for every day.
    """
    about = [event for event in events if event.subject.type == ENTRY]
    undone = {event_id for event in about if event.kind == "undone" for event_id in event.payload["undoes"]}
    standing = [
        change_of(event) for event in about if event.kind in (CHANGED, ADDED, REMOVED) and event.event_id not in undone
    ]
    return in_order(each for each in standing if as_of is None or each.starts <= as_of)


def in_order(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Changes as they are laid over the files."""
    return tuple(sorted(changes, key=lambda change: (change.starts, change.sequence)))


def change_of(event: Event) -> Change:
    """One event's change."""
    said = event.payload
    return Change(
        file=said["file"],
        entry_id=said["id"],
        kind=event.kind,
        entry=said["entry"],
        starts=date.fromisoformat(said["from"]),
        sequence=event.sequence,
        event_id=event.event_id,
    )


def holders_of(events: Iterable[Event]) -> dict[tuple[str, str], Holders]:
    """(organisation id, owner id) → who has held the role.

    `ended` ends the latest holding of the person it names; `handed_over` does, and begins that of another on that day.
    """
    held: dict[tuple[str, str], Holders] = {}
    for event in events:
        if event.subject.type != HOLDER:
            continue
        organisation_id, owner_id = event.subject.id.split("/")
        before = held.get((organisation_id, owner_id), Holders()).holders
        day, actor_id = date.fromisoformat(event.payload["from"]), event.payload["actor_id"]
        if event.kind == "assigned":
            after = (*before, Holder(actor_id, day))
        else:
            after = tuple(
                replace(each, until=day) if each.actor_id == actor_id and each.until is None else each
                for each in before
            )
        if event.kind == "handed_over":
            after = (*after, Holder(event.payload["to"], day))
        held[organisation_id, owner_id] = Holders(after, event.sequence)
    return held
