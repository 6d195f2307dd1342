"""marts.peer_year over bare figures, and the same worked plainly in Python: every pair of organisations by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import inf
from statistics import median
from typing import Any

import duckdb
import pyarrow as pa

from pipelines.warehouse import sql
from pipelines.warehouse.tables import SCHEMAS

YEAR = 2024
LEAST = 2
CLASS = {"件": "item", "宗": "item", "次": "occasion"}
METRICS = {  # kind, direction, whether it is defined
    "rate_up": ("rate", "higher_is_better", True),
    "rate_down": ("rate", "lower_is_better", True),
    "rate_neutral": ("rate", "neutral", True),
    "rate_undefined": ("rate", "higher_is_better", False),
    "cases": ("flow", "lower_is_better", True),
    "money": ("money", "neutral", True),
    "people": ("stock", "neutral", True),
    "recruits": ("window", "neutral", True),
    "hours": ("standard", "higher_is_better", True),
    "rank": ("ordinal", "neutral", True),
}
NUMERATOR, DENOMINATOR = "cases", "people"
COUNTS = ("flow", "stock", "money")


@dataclass(frozen=True)
class Figure:
    """A figure of an organisation; `metric_id` share: of the derived metric, its parts' sources being those given."""

    organisation_id: str
    metric_id: str
    value: int
    lower: int | None
    upper: int | None
    unit: str = "件"
    source: str = "report"
    months: tuple[int, int] = (1, 12)
    is_excerpt: bool = False


Organisations = dict[str, tuple[str | None, str]]
"""Organisation → parent and level."""


def built(organisations: Organisations, figures: Sequence[Figure], *, per: int = 1) -> list[dict[str, Any]]:
    """The mart's rows."""
    with connected(organisations, figures, per=per) as connection:
        return connection.sql("from marts.peer_year order by all").to_arrow_table().to_pylist()


def connected(
    organisations: Organisations, figures: Sequence[Figure], *, per: int = 1, least: int = LEAST
) -> duckdb.DuckDBPyConnection:
    """The mart over these figures, in memory."""
    rows: dict[str, list[dict[str, Any]]] = {"raw.observations": []}
    own = {"name_zh": "名", "name_en": "Name"}
    rows["catalogue.organisations"] = [
        {"organisation_id": each, "parent_id": parent, "level": level, **own}
        for each, (parent, level) in organisations.items()
    ]
    rows["catalogue.counters"] = [{"counter": each, "counter_class": name} for each, name in CLASS.items()]
    rows["catalogue.metrics"] = [
        {"metric_id": each, "units": ["%"] if kind == "rate" else ["件"], "kind": kind, "direction": direction}
        | ({"definition_zh": "口径"} if is_defined else {})
        for each, (kind, direction, is_defined) in METRICS.items()
    ]
    derived = {"numerator_id": NUMERATOR, "denominator_id": DENOMINATOR, "direction": "higher_is_better"}
    rows["catalogue.derived"] = [{"metric_id": "share", "definition_zh": "口径", **derived}]
    rows["catalogue.peer_bases"] = [{"basis": "each", "position": 1, "denominator_id": DENOMINATOR, "per": per, **own}]
    rows["catalogue.peer_rules"] = [{"least_peers": least}]
    rows["raw.documents"] = [{"document_id": "excerpt", "extent": "excerpt"}, {"document_id": "d", "extent": "whole"}]
    plain, shares = [], []
    for number, figure in enumerate(figures):
        key = {"organisation_id": figure.organisation_id, "metric_id": figure.metric_id, "year": YEAR}
        bounds = {name: _decimal(getattr(figure, name)) for name in ("value", "lower", "upper")}
        first, last = figure.months
        period = {"period_start": date(YEAR, first, 1), "period_end": date(YEAR, last, 28)}
        found = {**key, **bounds, **period, "unit": figure.unit, "observation_id": str(number), "source": figure.source}
        if figure.metric_id == "share":
            shares.append({**found, "kind": "rate"})
            continue
        plain.append({**found, "kind": METRICS[figure.metric_id][0]})
        read = {"observation_id": str(number), "document_id": "excerpt" if figure.is_excerpt else "d"}
        rows["raw.observations"].append(read)
    number = pa.decimal128(20, 4)
    texts = ("organisation_id", "metric_id", "unit", "observation_id", "source", "kind")
    days = ("period_start", "period_end")
    marts = pa.schema(
        [
            *((name, pa.string()) for name in texts),
            ("year", pa.int32()),
            *((name, number) for name in ("value", "lower", "upper")),
            *((name, pa.date32()) for name in days),
        ]
    )
    connection = duckdb.connect(":memory:", config={"threads": 1})
    for schema in ("raw", "catalogue", "staging", "marts"):
        connection.execute(f"create schema {schema}")
    wanted = {name: pa.Table.from_pylist(rows[name], schema=SCHEMAS[name]) for name in rows}
    wanted |= {"marts.metric_year": pa.Table.from_pylist(plain, schema=marts)}
    wanted |= {"marts.derived_year": pa.Table.from_pylist(shares, schema=marts)}
    for name, table in wanted.items():
        connection.register("loading", table)
        connection.execute(f"create table {name} as from loading")
    selects = dict(sql.tables("marts.peer_year"))
    for name in ("staging.metric_counter_class", "staging.peer_figure", "marts.peer_year"):
        connection.execute(f"create table {name} as {selects[name]}")
    return connection


