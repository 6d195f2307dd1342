"""The years of a core figure as bars: each in its place, unknown ones empty, open ones open."""

import re

from dashboards.widgets.sparks import MOST, multiple, spark


def rows(*values: object, unit: str = "宗", first: int = 2020) -> list[dict]:
    return [
        {"year": first + at, "value": value, "upper": None if value == 43 else value, "unit": unit}
        for at, value in enumerate(values)
    ]


def drawn(years: list[dict], language: str = "zh") -> str:
    return spark(years, {row["year"]: "甲" for row in years}, language)


def test_a_bar_a_year_from_zero_with_a_place_for_what_is_not_known() -> None:
    html = drawn(rows(50, None, 100))
    assert re.findall(r"height:(\d+)%", html) == ["50", "100"]
    assert html.count('class="unknown"') == 1
    assert 'aria-label="2020年甲、2021年甲、2022年甲"' in html


def test_a_figure_without_an_upper_bound_is_open() -> None:
    assert '<i class="open" style="height:43%">' in drawn(rows(100, 43))


def test_one_year_or_another_unit_makes_no_bars() -> None:
    assert drawn(rows(None, 7)) == ""
    assert drawn(rows(7, unit="宗") + rows(8, unit="件", first=2021)) == ""


def test_zeros_are_drawn_and_only_the_latest_years() -> None:
    assert drawn(rows(0, 0)).count("<i") == 2
    assert drawn(rows(*range(1, 15))).count("<i") == MOST


def test_figures_too_far_apart_make_no_bars() -> None:
    assert drawn(rows(7, *([None] * 24), 8, first=1998)) == ""


def test_a_small_chart_wants_three_years_and_names_the_first_and_the_last() -> None:
    texts = dict.fromkeys(range(2020, 2024), "甲")
    assert multiple(rows(7, None, 8), texts, "zh") == ""
    html = multiple(rows(7, None, 8, 9), texts, "zh", look="neutral")
    assert 'class="spark large neutral" role="img"' in html and html.count("<i") == 4
    assert "<span>2020</span><span>2023</span>" in html
