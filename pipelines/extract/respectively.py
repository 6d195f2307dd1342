"""Numbers that 分别 tells apart: the first belongs to what is named first, the second to the second."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipelines.domain.quantities import Quantity

_WORD = "分别"
_REACH = 30
_CLAUSE = re.compile(r"[，,。；;：:！？!?\n]")
_SEPARATOR = re.compile(r"、|以及|和(?![解谐])|(?<!参)与(?!率)|及(?![时格])")
_GAP = re.compile(r"\s*(?:[、，,和与及]|以及)\s*(?:为|达)?")
_YEARS = re.compile(r"(20\d\d)年")
_YEAR_LIST = re.compile(r"20\d\d年(?:度)?(?:(?:、|和|与|及)20\d\d年(?:度)?)+")


@dataclass(frozen=True, slots=True)
class Apart:
    """Quantities from `first` on, one for each of `names`: the stretch of text that names it.

    `years` has the year of each where years are told apart; all share one name then.
    """

    first: int
    names: tuple[tuple[int, int], ...]
    years: tuple[int, ...] = ()


def told_apart(text: str, quantities: Sequence[Quantity]) -> Iterator[Apart]:
    """The groups of quantities that a 分别 stands before; the names of those that can't be told are empty."""
    starts = [quantity.span[0] for quantity in quantities]
    at = text.find(_WORD)
    while at >= 0:
        first = bisect_left(starts, at + len(_WORD))
        if first < len(starts) and starts[first] - at <= _REACH and not _CLAUSE.search(text, at, starts[first]):
            count = _count(text, quantities, first)
            if count > 1:
                yield _apart(text, quantities, first, count, at)
        at = text.find(_WORD, at + len(_WORD))


def with_years(quantities: Sequence[Quantity], groups: Sequence[Apart]) -> list[Quantity]:
    """The quantities, those of several years each with its own (2022年和2023年分别…12场和15场)."""
    dated = list(quantities)
    for group in groups:
        for index, year in enumerate(group.years, start=group.first):
            dated[index] = replace(dated[index], year=year, window=None)
    return dated


def _count(text: str, quantities: Sequence[Quantity], first: int) -> int:
    """How many quantities follow each other with nothing but 、 or 和 between them."""
    last = first
    while last + 1 < len(quantities) and _GAP.fullmatch(text, quantities[last].span[1], quantities[last + 1].span[0]):
        last += 1
    return last - first + 1


def _apart(text: str, quantities: Sequence[Quantity], first: int, count: int, at: int) -> Apart:
    floor = quantities[first - 1].span[1] if first else 0
    marks = [mark.end() for mark in _CLAUSE.finditer(text, max(floor, at - 2 * _REACH), at)]
    start = marks[-1] if marks else max(floor, at - 2 * _REACH)
    years = _YEAR_LIST.findall(text[start:at])
    listed = tuple(int(year) for year in _YEARS.findall(years[-1])) if years else ()
    if len(listed) == count:
        return Apart(first, ((start, quantities[first].span[0]),) * count, listed)
    return Apart(first, _names(text, start, at, count))


def _names(text: str, start: int, at: int, count: int) -> tuple[tuple[int, int], ...]:
    """The last `count` members of the enumeration before 分别; empty stretches where it has fewer."""
    spans, left = [], start
    for mark in _SEPARATOR.finditer(text, start, at):
        spans.append((left, mark.start()))
        left = mark.end()
    spans.append((left, at))
    return tuple(spans[-count:]) if len(spans) >= count else ((at, at),) * count
