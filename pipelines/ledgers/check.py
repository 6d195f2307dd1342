"""A file of a ledger → the rows that can be loaded, and why each of the others can't."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa

from pipelines.domain.errors import HiddenLedger, MissingColumns, NoLedgerHeader
from pipelines.domain.ledgers import Ledger, LedgerColumn, Refusal, RefusedRows, SheetRows, SkippedRows
from pipelines.ledgers.arrow import compute as pc
from pipelines.ledgers.entries import skipped_rows
from pipelines.ledgers.frame import Typed, type_columns
from pipelines.ledgers.refused import refused_by_year
from pipelines.ledgers.texts import SheetTexts, texts_of_csv, texts_of_sheet

ROW_KEY, SHEET, ROW, MONTH_ONLY = "row_key", "sheet_name", "row_number", "month_only"
_FORMULA_LIMIT = 1_000
KEY_MARK = " · "


@dataclass(frozen=True, slots=True)
class Reading:
    """How a ledger file is read: its kind, what a person said of odd headers, the day, and the root's salt."""

    ledger: Ledger
    mapping: Mapping[str, str]
    today: date
    salt: bytes
    where: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a file.

    `rows`: the good ones, a typed column for each that is kept, and beside them the key as text, sheet, row number,
    and the date columns that name a month only.  `entries`: how many rows are entries, good or refused.
    """

    ledger: Ledger
    rows: pa.Table
    refusals: tuple[Refusal, ...]
    entries: int
    skipped: tuple[SkippedRows, ...] = ()
    unread_headers: tuple[str, ...] = ()
    unread_sheets: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    refused_by_year: tuple[RefusedRows, ...] = ()

    @property
    def refused_rows(self) -> int:
        return self.entries - self.rows.num_rows


def check_sheets(sheets: Sequence[SheetRows], reading: Reading) -> Checked:
    """Every visible sheet with the ledger's header, together.

    Raises NoLedgerHeader, HiddenLedger, MissingColumns and what finding headers raises.
    """
    ledger, found, unread = reading.ledger, [], []
    for sheet in sheets:
        texts = texts_of_sheet(sheet, ledger, reading.mapping, where=reading.where)
        if texts is None:
            unread += [] if sheet.is_hidden or not sheet.rows else [sheet.name]
        elif sheet.is_hidden:
            raise HiddenLedger(where=reading.where, found=sheet.name)
        else:
            found.append(texts)
    return _checked(found, reading, tuple(unread))


def check_csv(content: bytes, reading: Reading, *, most_columns: int) -> Checked:
    """A csv in UTF-8.  Raises what `check_sheets` raises, and DamagedDocument and SheetTooLarge."""
    texts = texts_of_csv(content, reading.ledger, reading.mapping, where=reading.where, most_columns=most_columns)
    return _checked([texts] if texts else [], reading, ())


def _checked(found: Sequence[SheetTexts], reading: Reading, unread: tuple[str, ...]) -> Checked:
    ledger = reading.ledger
    required = [column for column in ledger.columns if column.is_required]
    if not found:
        needed = "、".join(column.name.zh for column in required)
        raise NoLedgerHeader(where=reading.where, name=ledger.name.zh, needed=needed)
    tables, skipped, refusals = [], [], {}
    for number, sheet in enumerate(found):
        missing = [column.name.zh for column in required if column.column_id not in sheet.texts]
        if missing:
            where = f"{reading.where}: {sheet.name}" if sheet.name else reading.where
            raise MissingColumns(where=where, found="、".join(missing), unread="、".join(sheet.header.unread) or "-")
        is_entry, others = skipped_rows(sheet, ledger, where=reading.where)
        skipped += others
        table, refused = _typed(sheet, is_entry, reading)
        refusals |= {(number, *place): refusal for place, refusal in refused.items()}
        tables.append(table.append_column("_sheet", pa.array(np.full(table.num_rows, number, dtype=np.int32))))
    whole = pa.concat_tables(tables)
    for place, refusal in _broken_rules(whole, found, ledger):
        refusals.setdefault(place, refusal)
    order = sorted(refusals, key=lambda place: place[:2])
    bad = {place[:2]: refusals[place].code for place in reversed(order)}
    entries, by_year = whole.num_rows, ()
    if bad:
        places = list(zip(whole.column("_sheet").to_pylist(), whole.column(ROW).to_pylist(), strict=True))
        codes = {at: bad[place] for at, place in enumerate(places) if place in bad}
        by_year = refused_by_year(whole, codes, ledger)
        whole = whole.filter(pa.array([place not in bad for place in places]))
    return Checked(
        ledger,
        whole.drop_columns("_sheet"),
        tuple(refusals[place] for place in order),
        entries,
        tuple(skipped),
        tuple(dict.fromkeys(text for sheet in found for text in sheet.header.unread)),
        unread,
        {column_id: sheet.header.texts[at] for sheet in found for at, column_id in sheet.header.columns.items()},
        by_year,
    )


Place = tuple[int, str]
"""Row number and column id."""


def _typed(sheet: SheetTexts, is_entry: np.ndarray, reading: Reading) -> tuple[pa.Table, dict[Place, Refusal]]:
    """The entries of one sheet with typed columns, and the cells that couldn't be read."""
    ledger = reading.ledger
    keep = None if is_entry.all() else pa.array(is_entry)
    texts = {name: array if keep is None else array.filter(keep) for name, array in sheet.texts.items()}
    numbers = sheet.rows if keep is None else sheet.rows[is_entry]
    typed = type_columns(texts, ledger, dict(sheet.header.units), today=reading.today, salt=reading.salt)
    refused = {
        (int(numbers[bad.index]), bad.column_id): _refusal(
            sheet, ledger, int(numbers[bad.index]), bad.column_id, bad.found, bad.fault
        )
        for bad in typed.bad
    }
    refused |= dict(_formulas(sheet, ledger, numbers))
    columns = dict(typed.columns)
    columns[SHEET] = pa.array([sheet.name]).take(pa.array(np.zeros(len(numbers), dtype=np.int32)))
    columns[ROW] = pa.array(numbers)
    columns[MONTH_ONLY] = _month_only(typed, len(numbers))
    columns[ROW_KEY] = _keys(columns, ledger)
    return pa.table(columns), refused


