"""A ledger's rules as a pandera schema: what every loaded row holds."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from math import ceil, floor

import pandas as pd
import pandera.pandas as pandera
import pyarrow as pa

from pipelines.domain.ledgers import Ledger, LedgerColumn
from pipelines.ledgers.frame import TYPES
from pipelines.ledgers.values import FIRST_YEAR, LAST_YEAR


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
