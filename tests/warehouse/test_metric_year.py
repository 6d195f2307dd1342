"""marts.metric_year: what a board may say of a metric in a year.

Longer than other files because it is a list of cases.
"""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.warehouse.rows import Rows


def two_years(**second: Any) -> Rows:
    """Metric `cases`: 40 in the whole report of 2022; and what `second` says for 2023."""
    rows = Rows().metric("cases").document("d22", 2022).document("d23", 2023)
    rows.observation("d22", "cases", 40, 2022)
    return rows.observation("d23", "cases", second.pop("value", 50), 2023, **second)


def facts(row: dict[str, Any], *names: str) -> tuple[Any, ...]:
    return tuple(row[name] for name in names)


def test_a_stated_value_is_reported_with_its_bounds_period_and_observation() -> None:
    row = two_years().metric_year("cases", 2022)
    assert facts(row, "value", "lower", "upper", "qualifier", "unit", "kind") == (40, 40, 40, "exact", "件", "flow")
    assert facts(row, "reporting_state", "source", "review_state") == ("reported", "report", "unreviewed")
    assert facts(row, "period_start", "period_end", "observation_id") == (date(2022, 1, 1), date(2022, 12, 31), "o001")
    assert facts(row, "is_break", "is_restated", "reason") == (False, False, "first_year")


def test_only_a_whole_document_can_be_silent() -> None:
    rows = Rows().metric("cases", units=("宗", "件")).document("d22", 2022).document("d23", 2023, extent="excerpt")
    whole, excerpt = rows.metric_year("cases", 2022), rows.metric_year("cases", 2023)
    assert facts(whole, "reporting_state", "reason", "value", "unit") == ("not_reported", "silent", None, "宗")
    assert facts(excerpt, "reporting_state", "reason", "value") == ("not_captured", "excerpt", None)
    assert facts(whole, "source", "review_state", "observation_id") == (None, None, None)


def test_zero_is_a_value_and_no_absence() -> None:
    row = two_years(value=0).metric_year("cases", 2023)
    assert facts(row, "value", "reporting_state", "source") == (0, "zero", "report")
    assert facts(row, "change_lower", "change_upper") == (-40, -40)


def test_parts_alone_are_not_added_up() -> None:
    rows = Rows().metric("cases").document("d23", 2023)
    rows.observation("d23", "cases", 12, 2023, scope="面向企业").observation("d23", "cases", 8, 2023, scope="面向学校")
    row = rows.metric_year("cases", 2023)
    assert facts(row, "value", "reason", "source", "observation_id") == (None, "only_parts", None, None)
    assert row["reporting_state"] == "reported"


def test_the_whole_counts_and_not_its_part() -> None:
    rows = Rows().metric("cases").document("d23", 2023)
    rows.observation("d23", "cases", 12, 2023, scope="面向企业").observation("d23", "cases", 40, 2023)
    assert facts(rows.metric_year("cases", 2023), "value", "observation_id") == (40, "o002")


def test_different_values_in_one_report_give_no_value() -> None:
    row = two_years(value=50).observation("d23", "cases", 51, 2023).metric_year("cases", 2023)
    assert facts(row, "value", "lower", "upper", "qualifier", "observation_id") == (None,) * 5
    assert facts(row, "reason", "reporting_state", "source") == ("conflicting_values", "reported", None)


def test_the_same_value_stated_twice_is_one_value() -> None:
    row = two_years(value=50).observation("d23", "cases", 50, 2023).metric_year("cases", 2023)
    assert facts(row, "value", "observation_id") == (50, "o002")


def test_the_original_speaks_before_its_restatement() -> None:
    rows = Rows().metric("cases")
    rows.document("told", 2023, nature="restatement", published_on=date(2024, 9, 1)).document("original", 2023)
    rows.observation("told", "cases", 41, 2023).observation("original", "cases", 42, 2023)
    assert rows.metric_year("cases", 2023)["value"] == 42


def test_a_whole_restatement_speaks_before_an_original_excerpt() -> None:
    rows = Rows().metric("cases").document("whole", 2023, nature="restatement")
    rows.document("excerpt", 2023, extent="excerpt").observation("excerpt", "cases", 42, 2023)
    row = rows.metric_year("cases", 2023)
    assert facts(row, "value", "reporting_state") == (None, "not_reported")


def test_of_two_equal_documents_the_later_publication_speaks() -> None:
    rows = Rows().metric("cases")
    rows.document("early", 2023, published_on=date(2024, 1, 5)).document("late", 2023, published_on=date(2024, 3, 5))
    rows.document("undated", 2023)
    for document, value in (("early", 1), ("late", 2), ("undated", 3)):
        rows.observation(document, "cases", value, 2023)
    assert rows.metric_year("cases", 2023)["value"] == 2


