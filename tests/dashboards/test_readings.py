"""What is said of a value that isn't the figure: a question while nobody decided, then what was decided."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pipelines.api import Typed, Wanted, enter_figure, open_board
from pipelines.jobs.build import build
from pipelines.jobs.people import Person
from pipelines.jobs.review import Desk, Looked
from pipelines.jobs.settings import Settings
from tests.dashboards.test_pages import opened, words

YEAR = (date(2023, 1, 1), date(2023, 12, 31))
OPEN = {"zh": "手工填报为91场次，差异待核实", "en": "typed by hand as 91; the difference is to be verified"}
NOT_TAKEN = {"zh": "手工填报为91场次，审核后未采用", "en": "typed by hand as 91; not taken after review"}
OTHERWISE = {
    "zh": "手工填报为91场次，未采用；数据已另行修订",
    "en": "typed by hand as 91; not taken, the figure was corrected otherwise",
}
REVISED = {"zh": "2023年报告列为78场次，已修订", "en": "the 2023 report lists it as 78; settled by a decision"}


@pytest.fixture
def root(root_like: Callable[..., Path]) -> Path:
    root = root_like("today", lambda root: build(Settings(data=root)))
    enter_figure(Typed("longjin", Wanted("law_trainings", "", "91", "exact", "场次", *YEAR), "台账"), seen=0)
    build(Settings(data=root))
    return root


def decide(root: Path, value: int, verdict: str, wanted: Wanted | None = None) -> None:
    """A decision about the one reading of the metric that has this value, and an edition after it."""
    rows = open_board(root).observations("longjin", "law_trainings")
    (row,) = rows[(rows["value"] == value) & (rows["year"] == 2023)].to_dict("records")
    looked = Looked(row["observation_id"], row["reading_hash"])
    Desk(Settings(data=root), Person()).decide(looked, verdict, wanted=wanted, why="与台账核对")
    build(Settings(data=root))


def said(language: str) -> str:
    return words(opened("metrics", lang=language, org="longjin", year="2023", metric="law_trainings"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_typed_value_beside_a_report_s_is_a_question_until_somebody_decides(root: Path, language: str) -> None:
    assert OPEN[language] in said(language)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_where_the_report_s_figure_is_accepted_nothing_was_revised(root: Path, language: str) -> None:
    decide(root, 78, "accepted")
    found = said(language)
    assert NOT_TAKEN[language] in found and OPEN[language] not in found
    assert {"zh": "91场次，已修订", "en": "settled by a decision"}[language] not in found


@pytest.mark.parametrize("language", ["zh", "en"])
def test_where_the_report_s_figure_is_corrected_to_a_third_value_both_are_said(root: Path, language: str) -> None:
    decide(root, 78, "corrected", Wanted("law_trainings", "", "80", "exact", "场次", *YEAR))
    assert OTHERWISE[language] in said(language)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_where_the_typed_value_is_accepted_the_report_s_is_revised(root: Path, language: str) -> None:
    decide(root, 91, "accepted")
    assert REVISED[language] in said(language)
