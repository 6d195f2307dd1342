"""What people recorded, in the marts: milestones, practices, problems, targets and tasks, as of the build's day."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.warehouse.rows import Rows

DUE = (date(2024, 3, 31), date(2024, 6, 30))


def goal(as_of: date, kind: str = "milestone", target: int | None = None, **values: Any) -> Rows:
    rows = Rows(as_of=as_of).document("d", 2023).known_goal("goal", 2023).goal("d", "goal")
    return rows.metric("m").key_result(kind, None if kind == "milestone" else "m", target, **values)


def milestones(as_of: date) -> Rows:
    rows = goal(as_of, due_on=DUE[1])
    return rows.milestone(DUE[0], 50).milestone(DUE[1], 100)


def one(rows: Rows, select: str) -> tuple:
    with rows.filled() as connection:
        (found,) = connection.execute(select).fetchall()
    return found


STATUS = "select status, done, missed, unknown from marts.goal_progress"


@pytest.mark.parametrize(
    ("recorded", "expected"),
    [
        ([], ("overdue_no_data", 0, 0, 2)),
        ([(0, "done")], ("cannot_tell", 1, 0, 1)),
        ([(0, "done"), (1, "done")], ("achieved", 2, 0, 0)),
        ([(0, "done"), (1, "missed")], ("off_track", 1, 1, 0)),
    ],
)
def test_a_recorded_milestone_moves_its_key_result(recorded: list, expected: tuple) -> None:
    rows = milestones(date(2025, 5, 1))
    for place, state in recorded:
        rows.record("milestone", "key_result", state, due_on=DUE[place], on_day=DUE[place])
    assert one(rows, STATUS) == expected


def test_the_record_about_the_latest_day_counts_and_of_those_the_last() -> None:
    rows = milestones(date(2025, 5, 1))
    for state, on_day in (("done", date(2024, 5, 2)), ("missed", date(2024, 4, 1)), ("missed", date(2024, 5, 2))):
        rows.record("milestone", "key_result", state, due_on=DUE[0], on_day=on_day)
    assert one(rows, STATUS)[1:3] == (0, 1)


def test_what_is_recorded_for_later_than_the_build_does_not_count() -> None:
    rows = milestones(date(2024, 4, 15)).record(
        "milestone", "key_result", "done", due_on=DUE[0], on_day=date(2024, 4, 16)
    )
    assert one(rows, STATUS)[1] == 0


TARGET = "select target, target_state, status, is_set_late from marts.goal_progress"


def reached(as_of: date = date(2025, 5, 1)) -> Rows:
    rows = goal(as_of, "keep_at_least", 100, due_on=date(2024, 12, 31))
    return rows.document("d24", 2024).observation("d24", "m", 90, 2024)


def test_without_a_decision_the_shipped_target_holds() -> None:
    assert one(reached(), TARGET) == (Decimal(100), "proposed", "at_risk", False)


def test_a_confirmed_target_is_what_the_figure_is_held_against() -> None:
    rows = reached().set_target(90, date(2024, 3, 1))
    assert one(rows, TARGET) == (Decimal(90), "confirmed", "achieved", False)


def test_a_target_set_for_after_the_due_day_changes_nothing() -> None:
    rows = reached().set_target(90, date(2025, 1, 1))
    assert one(rows, TARGET) == (Decimal(100), "proposed", "at_risk", False)


def test_a_target_of_a_past_year_set_afterwards_says_so() -> None:
    rows = reached().set_target(90, date(2024, 3, 1), decided_at="2025-03-01T08:00:00+00:00")
    assert one(rows, TARGET) == (Decimal(90), "confirmed", "achieved", True)


def test_the_target_that_held_on_the_day_of_the_build_is_used() -> None:
    rows = reached(date(2024, 6, 1)).set_target(95, date(2024, 2, 1)).set_target(80, date(2024, 7, 1))
    assert one(rows, TARGET)[0] == Decimal(95)


def test_the_later_of_two_targets_holds_and_a_change_of_the_baseline_too() -> None:
    rows = reached().set_target(95, date(2024, 2, 1)).set_target(85, date(2024, 5, 1))
    assert one(rows, TARGET)[:2] == (Decimal(85), "confirmed")
    rows = goal(date(2025, 5, 1), "reduce", 100, baseline="year", baseline_year=2023, due_on=date(2024, 12, 31))
    rows.observation("d", "m", 200, 2023).set_target(None, date(2024, 1, 5), change_percent=Decimal(-20))
    assert one(rows, TARGET)[0] == Decimal(160)


def test_a_proposal_never_takes_the_place_of_a_confirmed_target() -> None:
    rows = reached().set_target(95, date(2024, 2, 1)).set_target(85, date(2024, 5, 1), state="proposed")
    assert one(rows, TARGET)[:2] == (Decimal(95), "confirmed")
    rows = (
        reached().set_target(85, date(2024, 5, 1), state="proposed").set_target(80, date(2024, 6, 1), state="proposed")
    )
    assert one(rows, TARGET)[:2] == (Decimal(80), "proposed")


PRACTICE = "select status, reason, evidence from marts.practice_status where year = 2023"


def practice(*, stated: bool = False) -> Rows:
    rows = Rows(as_of=date(2025, 1, 31)).document("d", 2023).known_practice("p").metric("m")
    return rows.practice("d", "p") if stated else rows


@pytest.mark.parametrize(
    ("stated", "records", "expected"),
    [
        (False, [], ("unknown", "silent", None)),
        (True, [], ("stated", None, None)),
        (True, [("in_place", date(2023, 5, 1))], ("evidenced", None, "record")),
        (False, [("in_place", date(2023, 5, 1))], ("evidenced", None, "record")),
        (False, [("in_place", date(2022, 5, 1))], ("unknown", "silent", None)),
        (True, [("in_place", date(2023, 5, 1)), ("lapsed", date(2023, 9, 1))], ("lapsed", None, "record")),
        (False, [("lapsed", date(2022, 9, 1))], ("lapsed", None, "record")),
        (True, [("lapsed", date(2022, 9, 1))], ("stated", None, None)),
        (True, [("lapsed", date(2024, 9, 1))], ("stated", None, None)),
    ],
)
def test_a_practice_is_what_the_last_record_of_the_year_says(stated: bool, records: list, expected: tuple) -> None:
    rows = practice(stated=stated)
    for state, day in records:
        rows.record("practice", "p", state, on_day=day)
    assert one(rows, PRACTICE) == expected


def test_a_ledger_shows_a_practice_and_outlives_an_earlier_lapse() -> None:
    rows = practice().ledger("l", "m").load("l", date(2023, 1, 1), date(2023, 12, 31))
    rows.shows("l", "p").kept("l", "p", date(2023, 10, 1), 2)
    assert one(rows, PRACTICE) == ("evidenced", None, "ledger")
    assert one(rows.record("practice", "p", "lapsed", on_day=date(2023, 4, 1)), PRACTICE)[0] == "evidenced"
    assert one(rows.record("practice", "p", "lapsed", on_day=date(2023, 12, 5)), PRACTICE)[0] == "lapsed"


def test_a_year_without_a_document_has_the_practices_that_were_recorded() -> None:
    rows = practice().record("practice", "p", "in_place", on_day=date(2024, 5, 1))
    found = one(rows, "select status, reason from marts.practice_status where year = 2024")
    assert found == ("evidenced", None)


def test_an_older_lapse_does_not_come_back_once_somebody_spoke_against_it() -> None:
    rows = practice(stated=True).document("d24", 2024).record("practice", "p", "lapsed", on_day=date(2022, 6, 1))
    found = "select status, reason from marts.practice_status where year = 2024"
    assert one(rows, found) == ("unknown", "silent")
    rows.record("practice", "p", "lapsed", on_day=date(2023, 6, 1))
    assert one(rows, found) == ("lapsed", None)


def test_a_ledger_s_row_of_the_same_month_does_not_speak_against_a_lapse() -> None:
    rows = practice().ledger("l", "m").load("l", date(2023, 1, 1), date(2023, 12, 31))
    rows.shows("l", "p").kept("l", "p", date(2023, 6, 1), 2).record("practice", "p", "lapsed", on_day=date(2023, 6, 15))
    assert one(rows, PRACTICE)[0] == "lapsed"


PROBLEM = "select status, source, reason from marts.problem_status where year = {year} and problem_id = 'p'"


def problem() -> Rows:
    rows = Rows(as_of=date(2025, 1, 31)).document("d", 2023).document("d24", 2024).metric("m").known_problem("p", 2023)
    return rows.problem("d", "p")


def test_a_problem_is_open_until_a_record_says_otherwise() -> None:
    rows = problem()
    assert one(rows, PROBLEM.format(year=2024)) == ("open", "report", "silent")
    rows.record("problem", "p", "measure_taken", on_day=date(2024, 4, 1))
    assert one(rows, PROBLEM.format(year=2023)) == ("open", "report", None)
    assert one(rows, PROBLEM.format(year=2024)) == ("measure_taken", "report", None)
    rows.record("problem", "p", "closed", on_day=date(2024, 8, 1))
    assert one(rows, PROBLEM.format(year=2024))[0] == "closed"


def test_a_closed_problem_that_a_later_report_names_is_repeated() -> None:
    rows = problem().record("problem", "p", "closed", on_day=date(2024, 8, 1)).problem("d24", "p")
    assert one(rows, PROBLEM.format(year=2024))[0] == "repeated"
    rows.record("problem", "p", "closed", on_day=date(2025, 1, 10))
    assert one(rows, PROBLEM.format(year=2025))[0] == "closed"


def test_a_closed_problem_that_is_found_again_is_repeated() -> None:
    rows = problem().record("problem", "p", "closed", on_day=date(2024, 8, 1))
    rows.finding("q", date(2024, 11, 1), repeats="p")
    assert one(rows, PROBLEM.format(year=2024))[0] == "repeated"
    found = one(rows, "select status, source, name from marts.problem_status where problem_id = 'q' and year = 2024")
    assert found == ("repeated", "audit", "问题")


def test_a_problem_that_came_back_stays_so_until_a_later_record_says_otherwise() -> None:
    rows = problem().record("problem", "p", "closed", on_day=date(2023, 8, 1)).problem("d24", "p")
    rows.record("problem", "other", "open", on_day=date(2025, 1, 20))  # so that 2025 is there
    assert one(rows, PROBLEM.format(year=2025))[0] == "repeated"
    rows = (
        problem().record("problem", "p", "closed", on_day=date(2023, 8, 1)).finding("q", date(2024, 3, 1), repeats="p")
    )
    rows.record("problem", "other", "open", on_day=date(2025, 1, 20))
    assert [one(rows, PROBLEM.format(year=year))[0] for year in (2023, 2024, 2025)] == [
        "closed",
        "repeated",
        "repeated",
    ]
    assert one(rows, NOW.format(id="p"))[0] == "repeated"
    rows.record("problem", "p", "measure_taken", on_day=date(2024, 6, 1))
    assert [one(rows, PROBLEM.format(year=year))[0] for year in (2024, 2025)] == ["measure_taken", "measure_taken"]


NOW = "select status, due_on, days_overdue, owner_id from marts.rectification where problem_id = '{id}'"


def test_rectification_has_the_day_of_the_finding_or_of_the_task() -> None:
    rows = problem().finding("q", date(2024, 11, 1), due_on=date(2025, 1, 15))
    assert one(rows, NOW.format(id="q")) == ("open", date(2025, 1, 15), 16, "owner")
    assert one(rows, NOW.format(id="p")) == ("open", None, None, None)
    rows.task("t", date(2025, 1, 21), date(2024, 12, 1))
    assert one(rows, NOW.format(id="p")) == ("open", date(2025, 1, 21), 10, "owner")
    rows.record("problem", "p", "closed", on_day=date(2025, 1, 25))
    assert one(rows, NOW.format(id="p"))[2] is None


def test_the_last_task_of_a_day_sets_the_day() -> None:
    rows = problem().task("t", date(2025, 2, 1), date(2024, 12, 1)).task("u", date(2025, 3, 1), date(2024, 12, 1))
    assert one(rows, NOW.format(id="p"))[1] == date(2025, 3, 1)


def test_a_task_stands_as_it_stood_on_the_day_of_the_build() -> None:
    rows = problem().task("t", date(2025, 1, 21), date(2024, 12, 1), answered_on=date(2025, 2, 1))
    task = "select state, days_overdue from marts.task"
    assert one(rows, task) == ("assigned", 10)
    (row,) = rows.tables["raw.tasks"]
    row["answered_on"] = date(2025, 1, 30)
    assert one(rows, task) == ("answered", None)
    row["closed_on"] = date(2025, 2, 1)
    assert one(rows, task) == ("answered", None)
    row["closed_on"] = date(2025, 1, 31)
    assert one(rows, task) == ("closed", None)


def test_a_task_that_was_sent_back_is_late_from_its_day_on_again() -> None:
    rows = problem().task("t", date(2025, 1, 21), date(2024, 12, 1), answered_on=None)
    assert one(rows, "select state, days_overdue from marts.task") == ("assigned", 10)
