"""A number as a report prints it: its value, what its qualifier says of its bounds, and its counter."""

from dataclasses import dataclass
from decimal import Decimal

QUALIFIERS = ("exact", "at_least", "at_most", "about", "implied")


@dataclass(frozen=True, slots=True)
class Bounds:
    """A value with what is known of it: lower ≤ truth ≤ upper; None is unbounded on that side."""

    value: Decimal
    lower: Decimal | None
    upper: Decimal | None
    qualifier: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number + counter at `span` of the repaired text.

    `unit` is the base unit (元 for 万元), `counter` what was printed.  `window_years` is set where the sentence
    counts several years together (近3年), `is_requirement` where it demands rather than reports (每人不少于40学时).
    """

    span: tuple[int, int]
    quote: str
    bounds: Bounds
    unit: str
    counter: str
    window_years: int | None = None
    is_requirement: bool = False
    flags: tuple[str, ...] = ()
