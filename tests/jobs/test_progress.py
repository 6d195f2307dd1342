"""Milestones, practices, problems, targets and tasks: proved before they are recorded, in the next edition after.

One file past 300 lines on purpose: the desks share their subjects, and a record of one moves the other.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipelines.api import open_board
from pipelines.domain.errors import (
    BoardError,
    DayAhead,
    DayBefore,
    DecidedMeanwhile,
    DueTooEarly,
    NotAllowed,
    NotANumber,
    NothingToUndo,
    NothingWaits,
    ProofMissing,
    RegisterAltered,
    RegisterDamaged,
    TargetBehindBaseline,
    TargetUnfit,
    TaskMoved,
    TextMissing,
    UnknownItem,
    UnknownMaterial,
    UnknownOwner,
)
from pipelines.domain.records import Proof
from pipelines.domain.register import Subject
from pipelines.jobs.build import build
from pipelines.jobs.days import today
from pipelines.jobs.people import Person
from pipelines.jobs.progress import Noted, ProgressDesk
from pipelines.jobs.register import register_of
from pipelines.jobs.settings import Settings
from pipelines.jobs.supervision import Found, Order, SupervisionDesk
from pipelines.jobs.targets import Aim, TargetDesk, proven_target
from pipelines.jobs.verify import verify, verify_register
from pipelines.register import tasks_of

FIRST, SECOND = (Subject("milestone", f"g1_coordination/{day}") for day in ("2024-03-31", "2024-06-30"))
EXAM = Subject("practice", "longjin/law_exam")
TEAM = Subject("problem", "longjin/team_capacity")
OFFICE = "enforcement_office"
CLERK, APPROVER = Person("c", frozenset({"clerk"})), Person("a", frozenset({"approver"}))
VIEWER = Person("v", frozenset({"viewer"}))


@pytest.fixture
def settings(root_like: Callable[..., Path]) -> Settings:
    return Settings(data=root_like("reviewed", lambda root: build(Settings(data=root))))


def recorded(settings: Settings) -> int:
    with register_of(settings) as register:
        return register.head().length


def key_result(settings: Settings, key_result_id: str, edition: str | None = None) -> dict[str, Any]:
    rows = open_board(settings.data, edition).goal_progress_rows("longjin")
    return next(row for row in rows if row["key_result_id"] == key_result_id)


def done(subject: Subject, on: date = date(2024, 3, 20), state: str = "done", **values: Any) -> Noted:
    return Noted(subject, state, on, OFFICE, **values)


def test_a_milestone_recorded_moves_its_key_result_and_the_earlier_edition_keeps_the_old_state(
    settings: Settings,
) -> None:
    before = open_board(settings.data).edition_id
    assert key_result(settings, "g1_coordination")["status"] == "overdue_no_data"
    ProgressDesk(settings, Person()).record(done(FIRST), done(SECOND, date(2024, 6, 28)), why="荔龙办〔2024〕3号")
    outcome = build(settings)
    row = key_result(settings, "g1_coordination")
    assert (row["status"], row["done"], row["required"]) == ("achieved", 2, 2)
    assert key_result(settings, "g1_coordination", before)["status"] == "overdue_no_data"
    assert verify(settings, outcome.manifest.edition_id) is not None
    assert verify(settings, before) is not None


def test_what_a_clerk_records_counts_once_a_reviewer_accepts_it(settings: Settings) -> None:
    two = settings.model_copy(update={"review_steps": 2})
    (event,) = ProgressDesk(two, CLERK).record(done(FIRST))
    build(two)
    assert key_result(two, "g1_coordination")["done"] == 0
    ProgressDesk(two, APPROVER).judge(FIRST, event.event_id, "accepted", seen=event.sequence)
    build(two)
    assert key_result(two, "g1_coordination")["done"] == 1


def test_a_refused_record_does_not_count_and_taking_the_refusal_back_opens_it(settings: Settings) -> None:
    two = settings.model_copy(update={"review_steps": 2})
    desk = ProgressDesk(two, APPROVER)
    (event,) = ProgressDesk(two, CLERK).record(done(FIRST))
    refused = desk.judge(FIRST, event.event_id, "refused", seen=event.sequence)
    with pytest.raises(NothingWaits):
        desk.judge(FIRST, event.event_id, "accepted", seen=refused.sequence)
    undone = desk.undo(FIRST, event.event_id, seen=refused.sequence)
    desk.judge(FIRST, event.event_id, "accepted", seen=undone.sequence)


def test_each_record_is_taken_back_by_itself_and_by_those_who_may(settings: Settings) -> None:
    two = settings.model_copy(update={"review_steps": 2})
    clerk, approver = ProgressDesk(two, CLERK), ProgressDesk(two, APPROVER)
    (first,) = clerk.record(done(FIRST))
    (second,) = clerk.record(done(FIRST, state="missed", seen=1))
    approver.judge(FIRST, first.event_id, "accepted", seen=2)
    clerk.undo(FIRST, second.event_id, seen=3)
    with pytest.raises(NotAllowed):
        clerk.undo(FIRST, first.event_id, seen=4)
    approver.undo(FIRST, first.event_id, seen=4)
    clerk.undo(FIRST, first.event_id, seen=5)
    with pytest.raises(NothingToUndo):
        approver.undo(FIRST, first.event_id, seen=6)


def test_what_counts_at_once_is_not_taken_back_by_a_clerk(settings: Settings) -> None:
    (event,) = ProgressDesk(settings, Person()).record(done(FIRST))
    with pytest.raises(NotAllowed):
        ProgressDesk(settings, CLERK).undo(FIRST, event.event_id, seen=1)


def test_practices_and_problems_take_what_was_recorded(settings: Settings) -> None:
    desk = ProgressDesk(settings, Person())
    desk.record(done(EXAM, date(2024, 5, 6), "in_place"))
    desk.record(done(TEAM, date(2024, 7, 1), "measure_taken"))
    desk.record(done(TEAM, date(2025, 2, 1), "closed", proof=Proof("销号单1号"), seen=recorded(settings)))
    build(settings)
    board = open_board(settings.data)
    practice = board.practice_status("longjin", 2024).set_index("practice_id").loc["law_exam"]
    assert (practice["status"], practice["evidence"]) == ("evidenced", "record")
    problems = board.problem_status("longjin").set_index(["problem_id", "year"])["status"]
    states = [problems["team_capacity", year] for year in (2023, 2024, 2025)]
    assert states == ["open", "measure_taken", "closed"]
    (row,) = [each for each in board.rectification_rows("longjin") if each["problem_id"] == "team_capacity"]
    assert (row["status"], row["reference"]) == ("closed", "销号单1号")


def test_taking_a_record_back_leaves_it_in_the_history(settings: Settings) -> None:
    desk = ProgressDesk(settings, Person())
    (event,) = desk.record(done(FIRST))
    desk.undo(FIRST, event.event_id, seen=event.sequence)
    build(settings)
    assert key_result(settings, "g1_coordination")["done"] == 0
    assert recorded(settings) == 2
    with pytest.raises(NothingToUndo):
        desk.undo(FIRST, event.event_id, seen=2)


@pytest.mark.parametrize(
    ("noted", "error"),
    [
        (done(Subject("milestone", "g1_coordination/2024-03-30")), UnknownItem),
        (done(Subject("milestone", "nothing/2024-03-31")), UnknownItem),
        (done(Subject("practice", "longjin/nothing"), state="in_place"), UnknownItem),
        (done(Subject("problem", "nowhere/team_capacity"), state="closed", proof=Proof("x")), UnknownItem),
        (Noted(FIRST, "done", date(2024, 3, 1), "nobody"), UnknownOwner),
        (done(FIRST, today() + timedelta(days=1)), DayAhead),
        (done(TEAM, state="closed"), ProofMissing),
        (done(TEAM, state="closed", proof=Proof("  ")), ProofMissing),
        (done(FIRST, proof=Proof("", ("0" * 64,))), UnknownMaterial),
    ],
)
def test_what_cannot_be_recorded_is_refused_and_nothing_is_written(
    settings: Settings, noted: Noted, error: type[BoardError]
) -> None:
    with pytest.raises(error):
        ProgressDesk(settings, Person()).record(done(EXAM, state="in_place"), noted)
    assert recorded(settings) == 0


def test_a_problem_is_not_closed_before_anybody_knew_of_it(settings: Settings) -> None:
    proof = Proof("荔龙办〔2024〕9号")
    with pytest.raises(DayBefore, match="2023-01-01"):
        ProgressDesk(settings, Person()).record(done(TEAM, date(2022, 12, 31), "closed", proof=proof))
    desk = SupervisionDesk(settings, Person())
    subject, day = Subject("problem", f"longjin/{desk.find(found())}"), found().found_on
    with pytest.raises(DayBefore):
        ProgressDesk(settings, Person()).record(done(subject, day - timedelta(days=1), "closed", proof=proof, seen=1))
    ProgressDesk(settings, Person()).record(done(subject, day, "closed", proof=proof, seen=1))


def test_a_month_is_not_recorded_before_it_begins(settings: Settings) -> None:
    march = Subject("milestone", "g2_monthly_lecture/2024-03-31")
    with pytest.raises(DayBefore):
        ProgressDesk(settings, Person()).record(done(march, date(2024, 2, 29)))
    ProgressDesk(settings, Person()).record(done(march, date(2024, 3, 1)))


def test_a_second_writer_is_told_what_the_first_did(settings: Settings) -> None:
    ProgressDesk(settings, Person()).record(done(FIRST))
    with pytest.raises(DecidedMeanwhile):
        ProgressDesk(settings, APPROVER).record(done(FIRST, state="missed"))
    assert recorded(settings) == 1


def test_a_viewer_may_record_nothing(settings: Settings) -> None:
    order = Order("longjin", "other", "", "办", OFFICE, today())
    for act in (
        lambda: ProgressDesk(settings, VIEWER).record(done(FIRST)),
        lambda: ProgressDesk(settings, CLERK).judge(FIRST, "x", "accepted"),
        lambda: TargetDesk(settings, CLERK).confirm(Aim("g2_law_exam", date(2024, 1, 1), "100")),
        lambda: TargetDesk(settings, VIEWER).propose(Aim("g2_law_exam", date(2024, 1, 1), "100")),
        lambda: SupervisionDesk(settings, CLERK).assign(order),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert recorded(settings) == 0


def test_a_confirmed_target_is_used_and_taken_back(settings: Settings) -> None:
    desk = TargetDesk(settings, Person())
    (event,) = desk.confirm(Aim("g2_reviewer_share", date(2024, 1, 1), "6"), why="党工委会议确定")
    build(settings)
    row = key_result(settings, "g2_reviewer_share")
    assert (row["target"], row["target_state"], row["is_set_late"]) == (Decimal(6), "confirmed", True)
    assert "审定人" in row["target_reason_zh"] and "approver" in row["target_reason_en"]
    desk.undo("g2_reviewer_share", seen=event.sequence)
    build(settings)
    assert key_result(settings, "g2_reviewer_share")["target_state"] == "proposed"


def test_periods_and_milestones_are_confirmed_as_they_are(settings: Settings) -> None:
    since = date(2024, 1, 1)
    TargetDesk(settings, Person()).confirm(Aim("g2_monthly_lecture", since, "12"), Aim("g1_coordination", since))
    build(settings)
    states = {key_result(settings, each)["target_state"] for each in ("g2_monthly_lecture", "g1_coordination")}
    assert states == {"confirmed"}


@pytest.mark.parametrize(
    ("aim", "error"),
    [
        (("nothing", "1"), UnknownItem),
        (("g2_law_exam", "101"), NotANumber),
        (("g2_law_exam", "-1"), NotANumber),
        (("g2_law_exam", "许多"), NotANumber),
        (("g2_law_exam", "NaN"), NotANumber),
        (("g2_law_exam", ""), NotANumber),
        (("g2_law_exam", None, "5"), TargetUnfit),
        (("g1_repeat_sites", None, "20"), TargetUnfit),
        (("g1_repeat_sites", None, "-100"), TargetUnfit),
        (("g2_monthly_lecture", "11"), TargetUnfit),
        (("g1_coordination", "1"), TargetUnfit),
    ],
)
def test_a_target_that_a_key_result_cannot_have_is_refused(
    settings: Settings, aim: tuple, error: type[BoardError]
) -> None:
    key_result_id, value, change = (*aim, None)[:3]
    good = Aim("g3_campaigns", date(2024, 1, 1), "5")
    with pytest.raises(error):
        TargetDesk(settings, Person()).confirm(good, Aim(key_result_id, date(2024, 1, 1), value, change))
    assert recorded(settings) == 0


def test_a_target_of_nothing_is_behind_a_baseline_of_nothing(catalogue) -> None:
    with pytest.raises(TargetBehindBaseline):
        proven_target(catalogue, Aim("g1_online_handling", date(2024, 1, 1), "0"), "confirmed", None)


@pytest.mark.parametrize(("value", "is_refused"), [("100", True), ("80", True), ("101", False)])
def test_a_target_behind_its_baseline_is_refused(catalogue, value: str, is_refused: bool) -> None:
    aim = Aim("g3_campaigns", date(2024, 1, 1), value)
    if not is_refused:
        assert proven_target(catalogue, aim, "confirmed", Decimal(100)).value == Decimal(value)
        return
    with pytest.raises(TargetBehindBaseline):
        proven_target(catalogue, aim, "confirmed", Decimal(100))


def order(**values: Any) -> Order:
    given = {"about_type": "problem", "about_id": "team_capacity", "what": "补充执法人员", "owner_id": OFFICE}
    return Order("longjin", due_on=today() + timedelta(days=7), **{**given, **values})


def test_a_task_goes_from_assigned_to_closed_and_shows_in_the_edition(settings: Settings) -> None:
    desk = SupervisionDesk(settings, Person())
    task_id = desk.assign(order())
    with pytest.raises(TaskMoved):
        desk.close(task_id, seen=1)
    desk.answer(task_id, proof=Proof("荔龙办〔2026〕9号"), why="已补充2名", seen=1)
    desk.send_back(task_id, why="请附名单", seen=2)
    desk.answer(task_id, proof=Proof(), why="名单已附", seen=3)
    with pytest.raises(TaskMoved):
        desk.postpone(task_id, today(), why="", seen=4)
    build(settings)
    (row,) = open_board(settings.data).task_rows("longjin")
    assert (row["state"], row["days_overdue"]) == ("answered", None)
    desk.close(task_id, seen=4)
    build(settings)
    (row,) = open_board(settings.data).task_rows("longjin")
    assert (row["state"], row["closed_on"]) == ("closed", today())
    due = {each["problem_id"]: each["due_on"] for each in open_board(settings.data).rectification_rows("longjin")}
    assert due["team_capacity"] == today() + timedelta(days=7)


def test_a_step_taken_back_leaves_the_task_where_it_was(settings: Settings) -> None:
    desk = SupervisionDesk(settings, Person())
    task_id = desk.assign(order())
    later = today() + timedelta(days=30)
    desk.postpone(task_id, later, why="", seen=1)
    desk.answer(task_id, proof=Proof(), why="已办", seen=2)
    desk.undo(Subject("task", task_id), seen=3)
    with register_of(settings) as register:
        task = tasks_of(register.events())[task_id]
    assert (task.state, task.due_on, task.seen) == ("assigned", later, 4)


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"about_id": "nothing"}, UnknownItem),
        ({"about_type": "nothing"}, UnknownItem),
        ({"owner_id": "nobody"}, UnknownOwner),
        ({"what": "  "}, TextMissing),
        ({"due_on": date(2020, 1, 1)}, DueTooEarly),
    ],
)
def test_a_task_that_cannot_be_given_is_refused(
    settings: Settings, values: dict[str, Any], error: type[BoardError]
) -> None:
    given = order()
    asked = {name: getattr(given, name) for name in ("about_type", "about_id", "what", "owner_id", "due_on")}
    with pytest.raises(error):
        SupervisionDesk(settings, Person()).assign(Order("longjin", **{**asked, **values}))
    assert recorded(settings) == 0


def found(**values: Any) -> Found:
    given = {"name": "案卷超期", "source": "audit", "found_on": date(2026, 3, 1), "owner_id": OFFICE}
    return Found("longjin", **{**given, **values})


def test_a_problem_that_others_found_is_followed_until_it_is_closed_and_seen_again(settings: Settings) -> None:
    desk = SupervisionDesk(settings, Person())
    first = desk.find(found(found_on=date(2024, 3, 1), due_on=date(2024, 6, 30)))
    subject = Subject("problem", f"longjin/{first}")
    ProgressDesk(settings, Person()).record(done(subject, date(2024, 9, 1), "closed", proof=Proof("审计复函"), seen=1))
    second = desk.find(found(repeats=first, due_on=date(2026, 4, 1)))
    build(settings)
    rows = {each["problem_id"]: each for each in open_board(settings.data).rectification_rows("longjin")}
    assert (rows[first]["status"], rows[second]["status"], rows[second]["source"]) == ("repeated", "repeated", "audit")
    assert rows[second]["days_overdue"] == (today() - date(2026, 4, 1)).days
    years = open_board(settings.data).problem_status("longjin").set_index(["problem_id", "year"])["status"]
    assert (years[first, 2024], years[first, 2026]) == ("closed", "repeated")


def test_a_problem_that_was_entered_is_taken_back_unless_something_was_recorded_of_it(settings: Settings) -> None:
    desk = SupervisionDesk(settings, Person())
    subject = Subject("problem", f"longjin/{desk.find(found())}")
    (event,) = ProgressDesk(settings, Person()).record(done(subject, date(2026, 4, 1), "measure_taken", seen=1))
    with pytest.raises(NothingToUndo):
        desk.undo(subject, seen=2)
    ProgressDesk(settings, Person()).undo(subject, event.event_id, seen=2)
    desk.undo(subject, seen=3)
    build(settings)
    assert len(open_board(settings.data).rectification_rows("longjin")) == 3


def test_problems_and_key_results_of_others_are_unknown(settings: Settings) -> None:
    with pytest.raises(UnknownItem):
        SupervisionDesk(settings, Person()).find(replace(found(repeats="team_capacity"), organisation_id="liwan"))
    with pytest.raises(UnknownItem):
        SupervisionDesk(settings, Person()).assign(replace(order(), organisation_id="liwan"))


@pytest.mark.parametrize("damage", ["{broken", '{"state": "done"}'])
def test_a_damaged_event_is_named_and_no_edition_is_built_on_it(settings: Settings, run, damage: str) -> None:
    ProgressDesk(settings, Person()).record(done(FIRST))
    store = sqlite3.connect(settings.data / "register" / "register.sqlite3")
    store.execute("update events set payload = ?", [damage])
    store.commit()
    store.close()
    with pytest.raises(RegisterDamaged, match="event 1"):
        build(settings)
    with pytest.raises(RegisterAltered):
        verify_register(settings)


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"name": " "}, TextMissing),
        ({"source": "gossip"}, UnknownItem),
        ({"owner_id": "nobody"}, UnknownOwner),
        ({"found_on": today() + timedelta(days=1)}, DayAhead),
        ({"due_on": date(2026, 2, 1)}, DueTooEarly),
        ({"repeats": "nothing"}, UnknownItem),
        ({"proof": Proof("", ("0" * 64,))}, UnknownMaterial),
    ],
)
def test_a_problem_that_cannot_be_entered_is_refused(
    settings: Settings, values: dict[str, Any], error: type[BoardError]
) -> None:
    with pytest.raises(error):
        SupervisionDesk(settings, Person()).find(found(**values))
    assert recorded(settings) == 0
