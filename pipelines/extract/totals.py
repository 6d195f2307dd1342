"""Whether a table's 合计 is the sum of its parts, along its rows and down its columns."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

RATES = ("%", "‰")


@dataclass(frozen=True, slots=True)
class Entry:
    """A number with what the labels along one direction say of it.

    `level` is the label over its own: parts and total share it.  `is_known`: a rule knows the label, so that it is
    surely a part and no stage (立案, 结案) that is counted beside the parts.
    """

    key: int
    value: Decimal
    unit: str
    level: tuple[str, ...]
    is_total: bool
    is_left_out: bool
    is_known: bool


def sums_that_differ(lines: Iterable[Sequence[Entry]]) -> set[int]:
    """The keys of totals that aren't the sum of the parts before them in their line, or behind where they come first.

    What may be a stage beside the parts is allowed for: a total that is the sum of the nearest parts agrees.
    """
    return {
        entry.key
        for line in lines
        for at, entry in enumerate(line)
        if entry.is_total and entry.unit not in RATES and not _agrees(entry, _parts(line, at))
    }


def by_line(entries: Iterable[tuple[int, Entry]]) -> list[list[Entry]]:
    """Entries gathered by the row or column that they stand in."""
    lines: dict[int, list[Entry]] = defaultdict(list)
    for line, entry in entries:
        lines[line].append(entry)
    return list(lines.values())


def _parts(line: Sequence[Entry], at: int) -> list[Entry]:
    total = line[at]

    def taken(others: Iterable[Entry]) -> list[Entry]:
        found: list[Entry] = []
        for other in others:
            if other.is_total:
                if other.unit == total.unit and other.level == total.level:
                    break
            elif not other.is_left_out and other.unit == total.unit and other.level == total.level:
                found.append(other)
        return found

    return taken(line[each] for each in range(at - 1, -1, -1)) or taken(line[each] for each in range(at + 1, len(line)))


def _agrees(total: Entry, parts: Sequence[Entry]) -> bool:
    """Parts run from the nearest to the farthest."""
    if len(parts) < 2:
        return True
    so_far = Decimal(0)
    for part in parts:
        so_far += part.value
        if so_far == total.value and not all(each.is_known for each in parts):
            return True
    return so_far == total.value
