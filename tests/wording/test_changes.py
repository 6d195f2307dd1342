"""How a figure moved since the year before: what its bounds make certain, and no more."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.wording import change_sentence


def moved(lower: object, upper: object, unit: str = "宗") -> dict[str, object]:
    number = {end: None if value is None else Decimal(str(value)) for end, value in (("l", lower), ("u", upper))}
    return {"change_lower": number["l"], "change_upper": number["u"], "unit": unit}


@pytest.mark.parametrize(
    ("lower", "upper", "zh", "en"),
    [
        (12, 12, "较上年增加12宗", "up 12 on the year before"),
        (-5, -5, "较上年减少5宗", "down 5 on the year before"),
        (0, 0, "与上年持平", "as in the year before"),
        (3, None, "较上年至少增加3宗", "up at least 3 on the year before"),
        (3, 9, "较上年至少增加3宗", "up at least 3 on the year before"),
        (0, None, "不少于上年", "no less than the year before"),
        (None, -4, "较上年至少减少4宗", "down at least 4 on the year before"),
        (None, 0, "不多于上年", "no more than the year before"),
        (-2, 3, "较上年增减无法判定", "up or down, the bounds don't say"),
        (-2, None, "较上年增减无法判定", "up or down, the bounds don't say"),
        (None, None, "", ""),
        (float("nan"), float("nan"), "", ""),
    ],
)
def test_only_what_is_certain_is_said(lower: object, upper: object, zh: str, en: str) -> None:
    row = moved(lower, upper)
    if lower != lower:
        row = {"change_lower": lower, "change_upper": upper, "unit": "宗"}
    assert change_sentence(row, "zh") == zh and change_sentence(row, "en") == en


def test_a_share_moves_by_points() -> None:
    assert change_sentence(moved("1.7", "1.7", "%"), "zh") == "较上年增加1.7个百分点"
    assert change_sentence(moved("1.7", "1.7", "%"), "en") == "up 1.7 points on the year before"


@given(st.integers(-50, 50), st.integers(0, 30), st.data())
def test_no_true_change_contradicts_the_sentence(lower: int, width: int, data: st.DataObject) -> None:
    said = change_sentence(moved(lower, lower + width), "zh")
    true = data.draw(st.integers(lower, lower + width))
    assert ("增加" in said) <= (true > 0) and ("减少" in said) <= (true < 0) and ("持平" in said) <= (true == 0)
