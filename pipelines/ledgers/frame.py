"""A sheet's cells as text → one typed column for each of the ledger's, with every cell that couldn't be read.

Each different text of a column is read once: a million rows hold few different dates.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from hashlib import blake2b

import numpy as np
import pyarrow as pa

from pipelines.domain.ledgers import Ledger, LedgerColumn
from pipelines.ledgers.arrow import compute as pc
from pipelines.ledgers.glance import are_digits, by_row, bytes_of, has_blank, has_digits, is_normal, values_of
from pipelines.ledgers.values import FORMULA, NOTHING, UNSEEN, CellReader, Read, scale_of

TYPES: dict[str, pa.DataType] = {
    "text": pa.string(),
    "date": pa.date32(),
    "whole": pa.int64(),
    "number": pa.decimal128(20, 4),
    "money": pa.decimal128(20, 4),
    "choice": pa.string(),
    "yes_no": pa.bool_(),
}
_MOST_DIGITS = 9
"""So many fit a number that is read without a look at each text."""
_PHONE = r"(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}[- ]\d{7,8}"
_BORN = r"(?:19|20)\d\d[- ]?(?:0[1-9]|1[0-2])[- ]?(?:0[1-9]|[12]\d|3[01])"
_PERSONAL = re.compile(rf"(?<!\d)(?:{_PHONE}|\d{{6}}[- ]{_BORN}[- ]?\d{{3}}[\dXx]|\d{{17}}[\dXx]|\d{{15}})(?![\dXx])")
"""Telephone numbers and identity numbers, wherever they stand in a text."""
_PERSON_IN_KEY = re.compile(rf"(?<!\d)(?:1[3-9]\d{{9}}|[1-9]\d{{5}}{_BORN}\d{{3}}[\dXx])(?![\dXx])")
"""Order numbers can be as long as an identity number: in a key only what holds a day of birth is one."""
_MAYBE_PERSONAL = r"\d{11}|(?:^|\D)(?:1\d{2}[- ]\d{4}[- ]?\d{4}|1\d{6}[- ]\d{4}|0\d{2,3}[- ]\d{7}|\d{6}[- ]\d{4})"
_LEAST_DIGITS = 4
"""So many digits in a row every number of a person has, whatever stands between its parts."""
_MAYBE_IN_KEY = r"1[3-9]\d{9}|\d{6}(?:19|20)\d{2}"
_LEAST_DIGITS_IN_KEY = 10
_IN_FORMULAS = (b"=", b"+", b"@", b"|", b"!", b"(")
"""Every formula has one of these marks."""
_DIGITS_LOST = r"^\d(?:\.\d+)?E\+\d{2}$"
"""How a spreadsheet shows a number of more digits than it keeps: no longer the number that was typed."""
_MASK = "●●●"


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell that couldn't be read: its row's index, column id, text and fault."""

    index: int
    column_id: str
    found: str
    fault: str


@dataclass(frozen=True, slots=True)
class Typed:
    """The typed columns by id, the cells that couldn't be read, and which dates name a month only."""

    columns: dict[str, pa.Array]
    bad: tuple[BadCell, ...]
    month_only: dict[str, np.ndarray]


def type_columns(
    texts: dict[str, pa.Array], ledger: Ledger, units: dict[str, str], *, today: date, salt: bytes
) -> Typed:
    """`texts`: column id → its cells as text, null where empty.  Columns that the file lacks are all null."""
    length = len(next(iter(texts.values())))
    columns: dict[str, pa.Array] = {}
    bad: list[BadCell] = []
    month_only: dict[str, np.ndarray] = {}
    for column in ledger.columns:
        given = texts.get(column.column_id)
        if column.personal == "drop":
            bad += _hidden_formulas(given, column)
            continue
        if given is None:
            columns[column.column_id] = pa.nulls(length, TYPES[column.type])
            continue
        if column.type == "text":
            read, faults = _texts(given, column, salt, is_key=column.column_id in ledger.key)
            months = None
        else:
            reader = CellReader(column, today=today, unit=units.get(column.column_id, ""))
            read, faults, months = _typed(given, column, reader)
        columns[column.column_id] = read
        bad += faults
        if months is not None:
            month_only[column.column_id] = months
    return Typed(columns, tuple(bad), month_only)


