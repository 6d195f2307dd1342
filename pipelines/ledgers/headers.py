"""Which row of a sheet names the columns, and which column each header stands for."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipelines.domain.ledgers import Ledger, normal_header
from pipelines.ledgers.values import plain

DEEPEST = 20
"""A header stands in one of the first rows; what is found only further down is named and refused."""
_SEARCHED = 200
_UNIT = re.compile(r"[(（\[]\s*(?:单位[:：]?)?\s*(元|万元|亿元|人|人次|次|份|天|日|学时|课时|小时)\s*[)）\]]")
_REMARK = re.compile(r"[(（\[].*?[)）\]]")


@dataclass(frozen=True, slots=True)
class Header:
    """A header as found: its row and the first row of entries (both from 0 in the rows given).

    `columns`: position → column id.  `texts`: position → what the header says.  `units`: column id → 万元 and such.
    `unread`: headers that stand for no column.
    """

    row: int
    first: int
    columns: Mapping[int, str]
    texts: Mapping[int, str]
    units: Mapping[str, str]
    unread: tuple[str, ...]
    doubled: tuple[str, ...] = ()

    @property
    def positions(self) -> dict[str, int]:
        """Column id → position."""
        return {column_id: position for position, column_id in self.columns.items()}


def find_header(rows: Sequence[Sequence[str]], ledger: Ledger, mapping: Mapping[str, str]) -> Header | None:
    """The row among the first that names most columns, and at least a third of the required ones.

    `mapping` holds headers that a person has explained, each with its column.  None where no row is a header.
    """
    names = _names(ledger, mapping)
    best: Header | None = None
    for number, row in enumerate(rows[:_SEARCHED]):
        for depth in (1, 2):
            below = rows[number + 1] if depth == 2 and number + 1 < len(rows) else None
            if depth == 2 and below is None:
                continue
            found = _read(row, below, number, names)
            if _fits(found, ledger) and (best is None or len(found.columns) > len(best.columns)):
                best = found
        if best and best.row < number - 1:
            break
    return best


def _names(ledger: Ledger, mapping: Mapping[str, str]) -> dict[str, str]:
    names = {
        normal_header(text): column.column_id
        for column in ledger.columns
        for text in (column.name.zh, column.name.en, column.column_id, *column.aliases)
    }
    return names | {normal_header(text): column_id for text, column_id in mapping.items()}


def _read(row: Sequence[str], below: Sequence[str] | None, number: int, names: Mapping[str, str]) -> Header:
    """One row, or two of which the lower parts what the upper joins, as a header."""
    columns: dict[int, str] = {}
    texts: dict[int, str] = {}
    units: dict[str, str] = {}
    unread, doubled = [], []
    for position in range(max(len(row), len(below or ()))):
        upper = _at(row, position)
        lower = _at(below, position) if below is not None else ""
        shown = lower if lower and lower != upper else upper
        candidates = (lower, upper + lower, upper) if lower and lower != upper else (upper,)
        if below is not None and lower in ("", upper) and not upper:
            continue
        column_id = next((found for text in candidates if (found := _named(text, names))), None)
        if column_id is None:
            if shown:
                unread.append(shown)
            continue
        if column_id in units or column_id in columns.values():
            doubled.append(shown)
            continue
        columns[position], texts[position] = column_id, shown
        unit = _UNIT.search(plain(shown))
        units[column_id] = unit[1] if unit else ""
    first = number + (1 if below is None else 2)
    return Header(number, first, columns, texts, units, tuple(dict.fromkeys(unread)), tuple(doubled))


def _at(row: Sequence[str] | None, position: int) -> str:
    return "".join(row[position].split()) if row is not None and position < len(row) else ""


def _named(text: str, names: Mapping[str, str]) -> str | None:
    """The column of a header, with and without what stands in its brackets."""
    text = plain(text)
    if not text:
        return None
    return names.get(normal_header(text)) or names.get(normal_header(_REMARK.sub("", text)))


def _fits(found: Header, ledger: Ledger) -> bool:
    """A title can name a column by chance; a header names several, a required one among them."""
    required = {column.column_id for column in ledger.columns if column.is_required}
    named = set(found.columns.values())
    return len(named) >= min(2, len(ledger.columns)) and len(named & required) * 3 >= len(required)
