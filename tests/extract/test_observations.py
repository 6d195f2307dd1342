"""Who an observation is (observation_id) and what it was read as (reading_hash)."""

import random
from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.domain.observations import Evidence, Observation
from pipelines.domain.quantities import Bounds
from pipelines.extract import ReportReader

EVIDENCE = Evidence((3, 6), (10, 13), "92份", "审查合同92份。", (0, 8), "一")
BASE = Observation(
    metric_id="contracts_reviewed",
    scope="",
    bounds=Bounds(Decimal(92), Decimal(92), Decimal(92), "exact"),
    unit="份",
    kind="flow",
    period_start=date(2023, 1, 1),
    period_end=date(2023, 12, 31),
    evidence=EVIDENCE,
    confidence=0.9,
)
READING_KEYS = {"value", "lower", "upper", "qualifier", "unit"}


def test_the_id_changes_with_document_place_metric_scope_and_period_and_with_nothing_else() -> None:
    same = BASE.observation_id("a" * 64)
    others = {
        "document": BASE.observation_id("b" * 64),
        "place": replace(BASE, evidence=replace(EVIDENCE, span_original=(10, 14))).observation_id("a" * 64),
        "metric": replace(BASE, metric_id="legality_reviews").observation_id("a" * 64),
        "scope": replace(BASE, scope="面向企业").observation_id("a" * 64),
        "start": replace(BASE, period_start=date(2022, 1, 1)).observation_id("a" * 64),
        "end": replace(BASE, period_end=date(2024, 12, 31)).observation_id("a" * 64),
    }
    assert len({same, *others.values()}) == len(others) + 1
    assert same == replace(
        BASE,
        bounds=Bounds(Decimal(93), Decimal(93), None, "at_least"),
        unit="件",
        kind="stock",
        confidence=0.1,
        runner_up_id="legality_reviews",
        flags=("repeated",),
        evidence=replace(EVIDENCE, span=(4, 7), quote="93份", sentence="", sentence_span=(1, 2), section="二"),
    ).observation_id("a" * 64)


def test_ids_don_t_run_into_one_another_where_parts_are_joined() -> None:
    one = replace(BASE, evidence=replace(EVIDENCE, span_original=(1, 12)))
    other = replace(BASE, evidence=replace(EVIDENCE, span_original=(11, 2)))
    assert one.observation_id("a") != other.observation_id("a")


_number = st.decimals(0, 10**6, places=2)
_readings = st.builds(
    lambda value, lower, upper, qualifier, unit: replace(
        BASE, bounds=Bounds(value, lower, upper, qualifier), unit=unit
    ),
    _number,
    st.none() | _number,
    st.none() | _number,
    st.sampled_from(["exact", "at_least", "about"]),
    st.sampled_from(["份", "件"]),
)


@given(_readings, _readings, st.booleans())
@settings(max_examples=100)
def test_the_reading_hash_changes_if_and_only_if_the_figure_does(
    one: Observation, other: Observation, is_same: bool
) -> None:
    if is_same:
        other = replace(one, metric_id="x", scope="y", kind="stock", confidence=0.2, flags=("repeated",))
    figures = [(item.bounds, item.unit) for item in (one, other)]
    assert (one.reading_hash() == other.reading_hash()) == (figures[0] == figures[1])


def test_each_of_value_bounds_qualifier_and_unit_alone_changes_the_reading_hash() -> None:
    bounds = BASE.bounds
    changed = [
        replace(BASE, bounds=replace(bounds, value=Decimal(91))),
        replace(BASE, bounds=replace(bounds, lower=None)),
        replace(BASE, bounds=replace(bounds, upper=None)),
        replace(BASE, bounds=replace(bounds, qualifier="implied")),
        replace(BASE, unit="件"),
    ]
    assert len({item.reading_hash() for item in [BASE, *changed]}) == len(changed) + 1
    assert len(READING_KEYS) == len(changed)
    assert {field.name for field in fields(Bounds)} | {"unit"} == READING_KEYS


def test_2_and_2_point_0_are_one_reading() -> None:
    spelled = Bounds(Decimal("92.00"), Decimal("92.0"), Decimal("9.2e1"), "exact")
    assert replace(BASE, bounds=spelled).reading_hash() == BASE.reading_hash()


