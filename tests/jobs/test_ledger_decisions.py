"""Locks and late rows as decisions of the register: they count in editions, and those of older versions still do."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from pipelines.api import open_board
from pipelines.domain.errors import DecidedMeanwhile, NoSuchBatch, NotAllowed, UnknownOrganisation
from pipelines.jobs.build import build
from pipelines.jobs.ledgers.decide import LedgerDesk
from pipelines.jobs.ledgers.load import LedgerFile, load_ledger
from pipelines.jobs.people import Person
from pipelines.jobs.register import register_of
from pipelines.jobs.settings import Settings
from pipelines.jobs.verify import verify

TODAY = date(2025, 1, 31)
HEAD = "活动编号,活动日期,宣传主题,是否集中宣传,所属社区\n"


@pytest.fixture
def settings(repository: Path, tmp_path: Path) -> Settings:
    root = tmp_path / "data"
    shutil.copytree(repository / "data" / "catalogue", root / "catalogue")
    return Settings(data=root)


@pytest.fixture
def desk(settings: Settings) -> LedgerDesk:
    return LedgerDesk(settings, "longjin", "publicity_events", Person())


def load(desk: LedgerDesk, number: int) -> str:
    path = desk.settings.data.parent / f"{number}.csv"
    path.write_text(f"{HEAD}P{number},2024-05-0{number},民法典,是,甲社区\n", encoding="utf-8")
    file = LedgerFile(path, desk.ledger_id, desk.organisation_id, {})
    return load_ledger(desk.settings, file, today=TODAY)[1].batch_id


def events(desk: LedgerDesk) -> list[tuple[str, str, dict]]:
    with register_of(desk.settings) as register:
        return [(str(each.subject), each.kind, dict(each.payload)) for each in register.events()]


def counted(settings: Settings) -> float:
    build(settings, as_of=TODAY)
    return float(open_board(settings.data).metric_year("longjin", 2024, "publicity_events_listed")["value"].iloc[0])


def written_before(desk: LedgerDesk, *lines: dict) -> None:
    """What a version without the register wrote beside the loaded files."""
    path = desk.settings.data / "ledgers" / desk.organisation_id / desk.ledger_id / "decisions.jsonl"
    path.write_text("".join(json.dumps({"on": "2025-01-02", **line}) + "\n" for line in lines), encoding="utf-8")


def test_locks_and_late_rows_are_events_of_the_ledger(desk: LedgerDesk) -> None:
    load(desk, 1)
    desk.lock(date(2024, 6, 30))
    late = load(desk, 2)
    desk.accept_late(late)
    desk.lock(None)
    about = "ledger longjin/publicity_events"
    assert events(desk) == [
        (about, "locked", {"until": "2024-06-30"}),
        (about, "late_accepted", {"batch_id": late, "rows": 1}),
        (about, "unlocked", {}),
    ]
    assert desk.locked_until() is None


def test_an_edition_is_proved_with_the_late_rows_that_were_accepted_when_it_was_built(desk: LedgerDesk) -> None:
    load(desk, 1)
    desk.lock(date(2024, 6, 30))
    late = load(desk, 2)
    assert counted(desk.settings) == 1
    before = open_board(desk.settings.data).edition_id
    desk.accept_late(late)
    assert verify(desk.settings, before)[0].edition_id == before
    assert counted(desk.settings) == 2
    assert verify(desk.settings)[0].register["length"] == 2


def test_decisions_of_an_older_version_still_count_and_none_counts_twice(desk: LedgerDesk) -> None:
    load(desk, 1)
    written_before(desk, {"what": "lock", "until": "2024-06-30"})
    assert desk.locked_until() == date(2024, 6, 30)
    late, later = load(desk, 2), load(desk, 3)
    written_before(
        desk, {"what": "lock", "until": "2024-06-30"}, {"what": "accept_late", "batch_id": late, "by": "local"}
    )
    assert desk.late() == {later: 1}
    assert counted(desk.settings) == 2
    with pytest.raises(NoSuchBatch):
        desk.accept_late(late)
    desk.accept_late(later)
    assert counted(desk.settings) == 3
    desk.lock(None)
    assert desk.locked_until() is None, "the register's word is the later one"


def test_the_second_of_two_who_decide_of_a_ledger_is_told(desk: LedgerDesk) -> None:
    load(desk, 1)
    seen = desk.ruled().seen
    desk.lock(date(2024, 6, 30), seen=seen)
    with pytest.raises(DecidedMeanwhile):
        desk.lock(None, seen=seen)
    assert desk.locked_until() == date(2024, 6, 30)
    desk.lock(None, seen=desk.ruled().seen)


def test_an_organisation_that_the_catalogue_lacks_has_no_ledger_to_lock(settings: Settings) -> None:
    with pytest.raises(UnknownOrganisation, match="longjn"):
        LedgerDesk(settings, "longjn", "publicity_events", Person()).lock(date(2024, 6, 30))
    assert not (settings.data / "register" / "register.sqlite3").exists()


def test_who_has_no_such_role_decides_nothing_of_a_ledger(desk: LedgerDesk) -> None:
    load(desk, 1)
    desk.lock(date(2024, 6, 30))
    late = load(desk, 2)
    viewer = LedgerDesk(desk.settings, "longjin", "publicity_events", Person("x", frozenset({"viewer"})))
    for decide in (lambda: viewer.lock(None), lambda: viewer.accept_late(late)):
        with pytest.raises(NotAllowed):
            decide()
    assert len(events(desk)) == 1
