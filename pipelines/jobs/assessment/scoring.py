"""评分与复核: the steps of assessors.

What they record is for the district: the log of an assessed organisation doesn't show it.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from pipelines.assess import proposal
from pipelines.domain.assessments import Input, Proposal, RubricItem
from pipelines.domain.errors import ConflictDeclared, ReasonMissing, RoundDates, UnknownItem
from pipelines.domain.register import Actor, Decision, Event
from pipelines.domain.rounds import WAYS, RoundState, Score, Standing
from pipelines.jobs.assessment.desk import (
    Line,
    RoundDesk,
    of_assessee,
    over,
    prove_marks,
    prove_open,
    scorers,
    steps_since,
    text,
)
from pipelines.jobs.assessment.inputs import Inputs, counted, given_for
from pipelines.jobs.assessment.rounds import line_of, rubric_in
from pipelines.jobs.days import today
from pipelines.jobs.materials import prove_materials
from pipelines.register import said_score
from pipelines.wording import say


@dataclass(frozen=True, slots=True)
class Given:
    """评分: marks (None: the line doesn't apply), how the assessor came to them, and why.

    `figure`: what they counted, or hold to be the right figure, where the board's isn't it.
    """

    marks: Decimal | None
    way: str = "paper"
    why: str = ""
    figure: Decimal | None = None
    materials: tuple[str, ...] = ()


class AssessorDesk(RoundDesk):
    """A person who scores, or decides on objections."""

    def send_back(self, round_id: str, organisation_id: str, until: date, *, why: str, seen: int) -> Event:
        """退回自评 until a day.  Raises ReasonMissing, RoundDates for a day that is over."""
        state = self._state(round_id, organisation_id)
        actor = self._scoring(state, organisation_id)
        prove_open(state)
        if not why.strip():
            raise ReasonMissing(where=of_assessee(round_id, organisation_id))
        if until < today():
            raise RoundDates(where=state.round.plan.name, found=until)
        if state.assessee(organisation_id).submitted is None:
            raise over(state.round.plan.name, "not_submitted", "reload")
        return self._record(
            Decision(of_assessee(round_id, organisation_id), "returned", actor, {"until": until.isoformat()}, why, seen)
        )[0]

    def declare(self, round_id: str, organisation_id: str, *, why: str, seen: int) -> Event:
        """申报回避: the assessor has a conflict with an organisation, and scores and decides nothing of it."""
        state = self._state(round_id, organisation_id)
        actor = replace(
            self.person.acting("assess.score", organisation_id), organisation_id=state.round.plan.organiser_id
        )
        if not why.strip():
            raise ReasonMissing(where=of_assessee(round_id, organisation_id))
        return self._record(Decision(of_assessee(round_id, organisation_id), "declared", actor, {}, why, seen))[0]

    def score(self, line: Line, said: Given, inputs: Inputs, *, is_second: bool = False) -> Event:
        """评分 of one line; `is_second`: an independent second mark, which doesn't hold.

        Raises MarksOutside, NotANumber, UnknownItem, ReasonMissing where the mark isn't what the rule gives for the
        board's figure, ConflictDeclared, and OwnWork for who filled in anything of this organisation, or gave the first
        mark.
        """
        state = self._state(line.round_id, line.organisation_id)
        decision = self._scored(state, line, said, inputs, is_second=is_second)
        return self._record(decision, unless=steps_since(state, line.organisation_id))[0]

    def accept(self, round_id: str, organisation_id: str, inputs: Inputs) -> int:
        """Give every line that nobody scored what its rule says, where the rule can tell; how many.

        See `confirmed`.
        """
        state = self._state(round_id, organisation_id)
        rubric, decisions = rubric_in(state.round), []
        for item in rubric.scored:
            standing = state.standing(organisation_id, item.item_id)
            given = given_for(inputs, organisation_id, item.item_id)
            proposed = proposal(item, given, year=state.round.plan.year, decimals=rubric.decimals)
            said = confirmed(item, standing, proposed)
            if said is None:
                continue
            line = Line(round_id, organisation_id, item.item_id, standing.seen)
            decisions.append(self._scored(state, line, said, inputs))
        if decisions:
            self._record(*decisions, unless=steps_since(state, organisation_id))
        return len(decisions)

    def rule(self, line: Line, marks: Decimal | None, *, is_upheld: bool, why: str) -> Event:
        """异议复核, by somebody who gave none of the line's marks: upheld gives `marks`, else the score stays.

        Raises ReasonMissing, MarksOutside, OwnWork, ConflictDeclared.
        """
        state = self._state(line.round_id, line.organisation_id)
        actor = self._scoring(state, line.organisation_id, action="assess.rule")
        rubric = rubric_in(state.round)
        item = line_of(rubric, line.item_id)
        standing = state.standing(line.organisation_id, line.item_id)
        if standing.objection is None or standing.ruling is not None:
            raise over(item.name, "no_open_objection", "reload")
        self.person.prove_other(*scorers(standing))
        if not why.strip():
            raise ReasonMissing(where=item.name)
        if is_upheld:
            prove_marks(rubric, item, marks)
        payload = {
            "is_upheld": is_upheld,
            "marks": text(marks if is_upheld else standing.marks),
            "before": text(standing.marks),
        }
        decision = Decision(line.subject, "ruled", actor, payload, why, line.seen)
        return self._record(decision, unless=steps_since(state, line.organisation_id))[0]

    def _scored(
        self, state: RoundState, line: Line, said: Given, inputs: Inputs, *, is_second: bool = False
    ) -> Decision:
        actor = self._scoring(state, line.organisation_id)
        _prove_reviewable(state, line.organisation_id)
        rubric = rubric_in(state.round)
        item = line_of(rubric, line.item_id)
        standing = state.standing(line.organisation_id, line.item_id)
        if said.way not in WAYS:
            raise UnknownItem(where=item.name, found=said.way)
        if is_second:
            if not standing.is_decided:
                raise over(item.name, "no_first", "first_first")
            self.person.prove_other(*scorers(standing))
        prove_marks(rubric, item, said.marks)
        self._prove_figure(item, said.figure)
        given = _given(inputs, line, said)
        proposed = proposal(item, given, year=state.round.plan.year, decimals=rubric.decimals)
        if (said.marks != proposed.marks or said.figure is not None) and not said.why.strip():
            raise ReasonMissing(where=item.name)
        materials = prove_materials(self.settings, line.organisation_id, said.materials)
        board = given_for(inputs, line.organisation_id, line.item_id)
        score = Score(said.marks, said.way, given, board, proposed, tuple(materials))
        kind = "second" if is_second else "scored"
        return Decision(line.subject, kind, actor, said_score(score), said.why, line.seen)

    def _scoring(self, state: RoundState, organisation_id: str, action: str = "assess.score") -> Actor:
        """An assessor with nothing in their way, who records for the district.

        Raises OwnWork where they filled in anything of the organisation, ConflictDeclared.
        """
        actor = self.person.acting(action, organisation_id)
        assessee = state.assessee(organisation_id)
        self.person.prove_other(*assessee.fillers)
        if self.person.actor_id in assessee.conflicts:
            raise ConflictDeclared(where=state.round.plan.name)
        return replace(actor, organisation_id=state.round.plan.organiser_id)


def confirmed(item: RubricItem, standing: Standing, proposed: Proposal) -> Given | None:
    """What a line gets without anybody's judgement; None where a person has to decide, or did.

    Lines whose figure the organisation contests wait for a person.  A bonus that wasn't claimed is 0.
    """
    claim = standing.claim
    is_contested = claim is not None and (claim.figure is not None or not claim.is_applicable)
    if standing.is_decided or item.is_veto or is_contested:
        return None
    if item.is_bonus and claim is None:
        return Given(Decimal(0), why=say("assess.no_bonus_claimed", "zh"))
    return None if proposed.marks is None else Given(proposed.marks)


def _prove_reviewable(state: RoundState, organisation_id: str) -> None:
    """Raises StepOver before the self-assessment was submitted, or its time is over, and after the feedback."""
    prove_open(state)
    assessee = state.assessee(organisation_id)
    until = state.filling_until(organisation_id)
    if assessee.submitted is None and today() <= until:
        raise over(state.round.plan.name, "self_running", "wait", day=until.isoformat())


def _given(inputs: Inputs, line: Line, said: Given) -> Input:
    """What the rule is fed with: the board's figure, or what the assessor counted."""
    given = given_for(inputs, line.organisation_id, line.item_id)
    if said.figure is None:
        return given
    return replace(counted(said.figure), unit=given.unit, ref=given.ref)
