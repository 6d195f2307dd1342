"""What the page of 法治建设考评 asks: rounds, how each organisation stands in one, and why each mark is what it is.

Longer than other files because it is a list: one question a method.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from pipelines.api.board import Board
from pipelines.api.people import person
from pipelines.api.progress import events_now
from pipelines.api.said import minute_said, person_said
from pipelines.api.supervision import rectifications
from pipelines.assess import Agreement, Graded, Pair, agreement, proposal, total
from pipelines.domain.assessments import Input, Marks, Proposal, Rubric, RubricItem, Total
from pipelines.domain.catalogue import Catalogue
from pipelines.domain.errors import GradesTied, NotTheirs, QuotaUnmet, UnknownItem
from pipelines.domain.records import Decided, Finding
from pipelines.domain.rounds import Round, RoundState, Score, Standing
from pipelines.domain.words import Words
from pipelines.jobs.assessment.desk import scorers
from pipelines.jobs.assessment.inputs import Inputs, given_for, is_moved, unit_of
from pipelines.jobs.assessment.rounds import (
    claimed_input,
    expected_of,
    grades_of,
    marks_of,
    round_state,
    rounds,
    rubric_in,
)
from pipelines.jobs.assessment.scoring import confirmed
from pipelines.jobs.catalogue import catalogue_of
from pipelines.jobs.days import today
from pipelines.jobs.register import register_of
from pipelines.jobs.settings import current_settings
from pipelines.register import findings_of
from pipelines.wording import (
    figure_sentence,
    grade_sentence,
    mark_sentence,
    plain_marks,
    proposal_sentence,
    rule_sentence,
    say,
    text_of,
)

_NONE = Decimal(0)
Row = dict[str, Any]


def assessment_rounds() -> list[Round]:
    """The rounds that who asks has to do with: as the district, or as one that it assesses; the latest first."""
    who = person()
    return [each for each in rounds(current_settings()) if _is_theirs(each)] if not who.is_stranger else []


def rubrics() -> Sequence[Rubric]:
    """The catalogue's rubrics as they stand today."""
    return catalogue_of(current_settings()).rubrics


@dataclass(frozen=True)
class District:
    """A district that can assess: its name, and those directly under it by name."""

    name: str
    under: Mapping[str, str]


def assessable(language: str) -> dict[str, District]:
    """The organisations that who asks sees with some directly under them, by id."""
    who, found = person(), {}
    known = catalogue_of(current_settings()).organisations
    for each in known:
        under = {
            other.organisation_id: text_of(other.name, language)
            for other in known
            if other.parent_id == each.organisation_id and who.sees(other.organisation_id)
        }
        if under and who.sees(each.organisation_id):
            found[each.organisation_id] = District(text_of(each.name, language), under)
    # the lowest level first: who assesses usually is directly above subdistricts
    return dict(sorted(found.items(), key=lambda pair: any(other in found for other in pair[1].under)))


