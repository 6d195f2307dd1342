"""One made-up subdistrict: how large it is, how it grows, and how well it keeps its terms."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from pipelines.demo.draws import Draws
from pipelines.demo.names import Named, communities, named, towers


@dataclass(frozen=True, slots=True)
class Subdistrict:
    """`events`: how many events a year it has over all ledgers.  `care`: 0–1, how well terms are kept at first."""

    number: int
    named: Named
    seed: int
    years: tuple[int, int]
    as_of: date
    events: int
    growth: float
    care: float
    communities: tuple[str, ...]
    towers: tuple[str, ...]

    @property
    def today(self) -> np.datetime64:
        return np.datetime64(self.as_of)

    def draws(self, *path: object) -> Draws:
        return Draws(self.seed, self.named.organisation_id, *path)

    def counts(self, name: str, share: float, *, least: int = 1) -> Mapping[int, int]:
        """How many events of a kind each year has, at least so many: `share` of all, growing, with some noise."""
        draw = self.draws(name, "counts").one
        first, last = self.years
        return {
            year: max(least, round(self.events * share * self.growth ** (year - first) * draw.uniform(0.9, 1.1)))
            for year in range(first, last + 1)
        }

    def kept(self, days: np.ndarray, *, base: float = 0.86) -> np.ndarray:
        """The share of terms that are kept on each day; it rises by the years."""
        years = days.astype("datetime64[Y]").astype(np.int64) + 1970 - self.years[0]
        return np.minimum(base + 0.1 * self.care + 0.008 * years, 0.998)


def subdistrict(number: int, *, years: tuple[int, int], events: int, seed: int, as_of: date) -> Subdistrict:
    """A subdistrict by its number from 0."""
    who = named(number)
    draw = Draws(seed, who.organisation_id, "self").one
    size = draw.uniform(0.8, 1.2)
    return Subdistrict(
        number=number,
        named=who,
        seed=seed,
        years=years,
        as_of=as_of,
        events=max(1, round(events * size)),
        growth=draw.uniform(0.99, 1.04),
        care=draw.random(),
        communities=tuple(communities(who, draw.randint(7, 14))),
        towers=tuple(towers(who, draw.randint(6, 24))),
    )
