"""The forecast: an interval by a stated method on three to five years, or a refusal with its reason."""

import random
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from tests.warehouse import forecast_table
from tests.warehouse.forecasts import PROCESSES, forecast_rows, student_quantile, walked
from tests.warehouse.rows import Rows

LATE = date(2026, 11, 27)


def forecast(values: dict[int, int], *, as_of: date = LATE, kind: str = "flow", **readings: dict[str, Any]) -> dict:
    """The forecast of one metric with these yearly values; `readings`: changes to the reading of a year, y2024=…."""
    rows = Rows(as_of=as_of).metric("m", kind=kind, units=("件",))
    for year, value in values.items():
        reading = {"kind": kind, **readings.get(f"y{year}", {})}
        rows.document(f"r{year}", year).observation(f"r{year}", "m", value, year, **reading)
    (row,) = rows.mart("metric_forecast")
    return row


def test_three_years_and_more_give_an_interval_for_the_year_of_the_build() -> None:
    row = forecast({2021: 100, 2022: 110, 2023: 105, 2024: 120, 2025: 125})
    assert (row["year"], row["points"], row["reason"]) == (2026, 5, None)
    low, high = walked([100, 110, 105, 120, 125])
    assert (row["lower"], row["upper"]) == (Decimal(int(low)), Decimal(int(high) + 1))


def test_a_year_in_between_without_a_report_widens_the_interval() -> None:
    near = forecast({2022: 100, 2023: 110, 2024: 105}, as_of=date(2025, 11, 1))
    far = forecast({2022: 100, 2023: 110, 2024: 105})
    assert (near["year"], far["year"]) == (2025, 2026)
    assert far["upper"] - far["lower"] > near["upper"] - near["lower"]
    low, high = walked([100, 110, 105], horizon=2)
    assert (far["lower"], far["upper"]) == (Decimal(int(low)), Decimal(int(high) + 1))


def test_only_the_latest_five_years_count() -> None:
    values = {2018: 9000, 2019: 5, 2020: 100, 2021: 110, 2022: 105, 2023: 120, 2024: 125, 2025: 130}
    row = forecast(values)
    assert (row["first_year"], row["last_year"], row["points"], row["known_years"]) == (2021, 2025, 5, 8)


def test_an_interval_stays_above_zero_and_a_rate_below_a_hundred() -> None:
    assert forecast({2023: 90, 2024: 40, 2025: 4})["lower"] == 0
    rate = forecast({2023: 90, 2024: 99, 2025: 97}, kind="rate")
    assert rate["upper"] == 100 and rate["lower"] < 97


TIMES, HALF = {"unit": "次"}, {"period_end": date(2025, 6, 30)}
OPEN = {"lower": 43, "upper": None, "qualifier": "at_least"}
REFUSED = {
    "one year": ({2025: 100}, {}, "too_few"),
    "two years, which always lie on a line": ({2024: 100, 2025: 110}, {}, "too_few"),
    "a year is missing in between": ({2021: 1, 2022: 3, 2024: 100, 2025: 110}, {}, "gap"),
    "the unit changed": ({2022: 1, 2023: 5, 2024: 9, 2025: 4}, {"y2024": TIMES, "y2025": TIMES}, "new_unit"),
    "a gap, and long before it another unit": ({2020: 7, 2024: 9, 2025: 4}, {"y2020": TIMES}, "gap"),
    "the last value is old": ({2021: 1, 2022: 5, 2023: 9}, {}, "too_old"),
    "a value is 43余": ({2023: 40, 2024: 43, 2025: 50}, {"y2024": OPEN}, "bounds"),
    "a value covers half its year": ({2023: 40, 2024: 43, 2025: 20}, {"y2025": HALF}, "part_of_year"),
    "all changes are equal": ({2023: 100, 2024: 110, 2025: 120}, {}, "no_spread"),
    "nothing ever changed": ({2023: 100, 2024: 100, 2025: 100}, {}, "no_spread"),
}  # fmt: skip


@pytest.mark.parametrize(("values", "readings", "reason"), REFUSED.values(), ids=REFUSED)
def test_a_refusal_says_why_and_gives_no_number(values, readings, reason) -> None:
    row = forecast(values, **readings)
    assert (row["reason"], row["lower"], row["upper"]) == (reason, None, None)


@pytest.mark.parametrize("kind", ["window", "standard", "ordinal"])
def test_what_is_no_result_of_a_year_is_not_forecast(kind: str) -> None:
    assert forecast({2023: 3, 2024: 7, 2025: 4}, kind=kind)["reason"] == "other_kind"


def test_a_year_whose_figure_is_disputed_is_not_built_on() -> None:
    rows = Rows(as_of=LATE).metric("m")
    for year, value in {2023: 100, 2024: 110, 2025: 105}.items():
        rows.document(f"r{year}", year).observation(f"r{year}", "m", value, year)
    rows.observation("r2025", "m", 95, 2024)
    (row,) = rows.mart("metric_forecast")
    assert (row["reason"], row["lower"]) == ("restated", None)


def test_a_metric_without_any_value_has_no_row() -> None:
    assert Rows().metric("m").document("r2025", 2025).mart("metric_forecast") == []


def test_numbers_of_sixteen_digits_break_no_build() -> None:
    row = forecast({2023: 1, 2024: 9_999_999_999_999_999, 2025: 5})
    assert row["reason"] is None and row["lower"] == 0


@pytest.mark.parametrize("years", [3, 4, 5])
def test_two_thousand_series_have_the_interval_of_the_method_worked_plainly(years: int) -> None:
    random_ = random.Random(years)
    makers = list(PROCESSES.values())
    made = [[float(max(0, round(v))) for v in random_.choice(makers)(random_, years)] for _ in range(2000)]
    for values, row in zip(made, forecast_rows(made), strict=True):
        expected = walked(values)
        if expected is None:
            assert row["reason"] == "no_spread" and len({b - a for a, b in pairwise(values)}) == 1
            continue
        # outwards to whole numbers: less than one away, and never inside
        assert 0 <= max(0, expected[0]) - float(row["lower"]) < 1 + 1e-3, values
        assert 0 <= float(row["upper"]) - max(0, expected[1]) + 1e-3 < 1 + 2e-3, values


def test_students_quantiles_are_those_of_the_tables() -> None:
    assert [round(student_quantile(freedom, 0.9), 3) for freedom in (1, 2, 3)] == [3.078, 1.886, 1.638]


def test_the_page_says_what_is_measured() -> None:
    """Mend with: python -m tests.warehouse.forecast_table"""
    assert forecast_table.page() == forecast_table.PAGE.read_text(encoding="utf-8")
