"""签收、自评、异议: the steps of an organisation that is assessed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from pipelines.domain.assessments import RubricItem
from pipelines.domain.errors import (
    NothingChanged,
    NothingChosen,
    NothingFilled,
    ReasonMissing,
    SelfAssessmentUnfinished,
)
from pipelines.domain.register import Decision, Event
from pipelines.domain.rounds import RoundState
from pipelines.jobs.assessment.desk import (
    Line,
    RoundDesk,
    of_assessee,
    over,
    prove_marks,
    prove_open,
    some,
    steps_since,
    text,
)
from pipelines.jobs.assessment.inputs import Inputs, given_for, office_of
from pipelines.jobs.assessment.rounds import line_of, rubric_in
from pipelines.jobs.catalogue import catalogue_of
from pipelines.jobs.days import today
from pipelines.jobs.materials import prove_materials
from pipelines.jobs.progress import ITEM, prove_owner


@dataclass(frozen=True, slots=True)
class Filled:
    """自评 of a line (see pipelines.domain.rounds.Claim); one that says nothing takes back what was said.

    `seen`: the line's last event, as the person had it before them.  `form`: the key of the form that says it.
    """

    figure: Decimal | None = None
    marks: Decimal | None = None
    is_applicable: bool = True
    materials: tuple[str, ...] = ()
    why: str = ""
    seen: int = 0
    form: str = field(default="", compare=False)

    @property
    def is_empty(self) -> bool:
        return replace(self, seen=0, why=self.why.strip()) == Filled()


class AssesseeDesk(RoundDesk):
    """A person of an organisation that is assessed."""

    def receive(self, round_id: str, organisation_id: str, *, seen: int) -> Event:
        """签收: the organisation has seen this version of the rubric."""
        state = self._state(round_id, organisation_id)
        actor = self.person.acting("assess.fill", organisation_id)
        payload = {"version": state.round.plan.version}
        return self._record(Decision(of_assessee(round_id, organisation_id), "received", actor, payload, "", seen))[0]

    def fill(self, round_id: str, organisation_id: str, filled: Mapping[str, Filled]) -> tuple[Event, ...]:
        """自评 of some lines of an organisation, all or none.

        Raises UnknownItem, UnknownMaterial, MarksOutside, NotANumber, FigureNotAsked, ReasonMissing for a line that is
        said not to apply, and NothingFilled where nothing is said of a line of which nothing was said before.
        """
        state = self._state(round_id, organisation_id)
        actor = self.person.acting("assess.fill", organisation_id)
        _prove_filling(state, organisation_id)
        rubric, decisions = rubric_in(state.round), []
        for item_id, said in filled.items():
            item = line_of(rubric, item_id)
            prove_marks(rubric, item, said.marks)
            self._prove_figure(item, said.figure)
            if said.is_empty and state.standing(organisation_id, item_id).claim is None:
                raise NothingFilled(where=item.name)
            if not said.is_applicable and not said.why.strip():
                raise ReasonMissing(where=item.name)
            payload = {
                "figure": text(said.figure),
                "marks": text(said.marks),
                "is_applicable": said.is_applicable,
                "materials": prove_materials(self.settings, organisation_id, said.materials),
                "form": said.form,
            }
            line = Line(round_id, organisation_id, item_id, said.seen)
            decisions.append(Decision(line.subject, "claimed", actor, payload, said.why, line.seen))
        return self._record(*decisions, unless=steps_since(state, organisation_id))

    def divide(self, round_id: str, organisation_id: str, owners: Mapping[str, str], *, seen: int) -> Event:
        """分解任务: which office answers for which line; lines that aren't named keep the office that they have.

        Raises UnknownItem, UnknownOwner, NothingChosen, and NothingChanged where every line stays with its office.
        """
        state = self._state(round_id, organisation_id)
        actor = self.person.acting("assess.fill", organisation_id)
        _prove_filling(state, organisation_id)
        rubric, catalogue = rubric_in(state.round), catalogue_of(self.settings)
        before = state.assessee(organisation_id).owners
        if not owners:
            raise NothingChosen(where=ITEM)
        divided, changed = dict(before), {}
        for item_id, owner_id in owners.items():
            item = line_of(rubric, item_id)
            prove_owner(catalogue, owner_id, where=item.name)
            usual = office_of(rubric, item, catalogue)
            if owner_id != before.get(item_id, usual):
                changed[item_id] = owner_id
            divided.pop(item_id, None)
            if owner_id != usual:
                divided[item_id] = owner_id
        if not changed:
            raise NothingChanged(where=state.round.plan.name)
        subject, payload = of_assessee(round_id, organisation_id), {"owners": divided, "changed": changed}
        return self._record(Decision(subject, "divided", actor, payload, "", seen))[0]

    def submit(self, round_id: str, organisation_id: str, inputs: Inputs, *, seen: int) -> Event:
        """提交自评.  Raises SelfAssessmentUnfinished where a line has neither the board's figure nor a claim."""
        state = self._state(round_id, organisation_id)
        actor = self.person.acting("assess.submit", organisation_id)
        _prove_filling(state, organisation_id)
        rubric = rubric_in(state.round)
        missing = [item.name for item in rubric.scored if waits_for_claim(state, inputs, organisation_id, item)]
        if missing:
            raise SelfAssessmentUnfinished(where=state.round.plan.name, count=len(missing), found=some(missing))
        return self._record(Decision(of_assessee(round_id, organisation_id), "submitted", actor, {}, "", seen))[0]

    def object(self, line: Line, asks: Decimal | None, *, why: str, materials: tuple[str, ...] = ()) -> Event:
        """提出异议.  Raises ReasonMissing, MarksOutside, and StepOver before the feedback or after the deadline."""
        state = self._state(line.round_id, line.organisation_id)
        actor = self.person.acting("assess.object", line.organisation_id)
        rubric = rubric_in(state.round)
        item = line_of(rubric, line.item_id)
        feedback = state.round.feedback
        if state.round.stage != "objections" or feedback is None or feedback.object_until is None:
            raise over(item.name, f"stage.{state.round.stage}", "no_objection")
        if today() > feedback.object_until:
            raise over(item.name, "objection_late", "ask_district", day=feedback.object_until.isoformat())
        if state.standing(line.organisation_id, line.item_id).objection:
            raise over(item.name, "objected", "reload")
        prove_marks(rubric, item, asks)
        if not why.strip():
            raise ReasonMissing(where=item.name)
        payload = {
            "asks": text(asks),
            "materials": prove_materials(self.settings, line.organisation_id, materials),
        }
        decision = Decision(line.subject, "objected", actor, payload, why, line.seen)
        return self._record(decision, unless=steps_since(state, line.organisation_id))[0]


def waits_for_claim(state: RoundState, inputs: Inputs, organisation_id: str, item: RubricItem) -> bool:
    """Whether nobody but the organisation can say anything of a line, and it hasn't: no figure, no claim."""
    if item.is_bonus or item.is_veto or state.standing(organisation_id, item.item_id).claim:
        return False
    given = given_for(inputs, organisation_id, item.item_id)
    return not given.is_known and given.is_applicable


def _prove_filling(state: RoundState, organisation_id: str) -> None:
    """Raises StepOver where a self-assessment was submitted, or its time is over and nobody sent it back."""
    prove_open(state)
    assessee, name = state.assessee(organisation_id), state.round.plan.name
    if assessee.submitted is not None:
        raise over(name, "submitted", "ask_back")
    until = state.filling_until(organisation_id)
    if today() > until:
        raise over(name, "self_over", "ask_back", day=until.isoformat())
