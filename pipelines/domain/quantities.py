"""A number as a report prints it: its value, what its qualifier says of its bounds, and its counter."""

from dataclasses import dataclass
from decimal import Decimal

QUALIFIERS = ("exact", "at_least", "at_most", "about", "implied")
WHOLE_DIGITS, DECIMALS = 16, 4
"""What a figure may have before and after its point; no count of an office has more."""


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
    if number >= 10**WHOLE_DIGITS or (is_rate and number > 100):
        return "out_of_range"
    return "too_precise" if number.quantize(Decimal(10) ** -DECIMALS) != number else None


@dataclass(frozen=True, slots=True)
class Window:
    """Several years counted together: the last `years` ones, or from `first_year` to `last_year`.

    What isn't set follows from the report's year.
    """

    years: int | None = None
    first_year: int | None = None
    last_year: int | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number + counter at `span` of the repaired text.

    `unit` is the base unit (元 for 万元), `counter` what was printed.  `window` is set where the clause counts
    several years together (近3年), `is_requirement` where it demands rather than reports (每人不少于40学时), and
    `is_unsettled` where the number is no level of this year, can be no figure, or whose it is can't be told
    (由95%提升到…, 比上年增加…, 计划…, 分别).
    """

    span: tuple[int, int]
    quote: str
    bounds: Bounds
    unit: str
    counter: str
    window: Window | None = None
    is_requirement: bool = False
    is_unsettled: bool = False
    flags: tuple[str, ...] = ()
