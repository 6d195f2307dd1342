"""Published builds: a folder each, a manifest each, and one pointer that is swapped in a single step.

A reader that holds an edition open keeps it; a build that is killed leaves a candidate folder behind, which the
next build clears, and never a half-written edition.
"""

import fcntl
import json
import os
import re
import shutil
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb

from pipelines.domain.errors import BuildRunning, NothingPublished, UnknownEdition, UnreadableEdition

BOARD, MANIFEST, POINTER = "board.duckdb", "manifest.json", "current"
_EDITION_ID = re.compile(r"\d{4}-\d{2}-\d{2}-[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an edition was made from and what it holds.  Its identity is inputs, code, register and as_of.

    `register`: how many events the register had (`length`) and the hash of the last one.
    """

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
    register: dict[str, Any] = field(default_factory=lambda: {"length": 0, "hash": "0" * 64})


class Warehouse:
    """The editions under one data root; `with_candidates`: those that wait for approval can be read too."""

    def __init__(self, folder: Path, *, with_candidates: bool = False):
        self.folder = folder
        self._with_candidates = with_candidates

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
        return [manifest.edition_id for manifest in self.manifests()]

    def manifests(self) -> list[Manifest]:
        """The manifests of every edition that is there, the latest published first; unreadable ones are left out."""
        found = []
        for edition_id in _ids(self.editions):
            with suppress(UnreadableEdition):
                found.append(_manifest(self.editions / edition_id))
        return sorted(found, key=lambda each: each.published_at, reverse=True)

    def manifest(self, edition_id: str) -> Manifest:
        """An edition's manifest.  Raises UnknownEdition, and UnreadableEdition where it is no manifest of ours."""
        return _manifest(self.folder_of(edition_id))

    def waiting(self) -> list[Manifest]:
        """The manifests of the candidates that were never published, the latest built first."""
        found = []
        for edition_id in _ids(self.candidates):
            with suppress(UnreadableEdition):
                if edition_id not in _ids(self.editions):
                    found.append(_manifest(self.candidates / edition_id))
        return sorted(found, key=lambda each: each.published_at, reverse=True)

    def folder_of(self, edition_id: str) -> Path:
        """The folder of an edition that can be read.  Raises UnknownEdition."""
        if edition_id in _ids(self.editions):
            return self.editions / edition_id
        if self._with_candidates and edition_id in _ids(self.candidates):
            return self.candidates / edition_id
        raise UnknownEdition(where=self.folder, found=edition_id, known=", ".join(_ids(self.editions)) or "-")

    @property
    def rows_key(self) -> str:
        """A name for which rows these editions hold: all of them."""
        return "all"

    def file_of(self, edition_id: str) -> Path:
        """The file that questions about an edition are asked of.  Raises UnknownEdition."""
        return self.folder_of(edition_id) / BOARD

    def _is_readable(self, edition_id: str) -> bool:
        try:
            self.manifest(edition_id)
        except UnreadableEdition:
            return False
        return True

    def is_whole(self, edition_id: str) -> bool:
        """Whether an edition is there with the very file that was published."""
        if edition_id not in _ids(self.editions) or not self._is_readable(edition_id):
            return False
        board = self.editions / edition_id / BOARD
        return board.is_file() and file_sha256(board) == self.manifest(edition_id).board_sha256

    def connect(self, edition_id: str) -> duckdb.DuckDBPyConnection:
        """A read-only connection to one edition; ask it through `.cursor()`, one for each call.

        Raises UnknownEdition and UnreadableEdition.
        """
        self.manifest(edition_id)
        board = self.file_of(edition_id)
        try:
            return duckdb.connect(str(board), read_only=True)
        except duckdb.Error:
            raise UnreadableEdition(where=board) from None

    def connect_both(self, before_id: str, after_id: str) -> duckdb.DuckDBPyConnection:
        """A connection in memory that reads two editions, as the databases `before` and `after`.

        Raises UnknownEdition and UnreadableEdition.
        """
        connection = duckdb.connect(":memory:")
        for edition_id, attach in (
            (before_id, "attach $path as before (read_only)"),
            (after_id, "attach $path as after (read_only)"),
        ):
            self.manifest(edition_id)
            board = self.file_of(edition_id)
            try:
                connection.execute(attach, {"path": str(board)})
            except duckdb.Error:
                connection.close()
                raise UnreadableEdition(where=board) from None
        return connection

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
                if leftover.is_dir():
                    shutil.rmtree(leftover)
            yield

    def write_candidate(self, folder: Path, manifest: Manifest) -> None:
        """Make a finished candidate visible under its id, replacing one with the same id."""
        (folder / MANIFEST).write_text(json.dumps(asdict(manifest), indent=2, ensure_ascii=False), encoding="utf-8")
        target = self.candidates / manifest.edition_id
        if target.exists():
            shutil.rmtree(target)
        folder.rename(target)

    def refuse_unknown(self, edition_id: str) -> None:
        """Raises UnknownEdition for what can't be published."""
        if not self.is_whole(edition_id) and edition_id not in _ids(self.candidates):
            known = ", ".join(sorted({*_ids(self.candidates), *filter(self.is_whole, _ids(self.editions))})) or "-"
            raise UnknownEdition(where=self.folder, found=edition_id, known=known)

    def publish(self, edition_id: str) -> None:
        """Make a candidate, or an edition that is whole, the one that everyone reads, in one step.

        A candidate takes the place of a damaged edition of the same id.  Raises UnknownEdition.
        """
        candidate, edition = self.candidates / edition_id, self.editions / edition_id
        self.refuse_unknown(edition_id)
        if not self.is_whole(edition_id):
            self.editions.mkdir(parents=True, exist_ok=True)
            _flush(candidate / BOARD)
            _flush(candidate / MANIFEST)
            if edition.exists():
                edition.rename(self.candidates / f".damaged-{edition_id}")
            candidate.rename(edition)
        pointer = self.folder / f".{POINTER}"
        pointer.write_text(edition_id + "\n", encoding="utf-8")
        _flush(pointer)
        pointer.replace(self.folder / POINTER)

    def keep_candidates(self, count: int) -> None:
        """Forget all but the newest candidates."""
        found = [self.candidates / edition_id for edition_id in _ids(self.candidates)]
        for path in sorted(found, key=lambda path: path.stat().st_mtime, reverse=True)[count:]:
            shutil.rmtree(path)


def _manifest(folder: Path) -> Manifest:
    path = folder / MANIFEST
    try:
        manifest = Manifest(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        raise UnreadableEdition(where=path) from None
    if manifest.edition_id != folder.name:
        raise UnreadableEdition(where=path)
    return manifest


def file_sha256(path: Path) -> str:
    """A file's hash, read in blocks."""
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _ids(folder: Path) -> list[str]:
    """The folders in `folder` that are named as editions are and hold a manifest; anything else there isn't ours."""
    return sorted(path.parent.name for path in folder.glob(f"*/{MANIFEST}") if _EDITION_ID.fullmatch(path.parent.name))


def _flush(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
