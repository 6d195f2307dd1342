"""Numbers made at random in sentences made at random come back exactly."""

import random
from decimal import Decimal
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.domain.quantities import Bounds
from pipelines.extract.numerals import read_bounds, read_numeral
from pipelines.extract.quantities import QuantityReader

COUNTERS = ("件", "宗", "份", "次", "场", "场次", "人次", "名", "人", "家", "户次", "个", "学时", "平方米", "元")
BEFORE = {
    "": "exact",
    "超": "at_least",
    "超过": "at_least",
    "逾": "at_least",
    "不少于": "at_least",
    "不低于": "at_least",
    "至少": "at_least",
    "不超过": "at_most",
    "不多于": "at_most",
    "至多": "at_most",
    "近": "nearly",
    "约": "about",
    "大约": "about",
}
INSIDE = {"余": "at_least", "多": "at_least"}
AFTER = {
    "以上": "at_least",
    "余": "at_least",
    "以内": "at_most",
    "之内": "at_most",
    "以下": "at_most",
    "左右": "about",
    "上下": "about",
}
QUALIFIERS = [
    *((before, "", "", meaning) for before, meaning in BEFORE.items()),
    *(("", inside, "", meaning) for inside, meaning in INSIDE.items()),
    *(("", "", after, meaning) for after, meaning in AFTER.items()),
]
SCALES = {"": 1, "千": 1000, "万": 10_000, "百万": 1_000_000, "亿": 100_000_000}
CARRIERS = (
    "全年共办理相关事项{}。",
    "街道今年完成{}，成效较好。",
    "一是抓落实，累计{}；二是抓宣传。",
    "（一）持续推进，数量为{}\n",
    "{}",
)


def expected(value: Decimal, meaning: str, *, is_rate: bool = False) -> Bounds:
    least, most = (Decimal(0), Decimal(100)) if is_rate else (None, None)
    return {
        "exact": Bounds(value, value, value, "exact"),
        "at_least": Bounds(value, value, most, "at_least"),
        "at_most": Bounds(value, Decimal(0), value, "at_most"),
        "nearly": Bounds(value, least, value, "about"),
        "about": Bounds(value, least, most, "about"),
    }[meaning]


@st.composite
def arabic_numbers(draw: st.DrawFn) -> tuple[str, Decimal]:
    """A number as a report prints it, with its value: 1,349 · 1349 · 3.5万."""
    scale = draw(st.sampled_from(list(SCALES)))
    whole = draw(st.integers(0, 9_999_999 if not scale else 9_999))
    decimals = draw(st.integers(0, 99)) if scale and draw(st.booleans()) else None
    with_commas = not scale and draw(st.booleans())
    printed = f"{whole:,}" if with_commas else str(whole)
    value = Decimal(whole)
    if decimals is not None:
        printed += f".{decimals:02}"
        value += Decimal(decimals) / 100
    return printed + scale, value * SCALES[scale]


def in_chinese(number: int) -> str:
    """0 < number < 10,000 as Chinese writes it: 一千零五十, 三百二十, 十五."""
    digits, units, text, gap = str(number), "千百十 ", "", False
    for digit, unit in zip(digits.rjust(4, "0"), units, strict=True):
        if digit == "0":
            gap = bool(text)
            continue
        text += ("零" if gap else "") + "零一二三四五六七八九"[int(digit)] + unit.strip()
        gap = False
    return text.removeprefix("一") if text.startswith("一十") else text


@given(arabic_numbers(), st.sampled_from(QUALIFIERS), st.sampled_from(COUNTERS), st.sampled_from(CARRIERS))
@settings(max_examples=100)
def test_a_number_with_its_qualifier_and_counter_comes_back_exactly(
    quantity_reader: QuantityReader, number: tuple[str, Decimal], words: tuple, counter: str, carrier: str
) -> None:
    printed, value = number
    before, inside, after, meaning = words
    quote = f"{before}{printed}{inside}{counter}{after}"
    text = carrier.format(quote)
    (found,) = quantity_reader.read(text)
    assert found.quote == text[slice(*found.span)] == quote
    assert found.unit == counter
    assert found.bounds == expected(value, meaning)


