"""Which rows a count takes: each condition is met, not met, or can't be told, and so is their whole.

Three values throughout: a date that names a month only can be any of its days, and a term that leaves the calendar of
working days can end on any later one.  What holds for all of them holds, and no row is counted or left out by a guess.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa

from pipelines.domain.ledgers import Condition, Dating, Ledger, Term
from pipelines.domain.working_days import WorkingDays
from pipelines.ledgers.arrow import compute as pc
from pipelines.ledgers.check import MONTH_ONLY

NO, UNTOLD, YES = np.int8(0), np.int8(1), np.int8(2)
"""In this order: of several conditions the least decides."""
_NONE = np.iinfo(np.int32).min
"""An empty date, as days since 1970."""
_NEVER = np.int32(np.iinfo(np.int32).max // 2)
"""Later than any date: a term's end that nobody knows."""
Found = TypeVar("Found")


@dataclass(frozen=True)
class Days:
    """The date columns of a ledger's rows as days since 1970, and their numbers among the working days.

    What several counts ask is worked out once; nobody writes into the arrays that it gives.
    """

    rows: pa.Table
    calendar: WorkingDays
    _known: dict[Hashable, Any] = field(default_factory=dict, repr=False)

    def of(self, column_id: str) -> np.ndarray:
        """int32 by row; `_NONE` where empty."""
        days = self.rows.column(column_id).cast(pa.int32())
        return pc.fill_null(days, _NONE).to_numpy()

    def names_month(self, column_id: str) -> np.ndarray:
        """Where a date names a month and no day."""
        column = self.rows.column(MONTH_ONLY)
        if column.null_count == len(column):
            return np.zeros(len(column), dtype=bool)
        named = pc.fill_null(pc.match_substring_regex(column, rf"\b{column_id}\b"), False)
        return named.to_numpy()

    def ends_of(self, column_id: str) -> tuple[np.ndarray, np.ndarray]:
        """(the earliest, the latest day that each date can mean); `_NONE` where empty, one array where all are days."""
        return self.once(("ends", column_id), lambda: self._ends_of(column_id))

    def after(self, column_id: str, days: int, *, is_working: bool) -> tuple[np.ndarray, np.ndarray]:
        """(the earliest, the latest last day of a term that begins on a date); `_NONE` and `_NEVER` of an empty one."""
        term = ("term", column_id, days, is_working)
        return self.once(term, lambda: self._after(column_id, days, is_working=is_working))

    def once(self, asked: Hashable, find: Callable[[], Found]) -> Found:
        """What was found when it was asked for the first time."""
        if asked not in self._known:
            self._known[asked] = find()
        return self._known[asked]

    def _ends_of(self, column_id: str) -> tuple[np.ndarray, np.ndarray]:
        first = self.of(column_id)
        is_month = self.names_month(column_id) & (first != _NONE)
        if not is_month.any():
            return first, first
        return first, np.where(is_month, _last_of_month(first), first).astype(np.int32)

    def _after(self, column_id: str, days: int, *, is_working: bool) -> tuple[np.ndarray, np.ndarray]:
        first, last = self.ends_of(column_id)
        is_empty = first == _NONE
        if is_working:
            least, most = self._after_working(first, days)
            first, last = least, most if last is first else self._after_working(last, days)[1]
        else:
            first, last = first + days, last + days
        return np.where(is_empty, _NONE, first).astype(np.int32), np.where(is_empty, _NEVER, last).astype(np.int32)

    def _after_working(self, begins: np.ndarray, days: int) -> tuple[np.ndarray, np.ndarray]:
        """(the earliest, the latest day that so many working days after a day can be).

        Outside the calendar it lies somewhere from the day itself, or the calendar's end, on.
        """
        different, at = different_days(begins)
        least, most = self._ends_after(different, days)
        return least[at], most[at]

    def _ends_after(self, begins: np.ndarray, days: int) -> tuple[np.ndarray, np.ndarray]:
        numbers = np.asarray(self.calendar.numbers, dtype=np.int32)
        first = (self.calendar.first - date(1970, 1, 1)).days
        at = begins - first
        is_known = (at >= 0) & (at < len(numbers))
        ends = np.searchsorted(numbers, numbers[np.where(is_known, at, 0)] + days, side="left")
        is_told = is_known & (ends < len(numbers))
        # no working days after a holiday are that day itself
        exact = np.maximum(ends + first, begins)
        least = np.where(is_known, len(numbers) + first, begins)
        least, most = np.where(is_told, exact, least), np.where(is_told, exact, _NEVER)
        return least.astype(np.int32), most.astype(np.int32)


