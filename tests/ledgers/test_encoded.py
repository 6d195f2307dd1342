"""A column says the same whether it was read as a list of different texts or text by text."""

from dataclasses import replace
from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.catalogue import load_catalogue
from pipelines.domain.ledgers import Ledger
from pipelines.ledgers.frame import Typed, type_columns
from tests.conftest import DATA

CASES = load_catalogue(DATA / "catalogue").ledger_of["penalty_cases"]
TEXTS = (
    *("罚-1", "罚-２", " 占道 ", "1", "200", "35", "１２", "1.5万元", "合计", "43余", "1.2E+17", "-", "", "0"),
    *("＝1+1", "=cmd", "+A(", "@x", "电话13812345678", "020-81234567", "138 1234 5678", "44010319900101123X"),
    *("2024-03-04", "2024年3月", "45052", "是", "否", "罚款", "没收", "\u200b罚", "全角（1）", "12345678901"),
)
CELLS = st.lists(st.none() | st.sampled_from([text for text in TEXTS if text]), min_size=1, max_size=12)


def typed(texts: pa.Array, column_id: str, ledger: Ledger) -> Typed:
    return type_columns({column_id: texts}, ledger, {}, today=date(2025, 1, 31), salt=b"salt")


@pytest.mark.parametrize("column_id", ["case_no", "cause", "officer", "amount", "filed_on", "kind", "is_heard"])
@settings(max_examples=150)
@given(CELLS)
def test_an_encoded_column_says_what_its_texts_say(column_id: str, cells: list[str | None]) -> None:
    texts = pa.array(cells, pa.string())
    for personal in (None, "pseudonym", "mask", "keep") if column_id == "cause" else (None,):
        column = CASES.column_of[column_id]
        column = replace(column, personal=personal) if personal else column
        ledger = replace(CASES, columns=(column,))
        plain, encoded = (typed(each, column_id, ledger) for each in (texts, texts.dictionary_encode()))
        assert encoded.columns == plain.columns
        if column.type == "text":
            assert sorted(encoded.bad, key=repr) == sorted(plain.bad, key=repr)
        assert {(bad.index, bad.fault) for bad in encoded.bad} == {(bad.index, bad.fault) for bad in plain.bad}


def test_what_only_a_skipped_row_says_is_no_fault_of_the_others() -> None:
    texts = pa.array(["=1+1", "占道", "占道"]).dictionary_encode().filter(pa.array([False, True, True]))
    assert typed(texts, "cause", replace(CASES, columns=(CASES.column_of["cause"],))).bad == ()


@given(st.lists(st.none() | st.integers(0, 999_999_999), max_size=8))
def test_digits_alone_are_the_amounts_that_the_reader_of_cells_reads(numbers: list[int | None]) -> None:
    ledger = replace(CASES, columns=(CASES.column_of["amount"],))
    texts = pa.array([None if number is None else str(number) for number in numbers], pa.string())
    fast = typed(texts, "amount", ledger).columns["amount"]
    slow = typed(pa.concat_arrays([texts, pa.array(["1.5"])]), "amount", ledger).columns["amount"]
    assert fast.to_pylist() == slow.to_pylist()[:-1] and fast.type == slow.type
    fast.validate(full=True)
