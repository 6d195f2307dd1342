"""Counts of random rows against a plain walk over them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.domain.ledgers import Choice, Condition, Count, Dating, Ledger, LedgerColumn, PracticeMark, Term
from pipelines.domain.words import Words
from pipelines.domain.working_days import WorkingDays
from pipelines.ledgers import counting
from pipelines.ledgers.check import MONTH_ONLY
from pipelines.ledgers.counting import Counted, count_rows

NAME = Words("名", "name")
FIRST = date(2023, 11, 1)
AS_OF = date(2024, 6, 15)
CALENDAR = WorkingDays(date(2023, 1, 1), date(2026, 12, 31), frozenset(), "-")
ONLY_A = (Condition("kind", "any_of", values=("a",)),)
COUNTS = {
    "rows": Count("rows", "rows", Dating("day")),
    "rows_of_a": Count("rows_of_a", "rows", Dating("day"), ONLY_A),
    "sum": Count("sum", "sum", Dating("day"), column_id="hours"),
    "whole_sum": Count("whole_sum", "sum", Dating("day"), column_id="number"),
    "distinct": Count("distinct", "distinct", Dating("day"), ONLY_A, column_id="site"),
    "reaching": Count("reaching", "reaching", Dating("day"), column_id="site", least=Decimal(3), within="quarter"),
    "hours": Count("hours", "reaching", Dating("day"), column_id="site", summed="hours", least=Decimal(6)),
    "standing": Count("standing", "standing", Dating("day"), until=("until", "ended")),
    "settled": Count("settled", "rows", Dating("day"), settled=Term("day", 10, False)),
    "later": Count("later", "rows", Dating("day", plus_days=20)),
}
LEDGER = Ledger(
    "rows",
    NAME,
    NAME,
    "office",
    ("key",),
    "day",
    1,
    (
        LedgerColumn("key", NAME, "text"),
        LedgerColumn("day", NAME, "date"),
        LedgerColumn("kind", NAME, "choice", choices=(Choice("a", NAME), Choice("b", NAME))),
        LedgerColumn("site", NAME, "text"),
        LedgerColumn("hours", NAME, "number"),
        LedgerColumn("number", NAME, "whole"),
        LedgerColumn("until", NAME, "date"),
        LedgerColumn("ended", NAME, "date"),
    ),
    counts=tuple(COUNTS.values()),
    practices=(PracticeMark("kept", Dating("day"), ONLY_A),),
    breakdowns=("kind", "site"),
)


@dataclass(frozen=True)
class Row:
    day: date
    is_month: bool
    kind: str | None
    site: str | None
    hours: Decimal | None
    number: int | None
    until: date | None
    ended: date | None
    is_late: bool


def rows_strategy() -> st.SearchStrategy[list[Row]]:
    day = st.integers(0, 330).map(lambda number: FIRST + timedelta(days=number))
    row = st.builds(
        lambda on, is_month, *rest: Row(on.replace(day=1) if is_month else on, is_month, *rest),
        day,
        st.booleans(),
        st.sampled_from(["a", "b", None]),
        st.sampled_from(["一", "二", None]),
        st.none() | st.sampled_from([Decimal("0.5"), Decimal(2), Decimal(4)]),
        st.none() | st.integers(0, 50),
        st.none() | day,
        st.none() | day,
        st.booleans(),
    )
    return st.lists(row, max_size=25)


def table(rows: list[Row]) -> pa.Table:
    names = ("day", "kind", "site", "hours", "number", "until", "ended", "is_late")
    kinds = (
        pa.date32(),
        pa.string(),
        pa.string(),
        pa.decimal128(20, 4),
        pa.int64(),
        pa.date32(),
        pa.date32(),
        pa.bool_(),
    )
    columns = {
        name: pa.array([getattr(row, name) for row in rows], kind) for name, kind in zip(names, kinds, strict=True)
    }
    month_only = pa.array(["day" if row.is_month else None for row in rows], pa.string())
    return pa.table(
        {"key": pa.array([str(at) for at in range(len(rows))], pa.string()), **columns, MONTH_ONLY: month_only}
    )


Figures = dict[tuple, Decimal]
"""(lateness, dimension, member, month) → what it adds."""


def parts(row: Row) -> list[tuple[str, str]]:
    return [("", ""), ("kind", row.kind or ""), ("site", row.site or "")]


def month(day: date) -> date:
    return day.replace(day=1)


def rows_of(count: Count, rows: list[Row]) -> Iterator[tuple[date, Row]]:
    """The rows that surely count, each with its day."""
    for row in rows:
        day = row.day + timedelta(days=count.dated.plus_days)
        is_loose = row.is_month and count.dated.plus_days
        if is_loose and month(month(row.day) + timedelta(days=31) - timedelta(days=1) + timedelta(days=20)) != month(
            day
        ):
            latest = month(row.day + timedelta(days=31)) - timedelta(days=1) + timedelta(days=count.dated.plus_days)
            if month(latest) != month(day):
                continue
        if count.conditions and row.kind != "a":
            continue
        if count.settled:
            last = month(row.day + timedelta(days=31)) - timedelta(days=1) if row.is_month else row.day
            if last + timedelta(days=10) >= AS_OF:
                continue
        if day <= AS_OF:
            yield day, row


def added(count: Count, rows: list[Row]) -> Figures:
    figures: Figures = defaultdict(Decimal)
    for day, row in rows_of(count, rows):
        amount = getattr(row, count.column_id) if count.way == "sum" and count.column_id else 1
        for part in parts(row):
            if amount is not None:
                figures[row.is_late, *part, month(day)] += amount
    return figures


def standing(count: Count, rows: list[Row]) -> Figures:
    figures: Figures = defaultdict(Decimal)
    for day, row in rows_of(count, rows):
        ends = [end for end in (row.until, row.ended) if end]
        end = min(ends) if ends and min(ends) <= AS_OF else None
        if end and end <= day:
            continue
        for part in parts(row):
            figures[row.is_late, *part, month(day)] += 1
            if end:
                figures[row.is_late, *part, month(end)] -= 1
    return figures


def first_seen(seen: list[tuple[date, str, Row]]) -> tuple[Figures, Figures]:
    """(members in each month, members first seen in the year)."""
    in_month, first = defaultdict(set), {}
    for day, member, row in seen:
        for part in parts(row):
            in_month[row.is_late, *part, month(day)].add(member)
            key = (row.is_late, *part, day.year, member)
            first[key] = min(first.get(key, date.max), month(day))
    new: Figures = defaultdict(Decimal)
    for (is_late, dimension, part, _, _), begins in first.items():
        new[is_late, dimension, part, begins] += 1
    return {key: Decimal(len(members)) for key, members in in_month.items()}, new


def members_of(count: Count, rows: list[Row]) -> list[tuple[date, str, Row]]:
    counted = [(day, row.site, row) for day, row in rows_of(count, rows) if row.site is not None]
    if count.way == "distinct":
        return counted
    groups = defaultdict(list)
    for at, (day, site, row) in enumerate(counted):
        amount = row.hours if count.summed else Decimal(1)
        if amount is not None:
            within = (day.year, (day.month - 1) // 3) if count.within == "quarter" else day.year
            groups[site, row.is_late, within].append((day, at, amount, row))
    reached = []
    for (site, _, _), group in groups.items():
        total = Decimal(0)
        for day, _, amount, row in sorted(group, key=lambda each: each[:2]):
            total += amount
            if count.least is not None and total >= count.least:
                reached.append((day, site, row))
                break
    return reached


def figures_of(counted: Counted, metric_id: str, column: str) -> Figures:
    return {
        (row["is_late"], row["dimension"], row["member"], row["month"]): row[column]
        for row in counted.added.to_pylist()
        if row["metric_id"] == metric_id and row[column]
    }


def counted_of(rows: list[Row]) -> Counted:
    return count_rows(table(rows), LEDGER, CALENDAR, {}, as_of=AS_OF)


def without_nothing(figures: Figures) -> Figures:
    return {key: value for key, value in figures.items() if value}


@settings(max_examples=40)
@given(rows_strategy())
def test_every_way_of_counting_gives_what_a_plain_walk_gives(rows: list[Row]) -> None:
    counted = counted_of(rows)
    for metric_id in ("rows", "rows_of_a", "sum", "whole_sum", "settled", "later"):
        assert figures_of(counted, metric_id, "added") == without_nothing(added(COUNTS[metric_id], rows)), metric_id
    assert figures_of(counted, "standing", "added") == without_nothing(standing(COUNTS["standing"], rows))
    for metric_id in ("distinct", "reaching", "hours"):
        in_month, new = first_seen(members_of(COUNTS[metric_id], rows))
        assert figures_of(counted, metric_id, "in_month") == in_month, metric_id
        assert figures_of(counted, metric_id, "added") == new, metric_id


@settings(max_examples=15)
@given(rows_strategy())
def test_nothing_is_said_of_a_month_to_come_and_late_rows_prove_no_practice(rows: list[Row]) -> None:
    counted = counted_of(rows)
    assert all(row["month"] <= AS_OF for row in counted.added.to_pylist())
    kept = defaultdict(int)
    for row in rows:
        if row.kind == "a" and not row.is_late and row.day <= AS_OF:
            kept[month(row.day)] += 1
    assert {row["month"]: row["rows_counted"] for row in counted.kept.to_pylist()} == kept


@settings(max_examples=15)
@given(rows_strategy())
def test_each_figure_of_rows_is_as_many_as_the_rows_behind_it(rows: list[Row]) -> None:
    counted = counted_of(rows)
    marks = [mark for mark in counted.marks.to_pylist() if mark["metric_id"] == "rows_of_a"]
    assert sorted(mark["row_id"] for mark in marks if mark["is_sure"]) == [
        at for at, row in enumerate(rows) if row.kind == "a" and row.day <= AS_OF
    ]


@settings(max_examples=15)
@given(rows_strategy())
def test_more_combinations_of_parts_than_a_number_holds_are_counted_the_same(rows: list[Row]) -> None:
    expected = counted_of(rows).added.to_pylist()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counting, "_MOST", 0)
        found = counted_of(rows).added.to_pylist()
    assert sorted(found, key=repr) == sorted(expected, key=repr)


def test_a_row_whose_month_cannot_be_told_is_counted_as_unsure_and_not_at_all() -> None:
    """Twenty days after a day of March may be in March or in April."""
    row = Row(date(2024, 3, 1), True, "a", "一", None, None, None, None, False)
    counted = counted_of([row])
    later = [each for each in counted.added.to_pylist() if each["metric_id"] == "later" and not each["dimension"]]
    assert [(each["added"], each["rows_counted"], each["unsure"]) for each in later] == [(0, 0, 1)]


def test_no_rows_are_counted_as_nothing() -> None:
    counted = counted_of([])
    assert (counted.added.num_rows, counted.marks.num_rows, counted.kept.num_rows) == (0, 0, 0)
