"""Charts on small frames: what is unknown has no bar, what is unbounded stays open."""

import pandas as pd

from dashboards.charts import coverage, practices, years

WORDS = {"value": "数值", "year": "年度", "with_value": "有数据", "without": "无数据"}


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


def test_a_metric_without_any_value_draws_no_bar():
    rows = frame(
        value=[None, None], lower=[None, None], upper=[None, None], text=["报告未载"] * 2, state=["报告未载"] * 2
    )
    figure = years.metric_years(rows.astype({"value": float, "upper": float}), WORDS)
    assert len(figure.data[0].y) == 0 and len(figure.layout.annotations) == 2


def test_theme_bars_add_up_to_the_catalogue():
    rows = pd.DataFrame({"name": ["甲", "乙"], "with_value": [4, 0], "without": [14, 6]})
    stated, rest = coverage.themes(rows, WORDS).data
    assert [a + b for a, b in zip(stated.x, rest.x, strict=True)] == [6, 18]


def test_the_matrix_fills_a_tile_only_where_a_practice_is_stated():
    rows = pd.DataFrame(
        {"name": ["甲", "甲"], "year": [2023, 2024], "status": ["stated", "unknown"], "label": ["报告载明", "未采录"]}
    )
    stated, unknown = practices.matrix(rows).data
    assert [list(row) for row in stated.z] == [[1, None]] and [list(row) for row in unknown.z] == [[None, 1]]
    assert list(stated.text[0]) == ["报告载明", ""] and list(unknown.text[0]) == ["", "未采录"]
