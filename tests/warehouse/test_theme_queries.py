"""What a theme's page asks of ledgers: days, exceptions, places, months, parts, problems, on rows one can count."""

from datetime import date
from typing import Any

from pipelines.warehouse import sql
from tests.warehouse.rows import Rows

YEAR = 2024
WHOLE = (date(YEAR, 1, 1), date(YEAR, 12, 31))


def ledger(*metric_ids: str, first: date = WHOLE[0], last: date = WHOLE[1]) -> Rows:
    rows = Rows()
    for metric_id in metric_ids:
        rows.metric(metric_id).ledger("book", metric_id)
    return rows.load("book", first, last)


def days(rows: Rows, metric_id: str = "cases") -> dict[date, dict[str, Any]]:
    found = rows.asked("metric_day", "staging.ledger_month", metric_id=metric_id, year=YEAR)
    return {row["day"]: row for row in found}


def test_a_year_has_every_day_and_counts_the_rows_of_each() -> None:
    rows = ledger("cases").event("book", "cases", day=date(YEAR, 3, 5)).event("book", "cases", day=date(YEAR, 3, 5))
    found = days(rows.event("book", "cases", day=date(YEAR, 12, 31)).event("book", "cases", day=date(YEAR + 1, 1, 1)))
    assert len(found) == 366
    assert found[date(YEAR, 3, 5)]["rows_counted"] == 2
    assert found[date(YEAR, 12, 31)]["rows_counted"] == 1
    assert sum(row["rows_counted"] for row in found.values()) == 3


def test_a_day_that_no_ledger_covers_has_no_count_and_a_covered_one_has_zero() -> None:
    found = days(ledger("cases", first=date(YEAR, 2, 1), last=date(YEAR, 2, 10)))
    assert found[date(YEAR, 1, 31)]["rows_counted"] is None and not found[date(YEAR, 1, 31)]["is_covered"]
    assert found[date(YEAR, 2, 1)]["rows_counted"] == 0 and found[date(YEAR, 2, 10)]["is_covered"]
    assert not found[date(YEAR, 2, 11)]["is_covered"]


def test_a_row_outside_its_ledgers_days_is_counted_and_the_day_stays_uncovered() -> None:
    found = days(ledger("cases", last=date(YEAR, 6, 30)).event("book", "cases", day=date(YEAR, 7, 1)))
    assert (found[date(YEAR, 7, 1)]["rows_counted"], found[date(YEAR, 7, 1)]["is_covered"]) == (1, False)


def test_days_after_the_build_are_not_covered() -> None:
    rows = Rows(as_of=date(YEAR, 5, 20)).metric("cases").ledger("book", "cases").load("book", *WHOLE)
    assert days(rows)[date(YEAR, 5, 20)]["is_covered"] and not days(rows)[date(YEAR, 5, 21)]["is_covered"]


def test_two_ledgers_of_a_metric_cover_a_day_together() -> None:
    rows = ledger("cases").ledger("list", "cases").load("list", date(YEAR, 1, 1), date(YEAR, 3, 31))
    found = days(rows.event("list", "cases", day=date(YEAR, 1, 2)).event("book", "cases", day=date(YEAR, 1, 2)))
    assert found[date(YEAR, 1, 2)]["rows_counted"] == 2
    assert found[date(YEAR, 3, 31)]["is_covered"] and not found[date(YEAR, 4, 1)]["is_covered"]


def test_late_rows_count_on_no_day_and_rows_that_cannot_be_told_are_named_apart() -> None:
    rows = ledger("cases").event("book", "cases", day=date(YEAR, 3, 5), is_late=True)
    found = days(rows.event("book", day=date(YEAR, 3, 5), unsure=("cases",)))
    assert (found[date(YEAR, 3, 5)]["rows_counted"], found[date(YEAR, 3, 5)]["unsure"]) == (0, 1)


def test_the_shade_of_a_day_is_its_fifth_among_the_days_with_rows() -> None:
    rows = ledger("cases")
    for number in range(1, 6):
        for _ in range(number):
            rows.event("book", "cases", day=date(YEAR, 1, number))
    found = days(rows)
    assert [found[date(YEAR, 1, number)]["shade"] for number in range(1, 7)] == [1, 2, 3, 4, 5, 0]
    equal = ledger("cases").event("book", "cases", day=WHOLE[0]).event("book", "cases", day=WHOLE[1])
    assert [days(equal)[day]["shade"] for day in WHOLE] == [1, 1]


def test_holidays_and_worked_weekends_are_told_from_weekends() -> None:
    rows = ledger("cases").day_off(date(YEAR, 10, 1)).day_off(date(YEAR, 10, 12), is_working=True)
    found = days(rows)
    assert (found[date(YEAR, 10, 1)]["is_off"], found[date(YEAR, 10, 1)]["is_holiday"]) == (True, True)
    assert not found[date(YEAR, 10, 12)]["is_off"]
    assert (found[date(YEAR, 10, 19)]["is_off"], found[date(YEAR, 10, 19)]["is_holiday"]) == (True, False)
    assert not found[date(YEAR, 10, 8)]["is_off"]


def exceptions(rows: Rows, most: int = 50) -> list[dict[str, Any]]:
    rows.derived("rate", "kept", "due")
    return rows.asked("rate_exceptions", "staging.ledger_month", measure_id="rate", year=YEAR, most=most)