def _decimal(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


@dataclass(frozen=True)
class Case:
    """A figure as it would be compared."""

    figure: Figure
    basis: str
    value: Fraction | None
    lower: Fraction | None
    upper: Fraction | None


def reference(organisations: Organisations, figures: Sequence[Figure], *, per: int = 1) -> dict[tuple[str, ...], tuple]:
    """(organisation, metric, basis) → (value, peers, median with its bounds, percentile with its bounds, reason)."""
    cases = [Case(each, "", *map(_fraction, (each.value, each.lower, each.upper))) for each in figures]
    cases += [
        _divided(each, figures, per) for each in figures if _kind(each) in COUNTS and each.metric_id != DENOMINATOR
    ]
    return {
        (case.figure.organisation_id, case.figure.metric_id, case.basis): _judged(case, cases, organisations, figures)
        for case in cases
    }


def _divided(figure: Figure, figures: Sequence[Figure], per: int) -> Case:
    whole = _other(figure, DENOMINATOR, figures)
    if whole is None or whole.value == 0:
        return Case(figure, "each", None, None, None)
    lower = None if figure.lower is None else Fraction(per * figure.lower, whole.upper) if whole.upper else Fraction(0)
    upper = None
    if figure.upper == 0:
        upper = Fraction(0)
    elif figure.upper is not None and whole.lower:
        upper = Fraction(per * figure.upper, whole.lower)
    return Case(figure, "each", Fraction(per * figure.value, whole.value), lower, upper)


def _judged(case: Case, cases: Sequence[Case], organisations: Organisations, figures: Sequence[Figure]) -> tuple:
    reason = _alone(case, organisations, figures)
    if reason:
        return case.value, None, None, None, None, None, None, None, reason
    group = [
        other
        for other in cases
        if not _alone(other, organisations, figures)
        and _like(other, organisations, figures) == _like(case, organisations, figures)
    ]
    others = [other for other in group if other is not case]
    if len(others) < LEAST:
        few = "neutral" if _direction(case.figure) == "neutral" else "few_peers"
        return case.value, len(others), None, None, None, None, None, None, few
    middle = (
        median(other.value for other in group),
        _open(median(-inf if other.lower is None else other.lower for other in group)),
        _open(median(inf if other.upper is None else other.upper for other in group)),
    )
    if _direction(case.figure) == "neutral":
        return case.value, len(others), *middle, None, None, None, "neutral"
    surely = possibly = Fraction(0)
    for other in others:
        surely += _win(_ends(case)[0], _ends(other)[1])
        possibly += _win(_ends(case)[1], _ends(other)[0])
    low, high = (100 * each / len(others) for each in (surely, possibly))
    return case.value, len(others), *middle, low if low == high else None, low, high, None if low == high else "bounds"


def _alone(case: Case, organisations: Organisations, figures: Sequence[Figure]) -> str | None:
    figure, kind = case.figure, _kind(case.figure)
    parent, level = organisations[figure.organisation_id]
    if kind in ("window", "standard", "ordinal"):
        return kind
    if parent is None:
        return "no_parent"
    if sum(place == (parent, level) for place in organisations.values()) == 1:
        return "no_peers"
    if not case.basis and kind in COUNTS:
        return "raw_volume"
    if case.value is None:
        return "no_denominator"
    if any(part.is_excerpt for part in _parts(figure, figures)):
        return "excerpt"
    return None if figure.metric_id == "share" or METRICS[figure.metric_id][2] else "no_definition"


def _like(case: Case, organisations: Organisations, figures: Sequence[Figure]) -> tuple:
    figure = case.figure
    sources = {part.source == "ledger" for part in _parts(figure, figures)}
    unit = CLASS.get(figure.unit, figure.unit)
    return (
        *organisations[figure.organisation_id],
        figure.metric_id,
        case.basis,
        unit,
        frozenset(sources),
        figure.months,
    )


def _parts(figure: Figure, figures: Sequence[Figure]) -> list[Figure]:
    """The figures that a figure is made of."""
    if figure.metric_id != "share":
        return [figure]
    return [part for each in (NUMERATOR, DENOMINATOR) if (part := _other(figure, each, figures))]


def _other(figure: Figure, metric_id: str, figures: Sequence[Figure]) -> Figure | None:
    same = (each for each in figures if each.organisation_id == figure.organisation_id and each.metric_id == metric_id)
    return next(same, None)


def _kind(figure: Figure) -> str:
    return "rate" if figure.metric_id == "share" else METRICS[figure.metric_id][0]


def _direction(figure: Figure) -> str:
    return "higher_is_better" if figure.metric_id == "share" else METRICS[figure.metric_id][1]


def _ends(case: Case) -> tuple[Any, Any]:
    """The worst and the best that a figure may be, more being better."""
    low, high = -inf if case.lower is None else case.lower, inf if case.upper is None else case.upper
    return (-high, -low) if _direction(case.figure) == "lower_is_better" else (low, high)


def _win(own: Any, other: Any) -> Fraction:
    return Fraction(1) if own > other else Fraction(1, 2) if own == other else Fraction(0)


def _fraction(value: int | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def _open(value: Any) -> Any:
    return None if value in (inf, -inf) else value
