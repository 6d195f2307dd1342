"""工作目标, and what the overview says of it: statuses with their reasons, links that filter, nothing blamed."""

import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import yaml

from dashboards.charts import goals as charts
from dashboards.widgets import status
from pipelines.api import Typed, Wanted, enter_figure
from pipelines.jobs.build import build
from pipelines.jobs.settings import Settings
from tests.dashboards.test_pages import ID, opened, words


@pytest.fixture
def board(root_like):
    return root_like("goals", lambda root: build(Settings(data=root), as_of=date(2026, 11, 27)))


def key_result_ids(data_root) -> list[str]:
    text = (data_root / "catalogue" / "key_results.yml").read_text(encoding="utf-8")
    return [entry["id"] for entry in yaml.safe_load(text)]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_key_result_has_a_page_with_its_answer_and_no_raw_id(board, language):
    ids = key_result_ids(board)
    assert len(ids) == 17
    for key_result_id in ids:
        app = opened("goals", lang=language, key=key_result_id)
        assert not app.exception and not app.error, key_result_id
        said = words(app)
        assert not ID.findall(said), key_result_id
        assert not re.search(r"\bnan\b|\bNone\b|\bNaT\b|\bg[123]_", said), key_result_id
        assert ("目标值" if language == "zh" else "arget") in said


def test_the_law_exam_is_met_and_shows_the_sentence_behind_it(board):
    app = opened("goals", lang="zh", key="g2_law_exam")
    said = words(app)
    assert "已达标" in said and "2024年为100%，达到目标值（100%）" in said
    assert "建议值（未经街道确认）" in said
    html = " ".join(element.proto.body for element in app.get("html"))
    assert '<mark class="quote">100%</mark>' in html


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_share_that_the_board_works_out_has_two_decimals_wherever_it_is_shown(board, language):
    day = date(2024, 12, 31)
    typed = Wanted("enforcement_officers", "", "31", "exact", "名", day, day)  # of whom the report counts 2 reviewers
    enter_figure(Typed("longjin", typed, "花名册"), seen=0)
    build(Settings(data=board), as_of=date(2026, 11, 27))
    for asked in ({}, {"key": "g2_reviewer_share"}):
        app = opened("goals", lang=language, year="2023", **asked)
        tables = " ".join(str(each.value) for each in app.table).replace("\\", "")
        assert not app.exception
        assert "6.45%" in words(app) and "6.4516" not in words(app) + tables
        assert not asked or "6.45%" in tables


def test_what_would_decide_a_key_result_is_named_with_who_can_supply_it(board):
    said = words(opened("goals", lang="zh", key="g2_reviewer_share"))
    assert "需要2024年度的以下数据" in said
    assert "执法人员（可由综合行政执法办公室补充）" in said
    assert "滞后序时进度" not in said


def test_a_statement_of_each_month_is_shown_beside_twelve_periods_without_a_record(board):
    said = words(opened("goals", lang="zh", key="g2_monthly_lecture"))
    assert "已到期，没有记录 12" in said
    assert "报告的表述不等于逐月记录" in said


def test_a_status_of_the_conclusion_filters_the_key_results(board):
    every = words(opened("goals", lang="zh"))
    met = words(opened("goals", lang="zh", status="achieved"))
    assert "四项集中宣传" in every and "四项集中宣传" not in met
    assert "学法考试完成率" in met


@pytest.mark.parametrize("odd", ["nothing", "<b>x</b>", "g2_law_exam "])
def test_an_unknown_key_result_is_answered_in_words(board, odd):
    app = opened("goals", lang="zh", key=odd)
    assert not app.exception
    assert "请从列表中选择" in words(app)


def test_the_overview_says_where_the_goals_stand_and_what_to_push(board):
    said = words(opened("overview", lang="zh", year="2023"))
    assert "2024年度目标分为" in said and "17项重点任务" in said
    assert "已达标1项" in said and "到期未见数据14项" in said
    assert "确认17项重点任务的目标值" in said
    assert "补全2024年度报告（目前只有摘录），导入2025年度报告" in said
    assert "3项重点任务等此数据" in said
    assert "国家宪法日宣传" in said and "还有7天" in said
    assert "已达标1 · 有数据1 · 共5项" in said


def test_the_goals_of_a_report_colour_no_other_year(board):
    """2024 has an excerpt without goals: it shows those that the report of 2023 set for it."""
    said = words(opened("goals", lang="zh", year="2024"))
    assert "2023年度报告提出，面向2024年度" in said


def test_a_quiet_month_names_the_next_date(data_root):
    build(Settings(), as_of=date(2026, 7, 10))
    said = words(opened("overview", lang="zh"))
    assert "未来30天内没有到期事项；下一项是" in said
    assert "国家宪法日宣传" in said


def test_every_status_has_a_shape_of_its_own_but_the_two_without_data():
    shapes = list(status.SHAPES.values())
    assert len(set(shapes)) == len(shapes) - 1
    assert status.SHAPES["no_data"] == status.SHAPES["overdue_no_data"]


def test_a_figure_without_an_upper_bound_is_drawn_open():
    pace = pd.DataFrame(
        [
            {"day": date(2024, 1, 1), "expected_lower": 0.0, "expected_upper": 20.0, "is_step": False},
            {"day": date(2024, 12, 31), "expected_lower": 50.0, "expected_upper": 50.0, "is_step": False},
        ]
    )
    words_ = {"pace": "应达进度", "target": "目标值 50次", "value": "现有数据"}
    bounds = {"day": date(2024, 6, 30), "lower": 43.0, "upper": None, "text": "不少于43次"}
    figure = charts.path(pace, pd.DataFrame([bounds]), 50.0, words_)
    arrows = [each for each in figure.layout.annotations if each.showarrow]
    assert len(arrows) == 1
    band = [trace for trace in figure.data if trace.fill == "tonexty"]
    assert len(band) == 1 and list(band[0].y) == [20.0, 50.0]
    exact = charts.path(pace, pd.DataFrame([{**bounds, "upper": 43.0, "text": "43次"}]), 50.0, words_)
    assert not [each for each in exact.layout.annotations if each.showarrow]
    assert exact.data[-1].marker.symbol == "diamond"


def test_bounds_of_a_year_are_a_second_part_of_its_bar():
    rows = pd.DataFrame(
        [
            {"year": 2023, "value": 80.0, "lower": 80.0, "upper": None, "text": "不少于80%", "state": ""},
            {"year": 2024, "value": None, "lower": None, "upper": None, "text": "", "state": "暂无数据"},
        ]
    )
    words_ = {"value": "数值", "possible": "可能的范围", "target": "目标值 90%"}
    figure = charts.years(rows, 90.0, words_)
    assert [trace.name for trace in figure.data] == ["数值", "可能的范围"]
    assert figure.data[1].y[0] > 0
    assert "暂无数据" in [each.text for each in figure.layout.annotations]


def test_goals_without_key_results_are_listed_and_say_so(root_like) -> None:
    def without(root: Path) -> None:
        (root / "catalogue" / "key_results.yml").write_text("[]\n", encoding="utf-8")
        build(Settings(data=root))

    root_like("no_key_results", without)
    app = opened("goals", lang="zh", year="2023")
    assert not app.exception and "进一步提升行政执法水平" in words(app)
