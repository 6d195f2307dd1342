"""A file's sheets → the cells of each ledger column as text, with the row that each stands in.

An office file comes as rows (`domain.ledgers.SheetRows`); a csv as UTF-8 bytes, read by Arrow in one go where its rows
are even, and row by row where they aren't.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv

from pipelines.domain.errors import DamagedDocument, DeepHeader, DoubledColumn, SheetTooLarge
from pipelines.domain.ledgers import Ledger, SheetRows
from pipelines.ledgers.headers import DEEPEST, Header, find_header

_MARKS = ",\t;，"
_HEAD_LINES = 220
_EDGE = 2
"""So many columns at the left are always read: 合计 and 示例 stand there."""
_FEW_VALUES = ("date", "choice", "yes_no")
_REPEATED = 4
"""In a column of few different texts each stands so often in the first rows."""


@dataclass(frozen=True, slots=True)
class SheetTexts:
    """One sheet with a header.  `texts`: column id → cells; `edge`: the leftmost cells; all of one length.

    `rows`: the number of each row as the program shows it.  `left`: the number of the first column, from 1.
    """

    name: str
    header: Header
    texts: dict[str, pa.Array]
    edge: tuple[pa.Array, ...]
    rows: np.ndarray
    left: int = 1
    formulas: frozenset[tuple[int, int]] = frozenset()

    def letter(self, column_id: str) -> str:
        """The letter of a column (B), empty where the sheet lacks it."""
        position = self.header.positions.get(column_id)
        return "" if position is None else column_letter(self.left + position)


def column_letter(number: int) -> str:
    """2 → B, 27 → AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """B → 2, AA → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def texts_of_sheet(sheet: SheetRows, ledger: Ledger, mapping: Mapping[str, str], *, where: str) -> SheetTexts | None:
    """None where no row of the sheet is a header of this ledger.  Raises DeepHeader and DoubledColumn."""
    header = _header(sheet.rows, sheet.top, ledger, mapping, where=f"{where}: {sheet.name}" if sheet.name else where)
    if header is None:
        return None
    entries = sheet.rows[header.first :]
    wanted = {**dict.fromkeys(range(_EDGE)), **header.columns}
    arrays = {
        position: pa.array([row[position] or None if position < len(row) else None for row in entries], pa.string())
        for position in wanted
    }
    rows = np.arange(len(entries), dtype=np.int32) + sheet.top + header.first
    return SheetTexts(
        sheet.name,
        header,
        {column_id: arrays[position] for position, column_id in header.columns.items()},
        tuple(arrays[position] for position in range(_EDGE)),
        rows,
        sheet.left,
        sheet.formulas,
    )


def texts_of_csv(
    content: bytes, ledger: Ledger, mapping: Mapping[str, str], *, where: str, most_columns: int
) -> SheetTexts | None:
    """The one sheet of a csv (UTF-8).  Raises DamagedDocument, SheetTooLarge, DeepHeader and DoubledColumn."""
    head = b"".join(islice(io.BytesIO(content), _HEAD_LINES)).removesuffix(b"\n").decode("utf-8", errors="replace")
    parted = [(mark, _head_rows(head, mark)) for mark in sorted(_MARKS, key=head[:10_000].count, reverse=True)]
    widest = max((len(row) for row in parted[0][1]), default=0)
    if widest > most_columns:
        raise SheetTooLarge(where=where, found=f"{widest:,}", limit=f"{most_columns:,}")
    # a text full of commas can hold more of them than the table: the mark is the one that parts a header
    mark, first = next((each for each in parted if find_header(each[1], ledger, mapping)), parted[0])
    header = _header(first, 1, ledger, mapping, where=where)
    if header is None:
        return None
    even = _even(content, mark, header, ledger, first) if '"' not in head else None
    if even is not None:
        return even
    rows = tuple(tuple(row) for row in _lines(content.decode("utf-8"), mark, where=where))
    return texts_of_sheet(SheetRows("", rows), ledger, mapping, where=where)


def _head_rows(head: str, mark: str) -> tuple[tuple[str, ...], ...]:
    """The first rows, of which the last may be cut off within a quotation."""
    try:
        return tuple(tuple(row) for row in csv.reader(io.StringIO(head, newline=""), delimiter=mark))
    except csv.Error:
        return ()


def _header(
    rows: Sequence[Sequence[str]], top: int, ledger: Ledger, mapping: Mapping[str, str], *, where: str
) -> Header | None:
    header = find_header(rows, ledger, mapping)
    if header is None:
        return None
    if header.row >= DEEPEST:
        raise DeepHeader(where=where, row=top + header.row, limit=DEEPEST)
    if header.doubled:
        raise DoubledColumn(where=where, found="、".join(dict.fromkeys(header.doubled)))
    return header


def _lines(text: str, mark: str, *, where: str) -> Iterator[list[str]]:
    # strict: a quotation that never closes would take all the rows below it into one cell
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    try:
        yield from reader
    except csv.Error:
        raise DamagedDocument(where=where, found=f"CSV: {reader.line_num}") from None


def _even(
    content: bytes, mark: str, header: Header, ledger: Ledger, head: Sequence[Sequence[str]]
) -> SheetTexts | None:
    """The columns of a csv whose rows all have the header's width; None where they don't.

    Columns that hold few different texts come as dictionaries: each text is read once.
    """
    if mark not in ",;\t" or b'"' in content:
        return None
    width = len(head[header.row])
    names = [f"c{position}" for position in range(width)]
    few = pa.dictionary(pa.int32(), pa.string())
    wanted = {}
    for position in sorted({*range(min(_EDGE, width)), *header.columns}):
        column = ledger.column_of.get(header.columns.get(position, ""))
        is_few = (column is not None and column.type in _FEW_VALUES) or _repeats(head[header.first :], position)
        wanted[f"c{position}"] = few if is_few else pa.string()
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(content),
            arrow_csv.ReadOptions(skip_rows=header.first, column_names=names, block_size=1 << 22),
            arrow_csv.ParseOptions(delimiter=mark, quote_char=False, ignore_empty_lines=False),
            arrow_csv.ConvertOptions(
                column_types=wanted, include_columns=list(wanted), null_values=[""], strings_can_be_null=True
            ),
        )
    except pa.ArrowInvalid:
        return None
    columns = {name: _whole(table.column(name)) for name in wanted}
    return SheetTexts(
        "",
        header,
        {column_id: columns[f"c{position}"] for position, column_id in header.columns.items()},
        tuple(columns[f"c{position}"] for position in range(min(_EDGE, width))),
        np.arange(table.num_rows, dtype=np.int32) + 1 + header.first,
    )


def _whole(column: pa.ChunkedArray) -> pa.Array:
    """A chunked column as one array, of one dictionary where it has several."""
    if pa.types.is_dictionary(column.type):
        column = column.unify_dictionaries()
    whole = column.combine_chunks()
    return whole if isinstance(whole, pa.Array) else pa.concat_arrays(whole.chunks)


def _repeats(rows: Sequence[Sequence[str]], position: int) -> bool:
    """Whether the first rows hold few different texts in a column, so that all rows most likely do."""
    texts = [row[position] for row in rows if position < len(row)]
    return len(set(texts)) * _REPEATED <= len(texts)
