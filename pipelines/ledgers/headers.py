"""Which row of a sheet names the columns, and which column each header stands for."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipelines.domain.ledgers import Ledger, normal_header
from pipelines.ledgers.values import plain

DEEPEST = 20
"""A header stands in one of the first rows; what is found only further down is named and refused."""
_SEARCHED = 200
_ROW_NUMBERS = frozenset(("序号", "序", "行号"))
_UNIT = r"(?:[千百十]?万|[十百千亿])?(?:元|人次|人|次|份|件|宗|场|天|日|学时|课时|小时)"
_IN_BRACKETS = re.compile(rf"[(（\[【](?:单位[:：]?)?({_UNIT})[)）\]】]")
_BEHIND = re.compile(rf"(?:[/,、:_-]|[/,、:]?单位:?)({_UNIT})|((?:[千百十]?万|[十百千亿])?元)")
"""金额/万元, 金额单位：万元, 金额万元: what stands behind a column's name."""
_LONGEST_UNIT = 10
_ABOVE = re.compile(r"单位[:：]?((?:[千百十]?万|[十百千亿])?元)")
_REMARK = re.compile(r"[(（\[【].*?[)）\]】]")
_FOREIGN = re.compile(r"美元|港币|港元|欧元|英镑|日元|外币|USD|HKD|EUR|%|‰")


@dataclass(frozen=True, slots=True)
class Header:
    """A header as found: its row and the first row of entries (both from 0 in the rows given).

    `columns`: position → column id.  `texts`: position → what the header says.  `units`: column id → 万元 and such;
    amounts without one take that of the sheet (单位：万元 above the header).
    `unread`: headers that stand for no column; a running number is none.
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
            if below is not None and not _continues(row, below, names):
                continue
            if _fits(found, ledger) and (best is None or _rank(found) > _rank(best)):
                best = found
        if best and best.row < number - 1:
            break
    return _with_sheet_unit(best, rows, ledger) if best else None


def _rank(header: Header) -> tuple[int, int, int]:
    """One row rather than two that name no more: what stands above a header isn't part of it."""
    return len(header.columns), -len(header.doubled), header.row - header.first


def _with_sheet_unit(header: Header, rows: Sequence[Sequence[str]], ledger: Ledger) -> Header:
    above = "".join("".join(cell.split()) for row in rows[: header.row] for cell in row)
    found = _ABOVE.search(plain(above))
    if not found:
        return header
    money = {column.column_id for column in ledger.columns if column.type == "money"}
    return replace(
        header, units={each: unit or (found[1] if each in money else "") for each, unit in header.units.items()}
    )


def _continues(row: Sequence[str], below: Sequence[str], names: Mapping[str, str]) -> bool:
    """Whether a row can be the lower half of a header: what the upper row names by itself, it leaves or explains.

    An entry can say what is a column's name too (听证), and must not be taken for a header.
    """
    for position in range(len(below)):
        upper, lower = _at(row, position), _at(below, position)
        if lower in ("", upper) or _REMARK.fullmatch(lower):
            continue
        if _named(upper, names) and upper not in (_at(row, position - 1) if position else "", _at(row, position + 1)):
            return False
    return True


def _names(ledger: Ledger, mapping: Mapping[str, str]) -> dict[str, str]:
    names = {
        normal_header(text): column.column_id
        for column in ledger.columns
        for text in (column.name.zh, column.name.en, column.column_id, *column.aliases)
    }
    # a column may have left the catalogue since somebody named it
    said = {normal_header(text): column_id for text, column_id in mapping.items() if column_id in ledger.column_of}
    return names | said


def _read(row: Sequence[str], below: Sequence[str] | None, number: int, names: Mapping[str, str]) -> Header:
    """One row, or two of which the lower parts what the upper joins, as a header."""
    columns: dict[int, str] = {}
    texts: dict[int, str] = {}
    units: dict[str, str] = {}
    unread, doubled = [], []
    for position in range(max(len(row), len(below or ()))):
        upper = _at(row, position)
        lower = _at(below, position) if below is not None else ""
        is_parted = lower not in ("", upper)
        shown = _shown(below if is_parted else row, position)
        candidates = (upper + lower, lower, upper) if is_parted else (upper,)
        if below is not None and lower in ("", upper) and not upper:
            continue
        column_id = next((found for text in candidates if (found := _named(text, names))), None)
        if column_id is None:
            if shown:
                unread += [] if shown in _ROW_NUMBERS else [shown]
            continue
        if column_id in units or column_id in columns.values():
            doubled.append(shown)
            continue
        columns[position], texts[position] = column_id, shown
        units[column_id] = next((unit for text in candidates if (unit := _unit_of(text, names))), "")
    first = number + (1 if below is None else 2)
    return Header(number, first, columns, texts, units, tuple(dict.fromkeys(unread)), tuple(doubled))


def _at(row: Sequence[str] | None, position: int) -> str:
    return "".join(row[position].split()) if row is not None and position < len(row) else ""


def _shown(row: Sequence[str] | None, position: int) -> str:
    """A header as a person reads it: in English with its blanks."""
    text = _at(row, position)
    return " ".join(row[position].split()) if row is not None and text.isascii() and text else text


def _named(text: str, names: Mapping[str, str]) -> str | None:
    """The column of a header, with and without what stands in its brackets, and the unit behind it."""
    text = "".join(plain(text).split())
    if not text:
        return None
    found = names.get(normal_header(text))
    if found or _FOREIGN.search(text):
        return found
    bare = _REMARK.sub("", text)
    return names.get(normal_header(bare)) or names.get(normal_header(_parted(bare, names)[0]))


def _unit_of(text: str, names: Mapping[str, str]) -> str:
    text = "".join(plain(text).split())
    found = _IN_BRACKETS.search(text)
    return found[1] if found else _parted(text, names)[1]


def _parted(text: str, names: Mapping[str, str]) -> tuple[str, str]:
    """(a column's name, the unit behind it); the whole text and nothing where it isn't made so."""
    if normal_header(text) in names:
        return text, ""
    for at in range(max(len(text) - 1, 0), max(len(text) - _LONGEST_UNIT, 0), -1):
        if (found := _BEHIND.fullmatch(text[at:])) and normal_header(text[:at]) in names:
            return text[:at], found[1] or found[2]
    return text, ""


def _fits(found: Header, ledger: Ledger) -> bool:
    """A title can name a column by chance; a header names several, a required one among them."""
    required = {column.column_id for column in ledger.columns if column.is_required}
    named = set(found.columns.values())
    return len(named) >= min(2, len(ledger.columns)) and len(named & required) * 3 >= len(required)
