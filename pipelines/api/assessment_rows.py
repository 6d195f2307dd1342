"""What the page of 法治建设考评 shows of a round row by row, in words: its lines, differences, gains and losses."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from pipelines.api.assessment import Assessment
from pipelines.api.people import person
from pipelines.api.said import minute_said, person_said
from pipelines.api.supervision import my_offices
from pipelines.domain.assessments import Input, Proposal, RubricItem
from pipelines.domain.rounds import Score, Standing
from pipelines.jobs.assessment.desk import scorers
from pipelines.jobs.assessment.inputs import is_moved, unit_of
from pipelines.jobs.assessment.rounds import claimed_input
from pipelines.jobs.assessment.scoring import confirmed
from pipelines.jobs.register import register_of
from pipelines.jobs.settings import current_settings
from pipelines.wording import (
    figure_sentence,
    mark_sentence,
    plain_marks,
    proposal_sentence,
    rule_sentence,
    say,
    text_of,
)

Row = dict[str, Any]


def assessment_lines(at: Assessment, organisation_id: str, language: str) -> list[Row]:
    """Every line of the rubric in its order, headings too, as one organisation stands in it.

    `level` (0 outermost), `item_id`, `name`, `is_heading`, `kind` (of the rule), `ceiling` (None: none), `rule`
    (in words), `evidence` (texts); of what gets marks: `owner_id` (its office), `asks`
    (number, day or nothing), `waits` (nobody but the organisation can say anything of it), `figure`, `proposed` (a
    Proposal), `proposed_said`, `claim`, `claimed_said`, `is_confirmable` (nobody has to judge it), `marks`,
    `is_decided`, `why` (one sentence), `way`, `scores` (how many), `steps` (who did what when, with their words),
    `materials`, `before` (last year's marks), `by_claim` (a Proposal for the claimed figure), `is_own` (who asks
    gave one of its marks), `is_moved`, `has_second`, `outdated` (the marks that held until an amendment changed the
    line), `objection`, `ruling`, `seen`.
    """
    at.prove_in(organisation_id)
    sums = at.totals[organisation_id].of
    levels: dict[str | None, int] = {None: -1}
    rows = []
    for item in at.in_order():
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
        rows.append(row if item.rule is None else row | _line(at, organisation_id, item, language))
    return _with_words(rows, language)


def figure_differences(at: Assessment, language: str) -> list[Row]:
    """Where an organisation's own figure, the report's and the ledgers' aren't the same, by marks at stake.

    `organisation_id`, `organisation`, `item_id`, `name`; `claim`, `report`, `ledger`, `board` (what holds, where it
    is neither of these two): each a figure in words with the marks that the rule gives for it, empty where there is
    none; `at_stake`: the most that these can differ by, in marks.
    """
    apart = at.board.assessment_reconciled(at.rubric, at.organisations, at.round.plan.year)
    rows = []
    for organisation_id in at.organisations:
        for item in at.rubric.scored:
            views = _views(at, organisation_id, item, apart.get((organisation_id, item.item_id)))
            if len({(each.value, each.lower, each.upper) for each in views.values()}) < 2:
                continue
            by = {name: at.proposal_of(item, each) for name, each in views.items()}
            rows.append(
                {
                    "organisation_id": organisation_id,
                    "organisation": at.name(organisation_id, language),
                    "item_id": item.item_id,
                    "name": text_of(item.name, language),
                    **dict.fromkeys(("claim", "report", "ledger", "board"), ""),
                    **{name: _view_said(each, by[name], language) for name, each in views.items()},
                    "at_stake": max(each.upper for each in by.values()) - min(each.lower for each in by.values()),
                }
            )
    return sorted(rows, key=lambda row: (-row["at_stake"], row["organisation_id"], row["item_id"]))


def _views(
    at: Assessment, organisation_id: str, item: RubricItem, apart: tuple[Input, Input] | None
) -> dict[str, Input]:
    """What an organisation says, and what report, ledgers or else the board do: those that say anything."""
    claim = at.standing(organisation_id, item.item_id).claim
    given = at.given(organisation_id, item.item_id)
    views = {}
    if claim and claim.figure is not None:
        views["claim"] = claimed_input(given, claim.figure)
    if apart:
        views["report"], views["ledger"] = apart
    elif given.is_known:
        views[given.origin if given.origin in ("report", "ledger") else "board"] = given
    return views


def possible_gains(at: Assessment, organisation_id: str, language: str) -> list[Row]:
    """What an organisation may still gain: lines that nobody decided, and that it can still do something for.

    `item_id`, `name`, `ceiling`, `most` (what can still be gained), `how` (claim: the
    organisation acts, or waiting), `state` (of its Proposal), `is_bonus`.  A figure of a year that is over stays as it
    is.
    """
    if at.round.stage != "open":
        return []
    rows = []
    for item in at.rubric.scored:
        standing = at.standing(organisation_id, item.item_id)
        if standing.is_decided or item.is_veto or item.marks is None:
            continue
        proposed = at.proposed(organisation_id, item)
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


def office_tasks(at: Assessment, organisation_id: str, language: str) -> list[Row]:
    """分解任务: the offices of an organisation with the lines that each answers for, those of who asks first.

    `owner_id` (empty: lines of which no office is known), `is_mine`, `items`: (id, name, whether the board knows
    nothing of it and nobody has said anything yet) each, those that wait first; `waiting`: how many do.
    """
    mine = my_offices(organisation_id)
    found: dict[str, Row] = {}
    for item in at.in_order():
        if item.rule is None or item.is_veto:
            continue
        owner_id = at.office(organisation_id, item)
        row = found.setdefault(owner_id, {"owner_id": owner_id, "is_mine": owner_id in mine, "items": [], "waiting": 0})
        waits = at.waits_for_claim(organisation_id, item)
        row["items"].append((item.item_id, text_of(item.name, language), waits))
        row["waiting"] += waits
    for row in found.values():
        row["items"].sort(key=lambda item: not item[2])
    return sorted(found.values(), key=lambda row: (not row["is_mine"], row["owner_id"] == "", -row["waiting"]))


def rule_losses(at: Assessment, organisation_id: str, language: str) -> list[Row]:
    """Where the board's figures cost an organisation marks by the rules, the most first; before anybody scored.

    `item_id`, `name`, `ceiling`, `least` (what is lost at least), `most`, `why` (one sentence).
    """
    rows = []
    for item in at.rubric.scored:
        proposed = at.proposed(organisation_id, item)
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
                    "why": proposal_sentence(item, at.given(organisation_id, item.item_id), proposed, language),
                }
            )
    return sorted(rows, key=lambda row: (-row["most"], row["item_id"]))


def moved_figures(at: Assessment, language: str) -> list[Row]:
    """Marks whose figure is read otherwise by now: `organisation`, `name`, `before` and `now` in words."""
    rows = []
    for (organisation_id, item_id), standing in sorted(at.state.standings.items()):
        score, item = standing.score, at.rubric.item_of.get(item_id)
        if organisation_id not in at.organisations or score is None or item is None or not at.is_organiser:
            continue
        now = at.given(organisation_id, item_id)
        if is_moved(score.board, now):
            rows.append(
                {
                    "organisation_id": organisation_id,
                    "organisation": at.name(organisation_id, language),
                    "item_id": item_id,
                    "name": text_of(item.name, language),
                    "before": figure_sentence(score.board, language),
                    "now": figure_sentence(now, language),
                    "by_rule": _range(at.proposal_of(item, now), language),
                    "marks": standing.marks,
                }
            )
    return rows


def _line(at: Assessment, organisation_id: str, item: RubricItem, language: str) -> Row:
    standing, given = at.standing(organisation_id, item.item_id), at.given(organisation_id, item.item_id)
    proposed, claim = at.proposal_of(item, given), standing.claim
    row: Row = {
        "rule": rule_sentence(item, language, unit_of(item, at.catalogue)),
        "owner_id": at.office(organisation_id, item),
        "levels": [
            (item.marks * level.share / 100, text_of(level.words, language))
            for level in (item.rule.levels if item.rule else ())
            if item.marks is not None
        ],
        "source": item.rule.source if item.rule else None,
        "asks": item.asks,
        "waits": at.waits_for_claim(organisation_id, item),
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
        "outdated": standing.outdated.marks if at.is_organiser and standing.outdated else None,
        "materials": list(claim.materials) if claim else [],
        "before": at.earlier_marks(organisation_id, item),
        "by_claim": None,
        "is_own": not person().is_alone and person().actor_id in scorers(standing),
    }
    if claim:
        row["events"]["claim"] = claim.by
    if claim and claim.figure is not None:
        row["by_claim"] = at.proposal_of(item, claimed_input(given, claim.figure))
    if at.sees_marks and standing.score:
        row |= _score(at, item, standing, standing.score, given, language)
    return row


def _score(at: Assessment, item: RubricItem, standing: Standing, score: Score, given: Input, language: str) -> Row:
    why = mark_sentence(item, score.marks, score.given, score.proposed, language)
    if standing.ruling:
        why += _ruled(standing, language)
    said = {"score": score, "claim": standing.claim, "objection": standing.objection, "ruling": standing.ruling}
    return {
        "is_decided": True,
        "marks": standing.marks,
        "why": why,
        "way": say(f"assess.way.{score.way}", language),
        "scores": len(standing.scores),
        "objection": standing.objection,
        "ruling": standing.ruling,
        "is_moved": at.is_organiser and is_moved(score.board, given),
        "has_second": at.is_organiser and standing.second is not None,
        "events": {what: each.by for what, each in said.items() if each},
    }


def _with_words(rows: list[Row], language: str) -> list[Row]:
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
