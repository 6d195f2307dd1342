"""What every desk of a round shares: who acts, what stands, and what a step can be refused for."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipelines.domain.assessments import Rubric, RubricItem
from pipelines.domain.errors import FigureNotAsked, MarksOutside, NotANumber, StepOver, UnknownItem
from pipelines.domain.quantities import misfit
from pipelines.domain.register import Actor, Decision, Event, Since, Subject
from pipelines.domain.rounds import Plan, RoundState, Standing
from pipelines.domain.words import Words
from pipelines.jobs.assessment.inputs import unit_of
from pipelines.jobs.assessment.rounds import both, listed, round_state
from pipelines.jobs.catalogue import catalogue_of
from pipelines.jobs.people import Person
from pipelines.jobs.register import register_of
from pipelines.jobs.settings import Settings
from pipelines.register import ASSESSED, ASSESSEE, ROUND

_SOME = 5
"""So many lines or organisations are named where many are missing."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an organisation in a round, as a person had it before them (`seen`: its last event)."""

    round_id: str
    organisation_id: str
    item_id: str
    seen: int = 0

    @property
    def subject(self) -> Subject:
        return Subject(ASSESSED, f"{self.round_id}/{self.organisation_id}/{self.item_id}")


@dataclass(frozen=True, slots=True)
class RoundDesk:
    """A person at work on a round.

    Every method of a desk raises NotAllowed, NotTheirs, RoundUnknown, OwnWork, StepOver and DecidedMeanwhile, and then
    nothing is recorded.
    """

    settings: Settings
    person: Person

    def _for_all(self, plan: Plan, action: str) -> Actor:
        """The person for the district and everybody whom it assesses."""
        for organisation_id in plan.organisations:
            self.person.prove_sees(organisation_id)
        return self.person.acting(action, plan.organiser_id)

    def _state(self, round_id: str, organisation_id: str | None = None) -> RoundState:
        """A round, and an organisation that is in it.  Raises RoundUnknown, NotTheirs, UnknownItem."""
        state = round_state(self.settings, round_id)
        if organisation_id is not None:
            self.person.prove_sees(organisation_id)
            if organisation_id not in state.round.plan.organisations:
                raise UnknownItem(where=state.round.plan.name, found=organisation_id)
        return state

    def _prove_figure(self, item: RubricItem, figure: Decimal | None) -> None:
        """Raises FigureNotAsked, and NotANumber for a figure that nobody can have counted."""
        if figure is None:
            return
        if not item.asks:
            raise FigureNotAsked(where=item.name)
        is_rate = unit_of(item, catalogue_of(self.settings)) == "%"
        if figure < 0 or misfit(figure, is_rate=is_rate) == "out_of_range":
            raise NotANumber(where=item.name, found=figure)

    def _record(self, *decisions: Decision, unless: Sequence[Since] = ()) -> tuple[Event, ...]:
        with register_of(self.settings) as register:
            return register.record(*decisions, unless=unless)


def steps_since(state: RoundState, organisation_id: str) -> list[Since]:
    """What must not have come meanwhile where a line of an organisation is written: feedback, or a step of its own."""
    round_id = state.round.round_id
    return [
        Since(ROUND, round_id, state.round.seen),
        Since(ASSESSEE, f"{round_id}/{organisation_id}", state.assessee(organisation_id).seen),
    ]


def lines_since(state: RoundState) -> Since:
    """What must not have come meanwhile where the whole round is summed up: a mark of any line."""
    return Since(ASSESSED, f"{state.round.round_id}/", state.after)


def of_round(round_id: str) -> Subject:
    return Subject(ROUND, round_id)


def of_assessee(round_id: str, organisation_id: str) -> Subject:
    return Subject(ASSESSEE, f"{round_id}/{organisation_id}")


def over(where: str | Words, found: str, todo: str, **parts: object) -> StepOver:
    """The refusal of a step whose time is over or hasn't come; `found` and `todo` are codes of the wording."""
    return StepOver(where=where, found=both(f"assess.{found}", **parts), todo=both(f"assess.{todo}"))


def prove_open(state: RoundState) -> None:
    """Raises StepOver once the feedback was given: marks then change by objections alone."""
    if state.round.stage != "open":
        raise over(state.round.plan.name, f"stage.{state.round.stage}", "object_instead")


def prove_marks(rubric: Rubric, item: RubricItem, marks: Decimal | None) -> None:
    """Raises MarksOutside for marks below 0, above the ceiling, or finer than the rubric's are."""
    if marks is None:
        return
    ceiling = Decimal(1) if item.is_veto else item.marks or Decimal(0)
    if not marks.is_finite() or not 0 <= marks <= ceiling or marks != round(marks, rubric.decimals):
        raise MarksOutside(where=item.name, found=marks, ceiling=ceiling, decimals=rubric.decimals)


def scorers(standing: Standing) -> set[str]:
    """Whoever gave a mark of a line."""
    given = [*standing.scores, *([standing.second] if standing.second else [])]
    return {each.by.actor_id for each in given}


def some(named: Sequence[Words]) -> Words:
    """The first few of many."""
    return listed(named[:_SOME])


def text(number: Decimal | None) -> str | None:
    """A number as an event's payload holds it."""
    return None if number is None else format(number, "f")
