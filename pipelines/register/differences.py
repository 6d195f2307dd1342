"""Which differences of report and ledger are settled, as a fold of events."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from pipelines.domain.differences import Held, Settlement
from pipelines.domain.register import Event
from pipelines.domain.reviews import Review
from pipelines.register.reviews import reviews_of

DIFFERENCE = "difference"


def settlements_of(events: Iterable[Event]) -> dict[str, Settlement]:
    """ORGANISATION/METRIC/YEAR → what was decided of the difference, from events about differences and figures.

    That the ledger holds stands as long as the correction of the report's figure does.
    """
    known = list(events)
    settled: dict[str, Settlement] = {}
    for event in known:
        if event.subject.type == DIFFERENCE:
            settled[event.subject.id] = _settled(event) if event.kind == "settled" else Settlement(seen=event.sequence)
    if any(each.holds == "ledger" for each in settled.values()):
        reviews = reviews_of(known)
        for subject, each in settled.items():
            if not _is_carried(each, reviews.get(each.observation_id, Review())):
                settled[subject] = Settlement(seen=each.seen)
    return settled


def _is_carried(settlement: Settlement, review: Review) -> bool:
    if settlement.holds != "ledger" or settlement.held is None:
        return True
    right = review.correction.bounds.value if review.verdict == "corrected" and review.correction else None
    return right == settlement.held.ledger_value


def _settled(event: Event) -> Settlement:
    said = event.payload
    return Settlement(
        holds=said["holds"],
        held=_held(said["held"]),
        observation_id=said["observation_id"],
        role=event.role,
        actor_id=event.actor_id,
        at=event.at,
        sequence=event.sequence,
        event_id=event.event_id,
        seen=event.sequence,
    )


def _held(said: Mapping[str, Any]) -> Held:
    numbers: dict[str, Any] = {
        name: None if said[name] is None else Decimal(said[name])
        for name in ("report_value", "report_lower", "report_upper", "ledger_value", "ledger_upper")
    }
    return Held(**numbers, report_unit=said["report_unit"], ledger_unit=said["ledger_unit"])


def said_held(held: Held) -> dict[str, str | None]:
    """The two values as a payload: numbers as text."""
    return {name: format(each, "f") if isinstance(each, Decimal) else each for name, each in asdict(held).items()}
