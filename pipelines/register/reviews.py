"""The present state of each figure's review, as a fold of its events."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from pipelines.domain.quantities import Bounds
from pipelines.domain.register import Event
from pipelines.domain.reviews import VERDICTS, Correction, Mapped, Review

FIGURE, QUANTITY = "figure", "quantity"


def reviews_of(events: Iterable[Event]) -> dict[str, Review]:
    """observation id → its review, from the events about figures in their order."""
    by_figure: dict[str, list[Event]] = {}
    for event in events:
        if event.subject.type == FIGURE:
            by_figure.setdefault(event.subject.id, []).append(event)
    return {observation_id: review_of(found) for observation_id, found in by_figure.items()}


def review_of(events: Sequence[Event]) -> Review:
    """The review that one figure's events, in their order, come to.

    `undone` takes back the event that it names; `returned` (退回) opens the figure again; `noted` decides nothing.
    """
    undone = {event.payload["undoes"] for event in events if event.kind == "undone"}
    review = Review()
    for event in events:
        if event.event_id in undone or event.kind in ("undone", "noted"):
            continue
        review = Review() if event.kind == "returned" else _decided(event)
    return replace(review, seen=events[-1].sequence if events else 0)


def authors_of(events: Sequence[Event]) -> tuple[str, ...]:
    """Who took the steps that one figure's review stands at, since it was opened last."""
    undone = {event.payload["undoes"] for event in events if event.kind == "undone"}
    authors: list[str] = []
    for event in events:
        if event.kind == "returned" and event.event_id not in undone:
            authors.clear()
        elif event.kind in VERDICTS and event.event_id not in undone:
            authors.append(event.actor_id)
    return tuple(authors)


def mappings_of(events: Iterable[Event]) -> dict[str, Mapped]:
    """quantity id → what it was mapped to last, without those that were taken back."""
    mapped: dict[str, Mapped] = {}
    for event in events:
        if event.subject.type != QUANTITY:
            continue
        if event.kind == "undone":
            mapped.pop(event.subject.id, None)
            continue
        said = event.payload
        mapped[event.subject.id] = Mapped(
            reading_hash=said["reading_hash"],
            metric_id=said["metric_id"],
            scope=said["scope"],
            kind=said["kind"],
            period_start=date.fromisoformat(said["period_start"]),
            period_end=date.fromisoformat(said["period_end"]),
            seen=event.sequence,
        )
    return mapped


def last_effective(events: Sequence[Event]) -> Event | None:
    """The event that an undo would take back: the last one that decides something and still stands."""
    undone = {event.payload["undoes"] for event in events if event.kind == "undone"}
    standing = [each for each in events if each.kind in (*VERDICTS, "returned") and each.event_id not in undone]
    return standing[-1] if standing else None


def _decided(event: Event) -> Review:
    step, of = int(event.payload["step"]), int(event.payload["of"])
    return Review(
        state=event.kind if step >= of else "in_review",
        verdict=event.kind,
        steps=step,
        of=of,
        reading_hash=event.payload["reading_hash"],
        correction=correction_of(event.payload["correction"]) if event.kind == "corrected" else None,
        event_id=event.event_id,
        actor_id=event.actor_id,
        role=event.role,
        at=event.at,
    )


def correction_of(said: Mapping[str, Any]) -> Correction:
    """A correction as an event's payload holds it."""
    numbers = {name: None if said[name] is None else Decimal(said[name]) for name in ("value", "lower", "upper")}
    return Correction(
        metric_id=said["metric_id"],
        scope=said["scope"],
        bounds=Bounds(**numbers, qualifier=said["qualifier"]),
        unit=said["unit"],
        kind=said["kind"],
        period_start=date.fromisoformat(said["period_start"]),
        period_end=date.fromisoformat(said["period_end"]),
    )


def said_correction(correction: Correction) -> dict[str, str | None]:
    """The same as a payload: numbers and dates as text, so that no reader makes them another number."""
    bounds = correction.bounds
    numbers = {name: getattr(bounds, name) for name in ("value", "lower", "upper")}
    return {
        "metric_id": correction.metric_id,
        "scope": correction.scope,
        **{name: None if number is None else format(number, "f") for name, number in numbers.items()},
        "qualifier": bounds.qualifier,
        "unit": correction.unit,
        "kind": correction.kind,
        "period_start": correction.period_start.isoformat(),
        "period_end": correction.period_end.isoformat(),
    }
