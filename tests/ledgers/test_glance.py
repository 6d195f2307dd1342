"""A glance at a column's bytes rules out no more than a look at each text does."""

import re
import unicodedata

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.ledgers import glance
from pipelines.ledgers.glance import are_digits, bytes_of, has_blank, has_digits, is_normal
from pipelines.ledgers.values import UNSEEN

MARKS = st.sampled_from(["罚", "款", "Ａ", "（", "、", "\u3000", "\u00a0", "é", "\u0301", "㎡", "𠀀", *UNSEEN])
TEXTS = st.text(st.characters(codec="utf-8") | MARKS | st.sampled_from("罚款 -0123456789a\t"), max_size=12)
COLUMNS = st.lists(st.none() | TEXTS, max_size=8)


@settings(max_examples=500)
@given(COLUMNS, st.integers(0, 3), st.integers(0, 3))
def test_the_bytes_are_those_of_the_texts_of_a_slice_too(texts: list[str | None], first: int, more: int) -> None:
    column = pa.array(texts, pa.string()).slice(first, more)
    assert bytes_of(column) == "".join(text or "" for text in column.to_pylist()).encode()


@settings(max_examples=1_000)
@given(COLUMNS)
def test_what_is_normal_at_a_glance_is_left_as_it_is(texts: list[str | None]) -> None:
    held = bytes_of(pa.array(texts, pa.string()))
    if is_normal(held):
        for text in filter(None, texts):
            assert unicodedata.normalize("NFKC", text) == text
            assert not any(unseen in text for unseen in UNSEEN)
            assert has_blank(held) or text.strip() == text


def test_every_character_that_is_normal_at_a_glance_is_normal() -> None:
    for number in range(0x11_0000):
        text = chr(number)
        if not 0xD800 <= number < 0xE000 and is_normal(text.encode()):
            assert unicodedata.normalize("NFKC", text) == text, hex(number)
            assert has_blank(text.encode()) or text.strip() == text, hex(number)
    assert is_normal("罚款12-a".encode()) and not is_normal("（".encode())


@settings(max_examples=500)
@given(st.text("01x罚", max_size=40), st.integers(1, 12))
def test_digits_in_a_row_are_found(text: str, in_a_row: int) -> None:
    assert has_digits(text.encode(), in_a_row=in_a_row) == bool(re.search(rf"[0-9]{{{in_a_row}}}", text))


@settings(max_examples=500)
@given(st.lists(st.none() | st.text("0123456789", max_size=5) | st.text("01 -罚", max_size=3), max_size=5))
def test_a_column_of_digits_alone_is_told(texts: list[str | None]) -> None:
    every = all(re.fullmatch(r"[0-9]{1,3}", text) for text in texts if text is not None)
    assert are_digits(pa.array(texts, pa.string()), most=3) == every


@given(st.integers(0, 40), st.integers(1, 12), st.integers(1, 12))
def test_digits_in_a_row_are_found_wherever_blocks_end(before: int, digits: int, in_a_row: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(glance, "_BLOCK", 8)
        assert has_digits(b"x" * before + b"7" * digits + b"x", in_a_row=in_a_row) == (digits >= in_a_row)
