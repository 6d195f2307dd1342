"""法治建设考评: who may take which step of a round, when, and that nothing is changed in silence.

Longer than other files because it is a list of cases.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipelines.api.assessment_rows import assessment_lines, figure_differences, moved_figures, office_tasks
from pipelines.api.rubric_editing import change_rubric, rubric_rows
from pipelines.assess import drawn
from pipelines.domain.assessments import Quota, Total
from pipelines.domain.errors import (
    BoardError,
    ConflictDeclared,
    DecidedMeanwhile,
    GradesTied,
    MarksMissing,
    MarksOutside,
    NobodyAssessed,
    NotAllowed,
    NothingChanged,
    NothingChosen,
    NotTheirs,
    ObjectionsOpen,
    OwnWork,
    ReasonMissing,
    RoundDates,
    RoundTwice,
    RoundUnknown,
    RubricUnready,
    SelfAssessmentUnfinished,
    StepOver,
    UnknownItem,
    UnknownOwner,
)
from pipelines.jobs.assessment.desk import Line
from pipelines.jobs.assessment.filling import Filled
from pipelines.jobs.assessment.rounds import grades_of, rounds
from pipelines.jobs.assessment.scoring import Given
from pipelines.jobs.catalogue import catalogue_of
from pipelines.jobs.days import today
from pipelines.jobs.people import Person
from pipelines.jobs.register import register_of
from pipelines.jobs.settings import current_settings
from pipelines.wording import explain
from tests.jobs.rounds import (
    ASSESSED,
    CHIEF,
    CLERK,
    FIRST,
    OTHER_CHIEF,
    SECOND,
    THIRD,
    assessee,
    assessor,
    at,
    hand_in,
    open_lines,
    organiser,
    plan,
    rubric,
    score_everything,
)

ORG = ASSESSED[0]
LINE = "contracts"


@pytest.fixture(autouse=True)
def district(assessed_district: Path, decided_in: str) -> None:
    """The small district, decided in a file and in PostgreSQL."""


@pytest.fixture
def round_id() -> str:
    return organiser().open(plan())


@pytest.fixture
def handed_in(round_id: str) -> str:
    """A round in which the first organisation submitted its self-assessment."""
    hand_in(round_id, ORG, CLERK, CHIEF)
    return round_id


@pytest.fixture
def announced(round_id: str, later: Callable[[int], None]) -> str:
    """A round whose feedback was given today: everything was scored by FIRST once self-assessment was over."""
    hand_in(round_id, ORG, CLERK, CHIEF)
    later(11)
    for organisation_id in ASSESSED:
        score_everything(round_id, organisation_id)
    later(20)
    organiser().announce(round_id, edition_id=at(round_id).board.edition_id, seen=at(round_id).round.seen)
    return round_id


def line(round_id: str, item_id: str = LINE, organisation_id: str = ORG) -> Line:
    return Line(round_id, organisation_id, item_id, at(round_id).standing(organisation_id, item_id).seen)


def test_a_round_keeps_the_rubric_that_it_was_opened_with(round_id: str) -> None:
    found = at(round_id)
    assert found.rubric == rubric() and [plan.version for _, plan in found.round.plans] == [rubric().version]
    assert [each.round_id for each in rounds(current_settings())] == [round_id]


def test_a_district_assesses_a_year_once(round_id: str) -> None:
    with pytest.raises(RoundTwice):
        organiser(SECOND).open(plan())


@pytest.mark.parametrize(
    "changes",
    [
        {"self_until": None},
        {"self_until": today() - timedelta(days=9)},
        {"review_until": today() + timedelta(days=10)},
        {"object_days": 0},
    ],
)
def test_a_round_without_dates_in_order_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(RoundDates) as refused:
        organiser().open(plan(dates=replace(plan().dates, **changes)))
    assert "印发" in explain(refused.value, "zh")
    assert rounds(current_settings()) == []


def test_no_round_is_opened_with_a_shape_that_has_no_marks() -> None:
    shape = catalogue_of(current_settings()).rubrics[1]
    with pytest.raises(RubricUnready):
        organiser().open(plan(version=shape.version))
    with pytest.raises(RubricUnready):
        organiser().open(plan(version="gone"))


def test_a_round_assesses_somebody() -> None:
    with pytest.raises(NobodyAssessed):
        organiser().open(plan(organisations=()))


@pytest.mark.parametrize("who", [CLERK, CHIEF], ids=["clerk", "approver"])
def test_who_is_assessed_opens_no_round(who: Person) -> None:
    with pytest.raises((NotAllowed, NotTheirs)):
        organiser(who).open(plan())


def test_a_receipt_names_the_version_that_was_seen(round_id: str) -> None:
    assessee().receive(round_id, ORG, seen=0)
    found = at(round_id).state.assessee(ORG)
    assert found.received == rubric().version and found.received_by is not None


def test_a_line_is_answered_for_by_the_office_that_the_rubric_or_its_metric_names(round_id: str) -> None:
    items, metrics = rubric().item_of, catalogue_of(current_settings()).metric_of
    assert at(round_id).office(ORG, items["first_responsible"]) == "party_government_office"
    assert at(round_id).office(ORG, items["litigation"]) == metrics["litigation_losses"].owner_id != ""
    assert at(round_id).office(ORG, items[LINE]) == metrics["contracts_reviewed"].owner_id != ""


def test_lines_are_given_to_other_offices_until_the_self_assessment_is_submitted(round_id: str) -> None:
    usual = at(round_id).office(ORG, rubric().item_of[LINE])

    def divide(owners: dict[str, str], who: Person = CLERK) -> None:
        assessee(who).divide(round_id, ORG, owners, seen=at(round_id).state.assessee(ORG).seen)

    divide({LINE: "economic_office", "litigation": "peace_office"})
    divide({"litigation": "justice_office"}, CHIEF)
    found = at(round_id)
    assert found.office(ORG, rubric().item_of[LINE]) == "economic_office"
    assert found.office(ASSESSED[1], rubric().item_of[LINE]) == usual  # each divides its own
    divide({LINE: usual})
    assert LINE not in at(round_id).state.assessee(ORG).owners
    for owners, refusal in (
        ({LINE: usual}, NothingChanged),
        ({}, NothingChosen),
        ({LINE: "moon_office"}, UnknownOwner),
        ({"decisions": "peace_office"}, UnknownItem),
    ):
        with pytest.raises(refusal):
            divide(owners)
    with pytest.raises(NotAllowed):
        divide({LINE: "economic_office"}, FIRST)
    with pytest.raises(NotTheirs):
        divide({LINE: "economic_office"}, OTHER_CHIEF)
    with pytest.raises(DecidedMeanwhile):
        assessee().divide(round_id, ORG, {LINE: "economic_office"}, seen=0)
    hand_in(round_id, ORG, CLERK, CHIEF)
    with pytest.raises(StepOver):
        divide({LINE: "economic_office"})


def test_an_office_s_lines_and_what_of_them_waits_are_counted(round_id: str) -> None:
    rows = office_tasks(at(round_id), ORG, "zh")
    scored = [item.item_id for item in rubric().scored if not item.is_veto]
    assert sorted(item_id for row in rows for item_id, *_ in row["items"]) == sorted(scored)
    assert sum(row["waiting"] for row in rows) == len(open_lines(at(round_id), ORG)) > 0
    assert not any(row["is_mine"] for row in rows)  # without sign-in nobody is known to hold an office


def test_what_waits_of_an_office_grows_less_by_what_is_filled_in(round_id: str) -> None:
    def own() -> dict[str, Any]:
        rows = office_tasks(at(round_id), ORG, "zh")
        return next(row for row in rows if row["owner_id"] == "party_government_office")

    before = own()
    assert before["items"][0] == ("first_responsible", "第一责任人职责落实", True)
    assessee().fill(round_id, ORG, {"first_responsible": Filled(marks=Decimal(5))})
    assert own()["waiting"] == before["waiting"] - 1
    assert own()["items"][-1] == ("first_responsible", "第一责任人职责落实", False)


def test_nobody_fills_in_for_another_organisation(round_id: str) -> None:
    with pytest.raises(NotTheirs):
        assessee(CLERK).fill(round_id, ASSESSED[1], {LINE: Filled(marks=Decimal(1))})


def test_a_self_assessment_with_gaps_only_the_organisation_can_fill_is_not_submitted(round_id: str) -> None:
    found = at(round_id)
    with pytest.raises(SelfAssessmentUnfinished) as refused:
        assessee(CHIEF).submit(round_id, ORG, found.inputs, seen=0)
    assert refused.value.parts["count"] == len(open_lines(found, ORG)) > 0


def test_a_line_that_is_said_not_to_apply_needs_a_reason(round_id: str) -> None:
    with pytest.raises(ReasonMissing):
        assessee().fill(round_id, ORG, {LINE: Filled(is_applicable=False)})


def test_what_was_submitted_is_changed_only_once_it_is_sent_back(handed_in: str) -> None:
    said = {LINE: Filled(marks=Decimal(7), seen=line(handed_in).seen)}
    with pytest.raises(StepOver):
        assessee().fill(handed_in, ORG, said)
    seen = at(handed_in).state.assessee(ORG).seen
    with pytest.raises(ReasonMissing):
        assessor().send_back(handed_in, ORG, today() + timedelta(days=2), why=" ", seen=seen)
    assessor().send_back(handed_in, ORG, today() + timedelta(days=2), why="缺材料", seen=seen)
    assessee().fill(handed_in, ORG, said)


def test_after_its_last_day_nothing_is_filled_in(round_id: str, later: Callable[[int], None]) -> None:
    later(10)
    assessee().fill(round_id, ORG, {LINE: Filled(marks=Decimal(7))})
    later(11)
    with pytest.raises(StepOver) as refused:
        assessee().fill(round_id, ORG, {LINE: Filled(marks=Decimal(6), seen=line(round_id).seen)})
    assert (today() + timedelta(days=10)).isoformat() in explain(refused.value, "zh")


def test_nobody_scores_while_the_self_assessment_runs(round_id: str) -> None:
    with pytest.raises(StepOver):
        assessor().score(line(round_id), Given(Decimal(8)), at(round_id).inputs)


def test_a_mark_keeps_what_its_rule_had_before_it(handed_in: str) -> None:
    found = at(handed_in)
    assessor().score(line(handed_in), Given(Decimal(8)), found.inputs)
    score = at(handed_in).standing(ORG, LINE).score
    assert score is not None
    assert (score.marks, score.given, score.proposed) == (
        Decimal(8),
        found.given(ORG, LINE),
        found.proposed(ORG, found.rubric.item_of[LINE]),
    )
    assert (score.by.actor_id, score.by.role) == (FIRST.actor_id, "assessor")


def test_another_mark_than_the_rule_gives_needs_a_reason(handed_in: str) -> None:
    with pytest.raises(ReasonMissing):
        assessor().score(line(handed_in), Given(Decimal(5)), at(handed_in).inputs)
    assessor().score(line(handed_in), Given(Decimal(5), why="抽查发现两份合同没有审查"), at(handed_in).inputs)
    assert at(handed_in).standing(ORG, LINE).marks == 5


@pytest.mark.parametrize("marks", ["8.01", "-0.5", "7.999", "Infinity"])
def test_a_mark_above_the_ceiling_or_finer_than_marks_are_is_refused(handed_in: str, marks: str) -> None:
    with pytest.raises(MarksOutside) as refused:
        assessor().score(line(handed_in), Given(Decimal(marks), why="x"), at(handed_in).inputs)
    assert "合同应审尽审" in explain(refused.value, "zh")


def test_a_line_that_is_a_heading_or_nowhere_gets_no_mark(handed_in: str) -> None:
    for item_id in ("decisions", "nothing"):
        with pytest.raises(UnknownItem):
            assessor().score(Line(handed_in, ORG, item_id), Given(Decimal(1), why="x"), at(handed_in).inputs)
    with pytest.raises(RoundUnknown):
        assessor().score(Line("nowhere-2024", ORG, LINE), Given(Decimal(1), why="x"), {})


def test_two_assessors_at_once_lose_no_mark(handed_in: str) -> None:
    seen = line(handed_in)
    assessor().score(seen, Given(Decimal(8)), at(handed_in).inputs)
    with pytest.raises(DecidedMeanwhile):
        assessor(SECOND).score(seen, Given(Decimal(7), why="y"), at(handed_in).inputs)


def test_who_filled_in_anything_scores_nothing_of_that_organisation(
    round_id: str, later: Callable[[int], None]
) -> None:
    both = Person("u-both", frozenset({"clerk", "assessor"}), FIRST.organisations)
    assessee(both).fill(round_id, ORG, {LINE: Filled(marks=Decimal(8))})
    later(11)
    with pytest.raises(OwnWork):
        assessor(both).score(line(round_id, "litigation"), Given(Decimal(3)), at(round_id).inputs)
    with pytest.raises(OwnWork):
        assessor(both).accept(round_id, ORG, at(round_id).inputs)
    assert assessor(both).accept(round_id, ASSESSED[1], at(round_id).inputs) > 0


def test_who_declared_a_conflict_scores_nothing_of_that_organisation(handed_in: str) -> None:
    with pytest.raises(ReasonMissing):
        assessor().declare(handed_in, ORG, why="", seen=at(handed_in).state.assessee(ORG).seen)
    assessor().declare(handed_in, ORG, why="亲属在该街道任职", seen=at(handed_in).state.assessee(ORG).seen)
    with pytest.raises(ConflictDeclared):
        assessor().score(line(handed_in), Given(Decimal(8)), at(handed_in).inputs)
    assessor(SECOND).score(line(handed_in), Given(Decimal(8)), at(handed_in).inputs)


def test_rules_are_accepted_where_they_can_tell_and_nothing_else(handed_in: str) -> None:
    found = at(handed_in)
    told = sum(row.get("is_confirmable", False) for row in assessment_lines(found, ORG, "zh"))
    count = assessor().accept(handed_in, ORG, found.inputs)
    now = at(handed_in)
    for item in found.rubric.scored:
        standing, proposed = now.standing(ORG, item.item_id), found.proposed(ORG, item)
        if item.is_bonus:
            assert standing.marks == 0  # nothing was claimed
        elif not item.is_veto:
            assert standing.is_decided == (proposed.state == "decided"), item.item_id
            assert standing.marks == proposed.marks
    assert count == told == sum(now.standing(ORG, item.item_id).is_decided for item in found.rubric.scored)
    assert assessor().accept(handed_in, ORG, now.inputs) == 0


def test_a_contested_figure_waits_for_a_person(round_id: str, later: Callable[[int], None]) -> None:
    assessee().fill(round_id, ORG, {LINE: Filled(figure=Decimal(97), why="台账漏登一份")})
    later(11)
    assessor().accept(round_id, ORG, at(round_id).inputs)
    assert not at(round_id).standing(ORG, LINE).is_decided


def test_a_second_mark_is_another_persons_and_does_not_hold(handed_in: str) -> None:
    inputs = at(handed_in).inputs
    with pytest.raises(StepOver):
        assessor(SECOND).score(line(handed_in), Given(Decimal(7), why="y"), inputs, is_second=True)
    assessor().score(line(handed_in), Given(Decimal(8)), inputs)
    with pytest.raises(OwnWork):
        assessor().score(line(handed_in), Given(Decimal(7), why="y"), inputs, is_second=True)
    assessor(SECOND).score(line(handed_in), Given(Decimal(7), why="y"), inputs, is_second=True)
    assert at(handed_in).standing(ORG, LINE).marks == 8
    found = at(handed_in).agreement()
    assert (found.pairs, found.same, found.mean_apart_share) == (1, 0, Decimal("0.125"))


def test_feedback_waits_until_every_line_has_a_mark(handed_in: str) -> None:
    with pytest.raises(MarksMissing) as refused:
        organiser().announce(handed_in, edition_id="e", seen=at(handed_in).round.seen)
    assert refused.value.parts["count"] == len(ASSESSED)
    assert "砚汀街道 (" in explain(refused.value, "zh") and "Yanting" in explain(refused.value, "en")


def test_a_mark_that_comes_while_feedback_is_written_isnt_overlooked(
    announced: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = at(announced)
    assert found.round.stage == "objections"
    with pytest.raises(StepOver):
        assessor().score(line(announced), Given(Decimal(1), why="late"), found.inputs)
    # the same in the moment between reading and writing: the round that was read was still open
    before = replace(found.state, round=replace(found.round, feedback=None, seen=found.round.seen - 1))
    monkeypatch.setattr("pipelines.jobs.assessment.desk.round_state", lambda *_: before)
    with pytest.raises(DecidedMeanwhile):
        assessor().score(line(announced), Given(Decimal(1), why="late"), found.inputs)


def test_an_organisation_sees_its_marks_from_the_feedback_on(
    round_id: str, later: Callable[[int], None], seen_by: Callable[[Person], None]
) -> None:
    hand_in(round_id, ORG, CLERK, CHIEF)
    score_everything(round_id, ORG)
    seen_by(CHIEF)
    shown = {row["item_id"]: row for row in assessment_lines(at(round_id), ORG, "zh")}
    assert not at(round_id).sees_marks and shown[LINE]["marks"] is None and shown[LINE]["why"] == ""
    assert at(round_id).organisations == (ORG,)
    seen_by(OTHER_CHIEF)
    with pytest.raises(NotTheirs):
        assessment_lines(at(round_id), ORG, "zh")


def test_what_assessors_record_isnt_in_the_log_of_the_assessed(handed_in: str) -> None:
    score_everything(handed_in, ORG)
    with register_of(current_settings()) as register:
        whose = {event.kind: event.organisation_id for event in register.events(types=["assessed"])}
    assert whose == {"claimed": ORG, "scored": "chengyue"}


def test_an_objection_is_decided_by_who_gave_no_mark(announced: str) -> None:
    with pytest.raises(ReasonMissing):
        assessee(CHIEF).object(line(announced), Decimal(8), why="")
    assessee(CHIEF).object(line(announced), Decimal(8), why="合同已补审")
    with pytest.raises(OwnWork):
        assessor(FIRST).rule(line(announced), Decimal(8), is_upheld=True, why="材料属实")
    with pytest.raises(NotAllowed):
        assessor(CHIEF).rule(line(announced), Decimal(8), is_upheld=True, why="材料属实")
    assessor(THIRD).rule(line(announced), Decimal(6), is_upheld=True, why="部分属实")
    standing = at(announced).standing(ORG, LINE)
    assert standing.marks == 6 and standing.ruling is not None
    assert standing.ruling.before == standing.scores[-1].marks != 6  # both are kept


def test_an_objection_that_isnt_upheld_leaves_the_mark(announced: str) -> None:
    before = at(announced).standing(ORG, LINE).marks
    assessee(CHIEF).object(line(announced), Decimal(1), why="异议")
    assessor(THIRD).rule(line(announced), None, is_upheld=False, why="没有新材料")
    assert at(announced).standing(ORG, LINE).marks == before


def test_an_objection_after_its_last_day_is_refused(announced: str, later: Callable[[int], None]) -> None:
    until = at(announced).round.feedback.object_until
    assert until is not None
    later((until - today()).days)
    assessee(CHIEF).object(line(announced), None, why="最后一天")
    later((until - today()).days + 1)
    with pytest.raises(StepOver) as refused:
        assessee(CHIEF).object(line(announced, "litigation"), None, why="晚了")
    assert until.isoformat() in explain(refused.value, "zh")


def test_no_objection_before_the_feedback_and_none_twice(handed_in: str) -> None:
    with pytest.raises(StepOver):
        assessee(CHIEF).object(line(handed_in), None, why="早了")


def test_grades_are_published_once_objections_are_decided_and_their_time_is_over(
    announced: str, later: Callable[[int], None]
) -> None:
    def publish() -> None:
        organiser().publish(announced, edition_id="e", seen=at(announced).round.seen)

    assessee(CHIEF).object(line(announced), Decimal(8), why="合同已补审")
    with pytest.raises(ObjectionsOpen) as refused:
        publish()
    assert "砚汀街道 合同应审尽审" in explain(refused.value, "zh")
    assessor(THIRD).rule(line(announced), Decimal(6), is_upheld=True, why="部分属实")
    with pytest.raises(StepOver):
        publish()
    later(26)
    publish()
    found = at(announced)
    assert found.round.stage == "published" and found.round.published is not None
    assert found.round.published.marks == {each: found.totals[each].marks for each in ASSESSED}
    assert found.round.feedback.marks[ORG] != found.round.published.marks[ORG]
    assert set(found.round.published.grades) == set(ASSESSED)


def test_a_figure_that_is_read_otherwise_raises_a_flag_and_changes_nothing(
    handed_in: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assessor().score(line(handed_in), Given(Decimal(8)), at(handed_in).inputs)
    assert moved_figures(at(handed_in), "zh") == []
    found = at(handed_in)
    given = found.given(ORG, LINE)
    moved = replace(given, value=Decimal(80), lower=Decimal(80), upper=Decimal(80))
    monkeypatch.setattr(type(found), "given", lambda *_: moved)
    [row] = moved_figures(found, "zh")
    assert (row["item_id"], row["before"], row["now"], row["by_rule"]) == (LINE, "100%", "80%", "6.4")
    assert row["marks"] == found.standing(ORG, LINE).marks == 8


def test_a_contested_figure_is_listed_with_the_marks_at_stake(round_id: str) -> None:
    assessee().fill(round_id, ORG, {LINE: Filled(figure=Decimal(50), why="台账有误")})
    [row] = figure_differences(at(round_id), "zh")
    said = {name: row[name] for name in ("claim", "report", "ledger", "board")}
    assert said == {"claim": "50%，得4分", "report": "", "ledger": "", "board": "100%，得8分"}
    assert row["at_stake"] == 4


def test_equals_at_the_last_place_are_told_by_name(round_id: str) -> None:
    marks = dict(zip(ASSESSED, map(Decimal, (95, 95, 80, 70)), strict=True))
    totals = {each: Total(found, found, {}, 0) for each, found in marks.items()}
    wanting_people = replace(rubric(), quota=Quota(ties="refuse"))
    with pytest.raises(GradesTied) as refusal:
        grades_of(wanting_people, totals, {}, at(round_id).catalogue.organisation_of)
    assert "霁岚街道、砚汀街道在最后一个名额上分值相同" in explain(refusal.value, "zh")
    assert "Yanting" in explain(refusal.value, "en") and "yanting" not in explain(refusal.value, "en")


def test_a_draw_can_be_repeated_from_what_was_recorded(round_id: str) -> None:
    found = organiser().draw(round_id, ASSESSED, 2, "2024-11-05 考评组", seen=at(round_id).round.seen)
    [draw] = at(round_id).round.draws
    assert drawn(draw.pool, 2, draw.seed) == draw.drawn == found


def test_another_version_of_the_rubric_comes_by_an_amendment_with_its_reason(round_id: str) -> None:
    changed = plan(dates=replace(plan().dates, self_until=today() + timedelta(days=12)))
    with pytest.raises(ReasonMissing):
        organiser().amend(round_id, changed, why="", seen=at(round_id).round.seen)
    organiser().amend(round_id, changed, why="顺延两天", seen=at(round_id).round.seen)
    assert at(round_id).round.plan.dates.self_until == today() + timedelta(days=12)
    assert at(round_id).rubric == rubric()


def test_a_mark_of_a_line_that_an_amendment_changed_holds_no_more(round_id: str) -> None:
    hand_in(round_id, ORG, CLERK, CHIEF)
    for item_id in ("contracts", "major_decisions", "document_filing"):
        assessor().score(line(round_id, item_id), Given(Decimal(5), why="核查"), at(round_id).inputs)
    assessor(SECOND).score(line(round_id), Given(Decimal(4), why="复评"), at(round_id).inputs, is_second=True)
    rows, marks = rubric_rows("subdistrict_example"), {"contracts": "4", "document_filing": "9"}
    moved = [{**row, "marks": marks.get(row["id"], row["marks"])} for row in rows]
    change_rubric("subdistrict_example", rows, moved, starts=today(), why="会上确定")
    organiser().amend(round_id, plan(version=rubric().version), why="按会议纪要", seen=at(round_id).round.seen)
    found = at(round_id)
    decided = {item_id for (_, item_id), standing in found.state.standings.items() if standing.is_decided}
    assert decided == {"major_decisions"}
    again = found.standing(ORG, "contracts")
    assert (again.second, again.outdated and again.outdated.marks) == (None, 5) and again.claim is None
    assert found.totals[ORG].of["contracts"].upper == 4
    [row] = [row for row in assessment_lines(found, ORG, "zh") if row["item_id"] == "contracts"]
    assert (row["is_decided"], row["outdated"], row["ceiling"]) == (False, 5, 4)
    with pytest.raises(MarksOutside):
        assessor().score(line(round_id), Given(Decimal(5), why="核查"), found.inputs)
    assessor().score(line(round_id), Given(Decimal(4)), found.inputs)
    assert at(round_id).standing(ORG, "contracts").marks == 4


def test_every_refusal_says_where_and_what_next_in_both_languages(round_id: str) -> None:
    with pytest.raises(BoardError) as refused:
        assessor().score(line(round_id), Given(Decimal(8)), at(round_id).inputs)
    assert explain(refused.value, "zh").count("。") >= 1 and "Come back" in explain(refused.value, "en")
