"""A ledger file is loaded whole, or in part because somebody says so, and never half in silence."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipelines.catalogue import load_catalogue
from pipelines.domain.errors import (
    ChangesUnseen,
    NoLedgerHeader,
    NothingToLoad,
    RowsRefused,
    SameLedgerFile,
    UnknownMapping,
)
from pipelines.jobs.ledgers.decide import LedgerDesk
from pipelines.jobs.ledgers.load import (
    Inspected,
    LedgerFile,
    Wish,
    inspect_ledger,
    load_ledger,
    present_of,
    ruled_of,
)
from pipelines.jobs.ledgers.store import Batch, LedgerFolder, ledger_folder
from pipelines.jobs.people import Person
from pipelines.jobs.root import root_of
from pipelines.jobs.settings import Settings
from tests.ledgers.sheets import csv_of

TODAY = date(2025, 1, 31)
HEAD = ("案件编号", "立案日期", "罚没金额")


class Office:
    """One data root, and files that are loaded into its ledger of penalty cases."""

    def __init__(self, folder: Path):
        self.settings, self._folder, self._number = Settings(data=folder / "data"), folder, 0
        self.ledger = load_catalogue(folder / "data" / "catalogue").ledger_of["penalty_cases"]

    def file(self, *rows: tuple[str, ...], head: tuple[str, ...] = HEAD, **more) -> LedgerFile:
        self._number += 1
        path = self._folder / f"{self._number}.csv"
        path.write_bytes(csv_of([head, *rows]))
        return LedgerFile(path, self.ledger.ledger_id, "longjin", more.pop("mapping", {}), **more)

    def load(self, file: LedgerFile, **wish: bool) -> tuple[Inspected, Batch]:
        return load_ledger(self.settings, file, today=TODAY, wish=Wish(**wish))

    def inspect(self, file: LedgerFile) -> Inspected:
        return inspect_ledger(self.settings, file, today=TODAY)

    @property
    def loaded(self) -> LedgerFolder:
        return ledger_folder(root_of(self.settings), "longjin", self.ledger.ledger_id)

    def amounts(self, *, is_late: bool = False) -> dict[str, int | None]:
        """The amounts in force by case, or those that wait."""
        rows = present_of(self.loaded, self.ledger, ruled_of(self.settings, self.loaded)).to_pylist()
        return {row["case_no"]: row["amount"] and int(row["amount"]) for row in rows if row["is_late"] == is_late}


@pytest.fixture
def office(repository: Path, tmp_path: Path) -> Office:
    shutil.copytree(repository / "data" / "catalogue", tmp_path / "data" / "catalogue")
    return Office(tmp_path)


GOOD, OTHER = ("罚-1", "2024-03-04", "200"), ("罚-2", "2024-03-05", "300")
BAD = ("罚-3", "2024-02-31", "-5")


def test_a_file_with_bad_rows_is_not_loaded_and_each_is_named(office: Office) -> None:
    with pytest.raises(RowsRefused) as refusal:
        office.load(office.file(GOOD, BAD))
    assert all(word in str(refusal.value) for word in ("B3", "2024-02-31", "C3", "-5", "1 of 2"))
    assert office.loaded.batches() == []


def test_the_good_rows_are_loaded_if_the_person_says_so(office: Office) -> None:
    _, batch = office.load(office.file(GOOD, BAD), good_rows=True)
    assert (batch.rows, batch.refused) == (1, 1)
    assert office.amounts() == {"罚-1": 200}


def test_a_file_of_bad_rows_alone_loads_nothing(office: Office) -> None:
    with pytest.raises(NothingToLoad):
        office.load(office.file(BAD), good_rows=True)
    assert office.loaded.batches() == []


def test_a_corrected_file_replaces_by_key_once_the_difference_was_seen(office: Office) -> None:
    office.load(office.file(GOOD, OTHER))
    corrected = office.file(("罚-１", "2024.3.4", "250"), ("罚-4", "2024-03-06", "1"))
    seen = office.inspect(corrected).difference
    assert (seen.added, seen.changed, seen.missing, seen.same) == (("罚-4",), ("罚-1",), ("罚-2",), 0)
    with pytest.raises(ChangesUnseen, match="罚-1"):
        office.load(corrected)
    assert office.amounts() == {"罚-1": 200, "罚-2": 300}
    office.load(corrected, confirmed=True)
    assert office.amounts() == {"罚-1": 250, "罚-2": 300, "罚-4": 1}


def test_rows_that_a_file_lacks_are_taken_back_only_if_it_is_meant_to_replace(office: Office) -> None:
    office.load(office.file(GOOD, OTHER, ("罚-9", "2023-06-01", "9")))
    shorter = office.file(("罚-1", "2024-03-04", "200"))
    with pytest.raises(ChangesUnseen, match="罚-2"):
        office.load(shorter, replace=True)
    office.load(shorter, replace=True, confirmed=True)
    assert office.amounts() == {"罚-1": 200, "罚-9": 9}, "what the file doesn't cover stays"


def test_the_same_file_is_loaded_once(office: Office) -> None:
    file = office.file(GOOD)
    office.load(file)
    with pytest.raises(SameLedgerFile):
        office.load(file)


def test_headers_explained_once_are_known_at_the_next_load_and_only_there(office: Office) -> None:
    head = ("AJBH", "LARQ", "CFJE")
    explained = {"ajbh": "case_no", "ＬＡＲＱ": "filed_on", "CFJE": "amount"}
    with pytest.raises(NoLedgerHeader):
        office.inspect(office.file(GOOD, head=head))
    office.inspect(office.file(GOOD, head=head, mapping=explained))
    with pytest.raises(NoLedgerHeader):
        office.inspect(office.file(GOOD, head=head))  # looking at a file keeps nothing
    office.load(office.file(GOOD, head=head, mapping=explained))
    office.load(office.file(OTHER, head=head))
    assert office.amounts() == {"罚-1": 200, "罚-2": 300}
    with pytest.raises(NoLedgerHeader):
        office.inspect(replace(office.file(GOOD, head=head), organisation_id="liwan"))


def test_a_mapping_to_a_column_that_is_not_there_is_refused(office: Office) -> None:
    with pytest.raises(UnknownMapping, match="sum_total"):
        office.inspect(office.file(GOOD, mapping={"CFJE": "sum_total"}))


def test_rows_of_a_locked_period_wait_until_they_are_accepted(office: Office) -> None:
    office.load(office.file(GOOD, OTHER))
    desk = LedgerDesk(office.settings, "longjin", "penalty_cases", Person())
    desk.lock(date(2024, 12, 31))
    assert desk.locked_until() == date(2024, 12, 31)
    seen, batch = office.load(
        office.file(("罚-1", "2024-03-04", "250"), ("罚-5", "2024-12-31", "5"), ("罚-6", "2025-01-02", "6")),
        confirmed=True,
    )
    assert (seen.late, batch.late) == (2, 2)
    assert office.amounts() == {"罚-1": 200, "罚-2": 300, "罚-6": 6}
    assert office.amounts(is_late=True) == {"罚-1": 250, "罚-5": 5}
    assert desk.late() == {batch.batch_id: 2}
    assert desk.accept_late(batch.batch_id) == 2
    assert desk.late() == {}
    assert office.amounts() == {"罚-1": 250, "罚-2": 300, "罚-5": 5, "罚-6": 6}
    assert office.amounts(is_late=True) == {}


def test_no_file_takes_a_row_out_of_a_locked_period(office: Office) -> None:
    """Neither by leaving it out nor by giving it a later date."""
    office.load(office.file(GOOD, OTHER))
    LedgerDesk(office.settings, "longjin", "penalty_cases", Person()).lock(date(2024, 12, 31))
    moved = office.file(("罚-1", "2025-01-02", "200"), ("罚-7", "2024-03-09", "7"))
    office.load(moved, replace=True, confirmed=True)
    assert office.amounts() == {"罚-1": 200, "罚-2": 300}
    assert office.amounts(is_late=True) == {"罚-1": 200, "罚-7": 7}
