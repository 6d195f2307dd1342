"""A correction as a person types it, proved against the metric that it is for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from pipelines.domain.catalogue import Catalogue
from pipelines.domain.errors import BoundsOutOfOrder, NotANumber, PeriodOutOfOrder, UnitOfOtherMetric, UnknownMetric
from pipelines.domain.quantities import QUALIFIERS, Bounds, misfit, typed_number
from pipelines.domain.reviews import Correction, bounds_of


@dataclass(frozen=True, slots=True)
class Wanted:
    """A correction as a person types it; bounds that are None follow from the qualifier."""

    metric_id: str
    scope: str
    value: str
    qualifier: str
    unit: str
    period_start: date
    period_end: date
    lower: str | None = None
    upper: str | None = None


def corrected(catalogue: Catalogue, wanted: Wanted, row: Mapping[str, Any]) -> Correction:
    """A correction that the figure's metric can have.

    Raises UnknownMetric, NotANumber, BoundsOutOfOrder, UnitOfOtherMetric, PeriodOutOfOrder.
    """
    where = f"{row['organisation_id']} {wanted.metric_id}"
    metric = catalogue.metric_of.get(wanted.metric_id)
    if metric is None:
        raise UnknownMetric(where=row["observation_id"], found=wanted.metric_id)
    if not catalogue.classes_of.get(wanted.unit, frozenset()) & frozenset().union(
        *(catalogue.classes_of[unit] for unit in metric.units)
    ):
        raise UnitOfOtherMetric(where=where, found=wanted.unit, expected="、".join(metric.units))
    bounds = _bounds(wanted, where=where, is_rate=metric.kind == "rate")
    if not wanted.period_start <= wanted.period_end:
        raise PeriodOutOfOrder(where=where, found=f"{wanted.period_start} – {wanted.period_end}")
    kind = row["kind"] if row["metric_id"] == wanted.metric_id else metric.kind
    return Correction(
        wanted.metric_id, wanted.scope.strip(), bounds, wanted.unit, kind, wanted.period_start, wanted.period_end
    )


def _bounds(wanted: Wanted, *, where: str, is_rate: bool) -> Bounds:
    if wanted.qualifier not in QUALIFIERS:
        raise NotANumber(where=where, found=wanted.qualifier)
    value = _number(wanted.value, where)
    bounds = bounds_of(value, wanted.qualifier, is_rate=is_rate)
    lower = bounds.lower if wanted.lower is None else _number(wanted.lower, where)
    upper = bounds.upper if wanted.upper is None else _number(wanted.upper, where)
    if (lower is not None and lower > value) or (upper is not None and upper < value):
        raise BoundsOutOfOrder(where=where, found=f"{lower} ≤ {value} ≤ {upper}")
    for each in (lower, value, upper):
        if each is not None and (each < 0 or misfit(each, is_rate=is_rate)):
            raise NotANumber(where=where, found=str(each))
    return Bounds(value, lower, upper, wanted.qualifier)


def _number(text: str, where: str) -> Decimal:
    number = typed_number(text)
    if number is None:
        raise NotANumber(where=where, found=text[:40])
    return number
