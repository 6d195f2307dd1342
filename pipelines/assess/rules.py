"""What a rule of a rubric gives for a figure, on both of the figure's bounds.

Every rule is monotone in its figure, so that the marks of the bounds are the bounds of the marks: 43余 (at least 43)
against a bar of 45 may get all marks or none, and then no rule decides but a person.
"""

from collections.abc import Callable
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal

from pipelines.domain.assessments import Input, Proposal, RubricItem, Rule

EXACT = Context(prec=60, rounding=ROUND_HALF_UP)
"""More digits than a product of any two figures of the board has, so that only the last step rounds."""
_NONE, _ONE, _WHOLE, _UNBOUNDED = Decimal(0), Decimal(1), Decimal(100), Decimal("Infinity")
_BEGUN = {"counted": ROUND_CEILING, "dropped": ROUND_FLOOR}


def proposal(item: RubricItem, given: Input, *, year: int, decimals: int) -> Proposal:
    """The marks that an item's rule gives for the year assessed, to so many decimals, half up."""
    rule = item.rule
    assert rule is not None
    ceiling = _ONE if rule.kind == "veto" else item.marks or _NONE
    if not given.is_applicable:
        return Proposal("not_applicable", _NONE, ceiling)
    if rule.kind == "veto" and not rule.is_on:
        return Proposal("decided", _NONE, _NONE)
    if rule.kind == "judgement":
        return Proposal("judgement", _NONE, ceiling)
    if not given.is_known:
        return Proposal("no_data", _NONE, ceiling)
    low = _NONE if given.lower is None else given.lower
    high = _UNBOUNDED if given.upper is None else given.upper
    gives, step = _GIVES[rule.kind], _ONE.scaleb(-decimals)
    first = rounded(gives(rule, ceiling, low, year), step)
    last = first if low == high else rounded(gives(rule, ceiling, high, year), step)
    lower, upper = (first, last) if first <= last else (last, first)
    return Proposal("decided" if lower == upper else "cannot_tell", lower, upper)


def rounded(marks: Decimal, step: Decimal) -> Decimal:
    """Marks to whole steps (0.01), half up."""
    return marks.quantize(step, ROUND_HALF_UP, EXACT)


def due_day(rule: Rule, year: int) -> date:
    """The day by which a rule of timeliness wants something done: in the year after the one assessed."""
    return date.fromisoformat(f"{year + 1}-{rule.due}")


def steps(rule: Rule, amount: Decimal) -> Decimal:
    """How many steps an amount that is missing, late or too much comes to; a begun one as the rule says."""
    if amount <= 0:
        return _NONE
    if not amount.is_finite():
        return amount
    count = EXACT.divide(amount, rule.per)
    way = _BEGUN.get(rule.begun)
    return count if way is None else count.to_integral_value(way)


def _ratio(rule: Rule, ceiling: Decimal, value: Decimal, _year: int) -> Decimal:
    assert rule.bar is not None
    if value >= rule.bar or value <= 0:
        return ceiling if value >= rule.bar else _NONE
    return EXACT.divide(EXACT.multiply(ceiling, value), rule.bar)


def _bands(rule: Rule, ceiling: Decimal, value: Decimal, _year: int) -> Decimal:
    for band in rule.bands:
        if value <= band.bar if rule.is_few_good else value >= band.bar:
            return EXACT.divide(EXACT.multiply(ceiling, band.share), _WHOLE)
    return _NONE


def _shortfall(rule: Rule, ceiling: Decimal, value: Decimal, _year: int) -> Decimal:
    assert rule.bar is not None
    missing = value - rule.bar if rule.is_few_good else rule.bar - value
    return _taken_off(rule, ceiling, steps(rule, missing))


def _occurrence(rule: Rule, ceiling: Decimal, value: Decimal, _year: int) -> Decimal:
    return _taken_off(rule, ceiling, steps(rule, value))


def _timely(rule: Rule, ceiling: Decimal, value: Decimal, year: int) -> Decimal:
    return _taken_off(rule, ceiling, steps(rule, value - due_day(rule, year).toordinal()))


def _taken_off(rule: Rule, ceiling: Decimal, count: Decimal) -> Decimal:
    """A ceiling less so many steps, no more than `most`, and never below the floor."""
    off = _times(rule.step, count)
    if rule.most is not None:
        off = min(off, rule.most)
    return max(ceiling - off, rule.floor)


def _all_or_nothing(rule: Rule, ceiling: Decimal, value: Decimal, _year: int) -> Decimal:
    assert rule.bar is not None
    return ceiling if (value <= rule.bar if rule.is_few_good else value >= rule.bar) else _NONE


def _bonus(rule: Rule, ceiling: Decimal, value: Decimal, _year: int) -> Decimal:
    return min(_times(rule.step, steps(rule, value)), ceiling)


def _times(step: Decimal | None, count: Decimal) -> Decimal:
    """So many steps; nothing times without end is nothing."""
    return EXACT.multiply(step, count) if step else _NONE


def _veto(_rule: Rule, _ceiling: Decimal, value: Decimal, _year: int) -> Decimal:
    return _ONE if value > 0 else _NONE


_GIVES: dict[str, Callable[[Rule, Decimal, Decimal, int], Decimal]] = {
    "ratio": _ratio,
    "bands": _bands,
    "shortfall": _shortfall,
    "occurrence": _occurrence,
    "timely": _timely,
    "all_or_nothing": _all_or_nothing,
    "bonus": _bonus,
    "veto": _veto,
}
