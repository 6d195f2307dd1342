"""The one door for pages and notebooks: frames of an edition, each figure with its evidence."""

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from pipelines import api
from pipelines.api import Board, current_edition, open_board
from pipelines.domain.errors import NothingPublished, UnknownEdition


@pytest.fixture
def board(built_once: Path) -> Board:
    return open_board(built_once)


def test_a_board_is_the_published_edition(board: Board, built_once: Path, built_root: Path) -> None:
    assert board.edition_id == current_edition(built_once) == current_edition()
    assert board.edition_id == board.manifest.edition_id
    assert open_board(edition=board.edition_id).edition_id == board.edition_id
    assert open_board(str(built_once)).edition_id == board.edition_id


def test_no_edition_and_an_unknown_edition_are_refused(data_root: Path, built_once: Path) -> None:
    with pytest.raises(NothingPublished):
        open_board()
    with pytest.raises(NothingPublished):
        current_edition()
    with pytest.raises(UnknownEdition):
        open_board(built_once, edition="2020-01-01-none")


def test_metric_year_has_a_row_for_every_metric_with_its_names(board: Board, catalogue) -> None:
    frame = board.metric_year("longjin", 2023)
    assert list(frame["metric_id"]) == [metric.metric_id for metric in catalogue.metrics]
    names = {"name_zh", "name_en", "direction", "definition_zh", "theme_zh", "theme_en", "owner_zh", "owner_en"}
    assert names <= set(frame.columns)
    assert not frame[["name_zh", "name_en", "theme_zh", "owner_zh", "direction"]].isna().to_numpy().any()
    assert int(frame["value"].notna().sum()) == 12
    absent = frame[frame["value"].isna()]
    ledger = {metric.metric_id for metric in catalogue.metrics if metric.counted_from == "ledger"}
    assert set(absent["reason"]) == {"silent", "no_ledger"}
    assert set(absent.loc[absent["reason"] == "no_ledger", "metric_id"]) == ledger


def test_metric_year_narrows_by_organisation_year_and_metric(board: Board, catalogue) -> None:
    assert len(board.metric_year()) == 2 * len(catalogue.metrics)
    assert board.metric_year("liwan").empty
    frame = board.metric_year(metric_id="legality_reviewers")
    assert list(zip(frame["year"], frame["value"], strict=True)) == [(2023, 2), (2024, 2)]
    missing = board.metric_year("longjin", 2024, "street_occupation_cases")
    assert list(missing["reporting_state"]) == ["not_captured"]


def test_every_figure_opens_its_sentence_and_its_document(board: Board) -> None:
    figures = board.metric_year()
    figures = figures[figures["value"].notna()]
    assert len(figures) == 15
    for figure in figures.to_dict("records"):
        observation = board.observation(figure["observation_id"])
        assert observation is not None
        assert (observation["metric_id"], observation["year"]) == (figure["metric_id"], figure["year"])
        assert float(observation["value"]) == figure["value"]
        document = board.document(observation["document_id"])
        assert document is not None
        text = document["text"]
        assert text[observation["span_start"] : observation["span_end"]] == observation["quote"]
        assert text[observation["sentence_start"] : observation["sentence_end"]] == observation["sentence"]
        original = document["original"][observation["original_start"] : observation["original_end"]]
        assert original == observation["quote"]
        assert observation["title"] == document["title"]


def test_an_observation_keeps_exact_decimals(board: Board) -> None:
    frame = board.metric_year("longjin", 2023, "org_legal_consultations")
    observation = board.observation(frame["observation_id"].iloc[0])
    assert observation is not None
    assert (observation["value"], observation["lower"], observation["upper"]) == (Decimal(43), Decimal(43), None)
    assert (observation["nature"], observation["extent"]) == ("restatement", "whole")


def test_what_is_unknown_is_none(board: Board) -> None:
    assert board.observation("ffff") is None
    assert board.document("nothing") is None


def test_observations_narrow_by_metric_and_document(board: Board) -> None:
    assert len(board.observations()) == 15
    assert len(board.observations(document_id="longjin-2024")) == 3
    assert list(board.observations("longjin", "legality_reviewers")["document_id"]) == ["longjin-2023", "longjin-2024"]
    assert board.observations("liwan").empty


