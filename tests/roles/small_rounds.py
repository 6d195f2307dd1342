"""Rounds of the assessment of one organisation and two lines, each at another step, to try actions on."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

from pipelines import api
from pipelines.catalogue import rubric_of
from pipelines.domain.assessments import NOTHING, Proposal
from pipelines.domain.register import Actor, Decision, Subject
from pipelines.domain.rounds import Dates, Plan, Score
from pipelines.jobs.register import register_of
from pipelines.jobs.settings import Settings
from pipelines.register import ASSESSED, ROUND, said_plan, said_score

LINES = ("first", "second")
BOARD = SimpleNamespace(edition_id="e", assessment_inputs=lambda *_: {})
"""An edition that knows nothing of what the two lines ask."""
_NAME = {"zh": "甲", "en": "A"}
CONTENT = {
    "head": {
        "id": "small",
        "name": _NAME,
        "kind": "own",
        "basis": _NAME,
        "marks": "10",
        "grades": [{"id": "pass", "name": _NAME, "at_least": "0"}],
    },
    "items": [{"id": each, "name": _NAME, "marks": "5", "rule": {"kind": "judgement"}} for each in LINES],
}
_SCORER = Actor("u-scorer", "assessor", "")


def small_plan(organisation_id: str, year: int, *, self_over: bool) -> Plan:
    """A plan whose self-assessment is over, or runs."""
    self_until = api.today() + timedelta(days=-1 if self_over else 5)
    days = Dates(date(2020, 1, 1), self_until, self_until + timedelta(days=9), 5, self_until + timedelta(days=30))
    version = rubric_of(CONTENT).version
    return Plan(organisation_id, year, f"{year}年度考评", CONTENT, version, (organisation_id,), days)


def small_rounds(settings: Settings, organisation_id: str) -> dict[str, str]:
    """Step → a round's id: filling, scoring, scored, objecting (its second line is objected to)."""
    steps = {"filling": 2011, "scoring": 2012, "scored": 2013, "objecting": 2014}
    decisions: list[Decision] = []
    for step, year in steps.items():
        round_id = f"{organisation_id}-{year}"
        plan = small_plan(organisation_id, year, self_over=step != "filling")
        decisions.append(Decision(Subject(ROUND, round_id), "opened", _SCORER, said_plan(plan)))
        for item_id in LINES:
            subject = Subject(ASSESSED, f"{round_id}/{organisation_id}/{item_id}")
            if step == "filling":
                claim = {"figure": None, "marks": "5", "is_applicable": True, "materials": []}
                decisions.append(Decision(subject, "claimed", _SCORER, claim))
            elif step != "scoring":
                score = Score(Decimal(5), "paper", NOTHING, NOTHING, Proposal("judgement", Decimal(0), Decimal(5)), ())
                decisions.append(Decision(subject, "scored", _SCORER, said_score(score)))
        if step == "objecting":
            until = (api.today() + timedelta(days=3)).isoformat()
            said = {"marks": {organisation_id: "10"}, "grades": {organisation_id: "pass"}, "edition_id": "e"}
            announced = said | {"object_until": until}
            decisions.append(Decision(Subject(ROUND, round_id), "announced", _SCORER, announced))
            subject = Subject(ASSESSED, f"{round_id}/{organisation_id}/{LINES[1]}")
            decisions.append(Decision(subject, "objected", _SCORER, {"asks": None, "materials": []}))
    with register_of(settings) as register:
        for each in decisions:
            register.record(
                Decision(each.subject, each.kind, each.actor, each.payload, "", register.last_of(each.subject))
            )
    return {step: f"{organisation_id}-{year}" for step, year in steps.items()}
