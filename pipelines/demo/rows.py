"""Drawn columns → the table of a ledger."""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from pipelines.demo.draws import compute
from pipelines.demo.heads import HEADS

Columns = Mapping[str, np.ndarray | pa.Array]
"""Columns by id: days as datetime64[D], numbers as int64, texts as Arrow arrays."""


def dated_by(ledger_id: str) -> str:
    """The column of the day that a ledger's rows are listed by: the first that ends in _on or since."""
    return next(name for name in HEADS[ledger_id][1] if name.endswith("_on") or name == "since")


def key_of(ledger_id: str) -> str:
    """The column that tells rows apart."""
    return next(iter(HEADS[ledger_id][1]))


def table_of(ledger_id: str, columns: Columns, today: np.datetime64) -> pa.Table:
    """The columns in the order of the ledger's header, without rows dated after `today`."""
    arrays = {name: _array(columns[name]) for name in HEADS[ledger_id][1]}
    table = pa.table(arrays)
    day = table.column(dated_by(ledger_id))
    if table.num_rows and compute.max(day).as_py() > today.item():
        table = table.filter(compute.less_equal(day, pa.scalar(today.item(), pa.date32())))
    return table


def _array(column: np.ndarray | pa.Array) -> pa.Array:
    if isinstance(column, pa.Array):
        return column
    return pa.array(column).cast(pa.date32()) if column.dtype.kind == "M" else pa.array(column)
