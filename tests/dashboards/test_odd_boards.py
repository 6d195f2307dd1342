"""Pages of boards that are unlike the shipped one: two organisations, contradictions, years without a document."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from pipelines.api import open_board
from pipelines.jobs.build import build
from pipelines.jobs.documents import Intake, ingest
from pipelines.jobs.ledgers.load import LedgerFile, load_ledger
from pipelines.jobs.mass.store import ingest_tables
from pipelines.jobs.people import Person
from pipelines.jobs.review import Desk, Looked
from pipelines.jobs.settings import Settings
from tests.dashboards.test_pages import PAGES, followed, offered, opened, words

REPOSITORY = Path(__file__).parents[2]
REPORT_2022 = "荔湾区2022年法治政府建设年度报告\n一、工作情况\n审查合同40份。2021年审查合同25份。\n"
REPORT_2023 = (
    "荔湾区2023年法治政府建设年度报告\n一、工作情况\n审查合同52份。组织法治培训30场次，另一处：法治培训31场次。\n"
    "每年应当旁听庭审不少于2次。近三年整治占道经营900宗。2022年审查合同44份。\n"
    "四、存在问题\n（一）普法阵地不足。社区普法角偏少。\n"
)


def language_of(page: str, turn: int) -> str:
    """A page's language on one of several boards or years: the other one in the next, so that each is met in both."""
    return ("zh", "en")[(list(PAGES).index(page) + turn) % 2]


@pytest.fixture
def board(root_like) -> Path:
    return root_like("odd", _with_another_organisation)


def _with_another_organisation(root: Path) -> None:
    settings = Settings(data=root)
    for year, text in ((2022, REPORT_2022), (2023, REPORT_2023)):
        file = root.parent / f"{year}.txt"
        file.write_text(text, encoding="utf-8")
        ingest(settings, [file], Intake(organisation_id="liwan", year=year))
    build(settings)


