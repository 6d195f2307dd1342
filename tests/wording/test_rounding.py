"""Shares that the board works out are said with two decimals, or as many as it takes; printed ones as printed."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.domain.quantities import QUALIFIERS
from pipelines.wording import bounded_figure, progress_figure, progress_sentence, rounded_share, target_text

SHARES = st.decimals(0, 100, places=4)
NEAR = st.sampled_from([Decimal(text) for text in ("0", "0.0001", "0.004", "4.996", "5", "99.995", "99.9999", "100")])


def row(**values: Any) -> dict[str, Any]:
    """A key result's row as far as its sentence reads it."""
    of_mart = {
        **dict.fromkeys(("due", "report_due", "observed_to", "ratio_lower", "ratio_upper", "absence", "worst_status")),
        **dict.fromkeys(("best_status", "required", "required_by_now", "done", "missed", "unknown", "change_percent")),
        "kind": "keep_at_least",
        "measure_kind": "derived",
        "unit": "%",
        "qualifier": "exact",
        "target_year": 2024,
        "target": Decimal(95),
        "suppliers_zh": ["司法所"],
        "suppliers_en": ["Justice Office"],
        "target_reason_zh": "",
        "target_reason_en": "",
        "reason_code": "target_missed",
    }
    return {**of_mart, **values}


@given(SHARES | NEAR, st.sampled_from(QUALIFIERS), st.lists(SHARES | NEAR, max_size=2))
def test_rounding_never_says_what_isn_t_so(value: Decimal, qualifier: str, beside: list[Decimal]) -> None:
    shown = rounded_share(value, "%", qualifier, beside=beside)
    assert abs(shown - value) < Decimal("0.01")
    for mark in (Decimal(0), Decimal(100), *beside):
        assert shown.compare(mark) == value.compare(mark)
    assert qualifier != "at_least" or shown <= value
    assert qualifier != "at_most" or shown >= value


@given(SHARES)
def test_two_decimals_are_enough_unless_they_would_say_none_or_all(value: Decimal) -> None:
    shown = rounded_share(value, "%")
    digits = max(0, -int(shown.normalize().as_tuple().exponent))
    assert digits <= 2 or round(value, 2) in (0, 100)


@given(SHARES | NEAR, st.sampled_from(["件", "宗", ""]))
def test_what_is_no_share_stays_as_it_is(value: Decimal, unit: str) -> None:
    assert rounded_share(value, unit) == value


@pytest.mark.parametrize(
    ("value", "qualifier", "zh", "en"),
    [
        ("77.4194", "exact", "77.42%", "77.42%"),
        ("99.9960", "exact", "99.996%", "99.996%"),
        ("0.0040", "exact", "0.004%", "0.004%"),
        ("94.9960", "exact", "94.996%", "94.996%"),
        ("43.2199", "at_least", "不少于43.21%", "at least 43.21%"),
        ("5.2632", "at_most", "不超过5.27%", "at most 5.27%"),
        ("100.0000", "exact", "100%", "100%"),
        ("0.0000", "exact", "0%", "0%"),
        ("50.0000", "exact", "50%", "50%"),
    ],
)
def test_a_share_that_the_board_works_out(value: str, qualifier: str, zh: str, en: str) -> None:
    worked_out = row(value=Decimal(value), qualifier=qualifier)
    assert (progress_figure(worked_out, "zh"), progress_figure(worked_out, "en")) == (zh, en)
    assert zh in progress_sentence(worked_out, "zh") and en in progress_sentence(worked_out, "en")


@given(SHARES | NEAR)
def test_a_share_that_a_report_prints_stays_as_printed(value: Decimal) -> None:
    printed = row(value=value, measure_kind="metric")
    assert Decimal(progress_figure(printed, "zh").rstrip("%")) == value


def test_a_target_that_people_set_is_exact_and_one_worked_out_from_a_baseline_is_rounded() -> None:
    typed = row(value=Decimal("80"), target=Decimal("81.2904"))
    assert target_text(typed, "zh") == "不低于81.2904%"
    relative = row(value=Decimal("80"), target=Decimal("81.2904"), change_percent=Decimal(5), kind="reach")
    assert target_text(relative, "zh") == "81.29%"
    near = {**relative, "value": Decimal("81.2903")}
    assert (progress_figure(near, "zh"), target_text(near, "zh")) == ("81.29%", "81.2904%")


@pytest.mark.parametrize(
    ("ratio", "said"),
    [(0.29, "29%"), (0.004, "0.4%"), (0.99996, "99%"), (0.0, "0%"), (1.0054, "100%"), (1.257, "125%")],
)
def test_the_share_of_what_is_expected_is_rounded_down_but_not_to_none(ratio: float, said: str) -> None:
    behind = row(value=Decimal(40), reason_code="pace_off_track", ratio_lower=ratio, ratio_upper=ratio)
    assert f"完成量为序时进度的{said}" in progress_sentence(behind, "zh")


def test_a_bounded_quotient_is_never_rounded_past_its_bound() -> None:
    third = Decimal("3.3367")
    said = {
        (third, None): "不少于3.33宗",
        (None, third): "不超过3.34宗",
        (third, third): "3.34宗",
        (Decimal(3), Decimal(4)): "约3.34宗",
    }
    assert {ends: bounded_figure(third, *ends, "宗", "zh") for ends in said} == said
