"""Every page, run by Streamlit's own tester, in both languages and both years."""

import re
from datetime import date
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from pipelines.jobs.build import build
from pipelines.jobs.documents import Intake, ingest
from pipelines.jobs.settings import Settings

APP = Path(__file__).parents[2] / "app.py"
PAGES = {
    "overview": None,
    "goals": "dashboards/pages/goals.py",
    "metrics": "dashboards/pages/metrics.py",
    "quality": "dashboards/pages/quality.py",
    "query": "dashboards/pages/query.py",
    "themes": "dashboards/pages/themes.py",
    "practices": "dashboards/pages/practices.py",
    "wall": "dashboards/pages/wall.py",
    "ledgers": "dashboards/pages/ledgers.py",
    "reconciliation": "dashboards/pages/reconciliation.py",
    "peers": "dashboards/pages/peers.py",
    "signing": "dashboards/pages/signing.py",
    "intake": "dashboards/pages/intake.py",
    "entry": "dashboards/pages/entry.py",
    "materials": "dashboards/pages/materials.py",
    "review": "dashboards/pages/review.py",
    "supervision": "dashboards/pages/supervision.py",
    "changes": "dashboards/pages/changes.py",
    "assessment": "dashboards/pages/assessment.py",
    "log": "dashboards/pages/log.py",
    "settings": "dashboards/pages/settings.py",
}
ID = re.compile(r"\b(?:law|org|community|grid|street|legality|contracts|goal|team|publicity|cadre)_[a-z0-9_]+")


@pytest.fixture
def board(root_like):
    return root_like("today", lambda root: build(Settings(data=root)))


def opened(page: str, **params: str) -> AppTest:
    """A page as it runs at an address with these parameters."""
    app = AppTest.from_file(str(APP), default_timeout=60)
    for name, value in params.items():
        app.query_params[name] = value
    if PAGES[page]:
        app.switch_page(PAGES[page])  # before the first run by the file's name, which is the page's address too
    return app.run()


