"""What is planted is found, and nothing else is wrong with the district."""

import hashlib
import json
from collections import Counter
from decimal import Decimal
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest

from pipelines.api import open_board
from pipelines.catalogue import load_catalogue
from pipelines.demo import MANIFEST, MadeFile
from pipelines.demo.enforcement_data import TABLES
from pipelines.demo.planted import BAD_CELLS, OF_REPORTS, PER, drafted, spots
from pipelines.extract import ReportReader
from pipelines.jobs import show
from pipelines.jobs.documents import card_files, load_documents, read_card
from pipelines.jobs.ledgers.load import LedgerFile, inspect_ledger
from pipelines.jobs.settings import Settings
from tests.demo.conftest import AS_OF, SMALL

Planted = list[dict[str, Any]]


def of_kind(manifest: dict[str, Any], *kinds: str) -> Planted:
    return [each for each in manifest["planted"] if each["kind"] in kinds]


def test_the_small_district_has_every_kind_of_planted_thing(manifest: dict[str, Any]) -> None:
    assert {each["kind"] for each in manifest["planted"]} == set(PER)


def test_what_a_missing_report_would_say_is_planted_elsewhere() -> None:
    found = spots(22, tuple(range(2018, 2026)), (2018, 2026), seed=3)
    missing = {(spot.number, spot.year) for spot in found if spot.kind == "missing_report"}
    assert len(missing) > 1
    others = [spot for spot in found if spot.kind in OF_REPORTS and spot.kind not in ("missing_report", "qualifier")]
    assert not missing & {(spot.number, spot.year) for spot in others}


def test_no_row_is_refused_but_the_planted_ones(
    made: dict[str, MadeFile], manifest: dict[str, Any], demo_root: Path, tmp_path: Path
) -> None:
    found = []
    for file in made.values():
        if file.kind != "ledger":
            continue
        path = tmp_path / file.name
        path.write_bytes(file.content)
        asked = LedgerFile(path, str(file.ledger_id), str(file.organisation_id), {})
        checked = inspect_ledger(Settings(data=demo_root), asked, today=AS_OF).checked
        assert checked.unread_headers == ()
        assert len(checked.refusals) == file.bad_rows, file.name
        # a number beyond its bound may be named by the library that checks it
        codes = ["most" if "less_than" in refusal.code else refusal.code for refusal in checked.refusals]
        found += [(file.name, refusal.row, code) for refusal, code in zip(checked.refusals, codes, strict=True)]
    planted = [(each["file"], each["row"], each["kind"]) for each in of_kind(manifest, *BAD_CELLS)]
    assert sorted(found) == sorted(planted)


def test_a_document_states_what_the_manifest_says(
    demo_root: Path, made: dict[str, MadeFile], manifest: dict[str, Any]
) -> None:
    catalogue = load_catalogue(demo_root / "catalogue")
    reader = ReportReader(catalogue)
    stated: dict[str, Counter] = {}
    for each in manifest["stated"]:
        figure = each["metric_id"], Decimal(each["value"]), each["qualifier"], each["unit"]
        stated.setdefault(hashlib.sha256(made[each["file"]].content).hexdigest(), Counter())[figure] += 1
    documents = load_documents(demo_root / "documents", catalogue)
    assert {each.card.sha256 for each in documents} == set(stated)
    for document in documents:
        card = document.card
        found = reader.read(document.read, year=card.year, organisation_id=card.organisation_id, where=card.file)
        read = Counter(
            (each.metric_id, each.bounds.value, each.bounds.qualifier, each.unit)
            for each in found.observations
            if each.period_end.year == card.year
        )
        assert read == stated[card.sha256], card.title
        if card.type in ("annual_report", "draft_report"):
            assert list(found.unmapped) == []
            assert len(found.problems) == len(found.goals) == 3


def test_a_documents_type_comes_from_its_title(demo_root: Path) -> None:
    cards = [read_card(path) for path in card_files(demo_root / "documents")]
    types = Counter((card.type, card.year) for card in cards)
    assert types == {
        ("annual_report", 2023): 2,
        ("enforcement_data", 2023): 2,
        ("disclosure_report", 2023): 2,
        ("annual_report", 2024): 1,
        ("enforcement_data", 2024): 1,
        ("disclosure_report", 2024): 1,
        ("draft_report", 2024): 1,
    }


def test_the_enforcement_data_have_the_form_of_the_catalogue(demo_root: Path) -> None:
    form = load_catalogue(demo_root / "catalogue").form
    columns = {(table.title.zh, column.name.zh): column.metric_id for table in form.tables for column in table.columns}
    made = {(title, heading): metric_id for title, listed in TABLES for heading, metric_id, _ in listed}
    assert made.items() <= columns.items()
    amounts = {metric_id for metric_id in columns.values() if metric_id.endswith("_amount")} - {"penalty_amount"}
    assert set(columns.values()) - set(made.values()) == amounts  # nothing is levied, so that there is no amount


def test_a_draft_stands_for_the_last_report_where_it_is_missing(demo_root: Path, manifest: dict[str, Any]) -> None:
    (planted,) = [each for each in of_kind(manifest, "missing_report") if "draft" in each]
    assert planted["year"] == 2024
    (draft,) = [card for card in map(read_card, card_files(demo_root / "documents")) if card.type == "draft_report"]
    assert (draft.organisation_id, draft.year) == (planted["organisation_id"], planted["year"])
    assert draft.published_on is None
    rows = show.rows(Settings(data=demo_root), "signing", organisation_id=draft.organisation_id, year=2024)
    states = Counter(row["state"] for row in rows if row["source"] == "draft_report")
    assert states["agrees"] > 10 and states["differs"] == 0