def test_a_change_from_a_known_value_is_exact() -> None:
    row = two_years(value=50).metric_year("cases", 2023)
    assert facts(row, "previous_value", "change_lower", "change_upper", "reason") == (40, 10, 10, None)


def test_a_change_to_at_least_43_is_at_least_3_and_has_no_upper_bound() -> None:
    row = two_years(value=43, upper=None, qualifier="at_least").metric_year("cases", 2023)
    assert facts(row, "previous_value", "change_lower", "change_upper") == (40, 3, None)


def test_a_change_from_at_least_43_has_no_lower_bound() -> None:
    rows = Rows().metric("cases").document("d22", 2022).document("d23", 2023)
    rows.observation("d22", "cases", 43, 2022, upper=None, qualifier="at_least").observation("d23", "cases", 50, 2023)
    assert facts(rows.metric_year("cases", 2023), "change_lower", "change_upper") == (None, 7)


def test_a_change_between_two_at_least_values_is_unknown_on_both_sides() -> None:
    rows = Rows().metric("cases").document("d22", 2022).document("d23", 2023)
    for document, value, year in (("d22", 43, 2022), ("d23", 60, 2023)):
        rows.observation(document, "cases", value, year, upper=None, qualifier="at_least")
    row = rows.metric_year("cases", 2023)
    assert facts(row, "previous_value", "change_lower", "change_upper") == (43, None, None)


def test_windows_are_not_compared() -> None:
    rows = Rows().metric("recruits", kind="window").document("d22", 2022).document("d23", 2023)
    for document, value, year in (("d22", 5, 2022), ("d23", 7, 2023)):
        start = date(year - 2, 1, 1)
        rows.observation(document, "recruits", value, year, kind="window", period_start=start)
    row = rows.metric_year("recruits", 2023)
    assert facts(row, "value", "reason", "previous_value") == (7, "window", None)
    assert facts(row, "change_lower", "change_upper", "is_break") == (None, None, False)


def test_a_window_belongs_to_its_end_year() -> None:
    rows = Rows().metric("recruits", kind="window").document("d23", 2023)
    rows.observation("d23", "recruits", 7, 2023, kind="window", period_start=date(2021, 1, 1))
    assert [row["year"] for row in rows.mart("metric_year")] == [2023]


def test_of_several_windows_that_end_in_a_year_the_shortest_is_the_figure() -> None:
    rows = Rows().metric("recruits", kind="window").document("d23", 2023)
    for value, first in ((12, 2019), (7, 2021)):
        rows.observation("d23", "recruits", value, 2023, kind="window", period_start=date(first, 1, 1))
    row = rows.metric_year("recruits", 2023)
    assert facts(row, "value", "period_start", "is_restated") == (7, date(2021, 1, 1), False)


def test_a_window_never_stands_in_for_a_years_flow_and_the_report_is_not_silent_of_it() -> None:
    rows = Rows().metric("cases").document("d23", 2023)
    rows.observation("d23", "cases", 120, 2023, kind="window", period_start=date(2021, 1, 1))
    row = rows.metric_year("cases", 2023)
    assert facts(row, "value", "kind", "reporting_state", "reason") == (None, "flow", "reported", "only_window")


def test_a_requirement_never_stands_in_for_a_result_and_the_report_is_not_silent_of_it() -> None:
    rows = Rows().metric("hours").document("d23", 2023).observation("d23", "hours", 60, 2023, kind="standard")
    row = rows.metric_year("hours", 2023)
    assert facts(row, "value", "reporting_state", "reason") == (None, "reported", "only_requirement")


def test_over_40_and_43_are_one_figure_and_the_more_exact_one_is_shown() -> None:
    rows = Rows().metric("cases").document("d23", 2023)
    rows.observation("d23", "cases", 40, 2023, upper=None, qualifier="at_least").observation("d23", "cases", 43, 2023)
    row = rows.metric_year("cases", 2023)
    assert facts(row, "value", "qualifier", "observation_id", "reason") == (43, "exact", "o002", "first_year")


def test_over_40_and_39_contradict_each_other() -> None:
    rows = Rows().metric("cases").document("d23", 2023)
    rows.observation("d23", "cases", 40, 2023, upper=None, qualifier="at_least").observation("d23", "cases", 39, 2023)
    assert facts(rows.metric_year("cases", 2023), "value", "reason") == (None, "conflicting_values")


def test_readings_in_counters_of_different_things_contradict_each_other() -> None:
    row = two_years(value=50).observation("d23", "cases", 50, 2023, unit="次").metric_year("cases", 2023)
    assert facts(row, "value", "reason") == (None, "conflicting_values")


