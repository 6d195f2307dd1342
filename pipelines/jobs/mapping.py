"""A number that no rule mapped, given to a metric by a person."""

from dataclasses import dataclass
from datetime import date

from pipelines.domain.errors import (
    FigureGone,
    NothingToUndo,
    PeriodOutOfOrder,
    ReadingMoved,
    UnitOfOtherMetric,
    UnknownMetric,
)
from pipelines.domain.register import Decision, Event, Subject
from pipelines.jobs.catalogue import catalogue_of
from pipelines.jobs.people import Person
from pipelines.jobs.register import register_of
from pipelines.jobs.root import root_of
from pipelines.jobs.settings import Settings
from pipelines.register import QUANTITY
from pipelines.warehouse import sql
from pipelines.warehouse.editions import Warehouse


@dataclass(frozen=True, slots=True)
class Wish:
    """Which number (as the person saw it) counts for which metric, part and period."""

    quantity_id: str
    reading_hash: str
    metric_id: str
    period_start: date
    period_end: date
    scope: str = ""
    seen: int = 0


def map_quantity(settings: Settings, person: Person, wish: Wish, *, why: str = "") -> Event:
    """Record that a number counts for a metric; from the next edition on it is a figure, to be reviewed as any other.

    Raises FigureGone, ReadingMoved, UnknownMetric, UnitOfOtherMetric, PeriodOutOfOrder, NotAllowed, DecidedMeanwhile.
    """
    catalogue = catalogue_of(settings)
    unit, whose = _read_as(settings, wish)
    actor = person.acting("quantity.map", whose)
    metric = catalogue.metric_of.get(wish.metric_id)
    if metric is None:
        raise UnknownMetric(where=wish.quantity_id, found=wish.metric_id)
    classes = frozenset().union(*(catalogue.classes_of[each] for each in metric.units))
    if not catalogue.classes_of.get(unit, frozenset()) & classes:
        raise UnitOfOtherMetric(where=wish.metric_id, found=unit, expected="、".join(metric.units))
    if not wish.period_start <= wish.period_end:
        raise PeriodOutOfOrder(where=wish.metric_id, found=f"{wish.period_start} – {wish.period_end}")
    payload = {
        "reading_hash": wish.reading_hash,
        "metric_id": wish.metric_id,
        "scope": wish.scope.strip(),
        "kind": metric.kind,
        "period_start": wish.period_start.isoformat(),
        "period_end": wish.period_end.isoformat(),
    }
    subject = Subject(QUANTITY, wish.quantity_id)
    with register_of(settings) as register:
        return register.record(Decision(subject, "mapped", actor, payload, why, wish.seen))[0]


def undo_mapping(settings: Settings, person: Person, quantity_id: str, *, why: str = "") -> Event:
    """Take the last mapping of a number back.  Raises NothingToUndo, FigureGone, NotAllowed, NotTheirs."""
    subject = Subject(QUANTITY, quantity_id)
    actor = person.acting("quantity.map", _quantity(settings, quantity_id)[2])
    with register_of(settings) as register:
        events = register.events(subject=subject)
        if not events or events[-1].kind == "undone":
            raise NothingToUndo(where=subject)
        last = events[-1]
        payload = {"undoes": last.event_id}
        return register.record(Decision(subject, "undone", actor, payload, why, last.sequence))[0]


def _read_as(settings: Settings, wish: Wish) -> tuple[str, str]:
    """(a number's unit as the published edition has it, whose it is).  Raises FigureGone and ReadingMoved."""
    unit, reading_hash, organisation_id = _quantity(settings, wish.quantity_id)
    if reading_hash != wish.reading_hash:
        raise ReadingMoved(where=wish.quantity_id)
    return unit, organisation_id


def _quantity(settings: Settings, quantity_id: str) -> tuple[str, str, str]:
    warehouse = Warehouse(root_of(settings).warehouse)
    with warehouse.connect(warehouse.current_id()) as connection:
        found = connection.execute(sql.query("quantity_by_id"), {"quantity_id": quantity_id}).fetchone()
    if found is None:
        raise FigureGone(where=quantity_id)
    return found