def different_days(days: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(every day from the earliest to the latest, the place of each row's among them; any of an empty one).

    A million rows hold few different days: what follows from a day is worked out once for each.
    """
    latest = days.max(initial=_NONE)
    if latest == _NONE:
        return np.zeros(1, dtype=np.int32), np.zeros(len(days), dtype=np.int32)
    filled = np.where(days == _NONE, latest, days)
    earliest = filled.min()
    return np.arange(earliest, latest + 1, dtype=np.int32), filled - earliest


def _last_of_month(first: np.ndarray) -> np.ndarray:
    months = _months_of(first).astype("datetime64[D]").astype("datetime64[M]")
    return (months + 1).astype("datetime64[D]").astype(np.int64) - 1


def _months_of(days: np.ndarray) -> np.ndarray:
    """The first day of each day's month, as days since 1970 (int32)."""
    different, at = different_days(days)
    return different.astype("datetime64[D]").astype("datetime64[M]").astype("datetime64[D]").astype(np.int32)[at]


def met(conditions: Sequence[Condition], ledger: Ledger, days: Days) -> np.ndarray:
    """int8 by row: YES, NO or UNTOLD for all conditions together."""
    whole = np.full(days.rows.num_rows, YES, dtype=np.int8)
    for condition in conditions:
        whole = np.minimum(whole, days.once(condition, partial(_met, condition, ledger, days)))
    return whole


@dataclass(frozen=True, slots=True)
class Dated:
    """The day that each row counts on and the first of its month, as days since 1970; whether its month is told.

    `day` is `_NONE` where a row has none (`has_day`).
    """

    day: np.ndarray
    month: np.ndarray
    is_told: np.ndarray


def dated(dating: Dating, days: Days) -> Dated:
    """90 days after a day of March may be in May or in June."""
    return days.once(dating, partial(_dated, dating, days))


def _dated(dating: Dating, days: Days) -> Dated:
    first, last = days.ends_of(dating.column_id)
    is_empty = first == _NONE
    day = np.where(is_empty, _NONE, first + dating.plus_days).astype(np.int32)
    month = _months_of(day)
    if last is first:
        return Dated(day, month, np.ones(len(day), dtype=bool))
    latest = np.where(is_empty, _NONE, last + dating.plus_days).astype(np.int32)
    return Dated(day, month, month == _months_of(latest))


def has_day(day: np.ndarray) -> np.ndarray:
    return day != _NONE


def is_over(term: Term, days: Days, as_of: date) -> np.ndarray:
    """int8 by row: whether a term ended before `as_of`."""
    first, last = days.after(term.column_id, term.days, is_working=term.is_working)
    today = (as_of - date(1970, 1, 1)).days
    return _three(last < today, first >= today)


def _three(is_met: np.ndarray, is_not: np.ndarray) -> np.ndarray:
    return np.where(is_met, YES, np.where(is_not, NO, UNTOLD)).astype(np.int8)


def _met(condition: Condition, ledger: Ledger, days: Days) -> np.ndarray:
    column = days.rows.column(condition.column_id)
    match condition.test:
        case "filled":
            return _told(pc.is_valid(column))
        case "empty":
            return _told(pc.is_null(column))
        case "any_of":
            is_yes_no = ledger.column_of[condition.column_id].type == "yes_no"
            values = [value == "true" for value in condition.values] if is_yes_no else list(condition.values)
            return _told(among(column, values))
        case "at_least":
            least = condition.least or Decimal(0)
            return _told(pc.fill_null(pc.greater_equal(column, pa.scalar(least, pa.decimal128(20, 4))), False))
        case "not_after":
            return _not_after(condition, days)
        case "within":
            return _within(condition, days)
        case test:
            raise AssertionError(test)


def among(column: pa.ChunkedArray, values: Sequence[str] | Sequence[bool]) -> pa.ChunkedArray:
    """Whether each cell is one of the values; of an encoded column each different text is looked at once."""
    if not pa.types.is_dictionary(column.type):
        return pc.is_in(column, pa.array(values, column.type))
    masks = [
        pc.fill_null(pc.is_in(chunk.dictionary, pa.array(values, pa.string())).take(chunk.indices), False)
        for chunk in column.chunks
    ]
    return pa.chunked_array(masks, pa.bool_())


def _told(mask: pa.Array | pa.ChunkedArray) -> np.ndarray:
    return np.where(mask.to_numpy(zero_copy_only=False) if isinstance(mask, pa.Array) else mask.to_numpy(), YES, NO)


def _not_after(condition: Condition, days: Days) -> np.ndarray:
    """Met where both dates are there and in order; not met where one is missing."""
    assert condition.other is not None
    own_first, own_last = days.ends_of(condition.column_id)
    other_first, other_last = days.ends_of(condition.other)
    is_told = has_day(own_first) & has_day(other_first)
    return np.where(is_told, _three(own_last <= other_first, own_first > other_last), NO)


def _within(condition: Condition, days: Days) -> np.ndarray:
    """Met where a date comes by the end of its term; not met where there is none, or it comes later."""
    assert condition.other is not None
    own_first, own_last = days.ends_of(condition.column_id)
    end_first, end_last = days.after(condition.other, condition.days, is_working=condition.is_working)
    return np.where(has_day(own_first), _three(own_last <= end_first, own_first > end_last), NO)
