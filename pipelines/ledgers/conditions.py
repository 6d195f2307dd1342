"""Which rows a count takes: each condition is met, not met, or can't be told, and so is their whole.

Three values throughout: a date that names a month only, or lies outside the calendar of working days, leaves a term
open, and no row is counted or left out by a guess.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
import pyarrow as pa

from pipelines.domain.ledgers import Condition, Dating, Ledger, Term
from pipelines.domain.working_days import WorkingDays
from pipelines.ledgers.arrow import compute as pc
from pipelines.ledgers.check import MONTH_ONLY

NO, YES, UNTOLD = np.int8(0), np.int8(1), np.int8(-1)
_NONE = np.iinfo(np.int32).min
"""An empty date, as days since 1970."""


@dataclass(frozen=True)
class Days:
    """The date columns of a ledger's rows as days since 1970, and their numbers among the working days."""

    rows: pa.Table
    calendar: WorkingDays

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

    def working(self, days: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(number of working days up to and with each day, is it in the calendar)."""
        numbers = np.asarray(self.calendar.numbers, dtype=np.int32)
        at = days - (self.calendar.first - date(1970, 1, 1)).days
        is_known = (at >= 0) & (at < len(numbers))
        return numbers[np.where(is_known, at, 0)], is_known

    def after(self, column_id: str, days: int, *, is_working: bool) -> tuple[np.ndarray, np.ndarray]:
        """(the last day of a term that begins on a date, can it be told); empty dates can't."""
        start = self.of(column_id)
        can_tell = (start != _NONE) & ~self.names_month(column_id)
        if not is_working:
            return np.where(can_tell, start + days, _NONE), can_tell
        numbers = np.asarray(self.calendar.numbers, dtype=np.int32)
        begun, is_known = self.working(start)
        ends = np.searchsorted(numbers, begun + days, side="left")
        can_tell &= is_known & (ends < len(numbers))
        first = (self.calendar.first - date(1970, 1, 1)).days
        return np.where(can_tell, ends + first, _NONE).astype(np.int32), can_tell


def met(conditions: Sequence[Condition], ledger: Ledger, days: Days) -> np.ndarray:
    """int8 by row: YES, NO or UNTOLD for all conditions together."""
    whole = np.full(days.rows.num_rows, YES, dtype=np.int8)
    for condition in conditions:
        one = _met(condition, ledger, days)
        whole = np.where((whole == NO) | (one == NO), NO, np.where((whole == UNTOLD) | (one == UNTOLD), UNTOLD, YES))
    return whole.astype(np.int8)


def dated(dating: Dating, days: Days) -> np.ndarray:
    """The day that each row counts on, as days since 1970; `_NONE` where it has none."""
    start = days.of(dating.column_id)
    return np.where(start == _NONE, _NONE, start + dating.plus_days).astype(np.int32)


def has_day(day: np.ndarray) -> np.ndarray:
    return day != _NONE


def is_over(term: Term, days: Days, as_of: date) -> np.ndarray:
    """int8 by row: whether a term ended before `as_of`."""
    ends, can_tell = days.after(term.column_id, term.days, is_working=term.is_working)
    return np.where(can_tell, np.where(ends < (as_of - date(1970, 1, 1)).days, YES, NO), UNTOLD).astype(np.int8)


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
            return _told(_is_among(column, values))
        case "at_least":
            least = condition.least or Decimal(0)
            return _told(pc.fill_null(pc.greater_equal(column, pa.scalar(least, pa.decimal128(20, 4))), False))
        case "not_after":
            return _not_after(condition, days)
        case "within":
            return _within(condition, days)
        case test:
            raise AssertionError(test)


def _is_among(column: pa.ChunkedArray, values: Sequence[str] | Sequence[bool]) -> pa.ChunkedArray:
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
    """Met where both dates are there and in order; not met where the first is missing."""
    assert condition.other is not None
    own, other = days.of(condition.column_id), days.of(condition.other)
    is_loose = days.names_month(condition.column_id) | days.names_month(condition.other)
    is_told = has_day(own) & has_day(other)
    same_month = is_loose & is_told & (_month(own) == _month(other))
    in_order = np.where(own <= other, YES, NO)
    return np.where(same_month, UNTOLD, np.where(is_told, in_order, NO))


def _month(days: np.ndarray) -> np.ndarray:
    return np.where(days == _NONE, 0, days).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def _within(condition: Condition, days: Days) -> np.ndarray:
    """Met where a date comes by the end of its term; not met where there is none, or it comes later."""
    assert condition.other is not None
    own = days.of(condition.column_id)
    ends, can_tell = days.after(condition.other, condition.days, is_working=condition.is_working)
    in_time = np.where(own <= ends, YES, NO)
    told = np.where(days.names_month(condition.column_id) | ~can_tell, UNTOLD, in_time)
    return np.where(has_day(own), told, NO)
