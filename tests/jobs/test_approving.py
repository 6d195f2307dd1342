"""Editions that wait: approved or sent back by an approver, on record; with approval off nothing is asked."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pipelines.api import decisions_since, open_board, waiting_editions
from pipelines.domain.errors import DecidedMeanwhile, EditionSentBack, NotAllowed, ReasonMissing, UnknownEdition
from pipelines.jobs.approving import publish, send_back, waiting
from pipelines.jobs.build import build
from pipelines.jobs.people import Person
from pipelines.jobs.register import register_of
from pipelines.jobs.settings import Settings
from pipelines.jobs.verify import verify

FIRST, SECOND = date(2025, 1, 31), date(2025, 2, 28)
VIEWER = Person("x", frozenset({"viewer"}))


@pytest.fixture
def root(root_like: Callable[..., Path]) -> Path:
    return root_like("approved", lambda root: build(Settings(data=root), as_of=FIRST))


@pytest.fixture
def candidate(root: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("FAZHI_APPROVAL", "true")
    return build(Settings(), as_of=SECOND).manifest.edition_id


def events() -> list[tuple[str, str, str]]:
    with register_of(Settings()) as register:
        return [(each.subject.type, each.subject.id, each.kind) for each in register.events()]


def test_approving_publishes_and_is_on_record(candidate: str) -> None:
    (found,) = waiting_editions()
    assert (found["edition_id"], found["seen"]) == (candidate, 0)
    publish(Settings(), candidate, why="已核对", seen=0)
    assert open_board().edition_id == candidate
    assert events() == [("edition", candidate, "approved")]
    assert waiting_editions() == []
    assert decisions_since(open_board()) == 0, "the next edition takes nothing in of it"
    assert verify(Settings())[0].edition_id == candidate


def test_what_is_sent_back_is_kept_and_never_offered_again(root: Path, candidate: str) -> None:
    current = open_board().edition_id
    send_back(Settings(), candidate, why="合同数待核实")
    assert events() == [("edition", candidate, "refused")]
    assert waiting(Settings()) == [] and (root / "warehouse" / "candidates" / candidate).is_dir()
    with pytest.raises(EditionSentBack):
        publish(Settings(), candidate)
    with pytest.raises(UnknownEdition):
        send_back(Settings(), candidate, why="again")
    assert open_board().edition_id == current
    rebuilt = build(Settings(), as_of=SECOND).manifest.edition_id
    assert [manifest.edition_id for manifest, _ in waiting(Settings())] == [rebuilt] and rebuilt != candidate


def test_nobody_but_an_approver_decides_and_a_reason_is_needed_to_send_back(candidate: str) -> None:
    with pytest.raises(NotAllowed):
        publish(Settings(), candidate, person=VIEWER)
    with pytest.raises(NotAllowed):
        send_back(Settings(), candidate, person=VIEWER, why="x")
    with pytest.raises(ReasonMissing):
        send_back(Settings(), candidate, why="  ")
    with pytest.raises(UnknownEdition):
        publish(Settings(), "2020-01-01-00000000")
    assert events() == []


def test_the_second_of_two_approvers_is_told(candidate: str) -> None:
    publish(Settings(), candidate, seen=0)
    with pytest.raises(DecidedMeanwhile):
        publish(Settings(), candidate, seen=0)


def test_with_approval_off_nothing_is_asked_and_nothing_recorded(root: Path) -> None:
    first = open_board().edition_id
    build(Settings(), as_of=SECOND)
    publish(Settings(), first, person=VIEWER)
    assert open_board().edition_id == first
    assert events() == [] and waiting_editions() == []


def test_a_candidate_is_read_only_by_who_asks_for_it(candidate: str) -> None:
    with pytest.raises(UnknownEdition):
        open_board(edition=candidate)
    assert open_board(edition=candidate, with_candidates=True).metric_year("longjin", 2023).shape[0] > 0
