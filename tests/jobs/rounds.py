"""A small district whose subdistricts are assessed, and the people who do it."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

import pytest

from pipelines.api import Board, assessment, open_board
from pipelines.api.assessment import Assessment, open_assessment
from pipelines.domain.assessments import Rubric
from pipelines.domain.rounds import Dates, Plan
from pipelines.jobs.assessment import filling, organising, scoring
from pipelines.jobs.assessment.desk import Line
from pipelines.jobs.assessment.filling import AssesseeDesk, Filled
from pipelines.jobs.assessment.organising import OrganiserDesk
from pipelines.jobs.assessment.scoring import AssessorDesk, Given
from pipelines.jobs.build import build
from pipelines.jobs.catalogue import catalogue_of
from pipelines.jobs.days import today
from pipelines.jobs.demo import make_demo
from pipelines.jobs.people import Person
from pipelines.jobs.settings import Settings, current_settings

YEAR = 2024
DISTRICT = "chengyue"
MADE_AS_OF = date(2025, 6, 30)
ASSESSED = ("yanting", "jilan", "daiyu", "junpu")
EVERYBODY = frozenset({DISTRICT, *ASSESSED})


def _of(name: str, role: str, *organisations: str) -> Person:
    return Person(f"u-{name}", frozenset({role}), frozenset(organisations), name)


CLERK = _of("clerk", "clerk", ASSESSED[0])
CHIEF = _of("chief", "approver", ASSESSED[0])
OTHER_CHIEF = _of("other-chief", "approver", ASSESSED[1])
FIRST = _of("first", "assessor", *EVERYBODY)
SECOND = _of("second", "assessor", *EVERYBODY)
THIRD = _of("third", "assessor", *EVERYBODY)


def make_district(root: Path) -> None:
    """A made-up district of four subdistricts, built."""
    make_demo(root, orgs=len(ASSESSED), years=(YEAR - 1, YEAR), events_per_org=150, seed=11, as_of=MADE_AS_OF)
    build(Settings(data=root), as_of=MADE_AS_OF)


def rubric() -> Rubric:
    """The example as it stands."""
    return catalogue_of(current_settings()).rubrics[0]


def plan(**changes: object) -> Plan:
    """The district's plan for the year, running now."""
    days = {
        "issued_on": today() - timedelta(days=5),
        "self_until": today() + timedelta(days=10),
        "review_until": today() + timedelta(days=30),
        "object_days": 5,
        "rectify_until": today() + timedelta(days=90),
    }
    known = rubric()
    said: dict[str, object] = {
        "organiser_id": DISTRICT,
        "year": YEAR,
        "name": "2024年度街道法治建设考评",
        "content": MappingProxyType({}),
        "version": known.version,
        "organisations": ASSESSED,
        "dates": Dates(**days),  # ty: ignore[invalid-argument-type]
    }
    return Plan(**(said | changes))  # ty: ignore[invalid-argument-type]


def organiser(who: Person = FIRST) -> OrganiserDesk:
    return OrganiserDesk(current_settings(), who)


def assessee(who: Person = CLERK) -> AssesseeDesk:
    return AssesseeDesk(current_settings(), who)


def assessor(who: Person = FIRST) -> AssessorDesk:
    return AssessorDesk(current_settings(), who)


def board() -> Board:
    return open_board()


def at(round_id: str) -> Assessment:
    """The round as it stands now."""
    return open_assessment(board(), round_id)


def line(round_id: str, organisation_id: str, item_id: str) -> Line:
    """A line as it stands now."""
    return Line(round_id, organisation_id, item_id, at(round_id).standing(organisation_id, item_id).seen)


def open_lines(found: Assessment, organisation_id: str) -> list[str]:
    """The lines that no rule can tell, and that nobody said anything of."""
    return [item.item_id for item in found.rubric.scored if found.waits_for_claim(organisation_id, item)]


def hand_in(round_id: str, organisation_id: str, clerk: Person, chief: Person) -> None:
    """A whole self-assessment: what nobody but the organisation knows is claimed, then it is submitted."""
    found = at(round_id)
    said = {
        item_id: Filled(marks=found.rubric.item_of[item_id].marks, why="见材料")
        for item_id in open_lines(found, organisation_id)
    }
    assessee(clerk).fill(round_id, organisation_id, said)
    now = at(round_id)
    assessee(chief).submit(round_id, organisation_id, now.inputs, seen=now.state.assessee(organisation_id).seen)


def score_everything(round_id: str, organisation_id: str, who: Person = FIRST) -> None:
    """What rules can tell as they tell it; everything else full marks, with a reason."""
    assessor(who).accept(round_id, organisation_id, at(round_id).inputs)
    found = at(round_id)
    for item in found.rubric.scored:
        standing = found.standing(organisation_id, item.item_id)
        if standing.is_decided or item.is_veto:
            continue
        line = Line(round_id, organisation_id, item.item_id, standing.seen)
        assessor(who).score(line, Given(item.marks, why="材料齐全"), found.inputs)


def move_on(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    """From now on it is so many days later than today, to every desk of a round."""
    then = today() + timedelta(days=days)
    for module in (filling, organising, scoring, assessment):
        monkeypatch.setattr(module, "today", lambda: then)


def announce(round_id: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The first organisation hands in, all are scored by FIRST once self-assessment is over, and feedback is given."""
    if at(round_id).state.assessee(ASSESSED[0]).submitted is None:
        hand_in(round_id, ASSESSED[0], CLERK, CHIEF)
    move_on(monkeypatch, 11)
    for organisation_id in ASSESSED:
        score_everything(round_id, organisation_id)
    move_on(monkeypatch, 20)
    organiser().announce(round_id, edition_id=at(round_id).board.edition_id, seen=at(round_id).round.seen)
    return round_id


def publish(round_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Grades are published on the day after objections could be made."""
    move_on(monkeypatch, 26)
    organiser().publish(round_id, edition_id=at(round_id).board.edition_id, seen=at(round_id).round.seen)


def handed_in_round(_monkeypatch: pytest.MonkeyPatch) -> str:
    """A round in which the first organisation submitted its self-assessment."""
    round_id = organiser().open(plan())
    hand_in(round_id, ASSESSED[0], CLERK, CHIEF)
    return round_id


def announced_round(monkeypatch: pytest.MonkeyPatch) -> str:
    """A round whose feedback was given, with marks of every kind.

    A line of ASSESSED[0] doesn't apply, and an objection changed one of its marks; ASSESSED[2] got all marks.
    """
    first, best = ASSESSED[0], ASSESSED[2]
    round_id = organiser().open(plan(document="示例〔2025〕1号"))
    hand_in(round_id, first, CLERK, CHIEF)
    given = Given(None, why="全年没有应诉案件")
    assessor().score(line(round_id, first, "court_appearance"), given, at(round_id).inputs)
    move_on(monkeypatch, 11)
    for item in at(round_id).rubric.scored:
        if not item.is_veto:
            given = Given(item.marks, why="实地核查，全部落实", way="site")
            assessor().score(line(round_id, best, item.item_id), given, at(round_id).inputs)
    announce(round_id, monkeypatch)
    assessee(CHIEF).object(line(round_id, first, "towers_reached"), Decimal(3), why="楼宇名录有误")
    assessor(THIRD).rule(line(round_id, first, "towers_reached"), Decimal("1.25"), is_upheld=True, why="部分属实")
    return round_id
