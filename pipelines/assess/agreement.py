"""How far two assessors who scored the same came to the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipelines.assess.rules import EXACT


@dataclass(frozen=True, slots=True)
class Pair:
    """Two independent marks of one item of one organisation."""

    organisation_id: str
    item_id: str
    first: Decimal
    second: Decimal
    ceiling: Decimal

    @property
    def apart(self) -> Decimal:
        return abs(self.first - self.second)


@dataclass(frozen=True, slots=True)
class Agreement:
    """`same`: how many of `pairs` are equal.  `mean_apart_share`: the mean distance as a part of the ceiling (0–1),
    None without pairs.  `widest`: the pairs that are apart, the widest first.
    """

    pairs: int
    same: int
    mean_apart_share: Decimal | None
    widest: tuple[Pair, ...]


def agreement(pairs: Sequence[Pair]) -> Agreement:
    """Over pairs of marks.  Plain counts, not a coefficient: a handful of pairs bears none."""
    apart = sorted(
        (each for each in pairs if each.apart), key=lambda each: (-each.apart, each.organisation_id, each.item_id)
    )
    mean = None
    if pairs:
        shares = [EXACT.divide(each.apart, each.ceiling) for each in pairs]
        mean = EXACT.divide(sum(shares, Decimal(0)), Decimal(len(pairs)))
    return Agreement(len(pairs), len(pairs) - len(apart), mean, tuple(apart))
