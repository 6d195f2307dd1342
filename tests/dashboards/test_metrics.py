"""指标: search, themes and lists that are the warehouse's, what can be taken along, breaks, links that ask amiss."""

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from pipelines.api import figure, open_board
from pipelines.jobs.build import build
from pipelines.jobs.settings import Settings
from tests.dashboards.test_pages import links, opened, words

BOTH = pytest.mark.parametrize("language", ["zh", "en"])
BREAK = """
- id: trainings_2024
  day: 2024-01-01
  name: {zh: 培训口径变更, en: Trainings counted otherwise}
  basis: {zh: 测试, en: Test}
  metrics: [law_exam_completion_rate]
"""


@pytest.fixture
def board(root_like) -> Path:
    return root_like("today", lambda root: build(Settings(data=root)))


def taken(app) -> list[dict[str, Any]]:
    """What the page's charts and lists offer to take along."""
    return [json.loads(each.proto.json) for each in app.get("bidi_component") if each.proto.json]


@BOTH
@pytest.mark.parametrize(
    ("asked", "found"),
    [("合同", "contracts_reviewed"), ("CONTRACTS reviewed", "contracts_reviewed"), ("grid", "grid_workers")],
)
def test_a_metric_is_found_by_words_of_either_language(board: Path, language: str, asked: str, found: str) -> None:
    app = opened("metrics", lang=language, year="2023", find=asked)
    assert not app.exception
    assert any(f"metric={found}" in link for link in links(app))
    assert not any("metric=law_trainings" in link for link in links(app))


def test_what_isn_t_found_says_what_to_do_and_stays_text(board: Path) -> None:
    app = opened("metrics", lang="zh", year="2023", find="<script>x</script>")
    assert "没有符合的指标" in words(app) and not app.exception
    assert not any("<script>x" in each.proto.body for each in app.get("html"))


@BOTH
def test_each_theme_s_states_are_the_mart_s(board: Path, language: str) -> None:
    (html,) = [
        each.proto.body
        for each in opened("metrics", lang=language, year="2024").get("html")
        if 'class="listed' in each.proto.body
    ]
    shown = [
        [unescape(re.sub("<[^>]*>", "", cell)) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
        for row in re.findall(r"<tr>(.*?)</tr>", html.split("<tbody>")[1])
    ]
    known = open_board().sql(
        f"""select theme.name_{language} as name, count(*) filter (where value > 0) as reported,
        count(*) filter (where reporting_state = 'not_captured') as not_captured, count(*) as metrics
        from marts.metric_year inner join catalogue.metrics as metric using (metric_id)
        inner join catalogue.themes as theme using (theme_id)
        where year = 2024 and organisation_id = 'longjin' group by theme.name_{language}, theme.position
        order by theme.position"""
    )
    assert shown == [[str(cell) for cell in row] for row in known.to_numpy().tolist()] and len(shown) == 14


@BOTH
def test_every_figure_of_a_theme_s_list_is_the_mart_s(board: Path, language: str) -> None:
    app = opened("metrics", lang=language, year="2023", theme="legal_review")
    body = "".join(each.proto.body for each in app.get("html"))
    shown = dict(re.findall(r'<li><a href="[^"]*metric=(\w+)[^"]*">[^<]*</a>.*?class="row-value">([^<]*)<', body))
    known = open_board().metric_year("longjin", 2023)
    known = known[(known["theme_id"] == "legal_review") & known["value"].notna()]
    expected = {
        row["metric_id"]: figure(row["value"], row["unit"], row["qualifier"], language) for _, row in known.iterrows()
    }
    assert shown == expected and len(shown) == 4


def test_what_is_taken_along_is_what_the_mart_holds_with_its_source(board: Path) -> None:
    app = opened("metrics", lang="zh", year="2023", metric="org_legal_consultations")
    (offered,) = taken(app)
    table = json.loads(offered["table"])
    row = dict(zip(table["columns"], table["rows"][0], strict=True))
    known = open_board().metric_year("longjin", 2023, "org_legal_consultations").iloc[0]
    assert (row["年度"], row["数值"], row["下限"], row["上限"]) == (2023, float(known["value"]), 43, None)
    assert (row["数值性质"], row["计量单位"], row["审核状态"]) == ("不少于", "次", "未审核")
    assert open_board().edition_id in table["note"] and "龙津街道" in table["note"]


@pytest.mark.parametrize(
    ("page", "asked"),
    [
        ("metrics", {"metric": "law_trainings"}),
        ("metrics", {}),
        ("goals", {}),
        ("goals", {"key": "g2_law_exam"}),
        ("goals", {"key": "g3_campaigns"}),
        ("practices", {}),
        ("quality", {}),
    ],
)
def test_the_cell_for_a_notebook_runs_and_gives_rows(board: Path, page: str, asked: dict[str, str]) -> None:
    offered = taken(opened(page, lang="zh", org="longjin", year="2023", **asked))
    assert offered
    for each in offered:
        *setting, expression = each["cell"].splitlines()
        names: dict[str, object] = {}
        exec("\n".join(setting), names)
        assert len(eval(expression, names)) > 0


def test_a_day_that_breaks_the_years_is_said_and_nothing_is_compared_over_it(root_like) -> None:
    def broken(root: Path) -> None:
        with (root / "catalogue" / "breaks.yml").open("a", encoding="utf-8") as file:
            file.write(BREAK)
        build(Settings(data=root))

    root_like("broken", broken)
    said = words(opened("metrics", lang="zh", year="2024", metric="law_exam_completion_rate"))
    assert "自2024-01-01起培训口径变更：测试。" in said and "统计口径与上年不同，不作比较" in said


def test_a_metric_that_reports_replaced_points_at_the_other(board: Path) -> None:
    app = opened("metrics", lang="zh", year="2023", metric="law_exam_pass_rate")
    assert "学法考试由通过率改列优秀率" in words(app)
    assert any("metric=law_exam_excellent_rate" in link for link in links(app))


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"year": "2031"}, "“2031”年度没有数据，已显示最近的2024年度"),
        ({"year": "1998"}, "“1998”年度没有数据，已显示最近的2023年度"),
        ({"year": "zzz"}, "“zzz”年度没有数据，已显示最近的2023年度"),
        ({"org": "<script>"}, "没有填报单位 <script>，现显示龙津街道"),
        ({"lang": "fr"}, "语言“fr”没有，已用中文显示"),
        ({"edition": "\u202e2020"}, "没有数据版本 \u202e2020，现显示当前版本"),
    ],
)
def test_a_link_that_asks_for_what_isn_t_there_says_so(board: Path, asked: dict[str, str], says: str) -> None:
    app = opened("overview", **{"lang": "zh", **asked})
    assert not app.exception and says in words(app)


def test_a_metric_with_a_slip_is_offered_the_nearest(board: Path) -> None:
    app = opened("metrics", lang="zh", year="2023", metric="law_trainning")
    assert "目录中没有指标" in words(app)
    assert any("metric=law_trainings" in link for link in links(app))