def test_another_unit_is_a_break_and_no_change() -> None:
    row = two_years(unit="次").metric_year("cases", 2023)
    assert facts(row, "is_break", "reason", "change_lower", "change_upper") == (True, "unit_changed", None, None)
    assert facts(row, "value", "previous_value") == (50, None)


def test_another_counter_of_the_same_thing_is_no_break() -> None:
    row = two_years(unit="宗").metric_year("cases", 2023)
    assert facts(row, "is_break", "reason", "change_lower", "change_upper") == (False, None, 10, 10)


def test_a_year_without_a_value_is_no_break() -> None:
    rows = Rows().metric("cases", units=("次",)).document("d22", 2022).document("d23", 2023)
    row = rows.observation("d22", "cases", 40, 2022).metric_year("cases", 2023)
    assert facts(row, "value", "is_break", "reason") == (None, False, "silent")


def test_a_year_after_a_gap_is_not_compared_with_the_year_before_the_gap() -> None:
    rows = Rows().metric("cases").document("d21", 2021).document("d22", 2022).document("d23", 2023)
    rows.observation("d21", "cases", 40, 2021).observation("d23", "cases", 50, 2023)
    assert facts(rows.metric_year("cases", 2023), "reason", "previous_value") == ("previous_unknown", None)


def test_a_later_report_that_looks_back_fills_an_earlier_year() -> None:
    rows = Rows().metric("cases").metric("others").document("d23", 2023)
    rows.observation("d23", "cases", 44, 2022).observation("d23", "cases", 50, 2023)
    filled, other = rows.metric_year("cases", 2022), rows.metric_year("others", 2022)
    assert facts(filled, "value", "reporting_state", "observation_id") == (44, "reported", "o001")
    assert facts(other, "reporting_state", "reason") == ("not_captured", "not_loaded")
    assert facts(rows.metric_year("cases", 2023), "change_lower", "change_upper") == (6, 6)


def test_a_years_own_report_speaks_before_a_later_one_that_looks_back() -> None:
    row = two_years().observation("d23", "cases", 99, 2022).metric_year("cases", 2022)
    assert facts(row, "value", "reason") == (40, "first_year")


def test_a_later_report_that_differs_is_marked_and_the_years_own_value_stays() -> None:
    row = two_years().observation("d23", "cases", 99, 2022).metric_year("cases", 2022)
    assert facts(row, "value", "is_restated") == (40, True)


def test_a_later_report_that_agrees_within_its_bounds_is_no_restatement() -> None:
    rows = two_years().observation("d23", "cases", 30, 2022, upper=None, qualifier="at_least")
    assert facts(rows.metric_year("cases", 2022), "value", "is_restated") == (40, False)


def test_two_later_reports_that_differ_on_a_year_give_it_no_value() -> None:
    rows = Rows().metric("cases").document("d23", 2023).document("d24", 2024)
    rows.observation("d23", "cases", 44, 2022).observation("d24", "cases", 45, 2022)
    assert facts(rows.metric_year("cases", 2022), "value", "reason") == (None, "conflicting_values")


def test_a_year_before_the_first_document_has_no_year_to_compare_with() -> None:
    rows = Rows().metric("cases").document("d23", 2023).observation("d23", "cases", 44, 2022)
    assert facts(rows.metric_year("cases", 2022), "value", "reason") == (44, "first_year")


def test_another_organisations_year_is_never_the_year_before() -> None:
    rows = Rows().metric("cases").document("d22", 2022, organisation_id="other").document("d23", 2023)
    rows.observation("d22", "cases", 40, 2022).observation("d23", "cases", 50, 2023)
    assert facts(rows.metric_year("cases", 2023), "reason", "previous_value") == ("first_year", None)


METRICS = {"cases": "flow", "members": "stock", "recruits": "window"}
_documents = st.lists(
    st.tuples(
        st.sampled_from(["longjin", "other"]),
        st.integers(2021, 2024),
        st.sampled_from(["whole", "excerpt"]),
        st.sampled_from(["original", "restatement"]),
    ),
    max_size=5,
)
_observations = st.lists(
    st.tuples(
        st.integers(0, 4),
        st.sampled_from(list(METRICS)),
        st.integers(0, 3),
        st.integers(2020, 2024),
        st.sampled_from(["", "", "其中"]),
        st.sampled_from(["exact", "at_least", "about"]),
        st.sampled_from(["件", "宗"]),
        st.sampled_from(["flow", "stock", "window", "standard"]),
    ),
    max_size=10,
)


