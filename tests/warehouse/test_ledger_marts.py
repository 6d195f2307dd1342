"""Months, years and comparisons of what ledgers count, on rows that a reader can add up."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.warehouse.rows import Rows


def months_of(rows: Rows, metric_id: str = "cases") -> dict[str, dict[str, Any]]:
    return {f"{row['month']:%Y-%m}": row for row in rows.mart("metric_month") if row["metric_id"] == metric_id}


def kept(first: date, last: date, **counts: int) -> Rows:
    """A ledger of `cases` that covers some days of 2024: m1=3 is three rows in January."""
    rows = Rows().metric("cases").ledger("book", "cases").load("book", first, last)
    for name, value in counts.items():
        rows.month("book", "cases", date(2024, int(name.removeprefix("m")), 1), value)
    return rows


WHOLE = (date(2024, 1, 1), date(2024, 12, 31))


def test_a_covered_month_without_rows_is_zero_and_the_year_adds_up() -> None:
    months = months_of(kept(*WHOLE, m1=3, m3=4))
    assert [months[f"2024-{month:02d}"]["value"] for month in (1, 2, 3, 12)] == [3, 0, 4, 0]
    assert [months[f"2024-{month:02d}"]["to_date"] for month in (1, 2, 3, 12)] == [3, 3, 7, 7]


def test_a_year_that_is_wholly_covered_is_exact_and_comes_from_the_ledger() -> None:
    row = kept(*WHOLE, m1=3, m3=4).metric_year("cases", 2024)
    assert (row["value"], row["lower"], row["upper"], row["qualifier"], row["source"]) == (7, 7, 7, "exact", "ledger")
    assert (row["period_start"], row["period_end"]) == WHOLE
    assert row["reporting_state"] == "reported"


def test_a_month_that_no_file_covers_has_no_value_and_leaves_the_year_open() -> None:
    rows = kept(date(2024, 1, 1), date(2024, 1, 31), m1=3).load("book", date(2024, 3, 1), date(2024, 12, 31))
    rows.month("book", "cases", date(2024, 3, 1), 4)
    assert months_of(rows)["2024-02"]["value"] is None
    row = rows.metric_year("cases", 2024)
    assert (row["value"], row["lower"], row["upper"], row["qualifier"]) == (7, 7, None, "at_least")
    assert row["reason"] == "months_missing"


def test_a_ledger_that_begins_in_spring_knows_at_least_what_it_counted() -> None:
    row = kept(date(2024, 4, 1), date(2024, 12, 31), m4=5).metric_year("cases", 2024)
    assert (row["value"], row["upper"], row["reason"]) == (5, None, "months_missing")


def test_a_month_that_is_not_over_ends_on_the_last_day_covered() -> None:
    row = kept(date(2024, 1, 1), date(2024, 5, 20), m1=3, m5=1).metric_year("cases", 2024)
    assert (row["value"], row["qualifier"], row["period_end"]) == (4, "exact", date(2024, 5, 20))


def test_days_after_the_build_are_not_covered() -> None:
    rows = kept(date(2025, 1, 1), date(2025, 12, 31))
    assert sorted(months_of(rows)) == ["2025-01"]


def test_rows_that_cannot_be_told_widen_a_count_and_open_a_sum() -> None:
    rows = kept(*WHOLE).month("book", "cases", date(2024, 2, 1), 5, unsure=2)
    assert (months_of(rows)["2024-02"]["value"], months_of(rows)["2024-02"]["upper"]) == (5, 7)
    assert rows.metric_year("cases", 2024)["upper"] == 7
    summed = Rows().metric("cases").ledger("book", "cases", way="sum").load("book", *WHOLE)
    summed.month("book", "cases", date(2024, 2, 1), 5, unsure=2, way="sum")
    assert months_of(summed)["2024-02"]["upper"] is None
    assert summed.metric_year("cases", 2024)["upper"] is None


def test_members_count_once_a_year_although_they_come_each_month() -> None:
    rows = Rows().metric("cases").ledger("book", "cases", way="distinct").load("book", *WHOLE)
    rows.month("book", "cases", date(2024, 1, 1), 3, way="distinct")
    rows.month("book", "cases", date(2024, 2, 1), 3, added=1, way="distinct")
    months = months_of(rows)
    assert [(months[name]["value"], months[name]["to_date"]) for name in ("2024-01", "2024-02")] == [(3, 3), (3, 4)]
    assert rows.metric_year("cases", 2024)["value"] == 4


def test_a_state_is_what_stands_at_the_end_and_remembers_who_came_before_the_ledger() -> None:
    rows = Rows().metric("staff", kind="stock").ledger("book", "staff", way="standing").load("book", *WHOLE)
    rows.month("book", "staff", date(2021, 7, 1), 30, way="standing")
    rows.month("book", "staff", date(2024, 3, 1), -2, way="standing", rows_counted=0)
    months = months_of(rows, "staff")
    assert [months[name]["value"] for name in ("2024-01", "2024-03", "2024-12")] == [30, 28, 28]
    row = rows.metric_year("staff", 2024)
    assert (row["value"], row["period_start"], row["period_end"]) == (28, WHOLE[1], WHOLE[1])


def test_late_rows_count_nowhere_and_are_named() -> None:
    rows = kept(*WHOLE, m1=3).month("book", "cases", date(2024, 1, 1), 2, is_late=True)
    assert (months_of(rows)["2024-01"]["value"], months_of(rows)["2024-01"]["late"]) == (3, 2)
    assert rows.metric_year("cases", 2024)["value"] == 3


def test_a_file_that_lacks_a_column_says_nothing_of_the_metric() -> None:
    rows = Rows().metric("cases").ledger("book", "cases").load("book", *WHOLE, without=("cases",))
    assert months_of(rows) == {}


def test_two_ledgers_of_one_metric_cover_a_month_together() -> None:
    rows = Rows().metric("cases").ledger("book", "cases").ledger("list", "cases")
    rows.load("book", *WHOLE).load("list", date(2024, 1, 1), date(2024, 6, 30))
    rows.month("book", "cases", date(2024, 1, 1), 3).month("list", "cases", date(2024, 1, 1), 2)
    months = months_of(rows)
    assert months["2024-01"]["value"] == 5
    assert months["2024-07"]["value"] is None
    assert months["2024-01"]["ledger_ids"] == ["book", "list"]


def test_a_report_speaks_before_the_ledger_and_the_ledger_where_it_is_silent() -> None:
    rows = kept(*WHOLE, m1=3).metric("other").ledger("book", "other").document("d24", 2024)
    rows.observation("d24", "cases", 9, 2024)
    rows.load("book", *WHOLE).month("book", "other", date(2024, 1, 1), 4)
    assert (rows.metric_year("cases", 2024)["value"], rows.metric_year("cases", 2024)["source"]) == (9, "report")
    assert (rows.metric_year("other", 2024)["value"], rows.metric_year("other", 2024)["source"]) == (4, "ledger")


def test_a_ledgers_year_is_not_compared_with_a_reports() -> None:
    rows = kept(*WHOLE, m1=3).document("d23", 2023).observation("d23", "cases", 9, 2023)
    row = rows.metric_year("cases", 2024)
    assert (row["change_lower"], row["reason"]) == (None, "source_changed")


def test_what_no_report_can_state_has_its_own_year_on_the_board() -> None:
    rows = kept(*WHOLE, m1=3)
    assert [(row["year"], row["extent"]) for row in rows.mart("coverage")] == [(2024, "ledger")]


def reconciled(stated: int, **observation: Any) -> dict[str, Any]:
    """A report that states `stated` cases of 2024 against a ledger of seven."""
    rows = kept(*WHOLE, m1=3, m3=4).document("d24", 2024)
    load = observation.pop("load", {})
    late = observation.pop("late", 0)
    for code, count, year in observation.pop("refused", ()):
        rows.refused("book", code, count, year)
    if load:
        rows.tables["raw.ledger_loads"][0].update(load)
    if late:
        rows.month("book", "cases", date(2024, 3, 1), late, is_late=True)
    rows.observation("d24", "cases", stated, 2024, **observation)
    (row,) = rows.mart("reconciliation")
    return row


@pytest.mark.parametrize(
    ("stated", "more", "state", "reason", "difference"),
    [
        (7, {}, "agrees", "equal", 0),
        (9, {}, "differs", "unexplained", -2),
        (5, {}, "differs", "unexplained", 2),
        (6, {"upper": None, "qualifier": "at_least"}, "agrees", "within_bounds", 1),
        (8, {"upper": None, "qualifier": "at_least"}, "differs", "unexplained", -1),
        (9, {"late": 2}, "differs", "late_rows", -2),
        (9, {"load": {"refused": 2}}, "differs", "refused_rows", -2),
        (9, {"load": {"refused": 1}}, "differs", "unexplained", -2),
        (9, {"refused": [("doubled_row", 2, 2024)]}, "differs", "doubled_rows", -2),
        (9, {"refused": [("doubled_key", 2, 2024), ("date", 2, 2024)]}, "differs", "doubled_rows", -2),
        (9, {"refused": [("doubled_row", 1, 2024), ("date", 2, None)]}, "differs", "undated_rows", -2),
        (9, {"refused": [("required", 2, None)]}, "differs", "undated_rows", -2),
        (9, {"refused": [("required", 2, 2024)]}, "differs", "refused_rows", -2),
        (9, {"refused": [("doubled_row", 1, 2024), ("date", 1, 2024)]}, "differs", "refused_rows", -2),
        (9, {"refused": [("doubled_row", 2, 2023)]}, "differs", "refused_rows", -2),
        (9, {"late": 2, "refused": [("doubled_row", 2, 2024)]}, "differs", "late_rows", -2),
        (5, {"refused": [("doubled_row", 2, 2024)]}, "differs", "unexplained", 2),
        (7, {"refused": [("doubled_row", 2, 2024)]}, "agrees", "equal", 0),
        (10, {}, "differs", "rounding", -3),
        (7, {"unit": "人"}, "cannot_compare", "unit_differs", None),
        (7, {"unit": "宗"}, "agrees", "equal", 0),
        (3, {"period_end": date(2024, 1, 31)}, "agrees", "equal", 0),
    ],
)
def test_a_report_is_held_against_the_ledger_of_its_own_period(
    stated: int, more: dict[str, Any], state: str, reason: str, difference: int | None
) -> None:
    row = reconciled(stated, **more)
    assert (row["state"], row["reason"], row["difference"]) == (state, reason, difference)


def test_refused_rows_are_counted_by_kind_where_their_year_is_known() -> None:
    refused = [("doubled_row", 2, 2024), ("doubled_key", 3, 2023), ("date", 1, None), ("date_range", 1, 2024)]
    row = reconciled(9, refused=refused)
    assert (row["refused"], row["doubled"], row["undated"]) == (7, 2, 2)
    assert (reconciled(9)["doubled"], reconciled(9)["undated"]) == (0, 0)


def test_a_sum_is_never_explained_by_a_number_of_rows() -> None:
    rows = Rows().metric("cases").ledger("book", "cases", way="sum").load("book", *WHOLE).document("d24", 2024)
    rows.month("book", "cases", date(2024, 3, 1), 7, way="sum").refused("book", "doubled_row", 2, 2024)
    (row,) = rows.observation("d24", "cases", 9, 2024).mart("reconciliation")
    assert (row["doubled"], row["reason"]) == (0, "refused_rows")


def test_what_cannot_be_compared_says_why() -> None:
    rows = kept(date(2024, 2, 1), date(2024, 12, 31), m3=4).document("d24", 2024).observation("d24", "cases", 4, 2024)
    assert [row["reason"] for row in rows.mart("reconciliation")] == ["months_missing"]
    rows = kept(date(2024, 1, 1), date(2024, 11, 30), m3=4).document("d24", 2024).observation("d24", "cases", 4, 2024)
    assert [row["reason"] for row in rows.mart("reconciliation")] == ["not_covered"]
    rows = kept(*WHOLE, m3=4).document("d24", 2024)
    assert [row["reason"] for row in rows.mart("reconciliation")] == ["not_in_report"]
    rows = Rows().metric("cases").ledger("book", "cases").document("d24", 2024).observation("d24", "cases", 4, 2024)
    assert [row["reason"] for row in rows.mart("reconciliation")] == ["no_ledger"]


def test_a_monthly_practice_is_kept_missed_or_open() -> None:
    rows = Rows(as_of=date(2024, 4, 10)).known_practice("lecture").ledger("book", "cases").metric("cases")
    rows.shows("book", "lecture").load("book", date(2024, 1, 1), date(2024, 4, 10))
    rows.kept("book", "lecture", date(2024, 1, 1)).kept("book", "lecture", date(2024, 3, 1), 2)
    boxes = {row["month"].month: row["is_kept"] for row in rows.mart("practice_month")}
    assert boxes == {1: True, 2: False, 3: True, 4: None}


def test_a_missed_month_puts_a_monthly_key_result_off_track() -> None:
    def status(last: date, *months: int) -> str:
        rows = Rows(as_of=date(2024, 4, 20)).known_practice("lecture").ledger("book", "cases").metric("cases")
        rows.known_goal("goal", 2023).key_result("every_period", "lecture", 12, measure_kind="practice")
        rows.shows("book", "lecture").load("book", date(2024, 1, 1), last)
        for month in months:
            rows.kept("book", "lecture", date(2024, month, 1))
        (row,) = rows.mart("goal_progress")
        return row["status"]

    assert status(date(2024, 4, 20), 1, 2, 3) == "on_track"
    assert status(date(2024, 4, 20), 1, 3) == "off_track"


def test_the_expected_share_follows_last_years_months() -> None:
    def row(**last_year: int) -> dict[str, Any]:
        rows = Rows(as_of=date(2024, 6, 30)).metric("cases").ledger("book", "cases")
        rows.known_goal("goal", 2023).key_result("reach", "cases", 100, baseline="zero")
        rows.load("book", date(2023, 1, 1), date(2024, 6, 30))
        for name, value in last_year.items():
            rows.month("book", "cases", date(2023, int(name.removeprefix("m")), 1), value)
        rows.month("book", "cases", date(2024, 2, 1), 25)
        (found,) = rows.mart("goal_progress")
        return found

    assert float(row(m3=20, m12=80)["expected"]) == pytest.approx(20)
    assert row(m3=20, m12=80)["status"] == "on_track"
    assert row(m3=80, m12=20)["status"] == "off_track"
    assert Decimal(str(row()["expected"])) > 49  # a year without anything has no profile: by the days
