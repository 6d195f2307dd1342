"""Which rows of a sheet are entries, and which are totals, notes, examples, repeated headers or nothing."""

import re
from datetime import date

import numpy as np
import pyarrow as pa

from pipelines.domain.errors import SecondHeader
from pipelines.domain.ledgers import Ledger, LedgerColumn, SkippedRows, normal_header
from pipelines.ledgers.arrow import compute as pc
from pipelines.ledgers.glance import by_row, bytes_of, values_of
from pipelines.ledgers.texts import SheetTexts
from pipelines.ledgers.values import CellReader, plain

EXAMPLE = "示例"
_EXAMPLE = re.compile(r"(?:示例|样例)(?:行|数据)?[:：]?")
_EXAMPLE_CELLS = 4
"""An officer's number and first day may be those of an example; a row that says more of it is the example."""
_TOTAL_WORD = r"[合总小共累]\s*计"
_TOTAL = re.compile(
    rf".{{0,12}}?{_TOTAL_WORD}\s*(?:[数额]|[:：(（【\d].{{0,20}}|.{{0,2}}[件宗人次场份元条名户个]数?|金额)?", re.DOTALL
)
"""合计, 5月小计, 1—6月累计：, 合计（件）, 共计43件."""
_KEYWORD = r"(?:备?注|说\s*明|填\s*[表报]|制\s*表|审\s*[核批]|复\s*核|负责人|单位|联系|打印|注意|第.{1,4}页)"
_NOTE = re.compile(
    rf"[(（【]?{_KEYWORD}.*|[以如][上下].*|[—\-*※].*|.*(?:空白|上页|下页).*|[(（]?[一二三四五六七八九十]+[、)）].*",
    re.DOTALL,
)
_SIGNED = re.compile(rf"{_KEYWORD}.{{0,4}}(?:[:：].*|人|单位|日期|时间|盖章|[(（].*)", re.DOTALL)
_NOTE_CELLS = 3
_SECOND = 3
"""A row that names so many columns of the ledger is a header."""
_WHOLE_DAY = re.compile(r"\d{4}\D.*\d|\d{5}")
_DAY_LIKE = r"^[\s\p{Zs}]*\p{Nd}[\p{Nd}\s\p{Zs}\-./:T年月日时分秒－．／：]*$"


def skipped_rows(sheet: SheetTexts, ledger: Ledger, *, where: str) -> tuple[np.ndarray, list[SkippedRows]]:
    """(is an entry, by row) and what the others are.  Raises SecondHeader for a header with other columns below."""
    length = len(sheet.rows)
    is_entry = np.ones(length, dtype=bool)
    reasons: dict[str, list[int]] = {}
    dates = sheet.texts.get(ledger.dated_by)
    doubtful = _doubtful(sheet, dates, length) | _have_example_key(sheet, ledger, length)
    for index in np.flatnonzero(doubtful).tolist():
        reason = _reason(sheet, ledger, index, where=where)
        if reason:
            is_entry[index] = False
            reasons.setdefault(reason, []).append(int(sheet.rows[index]))
    # the rows without anything at the end of a sheet are no matter
    reasons.pop("blank", None)
    return is_entry, [SkippedRows(sheet.name, code, tuple(rows)) for code, rows in sorted(reasons.items())]


def _doubtful(sheet: SheetTexts, dates: pa.Array | None, length: int) -> np.ndarray:
    """Rows whose date isn't one by its look, and rows marked as an example or a total."""
    doubtful = np.ones(length, dtype=bool) if dates is None else ~_look_like_days(dates)
    for edge in sheet.edge:
        values = values_of(edge)
        held = bytes_of(values)
        # few columns hold these characters, and only their cells are looked at
        if any(mark.encode() in held for mark in ("例", "计")):
            is_marked = pc.match_substring_regex(values, rf"例|{_TOTAL_WORD}")
            doubtful |= pc.fill_null(by_row(edge, is_marked), False).to_numpy(zero_copy_only=False)
    return doubtful


def _have_example_key(sheet: SheetTexts, ledger: Ledger, length: int) -> np.ndarray:
    """Rows with the key of the template's example, whose mark may have been deleted."""
    keys = sheet.texts.get(ledger.key[0])
    if keys is None:
        return np.zeros(length, dtype=bool)
    example = pa.array([ledger.column_of[ledger.key[0]].example])
    return pc.is_in(keys, value_set=example).to_numpy(zero_copy_only=False)


def _look_like_days(dates: pa.Array) -> np.ndarray:
    if not pa.types.is_dictionary(dates.type):
        dates = dates.dictionary_encode()
    is_day = by_row(dates, pc.match_substring_regex(dates.dictionary, _DAY_LIKE))
    return pc.fill_null(is_day, False).to_numpy(zero_copy_only=False)


def _reason(sheet: SheetTexts, ledger: Ledger, index: int, *, where: str) -> str | None:
    """Why a row is no entry; None where it is one, or may be one that lacks something."""
    cells = {column_id: _text(array, index) for column_id, array in sheet.texts.items()}
    edge = [_text(array, index) for array in sheet.edge]
    told = list(dict.fromkeys(text for text in cells.values() if text))
    if not told and all(not text or text.isdigit() for text in edge):
        return "blank"  # a number that somebody wrote down in advance is nothing either
    if any(_EXAMPLE.fullmatch(text) for text in edge) or _is_example(ledger, cells):
        return "example"
    if _is_total(ledger, cells, edge):
        return "total"
    if _is_header(
        sheet,
        ledger,
        cells,
        where=f"{where}: {sheet.name}!{sheet.rows[index]}" if sheet.name else f"{where}: {sheet.rows[index]}",
    ):
        return "header"
    return "note" if _is_note(sheet, cells, [text for text in edge if text], told) else None


def _is_example(ledger: Ledger, cells: dict[str, str]) -> bool:
    """Whether every filled cell says what the template's example does, in whatever form; a few can do so by chance."""
    filled = [(ledger.column_of[column_id], text) for column_id, text in cells.items() if text]
    return len(filled) >= _EXAMPLE_CELLS and all(_says(column, text) for column, text in filled)


def _says(column: LedgerColumn, text: str) -> bool:
    if text == plain(column.example):
        return True
    reader = CellReader(column, today=date.max)
    value = reader.read(text).value
    return value is not None and value == reader.read(column.example).value


def _is_total(ledger: Ledger, cells: dict[str, str], edge: list[str]) -> bool:
    """A row with a key and a day of its own is an entry, whatever it is about (总计划)."""
    keys = [cells[column_id] for column_id in ledger.key if column_id in cells]
    if not any(_TOTAL.fullmatch(text) for text in (*edge, *keys)):
        return False
    has_key = any(text and not _TOTAL.fullmatch(text) for text in keys)
    return not (has_key and _WHOLE_DAY.match(cells.get(ledger.dated_by, "")))


def _is_note(sheet: SheetTexts, cells: dict[str, str], edge: list[str], told: list[str]) -> bool:
    """A remark or a signature: no column of the ledger is filled, one text is merged over the row, or it says so."""
    if not told:
        return True
    if len(told) == 1 and len(cells) > 1 and len([text for text in cells.values() if text]) > len(cells) // 2:
        return True
    distinct = list(dict.fromkeys((*edge, *told)))
    return len(distinct) <= _NOTE_CELLS and bool((_NOTE if len(distinct) == 1 else _SIGNED).fullmatch(distinct[0]))


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
