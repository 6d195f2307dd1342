"""Large changes of counts: what is listed, what isn't, and how often chance alone is taken for a change."""

from decimal import Decimal

import duckdb
import numpy as np
import pytest

from pipelines.warehouse import sql
from tests.warehouse.rows import Rows


def changes(before: int, now: int, **values: object) -> list[tuple]:
    """What is said of two years of a count."""
    rows = Rows().metric("cases").document("d22", 2022).document("d23", 2023)
    rows.observation("d22", "cases", before, 2022).observation("d23", "cases", now, 2023, **values)
    return [(row["year"], row["direction"]) for row in rows.mart("large_change")]


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (100, 100, None),
        (100, 130, None),
        (100, 180, None),
        (100, 260, "up"),
        (260, 100, "down"),
        (1000, 2300, "up"),
        (0, 5, None),
        (0, 60, "up"),
        (60, 0, "down"),
        (2, 9, None),
        (3, 40, "up"),
    ],
)
def test_a_count_is_listed_where_chance_and_custom_do_not_explain_its_change(
    before: int, now: int, expected: str | None
) -> None:
    assert changes(before, now) == ([(2023, expected)] if expected else [])


def test_of_bounds_the_nearest_ends_decide() -> None:
    rows = Rows().metric("cases").document("d22", 2022).document("d23", 2023)
    rows.observation("d22", "cases", 100, 2022, lower=90, upper=110)
    rows.observation("d23", "cases", 300, 2023, lower=280, upper=None, qualifier="at_least")
    (row,) = rows.mart("large_change")
    assert (row["previous_lower"], row["previous_upper"]) == (90, 110)
    assert row["times"] == pytest.approx(280 / 110)
    assert (row["owner_id"], row["source"]) == ("owner", "report")


@pytest.mark.parametrize(
    "values",
    [
        {"lower": 150, "upper": None, "qualifier": "at_least"},
        {"lower": None, "upper": None, "qualifier": "about"},
        {"lower": None, "upper": 300, "qualifier": "at_most"},
    ],
)
def test_what_may_be_small_is_not_listed(values: dict) -> None:
    assert changes(100, 300, **values) == []


@pytest.mark.parametrize("kind", ["stock", "rate", "money", "window", "ordinal", "standard"])
def test_only_counts_of_a_period_are_held_against_each_other(kind: str) -> None:
    rows = Rows().metric("cases", kind=kind).document("d22", 2022).document("d23", 2023)
    rows.observation("d22", "cases", 10, 2022, kind=kind).observation("d23", "cases", 90, 2023, kind=kind)
    assert rows.mart("large_change") == []


def test_years_that_can_t_be_compared_and_gaps_are_left_out() -> None:
    rows = Rows().metric("cases", units=("件", "次")).document("d20", 2020).document("d22", 2022).document("d23", 2023)
    rows.observation("d20", "cases", 10, 2020).observation("d22", "cases", 90, 2022)
    rows.observation("d23", "cases", 900, 2023, unit="次")
    assert rows.mart("large_change") == []


def alarms(counts: np.ndarray) -> float:
    """The part of many pairs of counts that is listed, by the mart's own SELECT."""
    before, now = counts
    select = dict(sql.tables())["marts.large_change"]
    with duckdb.connect(":memory:") as connection:
        connection.register("pairs", {"before": before, "now": now, "number": np.arange(len(now))})
        connection.execute("create schema marts; create schema catalogue")
        connection.execute("create table catalogue.metrics as select 'm' as metric_id, 'o' as owner_id")
        connection.execute(
            "create table marts.metric_year as select 'x' || number as organisation_id, 'm' as metric_id, 2023 as year,"
            " now::decimal(20,4) as value, value as lower, value as upper, 'exact' as qualifier, '件' as unit,"
            " 'flow' as kind, 'unreviewed' as review_state, before::decimal(20,4) as previous_value,"
            " value - previous_value as change_lower, value - previous_value as change_upper, 'report' as source,"
            " 'o1' as observation_id from pairs"
        )
        connection.execute(
            "insert into marts.metric_year by name select organisation_id, metric_id, 2022 as year,"
            " previous_value as lower, previous_value as upper, 'flow' as kind from marts.metric_year"
        )
        listed = connection.execute(f"select count(*) from ({select})").fetchone()
    assert listed is not None
    return listed[0] / len(before)


def drawn(mean: float, swing: float, times: float = 1.0, pairs: int = 40_000) -> np.ndarray:
    """Pairs of counts about a mean that itself swings by a part of it (a negative binomial; 0: chance alone)."""
    rng = np.random.default_rng(7)
    means = np.array([[mean], [mean * times]]) * np.ones((2, pairs))
    return rng.poisson(rng.gamma(1 / swing**2, means * swing**2) if swing else means)


@pytest.mark.parametrize("mean", [1, 3, 10, 30, 100, 300, 1000])
@pytest.mark.parametrize("swing", [0, 0.1, 0.2])
def test_chance_and_the_usual_swing_are_taken_for_a_change_once_in_a_hundred_at_most(mean: float, swing: float) -> None:
    assert alarms(drawn(mean, swing)) <= 0.013


@pytest.mark.parametrize(("mean", "times", "least"), [(30, 4, 0.8), (100, 3, 0.8), (300, 3, 0.8)])
def test_a_real_change_is_mostly_found(mean: float, times: float, least: float) -> None:
    assert alarms(drawn(mean, 0.2, times)) >= least


def test_work_that_swings_more_than_is_usual_is_listed_more_often() -> None:
    assert 0.03 <= alarms(drawn(300, 0.4)) <= 0.30


def test_the_figures_keep_their_exact_decimals() -> None:
    rows = Rows().metric("cases").document("d22", 2022).document("d23", 2023)
    rows.observation("d22", "cases", 100, 2022).observation("d23", "cases", 300, 2023)
    (row,) = rows.mart("large_change")
    assert (row["value"], row["previous_value"], row["change_lower"]) == (Decimal(300), Decimal(100), Decimal(200))