def _formulas(sheet: SheetTexts, ledger: Ledger, numbers: np.ndarray) -> Iterator[tuple[Place, Refusal]]:
    """A formula's value was right when the file was last saved, and nobody knows of what."""
    if not sheet.formulas:
        return
    rows = set(numbers.tolist())
    column_at = {sheet.left + at: column_id for at, column_id in sheet.header.columns.items()}
    for row, column in sorted(sheet.formulas):
        column_id = column_at.get(column)
        if row in rows and column_id:
            yield (row, column_id), _refusal(sheet, ledger, row, column_id, "=…", "formula")


def _month_only(typed: Typed, length: int) -> pa.Array:
    """The date columns of each row that name a month only, parted by blanks; null in most."""
    if not typed.month_only:
        return pa.nulls(length, pa.string())
    texts: list[str | None] = [None] * length
    for column_id, is_month in typed.month_only.items():
        for index in np.flatnonzero(is_month).tolist():
            texts[index] = f"{texts[index]} {column_id}" if texts[index] else column_id
    return pa.array(texts, pa.string())


def _keys(columns: Mapping[str, pa.Array], ledger: Ledger) -> pa.Array:
    parts = [columns[column_id].cast(pa.string()) for column_id in ledger.key]
    return parts[0] if len(parts) == 1 else pc.binary_join_element_wise(*parts, KEY_MARK)


def _refusal(sheet: SheetTexts, ledger: Ledger, row: int, column_id: str, found: str, code: str) -> Refusal:
    column = ledger.column_of[column_id]
    at = sheet.header.positions.get(column_id)
    header = column.name.zh if at is None else sheet.header.texts[at]
    expected = ""
    if code == "choice":
        expected = "、".join(choice.name.zh for choice in column.choices)
    elif code in ("least", "most"):
        expected = format(getattr(column, code), "f")
    elif code == "order" and column.not_before:
        expected = ledger.column_of[column.not_before].name.zh
    elif code == "mixed_units":
        expected = sheet.header.units.get(column_id, "")
    return Refusal(sheet.name, row, sheet.letter(column_id), header, found, code, expected)