def changed_lines(at: "Assessment") -> dict[str, list[Words]] | None:
    """Names of lines that were added, dropped, or have other marks or rules since the district's last round.

    None where there was none.
    """
    earlier = at.earlier
    if earlier is None:
        return None
    before, now = rubric_in(earlier.round).item_of, at.rubric.item_of
    return {
        "added": [item.name for item_id, item in now.items() if item_id not in before],
        "dropped": [item.name for item_id, item in before.items() if item_id not in now],
        "changed": [
            item.name
            for item_id, item in now.items()
            if item_id in before and (item.marks, item.rule) != (before[item_id].marks, before[item_id].rule)
        ],
    }


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

    def prove_in(self, organisation_id: str) -> None:
        """Raises NotTheirs, and UnknownItem for an organisation that isn't assessed in this round."""
        person().prove_sees(organisation_id)
        if organisation_id not in self.round.plan.organisations:
            raise UnknownItem(where=self.round.plan.name, found=organisation_id or "—")

    def given(self, organisation_id: str, item_id: str) -> Input:
        return given_for(self.inputs, organisation_id, item_id)

    def proposed(self, organisation_id: str, item: RubricItem) -> Proposal:
        return self._proposal(item, self.given(organisation_id, item.item_id))

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

    def lines(self, organisation_id: str, language: str) -> list[Row]:
        """Every line of the rubric in its order, headings too, as one organisation stands in it.

        `level` (0 outermost), `item_id`, `name`, `is_heading`, `kind` (of the rule), `ceiling` (None: none), `rule`
        (in words), `evidence` (texts); of what gets marks: `asks` (number, day or nothing), `figure`, `proposed` (a
        Proposal), `proposed_said`, `claim`, `claimed_said`, `is_confirmable` (nobody has to judge it), `marks`,
        `is_decided`, `why` (one sentence), `way`, `scores` (how many), `steps` (who did what when, with their words),
        `materials`, `before` (last year's marks), `by_claim` (a Proposal for the claimed figure), `is_own` (who asks
        gave one of its marks), `is_moved`, `has_second`, `outdated` (the marks that held until an amendment changed the
        line), `objection`, `ruling`, `seen`.
        """
        self.prove_in(organisation_id)
        sums = self.totals[organisation_id].of
        levels: dict[str | None, int] = {None: -1}
        rows = []
        for item in self._in_order():
            level = levels[item.parent_id] + 1
            levels[item.item_id] = level
            row = {
                "level": level,
                "item_id": item.item_id,
                "name": text_of(item.name, language),
                "is_heading": item.rule is None,
                "kind": item.rule.kind if item.rule else "",
                "ceiling": item.marks,
                "evidence": [text_of(each, language) for each in item.evidence],
                "sum": sums[item.item_id],
            }
            rows.append(row if item.rule is None else row | self._line(organisation_id, item, language))
        return self._with_words(rows, language)

    def findings(self, organisation_id: str) -> list[Finding]:
        """What assessments asked an organisation to mend, this round's and earlier ones', the earliest first."""
        person().prove_sees(organisation_id)
        known = findings_of(events_now()).values()
        return [each for each in known if each.organisation_id == organisation_id and each.about]

    def rectifications(self, organisation_id: str) -> list[Row]:
        """整改 that this round asked for, as it stands: rows of `rectifications`, with `item_id`."""
        own = {
            each.problem_id: each.about.rpartition("/")[2]
            for each in self.findings(organisation_id)
            if each.about.startswith(f"{self.round.round_id}/")
        }
        rows = rectifications(self.board, organisation_id)
        return [row | {"item_id": own[row["problem_id"]]} for row in rows if row["problem_id"] in own]

    def plan_lines(self, language: str) -> list[Row]:
        """The rubric's lines in their order: `name`, `is_heading`, `ceiling`, `rule` in words, `evidence`."""
        return [
            {
                "name": text_of(item.name, language),
                "is_heading": item.rule is None,
                "ceiling": item.marks,
                "rule": rule_sentence(item, language, unit_of(item, self.catalogue)) if item.rule else "",
                "evidence": [text_of(each, language) for each in item.evidence],
            }
            for item in self._in_order()
        ]

    def derived_parts(self, metric_id: str) -> tuple[str, str]:
        """What a derived rate is divided from: (numerator, denominator)."""
        found = next(each for each in self.catalogue.progress.derived if each.metric_id == metric_id)
        return found.numerator_id, found.denominator_id

    def differences(self, language: str) -> list[Row]:
        """Where an organisation's own figure, the report's and the ledgers' aren't the same, by marks at stake.

        `organisation_id`, `organisation`, `item_id`, `name`; `claim`, `report`, `ledger`, `board` (what holds, where it
        is neither of these two): each a figure in words with the marks that the rule gives for it, empty where there is
        none; `at_stake`: the most that these can differ by, in marks.
        """
        apart = self.board.assessment_reconciled(self.rubric, self.organisations, self.round.plan.year)
        rows = []
        for organisation_id in self.organisations:
            for item in self.rubric.scored:
                views = self._views(organisation_id, item, apart.get((organisation_id, item.item_id)))
                if len({(each.value, each.lower, each.upper) for each in views.values()}) < 2:
                    continue
                by = {name: self._proposal(item, each) for name, each in views.items()}
                rows.append(
                    {
                        "organisation_id": organisation_id,
                        "organisation": self.name(organisation_id, language),
                        "item_id": item.item_id,
                        "name": text_of(item.name, language),
                        **dict.fromkeys(("claim", "report", "ledger", "board"), ""),
                        **{name: _view_said(each, by[name], language) for name, each in views.items()},
                        "at_stake": max(each.upper for each in by.values()) - min(each.lower for each in by.values()),
                    }
                )
        return sorted(rows, key=lambda row: (-row["at_stake"], row["organisation_id"], row["item_id"]))

    def _views(self, organisation_id: str, item: RubricItem, apart: tuple[Input, Input] | None) -> dict[str, Input]:
        """What an organisation says, and what report, ledgers or else the board do: those that say anything."""
        claim = self.standing(organisation_id, item.item_id).claim
        given = self.given(organisation_id, item.item_id)
        views = {}
        if claim and claim.figure is not None:
            views["claim"] = claimed_input(given, claim.figure)
        if apart:
            views["report"], views["ledger"] = apart
        elif given.is_known:
            views[given.origin if given.origin in ("report", "ledger") else "board"] = given
        return views

    def gains(self, organisation_id: str, language: str) -> list[Row]:
        """What an organisation may still gain: lines that nobody decided, and that it can still do something for.

        `item_id`, `name`, `ceiling`, `most` (what can still be gained), `how` (claim: the organisation acts, or
        waiting), `state` (of its Proposal), `is_bonus`.  A figure of a year that is over stays as it is.
        """
        if self.round.stage != "open":
            return []
        rows = []
        for item in self.rubric.scored:
            standing = self.standing(organisation_id, item.item_id)
            if standing.is_decided or item.is_veto or item.marks is None:
                continue
            proposed = self.proposed(organisation_id, item)
            if proposed.state in ("decided", "not_applicable"):
                continue
            how = "claim" if standing.claim is None else "waiting"
            rows.append(
                {
                    "item_id": item.item_id,
                    "name": text_of(item.name, language),
                    "ceiling": item.marks,
                    "most": proposed.upper - proposed.lower,
                    "how": how,
                    "is_bonus": item.is_bonus,
                    "state": proposed.state,
                }
            )
        return sorted(rows, key=lambda row: (row["how"], -row["most"], row["item_id"]))

    def losses(self, organisation_id: str, language: str) -> list[Row]:
        """Where the board's figures cost an organisation marks by the rules, the most first; before anybody scored.

        `item_id`, `name`, `ceiling`, `least` (what is lost at least), `most`, `why` (one sentence).
        """
        rows = []
        for item in self.rubric.scored:
            proposed = self.proposed(organisation_id, item)
            if item.marks is None or item.is_bonus or proposed.state not in ("decided", "cannot_tell"):
                continue
            if proposed.lower < item.marks:
                rows.append(
                    {
                        "item_id": item.item_id,
                        "name": text_of(item.name, language),
                        "ceiling": item.marks,
                        "least": item.marks - proposed.upper,
                        "most": item.marks - proposed.lower,
                        "why": proposal_sentence(item, self.given(organisation_id, item.item_id), proposed, language),
                    }
                )
        return sorted(rows, key=lambda row: (-row["most"], row["item_id"]))

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

    def moved(self, language: str) -> list[Row]:
        """Marks whose figure is read otherwise by now: `organisation`, `name`, `before` and `now` in words."""
        rows = []
        for (organisation_id, item_id), standing in sorted(self.state.standings.items()):
            score, item = standing.score, self.rubric.item_of.get(item_id)
            if organisation_id not in self.organisations or score is None or item is None or not self.is_organiser:
                continue
            now = self.given(organisation_id, item_id)
            if is_moved(score.board, now):
                rows.append(
                    {
                        "organisation_id": organisation_id,
                        "organisation": self.name(organisation_id, language),
                        "item_id": item_id,
                        "name": text_of(item.name, language),
                        "before": figure_sentence(score.board, language),
                        "now": figure_sentence(now, language),
                        "by_rule": _range(self._proposal(item, now), language),
                        "marks": standing.marks,
                    }
                )
        return rows

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

    def _proposal(self, item: RubricItem, given: Input) -> Proposal:
        return proposal(item, given, year=self.round.plan.year, decimals=self.rubric.decimals)

    def _in_order(self) -> list[RubricItem]:
        """The tree from top to bottom."""
        found: list[RubricItem] = []

        def under(parent_id: str | None) -> None:
            for item in self.rubric.children_of.get(parent_id, ()):
                found.append(item)
                under(item.item_id)

        under(None)
        return found

    def _line(self, organisation_id: str, item: RubricItem, language: str) -> Row:
        standing, given = self.standing(organisation_id, item.item_id), self.given(organisation_id, item.item_id)
        proposed, claim = self._proposal(item, given), standing.claim
        row: Row = {
            "rule": rule_sentence(item, language, unit_of(item, self.catalogue)),
            "levels": [
                (item.marks * level.share / 100, text_of(level.words, language))
                for level in (item.rule.levels if item.rule else ())
                if item.marks is not None
            ],
            "source": item.rule.source if item.rule else None,
            "asks": item.asks,
            "given": given,
            "figure": figure_sentence(given, language),
            "proposed": proposed,
            "proposed_said": proposal_sentence(item, given, proposed, language),
            "claim": claim,
            "claimed_said": _claim_said(claim.figure, given, language) if claim else "",
            "seen": standing.seen,
            "is_confirmable": confirmed(item, standing, proposed) is not None,
            "is_decided": False,
            "marks": None,
            "why": "",
            "events": {},
            "objection": None,
            "ruling": None,
            "is_moved": False,
            "has_second": False,
            "outdated": standing.outdated.marks if self.is_organiser and standing.outdated else None,
            "materials": list(claim.materials) if claim else [],
            "before": self.earlier_marks(organisation_id, item),
            "by_claim": None,
            "is_own": not person().is_alone and person().actor_id in scorers(standing),
        }
        if claim:
            row["events"]["claim"] = claim.by
        if claim and claim.figure is not None:
            row["by_claim"] = self._proposal(item, claimed_input(given, claim.figure))
        if self.sees_marks and standing.score:
            row |= self._score(item, standing, standing.score, given, language)
        return row

    def _score(self, item: RubricItem, standing: Standing, score: Score, given: Input, language: str) -> Row:
        why = mark_sentence(item, score.marks, score.given, score.proposed, language)
        if standing.ruling:
            why += _ruled(standing, language)
        events: dict[str, Decided] = {"score": score.by}
        if standing.claim:
            events["claim"] = standing.claim.by
        if standing.objection:
            events["objection"] = standing.objection.by
        if standing.ruling:
            events["ruling"] = standing.ruling.by
        return {
            "is_decided": True,
            "marks": standing.marks,
            "why": why,
            "way": say(f"assess.way.{score.way}", language),
            "scores": len(standing.scores),
            "objection": standing.objection,
            "ruling": standing.ruling,
            "is_moved": self.is_organiser and is_moved(score.board, given),
            "has_second": self.is_organiser and standing.second is not None,
            "events": events,
        }

    def _with_words(self, rows: list[Row], language: str) -> list[Row]:
        """Who did what when in words, and the words that they gave; one look into the register for all lines."""
        wanted = [by.event_id for row in rows for by in row.get("events", {}).values()]
        if not wanted:
            return rows
        with register_of(current_settings()) as register:
            words, names = register.reasons(wanted), register.actors()
        for row in rows:
            row["steps"] = {
                what: {
                    "who": person_said(by.actor_id, names, language),
                    "role": say(f"role.{by.role}", language),
                    "at": minute_said(by.at),
                    "why": words.get(by.event_id, ("", ""))[1],
                    "actor_id": by.actor_id,
                }
                for what, by in row.get("events", {}).items()
            }
        return rows


