"""What a person typed among what documents and ledgers give, on rows that a reader can count."""

from datetime import date

import pytest

from tests.warehouse.rows import Rows

WHOLE = (date(2024, 1, 1), date(2024, 12, 31))


def stated(value: int = 7, **values: object) -> Rows:
    """A whole report of 2024 that states `cases`."""
    return Rows().metric("cases").document("d", 2024).observation("d", "cases", value, 2024, **values)


def counted() -> Rows:
    """A ledger that counts 7 cases in 2024."""
    rows = Rows().metric("cases").ledger("book", "cases").load("book", *WHOLE)
    return rows.month("book", "cases", date(2024, 1, 1), 7)


def test_a_typed_figure_comes_before_a_ledger_s_count() -> None:
    assert counted().metric_year("cases", 2024)["source"] == "ledger"
    row = counted().typed("cases", 9, 2024).metric_year("cases", 2024)
    assert (row["value"], row["lower"], row["upper"], row["source"]) == (9, 9, 9, "hand")
    assert (row["review_state"], row["reason"], row["reporting_state"]) == ("unreviewed", "first_year", "reported")


def test_a_typed_figure_that_was_rejected_leaves_the_ledger_s_count() -> None:
    row = counted().typed("cases", 9, 2024, review="rejected").metric_year("cases", 2024)
    assert (row["value"], row["source"]) == (7, "ledger")


@pytest.mark.parametrize(("review", "value"), [(None, 7), ("accepted", 9), ("corrected", 9), ("rejected", 7)])
def test_a_report_s_figure_stands_until_the_typed_one_is_reviewed(review: str | None, value: int) -> None:
    row = stated().typed("cases", 9, 2024, review=review).metric_year("cases", 2024)
    assert (row["value"], row["source"]) == (value, "hand" if value == 9 else "report")


def test_where_a_report_gives_only_a_part_the_typed_whole_stands() -> None:
    row = stated(scope="其中一部分").typed("cases", 9, 2024).metric_year("cases", 2024)
    assert (row["value"], row["source"], row["reporting_state"]) == (9, "hand", "reported")


def test_where_reports_contradict_each_other_only_a_reviewed_figure_settles_it() -> None:
    assert stated().observation("d", "cases", 8, 2024).metric_year("cases", 2024)["reason"] == "conflicting_values"
    row = stated().observation("d", "cases", 8, 2024).typed("cases", 8, 2024).metric_year("cases", 2024)
    assert (row["value"], row["reason"]) == (None, "conflicting_values")
    row = stated().observation("d", "cases", 8, 2024).typed("cases", 8, 2024, review="accepted")
    assert row.metric_year("cases", 2024)["value"] == 8


def test_a_typed_year_is_compared_with_a_report_s_and_not_with_a_ledger_s() -> None:
    row = stated().typed("cases", 9, 2025).metric_year("cases", 2025)
    assert (row["previous_value"], row["change_lower"]) == (7, 2)
    assert counted().typed("cases", 9, 2025).metric_year("cases", 2025)["reason"] == "source_changed"


def test_a_part_of_a_year_and_a_part_of_the_whole_are_no_year_s_figure() -> None:
    late = stated().metric("others").typed("others", 9, 2024, period_start=date(2024, 7, 1))
    assert late.metric_year("others", 2024)["reporting_state"] == "not_reported"
    part = stated().metric("others").typed("others", 9, 2024, scope="其中")
    assert part.metric_year("others", 2024)["value"] is None
    assert len(part.mart("observation")) == 2


def test_of_two_periods_of_a_year_the_longer_speaks() -> None:
    rows = stated().metric("others").typed("others", 4, 2024, period_end=date(2024, 6, 30)).typed("others", 9, 2024)
    assert rows.metric_year("others", 2024)["value"] == 9


def test_what_contradicts_a_report_is_said() -> None:
    def said(rows: Rows) -> list[str]:
        return [each.check_id for each in rows.breaches() if each.check_id == "hand_figures_agree"]

    assert said(stated().typed("cases", 9, 2024)) == ["hand_figures_agree"]
    assert said(stated().typed("cases", 7, 2024)) == []
    assert said(stated().typed("cases", 9, 2024, unit="次")) == ["hand_figures_agree"]


def test_typed_figures_are_no_source_of_the_comparisons_with_ledgers_and_before_signing() -> None:
    rows = counted().document("d", 2024).typed("cases", 9, 2024)
    assert {row["source"] for row in rows.mart("signing")} <= {"ledger"}
    assert all(row["report_value"] is None for row in rows.mart("reconciliation"))
