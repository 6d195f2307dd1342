"""corrections.yml: a known error of a source is put right, and stops the build once the source says otherwise."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.api import open_board
from pipelines.domain.errors import CatalogueRefused, CorrectionOutdated
from pipelines.jobs.build import build
from pipelines.jobs.people import Person
from pipelines.jobs.review import Desk, Looked
from pipelines.jobs.settings import Settings

KNOWN = """
- document: longjin-2023
  metric: law_trainings
  quote: 78场次
  expect: {value: 78}
  value: 87
  reason: {zh: 原件笔误, en: A slip of the original}
"""


@pytest.fixture
def root(root_like: Callable[..., Path]) -> Path:
    return root_like("reviewed", lambda root: build(Settings(data=root)))


def corrected(root: Path, text: str = KNOWN) -> Settings:
    (root / "catalogue" / "corrections.yml").write_text(text, encoding="utf-8")
    return Settings(data=root)


def test_a_known_error_is_put_right_and_says_so(root: Path) -> None:
    build(corrected(root))
    row = open_board(root).metric_year("longjin", 2023, "law_trainings").iloc[0]
    assert (row["value"], row["review_state"]) == (87, "corrected")
    reading = open_board(root).observation(row["observation_id"])
    assert reading is not None
    assert (reading["read_value"], reading["quote"], reading["actor_id"]) == (78, "78场次", "catalogue")


@pytest.mark.parametrize(
    "change",
    [("value: 78}", "value: 79}"), ("quote: 78场次", "quote: 79场次"), ("law_trainings", "contracts_reviewed")],
)
def test_a_source_that_states_something_else_stops_the_build(root: Path, change: tuple[str, str]) -> None:
    with pytest.raises(CorrectionOutdated, match="caught up"):
        build(corrected(root, KNOWN.replace(*change)))


def test_a_document_that_isn_t_loaded_is_waited_for(root: Path) -> None:
    build(corrected(root, KNOWN.replace("longjin-2023", "longjin-2019")))
    assert open_board(root).metric_year("longjin", 2023, "law_trainings").iloc[0]["value"] == 78


def test_a_person_s_decision_comes_first(root: Path) -> None:
    row = open_board(root).metric_year("longjin", 2023, "law_trainings").iloc[0]
    reading = open_board(root).observation(row["observation_id"])
    assert reading is not None
    Desk(Settings(data=root), Person()).decide(Looked(row["observation_id"], reading["reading_hash"]), "accepted")
    build(corrected(root))
    row = open_board(root).metric_year("longjin", 2023, "law_trainings").iloc[0]
    assert (row["value"], row["review_state"]) == (78, "accepted")


@pytest.mark.parametrize(
    "change",
    [
        ("law_trainings", "nothing"),
        ("value: 87", "value: 78"),
        ("value: 87", "value: -1"),
        ("value: 87", "value: many"),
        ("  reason:", "  because:"),
        (KNOWN, KNOWN + KNOWN.replace("value: 87", "value: 88")),
    ],
)
def test_a_correction_that_can_t_be_is_refused_by_the_catalogue(root: Path, change: tuple[str, str]) -> None:
    with pytest.raises(CatalogueRefused, match="corrections"):
        build(corrected(root, KNOWN.replace(*change)))