def _broken_rules(
    rows: pa.Table, sheets: Sequence[SheetTexts], ledger: Ledger
) -> Iterator[tuple[tuple[int, int, str], Refusal]]:
    """What the schema finds: empty required cells, bounds, dates out of order, doubled keys."""
    from pipelines.ledgers.schema import failures_of  # its packages take as long to load as a small file to check

    failures = failures_of(rows, rows.column(ROW_KEY), ledger)
    if failures is None:
        return
    numbers, sheet_of = rows.column(ROW).to_pylist(), rows.column("_sheet").to_pylist()
    doubled: set[int] = set()
    for context, column, check, case, index in zip(
        failures["schema_context"],
        failures["column"],
        failures["check"],
        failures["failure_case"],
        failures["index"],
        strict=True,
    ):
        if index is None or pd.isna(index):
            raise AssertionError(f"{column}: {check}: {case}")
        index = int(index)
        if check == "multiple_fields_uniqueness":
            doubled.add(index)
            continue
        name, _, of = str(check).partition(":")
        column_id, code = (of, "order") if context == "DataFrameSchema" else (str(column), _CODES.get(name, name))
        if code == "order" and _may_be_in_order(rows, index, ledger.column_of[column_id]):
            continue
        found = "" if code == "required" else _shown(rows.column(column_id)[index].as_py())
        number = sheet_of[index]
        yield (
            (number, numbers[index], column_id),
            _refusal(sheets[number], ledger, numbers[index], column_id, found, code),
        )
    yield from _doubled(rows, sheets, ledger, sorted(doubled))


_CODES = {"not_nullable": "required"}


def _may_be_in_order(rows: pa.Table, index: int, column: LedgerColumn) -> bool:
    """Whether a date that names a month only can be as late as the date that it can't come before."""
    named = rows.column(MONTH_ONLY)[index].as_py()
    if named is None or column.column_id not in named.split():
        return False
    own, other = (rows.column(each)[index].as_py() for each in (column.column_id, column.not_before))
    return (own.year, own.month) >= (other.year, other.month)


def _shown(value: object) -> str:
    return "" if value is None else str(value)


def _doubled(
    rows: pa.Table, sheets: Sequence[SheetTexts], ledger: Ledger, indices: Sequence[int]
) -> Iterator[tuple[tuple[int, int, str], Refusal]]:
    """Rows with one key: the second of two equal rows is refused, and all of those that differ."""
    if not indices:
        return
    column_id = ledger.key[0]
    taken = rows.take(pa.array(indices)).to_pylist()
    own = (ROW, SHEET, "_sheet")
    contents = [tuple(value for name, value in row.items() if name not in own) for row in taken]
    by_key: dict[str, list[int]] = {}
    for at, row in enumerate(taken):
        if row[ROW_KEY] is not None:
            by_key.setdefault(row[ROW_KEY], []).append(at)
    times = Counter(contents)
    for key, places in by_key.items():
        are_equal = times[contents[places[0]]] == len(places)
        others = [(taken[at]["_sheet"], taken[at][ROW]) for at in places]
        for order, at in enumerate(places):
            if are_equal and order == 0:
                continue
            row, number = taken[at][ROW], taken[at]["_sheet"]
            code = "doubled_row" if are_equal else "doubled_key"
            sheet = sheets[number]
            expected = "、".join(
                str(at_row) if at_sheet == number else f"{sheets[at_sheet].name}!{at_row}"
                for at_sheet, at_row in others
                if (at_sheet, at_row) != (number, row)
            )
            at_column = sheet.header.positions[column_id]
            yield (
                (number, row, column_id),
                Refusal(sheet.name, row, sheet.letter(column_id), sheet.header.texts[at_column], key, code, expected),
            )
