"""Rules over a few telling rows: they hold there where they hold for all."""

from datetime import date, timedelta
from decimal import Decimal

import pandas as pd
import pandera.pandas as pandera
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.domain.ledgers import Choice, Ledger, LedgerColumn
from pipelines.domain.words import Words
from pipelines.ledgers.frame import TYPES
from pipelines.ledgers.schema import are_told_apart, failures_of, schema_of, telling_rows

NAME = Words("名", "name")
LEDGER = Ledger(
    "rows",
    NAME,
    NAME,
    "office",
    ("key",),
    "day",
    1,
    (
        LedgerColumn("key", NAME, "text", is_required=True),
        LedgerColumn("day", NAME, "date", is_required=True),
        LedgerColumn("end", NAME, "date", not_before="day"),
        LedgerColumn("kind", NAME, "choice", is_required=True, choices=(Choice("a", NAME), Choice("b", NAME))),
        LedgerColumn("amount", NAME, "money", least=Decimal(0), most=Decimal(100)),
        LedgerColumn("number", NAME, "whole", least=Decimal(1)),
        LedgerColumn("is_so", NAME, "yes_no", is_required=True),
    ),
)
DAY = date(2024, 1, 1)
GOOD = {
    "key": [],
    "day": [DAY, DAY + timedelta(days=9)],
    "end": [DAY + timedelta(days=9), DAY + timedelta(days=20), None],
    "kind": ["a", "b"],
    "amount": [Decimal(0), Decimal("12.3"), Decimal(100), None],
    "number": [1, 7, None],
    "is_so": [True, False],
}
BAD = {
    "day": [None, date(1989, 12, 31)],
    "end": [DAY],
    "kind": ["c", None],
    "amount": [Decimal("-0.1"), Decimal("100.1")],
    "number": [0],
    "is_so": [None],
}


@st.composite
def tables(draw: st.DrawFn) -> pa.Table:
    """Rows of which one column, or none, holds cells that break its rule; keys in order, out of it, doubled, empty."""
    length = draw(st.integers(0, 8))
    keys = draw(st.permutations(range(length))) if draw(st.booleans()) else list(range(length))
    columns: dict[str, list] = {"key": [str(key) for key in keys]}
    spoilt = draw(st.sampled_from(["none", "none", *GOOD]))
    if spoilt == "key" and length:
        columns["key"][draw(st.integers(0, length - 1))] = draw(st.sampled_from([None, "0"]))
    for name in BAD:
        cells = st.sampled_from(GOOD[name] + BAD[name] if name == spoilt else GOOD[name])
        columns[name] = draw(st.lists(cells, min_size=length, max_size=length))
    types = {column.column_id: TYPES[column.type] for column in LEDGER.columns}
    return pa.table({name: pa.array(cells, types[name]) for name, cells in columns.items()})


@settings(max_examples=300)
@given(tables())
def test_what_a_few_rows_say_of_the_rules_all_rows_say(rows: pa.Table) -> None:
    found = failures_of(rows, rows.column("key"), LEDGER)
    try:
        schema_of(LEDGER).validate(rows.to_pandas(types_mapper=pd.ArrowDtype), lazy=True)
        expected = None
    except pandera.errors.SchemaErrors as errors:
        expected = errors.failure_cases
    assert (found is None) == (expected is None)
    if found is not None and expected is not None:
        pd.testing.assert_frame_equal(found, expected)


def test_keys_are_told_apart_in_any_order_and_not_where_one_is_doubled_or_empty() -> None:
    assert [are_told_apart(pa.chunked_array([keys], pa.string())) for keys in KEYS] == [True, True, False, False, True]


KEYS = (["1", "2", "3"], ["3", "1", "2"], ["3", "1", "3"], ["1", None], [])


def test_few_rows_stand_for_many() -> None:
    many = {name: [cells[at % len(cells)] for at in range(1_000)] for name, cells in GOOD.items() if cells}
    types = {column.column_id: TYPES[column.type] for column in LEDGER.columns}
    rows = pa.table({"key": [str(at) for at in range(1_000)]} | {n: pa.array(c, types[n]) for n, c in many.items()})
    assert telling_rows(rows, LEDGER).num_rows < 20
