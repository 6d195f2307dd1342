"""The page 自助查询: a link shows its query and its answer; what can't be run says why; tables, examples, saving."""

from pathlib import Path
from urllib.parse import parse_qs

import pytest

from tests.dashboards.test_pages import links, opened, words

BOTH = pytest.mark.parametrize("language", ["zh", "en"])
YEARS = "select year::varchar as year, count(value) as with_value from marts.metric_year group by 1 order by 1"


@pytest.fixture
def board(root_like):
    from pipelines.jobs.build import build
    from pipelines.jobs.settings import Settings

    return root_like("today", lambda root: build(Settings(data=root)))


@BOTH
def test_without_a_query_the_page_offers_tables_and_examples(board: Path, language: str) -> None:
    app = opened("query", lang=language)
    assert not app.exception and not app.error
    said = words(app)
    assert "metric_year" in said and "raw" not in said
    assert {"zh": "一个指标各年数据", "en": "A metric over the years"}[language] in said
    asked = [parse_qs(to.partition("?")[2]).get("q", [""])[0] for to in links(app)]
    assert sum(select.startswith("select") for select in asked) == 8


@BOTH
def test_a_link_shows_its_query_with_table_chart_and_files(board: Path, language: str) -> None:
    app = opened("query", lang=language, q=YEARS)
    assert not app.exception and not app.error
    assert app.text_area[0].value == YEARS
    said = words(app)
    assert {"zh": "共2行", "en": "2 rows"}[language] in said
    assert "2023" in said and "with_value" in said
    assert {"zh": "折线", "en": "line"}[language] in said
    assert 'board.sql("""select' in said
    assert [each.proto.id for each in app.get("download_button")]


def test_the_figures_of_the_answer_are_the_warehouse_s(board: Path) -> None:
    from pipelines.api import open_board

    expected = open_board().sql(YEARS)
    html = next(each.proto.body for each in app_html(opened("query", q=YEARS)) if "listed" in each.proto.body)
    for _, row in expected.iterrows():
        assert f'<th scope="row">{row["year"]}</th><td data-column="with_value">{row["with_value"]}</td>' in html


def app_html(app) -> list:
    return app.get("html")


def test_running_what_is_written_puts_it_into_the_address(board: Path) -> None:
    app = opened("query", lang="zh", q="select 1 as one", x="one")
    app.text_area[0].input("select 2 as two")
    app.button(key="query-run-button").click().run()
    assert app.query_params["q"] == "select 2 as two" and "x" not in app.query_params
    assert "two" in words(app)


@BOTH
def test_what_can_t_be_run_says_why(board: Path, language: str) -> None:
    said = words(opened("query", lang=language, q="drop table marts.metric_year"))
    assert {"zh": "这里只运行 SELECT", "en": "Only a SELECT is run"}[language] in said
    said = words(opened("query", lang=language, q="select * from marts.metric_yeer"))
    assert "marts.metric_year" in said
    said = words(opened("query", lang=language, q="select " + "1," * 3_000 + "1"))
    assert "4000" in said


def test_a_query_too_long_for_a_link_stays_in_the_box(board: Path) -> None:
    app = opened("query", lang="zh")
    app.text_area[0].input("select '" + "长" * 4_000 + "'")
    app.button(key="query-run-button").click().run()
    assert "超过链接所能容纳的 4000 个" in words(app)
    assert "q" not in app.query_params and app.text_area[0].value.startswith("select '长")


def test_what_an_answer_holds_is_no_mark_up(board: Path) -> None:
    app = opened("query", q="select '<b>x</b><script>1</script>' as \"<i>\"")
    html = "".join(each.proto.body for each in app.get("html"))
    assert "<script>1" not in html and "&lt;b&gt;x" in html and "<i>" not in html


def test_an_open_table_shows_its_columns_and_puts_a_first_query_into_the_box(board: Path) -> None:
    app = opened("query", table="marts.metric_year")
    assert "reporting_state" in words(app)
    asked = [parse_qs(to.partition("?")[2]).get("q", [""])[0] for to in links(app)]
    assert "select *\nfrom marts.metric_year\nlimit 100" in asked


def test_the_chart_s_columns_stand_in_the_address(board: Path) -> None:
    select = "select metric_id as a, metric_id as b, 1 as p, 2 as q from marts.metric_year limit 5"
    app = opened("query", lang="zh", q=select, x="b", y="q", draw="line")
    current = [each.proto.body for each in app.get("html") if 'class="choices"' in each.proto.body]
    assert all(f'aria-current="true">{name}</a>' in current[0] for name in ("b", "q", "折线"))


@BOTH
def test_a_query_is_saved_and_taken_away_again(board: Path, language: str) -> None:
    app = opened("query", lang=language, q="select 1 as one")
    app.text_input[0].input("我的查询")
    app.button(key="query-save-button").click().run()
    assert not app.exception and "我的查询" in words(app)
    (remove,) = [each for each in app.button if str(each.key).startswith("remove-")]
    remove.click().run()
    assert "我的查询" not in words(app)


def test_a_query_without_a_name_isn_t_saved(board: Path) -> None:
    app = opened("query", lang="zh", q="select 1 as one")
    app.button(key="query-save-button").click().run()
    assert "须有 1—80 个字的名称" in words(app) + "".join(each.value for each in app.error)
