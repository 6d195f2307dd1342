"""A folder of reports becomes tables: every file is read, refused with its reason, or listed as skipped.

One file past 300 lines on purpose: one job, proved from the walk to the command line.
"""

import os
import shutil
import signal
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import Result

from pipelines.domain.errors import (
    BadCard,
    BatchRunning,
    FileWithTables,
    MissingFile,
    NoReports,
    NothingRead,
    OtherBatch,
    OutputTaken,
    SystemRefused,
    UnknownOrganisation,
    WorkersFailed,
)
from pipelines.extract import ReportReader
from pipelines.jobs.batch import crew as crews
from pipelines.jobs.batch import one_file, worker
from pipelines.jobs.batch.finish import SCHEMAS
from pipelines.jobs.batch.parts import part_numbers
from pipelines.jobs.batch.run import Said, Summary, extract_folder
from pipelines.jobs.documents import Intake, ingest
from pipelines.jobs.settings import Settings
from tests.jobs.mass.odd_readers import DYING, HANGING, RAISING, odd

Run = Callable[..., Result]
REPORT = "龙津街道2023年法治政府建设年度报告（模拟数据）\n2023年，审查合同{count}份，调解纠纷30余件。\n更换井盖25个。\n"


def write(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four reports in two folders."""
    for at, name in enumerate(("b/2.txt", "a/1.md", "a/10.txt", "c.txt")):
        write(tmp_path / "in", name, REPORT.format(count=90 + at))
    return tmp_path / "in"


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "out"


def read(folder: Path, output: Path, said: Said | None = None) -> Summary:
    return extract_folder(Settings(), folder, output, said=said or Said(workers=1), watch=lambda *_: None)


def table(output: Path, name: str) -> list[dict]:
    return pq.read_table(output / f"{name}.parquet").to_pylist()


def paths(output: Path, name: str = "documents") -> list[str]:
    return [row["path"] for row in table(output, name)]


def assert_same_tables(one: Path, other: Path) -> None:
    """Every table byte for byte."""
    for name in SCHEMAS:
        assert (one / f"{name}.parquet").read_bytes() == (other / f"{name}.parquet").read_bytes()


def reasons(output: Path) -> dict[str, str]:
    return {row["path"]: row["reason"] for row in table(output, "refused")}


# --- what is read


def test_every_report_of_a_folder_is_read_in_the_order_of_its_path(data_root: Path, folder: Path, output: Path) -> None:
    summary = read(folder, output)
    assert paths(output) == ["a/1.md", "a/10.txt", "b/2.txt", "c.txt"]
    assert (summary.files, summary.kept, summary.rows["documents"], summary.rows["refused"]) == (4, 0, 4, 0)
    counted = [row["value"] for row in table(output, "observations") if row["metric_id"] == "contracts_reviewed"]
    assert counted == [91, 92, 90, 93]
    for name, schema in SCHEMAS.items():
        assert pq.read_schema(output / f"{name}.parquet").equals(schema)
        assert pq.read_metadata(output / f"{name}.parquet").num_rows == summary.rows[name]


def test_a_batch_reads_what_the_report_reader_reads(
    data_root: Path, folder: Path, output: Path, reader: ReportReader
) -> None:
    read(folder, output)
    document = next(row for row in table(output, "documents") if row["path"] == "c.txt")
    found = reader.read((folder / "c.txt").read_text(encoding="utf-8"), organisation_id="longjin")
    rows = [row for row in table(output, "observations") if row["document_id"] == document["document_id"]]
    assert [row["observation_id"] for row in rows] == [
        each.observation_id(document["sha256"]) for each in found.observations
    ]
    assert [row["reading_hash"] for row in rows] == [each.reading_hash() for each in found.observations]
    assert [(row["quote"], row["sentence"]) for row in rows] == [
        (each.evidence.quote, each.evidence.sentence) for each in found.observations
    ]
    mediated = next(row for row in rows if row["quote"] == "30余件")
    assert (mediated["lower"], mediated["upper"], mediated["qualifier"]) == (Decimal(30), None, "at_least")
    assert (mediated["organisation_id"], mediated["source"]) == ("longjin", "report")
    assert "25个" in [row["quote"] for row in table(output, "unmapped")]


def test_a_document_of_a_batch_has_the_card_that_ingest_would_give_it(
    data_root: Path, folder: Path, output: Path
) -> None:
    read(folder, output)
    cards = ingest(Settings(), [folder / path for path in paths(output)], Intake())
    for row, card in zip(table(output, "documents"), cards, strict=True):
        for name in ("document_id", "organisation_id", "year", "title", "publisher", "source", "extent", "sha256"):
            assert row[name] == getattr(card, name)


def test_what_is_said_of_all_files_comes_before_what_each_text_says(
    data_root: Path, folder: Path, output: Path
) -> None:
    write(folder, "nobody.txt", "审查合同7份，没有写明是谁在何时审查的。")
    read(folder, output, Said("liwan", 2021, workers=1))
    assert {(row["organisation_id"], row["year"]) for row in table(output, "documents")} == {("liwan", 2021)}
    assert "nobody.txt" in paths(output)


def test_two_workers_give_the_same_bytes_as_one(data_root: Path, folder: Path, tmp_path: Path, monkeypatch) -> None:
    for at in range(40):
        write(folder, f"more/{at:02}.txt", REPORT.format(count=200 + at))
    monkeypatch.setattr(crews, "LONGEST_STRETCH", 5)
    read(folder, tmp_path / "one", Said(workers=1))
    read(folder, tmp_path / "two", Said(workers=2))
    assert part_numbers(tmp_path / "two" / "parts") == list(range(1, len(part_numbers(tmp_path / "two" / "parts")) + 1))
    for name in SCHEMAS:
        assert (tmp_path / "one" / f"{name}.parquet").read_bytes() == (
            tmp_path / "two" / f"{name}.parquet"
        ).read_bytes()


# --- what isn't


def test_names_that_are_no_reports_are_listed_and_links_are_not_followed(
    data_root: Path, folder: Path, output: Path, tmp_path: Path
) -> None:
    write(folder, ".hidden/x.txt", REPORT.format(count=1))
    write(folder, ".x.txt", REPORT.format(count=2))
    write(folder, "picture.png", "x")
    write(tmp_path, "outside/y.txt", REPORT.format(count=3))
    (folder / "link").symlink_to(tmp_path / "outside")
    (folder / "link.txt").symlink_to(tmp_path / "outside" / "y.txt")
    os.mkfifo(folder / "pipe.txt")
    read(folder, output)
    assert {row["path"]: row["reason"] for row in table(output, "skipped")} == {
        ".hidden": "hidden",
        ".x.txt": "hidden",
        "link": "link",
        "link.txt": "link",
        "picture.png": "format",
        "pipe.txt": "no_file",
    }
    assert len(paths(output)) == 4


def test_an_output_inside_the_folder_isnt_read_as_reports(data_root: Path, folder: Path) -> None:
    read(folder, folder / "out")
    read(folder, folder / "out")
    assert [(row["path"], row["reason"]) for row in table(folder / "out", "skipped")] == [("out", "output")]


def test_the_same_bytes_under_two_names_are_read_once(data_root: Path, folder: Path, output: Path) -> None:
    shutil.copy(folder / "a" / "1.md", folder / "z.txt")
    read(folder, output)
    assert [(row["path"], row["reason"], row["found"]) for row in table(output, "skipped")] == [
        ("z.txt", "duplicate", "a/1.md")
    ]
    ids = [row["observation_id"] for row in table(output, "observations")]
    assert len(ids) == len(set(ids)) > 4


def test_a_bad_file_is_a_row_with_its_reason_and_the_others_are_read(
    data_root: Path, folder: Path, output: Path, monkeypatch
) -> None:
    monkeypatch.setenv("FAZHI_MAX_DOCUMENT_MB", "0.001")
    write(folder, "empty.txt", "")
    write(folder, "large.txt", "合同" * 1000)
    write(folder, "no-year.txt", "龙津街道审查合同12份。")
    write(folder, "nobody.txt", "2023年，全年审查合同12份。")
    write(folder, "stranger.txt", "远方街道2023年报告\n审查合同12份。")
    (folder / "noise.txt").write_bytes(bytes(range(1, 256)) * 3)
    summary = read(folder, output)
    assert reasons(output) == {
        "empty.txt": "EmptyDocument",
        "large.txt": "DocumentTooLarge",
        "no-year.txt": "UnknownYear",
        "nobody.txt": "NoOrganisation",
        "noise.txt": "UnknownEncoding",
        "stranger.txt": "UnknownOrganisation",
    }
    assert (summary.rows["documents"], summary.rows["refused"]) == (4, 6)
    refused = {row["path"]: row for row in table(output, "refused")}
    assert refused["stranger.txt"]["message_en"].startswith(
        "stranger.txt: organisation '远方街道' isn't in the catalogue"
    )
    assert refused["stranger.txt"]["message_zh"].startswith("stranger.txt：填报单位 远方街道 不在目录中")
    assert "longjin" in refused["nobody.txt"]["message_en"]
    assert refused["large.txt"]["sha256"] is None


def test_a_file_that_the_system_wont_open_is_refused_and_tried_again(
    data_root: Path, folder: Path, output: Path, monkeypatch
) -> None:
    file = write(folder, "moving.txt", REPORT.format(count=5))
    said = Said(workers=1)
    monkeypatch.setattr("pipelines.jobs.batch.run.walk", _walk_and_then(file.unlink))
    read(folder, output, said)
    assert reasons(output) == {"moving.txt": "SystemRefused"}
    write(folder, "moving.txt", REPORT.format(count=5))
    assert read(folder, output, said).kept == 4
    assert reasons(output) == {}
    assert "moving.txt" in paths(output)


def _walk_and_then(deed: Callable[[], None]) -> Callable:
    """A walk after which something happens to the folder, once."""
    from pipelines.jobs.batch.walk import walk

    deeds = [deed]

    def walked(*args, **kwargs):
        found = walk(*args, **kwargs)
        if deeds:
            deeds.pop()()
        return found

    return walked


def test_a_name_that_is_no_utf8_is_read_and_shown_with_its_bytes(data_root: Path, folder: Path, output: Path) -> None:
    name = os.fsdecode("报告.txt".encode("gb18030"))
    (folder / name).write_text(REPORT.format(count=4), encoding="utf-8")
    read(folder, output)
    assert r"\xb1\xa8\xb8\xe6.txt" in paths(output)
    assert read(folder, output).kept == 5


# --- readers that break off


def test_a_reader_that_hangs_fails_or_dies_loses_one_file_and_no_other(
    data_root: Path, folder: Path, output: Path
) -> None:
    for at in range(20):
        write(folder, f"more/{at:02}.txt", REPORT.format(count=200 + at))
    for name, word in (("hangs", HANGING), ("fails", RAISING), ("dies", DYING)):
        write(folder, f"more/08-{name}.txt", REPORT.format(count=1) + word)
    summary = read(folder, output, Said(workers=2, text_of=odd))
    assert summary.rows["documents"] == 24
    refused = {row["path"]: (row["reason"], row["message_en"]) for row in table(output, "refused")}
    assert {path: reason for path, (reason, _) in refused.items()} == {
        "more/08-dies.txt": "ReaderDied",
        "more/08-fails.txt": "ReaderDied",
        "more/08-hangs.txt": "FileTooSlow",
    }
    assert "(SIGSEGV)" in refused["more/08-dies.txt"][1]
    assert "ZeroDivisionError: a defect" in refused["more/08-fails.txt"][1]
    assert [path.name for path in (output / "parts").glob(".*")] == []


def test_the_time_of_a_reader_that_fails_ends_with_it(folder: Path, catalogue) -> None:
    terms = one_file.Terms(folder, catalogue, None, None, 50, text_of=odd)
    write(folder, "fails.txt", REPORT.format(count=1) + RAISING)
    with pytest.raises(ZeroDivisionError):
        worker._read_in_time(one_file.FileReader(terms), terms, "fails.txt", None)
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_parts_that_cant_be_written_stop_the_run_with_a_message(data_root: Path, folder: Path, output: Path) -> None:
    def take_away(done: int, total: int, refused: int) -> None:
        shutil.rmtree(output / "parts", ignore_errors=True)

    with pytest.raises(SystemRefused, match="parts: the system refused"):
        extract_folder(Settings(), folder, output, said=Said(workers=1), watch=take_away)


def test_workers_that_end_at_once_stop_the_run_with_what_they_said(
    data_root: Path, folder: Path, output: Path, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr(crews, "work", type("Nowhere", (), {"__module__": "pipelines.jobs.batch.nowhere"}))
    with pytest.raises(WorkersFailed, match=r"No module named pipelines\.jobs\.batch\.nowhere"):
        read(folder, output)


def test_a_larger_file_may_take_longer() -> None:
    terms = one_file.Terms(Path(), None, None, None, 50)  # ty: ignore[invalid-argument-type]
    assert terms.seconds(0) == 30
    assert terms.seconds(50_000_000) == 280


def test_memory_and_what_a_kill_can_lose_are_bounded_by_closing_parts(
    data_root: Path, folder: Path, catalogue, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr(worker, "MOST_ROWS", 5)
    reader = one_file.FileReader(one_file.Terms(folder, catalogue, None, None, 50))
    stretch = [(at, path, None) for at, path in enumerate(("a/1.md", "a/10.txt", "b/2.txt", "c.txt"))]
    silent = type("Pipe", (), {"poll": lambda self: False})()
    answers = list(worker._answers(silent, reader, reader._terms, tmp_path, stretch))
    assert [answer[2] for answer in answers if answer[0] == "part"] == [[0, 1], [2, 3]]


# --- the same output again


def test_a_second_run_reads_nothing_again_and_changes_nothing(data_root: Path, folder: Path, output: Path) -> None:
    write(folder, "empty.txt", "")
    read(folder, output)
    before = {name: (output / f"{name}.parquet").read_bytes() for name in SCHEMAS}
    parts = part_numbers(output / "parts")
    assert read(folder, output).kept == 5
    assert part_numbers(output / "parts") == parts
    assert {name: (output / f"{name}.parquet").read_bytes() for name in SCHEMAS} == before


def test_new_changed_and_removed_files_give_what_a_fresh_run_gives(
    data_root: Path, folder: Path, output: Path, tmp_path: Path
) -> None:
    read(folder, output)
    write(folder, "a/0.txt", REPORT.format(count=1))
    times = (folder / "c.txt").stat()
    write(folder, "c.txt", REPORT.format(count=94))
    os.utime(folder / "c.txt", ns=(times.st_atime_ns, times.st_mtime_ns))
    (folder / "b" / "2.txt").unlink()
    assert read(folder, output).kept == 2
    read(folder, tmp_path / "fresh")
    assert_same_tables(output, tmp_path / "fresh")
    assert paths(output) == ["a/0.txt", "a/1.md", "a/10.txt", "c.txt"]


def test_a_damaged_part_is_read_again(data_root: Path, folder: Path, output: Path) -> None:
    read(folder, output)
    before = (output / "observations.parquet").read_bytes()
    part = output / "parts" / "part-000001.parquet"
    part.write_bytes(part.read_bytes()[:-100])
    assert read(folder, output).kept == 0
    assert (output / "observations.parquet").read_bytes() == before


@pytest.mark.parametrize("change", ["catalogue", "year", "org", "folder"])
def test_parts_of_another_catalogue_or_other_words_are_never_mixed(
    data_root: Path, folder: Path, output: Path, tmp_path: Path, change: str
) -> None:
    read(folder, output)
    before = (output / "observations.parquet").read_bytes()
    said = Said({"org": "liwan"}.get(change), {"year": 2020}.get(change), workers=1)
    if change == "catalogue":
        with (data_root / "catalogue" / "highlights.yml").open("a", encoding="utf-8") as file:
            file.write("\n")
    if change == "folder":
        folder = shutil.copytree(folder, tmp_path / "other")
    with pytest.raises(OtherBatch, match=f"{change}: "):
        read(folder, output, said)
    assert (output / "observations.parquet").read_bytes() == before


def test_parts_of_other_code_are_never_mixed(data_root: Path, folder: Path, output: Path, monkeypatch) -> None:
    read(folder, output)
    monkeypatch.setattr("pipelines.jobs.batch.run.code_version", lambda: "0.0.0+other")
    with pytest.raises(OtherBatch, match=r"code: .* → 0\.0\.0\+other"):
        read(folder, output)


# --- refusals


def test_a_batch_where_every_file_is_refused_is_refused(data_root: Path, tmp_path: Path, output: Path) -> None:
    write(tmp_path / "in", "a.txt", "没有年份的龙津街道报告。")
    with pytest.raises(NothingRead, match="all 1 files were refused"):
        read(tmp_path / "in", output)
    assert reasons(output) == {"a.txt": "UnknownYear"}


def test_a_folder_without_reports_is_refused(data_root: Path, tmp_path: Path, output: Path) -> None:
    write(tmp_path / "in", "a.png", "x")
    with pytest.raises(NoReports, match="1 other names"):
        read(tmp_path / "in", output)


def test_an_output_that_holds_other_things_is_left_alone(data_root: Path, folder: Path, output: Path) -> None:
    write(output, "letter.doc", "x")
    with pytest.raises(OutputTaken):
        read(folder, output)
    assert [path.name for path in output.iterdir()] == ["letter.doc"]
    with pytest.raises(OutputTaken):
        read(folder, output / "letter.doc")


def test_a_second_run_on_one_output_at_a_time_is_refused(data_root: Path, folder: Path, output: Path) -> None:
    from pipelines.jobs.batch.run import _alone, _terms

    _, stamp = _terms(Settings(), folder, Said())
    with _alone(output, stamp), pytest.raises(BatchRunning):
        read(folder, output)
    assert read(folder, output).rows["documents"] == 4


def test_wrong_words_are_refused_before_anything_is_written(data_root: Path, folder: Path, output: Path) -> None:
    for where, said, refusal in (
        (folder / "none", Said(), MissingFile),
        (folder / "c.txt", Said(), FileWithTables),
        (folder, Said("nobody"), UnknownOrganisation),
        (folder, Said(year=23), BadCard),
    ):
        with pytest.raises(refusal):
            read(where, output, said)
    assert not output.exists()


# --- the command line


def test_the_command_says_how_many_were_read_and_where(run: Run, data_root: Path, folder: Path, output: Path) -> None:
    write(folder, "empty.txt", "")
    result = run("extract", folder, "--to", output)
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0] == f"read 4 of 5 files: {output}"
    assert lines[1].startswith("documents 4, observations ")
    assert lines[1].endswith("refused 1, skipped 0")
    again = run("extract", folder, "--to", output)
    assert again.stdout.splitlines()[0] == f"read 4 of 5 files (5 were read before): {output}"


def test_a_folder_without_a_place_for_its_tables_is_refused(run: Run, data_root: Path, folder: Path) -> None:
    result = run("extract", folder)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "--to" in result.stderr


def test_a_run_away_from_a_terminal_prints_a_line_now_and_then(monkeypatch, capsys) -> None:
    from rich.console import Console

    from pipelines.jobs.batch import progress

    moments = iter([0.0, 10.0, 31.0, 40.0])
    monkeypatch.setattr(progress, "monotonic", lambda: next(moments))
    with progress.shown(Console(stderr=True, highlight=False)) as watch:
        for done in (100, 310, 400):
            watch(done, 1000, 2)
    assert capsys.readouterr().err == "310 of 1000 files, 10/s, 2 refused\n"


def test_a_run_at_a_terminal_shows_a_bar() -> None:
    import io

    from rich.console import Console

    from pipelines.jobs.batch import progress

    shown = io.StringIO()
    with progress.shown(Console(file=shown, force_terminal=True, width=100)) as watch:
        watch(500, 1000, 3)
    assert "500/1000" in shown.getvalue()
    assert "3 refused" in shown.getvalue()


def test_nobody_reacts_to_the_signals_of_a_batch_once_it_is_over(data_root: Path, folder: Path, output: Path) -> None:
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    read(folder, output)
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before
    assert isinstance(pq.read_table(output / "documents.parquet"), pa.Table)
