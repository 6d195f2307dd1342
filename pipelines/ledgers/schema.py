"""A ledger's rules as a pandera schema: what every loaded row holds."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from math import ceil, floor

import pandas as pd
import pandera.pandas as pandera
import pyarrow as pa

from pipelines.domain.ledgers import Ledger, LedgerColumn
from pipelines.ledgers.arrow import compute as pc
from pipelines.ledgers.frame import TYPES
from pipelines.ledgers.values import FIRST_YEAR, LAST_YEAR

_ORDERED = ("date", "whole", "number", "money")
_NOWHERE = -1


def failures_of(rows: pa.Table, keys: pa.ChunkedArray, ledger: Ledger) -> pd.DataFrame | None:
    """Pandera's failure cases, with the row's place as index; None where every rule holds."""
    schema = schema_of(ledger)
    if are_told_apart(keys) and _failures(telling_rows(rows, ledger), schema) is None:
        return None
    return _failures(rows, schema)


def _failures(rows: pa.Table, schema: pandera.DataFrameSchema) -> pd.DataFrame | None:
    try:
        schema.validate(rows.select(list(schema.columns)).to_pandas(types_mapper=pd.ArrowDtype), lazy=True)
    except pandera.errors.SchemaErrors as errors:
        return errors.failure_cases
    return None


def are_told_apart(keys: pa.ChunkedArray) -> bool:
    """Whether no key stands twice, and none is empty.  Most ledgers are kept in the order of their keys."""
    if keys.null_count:
        return False
    return bool(pc.all(pc.less(keys[:-1], keys[1:])).as_py()) or len(pc.unique(keys)) == len(keys)


def telling_rows(rows: pa.Table, ledger: Ledger) -> pa.Table:
    """A few of the rows: a rule that holds for them holds for all, but for the one that keys differ.

    Of each column an empty cell, the least and the greatest value, and each choice; of dates in order the closest.
    """
    at: set[int] = set()
    for column in ledger.kept:
        cells = rows.column(column.column_id)
        at.add(pc.index(pc.is_null(cells), True).as_py())
        if column.type == "choice":
            at |= {pc.index(cells, choice).as_py() for choice in pc.unique(cells)}
        elif column.type in _ORDERED:
            at |= {pc.index(cells, end).as_py() for end in pc.min_max(cells).values()}
        if column.not_before and ledger.column_of[column.not_before].personal != "drop":
            days = pc.subtract(cells.cast(pa.int32()), rows.column(column.not_before).cast(pa.int32()))
            at.add(pc.index(days, pc.min(days)).as_py())
    return rows.take(pa.array(sorted(at - {_NOWHERE}), pa.int64()))


def schema_of(ledger: Ledger) -> pandera.DataFrameSchema:
    """Types, required cells, allowed values, bounds, the order of dates, and rows told apart by their key.

    For a frame with Arrow types; the errors of its checks are codes of wording (ledger.refusal.*).
    """
    ordered = [
        pandera.Check(_in_order(column.column_id, column.not_before), error=f"order:{column.column_id}")
        for column in ledger.kept
        if column.not_before and ledger.column_of[column.not_before].personal != "drop"
    ]
    return pandera.DataFrameSchema(
        {column.column_id: _column(column) for column in ledger.kept},
        checks=ordered,
        unique=list(ledger.key),
        strict=True,
    )


def _column(column: LedgerColumn) -> pandera.Column:
    checks = []
    if column.type == "choice":
        checks.append(pandera.Check.isin([choice.choice_id for choice in column.choices], error="choice"))
    if column.type == "date":
        days = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
        checks.append(pandera.Check.in_range(*days, error="date_range"))
    if column.least is not None:
        checks.append(pandera.Check.ge(_bound(column, column.least, ceil), error="least"))
    if column.most is not None:
        checks.append(pandera.Check.le(_bound(column, column.most, floor), error="most"))
    arrow = pd.ArrowDtype(TYPES[column.type])
    return pandera.Column(arrow, checks, nullable=not column.is_required)


def _bound(column: LedgerColumn, bound: Decimal, rounded: Callable[[Decimal], int]) -> Decimal | int:
    return rounded(bound) if pa.types.is_integer(TYPES[column.type]) else bound


def _in_order(column_id: str, before_id: str):
    def holds(frame: pd.DataFrame) -> pd.Series:
        later = frame[column_id] >= frame[before_id]
        return later.fillna(True)

    return holds
