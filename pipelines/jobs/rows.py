"""Editions as somebody sees them who doesn't see every organisation: files with their rows alone, made when asked."""

import os
import threading
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from pipelines.domain.scope import Scope
from pipelines.jobs.root import Root
from pipelines.warehouse.editions import Warehouse
from pipelines.warehouse.rows import FORM, cut

MOST_KEPT = 64
"""Files that are kept: those asked last."""
_AT_ONCE = threading.BoundedSemaphore(2)


@lru_cache(1024)
def _turn_of(_file: Path) -> threading.Lock:
    """Who asks for a file that is being made waits for it, and for no other."""
    return threading.Lock()


class SeenWarehouse(Warehouse):
    """The editions under a root, each of them cut to a scope's rows."""

    def __init__(self, root: Root, scope: Scope, *, with_candidates: bool = False):
        super().__init__(root.warehouse, with_candidates=with_candidates)
        self._cut, self._scope = root.interim / "rows", scope

    @property
    def rows_key(self) -> str:
        return self._scope.key

    def file_of(self, edition_id: str) -> Path:
        """The edition's own file where everything is seen, else the one that holds the scope's rows."""
        whole = super().file_of(edition_id)
        if self._scope.is_everything:
            return whole
        stamp = self.manifest(edition_id).board_sha256[:12]
        file = self._cut / f"{edition_id}-{stamp}-{self.rows_key}-{FORM}.duckdb"
        with _turn_of(file):
            if not file.is_file():
                with _AT_ONCE:
                    cut(whole, file, self._scope)
        keep_latest(file, MOST_KEPT)
        return file


def keep_latest(used: Path, most: int) -> None:
    """Note that a file that can be made again is used, and delete those beside it that weren't for the longest time."""
    with suppress(FileNotFoundError):
        os.utime(used)
    known = []
    for path in used.parent.glob(f"*{used.suffix}"):
        with suppress(FileNotFoundError):
            known.append((path.stat().st_mtime, path))
    for _, old in sorted(known, reverse=True)[most:]:
        old.unlink(missing_ok=True)
