"""The queries that people saved, as a fold of their events."""

from collections.abc import Iterable

from pipelines.domain.queries import SavedQuery
from pipelines.domain.register import Event

QUERY = "query"


def queries_of(events: Iterable[Event]) -> dict[str, SavedQuery]:
    """query id → the query as it was saved last, without those taken away, in the order of their latest saving."""
    found: dict[str, SavedQuery] = {}
    for event in events:
        if event.subject.type != QUERY:
            continue
        found.pop(event.subject.id, None)
        if event.kind == "saved":
            said = event.payload
            found[event.subject.id] = SavedQuery(
                event.subject.id, said["name"], said["select"], event.actor_id, event.at, event.sequence
            )
    return found