@given(_documents, _observations)
@settings(max_examples=50)
def test_whatever_the_rows_a_metric_has_one_row_a_year_and_absence_no_value(
    documents: list, observations: list
) -> None:
    rows = Rows()
    for metric_id, kind in METRICS.items():
        rows.metric(metric_id, kind=kind)
    for number, (organisation_id, year, extent, nature) in enumerate(documents):
        rows.document(f"d{number}", year, extent=extent, nature=nature, organisation_id=organisation_id)
    for number, metric_id, value, year, scope, qualifier, unit, kind in observations:
        if number < len(documents):
            lower, upper = {"exact": (value, value), "at_least": (value, None), "about": (None, None)}[qualifier]
            bounds = {"lower": lower, "upper": upper, "qualifier": qualifier, "unit": unit}
            rows.observation(f"d{number}", metric_id, value, year, scope=scope, kind=kind, **bounds)
    found = rows.mart("metric_year")
    keys = [facts(row, "organisation_id", "metric_id", "year") for row in found]
    assert len(keys) == len(set(keys))
    years = {facts(row, "organisation_id", "year") for row in found}
    assert {(organisation_id, year) for organisation_id, year, _, _ in documents} <= years
    assert len(found) == len(years) * len(METRICS)
    for row in found:
        has_value = row["value"] is not None
        assert has_value == (row["observation_id"] is not None) == (row["source"] is not None)
        assert has_value == (row["review_state"] is not None)
        if row["reporting_state"] not in ("reported", "zero"):
            assert facts(row, "value", "lower", "upper", "qualifier") == (None,) * 4
        if not has_value:
            assert row["reason"]
            assert facts(row, "change_lower", "change_upper") == (None, None)
        if row["kind"] in ("window", "standard"):
            assert facts(row, "previous_value", "change_lower", "change_upper") == (None, None, None)
        if row["change_lower"] is not None and row["change_upper"] is not None:
            assert row["change_lower"] <= row["change_upper"]


def test_a_part_of_the_year_is_not_compared_with_a_whole_one() -> None:
    row = two_years(period_end=date(2023, 11, 30)).metric_year("cases", 2023)
    assert facts(row, "value", "reason", "change_lower") == (50, "period_changed", None)


def test_a_whole_year_speaks_before_a_part_of_it() -> None:
    rows = Rows().metric("cases").document("d23", 2023)
    rows.observation("d23", "cases", 20, 2023, period_end=date(2023, 4, 30)).observation("d23", "cases", 50, 2023)
    assert facts(rows.metric_year("cases", 2023), "value", "period_end") == (50, date(2023, 12, 31))


def test_the_second_half_of_a_year_is_not_its_figure() -> None:
    rows = Rows().metric("cases").document("d23", 2023)
    rows.observation("d23", "cases", 20, 2023, period_start=date(2023, 7, 1))
    assert facts(rows.metric_year("cases", 2023), "value", "reason") == (None, "only_parts")


def test_the_latest_day_of_a_stock_is_its_figure() -> None:
    rows = Rows().metric("officers", kind="stock").document("d23", 2023)
    for value, day in ((33, date(2023, 6, 30)), (35, date(2023, 12, 31))):
        rows.observation("d23", "officers", value, 2023, kind="stock", period_start=day, period_end=day)
    assert facts(rows.metric_year("officers", 2023), "value", "period_end") == (35, date(2023, 12, 31))


def broken_on(day: date, **first: Any) -> Rows:
    """`two_years` with a day from which the metric counts another thing."""
    rows = two_years(**first)
    rows.tables["catalogue.breaks"].append({"break_id": "b", "metric_id": "cases", "day": day})
    return rows


@pytest.mark.parametrize("day", [date(2022, 1, 2), date(2022, 7, 1), date(2023, 1, 1), date(2023, 12, 31)])
def test_years_are_not_compared_over_a_day_that_breaks_them(day: date) -> None:
    row = broken_on(day).metric_year("cases", 2023)
    assert facts(row, "is_break", "reason", "change_lower", "change_upper") == (True, "definition_changed", None, None)
    assert facts(row, "value", "previous_value") == (50, None)


@pytest.mark.parametrize("day", [date(2021, 7, 1), date(2022, 1, 1), date(2024, 1, 1)])
def test_a_break_before_or_after_both_years_breaks_nothing(day: date) -> None:
    row = broken_on(day).metric_year("cases", 2023)
    assert facts(row, "is_break", "reason", "change_lower", "change_upper") == (False, None, 10, 10)


def test_without_a_year_before_a_break_is_none() -> None:
    rows = Rows().metric("cases").document("d23", 2023).observation("d23", "cases", 50, 2023)
    rows.tables["catalogue.breaks"].append({"break_id": "b", "metric_id": "cases", "day": date(2023, 1, 1)})
    assert facts(rows.metric_year("cases", 2023), "is_break", "reason") == (False, "first_year")
