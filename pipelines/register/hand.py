"""The figures that people typed, as a fold of their events."""

from collections.abc import Iterable
from dataclasses import replace

from pipelines.domain.hand import HandFigure
from pipelines.domain.register import Event
from pipelines.register.reviews import correction_of

HAND = "hand"


def hand_figures_of(events: Iterable[Event]) -> dict[str, HandFigure]:
    """hand id → the figure as it was typed last, withdrawn ones among them, in the order of their latest typing."""
    found: dict[str, HandFigure] = {}
    for event in events:
        if event.subject.type != HAND:
            continue
        before = found.pop(event.subject.id, None)
        if event.kind == "withdrawn":
            assert before is not None
            found[event.subject.id] = replace(before, is_withdrawn=True, seen=event.sequence)
            continue
        found[event.subject.id] = HandFigure(
            hand_id=event.subject.id,
            organisation_id=event.payload["organisation_id"],
            figure=correction_of(event.payload),
            reference=event.payload["reference"],
            materials=tuple(event.payload["materials"]),
            event_id=event.event_id,
            actor_id=event.actor_id,
            role=event.role,
            at=event.at,
            seen=event.sequence,
        )
    return found
