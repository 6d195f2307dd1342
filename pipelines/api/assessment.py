"""One round of 法治建设考评 as somebody sees it: figures, marks, sums and grades of each organisation."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from pipelines.api.board import Board
from pipelines.api.people import person
from pipelines.api.progress import events_now
from pipelines.api.supervision import found_problems
from pipelines.assess import Agreement, Graded, Pair, agreement, proposal, total
from pipelines.domain.assessments import Input, Marks, Proposal, Rubric, RubricItem, Total
from pipelines.domain.catalogue import Catalogue
from pipelines.domain.errors import GradesTied, NotTheirs, QuotaUnmet, UnknownItem
from pipelines.domain.records import Finding
from pipelines.domain.rounds import Round, RoundState, Standing
from pipelines.jobs.assessment.filling import waits_for_claim
from pipelines.jobs.assessment.inputs import Inputs, given_for, office_of, unit_of
from pipelines.jobs.assessment.rounds import (
    expected_of,
    grades_of,
    marks_of,
    round_state,
    rounds,
    rubric_in,
)
from pipelines.jobs.catalogue import catalogue_of
from pipelines.jobs.days import today
from pipelines.jobs.settings import current_settings
from pipelines.register import findings_of
from pipelines.wording import (
    grade_sentence,
    text_of,
)

_NONE = Decimal(0)
Row = dict[str, Any]


def assessment_rounds() -> list[Round]:
    """The rounds that who asks has to do with: as the district, or as one that it assesses; the latest first."""
    who = person()
    return [each for each in rounds(current_settings()) if _is_theirs(each)] if not who.is_stranger else []


def open_assessment(board: Board, round_id: str) -> "Assessment":
    """A round with the figures of an edition.  Raises RoundUnknown, NotTheirs."""
    state = round_state(current_settings(), round_id)
    if not _is_theirs(state.round):
        raise NotTheirs(where=state.round.plan.name)
    return Assessment(board, state, catalogue_of(current_settings()))


@dataclass(frozen=True)
class Assessment:
    """One round as somebody sees it.

    An organisation that is assessed sees itself alone, and its marks from the feedback on.  A district sees all of it;
    who may score does.
    """

    board: Board
    state: RoundState
    catalogue: Catalogue

    @property
    def round(self) -> Round:
        return self.state.round

    @cached_property
    def rubric(self) -> Rubric:
        return rubric_in(self.round)

    @cached_property
    def is_organiser(self) -> bool:
        """Whether who asks sees it as the district."""
        return person().sees(self.round.plan.organiser_id)

    @cached_property
    def organisations(self) -> tuple[str, ...]:
        """Those that who asks sees, in the order of the plan."""
        who = person()
        return tuple(each for each in self.round.plan.organisations if who.sees(each))

    @property
    def sees_marks(self) -> bool:
        return self.is_organiser or self.round.stage != "open"

    @cached_property
    def inputs(self) -> Inputs:
        """What rules are fed with, of the organisations that who asks sees."""
        units = {item.item_id: unit_of(item, self.catalogue) for item in self.rubric.scored}
        return self.board.assessment_inputs(self.rubric, self.organisations, self.round.plan.year, units)

    def in_order(self) -> list[RubricItem]:
        """The rubric's lines from top to bottom, headings too."""
        found: list[RubricItem] = []

        def under(parent_id: str | None) -> None:
            for item in self.rubric.children_of.get(parent_id, ()):
                found.append(item)
                under(item.item_id)

        under(None)
        return found

    def prove_in(self, organisation_id: str) -> None:
        """Raises NotTheirs, and UnknownItem for an organisation that isn't assessed in this round."""
        person().prove_sees(organisation_id)
        if organisation_id not in self.round.plan.organisations:
            raise UnknownItem(where=self.round.plan.name, found=organisation_id or "—")

    def given(self, organisation_id: str, item_id: str) -> Input:
        return given_for(self.inputs, organisation_id, item_id)

    def proposed(self, organisation_id: str, item: RubricItem) -> Proposal:
        return self.proposal_of(item, self.given(organisation_id, item.item_id))

    def proposal_of(self, item: RubricItem, given: Input) -> Proposal:
        """What a line's rule makes of a figure."""
        return proposal(item, given, year=self.round.plan.year, decimals=self.rubric.decimals)

    def office(self, organisation_id: str, item: RubricItem) -> str:
        """The office that answers for a line in an organisation; empty where none is known."""
        given = self.state.assessee(organisation_id).owners.get(item.item_id, "")
        return given if given in self._offices else office_of(self.rubric, item, self.catalogue)

    @cached_property
    def _offices(self) -> frozenset[str]:
        return frozenset(owner.owner_id for owner in self.catalogue.owners)

    def is_being_filled(self, organisation_id: str) -> bool:
        """Whether an organisation may still fill in its self-assessment."""
        is_handed_in = self.state.assessee(organisation_id).submitted is not None
        left = days_left(self.state.filling_until(organisation_id))
        return self.round.stage == "open" and not is_handed_in and left >= 0

    def waits_for_claim(self, organisation_id: str, item: RubricItem) -> bool:
        """Whether nobody but the organisation can say anything of a line, and it hasn't."""
        return waits_for_claim(self.state, self.inputs, organisation_id, item)

    def standing(self, organisation_id: str, item_id: str) -> Standing:
        return self.state.standing(organisation_id, item_id)

    def name(self, organisation_id: str, language: str) -> str:
        found = self.catalogue.organisation_of.get(organisation_id)
        return text_of(found.name, language) if found else organisation_id

    @cached_property
    def totals(self) -> dict[str, Total]:
        """Each organisation's sums of what was decided; what nobody decided counts from 0 to its ceiling."""
        return {each: total(self.rubric, marks_of(self.rubric, self.state, each)) for each in self.organisations}

    @cached_property
    def expected(self) -> dict[str, Total]:
        """The same, with what rules say where nobody decided."""
        found = {}
        for organisation_id in self.organisations:
            proposed = {
                item.item_id: expected_of(self.proposed(organisation_id, item))
                for item in self.rubric.scored
                if not item.is_veto
            }
            found[organisation_id] = total(self.rubric, proposed | marks_of(self.rubric, self.state, organisation_id))
        return found

    @cached_property
    def earlier(self) -> RoundState | None:
        """The district's round before this one, as it stands; None where there was none."""
        plan = self.round.plan
        for each in rounds(current_settings()):
            if each.plan.organiser_id == plan.organiser_id and each.plan.year < plan.year:
                return round_state(current_settings(), each.round_id)
        return None

    def earlier_total(self, organisation_id: str) -> tuple[Decimal, str] | None:
        """(marks, grade) that were published of an organisation in the round before; None where none were."""
        published = self.earlier.round.published if self.earlier else None
        if published is None or organisation_id not in published.marks:
            return None
        return published.marks[organisation_id], published.grades[organisation_id]

    def earlier_marks(self, organisation_id: str, item: RubricItem) -> Decimal | None:
        """What a line got in the round before, once that was published, where its ceiling was the same."""
        if self.earlier is None or self.earlier.round.published is None:
            return None
        before = rubric_in(self.earlier.round).item_of.get(item.item_id)
        if before is None or before.marks != item.marks:
            return None
        return self.earlier.standing(organisation_id, item.item_id).marks

    @cached_property
    def grades(self) -> "Grades":
        """What grades come of the marks as they stand."""
        waiting = sum(found.marks is None for found in self.totals.values())
        if waiting or not self.totals:
            return Grades({}, waiting=waiting)
        try:
            return Grades(self._graded(self.totals))
        except (GradesTied, QuotaUnmet) as refusal:
            return Grades({}, refusal=refusal)

    def grade_said(self, organisation_id: str, language: str) -> str:
        """Why an organisation has its grade; empty where there is none yet."""
        found, marks = self.grades.of.get(organisation_id), self.totals[organisation_id].marks
        if found is None or marks is None:
            return ""
        return grade_sentence(self.rubric, marks, found.grade_id, found.by, found.missed, language)

    def grade_name(self, grade_id: str, language: str) -> str:
        return next((text_of(each.name, language) for each in self.rubric.grades if each.grade_id == grade_id), "")

    def findings(self, organisation_id: str) -> list[Finding]:
        """What assessments asked an organisation to mend, this round's and earlier ones', the earliest first."""
        person().prove_sees(organisation_id)
        known = findings_of(events_now()).values()
        return [each for each in known if each.organisation_id == organisation_id and each.about]

    @cached_property
    def rectifications(self) -> dict[str, list[Row]]:
        """整改 that this round asked for, as it stands: an organisation's rows of `found_problems`, with `item_id`."""
        found: dict[str, list[Row]] = {each: [] for each in self.organisations}
        for row in found_problems(f"{self.round.round_id}/"):
            found[row["organisation_id"]].append(row | {"item_id": row["about"].rpartition("/")[2]})
        return found

    def derived_parts(self, metric_id: str) -> tuple[str, str]:
        """What a derived rate is divided from: (numerator, denominator)."""
        found = next(each for each in self.catalogue.progress.derived if each.metric_id == metric_id)
        return found.numerator_id, found.denominator_id

    def agreement(self) -> Agreement:
        """How far second marks agree with the first ones, over what who asks sees as the district."""
        pairs = []
        for organisation_id in self.organisations if self.is_organiser else ():
            for item in self.rubric.scored:
                standing = self.standing(organisation_id, item.item_id)
                first, second = standing.score, standing.second
                if first and second and first.marks is not None and second.marks is not None and item.marks:
                    pairs.append(Pair(organisation_id, item.item_id, first.marks, second.marks, item.marks))
        return agreement(pairs)

    def effect(self, organisation_id: str, item_id: str, marks: Decimal | None) -> list[Row]:
        """Whose grade another mark of one line would change: `organisation_id`, `before`, `after` (ids of grades).

        Empty where grades can't be told yet.  Raises GradesTied, QuotaUnmet where no grades would come of it.
        """
        item, before = self.rubric.item_of[item_id], self.grades
        if before.refusal or before.waiting:
            return []
        ceiling = item.marks or _NONE
        trial = marks_of(self.rubric, self.state, organisation_id)
        trial[item_id] = Marks(None, None) if marks is None else Marks(min(marks, ceiling), min(marks, ceiling))
        totals = {**self.totals, organisation_id: total(self.rubric, trial)}
        after = self._graded(totals)
        return [
            {"organisation_id": each, "before": before.of[each].grade_id, "after": after[each].grade_id}
            for each in self.organisations
            if before.of[each].grade_id != after[each].grade_id
        ]

    def _graded(self, totals: Mapping[str, Total]) -> Mapping[str, Graded]:
        return grades_of(self.rubric, totals, self.round.plan.groups, self.catalogue.organisation_of)


@dataclass(frozen=True)
class Grades:
    """Grades by organisation; none while some `waiting` organisations have open lines, or for a `refusal`."""

    of: Mapping[str, Graded]
    waiting: int = 0
    refusal: GradesTied | QuotaUnmet | None = None


def _is_theirs(found: Round) -> bool:
    who = person()
    return who.sees(found.plan.organiser_id) or any(map(who.sees, found.plan.organisations))


def days_left(day: Any) -> int:
    """How many days are left until a day, that day included; negative once it is over."""
    return (day - today()).days
