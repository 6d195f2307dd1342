"""A number that no rule mapped: given to a metric by a person, a figure of the next edition, taken back again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipelines.api import open_board, open_quantities
from pipelines.domain.errors import (
    BoardError,
    DecidedMeanwhile,
    FigureGone,
    NothingToUndo,
    PeriodOutOfOrder,
    ReadingMoved,
    UnitOfOtherMetric,
    UnknownMetric,
)
from pipelines.jobs import documents
from pipelines.jobs.build import build
from pipelines.jobs.mapping import Wish, map_quantity, undo_mapping
from pipelines.jobs.people import Person
from pipelines.jobs.settings import Settings
from tests.dashboards.test_pages import opened, words

TEXT = "龙津街道2025年法治政府建设年度报告（模拟数据）\n全年审查合同30份，开展垃圾分类督导20次，安装路灯45盏。\n"
YEAR = (date(2025, 1, 1), date(2025, 12, 31))


def fill(root: Path) -> None:
    report = root.parent / "report.txt"
    report.write_text(TEXT, encoding="utf-8")
    settings = Settings(data=root)
    documents.ingest(settings, [report], documents.Intake(organisation_id="longjin"))
    build(settings)


@pytest.fixture
def root(root_like: Callable[..., Path]) -> Path:
    return root_like("unmapped", fill)


@pytest.fixture
def settings(root: Path) -> Settings:
    return Settings(data=root)


def number(root: Path, quote: str) -> dict[str, Any]:
    (row,) = [row for row in open_quantities(open_board(root), "longjin", 2025) if row["quote"] == quote]
    return row


def wish(root: Path, quote: str = "20次", metric_id: str = "inspections", **values: Any) -> Wish:
    row = number(root, quote)
    return replace(Wish(row["quantity_id"], row["reading_hash"], metric_id, *YEAR), **values)


def test_a_number_given_to_a_metric_is_its_figure_in_the_next_edition(root: Path, settings: Settings) -> None:
    map_quantity(settings, Person(), wish(root), why="督导即检查")
    assert number(root, "20次")["mapped_to"] == "inspections"
    build(settings)
    board = open_board(root)
    row = board.metric_year("longjin", 2025, "inspections").iloc[0]
    assert (row["value"], row["unit"], row["review_state"]) == (20, "次", "unreviewed")
    reading = board.observation(row["observation_id"])
    assert reading is not None
    assert (reading["quote"], list(reading["flags"])[-1]) == ("20次", "mapped_by_hand")
    assert "20次" not in set(board.unmapped("longjin", 2025)["quote"])


def test_what_is_taken_back_is_without_a_metric_again(root: Path, settings: Settings) -> None:
    asked = wish(root)
    map_quantity(settings, Person(), asked)
    undo_mapping(settings, Person(), asked.quantity_id)
    build(settings)
    assert "20次" in set(open_board(root).unmapped("longjin", 2025)["quote"])
    with pytest.raises(NothingToUndo):
        undo_mapping(settings, Person(), asked.quantity_id)


def test_the_id_of_a_number_doesn_t_depend_on_the_build(root: Path, settings: Settings) -> None:
    before = number(root, "20次")["quantity_id"]
    build(settings, as_of=date(2026, 1, 31))
    assert number(root, "20次")["quantity_id"] == before


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"quantity_id": "q0"}, FigureGone),
        ({"reading_hash": "other"}, ReadingMoved),
        ({"metric_id": "nothing"}, UnknownMetric),
        ({"metric_id": "contracts_reviewed"}, UnitOfOtherMetric),
        ({"period_start": date(2026, 1, 1)}, PeriodOutOfOrder),
        ({"seen": 7}, DecidedMeanwhile),
    ],
)
def test_what_can_t_be_is_refused(
    root: Path, settings: Settings, change: dict[str, Any], refusal: type[BoardError]
) -> None:
    with pytest.raises(refusal):
        map_quantity(settings, Person(), replace(wish(root), **change))
    assert number(root, "20次")["mapped_to"] is None


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_gives_a_number_to_a_metric_and_takes_it_back(root: Path, language: str) -> None:
    app = opened("review", lang=language, org="longjin", year="2025")
    asked = number(root, "20次")
    app.selectbox(key="mapping-number").set_value(asked["quantity_id"]).run()
    metric = next(each for each in app.selectbox if each.label in ("指标", "Metric"))
    metric.set_value("inspections")
    next(each for each in app.button if each.label in ("归入该指标", "Give it to this metric")).click().run()
    assert not app.exception and not app.error
    assert {"zh": "20次 已归入", "en": "20次 is given to"}[language] in words(app)
    assert {"zh": "本版本发布后的决定 1", "en": "Decisions since 1"}[language] in " ".join(words(app).split())
    app.button(key=f"take-{asked['quantity_id']}").click().run()
    assert number(root, "20次")["mapped_to"] is None


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_number_that_somebody_gave_meanwhile_leaves_the_next_one_alone(
    root: Path, settings: Settings, language: str
) -> None:
    app = opened("review", lang=language, org="longjin", year="2025")
    asked = number(root, "20次")
    app.selectbox(key="mapping-number").set_value(asked["quantity_id"]).run()
    next(each for each in app.selectbox if each.label in ("指标", "Metric")).set_value("inspections")
    map_quantity(settings, Person("deputy", frozenset({"reviewer"})), wish(root))
    next(each for each in app.button if each.label in ("归入该指标", "Give it to this metric")).click().run()
    assert not app.exception
    assert {"zh": "“20次”刚由他人归入指标", "en": "Somebody gave '20次' to a metric"}[language] in words(app)
    given = [row for row in open_quantities(open_board(root), "longjin", 2025) if row["mapped_to"]]
    assert [row["quantity_id"] for row in given] == [asked["quantity_id"]]