def test_the_exceptions_of_a_share_are_the_rows_below_its_line_and_not_above_it() -> None:
    rows = ledger("kept", "due").event("book", "due", "kept", day=date(YEAR, 1, 2))
    rows.event("book", "due", day=date(YEAR, 1, 4)).event("book", "due", day=date(YEAR, 1, 3))
    rows.event("book", "due", day=date(YEAR - 1, 12, 31)).event("book", "due", day=date(YEAR, 1, 5), is_late=True)
    found = exceptions(rows)
    assert [(row["row_key"], row["row_number"], row["file"]) for row in found] == [
        ("r3", 3, "台账.xlsx"),
        ("r2", 2, "台账.xlsx"),
    ]
    assert {(row["all_sure"], row["all_unsure"]) for row in found} == {(2, 0)}


def test_a_row_that_may_have_been_in_time_is_no_certain_exception() -> None:
    rows = ledger("kept", "due").event("book", "due", day=date(YEAR, 1, 2), unsure=("kept",))
    rows.event("book", day=date(YEAR, 1, 3), unsure=("due",)).event("book", "due", day=date(YEAR, 1, 4))
    found = exceptions(rows)
    assert [(row["row_key"], row["is_sure"]) for row in found] == [("r1", False), ("r2", False), ("r3", True)]
    assert (found[0]["all_sure"], found[0]["all_unsure"]) == (1, 2)


def test_of_many_exceptions_the_first_are_listed_and_all_are_counted() -> None:
    rows = ledger("kept", "due")
    for number in range(1, 8):
        rows.event("book", "due", day=date(YEAR, 1, number))
    found = exceptions(rows, most=3)
    assert len(found) == 3 and found[0]["all_sure"] == 7


def parted(**values: int) -> Rows:
    rows = ledger("cases")
    for member, value in values.items():
        where = {"dimension": "community", "member": "" if member == "none" else member}
        rows.month("book", "cases", date(YEAR, 1, 1), value, **where)
    return rows


def test_places_stand_by_name_in_five_shades_and_rows_without_a_place_come_last() -> None:
    rows = parted(e=5, d=4, c=3, b=2, a=1, none=9).month("book", "cases", date(YEAR, 1, 1), 24)
    where = {"metric_id": "cases", "year": YEAR, "dimension": "community"}
    found = rows.asked("metric_place", "marts.metric_breakdown", **where)
    assert [(row["member"], row["shade"]) for row in found] == [
        ("a", 1),
        ("b", 2),
        ("c", 3),
        ("d", 4),
        ("e", 5),
        ("", 0),
    ]
    assert rows.asked("metric_place", "marts.metric_breakdown", **{**where, "year": 2023}) == []


def test_months_are_shaded_within_their_own_metric_and_an_uncovered_one_has_none() -> None:
    rows = ledger("cases", "visits", last=date(YEAR, 3, 31))
    for month, value in ((1, 1), (2, 100)):
        rows.month("book", "cases", date(YEAR, month, 1), value)
    rows.month("book", "visits", date(YEAR, 1, 1), 100)
    found = rows.asked("theme_months", "marts.metric_month", theme_id="theme", year=YEAR)
    assert [(row["metric_id"], row["shade"]) for row in found] == [
        ("cases", 1),
        ("cases", 3),
        ("cases", 0),
        ("visits", 1),
        ("visits", 0),
        ("visits", 0),
    ]
    assert rows.asked("theme_months", "marts.metric_month", theme_id="other", year=YEAR) == []


def test_a_themes_parts_are_listed_with_the_largest_first() -> None:
    found = parted(a=1, b=2).asked("theme_parts", "marts.metric_breakdown", theme_id="theme", year=YEAR)
    assert [(row["dimension"], row["member"], row["value"]) for row in found] == [
        ("community", "b", 2),
        ("community", "a", 1),
    ]


def test_a_problem_belongs_to_the_theme_that_measures_what_answers_it() -> None:
    rows = Rows().metric("cases").known_goal("goal", 2023).known_problem("p", 2023)
    rows.tables["catalogue.problems"][0]["goal_ids"] = ["goal"]
    rows.key_result("reach", "cases", 5)
    assert rows.asked("theme_problems", "staging.fact", theme_id="theme") == [{"problem_id": "p"}]
    assert rows.asked("theme_problems", "staging.fact", theme_id="other") == []


def test_a_themes_view_names_its_metrics_in_the_catalogues_order() -> None:
    rows = Rows().metric("cases").metric("due").metric("kept").derived("rate", "kept", "due")
    for position, (shown_as, measure_id) in enumerate((("rate", "rate"), ("day", "cases")), 1):
        where = {"theme_id": "theme", "position": position, "shown_as": shown_as, "measure_id": measure_id}
        rows.tables["catalogue.theme_views"].append(where)
    with rows.filled("staging.fact") as connection:
        found = connection.sql(sql.query("theme_view"), params={"theme_id": "theme"}).to_arrow_table().to_pylist()
    assert [(row["shown_as"], row["name_zh"], row["unit"]) for row in found] == [
        ("rate", "占比", "%"),
        ("day", "指标", "件"),
    ]
