"""印发、抽样、反馈、公布: the steps of the district that assesses."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from pipelines.assess import drawn, total
from pipelines.domain.assessments import Rubric
from pipelines.domain.catalogue import Catalogue
from pipelines.domain.errors import (
    MarksMissing,
    NobodyAssessed,
    ObjectionsOpen,
    ReasonMissing,
    RoundDates,
    RoundTwice,
    RubricUnready,
)
from pipelines.domain.register import Decision, Event
from pipelines.domain.rounds import Plan, RoundState
from pipelines.jobs.assessment.desk import RoundDesk, lines_since, of_round, over, prove_open, some
from pipelines.jobs.assessment.rounds import both, grades_of, joined, marks_of, named, rounds, rubric_in
from pipelines.jobs.catalogue import catalogue_of
from pipelines.jobs.days import today
from pipelines.register import said_plan


class OrganiserDesk(RoundDesk):
    """A person who opens a round, and closes it."""

    def open(self, plan: Plan, *, why: str = "") -> str:
        """印发考评方案: the new round's id.  `plan.content` is taken from the catalogue by its version.

        Raises RoundDates, RubricUnready, NobodyAssessed, RoundTwice.
        """
        actor = self._for_all(plan, "round.open")
        catalogue = catalogue_of(self.settings)
        plan = _proved(plan, catalogue)
        for known in rounds(self.settings):
            if (known.plan.organiser_id, known.plan.year) == (plan.organiser_id, plan.year):
                raise RoundTwice(where=plan.name, found=plan.year, round=known.plan.name)
        round_id = f"{plan.organiser_id}-{plan.year}"
        self._record(Decision(of_round(round_id), "opened", actor, said_plan(plan), why))
        return round_id

    def amend(self, round_id: str, plan: Plan, *, why: str, seen: int) -> Event:
        """Change a plan that was issued: dates, organisations, another version of the rubric.

        Marks stay, but those of lines that have other marks or another rule now: these are given anew.
        Raises ReasonMissing, and what `open` raises.
        """
        state = self._state(round_id)
        actor = self._for_all(plan, "round.open")
        prove_open(state)
        if not why.strip():
            raise ReasonMissing(where=of_round(round_id))
        kept = {"organiser_id": state.round.plan.organiser_id, "year": state.round.plan.year}
        plan = _proved(replace(plan, **kept), catalogue_of(self.settings), before=state.round.plan)
        return self._record(Decision(of_round(round_id), "amended", actor, said_plan(plan), why, seen))[0]

    def draw(self, round_id: str, pool: Sequence[str], count: int, seed: str, *, seen: int) -> tuple[str, ...]:
        """抽样: some of a pool of organisations for the on-site check, by a seed that is printed with it."""
        state = self._state(round_id)
        actor = self._for_all(state.round.plan, "assess.score")
        if not pool or not set(pool) <= set(state.round.plan.organisations):
            raise NobodyAssessed(where=state.round.plan.name)
        found = drawn(pool, count, seed.strip())
        payload = {"seed": seed.strip(), "pool": sorted(set(pool)), "drawn": list(found)}
        self._record(Decision(of_round(round_id), "drawn", actor, payload, "", seen))
        return found

    def announce(self, round_id: str, *, edition_id: str, seen: int) -> Event:
        """反馈: every organisation learns its marks; objections can be made from now on.

        Raises MarksMissing, and what grading raises: GradesTied, QuotaUnmet.
        """
        state = self._state(round_id)
        actor = self._for_all(state.round.plan, "round.close")
        prove_open(state)
        payload = _announced(state, rubric_in(state.round), catalogue_of(self.settings), edition_id)
        payload["object_until"] = (today() + timedelta(days=state.round.plan.dates.object_days)).isoformat()
        decision = Decision(of_round(round_id), "announced", actor, payload, "", seen)
        return self._record(decision, unless=[lines_since(state)])[0]

    def publish(self, round_id: str, *, edition_id: str, seen: int) -> Event:
        """公布等次 once every objection is decided and the time for them is over.  Raises ObjectionsOpen."""
        state = self._state(round_id)
        actor = self._for_all(state.round.plan, "round.close")
        name, feedback = state.round.plan.name, state.round.feedback
        if state.round.stage != "objections" or feedback is None:
            raise over(name, f"stage.{state.round.stage}", "feedback_first")
        rubric, catalogue = rubric_in(state.round), catalogue_of(self.settings)
        waiting = [
            joined(named(organisation_id, catalogue.organisation_of), " ", rubric.item_of[item_id].name)
            for (organisation_id, item_id), standing in state.standings.items()
            if standing.objection and not standing.ruling
        ]
        if waiting:
            raise ObjectionsOpen(where=name, count=len(waiting), found=some(waiting))
        if feedback.object_until is not None and today() <= feedback.object_until:
            until = feedback.object_until.isoformat()
            raise over(name, "objecting", "wait", day=until)
        payload = _announced(state, rubric, catalogue, edition_id)
        decision = Decision(of_round(round_id), "published", actor, payload, "", seen)
        return self._record(decision, unless=[lines_since(state)])[0]


def _proved(plan: Plan, catalogue: Catalogue, *, before: Plan | None = None) -> Plan:
    """A plan with its rubric's content, the dates in order, and organisations that are there."""
    _prove_dates(plan)
    if before is not None and plan.version == before.version:
        plan = replace(plan, content=before.content)
    else:
        rubric = next((each for each in catalogue.rubrics if each.version == plan.version), None)
        if rubric is None or rubric.kind == "shape":
            found = rubric.name if rubric else plan.version
            raise RubricUnready(where=plan.name, found=found)
        plan = replace(plan, content=rubric.content)
    organisations = tuple(each for each in dict.fromkeys(plan.organisations) if each in catalogue.organisation_of)
    if not organisations or not plan.name.strip():
        raise NobodyAssessed(where=plan.name or "—")
    return replace(plan, organisations=organisations, name=plan.name.strip())


def _prove_dates(plan: Plan) -> None:
    days = plan.dates
    ordered = (days.issued_on, days.self_until, days.review_until, days.rectify_until)
    if not all(ordered):
        raise RoundDates(where=plan.name, found=both("assess.dates_missing"))
    if list(ordered) != sorted(set(ordered)) or days.object_days < 1:
        raise RoundDates(where=plan.name, found=" → ".join(each.isoformat() for each in ordered))


def _announced(state: RoundState, rubric: Rubric, catalogue: Catalogue, edition_id: str) -> dict[str, Any]:
    """Marks and grades as an event holds them, worked out from the lines as they stand.

    Raises MarksMissing, GradesTied, QuotaUnmet.
    """
    plan, names = state.round.plan, catalogue.organisation_of
    totals = {each: total(rubric, marks_of(rubric, state, each)) for each in plan.organisations}
    missing = [
        joined(named(each, names), f" ({found.open_items})") for each, found in totals.items() if found.marks is None
    ]
    if missing:
        raise MarksMissing(where=plan.name, count=len(missing), found=some(missing))
    return {
        "marks": {each: format(found.lower, "f") for each, found in totals.items()},
        "grades": {each: found.grade_id for each, found in grades_of(rubric, totals, plan.groups, names).items()},
        "edition_id": edition_id,
        "version": rubric.version,
    }
