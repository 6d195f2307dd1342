"""Sentences of the assessment: what a rule says, why a mark is what it is, why a grade."""

from datetime import date
from decimal import Decimal

from pipelines.domain.assessments import Input, Proposal, Rubric, RubricItem, Rule
from pipelines.domain.quantities import written_figure
from pipelines.wording.language import text_of
from pipelines.wording.rounding import rounded_share
from pipelines.wording.sentences import figure, say, shown_value

_PERCENT = "%"


def rule_sentence(item: RubricItem, language: str, unit: str = "") -> str:
    """What an item's rule says; `unit`: of the figure that it is fed with, where that is known."""
    rule = item.rule
    assert rule is not None
    if rule.kind == "bands":
        code = "assess.rule.band_at_most" if rule.is_few_good else "assess.rule.band_at_least"
        bands = [
            say(
                code,
                language,
                bar=_figure(band.bar, unit, language),
                marks=plain_marks((item.marks or 0) * band.share / 100),
            )
            for band in rule.bands
        ]
        return say("assess.rule.bands", language, bands=say("join.clauses", language).join(bands))
    if rule.kind == "all_or_nothing" and rule.source and rule.source.kind == "practice":
        return say("assess.rule.practice", language)
    return say(
        f"assess.rule.{_code(rule)}",
        language,
        bar=_figure(rule.bar, unit, language),
        per=_per(rule, unit, language),
        step=plain_marks(rule.step or Decimal(0)),
        limit=_limit(rule, item, unit, language),
        due=_day(rule.due, language),
        most=plain_marks(item.marks or Decimal(0)),
        order=rule.order,
    )


def figure_sentence(given: Input, language: str) -> str:
    """The figure that a rule is fed with, in words."""
    if not given.is_known:
        return say("assess.figure.none", language)
    if given.origin in ("report", "ledger", "record") and not given.unit and given.lower != given.upper:
        return say("assess.figure.stated", language)
    if not given.unit and given.origin in ("ledger", "record"):
        return say("assess.figure.kept" if given.value else "assess.figure.lapsed", language)
    shown = _shown(given, language)
    if given.origin in ("counted", "claim"):
        return say(f"assess.figure.{given.origin}", language, figure=shown)
    return shown


def _shown(given: Input, language: str) -> str:
    """A known figure with its unit and what its qualifier says; a day as that on which something was published."""
    value = next(each for each in (given.value, given.lower, given.upper) if each is not None)
    if given.unit == "day":
        return say("assess.figure.day", language, day=written_figure(value, "day"))
    qualifier = given.qualifier or "exact"
    return figure(rounded_share(value, given.unit, qualifier), given.unit, qualifier, language)


def proposal_sentence(item: RubricItem, given: Input, proposed: Proposal, language: str) -> str:
    """Why a rule gives what it gives, or why it can't."""
    rule = rule_sentence(item, language, given.unit)
    if proposed.state == "not_applicable":
        return say("assess.why.not_applicable_proposed", language)
    return say(
        f"assess.why.{proposed.state}",
        language,
        figure=figure_sentence(given, language),
        rule=rule,
        marks=plain_marks(proposed.lower),
        lower=plain_marks(proposed.lower),
        upper=plain_marks(proposed.upper),
        ceiling=plain_marks(item.marks or Decimal(0)),
    )


def mark_sentence(item: RubricItem, marks: Decimal | None, given: Input, proposed: Proposal, language: str) -> str:
    """Why a mark is what it is: the figure, the rule, and what the assessor gave where that is another one."""
    if marks is None:
        return say("assess.why.not_applicable", language)
    ceiling = plain_marks(item.marks or Decimal(0))
    rule = rule_sentence(item, language, given.unit)
    if proposed.state == "judgement":
        return say("assess.why.judged", language, rule=rule, marks=plain_marks(marks), ceiling=ceiling)
    if item.is_bonus and not given.is_known and not marks:
        return say("assess.why.no_bonus", language)
    if proposed.marks == marks:
        return proposal_sentence(item, given, proposed, language)
    figure, lower, upper = figure_sentence(given, language), plain_marks(proposed.lower), plain_marks(proposed.upper)
    said = {"figure": figure, "marks": plain_marks(marks), "ceiling": ceiling}
    if proposed.state not in ("decided", "cannot_tell"):
        return say("assess.why.unruled", language, **said)
    code = "assess.why.points" if proposed.state == "decided" else "assess.why.range"
    by_rule = say(code, language, marks=lower, lower=lower, upper=upper)
    return say("assess.why.other", language, proposed=by_rule, **said)


def grade_sentence(rubric: Rubric, marks: Decimal, grade_id: str, by: str, missed: str, language: str) -> str:
    """Why an organisation has its grade."""
    names = {grade.grade_id: text_of(grade.name, language) for grade in rubric.grades}
    least = next((grade.at_least for grade in rubric.grades if grade.grade_id == grade_id), Decimal(0))
    return say(
        f"assess.graded.{by}",
        language,
        marks=plain_marks(marks),
        grade=names.get(grade_id, grade_id),
        missed=names.get(missed, missed),
        at_least=plain_marks(least),
    )


def plain_marks(marks: Decimal) -> str:
    """Marks without zeros at the end.

    >>> plain_marks(Decimal("6.50")), plain_marks(Decimal("100"))
    ('6.5', '100')
    """
    return written_figure(marks, "number")


def _code(rule: Rule) -> str:
    few = {True: "at_most", False: "at_least"}[rule.is_few_good]
    return {
        "shortfall": "shortfall_more" if rule.is_few_good else "shortfall_less",
        "all_or_nothing": f"all_or_nothing_{few}",
        "veto": "veto_on" if rule.is_on else "veto_off",
    }.get(rule.kind, rule.kind)


def _figure(bar: Decimal | None, unit: str, language: str) -> str:
    return "" if bar is None else shown_value(bar, unit, language)


def _day(due: str, language: str) -> str:
    if not due:
        return ""
    month, day = map(int, due.split("-"))
    return say("assess.rule.day", language, month=month, day=day, name=date(2000, month, day).strftime("%-d %B"))


def _per(rule: Rule, unit: str, language: str) -> str:
    count = plain_marks(rule.per)
    if rule.kind == "timely":
        return say("assess.per.day", language, count=count)
    if rule.kind == "bonus":
        return say("assess.per.item", language, count=count)
    if unit == _PERCENT:
        return say("assess.per.point", language, count=count)
    if unit:
        return shown_value(rule.per, unit, language)
    return say("assess.per.time", language, count=count)


def _limit(rule: Rule, item: RubricItem, unit: str, language: str) -> str:
    parts = ""
    if rule.begun != "counted" or (unit == _PERCENT and rule.kind == "shortfall"):
        parts = say(f"assess.rule.begun_{rule.begun}", language)
    if rule.floor:
        return parts + say("assess.rule.until_floor", language, floor=plain_marks(rule.floor))
    if rule.most is not None and item.marks is not None and rule.most < item.marks:
        return parts + say("assess.rule.until_most", language, most=plain_marks(rule.most))
    return parts + say("assess.rule.until_zero", language)
