"""Decisions on figures: proved before they are recorded, in the next edition once they are, and never lost."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipelines.api import open_board
from pipelines.domain.errors import (
    BoundsOutOfOrder,
    DecidedMeanwhile,
    FigureGone,
    NotAllowed,
    NotANumber,
    NothingToUndo,
    PeriodOutOfOrder,
    ReadingMoved,
    RegisterAltered,
    UnitOfOtherMetric,
    UnknownMetric,
)
from pipelines.jobs.build import build
from pipelines.jobs.corrections import Wanted
from pipelines.jobs.people import Person
from pipelines.jobs.register import register_of
from pipelines.jobs.review import Desk, Looked
from pipelines.jobs.settings import Settings
from pipelines.jobs.verify import verify, verify_register
from pipelines.register import review_of

YEAR = (date(2023, 1, 1), date(2023, 12, 31))
TRAININGS = Wanted("law_trainings", "", "87", "exact", "场次", *YEAR)


@pytest.fixture
def root(root_like: Callable[..., Path]) -> Path:
    return root_like("reviewed", lambda root: build(Settings(data=root)))


@pytest.fixture
def desk(root: Path) -> Desk:
    return Desk(Settings(data=root), Person())


def figure(root: Path, metric_id: str, year: int = 2023) -> dict[str, Any]:
    rows = open_board(root).observations("longjin", metric_id)
    return rows[rows["year"] == year].iloc[0].to_dict()


def looked(root: Path, metric_id: str, seen: int = 0) -> Looked:
    row = figure(root, metric_id)
    return Looked(row["observation_id"], row["reading_hash"], seen)


def known(root: Path, metric_id: str) -> dict[str, Any]:
    return open_board(root).metric_year("longjin", 2023, metric_id).iloc[0].to_dict()


def events(desk: Desk, at: Looked) -> list[str]:
    with register_of(desk.settings) as register:
        return [each.kind for each in register.events(subject=at.subject)]


def test_an_accepted_figure_is_reviewed_in_the_next_edition(root: Path, desk: Desk) -> None:
    desk.decide(looked(root, "law_trainings"), "accepted", why="与台账一致")
    assert known(root, "law_trainings")["review_state"] == "unreviewed"
    outcome = build(desk.settings)
    assert outcome.is_new and outcome.manifest.register["length"] == 1
    row = known(root, "law_trainings")
    assert (row["value"], row["review_state"]) == (78, "accepted")
    assert open_board(root).coverage("longjin").set_index("year").loc[2023, "reviewed"] == 1


def test_a_corrected_figure_has_the_person_s_value_and_keeps_what_was_read(root: Path, desk: Desk) -> None:
    desk.decide(looked(root, "law_trainings"), "corrected", wanted=TRAININGS, why="原文为87")
    build(desk.settings)
    row = known(root, "law_trainings")
    assert (row["value"], row["lower"], row["upper"], row["review_state"]) == (87, 87, 87, "corrected")
    read = figure(root, "law_trainings")
    assert (read["value"], read["read_value"], read["quote"]) == (87, 78, "78场次")


def test_a_correction_with_a_bound_has_its_bounds(root: Path, desk: Desk) -> None:
    desk.decide(looked(root, "law_trainings"), "corrected", wanted=replace(TRAININGS, qualifier="at_least", value="80"))
    build(desk.settings)
    row = known(root, "law_trainings")
    assert (row["value"], row["lower"], row["qualifier"]) == (80, 80, "at_least")
    assert row["upper"] != row["upper"]  # unbounded


def test_a_correction_to_another_metric_moves_the_figure(root: Path, desk: Desk) -> None:
    moved = replace(TRAININGS, metric_id="publicity_events", unit="场", value="78")
    desk.decide(looked(root, "law_trainings"), "corrected", wanted=moved)
    build(desk.settings)
    assert known(root, "law_trainings")["value"] != 78
    assert known(root, "publicity_events")["value"] == 78


def test_a_rejected_figure_never_counts(root: Path, desk: Desk) -> None:
    desk.decide(looked(root, "law_trainings"), "rejected")
    build(desk.settings)
    row = known(root, "law_trainings")
    assert row["value"] != row["value"]
    assert figure(root, "law_trainings")["review_state"] == "rejected"


def test_an_undo_is_an_event_and_opens_the_figure_again(root: Path, desk: Desk) -> None:
    at = looked(root, "law_trainings")
    first = desk.decide(at, "rejected")
    desk.undo(replace(at, seen=first.sequence), why="看错行")
    assert events(desk, at) == ["rejected", "undone"]
    build(desk.settings)
    assert known(root, "law_trainings")["value"] == 78
    with pytest.raises(NothingToUndo):
        desk.undo(replace(at, seen=2))


def test_a_note_decides_nothing(root: Path, desk: Desk) -> None:
    at = looked(root, "law_trainings")
    desk.note(at, why="向司法所核实")
    build(desk.settings)
    assert known(root, "law_trainings")["review_state"] == "unreviewed"


def test_everything_of_a_document_is_accepted_at_once_or_nothing_is(root: Path, desk: Desk) -> None:
    rows = open_board(root).observations("longjin", document_id="longjin-2023")
    all_of_it = [Looked(row["observation_id"], row["reading_hash"]) for _, row in rows.iterrows()]
    desk.decide(all_of_it[3], "rejected")
    with pytest.raises(DecidedMeanwhile):
        desk.accept_all(all_of_it)
    with register_of(desk.settings) as register:
        assert register.head().length == 1
    desk.accept_all([each for each in all_of_it if each != all_of_it[3]])
    build(desk.settings)
    states = open_board(root).observations("longjin", document_id="longjin-2023")["review_state"]
    assert states.value_counts().to_dict() == {"accepted": len(all_of_it) - 1, "rejected": 1}


def test_three_steps_are_three_people_s(root: Path) -> None:
    settings = Settings(data=root, review_steps=3)
    people = {
        role: Desk(settings, Person(role, frozenset({role}))) for role in ("viewer", "clerk", "reviewer", "approver")
    }
    at = looked(root, "law_trainings")
    with pytest.raises(NotAllowed):
        people["viewer"].decide(at, "accepted")
    people["clerk"].decide(at, "corrected", wanted=TRAININGS)
    with pytest.raises(NotAllowed):
        people["clerk"].decide(replace(at, seen=1), "accepted")
    people["reviewer"].decide(replace(at, seen=1), "accepted")
    build(settings)
    assert known(root, "law_trainings")["review_state"] == "unreviewed"
    people["approver"].decide(replace(at, seen=2), "accepted")
    build(settings)
    row = known(root, "law_trainings")
    assert (row["value"], row["review_state"]) == (87, "corrected")


def test_what_was_sent_back_begins_again(root: Path) -> None:
    settings = Settings(data=root, review_steps=2)
    desk, at = Desk(settings, Person()), looked(root, "law_trainings")
    desk.decide(at, "accepted")
    desk.send_back(replace(at, seen=1), why="请附台账")
    with register_of(settings) as register:
        review = review_of(register.events(subject=at.subject))
    assert (review.state, review.steps, review.seen) == ("open", 0, 2)


def test_a_decision_on_another_reading_of_the_place_doesn_t_hold(root: Path, desk: Desk) -> None:
    desk.decide(looked(root, "law_trainings"), "accepted")
    with register_of(desk.settings) as register:
        review = review_of(register.events())
    assert review.on("another").state == "open"
    assert review.on("another").seen == 1
    assert review.on(review.reading_hash).state == "accepted"


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        (replace(TRAININGS, unit="份"), UnitOfOtherMetric),
        (replace(TRAININGS, unit="nothing"), UnitOfOtherMetric),
        (replace(TRAININGS, metric_id="nothing"), UnknownMetric),
        (replace(TRAININGS, value="七十八"), NotANumber),
        (replace(TRAININGS, value="NaN"), NotANumber),
        (replace(TRAININGS, value="Infinity"), NotANumber),
        (replace(TRAININGS, value="-3"), NotANumber),
        (replace(TRAININGS, value="1e30"), NotANumber),
        (replace(TRAININGS, value=""), NotANumber),
        (replace(TRAININGS, qualifier="roughly"), NotANumber),
        (replace(TRAININGS, lower="90"), BoundsOutOfOrder),
        (replace(TRAININGS, upper="60"), BoundsOutOfOrder),
        (replace(TRAININGS, period_end=date(2022, 12, 31)), PeriodOutOfOrder),
    ],
)
def test_a_correction_that_can_t_be_is_refused_and_nothing_is_written(
    root: Path, desk: Desk, wanted: Wanted, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        desk.decide(looked(root, "law_trainings"), "corrected", wanted=wanted)
    assert events(desk, looked(root, "law_trainings")) == []


def test_a_rate_over_100_is_refused(root: Path, desk: Desk) -> None:
    wanted = Wanted("law_exam_pass_rate", "", "101", "exact", "%", *YEAR)
    with pytest.raises(NotANumber):
        desk.decide(looked(root, "law_exam_pass_rate"), "corrected", wanted=wanted)


def test_a_figure_that_isn_t_there_or_is_read_otherwise_is_refused(root: Path, desk: Desk) -> None:
    with pytest.raises(FigureGone):
        desk.decide(Looked("0123456789abcdef", "x"), "accepted")
    with pytest.raises(ReadingMoved):
        desk.decide(replace(looked(root, "law_trainings"), reading_hash="x"), "accepted")


def test_an_edition_is_proved_with_the_decisions_that_it_was_built_on(root: Path, desk: Desk) -> None:
    desk.decide(looked(root, "law_trainings"), "rejected")
    edition = build(desk.settings).manifest
    desk.decide(looked(root, "contracts_reviewed"), "rejected")
    assert verify(desk.settings)[0].edition_id == edition.edition_id
    assert verify_register(desk.settings) == 2


def test_a_register_that_was_cut_is_found_by_the_edition_built_on_it(root: Path, desk: Desk) -> None:
    desk.decide(looked(root, "law_trainings"), "rejected")
    build(desk.settings)
    (root / "register" / "register.sqlite3").unlink()
    for left in (root / "register").glob("*"):
        left.unlink()
    with pytest.raises(RegisterAltered, match="is missing"):
        verify_register(desk.settings)


def test_the_value_of_a_correction_stays_exact(root: Path, desk: Desk) -> None:
    wanted = Wanted("law_exam_pass_rate", "", "98.7654", "exact", "%", *YEAR)
    desk.decide(looked(root, "law_exam_pass_rate"), "corrected", wanted=wanted)
    build(desk.settings)
    found = open_board(root).arrow(
        "select value from marts.metric_year where metric_id = 'law_exam_pass_rate' and year = 2023"
    )
    assert found.to_pylist() == [{"value": Decimal("98.7654")}]
