"""A batch from its folder to its tables: who may write where, what is there already, what is left to read."""

import fcntl
import json
import os
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pipelines.catalogue import catalogue_files
from pipelines.domain.errors import (
    BadCard,
    BatchRunning,
    BatchStopped,
    DamagedPart,
    FileWithTables,
    MissingFile,
    NoReports,
    NothingRead,
    OtherBatch,
    OutputTaken,
    UnknownOrganisation,
)
from pipelines.jobs.batch.crew import Crew, Watch
from pipelines.jobs.batch.finish import Left, write_tables
from pipelines.jobs.batch.one_file import Terms, TextReader, refused, text_of
from pipelines.jobs.batch.parts import Place, part_name, part_numbers, read_part
from pipelines.jobs.batch.walk import Walk, shown_path, walk
from pipelines.jobs.catalogue import entry_events, overlay_digest, with_changes
from pipelines.jobs.days import today
from pipelines.jobs.root import root_of
from pipelines.jobs.settings import Settings
from pipelines.jobs.version import code_version
from pipelines.register import changes_of

STAMP, PARTS = "run.json", "parts"
OWN_NAMES = {".lock", STAMP, f".{STAMP}", PARTS}
FIRST_YEAR, LAST_YEAR = 1990, 2100


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of all files of a batch: None is asked of each text.  `workers` None: one for each core."""

    organisation_id: str | None = None
    year: int | None = None
    workers: int | None = None
    text_of: TextReader = text_of


@dataclass(frozen=True, slots=True)
class Summary:
    """What a batch came to: rows by table, and of its files how many had been read before."""

    output: Path
    files: int
    kept: int
    rows: dict[str, int]


@dataclass(frozen=True, slots=True)
class Known:
    """A file as an earlier run left it: where its row stands and the hash of the bytes that it was read from."""

    place: Place
    sha256: str | None


def extract_folder(settings: Settings, folder: Path, output: Path, *, said: Said, watch: Watch) -> Summary:
    """Read every report under `folder` into tables in `output`, over all cores, going on where an earlier run stopped.

    A file that can't be read is a row of `refused`.  Raises what loading the catalogue raises, OutputTaken, OtherBatch,
    BatchRunning, NoReports, NothingRead, BatchStopped, WorkersFailed and DamagedPart.
    """
    terms, stamp = _terms(settings, folder, said)
    with _alone(output, stamp):
        parts = output / PARTS
        parts.mkdir(exist_ok=True)
        _clear(parts)
        found = walk(folder, output=output.resolve())
        if not found.reports:
            raise NoReports(where=folder, count=len(found.skipped) + len(found.unreadable))
        known = _known(parts)
        crew = Crew(terms, parts, workers=said.workers or len(os.sched_getaffinity(0)), watch=watch)
        total = len(found.reports)
        try:
            if not crew.read(_tasks(found, known)):
                raise KeyboardInterrupt
            rows = write_tables(output, parts, _places(found, known, crew), _left(found, crew))
        except KeyboardInterrupt:
            raise BatchStopped(where=output, done=crew.done, total=total) from None
    if not rows["documents"]:
        raise NothingRead(where=output / "refused.parquet", count=rows["refused"])
    return Summary(output, total, len(crew.same), rows)


def _terms(settings: Settings, folder: Path, said: Said) -> tuple[Terms, dict[str, object]]:
    """How the files are read, and the same as what an output is stamped with."""
    if not folder.exists():
        raise MissingFile(where=folder)
    if not folder.is_dir():
        raise FileWithTables(where=folder)
    root = root_of(settings)
    changes = changes_of(entry_events(settings), as_of=today())
    catalogue = with_changes(root, changes)
    organisation_id, year = said.organisation_id, said.year
    if organisation_id is not None and organisation_id not in catalogue.organisation_of:
        known = ", ".join(sorted(catalogue.organisation_of))
        raise UnknownOrganisation(where="--org", found=organisation_id, known=known)
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadCard(where="--year", key="year", found=year, allowed=f"{FIRST_YEAR}–{LAST_YEAR}")
    digest = sha256()
    for file in catalogue_files(root.catalogue):
        digest.update(file.relative_to(root.catalogue).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    digest.update(overlay_digest(changes))
    stamp = {
        "folder": shown_path(str(folder.resolve())),
        "org": organisation_id,
        "year": year,
        "catalogue": digest.hexdigest()[:12],
        "code": code_version(),
    }
    return Terms(folder, catalogue, organisation_id, year, settings.max_document_mb, text_of=said.text_of), stamp


@contextmanager
def _alone(output: Path, stamp: dict[str, object]) -> Generator[None]:
    """Hold an output folder that is new, empty, or of the same folder, words, catalogue and code."""
    if output.exists() and not _is_ours(output):
        raise OutputTaken(where=output)
    output.mkdir(parents=True, exist_ok=True)
    with (output / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BatchRunning(where=output) from None
        _check_stamp(output, stamp)
        yield


def _is_ours(output: Path) -> bool:
    """Whether an output is a batch's, or nobody's."""
    if not output.is_dir():
        return False
    return (output / STAMP).exists() or all(each.name in OWN_NAMES for each in output.iterdir())


def _check_stamp(output: Path, stamp: dict[str, object]) -> None:
    file = output / STAMP
    if not file.exists():
        hidden = output / f".{STAMP}"
        hidden.write_text(json.dumps(stamp, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        hidden.replace(file)
        return
    try:
        before = json.loads(file.read_text(encoding="utf-8"))
    except ValueError:
        raise OutputTaken(where=output) from None
    if not isinstance(before, dict):
        raise OutputTaken(where=output)
    other = [f"{key}: {before.get(key)} → {value}" for key, value in stamp.items() if before.get(key) != value]
    if other:
        raise OtherBatch(where=output, found="; ".join(other))


def _clear(parts: Path) -> None:
    """Take away what a killed run left half done."""
    for leftover in parts.glob(".*"):
        leftover.unlink()


def _known(parts: Path) -> dict[str, Known]:
    """What earlier runs left, by path; of a file that was read twice the later one.  A damaged part is read again."""
    known: dict[str, Known] = {}
    for number in part_numbers(parts):
        try:
            rows = read_part(parts / part_name(number), ("path", "sha256"))
        except DamagedPart:
            (parts / part_name(number)).unlink()
            continue
        for row, (path, digest) in enumerate(zip(rows["path"].to_pylist(), rows["sha256"].to_pylist(), strict=True)):
            known[path] = Known(Place(number, row), digest)
    return known


def _tasks(found: Walk, known: dict[str, Known]) -> list[tuple[int, str, str | None]]:
    nothing = Known(Place(0, 0), None)
    return [(number, path, known.get(shown_path(path), nothing).sha256) for number, path in enumerate(found.reports)]


def _places(found: Walk, known: dict[str, Known], crew: Crew) -> Sequence[Place]:
    """Where each file's row stands, in the order of the files; those that were given up have none."""
    return [
        known[shown_path(path)].place if number in crew.same else crew.places[number]
        for number, path in enumerate(found.reports)
        if number not in crew.given_up
    ]


def _left(found: Walk, crew: Crew) -> Left:
    given_up = [refused(shown_path(found.reports[number]), why, size=None) for number, why in crew.given_up.items()]
    return Left([*given_up, *(refused(path, why, size=None) for path, why in found.unreadable)], found.skipped)
