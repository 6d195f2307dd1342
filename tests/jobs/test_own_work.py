"""Nobody decides on their own work: each case with the person who did it, and with somebody else."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipelines.api import Looked, Noted, Order, Proof, Typed, open_board, today
from pipelines.domain.errors import OwnWork
from pipelines.domain.register import Subject
from pipelines.jobs.build import build
from pipelines.jobs.corrections import Wanted
from pipelines.jobs.hand import HandDesk
from pipelines.jobs.people import Person
from pipelines.jobs.progress import ProgressDesk
from pipelines.jobs.review import Desk
from pipelines.jobs.settings import Settings
from pipelines.jobs.supervision import SupervisionDesk
from pipelines.jobs.targets import Aim, TargetDesk

EVERY = frozenset({"clerk", "reviewer", "approver"})
ONE, TWO = Person("u-one", EVERY), Person("u-two", EVERY)
OFFICE, DAY = "justice_office", date(2024, 3, 20)
PRACTICE = Subject("practice", "longjin/legal_training")


@pytest.fixture
def settings(root_like) -> Settings:
    return Settings(data=root_like("built", lambda root: build(Settings(data=root))), review_steps=2)


def looked(settings: Settings, metric_id: str = "law_trainings", seen: int = 0) -> Looked:
    row = open_board(settings.data).observations("longjin", metric_id).to_dict("records")[0]
    return Looked(row["observation_id"], row["reading_hash"], seen)


def test_who_submitted_a_figure_doesn_t_approve_it(settings: Settings) -> None:
    first = Desk(settings, ONE).decide(looked(settings), "accepted")
    waiting = looked(settings, seen=first.sequence)
    with pytest.raises(OwnWork):
        Desk(settings, ONE).decide(waiting, "accepted")
    with pytest.raises(OwnWork):
        Desk(settings, ONE).accept_all([waiting])
    assert Desk(settings, TWO).decide(waiting, "accepted").kind == "accepted"


def test_a_figure_that_was_sent_back_begins_anew(settings: Settings) -> None:
    first = Desk(settings, ONE).decide(looked(settings), "accepted")
    back = Desk(settings, TWO).send_back(looked(settings, seen=first.sequence), why="请核对")
    again = Desk(settings, TWO).decide(looked(settings, seen=back.sequence), "accepted")
    with pytest.raises(OwnWork):
        Desk(settings, TWO).decide(looked(settings, seen=again.sequence), "accepted")
    assert Desk(settings, ONE).decide(looked(settings, seen=again.sequence), "accepted").payload["step"] == 2


def test_who_typed_a_figure_doesn_t_approve_it_even_where_reviews_have_one_step(settings: Settings) -> None:
    alone = settings.model_copy(update={"review_steps": 1})
    wanted = Wanted("mediation_parties", "", "5", "exact", "人", date(2023, 1, 1), date(2023, 12, 31))
    typed = Typed("longjin", wanted, "台账第3页")
    made = HandDesk(alone, ONE).enter(typed)
    build(settings)
    asked = Looked(made.hand_id, made.reading_hash())
    with pytest.raises(OwnWork):
        Desk(alone, ONE).decide(asked, "accepted")
    assert Desk(alone, TWO).decide(asked, "accepted").kind == "accepted"


def test_progress_waits_for_somebody_else_even_where_reviews_have_one_step(settings: Settings) -> None:
    alone = settings.model_copy(update={"review_steps": 1})
    (made,) = ProgressDesk(alone, ONE).record(Noted(PRACTICE, "in_place", DAY, OFFICE))
    with pytest.raises(OwnWork):
        ProgressDesk(alone, ONE).judge(PRACTICE, made.event_id, "accepted", seen=made.sequence)
    judged = ProgressDesk(alone, TWO).judge(PRACTICE, made.event_id, "accepted", seen=made.sequence)
    assert judged.kind == "accepted"


def test_who_proposed_a_target_doesn_t_confirm_it_nor_one_that_nobody_proposed(settings: Settings) -> None:
    aim = Aim("g3_campaigns", today(), "3")
    with pytest.raises(OwnWork):
        TargetDesk(settings, ONE).confirm(aim)
    (proposed,) = TargetDesk(settings, ONE).propose(aim)
    with pytest.raises(OwnWork):
        TargetDesk(settings, ONE).confirm(replace(aim, seen=proposed.sequence))
    (confirmed,) = TargetDesk(settings, TWO).confirm(replace(aim, seen=proposed.sequence))
    assert confirmed.kind == "confirmed"


def test_who_answered_a_task_doesn_t_close_it(settings: Settings) -> None:
    task_id = SupervisionDesk(settings, TWO).assign(Order("longjin", "other", "", "核对台账", OFFICE, today()))
    answered = SupervisionDesk(settings, ONE).answer(task_id, proof=Proof(), why="已核对", seen=1)
    with pytest.raises(OwnWork):
        SupervisionDesk(settings, ONE).close(task_id, seen=answered.sequence)
    assert SupervisionDesk(settings, TWO).close(task_id, seen=answered.sequence).kind == "closed"


def test_the_one_local_person_decides_on_everything(settings: Settings, tmp_path: Path) -> None:
    first = Desk(settings, Person()).decide(looked(settings), "accepted")
    assert Desk(settings, Person()).decide(looked(settings, seen=first.sequence), "accepted").payload["step"] == 2
