"""The status of a key result, worked out the slow way: every value that the bounds allow is judged by itself.

Written from DESIGN section 5 and docs/status.md, without a look at the SQL: exact fractions, no interval arithmetic.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

ORDER = ("unclear", "off_track", "at_risk", "on_track", "achieved")
FAR = Fraction(10**9)
AT_RISK, ON_TRACK = Fraction(8, 10), Fraction(1)


@dataclass(frozen=True)
class Case:
    """One key result as it stands on a day.  Bounds of None are unbounded; a baseline of None isn't known."""

    kind: str
    as_of: date
    starts_on: date
    due: date
    report_due: date
    frequency: str = "year"
    target: Fraction | None = None
    base: tuple[Fraction | None, Fraction | None] = (None, None)
    reading: tuple[Fraction | None, Fraction | None] | None = None
    observed_to: date | None = None
    is_cumulative: bool = False
    expected: Fraction | None = None
    required: int = 0
    required_by_now: int = 0
    done: int = 0
    missed: int = 0
    unknown: int = 0


def answer(case: Case) -> tuple[str, frozenset[str]]:
    """The status, and for cannot_tell the answers that the bounds leave open."""
    if case.kind in ("every_period", "milestone"):
        return _of_records(case)
    if case.target is None:
        return "no_target", frozenset()
    if case.reading is None:
        return _without_data(case), frozenset()
    assert case.observed_to is not None
    found = {_of_values(case, value, base) for value in _values(case) for base in _bases(case)}
    is_final = case.observed_to >= case.due
    if case.as_of > case.due and not is_final and found != {"achieved"}:
        return _without_data(case), frozenset()
    if "not_due" in found:
        return "not_due", frozenset()
    if len(found) == 1 and "unclear" not in found:
        return found.pop(), frozenset()
    worst, best = min(found, key=ORDER.index), max(found, key=ORDER.index)
    return "cannot_tell", frozenset((worst, best))


def _values(case: Case) -> Iterator[Fraction]:
    assert case.reading is not None and case.target is not None
    lower = case.reading[0] if case.reading[0] is not None else Fraction(0)
    upper = case.reading[1] if case.reading[1] is not None else FAR
    yield from (lower, upper)
    yield from (lower + (upper - lower) * Fraction(step, 7) for step in range(1, 7))
    if lower <= case.target <= upper:
        yield case.target


def _bases(case: Case) -> Iterator[Fraction | None]:
    """Baselines to try; None where it isn't known, or where it may lie on either side of the target."""
    if case.kind in ("keep_at_least", "keep_at_most"):
        yield None
        return
    if case.kind == "reach" and case.is_cumulative:
        yield Fraction(0)
        return
    lower, upper = case.base
    assert case.target is not None
    if lower is None and upper is None:
        yield None
        return
    low, high = (Fraction(0) if lower is None else lower), (FAR if upper is None else upper)
    if case.kind == "reach":
        is_one_sided = (lower is not None and low >= case.target) or (upper is not None and high < case.target)
    else:
        is_one_sided = (upper is not None and high <= case.target) or (lower is not None and low > case.target)
    if not is_one_sided:
        yield None
        return
    yield from (low + (high - low) * Fraction(step, 5) for step in range(6))


def _of_values(case: Case, value: Fraction, base: Fraction | None) -> str:
    """The status as if figure and baseline were exactly these."""
    target, is_rising = case.target, case.kind in ("reach", "keep_at_least")
    assert target is not None and case.observed_to is not None
    is_met = value >= target if is_rising else value <= target
    is_final = case.observed_to >= case.due
    elapsed = Fraction(1) if is_final else _elapsed(case)
    can_be_early = case.kind == "reach" or (case.kind == "reduce" and not case.is_cumulative)
    if is_met and (is_final or can_be_early):
        return "achieved"
    if elapsed == 0:
        return "not_due"
    # a flow is taken to go on as it went so far
    yearly = value / elapsed if case.is_cumulative else value
    if case.kind == "keep_at_least":
        ratio = yearly / target if target else None
    elif case.kind == "keep_at_most":
        ratio = target / yearly if yearly else None
    elif base is None:
        return "unclear"
    elif case.kind == "reach":
        fallen_back = value / target if target else None
        ratio = fallen_back if base >= target else (value - base) / (target - base) / elapsed
    elif base <= target:
        ratio = target / yearly if yearly else None
    elif case.is_cumulative:
        ratio = (base - yearly) / (base - target)
    else:
        ratio = (base - value) / (base - target) / elapsed
    if ratio is None or ratio >= ON_TRACK:
        return "on_track"
    return "at_risk" if ratio >= AT_RISK else "off_track"


def _elapsed(case: Case) -> Fraction:
    if case.expected is not None:
        return case.expected
    assert case.observed_to is not None
    days = (min(case.observed_to, case.due) - case.starts_on).days + 1
    return Fraction(max(days, 0), (case.due - case.starts_on).days + 1)


def _of_records(case: Case) -> tuple[str, frozenset[str]]:
    if case.done >= case.required:
        return "achieved", frozenset()
    if case.required_by_now == 0:
        return "not_due", frozenset()
    if case.done == 0 and case.missed == 0:
        return _without_data(case), frozenset()
    found = set()
    for turned_out_done in range(case.unknown + 1):
        missed = case.missed + case.unknown - turned_out_done
        found.add(_of_marks(replace(case, done=case.done + turned_out_done, missed=missed)))
    if len(found) == 1:
        return found.pop(), frozenset()
    return "cannot_tell", frozenset((min(found, key=ORDER.index), max(found, key=ORDER.index)))


def _of_marks(case: Case) -> str:
    if case.kind == "every_period" and case.missed:
        return "off_track"
    if case.done >= case.required:
        return "achieved"
    ratio = Fraction(case.done, case.required_by_now)
    if ratio >= ON_TRACK:
        return "on_track"
    return "at_risk" if ratio >= AT_RISK else "off_track"


def _without_data(case: Case) -> str:
    if case.as_of < case.starts_on:
        return "not_due"
    if case.as_of <= case.due:
        first = case.starts_on + timedelta(days={"month": 31, "quarter": 91}.get(case.frequency, 0))
        return "not_due" if case.frequency == "year" or case.as_of < first else "no_data"
    return "no_data" if case.as_of < case.report_due else "overdue_no_data"