@given(st.integers(11, 9_999), st.sampled_from(QUALIFIERS), st.sampled_from(COUNTERS), st.sampled_from(CARRIERS))
@settings(max_examples=100)
def test_a_number_in_chinese_numerals_comes_back_exactly(
    quantity_reader: QuantityReader, number: int, words: tuple, counter: str, carrier: str
) -> None:
    before, inside, after, meaning = words
    quote = f"{before}{in_chinese(number)}{inside}{counter}{after}"
    (found,) = quantity_reader.read(carrier.format(quote))
    assert (found.quote, found.unit) == (quote, counter)
    assert found.bounds == expected(Decimal(number), meaning)


@given(st.decimals(0, 100, places=1), st.sampled_from(QUALIFIERS))
@settings(max_examples=50)
def test_a_rate_keeps_within_0_and_100(quantity_reader: QuantityReader, rate: Decimal, words: tuple) -> None:
    before, inside, after, meaning = words
    (found,) = quantity_reader.read(f"办结率{before}{rate}{inside}%{after}。")
    assert found.bounds == expected(rate, meaning, is_rate=True)
    assert found.bounds.upper is not None
    assert found.bounds.upper <= 100


@given(st.integers(1, 9_999))
@settings(max_examples=100)
def test_chinese_numerals_and_digits_say_the_same(number: int) -> None:
    assert read_numeral(in_chinese(number)) == read_numeral(str(number)) == read_numeral(f"{number:,}") == number


_words = st.lists(st.sampled_from([*BEFORE, *INSIDE, *AFTER]).filter(bool), max_size=3).map(tuple)


@given(st.decimals(0, 10**9, places=2), _words)
@settings(max_examples=100)
def test_bounds_always_hold_the_value(value: Decimal, words: tuple[str, ...]) -> None:
    bounds = read_bounds(value, words)
    assert bounds.value == value
    assert bounds.lower is None or bounds.lower <= value
    assert bounds.upper is None or value <= bounds.upper


@given(st.text(alphabet="0123456789一二三十百千万亿余多近约超，。次件个名%元年第每（）“”《》 ", max_size=40))
@settings(max_examples=100)
def test_whatever_the_text_quantities_stand_in_it_in_order_and_apart(
    quantity_reader: QuantityReader, text: str
) -> None:
    found = quantity_reader.read(text)
    assert all(text[slice(*quantity.span)] == quantity.quote for quantity in found)
    assert all(before.span[1] <= after.span[0] for before, after in pairwise(found))
    for quantity in found:
        assert quantity.bounds.lower is None or quantity.bounds.lower <= quantity.bounds.value
        if quantity.unit != "%":
            assert quantity.bounds.upper is None or quantity.bounds.value <= quantity.bounds.upper


def test_43_yu_is_at_least_43_and_has_no_upper_bound(quantity_reader: QuantityReader) -> None:
    (found,) = quantity_reader.read("提供法律咨询43余次")
    assert found.bounds == Bounds(Decimal(43), Decimal(43), None, "at_least")


def test_reading_a_long_text_takes_time_in_proportion_to_its_length(quantity_reader: QuantityReader) -> None:
    import time

    def seconds(text: str) -> float:
        start = time.process_time()
        quantity_reader.read(text)
        return time.process_time() - start

    sentence = "全年审查合同92份，近3年招录7名，每月一次例会，“三公”经费公开，一百二十件。"
    short = min(seconds(sentence * 200) for _ in range(3))
    assert seconds(sentence * 2000) < 40 * short


def test_the_search_where_digits_begin_finds_what_the_whole_pattern_finds(quantity_reader: QuantityReader) -> None:
    signs = (
        "0123456789一二三十百千万亿余多几近约超不少于至不超过百分之点年第件宗次人元%份名场.,，+/A每月左右以上 个。、"
    )
    random_ = random.Random(20261127)
    total = 0
    for _ in range(4000):
        text = "".join(random_.choices(signs, k=random_.randint(1, 60)))
        whole = [match.span() for match in quantity_reader._pattern.finditer(text)]
        assert [(found.at, found.end) for found in quantity_reader._candidates(text)] == whole, text
        total += len(whole)
    assert total > 2000
