"""marts.total_year: what the organisations under one parent come to, and what is missing of it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.warehouse.rows import Rows

YEAR = 2024
STREETS = ("one", "two", "three")


def district(*streets: str) -> Rows:
    rows = Rows().metric("cases", units=("宗", "件"))
    for name in streets or STREETS:
        rows._add("catalogue.organisations", organisation_id=name, parent_id="district", level="subdistrict")
    rows._add("catalogue.organisations", organisation_id="district", parent_id=None, level="district")
    return rows


def reported(rows: Rows, name: str, value: int | None, metric_id: str = "cases", **values: Any) -> Rows:
    """A street's whole report; without a value one that is silent."""
    if name not in {each["document_id"] for each in rows.tables["raw.documents"]}:
        rows.document(name, YEAR, organisation_id=name)
    return rows if value is None else rows.observation(name, metric_id, value, YEAR, **values)


def total(rows: Rows, metric_id: str = "cases") -> dict[str, Any]:
    (row,) = [row for row in rows.mart("total_year") if row["metric_id"] == metric_id]
    return row


def bounds(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["value"], row["lower"], row["upper"], row["qualifier"]


def missing(row: dict[str, Any]) -> dict[str, tuple[str, str | None]]:
    return {each["organisation_id"]: (each["state"], each["reason"]) for each in row["missing"]}


def all_of(*values: int, **last: Any) -> Rows:
    rows = district()
    for name, value in zip(STREETS, values, strict=True):
        reported(rows, name, value, **(last if name == STREETS[-1] else {}))
    return rows


def test_a_total_of_all_adds_value_and_bounds() -> None:
    row = total(all_of(1, 2, 3))
    assert (row["organisation_id"], row["year"], row["unit"]) == ("district", YEAR, "件")
    assert (bounds(row), row["counted"], row["organisations"], row["missing"]) == ((6, 6, 6, "exact"), 3, 3, [])


def test_an_open_upper_bound_opens_the_sum() -> None:
    assert bounds(total(all_of(1, 2, 43, upper=None, qualifier="at_least"))) == (46, 46, None, "at_least")
    assert bounds(total(all_of(1, 2, 10, lower=0, qualifier="at_most"))) == (13, 3, 13, "at_most")
    assert bounds(total(all_of(1, 2, 10, lower=None, upper=None, qualifier="about"))) == (13, 3, None, "about")


def test_a_total_of_some_is_at_least_their_sum_and_names_the_others() -> None:
    rows = reported(reported(district(), "one", 5), "two", None)
    row = total(rows)
    assert bounds(row) == (5, 5, None, "at_least")
    assert (row["counted"], row["organisations"]) == (1, 3)
    assert missing(row) == {"two": ("not_reported", "silent"), "three": ("not_captured", "not_loaded")}


def test_a_total_of_some_counts_only_what_is_certain() -> None:
    rows = reported(reported(district(), "one", 5), "two", 10, lower=0, qualifier="at_most")
    assert bounds(total(rows)) == (5, 5, None, "at_least")


def test_documents_that_contradict_themselves_are_missing_with_the_reason() -> None:
    rows = reported(reported(reported(district("one", "two"), "one", 5), "two", 7), "two", 9)
    assert missing(total(rows)) == {"two": ("reported", "conflicting_values")}


def test_other_units_and_periods_are_left_out_and_named() -> None:
    rows = reported(reported(district(), "one", 5, unit="宗"), "two", 6)
    row = total(reported(rows, "three", 7, unit="次"))
    assert (row["value"], missing(row)) == (11, {"three": ("other_unit", None)})
    rows = reported(reported(district(), "one", 5), "two", 6)
    row = total(reported(rows, "three", 7, period_end=date(YEAR, 6, 30)))
    assert (row["value"], missing(row)) == (11, {"three": ("other_period", None)})


@pytest.mark.parametrize("kind", ["rate", "window", "standard", "ordinal"])
def test_what_does_not_add_up_has_no_total(kind: str) -> None:
    rows = district().metric("other", kind=kind, units=("%",))
    assert reported(rows, "one", 5, "other", kind=kind, unit="%").mart("total_year") == []


def test_no_total_without_a_figure_or_a_parent() -> None:
    assert reported(district(), "one", None).mart("total_year") == []
    assert Rows().metric("cases").document("d", YEAR).observation("d", "cases", 5, YEAR).mart("total_year") == []


# --- what several offices did together ---


def entered(rows: Rows, name: str, *joint_numbers: str | None) -> Rows:
    """A street's ledger of the whole year, a row for each number; None is a row of the street alone."""
    key = {"organisation_id": name, "ledger_id": "book", "batch_id": name}
    rows._add(
        "raw.ledger_loads",
        **key,
        number=1,
        name="台账.xlsx",
        loaded_on=date(YEAR, 12, 31),
        covers_from=date(YEAR, 1, 1),
        covers_until=date(YEAR, 12, 31),
        rows=1,
        refused=0,
        late=0,
    )
    rows._add("raw.ledger_told", **key, metric_id="cases")
    count = Decimal(len(joint_numbers))
    numbers = {"in_month": count, "added": count, "rows_counted": len(joint_numbers), "unsure": 0}
    month = {"metric_id": "cases", "way": "rows", "month": date(YEAR, 3, 1), "is_late": False}
    own = {each: key[each] for each in ("organisation_id", "ledger_id")}
    rows._add("raw.ledger_added", **own, **month, dimension="", member="", **numbers)
    for row_id, joint_no in enumerate(joint_numbers):
        place = {"row_id": row_id, "home_ledger_id": "book", "is_late": False, "joint_no": joint_no}
        rows._add("raw.ledger_rows", **key, **place)
        mark = {"row_id": row_id, "counted_on": date(YEAR, 3, 2), "is_sure": True}
        rows._add("raw.ledger_marks", **own, metric_id="cases", **mark)
    return rows


def test_an_event_that_several_offices_entered_counts_once() -> None:
    rows = entered(entered(district("one", "two").ledger("book", "cases"), "one", "L1", "L2", None), "two", "L1", None)
    row = total(rows)
    assert (bounds(row), row["repeated"], row["perhaps_repeated"]) == ((4, 4, 4, "exact"), 1, 0)


def test_the_rows_of_one_office_under_a_number_stay() -> None:
    rows = entered(entered(district("one", "two").ledger("book", "cases"), "one", "L1", "L1"), "two", "L1")
    assert (total(rows)["value"], total(rows)["repeated"]) == (2, 1)


def test_what_a_report_may_have_counted_again_leaves_the_lower_bound_open() -> None:
    rows = entered(entered(district("one", "two").ledger("book", "cases"), "one", "L1", None), "two", "L1")
    row = total(reported(rows, "two", 8))
    assert (bounds(row), row["repeated"], row["perhaps_repeated"]) == ((10, 9, 10, "at_most"), 0, 1)


def test_the_joint_number_of_an_office_that_is_not_in_the_total_takes_nothing_out() -> None:
    rows = entered(entered(district("one", "two").ledger("book", "cases"), "one", "L1"), "two", "L1")
    row = total(reported(rows, "two", 8, unit="次"))
    assert (row["repeated"], row["perhaps_repeated"], row["counted"]) == (0, 0, 1)
