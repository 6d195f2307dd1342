"""Who may write in a folder of the data root: one at a time."""

import fcntl
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from pipelines.domain.errors import SystemRefused


@contextmanager
def alone(folder: Path) -> Generator[None]:
    """One writer at a time; another one waits.  Nobody holds two folders this way.  Raises SystemRefused."""
    lock = _opened(folder)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _opened(folder: Path) -> int:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise SystemRefused(where=folder, found=error.strerror) from None
