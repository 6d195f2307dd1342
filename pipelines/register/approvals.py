"""What was decided of editions that wait for approval."""

from collections.abc import Iterable

from pipelines.domain.register import Event

EDITION = "edition"


def verdicts_of(events: Iterable[Event]) -> dict[str, Event]:
    """edition id → its last event (approved or refused), from events in their order."""
    return {event.subject.id: event for event in events if event.subject.type == EDITION}
