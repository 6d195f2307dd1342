"""The yearly report beside the ledgers, the enforcement data and the disclosure report, on rows one can count."""

from datetime import date
from typing import Any

import pytest

from tests.warehouse.rows import Rows

WHOLE = (date(2024, 1, 1), date(2024, 12, 31))


def reported(value: int | None = 92, **values: Any) -> Rows:
    return Rows().metric("cases").document("r", 2024).observation("r", "cases", value, 2024, **values)


def also(rows: Rows, document_type: str, value: int, **values: Any) -> Rows:
    return rows.document(document_type, 2024, type=document_type).observation(
        document_type, "cases", value, 2024, **values
    )


def counted(rows: Rows, count: int, last: date = WHOLE[1]) -> Rows:
    rows.ledger("book", "cases").load("book", WHOLE[0], last)
    return rows.month("book", "cases", date(2024, 1, 1), count)


def told(rows: Rows, metric_id: str = "cases") -> tuple[dict[str, Any], str, str]:
    """(value by source, state, reason) of a metric."""
    found = [row for row in rows.mart("signing") if row["metric_id"] == metric_id and row["year"] == 2024]
    states = {(row["state"], row["reason"]) for row in found}
    assert len(states) == 1
    return ({row["source"]: row["value"] for row in found}, *states.pop())


def test_all_sources_that_are_equal_agree() -> None:
    rows = counted(also(also(reported(), "enforcement_data", 92), "disclosure_report", 92), 92)
    values = dict.fromkeys(("annual_report", "enforcement_data", "disclosure_report", "ledger"), 92)
    assert told(rows) == (values, "agrees", "equal")


@pytest.mark.parametrize("other", ["enforcement_data", "disclosure_report"])
def test_one_document_with_another_value_makes_the_figure_differ(other: str) -> None:
    assert told(counted(also(reported(), other, 95), 92))[1:] == ("differs", "apart")


def test_a_ledger_with_another_count_makes_the_figure_differ() -> None:
    assert told(counted(reported(), 91)) == ({"annual_report": 92, "ledger": 91}, "differs", "apart")


def test_a_lower_bound_agrees_with_every_count_above_it() -> None:
    rows = reported(40, upper=None, qualifier="at_least")
    assert told(counted(rows, 43))[1:] == ("agrees", "within_bounds")


def test_a_count_below_a_lower_bound_differs() -> None:
    rows = reported(40, upper=None, qualifier="at_least")
    assert told(counted(rows, 39))[1:] == ("differs", "apart")


def test_bounds_must_have_a_value_in_common_across_all_sources() -> None:
    rows = also(reported(40, upper=None, qualifier="at_least"), "disclosure_report", 43)
    assert told(counted(rows, 44))[1:] == ("differs", "apart")


def test_a_figure_of_one_source_is_single() -> None:
    assert told(reported()) == ({"annual_report": 92}, "single", "one_source")


def test_a_ledger_of_part_of_the_year_is_not_held_against_the_year() -> None:
    rows = counted(reported(), 60, date(2024, 9, 30))
    assert told(rows)[1:] == ("cannot_compare", "period_differs")


def test_other_units_are_not_compared() -> None:
    rows = also(reported(), "disclosure_report", 92, unit="次")
    assert told(rows)[1:] == ("cannot_compare", "unit_differs")


def test_units_that_count_the_same_are_compared() -> None:
    assert told(also(reported(), "disclosure_report", 92, unit="宗"))[1:] == ("agrees", "equal")


def test_a_document_that_contradicts_itself_is_cleared_up_first() -> None:
    rows = reported().observation("r", "cases", 95, 2024)
    assert told(also(rows, "disclosure_report", 92)) == (
        {"annual_report": None, "disclosure_report": 92},
        "cannot_compare",
        "unclear",
    )


def test_a_part_is_never_held_against_a_whole() -> None:
    rows = also(reported(), "disclosure_report", 30, scope="其中网上申请")
    assert told(rows) == ({"annual_report": 92}, "single", "one_source")


def test_a_stock_is_compared_whatever_its_day() -> None:
    day = {"period_start": date(2024, 11, 30), "period_end": date(2024, 11, 30), "kind": "stock"}
    rows = Rows().metric("cases", kind="stock").document("r", 2024).observation("r", "cases", 12, 2024, **day)
    later = {name: date(2024, 12, 31) if name != "kind" else "stock" for name in day}
    assert told(also(rows, "enforcement_data", 12, **later))[1:] == ("agrees", "equal")


def test_a_draft_stands_for_the_report_until_there_is_one() -> None:
    draft = also(Rows().metric("cases"), "draft_report", 90)
    assert told(counted(draft, 92)) == ({"draft_report": 90, "ledger": 92}, "differs", "apart")
    both = also(reported(), "draft_report", 90)
    assert told(counted(both, 92)) == ({"annual_report": 92, "ledger": 92}, "agrees", "equal")


def test_a_draft_gives_the_board_no_figure() -> None:
    rows = also(reported(None, unit="件", scope="其中"), "draft_report", 90).document("x", 2023)
    assert rows.metric_year("cases", 2024)["value"] is None


def test_the_report_comes_before_other_documents_and_they_before_ledgers() -> None:
    rows = counted(also(also(reported(), "enforcement_data", 95), "disclosure_report", 96), 97)
    row = rows.metric_year("cases", 2024)
    assert (row["value"], row["is_restated"], row["reason"]) == (92, False, "first_year")
    silent = Rows().metric("cases").document("r", 2024)
    row = counted(also(also(silent, "disclosure_report", 96), "enforcement_data", 95), 97).metric_year("cases", 2024)
    assert (row["value"], row["source"], row["reporting_state"]) == (95, "report", "reported")


def test_a_document_of_another_type_supersedes_no_report() -> None:
    rows = also(reported(), "disclosure_report", 95)
    assert {row["superseded_by"] for row in rows.mart("document")} == {None}


def test_only_a_report_has_practices_and_coverage() -> None:
    rows = also(Rows().metric("cases").known_practice("p"), "disclosure_report", 5).practice("disclosure_report", "p")
    assert rows.mart("practice_status") == []
    (row,) = rows.mart("coverage")
    assert (row["extent"], row["document_id"], row["with_value"]) == ("none", None, 1)


def test_cells_of_forms_without_a_metric_are_kept_and_no_warning() -> None:
    rows = also(reported(), "disclosure_report", 92).unmapped("disclosure_report", 0)
    assert len(rows.mart("unmapped")) == 1
    assert "every_number_is_mapped" not in {breach.check_id for breach in rows.breaches()}