@pytest.mark.parametrize("year", ["2021", "2022", "2023"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_another_organisation_runs(board: Path, page: str, year: str) -> None:
    language = language_of(page, int(year))
    app = opened(page, lang=language, year=year, org="liwan")
    assert not app.exception
    assert not app.error
    assert not {"nan", "None", "NaT"} & set(words(app).split())


def test_a_second_organisation_brings_a_list_to_choose_from(board: Path) -> None:
    app = opened("overview")
    choices = offered(app, "填报单位")
    assert list(choices) == ["龙津街道", "荔湾区"]
    for name, to in choices.items():
        app = followed(app, to)
        assert not app.exception
        assert f"填报单位  {name}" in words(app)


def test_one_organisation_needs_no_list(data_root: Path) -> None:
    build(Settings())
    assert not offered(opened("overview"), "填报单位")


def test_a_year_that_only_a_later_report_mentions_has_its_own_page(board: Path) -> None:
    said = words(opened("overview", org="liwan", year="2021"))
    assert "2021年度报告尚未导入" in said
    assert "25份" in said
    assert "导入2021年度" in said


def test_contradicting_values_are_listed_with_their_sentences(board: Path) -> None:
    said = words(opened("metrics", org="liwan", year="2023", metric="law_trainings"))
    assert "数值待核实" in said
    assert "30场次" in said
    assert "31场次" in said
    assert "资料中的说法" in said


@pytest.mark.parametrize(
    ("metric", "words_shown"),
    [
        ("court_observations", ("仅列标准要求", "不少于2次", "应当旁听庭审")),
        ("street_occupation_cases", ("仅列跨年累计", "900宗")),
    ],
)
def test_what_is_stated_without_a_figure_of_the_year_shows_its_sentence(
    board: Path, metric: str, words_shown: tuple[str, ...]
) -> None:
    said = words(opened("metrics", org="liwan", year="2023", metric=metric))
    for shown in words_shown:
        assert shown in said


def test_a_later_report_with_another_value_is_shown_beside_the_figure(board: Path) -> None:
    said = words(opened("metrics", org="liwan", year="2022", metric="contracts_reviewed"))
    assert "2022年，荔湾区合同审查40份" in said
    assert "2023年报告列为44份，差异待核实" in said


def accept(board: Path, metric_id: str, quote: str) -> None:
    readings = open_board(board).observations("liwan", metric_id)
    (row,) = readings[readings["quote"] == quote].to_dict("records")
    looked = Looked(row["observation_id"], row["reading_hash"])
    Desk(Settings(data=board), Person()).decide(looked, "accepted", why="与台账核对")
    build(Settings(data=board))


def test_a_second_value_for_a_figure_is_settled_by_a_decision(board: Path) -> None:
    accept(board, "contracts_reviewed", "40份")
    said = words(opened("metrics", org="liwan", year="2022", metric="contracts_reviewed"))
    assert "2023年报告列为44份，已修订" in said


def test_the_value_that_a_person_accepts_is_current_whichever_report_states_it(board: Path) -> None:
    accept(board, "contracts_reviewed", "44份")
    row = open_board(board).metric_year("liwan", 2022, "contracts_reviewed").iloc[0]
    assert (row["value"], row["review_state"]) == (44, "accepted")


def test_of_two_values_in_one_report_the_accepted_one_is_the_figure(board: Path) -> None:
    accept(board, "law_trainings", "31场次")
    row = open_board(board).metric_year("liwan", 2023, "law_trainings").iloc[0]
    assert (row["value"], row["reason"], row["review_state"]) == (31, "previous_unknown", "accepted")


def test_a_problem_that_the_catalogue_lacks_stands_in_the_report_s_own_words(board: Path) -> None:
    for page in ("overview", "practices"):
        said = words(opened(page, org="liwan", year="2023"))
        assert "普法阵地不足" in said


@pytest.mark.parametrize(
    "params",
    [
        {"year": "²"},
        {"year": "٢٠٢٣"},
        {"year": "9" * 400},
        {"year": "-1"},
        {"lang": "xx"},
        {"org": "../..", "year": "abc"},
        {"theme": "<b>"},
        {"metric": "**粗**[链接](http://x)<script>alert(1)</script>" * 20},
    ],
)
def test_a_strange_address_is_answered_by_a_page(board: Path, params: dict[str, str]) -> None:
    app = opened("metrics", **params)
    assert not app.exception
    bodies = "".join(element.proto.body for element in app.get("html"))
    assert "<script>alert" not in bodies


def test_a_language_that_the_board_lacks_is_said_in_place_of_the_page(
    board: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAZHI_LANGUAGE", "fr")
    app = opened("overview")
    assert not app.exception
    assert "FAZHI_LANGUAGE" in words(app)
    assert "zh, en" in words(app)


def test_a_problem_of_a_report_that_is_not_loaded_is_shown_without_a_sentence(data_root: Path) -> None:
    folder = data_root / "documents" / "longjin-2023"
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
    build(Settings())
    for page in PAGES:
        app = opened(page, year="2024")
        assert not app.exception
        assert not app.error


# --- a year of which only tables were loaded


@pytest.fixture
def board_of_tables(root_like) -> Path:
    return root_like("tables", _with_tables)


def _with_tables(root: Path) -> None:
    reports, out = root.parent / "in", root.parent / "out"
    reports.mkdir()
    (reports / "2023.txt").write_text(REPORT_2023, encoding="utf-8")
    words = ["extract", str(reports), "--to", str(out), "--org", "liwan", "--year", "2023"]
    # a process of its own: after a page was run here, this one's main module is the page
    environment = {**os.environ, "FAZHI_DATA": str(root)}
    command = [sys.executable, "-m", "pipelines", *words]
    subprocess.run(command, cwd=REPOSITORY, env=environment, check=True, capture_output=True)
    ingest_tables(Settings(data=root), out / "observations.parquet")
    build(Settings(data=root))


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_a_year_that_came_as_tables_runs(board_of_tables: Path, page: str) -> None:
    app = opened(page, lang=language_of(page, 0), year="2023", org="liwan")
    assert not app.exception
    assert not app.error
    assert not {"nan", "None", "NaT"} & set(words(app).split())


@pytest.fixture
def board_of_tables_and_ledgers(root_like) -> Path:
    return root_like("tables_and_ledgers", _with_tables_and_ledgers)


def _with_tables_and_ledgers(root: Path) -> None:
    _with_tables(root)
    path = root.parent / "台账.csv"
    rows = "".join(f"HT-{month:02d},2023-{month:02d}-05,2023-{month:02d}-06\n" for month in range(1, 13))
    path.write_text(f"合同编号,送审日期,审查完成日期\n{rows}", encoding="utf-8")
    load_ledger(Settings(data=root), LedgerFile(path, "contracts", "liwan", {}), today=date(2024, 1, 31))
    build(Settings(data=root))


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_a_year_with_tables_and_ledgers_runs(board_of_tables_and_ledgers: Path, page: str) -> None:
    app = opened(page, lang=language_of(page, 1), year="2023", org="liwan")
    assert not app.exception
    assert not app.error
    assert not {"nan", "None", "NaT"} & set(words(app).split())


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("zh", ("审查合同52份", "原件未导入", "各月情况（台账）", "12份")),
        ("en", ("审查合同52份", "the file isn't loaded", "Month by month")),
    ],
)
def test_a_metric_of_tables_and_ledgers_shows_its_sentence_its_months_and_that_they_differ(
    board_of_tables_and_ledgers: Path, language: str, expected: tuple[str, ...]
) -> None:
    said = words(opened("metrics", lang=language, org="liwan", year="2023", metric="contracts_reviewed"))
    for word in expected:
        assert word in said or word in "".join(said.split())
    held = words(opened("reconciliation", lang=language, org="liwan", year="2023"))
    assert {"zh": "−40份", "en": "−40"}[language] in "".join(held.split())


def test_a_figure_that_came_as_a_table_opens_its_sentence_and_says_that_the_file_isnt_loaded(
    board_of_tables: Path,
) -> None:
    said = words(opened("metrics", org="liwan", year="2023", metric="contracts_reviewed"))
    assert "审查合同52份" in "".join(said.split())
    assert "原件未导入，此句为读取时保存" in said
    assert "仅有数据（原件未导入）" in said
    assert "无数据的指标：该年度报告原件未导入" in words(opened("overview", org="liwan", year="2023"))
