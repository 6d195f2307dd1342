"""What is known of the heads' duties: on record, stated, or not seen, which is never a failure."""

from datetime import date
from typing import Any

import pytest

from tests.warehouse.rows import Rows

YEAR = (date(2024, 1, 1), date(2024, 12, 31))


def base(extent: str = "whole") -> Rows:
    rows = Rows().metric("heard", counted_from="ledger").ledger("book", "heard").known_practice("first")
    rows.known_duty("hear", practice_ids=("first",), metric_ids=("heard",))
    return rows.document("r2024", 2024, extent=extent) if extent != "none" else rows


def duty(rows: Rows) -> dict[str, Any]:
    (row,) = [row for row in rows.mart("duty_status") if row["year"] == 2024]
    return row


@pytest.mark.parametrize(("extent", "reason"), [("whole", "silent"), ("excerpt", "excerpt")])
def test_a_duty_of_which_nothing_is_known_was_not_seen_and_says_why(extent: str, reason: str) -> None:
    row = duty(base(extent))
    assert (row["state"], row["reason"], row["is_stated"], row["rows_counted"]) == ("not_seen", reason, False, None)


def test_a_report_that_speaks_of_the_duties_as_a_whole_is_told_apart() -> None:
    assert duty(base().practice("r2024", "first"))["reason"] == "practice_stated"


def test_a_stated_duty_opens_its_sentence() -> None:
    row = duty(base().duty("r2024", "hear").practice("r2024", "first"))
    assert (row["state"], row["reason"], row["quote"]) == ("stated", None, "督办")


def test_a_ledger_s_rows_are_a_record_with_their_months_and_the_report_is_said_too() -> None:
    rows = base().duty("r2024", "hear").load("book", *YEAR)
    rows.month("book", "heard", date(2024, 3, 1), 2).month("book", "heard", date(2024, 9, 1), 1)
    row = duty(rows)
    assert (row["state"], row["is_stated"], row["months"]) == ("recorded", True, [3, 9])
    assert row["rows_counted"] > 0


def test_a_ledger_without_rows_of_the_duty_is_no_record_and_no_failure() -> None:
    row = duty(base().load("book", *YEAR))
    assert (row["state"], row["reason"], row["rows_counted"], row["months"]) == ("not_seen", "silent", 0, [])


def test_a_year_that_only_a_ledger_knows_has_its_duties_too() -> None:
    rows = base("none").load("book", *YEAR).month("book", "heard", date(2024, 3, 1), 2)
    assert duty(rows)["state"] == "recorded"
    assert duty(base("none").load("book", *YEAR))["reason"] == "not_loaded"
