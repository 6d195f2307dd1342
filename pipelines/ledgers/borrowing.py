"""An event that belongs to several ledgers: entered once, in one of them, and counted once in each."""

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from pipelines.domain.ledgers import Borrow, Ledger
from pipelines.domain.working_days import WorkingDays
from pipelines.ledgers.arrow import compute as pc
from pipelines.ledgers.check import MONTH_ONLY, ROW_KEY
from pipelines.ledgers.conditions import YES, Days, met
from pipelines.ledgers.present import BATCH

HOME = "home_ledger"
"""The ledger that a row was entered in."""


@dataclass(frozen=True, slots=True)
class Lent:
    """The rows in force of another ledger, and what is borrowed of them."""

    borrow: Borrow
    ledger: Ledger
    rows: pa.Table


def with_borrowed(rows: pa.Table, ledger: Ledger, lent: Sequence[Lent], calendar: WorkingDays) -> pa.Table:
    """A ledger's rows with those that others hold for it; a row of its own with the same key comes first.

    Of several rows of one event (a training has one a person) the first stands for all.
    """
    whole = rows.append_column(HOME, pa.repeat(pa.scalar(ledger.ledger_id), rows.num_rows))
    for each in lent:
        others = _translated(each, ledger, calendar, whole.schema)
        known = whole.column(ROW_KEY).combine_chunks()
        others = others.filter(pc.invert(pc.is_in(others.column(ROW_KEY), known)))
        if others.num_rows:
            firsts = others.column(ROW_KEY).combine_chunks().dictionary_encode()
            numbered = pa.table({"key": firsts.indices, "at": pa.array(range(others.num_rows), pa.int32())})
            at = numbered.group_by("key").aggregate([("at", "min")]).column("at_min")
            whole = pa.concat_tables([whole, others.take(at.combine_chunks().sort())])
    return whole


def _translated(lent: Lent, ledger: Ledger, calendar: WorkingDays, schema: pa.Schema) -> pa.Table:
    """The rows that are lent, in the columns of the ledger that borrows them; a choice that it lacks is left empty."""
    chosen = pa.array(met(lent.borrow.conditions, lent.ledger, Days(lent.rows, calendar)) == YES)
    rows = lent.rows.filter(chosen)
    columns = {}
    for field in schema:
        other = lent.borrow.columns.get(field.name)
        if other is not None:
            columns[field.name] = _allowed(rows.column(other).cast(field.type), ledger, field.name)
        elif field.name == HOME:
            columns[field.name] = pa.repeat(pa.scalar(lent.ledger.ledger_id), rows.num_rows)
        elif field.name in ledger.column_of or field.name in (MONTH_ONLY, ROW_KEY):
            columns[field.name] = pa.nulls(rows.num_rows, field.type)
        elif field.name == BATCH:
            columns[field.name] = rows.column(BATCH)
        else:
            columns[field.name] = rows.column(field.name)
    keys = [columns[column_id].cast(pa.string()) for column_id in ledger.key]
    columns[ROW_KEY] = keys[0] if len(keys) == 1 else pc.binary_join_element_wise(*keys, " · ")
    return pa.table(columns, schema=schema)


def _allowed(column: pa.ChunkedArray, ledger: Ledger, column_id: str) -> pa.ChunkedArray:
    choices = [choice.choice_id for choice in ledger.column_of[column_id].choices]
    if not choices:
        return column
    is_known = pc.is_in(column, pa.array(choices, column.type))
    return pc.if_else(is_known, column, pa.scalar(None, column.type))
