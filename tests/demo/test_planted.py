"""What is planted is found, and nothing else is wrong with the district."""

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipelines.catalogue import load_catalogue
from pipelines.demo import MANIFEST, MadeFile
from pipelines.demo.planted import BAD_CELLS, OF_REPORTS, PER, spots
from pipelines.extract import ReportReader
from pipelines.jobs import show
from pipelines.jobs.documents import load_documents
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


def test_a_report_states_what_the_manifest_says(demo_root: Path, manifest: dict[str, Any]) -> None:
    catalogue = load_catalogue(demo_root / "catalogue")
    reader = ReportReader(catalogue)
    stated: dict[tuple[str, int], Counter] = {}
    for each in manifest["stated"]:
        place = each["organisation_id"], each["year"]
        stated.setdefault(place, Counter())[each["metric_id"], Decimal(each["value"]), each["qualifier"]] += 1
    documents = load_documents(demo_root / "documents", catalogue)
    assert {(each.card.organisation_id, each.card.year) for each in documents} == set(stated)
    for document in documents:
        card = document.card
        found = reader.read(document.read, year=card.year, organisation_id=card.organisation_id, where=card.file)
        read = Counter(
            (each.metric_id, each.bounds.value, each.bounds.qualifier)
            for each in found.observations
            if each.period_end.year == card.year
        )
        assert read == stated[card.organisation_id, card.year], card.document_id
        assert list(found.unmapped) == []
        assert len(found.problems) == len(found.goals) == 3


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
