"""Charts on small frames: what is unknown has no bar, what is unbounded stays open."""

import tomllib
from pathlib import Path

import pandas as pd

from dashboards.charts import ACCENT, SECOND, coverage, places, wrapped, years

WORDS = {"value": "数值", "year": "年度"}


def frame(**columns) -> pd.DataFrame:
    return pd.DataFrame({"year": [2023, 2024], **columns})


def test_a_year_without_a_value_has_no_bar_and_its_state_in_words():
    rows = frame(
        value=[92.0, None], lower=[92.0, None], upper=[92.0, None], text=["92份", "未采录"], state=["", "未采录"]
    )
    figure = years.metric_years(rows, WORDS)
    assert list(figure.data[0].y) == [92.0] and list(figure.data[0].x) == [0]
    assert [note.text for note in figure.layout.annotations] == ["未采录"]
    assert list(figure.layout.xaxis.ticktext) == ["2023", "2024"]


def test_a_value_without_an_upper_bound_is_drawn_open():
    rows = frame(
        value=[43.0, 50.0], lower=[43.0, 50.0], upper=[None, 50.0], text=["不少于43次", "50次"], state=["", ""]
    )
    figure = years.metric_years(rows, WORDS)
    arrows = [note for note in figure.layout.annotations if note.showarrow]
    assert [arrow.x for arrow in arrows] == [0] and arrows[0].y > arrows[0].ay > 43


def test_a_forecast_is_an_unfilled_range_in_the_place_of_its_year():
    rows = frame(
        value=[92.0, None], lower=[92.0, None], upper=[92.0, None], text=["92份", "未采录"], state=["", "未采录"]
    )
    likely = {"lower": 76, "upper": 125, "text": "76份—125份"}
    words = {**WORDS, "forecast": "推算"}
    figure = years.metric_years(rows, words, {"year": 2024, **likely})
    bar, likely_bar = figure.data
    assert list(bar.x) == [0]
    assert (list(likely_bar.x), list(likely_bar.base), list(likely_bar.y)) == ([1], [76.0], [49.0])
    assert [note.text for note in figure.layout.annotations] == ["推算<br>76份—125份"]
    assert figure.layout.yaxis.range[1] > 125
    later = years.metric_years(rows, words, {"year": 2025, **likely})
    assert list(later.layout.xaxis.ticktext) == ["2023", "2024", "2025"] and list(later.data[1].x) == [2]


def test_a_line_stands_before_a_year_that_breaks():
    rows = frame(value=[40.0, 50.0], lower=[40.0, 50.0], upper=[40.0, 50.0], text=["40件", "50次"], state=["", ""])
    whole = years.metric_years(rows.assign(is_break=[False, False]), WORDS)
    assert not whole.layout.shapes
    broken = years.metric_years(rows.assign(is_break=[False, True]), {**WORDS, "break": "不可比"})
    assert [shape.x0 for shape in broken.layout.shapes] == [0.5]
    assert [note.text for note in broken.layout.annotations] == ["不可比"]


def test_a_metric_without_any_value_draws_no_bar():
    rows = frame(
        value=[None, None], lower=[None, None], upper=[None, None], text=["报告未载"] * 2, state=["报告未载"] * 2
    )
    figure = years.metric_years(rows.astype({"value": float, "upper": float}), WORDS)
    assert len(figure.data[0].y) == 0 and len(figure.layout.annotations) == 2


def test_theme_bars_show_each_state_and_add_up_to_the_catalogue():
    rows = pd.DataFrame({"name": ["甲", "乙"], "reported": [4, 0], "zero": [1, 0], "not_captured": [13, 6]})
    words = {"reported": "已载明", "zero": "零", "not_captured": "未采录"}
    bars = coverage.themes(rows, words).data
    assert [bar.name for bar in bars] == list(words.values())
    assert [sum(counts) for counts in zip(*(bar.x for bar in bars), strict=True)] == [6, 18]
    solid, _, open_ = (bar.marker for bar in bars)
    assert solid.pattern.shape is None and open_.pattern.shape == "/"


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_tiles_stand_on_both_papers_and_their_white_words_on_them():
    config = tomllib.loads((Path(__file__).parents[2] / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    papers = [config["theme"][tone]["backgroundColor"] for tone in ("light", "dark")]
    for fill in (ACCENT, SECOND):
        assert contrast(fill, "#ffffff") >= 4.5
        assert min(contrast(fill, paper) for paper in papers) >= 3


def test_a_long_name_is_wrapped_and_loses_nothing():
    assert wrapped("执法人员信息公示率") == "执法人员信息公示率"
    for name in ("综合行政执法（下放事项、一支队伍管执法）的落实情况", "Enterprise requests collected each month"):
        lines = wrapped(name, 20).split("<br>")
        assert len(lines) > 1
        assert "".join(lines).replace(" ", "") == name.replace(" ", "")
    assert all(len(line) <= 10 for line in wrapped("综合行政执法与一支队伍管执法的落实情况", 20).split("<br>"))


def test_a_place_is_filled_by_its_shade_and_one_without_rows_has_a_dotted_border():
    ring = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0))
    place = {"rings": (ring, ring), "middle": (0.5, 0.3), "text": "3宗"}
    figure = places.shaded([{**place, "name": "甲", "shade": 5}, {**place, "name": "乙", "shade": 0}], is_neutral=True)
    known, unknown, words = figure.data
    assert {trace.type for trace in figure.data} == {"scatter"}
    assert (known.fill, known.fillcolor) == ("toself", places.fill(5, is_neutral=True))
    assert (unknown.fill, unknown.line.dash) == ("none", "dot")
    assert list(known.x) == [0, 1, 1, 0, None, 0, 1, 1, 0]
    assert list(words.text) == ["甲<br>3宗", "乙<br>3宗"] and figure.layout.yaxis.scaleanchor == "x"
