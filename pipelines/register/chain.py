"""Whether a chain of events is as it was written: what was changed, removed, inserted, moved, or cut off."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipelines.domain.register import NO_HASH, Event, Head


@dataclass(frozen=True, slots=True)
class Anchor:
    """The chain's head as something outside the register keeps it (an edition's manifest, a backup)."""

    name: str
    head: Head


@dataclass(frozen=True, slots=True)
class Fault:
    """`code`: changed, removed, inserted, reordered, tail_cut, anchor_differs.

    `sequence`: the event's place in the chain; of what was cut, the first place that is missing.  `anchor`: whose
    word stands against the chain, where one does.
    """

    code: str
    sequence: int
    event_id: str = ""
    anchor: str = ""


def chain_faults(events: Sequence[Event], head: Head, anchors: Iterable[Anchor] = ()) -> list[Fault]:
    """Everything in a chain (by sequence) that isn't as it was written.  `head`: the store's own word of its end.

    A chain that somebody wrote anew as a whole, with its head, is consistent in itself: the heads in manifests and
    backups are what shows it.
    """
    shifts = _shifts(events)
    faults = [*_gaps(events), *_moved(events, shifts, head), *_broken_links(events, shifts)]
    known = {event.sequence: event.hash for event in events}
    length = max(known, default=0)
    for anchor in (Anchor("register", head), *anchors):
        if anchor.head.length > length:
            faults.append(Fault("tail_cut", length + 1, anchor=anchor.name))
        elif anchor.head.length and known.get(anchor.head.length) not in (None, anchor.head.hash):
            faults.append(Fault("anchor_differs", anchor.head.length, anchor=anchor.name))
    faults += [Fault("inserted", each.sequence, each.event_id) for each in events if each.sequence > head.length]
    return sorted(dict.fromkeys(faults), key=lambda fault: fault.sequence)


def _shifts(events: Sequence[Event]) -> list[int | None]:
    """How far each event stands from the place that its hash was made for; None: it fits no place, it was changed."""
    place = {NO_HASH: 0} | {event.hash: event.sequence for event in events}
    shifts: list[int | None] = []
    last = 0
    for event in events:
        meant = {event.sequence, event.sequence - last, event.sequence - 1, event.sequence + 1}
        if event.previous in place:
            meant.add(place[event.previous] + 1)
        fits = [each for each in meant if replace(event, sequence=each).expected_hash() == event.hash]
        shifts.append(event.sequence - fits[0] if fits else None)
        last = last if shifts[-1] is None else shifts[-1]
    return shifts


def _gaps(events: Sequence[Event]) -> Iterator[Fault]:
    expected = 1
    for event in events:
        yield from (Fault("removed", missing) for missing in range(expected, event.sequence))
        expected = event.sequence + 1


def _moved(events: Sequence[Event], shifts: Sequence[int | None], head: Head) -> Iterator[Fault]:
    """Changed events; and of those that stand elsewhere, what happened before the ones that moved on to the end."""
    known = [shift for shift in shifts if shift is not None]
    # as many events as there were: some changed places
    at_end = known[-1] if known and len(events) != head.length else 0
    tail = len(events)
    while tail and shifts[tail - 1] in (at_end, None):
        tail -= 1
    for at, (event, shift) in enumerate(zip(events, shifts, strict=True)):
        if shift is None:
            yield Fault("changed", event.sequence, event.event_id)
        elif shift and at < tail:
            yield Fault("reordered", event.sequence, event.event_id)
    if at_end > 0:
        yield from (Fault("inserted", each.sequence, each.event_id) for each in events[max(tail - at_end, 0) : tail])
    elif at_end < 0:
        yield Fault("removed", events[tail].sequence)


def _broken_links(events: Sequence[Event], shifts: Sequence[int | None]) -> Iterator[Fault]:
    """An event that follows another than the one before it: that one was written anew, or set between."""
    place = {event.hash: at for at, event in enumerate(events)}
    for at in range(len(events)):
        before = events[at - 1] if at else None
        event, expected = events[at], before.hash if before else NO_HASH
        is_told = shifts[at] != 0 or (before is not None and shifts[at - 1] != 0)
        if event.previous == expected or is_told or (before and before.sequence != event.sequence - 1):
            continue
        if before is None:
            if event.sequence == 1:
                yield Fault("changed", event.sequence, event.event_id)
        elif event.previous in place and place[event.previous] < at - 1:
            for each in events[place[event.previous] + 1 : at]:
                yield Fault("inserted", each.sequence, each.event_id)
        else:
            yield Fault("changed", before.sequence, before.event_id)