def words(app: AppTest) -> str:
    """All that the page says, tags taken away."""
    texts = [element.proto.body for element in app.get("html") if "{ --ink" not in element.proto.body]
    texts += [re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", element.value) for element in (*app.error, *app.warning)]
    whole = re.sub(r'<span class="whole">([^<]*)</span>', r"\1", " ".join(texts))
    return unescape(re.sub(r"<[^>]*>", " ", whole))


def links(app: AppTest) -> list[str]:
    """Where the page's links lead: each one's parameters."""
    return [unescape(to) for each in app.get("html") for to in re.findall(r'href="([^"]*)"', each.proto.body)]


def offered(app: AppTest, label: str) -> dict[str, str]:
    """What the page's list of this name has to choose from: words → where they lead."""
    html = " ".join(each.proto.body for each in app.get("html"))
    lists = re.findall(rf'<nav class="choosable" aria-label="{label}">(.*?)</nav>', html)
    return {
        unescape(said): unescape(to)
        for found in lists
        for to, said in re.findall(r'<a href="([^"]*)"[^>]*>(.*?)</a>', found)
    }


def followed(app: AppTest, to: str) -> AppTest:
    """The page after a link to itself in another state."""
    app.query_params.clear()
    app.query_params.update(parse_qsl(to.removeprefix("?")))
    return app.run()


@pytest.mark.parametrize("year", ["2023", "2024"])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_runs_and_shows_no_raw_id(board, page, language, year):
    app = opened(page, lang=language, year=year)
    assert not app.exception and not app.error
    said = words(app)
    # names of tables and columns stand there as code, for who writes a query
    code = " ".join(text for each in app.get("html") for text in re.findall("<code>(.*?)</code>", each.proto.body))
    assert set(ID.findall(said)) <= set(ID.findall(code))
    assert not re.search(r"\bnan\b|\bNone\b|\bNaT\b", said)


def test_the_board_opens_on_the_latest_year_with_a_whole_document(board):
    said = words(opened("overview"))
    assert "2023年度报告载明" in said and "数据截至 2023-12-31" in re.sub(r"\s+", " ", said)


def test_the_overview_shows_the_eight_core_figures_with_their_qualifiers(board):
    said = words(opened("overview"))
    for figure in ("1,349宗", "92份", "88份", "不少于43次", "78场次", "100%", "2名", "7名"):
        assert figure in said
    assert "近3年招录执法人员" in said and "近N年" not in said


def test_a_year_that_is_known_in_part_shows_no_zero_for_what_is_not_captured(board):
    said = words(opened("overview", year="2024"))
    assert "存在问题、工作目标未采录" in said
    assert not re.search(r"(?<!\d)0[个项宗份次名]", said)


def test_a_figure_opens_its_sentence_with_definition_and_a_sentence_to_cite(board):
    app = opened("metrics", metric="org_legal_consultations")
    said = words(app)
    marked = [element.proto.body for element in app.get("html") if '<mark class="quote">' in element.proto.body]
    assert any('<mark class="quote">43余次</mark>' in html for html in marked)
    assert "数据出处：转述（非原文）" in said
    assert "2023年，龙津街道向机关提供法律咨询不少于43次。口径：" in said
    assert "未审核" in said


def test_english_says_the_same_figure_in_english(board):
    said = words(opened("metrics", lang="en", metric="org_legal_consultations"))
    assert "at least 43" in said and "Source: restatement, not the original" in said


def test_a_metric_without_a_value_says_why_and_who_can_supply_it(board):
    said = words(opened("metrics", year="2024", metric="contracts_reviewed"))
    assert "未采录" in said and "不代表报告未载" in said and "司法所" in said
    assert "查看2023年度：92份" in said


def test_a_metric_that_the_catalogue_lacks_is_answered_with_a_way_back(board):
    app = opened("metrics", metric="no_such_metric")
    assert not app.exception
    assert "目录中没有指标" in words(app) and "← 全部指标" in words(app)


def test_an_unknown_year_language_or_organisation_falls_back_to_the_opening(board):
    said = words(opened("overview", lang="fr", year="1999", org="nowhere"))
    assert "2023年度报告载明" in said


def test_practices_show_their_frequency_and_their_sentence(board):
    app = opened("practices")
    said = words(app)
    assert said.count("报告载明：每月") >= 2
    assert any("<mark" in element.proto.body and "每月" in element.proto.body for element in app.get("html"))
    assert "未采录不等于未落实" in said


def test_without_an_edition_the_page_says_what_to_do(data_root):
    app = opened("overview")
    assert not app.exception
    assert "python -m pipelines build" in words(app)


def test_a_new_edition_is_shown_without_a_restart(board):
    app = opened("overview")
    before = words(app)
    report = board / "documents" / "longjin-2024"
    for file in report.iterdir():
        file.unlink()
    report.rmdir()
    build(Settings())
    app.run()
    assert "2024年度" in before
    assert "补全2024年度" not in words(app) and "导入2024年度" in words(app)


def test_a_window_without_dates_says_that_its_years_are_assumed(board):
    assert "报告未写明起止年份" in words(opened("metrics", lang="zh", year="2023", metric="recruits_window"))
    assert "报告未写明起止年份" not in words(opened("metrics", lang="zh", year="2023", metric="contracts_reviewed"))


def test_two_years_are_never_drawn_on_to_a_third(board):
    said = words(opened("metrics", lang="zh", metric="law_exam_completion_rate", year="2023"))
    assert "暂不推算" in said and "两个点总能连成一条线" in said


def test_three_years_give_a_range_that_says_it_is_worked_out(data_root, tmp_path):
    for year, count in {2021: 75, 2022: 88}.items():
        report = tmp_path / f"{year}.txt"
        report.write_text(
            f"龙津街道{year}年度法治政府建设报告\n\n一、依法决策\n全年审查合同{count}份。\n", encoding="utf-8"
        )
        ingest(Settings(), [report], Intake(organisation_id="longjin", year=year))
    build(Settings(), as_of=date(2024, 11, 1))
    chinese = words(opened("metrics", lang="zh", year="2023", metric="contracts_reviewed"))
    assert "2024年可能在76份至125份之间（八成把握）。推算值，不是实际数据" in chinese
    english = words(opened("metrics", lang="en", year="2023", metric="contracts_reviewed"))
    assert "2024 is likely between 76 and 125 (80 in 100)" in english
