"""Published builds: a folder each, a manifest each, and one pointer that is swapped in a single step.

A reader that holds an edition open keeps it; a build that is killed leaves a candidate folder behind, which the
next build clears, and never a half-written edition.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb

from pipelines.domain.errors import BuildRunning, NothingPublished, UnknownEdition

BOARD, MANIFEST, POINTER = "board.duckdb", "manifest.json", "current"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an edition was made from and what it holds.  Its identity is inputs, code and as_of."""

    edition_id: str
    as_of: str
    published_at: str
    code_version: str
    synthetic: bool
    inputs: dict[str, str]
    rows: dict[str, int]
    digests: dict[str, str]
    warnings: dict[str, int]
    board_sha256: str


class Warehouse:
    """The editions under one data root."""

    def __init__(self, folder: Path):
        self.folder = folder

    @property
    def editions(self) -> Path:
        return self.folder / "editions"

    @property
    def candidates(self) -> Path:
        return self.folder / "candidates"

    def current_id(self) -> str:
        """The published edition's id.  Raises NothingPublished."""
        try:
            return (self.folder / POINTER).read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            raise NothingPublished(where=self.folder) from None

    def edition_ids(self) -> list[str]:
        """Every edition that is there, the latest published first."""
        found = [path.parent.name for path in self.editions.glob(f"*/{MANIFEST}")]
        return sorted(found, key=lambda edition_id: self.manifest(edition_id).published_at, reverse=True)

    def manifest(self, edition_id: str) -> Manifest:
        """An edition's manifest.  Raises UnknownEdition."""
        try:
            text = (self.editions / edition_id / MANIFEST).read_text(encoding="utf-8")
        except (FileNotFoundError, NotADirectoryError):
            known = ", ".join(sorted(path.name for path in self.editions.glob("*"))) or "-"
            raise UnknownEdition(where=self.folder, found=edition_id, known=known) from None
        return Manifest(**json.loads(text))

    def connect(self, edition_id: str) -> duckdb.DuckDBPyConnection:
        """A read-only connection to one edition; ask it through `.cursor()`, one for each call."""
        self.manifest(edition_id)
        return duckdb.connect(str(self.editions / edition_id / BOARD), read_only=True)

    @contextmanager
    def building(self) -> Generator[None]:
        """Hold the only build.  Leftovers of a killed one are cleared.  Raises BuildRunning."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "build.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise BuildRunning(where=self.folder) from None
            for leftover in self.candidates.glob(".*"):
                shutil.rmtree(leftover)
            yield

    def write_candidate(self, folder: Path, manifest: Manifest) -> None:
        """Make a finished candidate visible under its id, replacing one with the same id."""
        (folder / MANIFEST).write_text(json.dumps(asdict(manifest), indent=2, ensure_ascii=False), encoding="utf-8")
        target = self.candidates / manifest.edition_id
        if target.exists():
            shutil.rmtree(target)
        folder.rename(target)

    def publish(self, edition_id: str) -> None:
        """Make a candidate the edition that everyone reads, in one step.  Raises UnknownEdition."""
        candidate, edition = self.candidates / edition_id, self.editions / edition_id
        if not edition.exists():
            if not (candidate / MANIFEST).exists():
                known = ", ".join(sorted(path.name for path in self.candidates.glob("[!.]*"))) or "-"
                raise UnknownEdition(where=self.candidates, found=edition_id, known=known)
            self.editions.mkdir(parents=True, exist_ok=True)
            _flush(candidate / BOARD)
            _flush(candidate / MANIFEST)
            candidate.rename(edition)
        pointer = self.folder / f".{POINTER}"
        pointer.write_text(edition_id + "\n", encoding="utf-8")
        _flush(pointer)
        pointer.replace(self.folder / POINTER)

    def keep_candidates(self, count: int) -> None:
        """Forget all but the newest candidates."""
        found = sorted(self.candidates.glob("[!.]*"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in found[count:]:
            shutil.rmtree(path)


def _flush(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
