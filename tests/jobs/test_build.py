"""Editions: what makes one, what keeps the last one, what a reader sees meanwhile.

Longer than other files because it is a list of cases.
"""

import json
import random
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from pipelines.api import open_board
from pipelines.domain.errors import (
    BuildRunning,
    ChecksFailed,
    NoDocuments,
    NotAFolder,
    NothingPublished,
    RealAmongMadeUp,
    UnknownEdition,
    UnreadableEdition,
)
from pipelines.jobs import build as building
from pipelines.jobs.approving import publish
from pipelines.jobs.build import build, raw_of
from pipelines.jobs.register import Decided
from pipelines.jobs.root import Root
from pipelines.jobs.settings import Settings
from pipelines.warehouse import sql
from pipelines.warehouse.build import build_file
from pipelines.warehouse.editions import Warehouse
from pipelines.warehouse.tables import SCHEMAS, raw_tables

FIRST, SECOND = date(2025, 1, 31), date(2025, 2, 28)
BAD_CHECK = (
    "always_fails",
    "error",
    "select 'the subject' as subject, 'the finding' as found, null as organisation_id",
)


@pytest.fixture
def warehouse(data_root: Path) -> Warehouse:
    return Warehouse(Root(data_root).warehouse)


@pytest.fixture
def with_bad_check(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sql, "checks", lambda real=sql.checks: [*real(), BAD_CHECK])


def test_building_twice_is_one_edition(warehouse: Warehouse) -> None:
    first = build(Settings(), as_of=FIRST)
    again = build(Settings(), as_of=FIRST)
    assert (first.is_new, again.is_new) == (True, False)
    assert again.manifest == first.manifest
    assert warehouse.edition_ids() == [first.manifest.edition_id]


def test_a_warehouse_that_was_deleted_is_built_again_the_same(data_root: Path, tmp_path: Path) -> None:
    first = build(Settings(), as_of=FIRST).manifest
    Root(data_root).warehouse.rename(tmp_path / "old")
    again = build(Settings(), as_of=FIRST)
    assert again.is_new
    assert (again.manifest.edition_id, again.manifest.digests) == (first.edition_id, first.digests)
    assert len(set(first.digests.values())) > 5


def test_another_as_of_is_another_edition_and_changes_progress_alone(warehouse: Warehouse) -> None:
    one, other = build(Settings(), as_of=FIRST).manifest, build(Settings(), as_of=SECOND).manifest
    assert one.edition_id != other.edition_id
    assert one.edition_id.startswith("2025-01-31-")
    assert {name for name in one.digests if one.digests[name] != other.digests[name]} == {"marts.goal_progress"}
    assert warehouse.current_id() == other.edition_id
    assert warehouse.edition_ids() == [other.edition_id, one.edition_id]


def test_a_changed_input_is_another_edition(data_root: Path) -> None:
    one = build(Settings(), as_of=FIRST).manifest
    themes = data_root / "catalogue" / "themes.yml"
    themes.write_text(themes.read_text(encoding="utf-8") + "# a comment\n", encoding="utf-8")
    other = build(Settings(), as_of=FIRST).manifest
    assert one.edition_id != other.edition_id
    assert {path for path in one.inputs if one.inputs[path] != other.inputs[path]} == {"catalogue/themes.yml"}


