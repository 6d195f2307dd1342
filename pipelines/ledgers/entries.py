"""Which rows of a sheet are entries, and which are totals, notes, examples, repeated headers or nothing."""

import re

import numpy as np
import pyarrow as pa

from pipelines.domain.errors import SecondHeader
from pipelines.domain.ledgers import Ledger, SkippedRows, normal_header
from pipelines.ledgers.arrow import compute as pc
from pipelines.ledgers.texts import SheetTexts
from pipelines.ledgers.values import plain

EXAMPLE = "示例"
_TOTAL = re.compile(r"(?:本页|本月|全年|以上)?(?:合|总|小|共|累)\s*计.{0,6}")
_NOTE = re.compile(
    r"(?:备?注|说\s*明|填\s*[表报]|制\s*表|审\s*核|复\s*核|负责人|单位|联系|打印|注意|第.{1,4}页).*", re.DOTALL
)
_NOTE_CELLS = 3
_SECOND = 3
"""A row that names so many columns of the ledger is a header."""


def skipped_rows(sheet: SheetTexts, ledger: Ledger, *, where: str) -> tuple[np.ndarray, list[SkippedRows]]:
    """(is an entry, by row) and what the others are.  Raises SecondHeader for a header with other columns below."""
    length = len(sheet.rows)
    is_entry = np.ones(length, dtype=bool)
    reasons: dict[str, list[int]] = {}
    dates = sheet.texts.get(ledger.dated_by)
    doubtful = _doubtful(sheet, dates, length)
    for index in np.flatnonzero(doubtful).tolist():
        reason = _reason(sheet, ledger, index, where=where)
        if reason:
            is_entry[index] = False
            reasons.setdefault(reason, []).append(int(sheet.rows[index]))
    # the rows without anything at the end of a sheet are no matter
    reasons.pop("blank", None)
    return is_entry, [SkippedRows(sheet.name, code, tuple(rows)) for code, rows in sorted(reasons.items())]


def _doubtful(sheet: SheetTexts, dates: pa.Array | None, length: int) -> np.ndarray:
    """Rows whose date isn't one by its look, and rows marked as an example."""
    doubtful = np.ones(length, dtype=bool) if dates is None else ~_has_digit(dates)
    for edge in sheet.edge:
        marked = pc.fill_null(pc.starts_with(edge, EXAMPLE), False)
        doubtful |= marked.to_numpy(zero_copy_only=False)
    return doubtful


def _has_digit(dates: pa.Array) -> np.ndarray:
    if not pa.types.is_dictionary(dates.type):
        dates = dates.dictionary_encode()
    digits = pc.match_substring_regex(dates.dictionary, r"\p{Nd}").take(dates.indices)
    return pc.fill_null(digits, False).to_numpy(zero_copy_only=False)


def _reason(sheet: SheetTexts, ledger: Ledger, index: int, *, where: str) -> str | None:
    cells = {column_id: _text(array, index) for column_id, array in sheet.texts.items()}
    edge = [_text(array, index) for array in sheet.edge]
    filled = [text for text in (*edge, *cells.values()) if text]
    if not filled:
        return "blank"
    if any(text.startswith(EXAMPLE) for text in edge):
        return "example"
    heads = [*edge, *(cells[column_id] for column_id in ledger.key if column_id in cells)]
    if any(_TOTAL.fullmatch(text) for text in heads):
        return "total"
    if _is_header(sheet, ledger, cells, where=f"{where}: {sheet.rows[index]}"):
        return "header"
    distinct = list(dict.fromkeys(filled))
    if len(distinct) <= _NOTE_CELLS and _NOTE.fullmatch(distinct[0]):
        return "note"
    return None


def _is_header(sheet: SheetTexts, ledger: Ledger, cells: dict[str, str], *, where: str) -> bool:
    said = {sheet.header.positions[column_id]: text for column_id, text in cells.items()}
    same = sum(1 for position, text in said.items() if text and _same(text, sheet.header.texts[position]))
    names = {normal_header(text) for column in ledger.columns for text in (column.name.zh, *column.aliases)}
    named = [text for text in said.values() if normal_header(text) in names]
    if len(named) < min(_SECOND, len(said)):
        return False
    if same < len(named):
        raise SecondHeader(where=where, found="、".join(named))
    return True


def _same(one: str, other: str) -> bool:
    return normal_header(one) == normal_header(other)


def _text(array: pa.Array, index: int) -> str:
    value = array[index].as_py()
    return plain(value) if value else ""
