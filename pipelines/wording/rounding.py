"""Shares that the board works out, with no more digits than a reader needs and no fewer than the truth takes."""

from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

DIGITS = 2
_WHOLE = {"%": 100, "‰": 1000}
_WAYS = {"at_least": ROUND_FLOOR, "at_most": ROUND_CEILING}


def rounded_bound(value: Decimal, qualifier: str) -> Decimal:
    """A quotient to two decimals: a lower bound rounded down, an upper one up.

    >>> rounded_bound(Decimal("3.3367"), "at_least"), rounded_bound(Decimal("3.3367"), "exact")
    (Decimal('3.33'), Decimal('3.34'))
    """
    return value.quantize(Decimal(1).scaleb(-DIGITS), _WAYS.get(qualifier, ROUND_HALF_UP))


def rounded_share(
    value: Decimal, unit: str, qualifier: str = "exact", *, beside: Iterable[Decimal] = (), digits: int = DIGITS
) -> Decimal:
    """A share worked out by the board to at most two decimals, or more where two would say what isn't so.

    Never 0 or the whole for what is neither, and never on the other side of, or equal to, a number that it isn't
    (`beside`: its target).  A lower bound is rounded down, an upper one up.  Another unit than % and ‰ stays as it is.

    >>> rounded_share(Decimal("77.4194"), "%"), rounded_share(Decimal("99.996"), "%")
    (Decimal('77.42'), Decimal('99.996'))
    >>> rounded_share(Decimal("5.2632"), "%", "at_most"), rounded_share(Decimal("4.9961"), "%", beside=[Decimal(5)])
    (Decimal('5.27'), Decimal('4.996'))
    """
    if unit not in _WHOLE:
        return value
    marks = (Decimal(0), Decimal(_WHOLE[unit]), *beside)
    kept = digits
    while True:
        shown = value.quantize(Decimal(1).scaleb(-kept), _WAYS.get(qualifier, ROUND_HALF_UP))
        if shown == value or all(shown.compare(mark) == value.compare(mark) for mark in marks):
            return shown
        kept += 1
