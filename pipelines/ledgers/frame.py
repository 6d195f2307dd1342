"""A sheet's cells as text → one typed column for each of the ledger's, with every cell that couldn't be read.

Each different text of a column is read once: a million rows hold few different dates.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import blake2b

import numpy as np
import pyarrow as pa

from pipelines.domain.ledgers import Ledger, LedgerColumn
from pipelines.ledgers.arrow import compute as pc
from pipelines.ledgers.values import FORMULA, CellReader, Read

TYPES: dict[str, pa.DataType] = {
    "text": pa.string(),
    "date": pa.date32(),
    "whole": pa.int64(),
    "number": pa.decimal128(20, 4),
    "money": pa.decimal128(20, 4),
    "choice": pa.string(),
    "yes_no": pa.bool_(),
}
_FAST = re.compile(r"^\d{1,9}$").pattern
_PERSONAL = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|\d{17}[\dXx]|\d{15})(?!\d)")
"""Mobile numbers and identity numbers, wherever they stand in a text."""
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
    columns, bad, month_only = {}, [], {}
    for column in ledger.kept:
        given = texts.get(column.column_id)
        if given is None:
            columns[column.column_id] = pa.nulls(length, TYPES[column.type])
            continue
        reader = CellReader(column, today=today, unit=units.get(column.column_id, ""))
        typed, faults, months = _typed(given, column, reader)
        columns[column.column_id] = _protected(typed, column, salt) if column.type == "text" else typed
        bad += faults
        if months is not None:
            month_only[column.column_id] = months
    return Typed(columns, tuple(bad), month_only)


def _typed(
    given: pa.Array, column: LedgerColumn, reader: CellReader
) -> tuple[pa.Array, list[BadCell], np.ndarray | None]:
    if not pa.types.is_dictionary(given.type):
        if column.type == "text":
            return _plain_texts(given, column)
        if column.type in _NUMBERS and _are_digits(given) and not reader.unit:
            return given.cast(pa.int32()).cast(TYPES[column.type]), [], None
    encoded = given if pa.types.is_dictionary(given.type) else given.dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.unify_dictionaries().combine_chunks()
        encoded = encoded.chunk(0) if isinstance(encoded, pa.ChunkedArray) else encoded
    texts = encoded.dictionary.to_pylist()
    reads = [_nothing if text is None or not text.strip() else reader.read(text) for text in texts]
    typed = pa.array([_value(read.value, column.type) for read in reads], TYPES[column.type]).take(encoded.indices)
    faults = {number: read.fault for number, read in enumerate(reads) if read.fault}
    months = [number for number, read in enumerate(reads) if read.is_month]
    bad = list(_placed(encoded.indices, faults, texts, column.column_id)) if faults else []
    return typed, bad, _among(encoded.indices, months) if months else None


_nothing = Read()
_NUMBERS = ("whole", "number", "money")


def _plain_texts(given: pa.Array, column: LedgerColumn) -> tuple[pa.Array, list[BadCell], None]:
    """Texts have too many different values to look at each: all are put in half width and trimmed at once."""
    texts = pc.utf8_trim_whitespace(pc.utf8_normalize(given, "NFKC"))
    texts = pc.if_else(pc.equal(texts, ""), None, texts)
    is_formula = pc.fill_null(pc.match_substring_regex(texts, FORMULA.pattern), False).to_numpy(zero_copy_only=False)
    at = np.flatnonzero(is_formula).tolist()
    bad = [BadCell(index, column.column_id, texts[index].as_py(), "formula") for index in at]
    return texts, bad, None


def _are_digits(given: pa.Array) -> bool:
    return bool(pc.all(pc.match_substring_regex(given, _FAST), skip_nulls=True).as_py())


def _value(value: object, kind: str) -> object:
    return int(value) if kind == "whole" and isinstance(value, Decimal) else value


def _among(indices: pa.Array, numbers: Sequence[int]) -> np.ndarray:
    return pc.fill_null(pc.is_in(indices, pa.array(numbers, indices.type)), False).to_numpy(zero_copy_only=False)


def _placed(indices: pa.Array, faults: dict[int, str], texts: Sequence[str], column_id: str) -> Iterator[BadCell]:
    at = np.flatnonzero(_among(indices, list(faults)))
    numbers = indices.take(pa.array(at)).to_pylist()
    for index, number in zip(at.tolist(), numbers, strict=True):
        yield BadCell(index, column_id, texts[number], faults[number])


def _protected(typed: pa.Array, column: LedgerColumn, salt: bytes) -> pa.Array:
    """A text column without what names a person: masked, told by a code, or with numbers of persons struck out."""
    if column.personal == "mask":
        return _each_once(typed, lambda text: _MASK)
    if column.personal == "pseudonym":
        return _each_once(typed, lambda text: pseudonym(text, salt))
    if column.personal == "keep" or not pc.any(pc.match_substring_regex(typed, r"\d{11}")).as_py():
        return typed
    return _each_once(typed, lambda text: _PERSONAL.sub(_MASK, text))


def _each_once(typed: pa.Array, change) -> pa.Array:
    encoded = typed.dictionary_encode()
    changed = [None if text is None else change(text) for text in encoded.dictionary.to_pylist()]
    return pa.array(changed, pa.string()).take(encoded.indices)


def pseudonym(text: str, salt: bytes) -> str:
    """A code that stays the same for one text under one root, and can't be turned back without the root's salt."""
    return blake2b(text.encode(), key=salt, digest_size=6).hexdigest()