@given(st.integers(0, 10**6))
@settings(max_examples=10)
def test_reading_a_text_again_or_with_another_reader_gives_the_same_ids(catalogue, seed: int) -> None:
    shuffled = list(catalogue.rules)
    random.Random(seed).shuffle(shuffled)
    text = "全年整治占道经营2036宗，作出行政处罚决定58宗，罚没金额12.3万元。培养法律明白人52名。"
    one = ReportReader(catalogue).read(text, year=2023).observations
    other = ReportReader(replace(catalogue, rules=tuple(shuffled))).read(text, year=2023).observations
    assert len(one) == 4
    assert [item.observation_id("a") for item in one] == [item.observation_id("a") for item in other]
    assert [item.reading_hash() for item in one] == [item.reading_hash() for item in other]


@given(st.integers(0, 400))
@settings(max_examples=20)
def test_text_before_a_figure_moves_its_id_and_leaves_its_reading(reader: ReportReader, lines: int) -> None:
    text = "全年整治占道经营2036宗。"
    (plain,) = reader.read(text, year=2023).observations
    (moved,) = reader.read("\n" * lines + text, year=2023).observations
    assert (plain.observation_id("a") == moved.observation_id("a")) == (lines == 0)
    assert plain.reading_hash() == moved.reading_hash()
    assert moved.period_end - moved.period_start == timedelta(days=364)


# fmt: off
ODD_PIECES = st.sampled_from([
    "9" * 20, "9" * 5000, "九" * 5000, "0.00001", "1.5", "150", "近0年", "近99年", "2049年至2001年", "2099年以来",
    "2023年", "不少于", "余", "近", "其中", "，", "、", "。", "\n", "（一）", "三、存在问题\n", "《", "》", "“", "%",
    "场", "件", "万", "亿元", "普法活动", "查处占道经营", "满意率", "均为", "?。ㄒ", "(jiān)",
    "\u200b", "\u202e", "\ufffd",
    "百分之", "点", "由", "到", "分别", "每月",
])
# fmt: on


@given(st.lists(ODD_PIECES | st.text(max_size=4), max_size=25).map("".join))
@settings(max_examples=300)
def test_whatever_a_text_says_it_is_read_and_every_place_holds(reader: ReportReader, text: str) -> None:
    found = reader.read(text, year=2023)
    for item in (*found.observations, *found.unmapped):
        place = item.evidence
        assert found.repaired.text[slice(*place.span)] == place.quote
        assert place.sentence_span[0] <= place.span[0] < place.span[1]
        assert 0 <= place.span_original[0] < place.span_original[1] <= len(text)
        bounds = item.bounds
        if bounds.value is not None:
            assert Decimal(0) <= bounds.value < 10**16
            assert bounds.lower is None or bounds.lower <= bounds.value
            assert bounds.upper is None or bounds.value <= bounds.upper
    for item in found.observations:
        assert item.bounds.value is not None
        assert item.period_start <= item.period_end


@pytest.mark.parametrize(
    ("printed", "flag", "value"),
    [
        ("99999999999999999件", "out_of_range", None),
        ("9" * 5000 + "件", "out_of_range", None),
        ("九" * 5000 + "件", "out_of_range", None),
        ("3.14159件", "too_precise", None),
        ("1." + "0" * 60 + "1件", "too_precise", None),
        ("150%", "out_of_range", Decimal(150)),
    ],
)
def test_a_number_that_can_be_no_figure_is_kept_apart(reader: ReportReader, printed: str, flag: str, value) -> None:
    found = reader.read(f"群众满意率{printed}，查处占道经营{printed}。", year=2023)
    assert found.observations == ()
    assert [(item.evidence.quote, item.flags, item.bounds.value) for item in found.unmapped] == 2 * [
        (printed, (flag,), value)
    ]


@pytest.mark.parametrize("printed", ["9999999999999999件", "3.1416件", "12.50000件"])
def test_the_largest_and_the_most_precise_figure_are_read(reader: ReportReader, printed: str) -> None:
    (found,) = reader.read(f"查处占道经营{printed}。", year=2023).observations
    assert found.bounds.value == Decimal(printed.removesuffix("件"))


def test_a_number_or_a_word_with_unseen_characters_in_it_is_read_whole(reader: ReportReader) -> None:
    (found,) = reader.read("查处\u200b占道\ufeff经营\u202e1\u200b349\u00ad宗。", year=2023).observations
    assert (found.metric_id, found.bounds.value) == ("street_occupation_cases", 1349)
