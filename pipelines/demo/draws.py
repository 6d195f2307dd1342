"""Columns of drawn values.  What a path of words draws is the same on every machine and in any order of making."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute

from pipelines.demo.seasons import year_days

compute: Any = pyarrow.compute
"""Arrow's functions; their list is made at import, so that no type checker knows it."""
NEVER = np.datetime64("NaT", "D")


class Draws:
    """Draws for one thing, told by its path: seed, organisation, ledger."""

    def __init__(self, *path: object):
        self.one = Random("/".join(map(str, path)))
        self._many = np.random.Generator(np.random.PCG64(self.one.getrandbits(64)))

    def shares(self, count: int) -> np.ndarray:
        """Even in [0, 1)."""
        return self._many.random(count)

    def chance(self, count: int, share: float | np.ndarray) -> np.ndarray:
        """True in about that share."""
        return self.shares(count) < share

    def whole(self, count: int, least: int, most: int) -> np.ndarray:
        """Whole numbers, both ends among them."""
        return (least + np.floor(self.shares(count) * (most - least + 1))).astype(np.int64)

    def amounts(self, count: int, least: int, most: int) -> np.ndarray:
        """Amounts in whole hundreds: many small ones, few large ones."""
        drawn = least * (1 - self.shares(count)) ** -0.75
        return (np.minimum(drawn, most) // 100 * 100).astype(np.int64)

    def pick(self, count: int, choices: Mapping[str, float] | Sequence[str]) -> pa.Array:
        """Texts; a mapping gives each its weight."""
        texts = list(choices)
        weights = [choices[text] for text in texts] if isinstance(choices, Mapping) else [1.0] * len(texts)
        passed = np.cumsum(weights) / np.sum(weights)
        at = np.minimum(np.searchsorted(passed, self.shares(count), side="right"), len(texts) - 1)
        return pa.array(texts, pa.string()).take(pa.array(at.astype(np.int32)))

    def yes_no(self, count: int, share: float | np.ndarray) -> pa.Array:
        return said(self.chance(count, share))

    def days(self, counts: Mapping[int, int], season: str) -> np.ndarray:
        """So many days of each year, in order."""
        drawn = []
        for year, count in counts.items():
            days, passed = year_days(year, season)
            at = np.searchsorted(passed, self.shares(count), side="right")
            drawn.append(np.sort(days[np.minimum(at, len(days) - 1)]))
        return np.concatenate(drawn) if drawn else np.empty(0, dtype="datetime64[D]")

    def later(self, days: np.ndarray, least: int, most: int, share: float | np.ndarray = 1.0) -> np.ndarray:
        """A day so many days after each, in about that share; else never."""
        after = days + self.whole(len(days), least, most)
        return np.where(self.chance(len(days), share), after, NEVER)


def said(mask: np.ndarray) -> pa.Array:
    """是 or 否."""
    return pa.array(["否", "是"]).take(pa.array(mask.astype(np.int32)))


def only_where(mask: np.ndarray, texts: np.ndarray | pa.Array) -> pa.Array:
    """The texts where the mask holds, nothing elsewhere."""
    return compute.if_else(pa.array(mask), pa.array(texts, pa.string()), pa.scalar(None, pa.string()))


def numbered(prefix: str, days: np.ndarray) -> pa.Array:
    """GD-2024-00001: numbers within each year, in the order of the days (which come sorted)."""
    years = days.astype("datetime64[Y]").astype(np.int64) + 1970
    first = np.searchsorted(years, years, side="left")
    order = pa.array(np.arange(len(days)) - first + 1).cast(pa.string())
    heads = compute.binary_join_element_wise(pa.scalar(prefix), pa.array(years).cast(pa.string()), "-")
    return compute.binary_join_element_wise(heads, compute.utf8_lpad(order, 5, "0"), "-")


def shared(prefix: str, days: np.ndarray) -> pa.Array:
    """LH-2024-03-04: one number for whatever several offices hold together on a day."""
    return compute.binary_join_element_wise(pa.scalar(prefix), pa.array(days.astype(str)), "-")


def known_by(days: np.ndarray, as_of: np.datetime64) -> np.ndarray:
    """Days after `as_of` haven't come yet."""
    return np.where(days > as_of, NEVER, days)