def test_changed_code_is_another_edition(data_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = build(Settings(), as_of=FIRST).manifest
    monkeypatch.setattr(building, "code_version", lambda: "0.0.0+other")
    other = build(Settings(), as_of=FIRST).manifest
    assert one.edition_id != other.edition_id
    assert other.code_version == "0.0.0+other"


def test_the_manifest_counts_the_rows_of_every_mart(data_root: Path) -> None:
    manifest = build(Settings(), as_of=FIRST).manifest
    marts = {name for name, _ in sql.tables() if name.startswith("marts.")} | {"marts.quality"}
    assert manifest.rows.keys() == manifest.digests.keys() == marts
    assert manifest.rows["marts.document"] == 2
    assert manifest.rows["marts.observation"] == 15
    assert manifest.warnings == {}
    assert not manifest.synthetic


def test_neither_row_order_nor_as_of_changes_ids_and_readings(data_root: Path, tmp_path: Path) -> None:
    root = Root(data_root)
    raw = raw_of(root, Decided(), as_of=FIRST)
    later = raw_of(root, Decided(), as_of=SECOND)
    shuffled = {}
    for name, table in later.items():
        order = list(range(table.num_rows))
        random.Random(7).shuffle(order)
        shuffled[name] = table.take(pa.array(order, type=pa.int64()))
    keys = ["observation_id", "reading_hash"]
    found = [sorted(map(str, tables["raw.observations"].select(keys).to_pylist())) for tables in (raw, shuffled)]
    assert found[0] == found[1]
    assert len(set(found[0])) == 15
    one, other = build_file(tmp_path / "one.duckdb", raw), build_file(tmp_path / "other.duckdb", shuffled)
    assert {name for name in one.digests if one.digests[name] != other.digests[name]} == {"marts.goal_progress"}
    assert raw.keys() == SCHEMAS.keys()


def test_a_digest_changes_with_one_value(data_root: Path, tmp_path: Path) -> None:
    raw = raw_of(Root(data_root), Decided(), as_of=FIRST)
    observations = raw["raw.observations"].to_pylist()
    observations[0]["confidence"] = 0.5
    changed = {**raw, "raw.observations": pa.Table.from_pylist(observations, schema=SCHEMAS["raw.observations"])}
    one, other = build_file(tmp_path / "one.duckdb", raw), build_file(tmp_path / "other.duckdb", changed)
    assert {name for name in one.digests if one.digests[name] != other.digests[name]} == {"marts.observation"}


def test_a_failed_check_publishes_nothing_where_nothing_was(warehouse: Warehouse, with_bad_check: None) -> None:
    with pytest.raises(ChecksFailed, match="always_fails: the subject: the finding"):
        build(Settings(), as_of=FIRST)
    with pytest.raises(NothingPublished):
        warehouse.current_id()
    assert list(warehouse.candidates.iterdir()) == []


def test_a_failed_check_leaves_the_last_edition(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    last = build(Settings(), as_of=FIRST).manifest
    with monkeypatch.context() as patch:
        patch.setattr(sql, "checks", lambda real=sql.checks: [*real(), BAD_CHECK])
        with pytest.raises(ChecksFailed, match="1 check"):
            build(Settings(), as_of=SECOND)
    assert warehouse.current_id() == last.edition_id
    assert warehouse.edition_ids() == [last.edition_id]
    assert list(warehouse.candidates.iterdir()) == []
    assert len(open_board().metric_year(year=2023)) > 200


def test_a_bad_row_is_refused_by_the_real_checks(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    last = build(Settings(), as_of=FIRST).manifest

    def with_rate_of_101(*read, **build_facts):
        tables = raw_tables(*read, **build_facts)
        rows = tables["raw.observations"].to_pylist()
        (rate,) = [row for row in rows if (row["metric_id"], row["period_end"].year) == ("law_exam_pass_rate", 2023)]
        rate |= {"value": 101, "lower": 101, "upper": 101}
        observations = pa.Table.from_pylist(rows, schema=SCHEMAS["raw.observations"])
        return {**tables, "raw.observations": observations}

    monkeypatch.setattr(building, "raw_tables", with_rate_of_101)
    with pytest.raises(ChecksFailed, match="rate_within_0_and_100"):
        build(Settings(), as_of=SECOND)
    assert warehouse.current_id() == last.edition_id


def test_a_warning_publishes_and_is_counted(data_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    warning = ("always_warns", "warning", "select unnest([1, 2]) as subject, 'x' as found, null as organisation_id")
    monkeypatch.setattr(sql, "checks", lambda real=sql.checks: [*real(), warning])
    outcome = build(Settings(), as_of=FIRST)
    assert outcome.is_published
    assert outcome.manifest.warnings == {"always_warns": 2}
    assert set(open_board().quality().query("not is_passed")["subject"]) == {"1", "2"}


def test_a_second_build_meanwhile_is_refused(warehouse: Warehouse) -> None:
    with warehouse.building(), pytest.raises(BuildRunning, match="another build"):
        build(Settings(), as_of=FIRST)
    assert build(Settings(), as_of=FIRST).is_new


def test_publishing_during_a_build_is_refused(warehouse: Warehouse) -> None:
    last = build(Settings(), as_of=FIRST).manifest.edition_id
    with warehouse.building(), pytest.raises(BuildRunning):
        publish(Settings(), last)


def test_a_reader_keeps_its_edition_while_a_new_one_is_published(data_root: Path) -> None:
    build(Settings(), as_of=FIRST)
    reading = open_board()
    before = reading.metric_year(year=2023, metric_id="contracts_reviewed")
    counters = data_root / "catalogue" / "metrics" / "legal_review.yml"
    text = counters.read_text(encoding="utf-8")
    assert "zh: 合同审查," in text
    counters.write_text(text.replace("zh: 合同审查,", "zh: 审查合同数,", 1), encoding="utf-8")
    build(Settings(), as_of=SECOND)
    after = reading.metric_year(year=2023, metric_id="contracts_reviewed")
    fresh = open_board()
    assert before.equals(after)
    assert list(after["name_zh"]) == ["合同审查"]
    assert list(fresh.metric_year(year=2023, metric_id="contracts_reviewed")["name_zh"]) == ["审查合同数"]
    assert fresh.edition_id != reading.edition_id
    old = open_board(edition=reading.edition_id).metric_year(year=2023, metric_id="contracts_reviewed")
    assert list(old["name_zh"]) == ["合同审查"]


def test_with_approval_a_build_is_a_candidate_until_it_is_published(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = build(Settings(), as_of=FIRST).manifest.edition_id
    monkeypatch.setenv("FAZHI_APPROVAL", "true")
    outcome = build(Settings(), as_of=SECOND)
    candidate = outcome.manifest.edition_id
    assert (outcome.is_published, outcome.is_new) == (False, True)
    assert warehouse.current_id() == last
    assert [folder.name for folder in warehouse.candidates.iterdir()] == [candidate]
    with pytest.raises(UnknownEdition):
        open_board(edition=candidate)
    publish(Settings(), candidate)
    assert warehouse.current_id() == candidate
    assert open_board().edition_id == candidate
    assert list(warehouse.candidates.iterdir()) == []


def test_only_the_newest_candidates_are_kept_and_editions_stay(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = build(Settings(), as_of=FIRST).manifest.edition_id
    monkeypatch.setenv("FAZHI_APPROVAL", "true")
    monkeypatch.setenv("FAZHI_KEEP_CANDIDATES", "2")
    built = [build(Settings(), as_of=date(2025, 3, day)).manifest.edition_id for day in (1, 2, 3)]
    assert {folder.name for folder in warehouse.candidates.iterdir()} == set(built[1:])
    assert warehouse.edition_ids() == [last]


def test_going_back_publishes_an_earlier_edition(warehouse: Warehouse) -> None:
    first = build(Settings(), as_of=FIRST).manifest.edition_id
    build(Settings(), as_of=SECOND)
    publish(Settings(), first)
    assert warehouse.current_id() == first
    assert open_board().edition_id == first


def test_an_edition_that_is_not_there_is_not_published(warehouse: Warehouse) -> None:
    last = build(Settings(), as_of=FIRST).manifest.edition_id
    with pytest.raises(UnknownEdition, match="2020-01-01-none"):
        publish(Settings(), "2020-01-01-none")
    assert warehouse.current_id() == last


def test_the_board_file_cannot_be_written_through_a_board(built_root: Path) -> None:
    board = open_board()
    with pytest.raises(Exception, match="read-only"):
        board.sql("create table marts.mine as select 1 as one")


def test_a_manifest_is_json_that_a_person_can_read(warehouse: Warehouse) -> None:
    edition = build(Settings(), as_of=FIRST).manifest.edition_id
    content = json.loads((warehouse.editions / edition / "manifest.json").read_text(encoding="utf-8"))
    assert content["as_of"] == "2025-01-31"
    assert "documents/longjin-2023/report.txt" in content["inputs"]
    assert "documents/longjin-2023/card.yml" in content["inputs"]


@pytest.mark.parametrize("edition_id", ["..", "../..", ".", "notes", "2025-01-31-XYZ", "/etc", ""])
def test_what_is_no_edition_is_never_published(warehouse: Warehouse, edition_id: str) -> None:
    published = build(Settings(), as_of=FIRST).manifest.edition_id
    (warehouse.editions / "notes").mkdir()
    (warehouse.editions / "notes" / "manifest.json").write_text("{}", encoding="utf-8")
    with pytest.raises(UnknownEdition, match=published):
        publish(Settings(), edition_id)
    assert warehouse.current_id() == published
    assert warehouse.edition_ids() == [published]


@pytest.mark.parametrize("damage", ["board gone", "board altered", "manifest gone", "manifest of another product"])
def test_a_damaged_edition_is_built_again_under_its_id(warehouse: Warehouse, damage: str) -> None:
    first = build(Settings(), as_of=FIRST).manifest
    folder = warehouse.editions / first.edition_id
    if damage == "board gone":
        (folder / "board.duckdb").unlink()
    elif damage == "board altered":
        (folder / "board.duckdb").write_bytes(b"no board")
    elif damage == "manifest gone":
        (folder / "manifest.json").unlink()
    else:
        (folder / "manifest.json").write_text('{"name": "an app", "version": 2}', encoding="utf-8")
    again = build(Settings(), as_of=FIRST)
    assert again.is_new
    assert (again.manifest.edition_id, again.manifest.digests) == (first.edition_id, first.digests)
    assert len(open_board().metric_year()) > 0
    assert list(warehouse.candidates.glob("[!.]*")) == []


@pytest.mark.parametrize("content", [b"", b"no board", None])
def test_an_edition_that_can_t_be_opened_is_said_to_be_one(warehouse: Warehouse, content: bytes | None) -> None:
    edition_id = build(Settings(), as_of=FIRST).manifest.edition_id
    board = warehouse.editions / edition_id / "board.duckdb"
    if content is None:
        board.unlink()
    else:
        board.write_bytes(content)
    with pytest.raises(UnreadableEdition, match="Build again"):
        open_board().metric_year()


def test_a_root_without_documents_publishes_nothing_and_keeps_the_last_edition(
    data_root: Path, warehouse: Warehouse
) -> None:
    first = build(Settings(), as_of=FIRST).manifest.edition_id
    (data_root / "documents").rename(data_root / "elsewhere")
    with pytest.raises(NoDocuments, match="pipelines ingest"):
        build(Settings(), as_of=SECOND)
    assert warehouse.edition_ids() == [first]


def test_stray_files_beside_editions_and_documents_are_left_alone(data_root: Path, warehouse: Warehouse) -> None:
    build(Settings(), as_of=FIRST)
    strays = [
        warehouse.editions / "readme.txt",
        warehouse.candidates / ".DS_Store",
        warehouse.candidates / "notes.txt",
        data_root / "documents" / "notes.txt",
    ]
    for stray in strays:
        stray.parent.mkdir(parents=True, exist_ok=True)
        stray.write_text("mine", encoding="utf-8")
    (data_root / "documents" / "loop").symlink_to(data_root / "documents" / "loop")
    second = build(Settings(), as_of=SECOND).manifest.edition_id
    assert warehouse.current_id() == second
    assert [stray.read_text(encoding="utf-8") for stray in strays] == ["mine"] * 4


def test_a_synthetic_root_makes_another_edition_of_the_same_inputs(data_root: Path) -> None:
    for card in data_root.glob("documents/*/card.yml"):
        text = card.read_text(encoding="utf-8")
        card.write_text(text.replace("source: ", "source: 模拟数据，", 1), encoding="utf-8")
    real = build(Settings(), as_of=FIRST).manifest
    (data_root / "synthetic").touch()
    made_up = build(Settings(), as_of=FIRST).manifest
    assert (real.synthetic, made_up.synthetic) == (False, True)
    assert real.edition_id != made_up.edition_id


def test_a_synthetic_root_refuses_a_document_that_is_not_marked_as_made_up(data_root: Path) -> None:
    (data_root / "synthetic").touch()
    with pytest.raises(RealAmongMadeUp, match="longjin-2023"):
        build(Settings(), as_of=FIRST)


def test_a_data_root_that_is_a_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "data"
    file.write_text("x", encoding="utf-8")
    with pytest.raises(NotAFolder, match="FAZHI_DATA"):
        build(Settings(data=file))
    with pytest.raises(NotAFolder):
        open_board(file)
