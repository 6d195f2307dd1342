"""Typed figures: proved before they are recorded, behind reports and before ledgers, reviewed as any other."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipelines.api import figure_history, open_board
from pipelines.domain.errors import (
    BoardError,
    BoundsOutOfOrder,
    DecidedMeanwhile,
    FigureGone,
    NoReference,
    NotAllowed,
    NotANumber,
    NothingTyped,
    PeriodOutOfOrder,
    PeriodToCome,
    ReadingMoved,
    UnitOfOtherMetric,
    UnknownMaterial,
    UnknownMetric,
    UnknownOrganisation,
)
from pipelines.domain.hand import HandFigure
from pipelines.jobs.build import build, today
from pipelines.jobs.corrections import Wanted
from pipelines.jobs.hand import HandDesk, Typed, known_hand_figures
from pipelines.jobs.materials import MaterialCard, MaterialStore, known_uses
from pipelines.jobs.people import Person
from pipelines.jobs.register import register_of
from pipelines.jobs.review import Desk, Looked
from pipelines.jobs.settings import Settings
from pipelines.jobs.show import rows
from pipelines.jobs.verify import verify

YEAR = (date(2023, 1, 1), date(2023, 12, 31))
LATER = (date(2025, 1, 1), date(2025, 12, 31))
FILED = Wanted("penalty_cases_filed", "", "3", "exact", "件", *YEAR)
TRAININGS = Wanted("law_trainings", "", "90", "exact", "场次", *YEAR)
CLERK = Person("c1", frozenset({"clerk"}))


@pytest.fixture
def root(root_like: Callable[..., Path]) -> Path:
    return root_like("reviewed", lambda root: build(Settings(data=root)))


@pytest.fixture
def desk(root: Path) -> HandDesk:
    return HandDesk(Settings(data=root), CLERK)


def typed(wanted: Wanted, reference: str = "龙司〔2024〕3号", **more: Any) -> Typed:
    return Typed("longjin", wanted, reference, **more)


def known(root: Path, metric_id: str, year: int = 2023) -> dict[str, Any]:
    return open_board(root).metric_year("longjin", year, metric_id).iloc[0].to_dict()


def looked(figure: HandFigure, seen: int = 0) -> Looked:
    return Looked(figure.hand_id, figure.reading_hash(), seen)


def events(desk: HandDesk) -> list[str]:
    with register_of(desk.settings) as register:
        return [each.kind for each in register.events()]


def test_a_typed_figure_is_in_the_next_edition_goes_to_review_and_is_proved(root: Path, desk: HandDesk) -> None:
    card = MaterialCard("longjin", "台账页", *YEAR, "justice_office")
    proof = MaterialStore(desk.settings, CLERK).add(b"page", "page.pdf", card).material_id
    figure = desk.enter(typed(FILED, materials=[proof]))
    assert known(root, "penalty_cases_filed")["reporting_state"] == "not_captured"
    build(desk.settings)
    row = known(root, "penalty_cases_filed")
    assert (row["value"], row["source"], row["review_state"], row["reporting_state"]) == (
        3,
        "hand",
        "unreviewed",
        "reported",
    )
    assert row["observation_id"] == figure.hand_id
    opened = open_board(root).observation(figure.hand_id)
    assert opened is not None
    said = ("source", "reference", "materials", "entered_by", "entered_role", "document_id", "title")
    assert [opened[name] for name in said] == ["hand", "龙司〔2024〕3号", [proof], "c1", "clerk", None, None]
    queue = open_board(root).review_rows("longjin", 2023)
    assert figure.hand_id in [each["observation_id"] for each in queue]
    Desk(desk.settings, Person()).decide(looked(figure), "accepted", why="与台账一致")
    build(desk.settings)
    assert known(root, "penalty_cases_filed")["review_state"] == "accepted"
    manifest, _ = verify(desk.settings)
    assert manifest.register["length"] == 3
    assert [use.subject.id for use in known_uses(desk.settings)[proof]] == [figure.hand_id]
    shown = rows(desk.settings, "metrics", organisation_id="longjin", year=2023)
    assert [each["source"] for each in shown if each["metric_id"] == "penalty_cases_filed"] == ["hand"]


def test_a_typed_zero_is_a_zero(root: Path, desk: HandDesk) -> None:
    desk.enter(typed(replace(FILED, value="0")))
    build(desk.settings)
    assert known(root, "penalty_cases_filed")["reporting_state"] == "zero"


def test_what_was_accepted_is_open_again_once_only_its_evidence_is_another(root: Path, desk: HandDesk) -> None:
    figure = desk.enter(typed(FILED))
    build(desk.settings)
    Desk(desk.settings, Person()).decide(looked(figure), "accepted")
    desk.enter(typed(FILED, reference="口头"), seen=figure.seen)
    build(desk.settings)
    assert known(root, "penalty_cases_filed")["review_state"] == "unreviewed"


def test_what_was_taken_back_or_typed_otherwise_since_the_edition_is_not_decided(root: Path, desk: HandDesk) -> None:
    figure = desk.enter(typed(FILED))
    build(desk.settings)
    reviewer = Desk(desk.settings, Person())
    again = desk.enter(typed(replace(FILED, value="5")), seen=figure.seen)
    with pytest.raises(ReadingMoved):
        reviewer.decide(looked(figure), "accepted")
    desk.withdraw(figure.hand_id, seen=again.seen)
    with pytest.raises(FigureGone):
        reviewer.decide(looked(figure), "accepted")


def test_a_report_s_figure_stands_until_the_typed_one_is_accepted(root: Path, desk: HandDesk) -> None:
    figure = desk.enter(typed(TRAININGS))
    outcome = build(desk.settings)
    assert (known(root, "law_trainings")["value"], known(root, "law_trainings")["source"]) == (78, "report")
    assert "hand_figures_agree" in [breach.check_id for breach in outcome.warnings]
    assert len(open_board(root).observations("longjin", "law_trainings")) == 2
    reviewer = Desk(desk.settings, Person())
    reviewer.decide(looked(figure), "accepted")
    build(desk.settings)
    row = known(root, "law_trainings")
    assert (row["value"], row["source"], row["review_state"]) == (90, "hand", "accepted")
    stated = next(
        each
        for each in open_board(root).observations("longjin", "law_trainings").to_dict("records")
        if each["source"] == "report"
    )
    reviewer.decide(Looked(stated["observation_id"], stated["reading_hash"]), "accepted")
    build(desk.settings)
    assert known(root, "law_trainings")["source"] == "report"


def test_a_figure_is_corrected_and_rejected_in_its_review(root: Path, desk: HandDesk) -> None:
    figure = desk.enter(typed(FILED))
    build(desk.settings)
    reviewer = Desk(desk.settings, Person())
    reviewer.decide(looked(figure), "corrected", wanted=replace(FILED, value="4"))
    build(desk.settings)
    row = known(root, "penalty_cases_filed")
    assert (row["value"], row["review_state"], row["source"]) == (4, "corrected", "hand")
    reviewer.decide(looked(figure, seen=2), "rejected")
    build(desk.settings)
    assert known(root, "penalty_cases_filed")["reporting_state"] == "not_captured"


def test_typed_again_the_latest_counts_is_open_again_and_the_history_stays(
    root: Path, desk: HandDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    figure = desk.enter(typed(FILED))
    build(desk.settings)
    Desk(desk.settings, Person()).decide(looked(figure), "accepted")
    with pytest.raises(DecidedMeanwhile):
        desk.enter(typed(replace(FILED, value="5")))
    again = desk.enter(typed(replace(FILED, value="5"), reference="区局更正函"), seen=figure.seen)
    assert again.hand_id == figure.hand_id and again.reading_hash() != figure.reading_hash()
    build(desk.settings)
    row = known(root, "penalty_cases_filed")
    assert (row["value"], row["review_state"]) == (5, "unreviewed")
    history = [each["what"] for each in figure_history(figure.hand_id, "zh")]
    assert history == ["填报为5件", "确认", "填报为3件"]


def test_a_figure_that_was_taken_back_counts_no_more_and_can_be_typed_again(root: Path, desk: HandDesk) -> None:
    figure = desk.enter(typed(FILED))
    desk.withdraw(figure.hand_id, seen=figure.seen, why="填错单位")
    build(desk.settings)
    assert known(root, "penalty_cases_filed")["reporting_state"] == "not_captured"
    assert open_board(root).observation(figure.hand_id) is None
    with pytest.raises(NothingTyped):
        desk.withdraw(figure.hand_id, seen=2)
    with pytest.raises(NothingTyped):
        desk.withdraw("h0", seen=0)
    desk.enter(typed(FILED), seen=2)
    assert not known_hand_figures(desk.settings)[figure.hand_id].is_withdrawn


def test_what_was_reviewed_is_taken_back_only_by_who_may_review(root: Path, desk: HandDesk) -> None:
    figure = desk.enter(typed(FILED))
    build(desk.settings)
    Desk(desk.settings, Person()).decide(looked(figure), "accepted")
    with pytest.raises(NotAllowed):
        desk.withdraw(figure.hand_id, seen=figure.seen)
    HandDesk(desk.settings, Person()).withdraw(figure.hand_id, seen=figure.seen)
    assert known_hand_figures(desk.settings)[figure.hand_id].is_withdrawn


def test_a_year_that_only_typed_figures_tell_of_is_shown(root: Path, desk: HandDesk) -> None:
    desk.enter(typed(replace(TRAININGS, period_start=LATER[0], period_end=LATER[1])))
    build(desk.settings)
    coverage = open_board(root).coverage("longjin").set_index("year").loc[2025]
    assert (coverage["extent"], coverage["with_value"]) == ("hand", 1)
    assert known(root, "contracts_reviewed", 2025)["reporting_state"] == "not_captured"


def test_an_office_without_a_document_has_its_typed_figures(root: Path, desk: HandDesk) -> None:
    other = next(each for each in rows_of_catalogue(root) if each != "longjin")
    desk.enter(Typed(other, FILED, "台账"))
    build(desk.settings)
    board = open_board(root)
    assert other in set(board.organisations()["organisation_id"])
    assert board.metric_year(other, 2023, "penalty_cases_filed").iloc[0]["value"] == 3


def rows_of_catalogue(root: Path) -> list[str]:
    return [
        each["organisation_id"]
        for each in open_board(root).arrow("select organisation_id from catalogue.organisations order by 1").to_pylist()
    ]


def test_a_root_of_typed_figures_alone_is_built(root_like: Callable[..., Path]) -> None:
    root = root_like("undocumented", lambda root: [each.unlink() for each in (root / "documents").rglob("*.*")])
    settings = Settings(data=root)
    HandDesk(settings, CLERK).enter(typed(FILED))
    build(settings)
    assert known(root, "penalty_cases_filed")["source"] == "hand"


def test_a_stock_is_typed_as_of_its_day_and_a_part_of_a_year_is_no_year_s_figure(root: Path, desk: HandDesk) -> None:
    stock = desk.enter(typed(Wanted("legality_reviewers", "", "5", "exact", "名", *LATER)))
    assert stock.figure.period_start == stock.figure.period_end == LATER[1]
    half = replace(TRAININGS, period_start=date(2025, 7, 1), period_end=LATER[1])
    part = desk.enter(typed(half))
    desk.enter(typed(replace(FILED, scope="行政处罚", period_start=LATER[0], period_end=LATER[1])))
    build(desk.settings)
    assert known(root, "legality_reviewers", 2025)["value"] == 5
    assert known(root, "law_trainings", 2025)["value"] != known(root, "law_trainings", 2025)["value"]
    assert open_board(root).observation(part.hand_id) is not None
    assert known(root, "penalty_cases_filed", 2025)["reporting_state"] == "not_captured"


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        (replace(TRAININGS, unit="份"), UnitOfOtherMetric),
        (replace(TRAININGS, unit=""), UnitOfOtherMetric),
        (replace(TRAININGS, metric_id="nothing"), UnknownMetric),
        (replace(TRAININGS, value="七十八"), NotANumber),
        (replace(TRAININGS, value=""), NotANumber),
        (replace(TRAININGS, value="-3"), NotANumber),
        (replace(TRAININGS, value="NaN"), NotANumber),
        (replace(TRAININGS, value="1e30"), NotANumber),
        (replace(TRAININGS, qualifier="roughly"), NotANumber),
        (Wanted("law_exam_pass_rate", "", "101", "exact", "%", *YEAR), NotANumber),
        (replace(TRAININGS, lower="91"), BoundsOutOfOrder),
        (replace(TRAININGS, upper="60"), BoundsOutOfOrder),
        (replace(TRAININGS, period_end=date(2022, 12, 31)), PeriodOutOfOrder),
        (Wanted("legality_reviewers", "", "5", "exact", "名", YEAR[1], YEAR[0]), PeriodOutOfOrder),
        (replace(TRAININGS, period_end=today() + timedelta(days=1)), PeriodToCome),
    ],
)
def test_a_figure_that_can_t_be_is_refused_and_nothing_is_written(
    desk: HandDesk, wanted: Wanted, refusal: type[BoardError]
) -> None:
    with pytest.raises(refusal):
        desk.enter(typed(wanted))
    assert events(desk) == []


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        (typed(TRAININGS, reference=" "), NoReference),
        (typed(TRAININGS, reference="长" * 501), NoReference),
        (typed(TRAININGS, materials=["0" * 64]), UnknownMaterial),
        (Typed("nowhere", TRAININGS, "台账"), UnknownOrganisation),
    ],
)
def test_a_figure_without_its_evidence_is_refused(desk: HandDesk, said: Typed, refusal: type[BoardError]) -> None:
    with pytest.raises(refusal):
        desk.enter(said)
    assert events(desk) == []


def test_who_only_looks_types_nothing_and_takes_nothing_back(desk: HandDesk) -> None:
    viewer = HandDesk(desk.settings, Person("x", frozenset({"viewer"})))
    with pytest.raises(NotAllowed):
        viewer.enter(typed(TRAININGS))
    figure = desk.enter(typed(TRAININGS))
    with pytest.raises(NotAllowed):
        viewer.withdraw(figure.hand_id, seen=figure.seen)
    assert events(desk) == ["entered"]


def test_a_typed_value_stays_exact(root: Path, desk: HandDesk) -> None:
    desk.enter(typed(Wanted("law_exam_pass_rate", "", "98.7654", "exact", "%", *LATER)))
    build(desk.settings)
    found = open_board(root).arrow("select value from marts.metric_year where source = 'hand'")
    assert found.to_pylist() == [{"value": Decimal("98.7654")}]
