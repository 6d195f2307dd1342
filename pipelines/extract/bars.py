"""Lines whose cells are parted by | or tabs: where they are, and whether each bar joins one name to one number."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.extract.cells import CellReader

MOST_PAIRS = 5_000
BARS = re.compile(r"[|｜]")
SEPARATOR = re.compile(r"[|｜\t]")
STOP = re.compile(r"[。；;！？!?]")
_FIRST = re.compile(r"\s*([^\s。；;！？!?]{1,40}?)(?=[，,、](?!\d)|[\s。；;！？!?]|$)")


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands between two bars, without the blanks at its edges."""

    text: str
    start: int
    end: int


def lines_with_bars(text: str) -> Iterator[tuple[int, int]]:
    """The lines that hold a | or a tab, as spans."""
    position = 0
    while found := SEPARATOR.search(text, position):
        start = text.rfind("\n", position, found.start()) + 1 or position
        end = text.find("\n", found.end())
        position = end = len(text) if end < 0 else end
        yield start, end


def is_of_pairs(text: str, start: int, end: int, reader: CellReader) -> bool:
    """Whether numbers followed by the next pair's name stand between the bars, where a row has one thing a cell."""
    if not 0 < text.count("|", start, end) + text.count("｜", start, end) <= MOST_PAIRS:
        return False
    first, *inner = BARS.split(text[start:end])
    joined = [number_and_rest(segment, reader) is not None for segment in inner]
    if len(inner) == 1:
        return joined[0] and bool(first.strip())
    return sum(joined[:-1]) * 2 > len(inner) - 1


def number_and_rest(segment: str, reader: CellReader) -> tuple[int, int] | None:
    """Where the number that a segment begins with stands, if more words follow it."""
    found = _FIRST.match(segment)
    if not found or not segment[found.end() :].strip() or not reader.number(found[1]):
        return None
    return found.span(1)
