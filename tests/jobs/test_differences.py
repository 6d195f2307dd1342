"""A difference of report and ledger, settled by a person: what holds, for how long, and what it does to the figure."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipelines.api import Compared, compared, open_board
from pipelines.domain.errors import (
    DecidedMeanwhile,
    DifferenceMoved,
    NotAllowed,
    NothingToSettle,
    NothingToUndo,
    ReasonMissing,
)
from pipelines.domain.ledgers import Coverage
from pipelines.jobs.build import build
from pipelines.jobs.differences import Difference, DifferenceDesk
from pipelines.jobs.ledgers.load import LedgerFile, Wish, load_ledger
from pipelines.jobs.people import Person
from pipelines.jobs.register import register_of
from pipelines.jobs.review import Desk, Looked
from pipelines.jobs.settings import Settings
from pipelines.jobs.verify import verify

TODAY = date(2025, 1, 31)
YEAR = Coverage(date(2023, 1, 1), date(2023, 12, 31))


def load_contracts(root: Path, *numbers: int) -> None:
    path = root.parent / "contracts.csv"
    rows = "".join(f"HT-{number},2023-03-0{number},2023-03-1{number}\n" for number in numbers)
    path.write_text(f"合同编号,送审日期,审查完成日期\n{rows}", encoding="utf-8")
    file = LedgerFile(path, "contracts", "longjin", {}, YEAR)
    load_ledger(Settings(data=root), file, today=TODAY, wish=Wish(confirmed=True))


def with_contracts(root: Path) -> None:
    """The report states 92 contracts of 2023, the ledger holds two."""
    load_contracts(root, 1, 2)
    build(Settings(data=root), as_of=TODAY)


@pytest.fixture
def root(root_like: Callable[..., Path]) -> Path:
    return root_like("contracts", with_contracts)


@pytest.fixture
def desk(root: Path) -> DifferenceDesk:
    return DifferenceDesk(Settings(data=root), Person())


def item(root: Path) -> Compared:
    rows = compared(open_board(root), "longjin", 2023)
    return next(each for each in rows if each.row["metric_id"] == "contracts_reviewed")


def difference(root: Path) -> Difference:
    return item(root).difference


def row(root: Path) -> dict[str, Any]:
    build(Settings(data=root), as_of=TODAY)
    return item(root).row


def figure(root: Path) -> tuple[float, str, str]:
    found = open_board(root).metric_year("longjin", 2023, "contracts_reviewed").iloc[0]
    return float(found["value"]), found["source"], found["review_state"]


def events(root: Path) -> list[str]:
    with register_of(Settings(data=root)) as register:
        return [f"{each.subject.type} {each.kind}" for each in register.events()]


@pytest.mark.parametrize("holds", ["report", "explained"])
def test_a_settled_difference_still_differs_and_says_what_holds(root: Path, desk: DifferenceDesk, holds: str) -> None:
    desk.settle(difference(root), holds, why="台账缺前三季度")
    assert item(root).settlement.holds == holds, "at once, without a new edition"
    found = row(root)
    assert (found["state"], found["settled"], found["settled_role"]) == ("differs", holds, "reviewer")
    assert found["settled_on"] is not None and found["report_value_before"] is None
    assert figure(root) == (92, "report", "unreviewed")


def test_where_the_ledger_holds_the_report_s_figure_is_corrected_to_it(root: Path, desk: DifferenceDesk) -> None:
    desk.settle(difference(root), "ledger", why="报告误将咨询计入")
    assert events(root) == ["difference settled", "figure corrected"]
    assert "尚待生效" in item(root).said("zh")
    found = row(root)
    assert figure(root) == (2, "report", "corrected")
    assert (found["state"], found["settled"], found["report_value_before"]) == ("agrees", "ledger", 92)
    assert "已修订，原为92份" in item(root).said("zh")
    assert verify(desk.settings)[0].register["length"] == 2


def test_a_value_that_changes_opens_the_difference_again(root: Path, desk: DifferenceDesk) -> None:
    desk.settle(difference(root), "report")
    load_contracts(root, 1, 2, 3)
    found = row(root)
    assert (found["ledger_value"], found["settled"]) == (3, None)
    assert item(root).settlement.holds is None
    desk.settle(difference(root), "explained", why="补录一份")
    assert row(root)["settled"] == "explained"


def test_taking_back_the_correction_takes_back_that_the_ledger_holds(root: Path, desk: DifferenceDesk) -> None:
    desk.settle(difference(root), "ledger")
    reading = open_board(root).observations("longjin", "contracts_reviewed")
    reading = reading[reading["year"] == 2023].iloc[0]
    Desk(desk.settings, Person()).undo(Looked(reading["observation_id"], reading["reading_hash"], 2))
    assert item(root).settlement.holds is None
    assert row(root)["settled"] is None


def test_undoing_a_settlement_takes_its_correction_back_with_it(root: Path, desk: DifferenceDesk) -> None:
    desk.settle(difference(root), "ledger")
    desk.undo(difference(root), why="看错年度")
    assert events(root)[2:] == ["difference undone", "figure undone"]
    assert row(root)["settled"] is None and figure(root)[0] == 92
    with pytest.raises(NothingToUndo):
        desk.undo(difference(root))


def test_with_three_steps_the_correction_waits_and_is_sent_back_with_the_settlement(root: Path) -> None:
    settings = Settings(data=root, review_steps=3)
    DifferenceDesk(settings, Person("r", frozenset({"reviewer"}))).settle(difference(root), "ledger")
    found = row(root)
    assert (found["state"], found["settled"], figure(root)[0]) == ("differs", "ledger", 92)
    reading = open_board(root).observations("longjin", "contracts_reviewed")
    reading = reading[reading["year"] == 2023].iloc[0]
    at = Looked(reading["observation_id"], reading["reading_hash"], 2)
    Desk(settings, Person()).decide(at, "accepted")
    DifferenceDesk(settings, Person()).undo(difference(root))
    assert events(root)[3:] == ["difference undone", "figure returned"]


def test_what_can_t_be_settled_is_refused_and_nothing_is_recorded(root: Path, desk: DifferenceDesk) -> None:
    looked = difference(root)
    for wrong, holds, refusal in (
        (replace(looked, held=replace(looked.held, ledger_value=Decimal(5))), "report", DifferenceMoved),
        (replace(looked, metric_id="law_trainings"), "report", NothingToSettle),
        (replace(looked, organisation_id="nowhere"), "report", NothingToSettle),
        (looked, "explained", ReasonMissing),
        (looked, "neither", ValueError),
    ):
        with pytest.raises(refusal):
            desk.settle(wrong, holds)
    assert events(root) == []


def test_roles_and_a_second_person_are_told_apart(root: Path, desk: DifferenceDesk) -> None:
    looked = difference(root)
    with pytest.raises(NotAllowed):
        DifferenceDesk(desk.settings, Person("x", frozenset({"viewer"}))).settle(looked, "report")
    with pytest.raises(NotAllowed):  # in an office of one step a correction is the approver's
        DifferenceDesk(desk.settings, Person("r", frozenset({"reviewer"}))).settle(looked, "ledger")
    assert events(root) == []
    desk.settle(looked, "report")
    with pytest.raises(DecidedMeanwhile):
        desk.settle(looked, "ledger")
    with pytest.raises(NotAllowed):
        DifferenceDesk(desk.settings, Person("x", frozenset({"viewer"}))).undo(difference(root))
    assert events(root) == ["difference settled"]
