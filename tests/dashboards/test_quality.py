"""数据质量: every figure on the page is the warehouse's, each check says what it means, the dictionary is searched."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from pipelines.api import open_board, say
from pipelines.jobs.build import build
from pipelines.jobs.documents import Intake, ingest
from pipelines.jobs.settings import Settings
from pipelines.warehouse import sql
from tests.dashboards.test_pages import links, opened, words

BOTH = pytest.mark.parametrize("language", ["zh", "en"])
REPORT = "龙津街道{year}年度法治政府建设报告\n\n一、依法决策\n全年审查合同{count}份。全年回收旧衣服{odd}袋。\n"


def with_jump(root: Path) -> None:
    """Two more years, so that one count jumps, and numbers that no metric takes."""
    for year, count, odd in ((2021, "20", 31), (2022, "400余", 57)):
        report = root / f"{year}.txt"
        report.write_text(REPORT.format(year=year, count=count, odd=odd), encoding="utf-8")
        ingest(Settings(data=root), [report], Intake(organisation_id="longjin", year=year))
        report.unlink()
    build(Settings(data=root))


@pytest.fixture
def board(root_like):
    return root_like("jumped", with_jump)


def table(app, key: str) -> list[list[str]]:
    """The cells of a table of the page by the container that holds it."""
    (html,) = [each.proto.body for each in app.get("html") if f'aria-label="{key}' in each.proto.body]
    rows = re.findall(r"<tr>(.*?)</tr>", html.split("<tbody>")[1])
    return [
        [unescape(re.sub("<[^>]*>", "", cell)) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
        for row in rows
    ]


@BOTH
def test_the_states_of_each_year_are_the_coverage_mart_s(board: Path, language: str) -> None:
    app = opened("quality", lang=language)
    assert not app.exception and not app.error
    shown = table(app, {"zh": "各年指标的填报状态", "en": "Reporting states by year"}[language])
    states = ("zero", "without_figure", "not_reported", "not_captured", "metrics")
    known = open_board().sql("select * from marts.coverage order by year")
    expected = [
        [f"{row['year']}", f"{row['with_value'] - row['zero']}", *(f"{row[state]}" for state in states),
         f"{row['reviewed']}/{row['with_value']}"]
        for _, row in known.iterrows()
    ]  # fmt: skip
    assert len(expected) == 4 and shown == expected


def test_a_large_change_is_the_mart_s_and_leads_to_its_metric(board: Path) -> None:
    app = opened("quality", lang="zh")
    shown = table(app, "变化较大的时期数")
    known = open_board().sql("select * from marts.large_change order by year desc, z desc, metric_id")
    assert [(row[1], row[4]) for row in shown] == [
        (f"{row['year']}", "增至至少20倍" if row["direction"] == "up" else row_down(row)) for _, row in known.iterrows()
    ]
    assert ["合同审查", "2022", "不少于400份", "20份", "增至至少20倍", "司法所"] in shown
    assert ["合同审查", "2023", "92份", "不少于400份", "降至不超过上年的23%", "司法所"] in shown
    assert any("metric=contracts_reviewed" in to and "year=2022" in to for to in links(app))


def row_down(row) -> str:
    return f"降至不超过上年的{-(-100 * int(row['value']) // int(row['previous_value']))}%"


@BOTH
def test_failed_checks_are_counted_as_the_quality_mart_has_them(board: Path, language: str) -> None:
    app = opened("quality", lang=language)
    shown = table(app, {"zh": "校验", "en": "Check"}[language])
    known = open_board().sql(
        "select check_id, count(*) as n from marts.quality where not is_passed group by all order by n desc, check_id"
    )
    assert len(known) and sorted((row[0], row[1]) for row in shown) == sorted(
        (say(f"check.{row['check_id']}.name", language), f"{row['n']}") for _, row in known.iterrows()
    )
    said = words(app)
    for _, row in known.iterrows():
        assert say(f"check.{row['check_id']}.who", language) in said


def test_every_check_says_its_name_what_it_means_and_who_mends_it() -> None:
    checks = [check_id for check_id, _, _ in sql.checks()]
    for language in ("zh", "en"):
        said = [say(f"check.{check_id}.{part}", language) for check_id in checks for part in ("name", "meaning", "who")]
        assert len(set(said[::3])) == len(checks) and all(said)
        assert all(any("一" <= letter <= "鿿" for letter in each) == (language == "zh") for each in said)


def test_numbers_without_a_metric_are_the_mart_s_with_the_way_to_map_them(board: Path) -> None:
    app = opened("quality", lang="zh", year="2022")
    known = open_board().sql("select quote, sentence from marts.unmapped where year = 2022 order by span_start")
    assert table(app, "2022年度报告中未归入指标的数字") == known.to_numpy().tolist()
    assert len(known) and any(to.startswith("review?") and "year=2022" in to for to in links(app))
    leading = [to for to in links(app) if "number=" in to]
    assert len(leading) == len(known)
    for to, quote in zip(leading, known["quote"], strict=True):
        app = opened("review", **dict(parse_qsl(to.removeprefix("review?"))))
        numbers = app.selectbox(key="mapping-number")
        assert numbers.value == app.query_params["number"] and quote in numbers.options[numbers.index]


@BOTH
def test_a_link_to_a_number_that_a_metric_has_by_now_says_so(board: Path, language: str) -> None:
    app = opened("review", lang=language, year="2022", number="gone")
    assert {"zh": "已不在未识别之列", "en": "no longer without a metric"}[language] in words(app)


@BOTH
def test_the_gaps_of_each_office_are_those_of_its_metrics(board: Path, language: str) -> None:
    app = opened("quality", lang=language, year="2023")
    shown = table(app, {"zh": "2023年度各责任科室的缺口", "en": "Gaps by office in 2023"}[language])
    known = open_board().sql(
        f"select w.name_{language} as name, count(*) filter (where value is null) as gaps, count(*) as metrics"
        " from marts.metric_year join catalogue.metrics as m using (metric_id)"
        " join catalogue.owners as w using (owner_id)"
        " where year = 2023 and m.counted_from = 'report' group by 1"
    )
    assert sorted(row[:3] for row in shown) == sorted(
        [row["name"], f"{row['gaps']}", f"{row['metrics']}"] for _, row in known.iterrows()
    )
    never = {"zh": "从未导入的台账23种", "en": "Never loaded, 23"}[language]
    assert never in words(app)


@BOTH
def test_the_dictionary_is_listed_searched_and_opened(board: Path, language: str) -> None:
    word = {"zh": "不是0", "en": "which is not 0"}[language]
    said = words(opened("quality", lang=language))
    assert "marts.metric_year" in said and "catalogue.themes" in said
    found = words(opened("quality", lang=language, find=word))
    assert word in found and "decimal(20,4)" in found
    one = opened("quality", lang=language, table="marts.metric_year")
    assert "reporting_state" in words(one) and any(to.startswith("query?") and "metric_year" in to for to in links(one))
    nothing = words(opened("quality", lang=language, find="<zzz>"))
    assert "<zzz>" in nothing and {"zh": "：0个", "en": ": 0"}[language] in nothing
    app = opened("quality", lang=language)
    app.text_input[0].input("duty").run()
    assert app.query_params["find"] == "duty" and "marts.duty_status" in words(app)


def test_ledgers_say_when_they_were_loaded_last(data_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.jobs.test_differences import with_contracts

    with_contracts(data_root)
    app = opened("quality", lang="zh")
    (row,) = table(app, "台账的更新")
    (known,) = [each for each in open_board().ledger_ages("longjin") if each["loaded_on"]]
    assert row[2:] == [f"{known['loaded_on']}", f"{known['days_since']}", f"{known['covers_until']}"]
    assert known["days_since"] == (known_as_of() - known["loaded_on"]).days


def known_as_of():
    from datetime import date

    return date.fromisoformat(open_board().manifest.as_of)
