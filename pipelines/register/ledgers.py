"""What people decided of each ledger, as a fold of its events: locked periods, late rows that were let in."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from pipelines.domain.ledgers import Ruled
from pipelines.domain.register import Event

LEDGER = "ledger"


def rulings_of(events: Iterable[Event]) -> dict[str, Ruled]:
    """ORGANISATION/LEDGER → what was decided of it, from events in their order."""
    ruled: dict[str, Ruled] = {}
    for event in events:
        if event.subject.type == LEDGER:
            ruled[event.subject.id] = _after(ruled.get(event.subject.id, Ruled()), event)
    return ruled


def _after(before: Ruled, event: Event) -> Ruled:
    ruled = replace(before, seen=event.sequence)
    if event.kind == "locked":
        return replace(ruled, locked_until=date.fromisoformat(event.payload["until"]), is_lock_decided=True)
    if event.kind == "unlocked":
        return replace(ruled, locked_until=None, is_lock_decided=True)
    return replace(ruled, accepted=before.accepted | {event.payload["batch_id"]})