def test_coverage_says_what_each_years_document_is(board: Board, catalogue) -> None:
    frame = board.coverage("longjin")
    shown = ("year", "extent", "nature", "with_value", "not_reported", "not_captured", "unmapped")
    all_metrics = len([metric for metric in catalogue.metrics if metric.counted_from == "report"])
    assert all_metrics == 209
    assert [tuple(row[name] for name in shown) for row in frame.to_dict("records")] == [
        (2023, "whole", "restatement", 12, all_metrics - 12, 0, 0),
        (2024, "excerpt", "restatement", 3, 0, all_metrics - 3, 0),
    ]
    assert board.coverage("liwan").empty


def test_organisations_are_those_with_a_document(board: Board) -> None:
    assert list(board.organisations()["name_zh"]) == ["龙津街道"]


def test_practices_problems_and_goals_come_with_their_names(board: Board) -> None:
    practices = board.practice_status("longjin", 2023)
    assert len(practices) == 23
    assert (practices["status"] == "stated").all()
    monthly = practices[practices["frequency"] == "month"]
    assert set(monthly["name_en"]) == {
        "Legal lectures and trainings",
        "Collecting requests of above-scale enterprises and improving the business environment",
    }
    problems = board.problem_status("longjin")
    assert list(problems.groupby("year")["status"].unique().map(list)) == [["open"], ["open"]]
    assert set(problems.query("year == 2024")["reason"]) == {"excerpt"}
    goals = board.goals("longjin", 2023)
    assert list(goals["goal_id"]) == ["goal_1", "goal_2", "goal_3"]
    assert set(goals["target_year"]) == {2024}
    assert board.goals("longjin", 2024).empty


def test_quality_and_unmapped_come_from_the_edition(board: Board) -> None:
    assert board.quality()["is_passed"].all()
    assert board.unmapped().empty


def test_a_question_of_ones_own_binds_its_values(board: Board) -> None:
    frame = board.sql(
        "select value from marts.metric_year where metric_id = $id and year = 2023", {"id": "communities"}
    )
    assert list(frame["value"]) == [10]
    table = board.arrow(
        "select value from marts.metric_year where metric_id = $id and year = 2023", {"id": "grid_workers"}
    )
    assert table.to_pylist() == [{"value": Decimal(38)}]


@pytest.mark.parametrize(
    "statement",
    ["delete from marts.goal", "create table mine as select 1 as one", "update marts.goal set name = 'x'"],
)
def test_no_statement_changes_an_edition(board: Board, statement: str) -> None:
    with pytest.raises(duckdb.Error, match="read-only"):
        board.sql(statement)
    assert len(board.goals("longjin")) == 3


def test_many_threads_read_one_board_and_get_right_answers(board: Board) -> None:
    from concurrent.futures import ThreadPoolExecutor

    metrics = ["contracts_reviewed", "grid_workers", "communities", "law_trainings"] * 10
    with ThreadPoolExecutor(4) as pool:
        values = list(pool.map(lambda metric: board.metric_year("longjin", 2023, metric)["value"].iloc[0], metrics))
    assert values == [92, 38, 10, 78] * 10


def test_the_door_gives_what_it_promises() -> None:
    assert all(hasattr(api, name) for name in api.__all__)


def test_what_is_done_to_an_answer_stays_out_of_the_next_one(board: Board) -> None:
    frame, rows = board.metric_year("longjin", 2023), board.goal_progress_rows("longjin")
    whole, key = frame.copy(), dict(rows[0])
    frame["text"] = "changed"
    frame.loc[frame.index[0], "value"] = -1
    frame.sort_values("metric_id", inplace=True, ignore_index=True)
    rows[0]["name_zh"] = "changed"
    rows.clear()
    assert board.metric_year("longjin", 2023).equals(whole)
    assert board.goal_progress_rows("longjin")[0] == key


def test_the_years_of_a_metric_are_those_of_its_mart(board: Board) -> None:
    years = board.years_of_metrics("longjin")["law_trainings"]
    known = board.arrow(
        "select year, value, upper, reason from marts.metric_year where metric_id = 'law_trainings' order by year"
    ).to_pylist()
    assert len(known) > 1
    assert [{name: row[name] for name in known[0]} for row in years] == known