@dataclass(frozen=True)
class Grades:
    """Grades by organisation; none while some `waiting` organisations have open lines, or for a `refusal`."""

    of: Mapping[str, Graded]
    waiting: int = 0
    refusal: GradesTied | QuotaUnmet | None = None


def _is_theirs(found: Round) -> bool:
    who = person()
    return who.sees(found.plan.organiser_id) or any(map(who.sees, found.plan.organisations))


def _view_said(given: Input, proposed: Proposal, language: str) -> str:
    """A figure with the marks that the rule gives for it."""
    figure = figure_sentence(replace(given, origin="report"), language)
    return say("assess.view", language, figure=figure, marks=_range(proposed, language))


def _range(proposed: Proposal, language: str) -> str:
    if proposed.lower == proposed.upper:
        return plain_marks(proposed.lower)
    lower, upper = plain_marks(proposed.lower), plain_marks(proposed.upper)
    return say("assess.why.range", language, lower=lower, upper=upper)


def _claim_said(figure: Decimal | None, given: Input, language: str) -> str:
    return figure_sentence(claimed_input(given, figure), language) if figure is not None else ""


def _ruled(standing: Standing, language: str) -> str:
    ruling = standing.ruling
    assert ruling is not None
    shown = {
        name: say("reporting_state.not_applicable", language) if marks is None else plain_marks(marks)
        for name, marks in (("marks", ruling.marks), ("before", ruling.before))
    }
    return say(f"assess.why.{'ruled' if ruling.is_upheld else 'kept'}", language, **shown)


def days_left(day: Any) -> int:
    """How many days are left until a day, that day included; negative once it is over."""
    return (day - today()).days
