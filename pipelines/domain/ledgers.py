"""Ledgers (台账): what an office keeps of each event, and which metrics and practices its rows count for."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from pipelines.domain.words import Words

COLUMN_TYPES = ("text", "date", "whole", "number", "money", "choice", "yes_no")
PERSONAL = ("drop", "mask", "pseudonym", "keep")


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a column's allowed values, as it is stored, shown, and otherwise written."""

    choice_id: str
    name: Words
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LedgerColumn:
    """One column.  `personal` says how data about a person is treated at reading; None where there is none.

    `least`, `most`: bounds of a number.  `not_before`: the date column that this date can't come before.
    `may_be_future`: a date that may lie after the day of loading (a term that ends).
    """

    column_id: str
    name: Words
    type: str
    is_required: bool = False
    aliases: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    example: str = ""
    note: Words | None = None
    personal: str | None = None
    personal_reason: Words | None = None
    least: Decimal | None = None
    most: Decimal | None = None
    not_before: str | None = None
    may_be_future: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """What a row must hold to be counted.

    `test` is any_of (`values`: choice ids, or true/false), filled, empty, at_least (`least`), not_after (`other`: a
    date column), or within (`other`, `days`, `is_working`: so many days after that date, its own day not counted).
    """

    column_id: str
    test: str
    values: tuple[str, ...] = ()
    other: str | None = None
    days: int = 0
    is_working: bool = False
    least: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Dating:
    """The day that a row counts on: a date column, and so many days after it."""

    column_id: str
    plus_days: int = 0


@dataclass(frozen=True, slots=True)
class Term:
    """A term that begins on a date; until it is over a row is counted nowhere."""

    column_id: str
    days: int
    is_working: bool


@dataclass(frozen=True, slots=True)
class Count:
    """How rows make a metric's figure.

    `way`: rows; sum (of `column_id`); distinct (members of `column_id`); reaching (members of `column_id` whose rows,
    or sum of `summed`, come to `least` within a `within`: quarter or year); standing (rows in force at a period's
    end, from `dated` to the day before the first of `until`).  `settled`: rows count once this term is over.
    `blank_is_zero`: an empty cell of a summed column means none; elsewhere it leaves the sum open.
    """

    metric_id: str
    way: str
    dated: Dating
    conditions: tuple[Condition, ...] = ()
    column_id: str | None = None
    summed: str | None = None
    least: Decimal | None = None
    within: str = "year"
    until: tuple[str, ...] = ()
    settled: Term | None = None
    unit: str | None = None
    blank_is_zero: bool = False

    @property
    def needs(self) -> frozenset[str]:
        """The columns without which nothing can be said of the metric."""
        terms = [self.settled.column_id] if self.settled else []
        others = [condition.other for condition in self.conditions if condition.other]
        named = [column_id for column_id in (self.column_id, self.summed) if column_id]
        own = [condition.column_id for condition in self.conditions]
        return frozenset((self.dated.column_id, *own, *others, *named, *terms))


@dataclass(frozen=True, slots=True)
class PracticeMark:
    """Rows that prove that a practice was kept in the month that they are dated in."""

    practice_id: str
    dated: Dating
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Borrow:
    """Rows that are entered in another ledger and belong to this one too.

    `columns`: this ledger's column → the other's; the key's and the date's among them.
    """

    ledger_id: str
    columns: Mapping[str, str]
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Ledger:
    """One kind of ledger.

    `key` tells rows apart within an organisation.  `breakdowns`: the columns by which its counts are parted.
    `joint`: the column whose number several organisations give to one thing that they did together.
    """

    ledger_id: str
    name: Words
    purpose: Words
    owner_id: str
    key: tuple[str, ...]
    dated_by: str
    retention_years: int
    columns: tuple[LedgerColumn, ...]
    counts: tuple[Count, ...] = ()
    practices: tuple[PracticeMark, ...] = ()
    breakdowns: tuple[str, ...] = ()
    borrows: tuple[Borrow, ...] = ()
    joint: str | None = None

    @cached_property
    def column_of(self) -> Mapping[str, LedgerColumn]:
        return {column.column_id: column for column in self.columns}

    @cached_property
    def kept(self) -> tuple[LedgerColumn, ...]:
        """The columns that are stored; what is dropped at reading isn't among them."""
        return tuple(column for column in self.columns if column.personal != "drop")


@dataclass(frozen=True, slots=True)
class SheetRows:
    """One sheet of a file as it is kept: every cell as text, the rows numbered as the program shows them.

    `top`, `left`: the number of the first row and column held, from 1.  `formulas`: (row, column) of the cells that
    hold one; their text is the value last stored.  `percents`: those that show a number in %; their text is the number
    (0.98 where 98% is shown).
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    top: int = 1
    left: int = 1
    is_hidden: bool = False
    formulas: frozenset[tuple[int, int]] = frozenset()
    percents: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why one row of a ledger isn't loaded: the cell, what stands in it, and what is expected.

    `code` names the reason (wording: ledger.refusal.*); `expected` fills its sentence.  `column` is the letter.
    """

    sheet: str
    row: int
    column: str
    header: str
    found: str
    code: str
    expected: str = ""


@dataclass(frozen=True, slots=True)
class RefusedRows:
    """How many rows of a file were refused for one reason in one year, each row by its first fault alone.

    `code`: as `Refusal` has it.  `year`: of the date that the ledger is listed by; None where that can't be read.
    """

    code: str
    year: int | None
    rows: int


@dataclass(frozen=True, slots=True)
class SkippedRows:
    """Rows that are no entries (totals, notes, repeated headers), by the reason's code."""

    sheet: str
    code: str
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The days that a load of a ledger speaks for, both included."""

    first: date
    last: date


def normal_header(text: str) -> str:
    """A header without what offices add to it: blanks, marks, full width, case."""
    return "".join(unicodedata.normalize("NFKC", text).split()).strip("*※:").lower()


@dataclass(frozen=True, slots=True)
class Ruled:
    """What the register says of one ledger of one organisation.

    `locked_until`: the last day of its locked period, where `is_lock_decided`; else the register says nothing of it.
    `accepted`: the loaded files whose late rows count.  `seen`: the sequence of the ledger's last event.
    """

    locked_until: date | None = None
    is_lock_decided: bool = False
    accepted: frozenset[str] = frozenset()
    seen: int = 0
