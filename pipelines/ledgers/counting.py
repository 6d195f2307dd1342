"""Rows of a ledger → what each month adds to each metric, and which rows did."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from pipelines.domain.ledgers import Count, Ledger, PracticeMark
from pipelines.domain.working_days import WorkingDays
from pipelines.ledgers.arrow import compute as pc
from pipelines.ledgers.conditions import NO, UNTOLD, YES, Days, among, dated, has_day, is_over, met
from pipelines.ledgers.present import BATCH, IS_LATE, whole

PARTS = 5
COMBINATION = "combination"
_MOST = 1 << 31
"""Numbers of combinations stay below this times the rows of a file: 64 bits hold them."""
_SQL = Path(__file__).parent / "sql"
_AMOUNT = pa.decimal128(24, 4)
ADDED = pa.schema(
    [
        ("metric_id", pa.string()),
        ("way", pa.string()),
        ("month", pa.date32()),
        (IS_LATE, pa.bool_()),
        ("dimension", pa.string()),
        ("member", pa.string()),
        ("in_month", _AMOUNT),
        ("added", _AMOUNT),
        ("rows_counted", pa.int64()),
        ("unsure", pa.int64()),
    ]
)
MARKS = pa.schema(
    [
        ("metric_id", pa.dictionary(pa.int32(), pa.string())),
        ("row_id", pa.int32()),
        ("counted_on", pa.date32()),
        ("is_sure", pa.bool_()),
    ]
)
KEPT = pa.schema([("practice_id", pa.string()), ("month", pa.date32()), ("rows_counted", pa.int64())])


@dataclass(frozen=True, slots=True)
class Counted:
    """`added`: what each month adds, whole (dimension empty) and by part; `marks`: the rows behind it, by their place.

    `kept`: the months in which rows prove a practice.
    """

    added: pa.Table
    marks: pa.Table
    kept: pa.Table


def count_rows(
    rows: pa.Table, ledger: Ledger, calendar: WorkingDays, columns: Mapping[str, Collection[str]], *, as_of: date
) -> Counted:
    """Every count of a ledger over its rows in force (`present.present_rows`); rows dated after `as_of` wait.

    `columns`: the columns that each loaded file has; a file says nothing of a metric that needs one it lacks.
    """
    rows = _encoded(rows, ledger)
    number, combinations = _combinations(rows, ledger)
    days = Days(rows.append_column(COMBINATION, number), calendar)
    last = (as_of - date(1970, 1, 1)).days
    added, marks = [], []
    with duckdb.connect(config={"threads": 2}) as connection:
        for count in ledger.counts:
            lacking = [batch_id for batch_id, own in columns.items() if not count.needs <= set(own)]
            if lacking and set(rows.column(BATCH).unique().to_pylist()) <= set(lacking):
                continue
            picked = _picked(count, ledger, days, as_of, lacking)
            if picked.num_rows == 0:
                continue
            result, counted = _added(connection, count, picked, combinations)
            added.append(_named(result, count, ledger))
            marks.append(_marked(counted, count))
    return Counted(
        pa.concat_tables(added) if added else ADDED.empty_table(),
        pa.concat_tables(marks) if marks else MARKS.empty_table(),
        pa.concat_tables([KEPT.empty_table(), *_practices(ledger, days, last)]),
    )


def _picked(count: Count, ledger: Ledger, days: Days, as_of: date, lacking: Sequence[str]) -> pa.Table:
    """The rows that may count, each with its day, month and amount, and its member or end where the way asks for it."""
    last = (as_of - date(1970, 1, 1)).days
    verdict = met(count.conditions, ledger, days)
    if count.settled:
        verdict = np.minimum(verdict, is_over(count.settled, days, as_of))
    on = dated(count.dated, days)
    verdict = np.minimum(verdict, np.where(on.is_told, YES, UNTOLD))
    is_in = (verdict != NO) & has_day(on.day) & (on.day <= last)
    if lacking:
        is_in &= ~among(days.rows.column(BATCH), lacking).to_numpy()
    amount = days.rows.column(count.summed or count.column_id or "") if _is_summed(count) else None
    if amount is not None:
        if not count.blank_is_zero:
            verdict = np.where(pc.is_null(amount).to_numpy(), np.minimum(verdict, UNTOLD), verdict)
        amount = pc.fill_null(amount, 0)
    chosen = np.flatnonzero(is_in).astype(np.int32)
    at = None if len(chosen) == len(is_in) else pa.array(chosen)
    columns: dict[str, pa.Array | pa.ChunkedArray] = {
        "row_id": pa.array(chosen),
        "counted_on": _of(pa.array(on.day).cast(pa.date32()), at),
        "month": _of(pa.array(on.month).cast(pa.date32()), at),
        "is_sure": _of(pa.array(verdict == YES), at),
        "amount": _of(amount, at) if amount is not None else pa.array(np.ones(len(chosen), dtype=np.int8)),
        COMBINATION: _of(days.rows.column(COMBINATION), at),
    }
    if count.way == "standing":
        columns["until_on"] = _of(_until(count, days, last), at)
    if count.way in ("distinct", "reaching"):
        columns["member"] = _text(_of(days.rows.column(count.column_id), at))
    return pa.table(columns)


def _combinations(rows: pa.Table, ledger: Ledger) -> tuple[pa.Array, pa.Table]:
    """(the number of each row's combination of lateness and parts, every combination that there is).

    Rows are added up by this number; only the sums, of which there are few, are parted by the texts.
    """
    parts = {f"part_{at}": _text(rows.column(name)) for at, name in enumerate(ledger.breakdowns, 1)}
    number, size = np.zeros(rows.num_rows, dtype=np.int64), 1
    for column in (rows.column(IS_LATE), *parts.values()):
        own = whole(column if pa.types.is_dictionary(column.type) else column.dictionary_encode())
        if size > _MOST:
            number, size = pa.array(number).dictionary_encode().indices.to_numpy().astype(np.int64), rows.num_rows
        size *= len(own.dictionary) + 1
        number = number * (len(own.dictionary) + 1) + pc.fill_null(own.indices, len(own.dictionary)).to_numpy()
    encoded = pa.array(number).dictionary_encode()
    a_row = np.zeros(len(encoded.dictionary), dtype=np.int32)
    a_row[encoded.indices.to_numpy()] = np.arange(rows.num_rows, dtype=np.int32)
    same = {name: column.take(pa.array(a_row)) for name, column in {IS_LATE: rows.column(IS_LATE), **parts}.items()}
    lacking = {f"part_{at}": pa.nulls(len(a_row), pa.string()) for at in range(len(parts) + 1, PARTS + 1)}
    return encoded.indices, pa.table({COMBINATION: np.arange(len(a_row), dtype=np.int32), **same, **lacking})


def _is_summed(count: Count) -> bool:
    return count.way == "sum" or count.summed is not None


def _of(column: pa.Array | pa.ChunkedArray, at: pa.Array | None) -> pa.Array | pa.ChunkedArray:
    """The chosen places of a column; all of them where `at` is None."""
    return column if at is None else column.take(at)


def _text(column: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    is_text = pa.types.is_string(column.type) or pa.types.is_dictionary(column.type)
    return column if is_text else column.cast(pa.string())


def _encoded(rows: pa.Table, ledger: Ledger) -> pa.Table:
    """The rows with the texts that are counted by as numbers of a list: they are looked at once for each count."""
    counted = {count.column_id for count in ledger.counts if count.way in ("distinct", "reaching")}
    for at, name in enumerate(rows.column_names):
        if name not in (BATCH, *ledger.breakdowns, *counted):
            continue
        column = rows.column(name)
        if pa.types.is_string(column.type):
            rows = rows.set_column(at, name, whole(column).dictionary_encode())
    return rows


def _until(count: Count, days: Days, last_day: int) -> pa.Array:
    """The first of a row's ends; null where it has none, or none that has come."""
    if not count.until:
        return pa.nulls(days.rows.num_rows, pa.date32())
    ends = [days.rows.column(column_id) for column_id in count.until]
    first = whole(ends[0] if len(ends) == 1 else pc.min_element_wise(*ends, skip_nulls=True))
    has_come = pc.less_equal(first, pa.scalar(last_day, pa.int32()).cast(pa.date32()))
    return pc.if_else(has_come, first, pa.scalar(None, pa.date32()))


def _added(
    connection: duckdb.DuckDBPyConnection, count: Count, picked: pa.Table, combinations: pa.Table
) -> tuple[pa.Table, pa.Table]:
    """(what the months add, the rows that did)."""
    connection.register("picked", picked)
    connection.register("combinations", combinations)
    if count.way == "reaching":
        bound = {"within": count.within, "least": count.least}
        picked = connection.sql(_select("reached"), params=bound).to_arrow_table()
        connection.register("picked", picked)
    name = {"rows": "added", "sum": "added", "standing": "standing"}.get(count.way, "members")
    return connection.sql(_select(name)).to_arrow_table(), picked


@cache
def _select(name: str) -> str:
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")


def _named(result: pa.Table, count: Count, ledger: Ledger) -> pa.Table:
    """The result with the metric's id and the names of its dimensions."""
    names = ["", *ledger.breakdowns]
    result = result.filter(pc.less(result.column("dimension"), len(names)))
    dimension = pa.array(names).take(result.column("dimension").combine_chunks())
    result = result.set_column(result.column_names.index("dimension"), "dimension", dimension)
    length = result.num_rows
    result = result.append_column("metric_id", pa.array([count.metric_id] * length, pa.string()))
    result = result.append_column("way", pa.array([count.way] * length, pa.string()))
    return result.select(ADDED.names).cast(ADDED)


def _marked(picked: pa.Table, count: Count) -> pa.Table:
    named = pa.DictionaryArray.from_arrays(pa.array(np.zeros(len(picked), dtype=np.int32)), [count.metric_id])
    return picked.append_column("metric_id", named).select(MARKS.names).cast(MARKS)


def _practices(ledger: Ledger, days: Days, last: int) -> Iterator[pa.Table]:
    for mark in ledger.practices:
        yield _kept(mark, ledger, days, last)


def _kept(mark: PracticeMark, ledger: Ledger, days: Days, last: int) -> pa.Table:
    on = dated(mark.dated, days)
    is_late = days.rows.column(IS_LATE).to_numpy()
    is_in = (met(mark.conditions, ledger, days) == YES) & on.is_told & has_day(on.day) & (on.day <= last) & ~is_late
    months, counts = np.unique(on.month[is_in], return_counts=True)
    return pa.table(
        {
            "practice_id": pa.array([mark.practice_id] * len(months), pa.string()),
            "month": pa.array(months).cast(pa.date32()),
            "rows_counted": pa.array(counts, pa.int64()),
        }
    ).cast(KEPT)
