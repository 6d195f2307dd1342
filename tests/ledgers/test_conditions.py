"""Conditions and terms against a calendar walked day by day: what holds for every day that a date can mean, holds."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.domain.ledgers import Condition, Ledger, LedgerColumn, Term
from pipelines.domain.words import Words
from pipelines.domain.working_days import WorkingDays
from pipelines.ledgers.check import MONTH_ONLY
from pipelines.ledgers.conditions import NO, UNTOLD, YES, Days, is_over, met

FIRST = date(2024, 3, 1)
DAY = timedelta(days=1)
NAME = Words("名", "name")
LEDGER = Ledger(
    "rows",
    NAME,
    NAME,
    "office",
    ("own",),
    "own",
    1,
    tuple(LedgerColumn(name, NAME, "date") for name in ("own", "other")),
)


@dataclass(frozen=True)
class Cell:
    """A date as a ledger holds it; `is_month`: it names its month alone."""

    day: date
    is_month: bool

    def days(self) -> list[date]:
        """Every day that it can mean."""
        if not self.is_month:
            return [self.day]
        return [self.day + DAY * number for number in range(monthrange(self.day.year, self.day.month)[1])]


def cells() -> st.SearchStrategy[Cell | None]:
    day = st.integers(-40, 140).map(lambda number: FIRST + DAY * number)
    exact = day.map(lambda each: Cell(each, False))
    month = day.map(lambda each: Cell(each.replace(day=1), True))
    return st.none() | exact | month


def calendars() -> st.SearchStrategy[WorkingDays]:
    """From the first of a month on, so that no month lies half before it."""
    exceptions = st.frozensets(st.integers(0, 90).map(lambda number: FIRST + DAY * number), max_size=20)
    last = st.integers(0, 100).map(lambda number: FIRST + DAY * number)
    return st.builds(lambda end, odd: WorkingDays(FIRST, end, odd, "-"), last, exceptions)


def table(rows: list[tuple[Cell | None, Cell | None]]) -> pa.Table:
    def month_only(own: Cell | None, other: Cell | None) -> str | None:
        named = [name for name, cell in (("own", own), ("other", other)) if cell and cell.is_month]
        return " ".join(named) or None

    columns = {
        "own": pa.array([own.day if own else None for own, _ in rows], pa.date32()),
        "other": pa.array([other.day if other else None for _, other in rows], pa.date32()),
        MONTH_ONLY: pa.array([month_only(*row) for row in rows], pa.string()),
    }
    return pa.table(columns)


def end_of(start: date, days: int, calendar: WorkingDays | None) -> tuple[date, date]:
    """(the earliest, the latest last day of a term), walked day by day."""
    if calendar is None:
        return start + DAY * days, start + DAY * days
    if calendar.is_working(start) is None:
        return start, date.max
    day, passed = start, 0
    while passed < days:
        day += DAY
        is_working = calendar.is_working(day)
        if is_working is None:
            return day, date.max
        passed += is_working
    return day, day


def verdict(answers: Iterable[bool | None]) -> int:
    """What holds in every case, in none, or can't be told."""
    found = set(answers)
    return int(YES) if found == {True} else int(NO) if found == {False} else int(UNTOLD)


def comes_by(own: date, end: tuple[date, date]) -> bool | None:
    return True if own <= end[0] else False if own > end[1] else None


@settings(max_examples=300)
@given(st.lists(st.tuples(cells(), cells()), max_size=12), calendars(), st.integers(0, 30), st.booleans())
def test_a_date_within_a_term_is_as_a_walk_day_by_day_says(
    rows: list[tuple[Cell | None, Cell | None]], calendar: WorkingDays, days: int, is_working: bool
) -> None:
    condition = Condition("own", "within", other="other", days=days, is_working=is_working)

    def expected(own: Cell | None, other: Cell | None) -> int:
        if own is None:
            return int(NO)
        if other is None:
            return int(UNTOLD)
        ends = [end_of(start, days, calendar if is_working else None) for start in other.days()]
        return verdict(comes_by(day, end) for day, end in product(own.days(), ends))

    found = met([condition], LEDGER, Days(table(rows), calendar))
    assert found.tolist() == [expected(*row) for row in rows]


@settings(max_examples=200)
@given(st.lists(st.tuples(cells(), cells()), max_size=12), calendars())
def test_a_date_not_after_another_is_told_by_every_day_that_both_can_mean(
    rows: list[tuple[Cell | None, Cell | None]], calendar: WorkingDays
) -> None:
    def expected(own: Cell | None, other: Cell | None) -> int:
        if own is None or other is None:
            return int(NO)
        return verdict(one <= two for one, two in product(own.days(), other.days()))

    found = met([Condition("own", "not_after", other="other")], LEDGER, Days(table(rows), calendar))
    assert found.tolist() == [expected(*row) for row in rows]


@settings(max_examples=200)
@given(st.lists(cells(), max_size=12), calendars(), st.integers(0, 30), st.booleans(), st.integers(-10, 150))
def test_a_term_is_over_on_the_day_after_its_last(
    starts: list[Cell | None], calendar: WorkingDays, days: int, is_working: bool, until: int
) -> None:
    as_of = FIRST + DAY * until

    def expected(start: Cell | None) -> int:
        if start is None:
            return int(UNTOLD)
        ends = [end_of(day, days, calendar if is_working else None) for day in start.days()]
        answers = [True if end[1] < as_of else False if end[0] >= as_of else None for end in ends]
        return verdict(answers)

    rows = table([(start, None) for start in starts])
    assert is_over(Term("own", days, is_working), Days(rows, calendar), as_of).tolist() == [
        expected(start) for start in starts
    ]


def test_several_conditions_are_met_together_where_each_is() -> None:
    """One that isn't met decides, whatever can't be told of the others."""
    march, late = Cell(FIRST, True), Cell(date(2024, 5, 1), False)
    rows = table([(march, Cell(date(2024, 3, 15), False)), (late, Cell(FIRST, False)), (None, Cell(FIRST, False))])
    days = Days(rows, WorkingDays(FIRST, FIRST, frozenset(), "-"))
    open_term = Condition("own", "not_after", other="other")
    assert met([open_term, Condition("own", "filled")], LEDGER, days).tolist() == [UNTOLD, NO, NO]
    assert met([open_term, Condition("own", "empty")], LEDGER, days).tolist() == [NO, NO, NO]
    assert met([], LEDGER, days).tolist() == [YES, YES, YES]
