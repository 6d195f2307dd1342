"""Forecasts of bare yearly series by the SQL, the same worked plainly in Python, and made-up series to try them on."""

import math
import random
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from statistics import fmean, stdev
from typing import Any

import duckdb
import pyarrow as pa

from pipelines.warehouse import sql

FIRST_YEAR = 2018
SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("organisation_id", "metric_id", "qualifier", "unit", "kind")),
        ("year", pa.int32()),
        ("value", pa.decimal128(20, 4)),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        ("is_break", pa.bool_()),
        ("is_restated", pa.bool_()),
    ]
)
Series = Sequence[float]


def forecast_rows(series: Sequence[Series], *, kind: str = "flow", ahead: int = 1) -> list[dict[str, Any]]:
    """marts.metric_forecast of each series, in their order, made `ahead` years after its last value."""
    columns: dict[str, list[Any]] = {name: [] for name in SCHEMA.names}
    last = {len(each) for each in series}
    assert len(last) == 1, "one length at a time: the build has one date"
    for index, values in enumerate(series):
        for year, value in enumerate(values, FIRST_YEAR):
            row = {
                "organisation_id": "longjin",
                "metric_id": f"{index:05}",
                "qualifier": "exact",
                "unit": "件",
                "kind": kind,
                "year": year,
                "value": value,
                "period_start": date(year, 1, 1),
                "period_end": date(year, 12, 31),
                "is_break": False,
                "is_restated": False,
            }
            for name, cell in row.items():
                columns[name].append(cell)
    selects = dict(sql.tables())
    table = pa.table({**columns, "value": pa.array(columns["value"], pa.float64()).cast(pa.decimal128(20, 4))}, SCHEMA)
    build = pa.table({"as_of": [date(FIRST_YEAR + last.pop() + ahead - 1, 11, 1)]})
    with duckdb.connect(":memory:") as connection:
        for schema in ("raw", "staging", "marts"):
            connection.execute(f"create schema {schema}")
        for name, loaded in (("marts.metric_year", table), ("raw.build", build)):
            connection.register("loading", loaded)
            connection.execute(f"create table {name} as from loading")
        for name in ("staging.yearly_run", "marts.metric_forecast"):
            connection.execute(f"create table {name} as {selects[name]}")
        return connection.sql("from marts.metric_forecast order by metric_id").to_arrow_table().to_pylist()


def student_quantile(freedom: int, share: float) -> float:
    """Student's t by bisection of its distribution function; 1, 2 and 3 degrees of freedom have one in closed form."""
    below = {
        1: lambda t: 0.5 + math.atan(t) / math.pi,
        2: lambda t: 0.5 + t / (2 * math.sqrt(2 + t * t)),
        3: lambda t: 0.5 + (math.atan(t / math.sqrt(3)) + (t / math.sqrt(3)) / (1 + t * t / 3)) / math.pi,
    }[freedom]
    low, high = 0.0, 1000.0
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if below(middle) < share else (low, middle)
    return low


def walked(values: Series, horizon: int = 1, *, share: float = 0.9) -> tuple[float, float] | None:
    """The interval of a random walk with drift, before rounding; None where it has no spread."""
    changes = [after - before for before, after in pairwise(values)]
    if len(changes) < 2 or stdev(changes) == 0:
        return None
    middle = values[-1] + horizon * fmean(changes)
    spread = stdev(changes) * math.sqrt(horizon + horizon**2 / len(changes))
    reach = student_quantile(len(changes) - 1, share) * spread
    return middle - reach, middle + reach


def lined(values: Series, *, share: float = 0.9) -> tuple[float, float] | None:
    """What a least-squares line through the values would say of the next year, with its own Student interval."""
    years = range(len(values))
    mean_year, mean = fmean(years), fmean(values)
    square = sum((year - mean_year) ** 2 for year in years)
    slope = sum((year - mean_year) * (value - mean) for year, value in zip(years, values, strict=True)) / square
    residuals = [value - mean - slope * (year - mean_year) for year, value in zip(years, values, strict=True)]
    freedom = len(values) - 2
    deviation = math.sqrt(sum(each**2 for each in residuals) / freedom)
    ahead = len(values) - mean_year
    reach = student_quantile(freedom, share) * deviation * math.sqrt(1 + 1 / len(values) + ahead**2 / square)
    middle = mean + slope * ahead
    return middle - reach, middle + reach


def _walk(random_: random.Random, count: int) -> list[float]:
    values = [random_.uniform(200, 2000)]
    drift, spread = random_.uniform(-0.1, 0.1) * values[0], random_.uniform(0.02, 0.15) * values[0]
    while len(values) < count:
        values.append(values[-1] + random_.gauss(drift, spread))
    return values


def _level(random_: random.Random, count: int) -> list[float]:
    level = random_.uniform(200, 2000)
    spread = random_.uniform(0.02, 0.15) * level
    return [random_.gauss(level, spread) for _ in range(count)]


def _trend(random_: random.Random, count: int) -> list[float]:
    level = random_.uniform(200, 2000)
    slope, spread = random_.uniform(-0.1, 0.1) * level, random_.uniform(0.02, 0.15) * level
    return [random_.gauss(level + slope * year, spread) for year in range(count)]


def _growth(random_: random.Random, count: int) -> list[float]:
    values = [random_.uniform(200, 2000)]
    while len(values) < count:
        values.append(values[-1] * random_.gauss(1.1, 0.1))
    return values


def _rare(random_: random.Random, count: int) -> list[float]:
    """Counts of independent events, 20 to 80 a year: 1,000 days that each have one or don't."""
    chance = random_.uniform(0.02, 0.08)
    return [float(sum(random_.random() < chance for _ in range(1000))) for _ in range(count)]


def _jump(random_: random.Random, count: int) -> list[float]:
    """A level that is half as high again in the year that is to be forecast."""
    values = _level(random_, count)
    return [*values[:-1], values[-1] * 1.5]


PROCESSES: Mapping[str, Callable[[random.Random, int], list[float]]] = {
    "random walk with drift (the method's own assumption)": _walk,
    "level with noise": _level,
    "straight trend with noise": _trend,
    "growth of 10% ± 10%": _growth,
    "rare events, 20–80 a year": _rare,
    "level that jumps by half in the year forecast": _jump,
}