def test_the_first_subdistricts_last_report_is_never_missing() -> None:
    for seed in range(30):
        for orgs in (1, 2, 5):
            found = spots(orgs, (2022, 2023, 2024), (2022, 2025), seed)
            missing = [(spot.number, spot.year) for spot in found if spot.kind == "missing_report"]
            assert (0, 2024) not in missing
            draft = drafted(found)
            assert (draft is None) == (orgs == 1)
            assert draft is None or ((draft.number, draft.year) in missing and draft.year == 2024)


def test_what_signing_finds_apart_was_planted(demo_root: Path, manifest: dict[str, Any]) -> None:
    rows = show.rows(Settings(data=demo_root), "signing", organisation_id=None, year=None)
    place = itemgetter("organisation_id", "year", "metric_id")
    states = {place(row): row["state"] for row in rows}
    assert Counter(states.values())["agrees"] > 80
    sources = Counter(row["source"] for row in rows if row["state"] == "agrees")
    assert sources["enforcement_data"] > 40 and sources["disclosure_report"] > 15
    differing = {found for found, state in states.items() if state == "differs"}
    planted = {place(each) for each in of_kind(manifest, "disclosure_over_ledger", "report_over_ledger")}
    assert of_kind(manifest, "disclosure_over_ledger")
    assert planted <= differing
    lost = {(each["organisation_id"], each["year"], each["ledger_id"]) for each in of_kind(manifest, "missing_month")}
    ledgers = load_catalogue(demo_root / "catalogue").ledger_of
    short = {
        (organisation_id, year, count.metric_id)
        for organisation_id, year, ledger_id in lost
        for count in ledgers[ledger_id].counts
    }
    assert differing - planted <= short
    unclear = {place(each) for each in of_kind(manifest, "conflicting_values")}
    assert {found for found, state in states.items() if state == "cannot_compare"} <= unclear | short


def test_signing_names_the_disclosure_report_that_states_too_much(demo_root: Path, manifest: dict[str, Any]) -> None:
    (planted,) = of_kind(manifest, "disclosure_over_ledger")
    rows = show.rows(
        Settings(data=demo_root), "signing", organisation_id=planted["organisation_id"], year=planted["year"]
    )
    found = [row for row in rows if row["metric_id"] == "admin_penalty_cases"]
    assert {row["state"] for row in found} == {"differs"}
    values = {row["source"]: row["value"] for row in found}
    assert values.pop("disclosure_report") == planted["disclosure"]
    assert values.keys() == {"annual_report", "enforcement_data", "ledger"}
    assert set(values.values()) == {planted["ledger"]}


def test_a_restated_figure_stands_in_the_next_report(demo_root: Path, manifest: dict[str, Any]) -> None:
    (planted,) = of_kind(manifest, "restatement")
    assert planted["own_report"] != planted["later_report"]
    rows = show.rows(
        Settings(data=demo_root), "metrics", organisation_id=planted["organisation_id"], year=planted["year"]
    )
    (row,) = [row for row in rows if row["metric_id"] == planted["metric_id"]]
    assert row["is_restated"]
    assert row["value"] == planted["own_report"]


def test_reports_and_ledgers_differ_where_that_was_planted_and_nowhere_else(
    demo_root: Path, manifest: dict[str, Any]
) -> None:
    rows = show.rows(Settings(data=demo_root), "reconciliation", organisation_id=None, year=None)
    states = Counter(row["state"] for row in rows)
    assert states["agrees"] > 80
    differing = {(row["organisation_id"], row["year"], row["metric_id"]) for row in rows if row["state"] == "differs"}
    planted = {
        (each["organisation_id"], each["year"], each["metric_id"]) for each in of_kind(manifest, "report_over_ledger")
    }
    assert planted <= differing
    lost = {(each["organisation_id"], each["year"]) for each in of_kind(manifest, "missing_month")}
    assert {(organisation_id, year) for organisation_id, year, _ in differing - planted} <= lost


@pytest.mark.parametrize("kind", ["missing_report", "late_report", "conflicting_values", "late_publication"])
def test_the_manifest_says_where_a_thing_is(kind: str, manifest: dict[str, Any], made: dict[str, MadeFile]) -> None:
    for planted in of_kind(manifest, kind):
        assert SMALL["years"][0] <= planted["year"] <= SMALL["years"][1]
        if kind == "missing_report":
            assert not [name for name in made if name.startswith(f"{planted['organisation_id']}-{planted['year']}.")]
        else:
            assert planted["file"] in made


def test_the_root_holds_the_same_manifest(demo_root: Path, manifest: dict[str, Any]) -> None:
    assert json.loads((demo_root / MANIFEST).read_text(encoding="utf-8")) == manifest


def test_what_offices_hold_together_bears_one_number_in_the_ledgers_of_each(demo_root: Path) -> None:
    offices = open_board(demo_root).sql(
        "select joint_no, count(distinct organisation_id) as offices from raw.ledger_rows"
        " where joint_no is not null group by joint_no"
    )["offices"]
    assert len(offices) > 5 and (offices == SMALL["orgs"]).any() and (offices == 1).any()
