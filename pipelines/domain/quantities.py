"""A number as a report prints it: value, bounds by its qualifier, counter, and the time that it counts."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

QUALIFIERS = ("exact", "at_least", "at_most", "about", "implied")
WHOLE_DIGITS, DECIMALS = 16, 4
"""What a figure may have before and after its point; no count of an office has more."""
_TOO_LARGE = Decimal(10) ** WHOLE_DIGITS
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]00:00(?::00)?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Bounds:
    """A value with what is known of it: lower ≤ truth ≤ upper; None is unbounded on that side.

    `value` is None for a number that is too large or too precise to be a figure: its quote alone says it.
    """

    value: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    qualifier: str


def misfit(number: Decimal, *, is_rate: bool) -> str | None:
    """Why a number can be no figure: `out_of_range` (a rate over 100 too), `too_precise`; None where it can be one."""
    if number >= _TOO_LARGE or (is_rate and number > 100):
        return "out_of_range"
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    if exponent >= -DECIMALS:
        return None
    return "too_precise" if number.quantize(Decimal(10) ** -DECIMALS) != number else None


def typed_number(text: str, units: str = "") -> Decimal | None:
    """The number that somebody typed, if with characters of full width, separators, or one of the units; else None.

    >>> typed_number("１，２００．５"), typed_number(" 98 ％ ", "%"), typed_number("-3"), typed_number("43余")
    (Decimal('1200.5'), Decimal('98'), Decimal('-3'), None)
    """
    plain = unicodedata.normalize("NFKC", text).replace(",", "").rstrip(units + " ")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < _TOO_LARGE else None


def typed_day(text: str) -> date | None:
    """The day that somebody typed; None where it's none.

    >>> [typed_day(text) for text in ("2025-3-28", "２０２５年３月２８日", "2025.03.28 00:00:00", "2025-02-30")]
    [datetime.date(2025, 3, 28), datetime.date(2025, 3, 28), datetime.date(2025, 3, 28), None]
    """
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def typed_figure(text: str, asks: str) -> Decimal | None:
    """What somebody typed as a figure: a number, or (`asks` day) a day as its number in the calendar; None: neither."""
    if asks != "day":
        return typed_number(text, "%分")
    day = typed_day(text)
    return None if day is None else Decimal(day.toordinal())


def written_figure(figure: Decimal, asks: str) -> str:
    """A figure as `typed_figure` reads it, a number without zeros at its end.

    >>> written_figure(Decimal("6.50"), "number"), written_figure(Decimal(739338), "day")
    ('6.5', '2025-03-28')
    """
    if asks == "day":
        return date.fromordinal(int(figure)).isoformat()
    shown = format(figure, "f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


@dataclass(frozen=True, slots=True)
class Window:
    """Several years counted together: the last `years` ones, or from `first_year` to `last_year`.

    What isn't set follows from the report's year.
    """

    years: int | None = None
    first_year: int | None = None
    last_year: int | None = None


@dataclass(frozen=True, slots=True)
class PartYear:
    """A part of one year (今年1至4月), or the day that something stood at (截至11月底); None: as the year has it.

    `last_day` None is the month's last day.
    """

    last_month: int
    last_day: int | None = None
    first_month: int = 1
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number + counter at `span` of the repaired text.

    `unit` is the base unit (元 for 万元; empty for 1.7万 without a counter), `counter` what was printed.  `window` is
    set where the clause counts several years together (近3年), `part` where the sentence counts a part of one,
    `year` where it is about another one; `is_requirement` where the clause demands rather than reports
    (每人不少于40学时), and `is_unsettled` where the number is no level of this year, can be no figure, or whose it is
    can't be told (由95%提升到…, 比上年增加…, 计划…).
    """

    span: tuple[int, int]
    quote: str
    bounds: Bounds
    unit: str
    counter: str
    window: Window | None = None
    part: PartYear | None = None
    year: int | None = None
    is_requirement: bool = False
    is_unsettled: bool = False
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ignored:
    """A number that is no quantity, and why: a code such as `year`, `ordinal`, `name`."""

    span: tuple[int, int]
    reason: str