def _typed(
    given: pa.Array, column: LedgerColumn, reader: CellReader
) -> tuple[pa.Array, list[BadCell], np.ndarray | None]:
    if column.type in _NUMBERS and not reader.unit and are_digits(values_of(given), most=_MOST_DIGITS):
        numbers = _from_whole(values_of(given).cast(pa.int64()), TYPES[column.type])
        return by_row(given, numbers), [], None
    encoded = given if pa.types.is_dictionary(given.type) else given.dictionary_encode()
    texts = encoded.dictionary.to_pylist()
    reads = [_nothing if text is None or not text.strip() else reader.read(text) for text in texts]
    if column.type == "money" and not reader.unit:
        reads = _of_one_unit(reads)
    typed = pa.array([_value(read.value, column.type) for read in reads], TYPES[column.type]).take(encoded.indices)
    faults = {number: read.fault for number, read in enumerate(reads) if read.fault}
    months = [number for number, read in enumerate(reads) if read.is_month]
    bad = _bad_cells(encoded, faults, {number: texts[number] for number in faults}, column)
    return typed, bad, _among(encoded.indices, months) if months else None


def _from_whole(numbers: pa.Array, kind: pa.DataType) -> pa.Array:
    """Whole numbers of at most `_MOST_DIGITS` digits, none below 0, in a column's type.

    A decimal is a whole number of ten-thousandths in 128 bits, the lower half first: the upper half stays 0.  Arrow's
    own cast looks twice whether each fits.
    """
    if not pa.types.is_decimal(kind):
        return numbers
    halves = np.zeros((len(numbers), 2), dtype="<i8")
    halves[:, 0] = pc.fill_null(numbers, 0).to_numpy() * 10**kind.scale
    whole = pa.Array.from_buffers(kind, len(numbers), [None, pa.py_buffer(halves)])
    return pc.if_else(pc.is_valid(numbers), whole, None) if numbers.null_count else whole


def _of_one_unit(reads: Sequence[Read]) -> list[Read]:
    """Where some amounts of a column say 万元, what one without a unit means can't be told."""
    if not any(scale_of(read.unit) > 1 for read in reads):
        return list(reads)
    return [Read(fault="mixed_units") if isinstance(read.value, Decimal) and not read.unit else read for read in reads]


_nothing = Read()
_NUMBERS = ("whole", "number", "money")


def _texts(given: pa.Array, column: LedgerColumn, salt: bytes, *, is_key: bool) -> tuple[pa.Array, list[BadCell]]:
    """A column of texts in half width, without what names a person, and its cells that can't be taken."""
    texts, faults = _plain_texts(values_of(given))
    if is_key or column.personal == "pseudonym":
        faults |= _lost_digits(texts)
    bad = _bad_cells(given, faults, {number: texts[number].as_py() for number in faults}, column)
    kept = _protected(texts, column, salt, is_key=is_key)
    return by_row(given, kept), bad


def _plain_texts(given: pa.Array) -> tuple[pa.Array, dict[int, str]]:
    """Texts have too many different values to look at each: all are put in half width and trimmed at once.

    With them the faults by place: what is a formula.
    """
    texts, held = given, bytes_of(given)
    if not is_normal(held):
        texts = pc.utf8_normalize(texts, "NFKC")
        held = bytes_of(texts)
        for unseen in _unseen_in(held):
            texts = pc.replace_substring(texts, unseen, "")
        texts = pc.utf8_trim_whitespace(texts)
    elif has_blank(held):
        texts = pc.utf8_trim_whitespace(texts)
    texts = pc.if_else(pc.is_in(texts, pa.array(["", *NOTHING])), None, texts)
    if not any(mark in held for mark in _IN_FORMULAS):
        return texts, {}
    is_formula = pc.fill_null(pc.match_substring_regex(texts, FORMULA.pattern), False).to_numpy(zero_copy_only=False)
    return texts, dict.fromkeys(np.flatnonzero(is_formula).tolist(), "formula")


