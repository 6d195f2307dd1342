"""Every situation of docs/status.md, from raw rows to the sentence; and the page says what the code answers."""

import pytest

from pipelines.wording.sentences import sentences
from tests.warehouse import status_table
from tests.warehouse.open_sdg import open_sdg
from tests.warehouse.situations import SITUATIONS, Situation
from tests.warehouse.status_table import answered


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda each: each.text)
def test_a_situation_has_its_answer_and_its_reason(situation: Situation) -> None:
    row = answered(situation)
    assert (row["status"], row["reason_code"]) == (situation.status, situation.reason)
    assert (row["worst_status"], row["best_status"]) == (situation.left_open or (None, None))


def test_the_page_says_what_the_code_answers() -> None:
    """Mend with: python -m tests.warehouse.status_table"""
    assert status_table.page() == status_table.PAGE.read_text(encoding="utf-8")


def test_every_reason_has_a_situation() -> None:
    reasons = {key.removeprefix("status_reason.") for key in sentences("en") if key.startswith("status_reason.")}
    assert reasons == {situation.reason for situation in SITUATIONS}


@pytest.mark.parametrize(
    ("values", "target", "rises", "answer"),
    [
        ({2023: 50.0}, 100, True, "(empty)"),
        ({}, 100, True, "(empty)"),
        ({2023: 100.0, 2024: 100.0}, 100, True, "(stops: division by zero)"),
        ({2023: 50.0, 2024: 100.0}, 100, True, "target_achieved"),
        ({2015: 10.0, 2020: 20.0}, 80, True, "substantial_progress"),
        ({2015: 10.0, 2020: 15.0}, 80, True, "limited_progress"),
        ({2015: 10.0, 2020: 9.0}, 80, True, "deterioration"),
        ({2015: 80.0, 2020: 40.0}, 10, False, "substantial_progress"),
    ],
)
def test_the_method_of_open_sdg_is_worked_as_it_is_published(values, target, rises, answer) -> None:
    assert open_sdg(values, first_year=2015, target=target, target_year=2030, rises=rises) == answer