def _hidden_formulas(given: pa.Array | None, column: LedgerColumn) -> list[BadCell]:
    """Formulas in a column that isn't kept: the file asks to run something, and nothing of what it says is repeated."""
    if given is None:
        return []
    held = bytes_of(values_of(given))
    if not any(mark in held for mark in (b"=", b"@", b"|", "＝".encode())):
        return []
    faults = _plain_texts(values_of(given))[1]
    return _bad_cells(given, faults, dict.fromkeys(faults, "=…"), column)


def _unseen_in(held: bytes) -> list[str]:
    """The characters that nobody sees, of those that a column holds anywhere: mostly none."""
    # a single byte is looked for ten times as fast as three
    maybe = [unseen for unseen in UNSEEN if unseen.encode()[:1] in held]
    return [unseen for unseen in maybe if unseen.encode() in held]


def _lost_digits(texts: pa.Array) -> dict[int, str]:
    held = bytes_of(texts)
    if b"+" not in held or b"E+" not in held:
        return {}
    is_lost = pc.fill_null(pc.match_substring_regex(texts, _DIGITS_LOST), False).to_numpy(zero_copy_only=False)
    return dict.fromkeys(np.flatnonzero(is_lost).tolist(), "too_precise")


def _value(value: object, kind: str) -> object:
    return int(value) if kind == "whole" and isinstance(value, Decimal) else value


def _among(indices: pa.Array, numbers: Sequence[int]) -> np.ndarray:
    return pc.fill_null(pc.is_in(indices, pa.array(numbers, indices.type)), False).to_numpy(zero_copy_only=False)


def _bad_cells(
    given: pa.Array, faults: Mapping[int, str], found: Mapping[int, str], column: LedgerColumn
) -> list[BadCell]:
    """`faults` and `found` by the place of a value; each cell that holds such a value is bad."""
    if not pa.types.is_dictionary(given.type):
        return [BadCell(at, column.column_id, found[at], fault) for at, fault in faults.items()]
    if not faults:
        return []
    at = np.flatnonzero(_among(given.indices, list(faults)))
    numbers = given.indices.take(pa.array(at)).to_pylist()
    return [
        BadCell(index, column.column_id, found[number], faults[number])
        for index, number in zip(at.tolist(), numbers, strict=True)
    ]


def _protected(typed: pa.Array, column: LedgerColumn, salt: bytes, *, is_key: bool) -> pa.Array:
    """A text column without what names a person: masked, told by a code, or with numbers of persons struck out.

    In a key such a number is told by a code, so that rows stay apart.
    """
    if column.personal == "mask":
        return _each_once(typed, lambda text: _MASK)
    if column.personal == "pseudonym":
        return _each_once(typed, lambda text: pseudonym(text, salt))
    if column.personal == "keep":
        return typed
    if not has_digits(bytes_of(typed), in_a_row=_LEAST_DIGITS_IN_KEY if is_key else _LEAST_DIGITS):
        return typed
    maybe = pc.fill_null(pc.match_substring_regex(typed, _MAYBE_IN_KEY if is_key else _MAYBE_PERSONAL), False)
    if not pc.any(maybe).as_py():
        return typed
    struck = _each_once(typed.filter(maybe), partial(_without_persons, salt=salt if is_key else None))
    return pc.replace_with_mask(typed, maybe, struck)


def _without_persons(text: str, *, salt: bytes | None) -> str:
    if salt is None:
        return _PERSONAL.sub(_MASK, text)
    return _PERSON_IN_KEY.sub(lambda found: pseudonym(found[0], salt), text)


def _each_once(typed: pa.Array, change) -> pa.Array:
    encoded = typed.dictionary_encode()
    changed = [None if text is None else change(text) for text in encoded.dictionary.to_pylist()]
    return pa.array(changed, pa.string()).take(encoded.indices)


def pseudonym(text: str, salt: bytes) -> str:
    """A code that stays the same for one text under one root, and can't be turned back without the root's salt."""
    return blake2b(text.encode(), key=salt, digest_size=6).hexdigest()
