"""Who may write in a folder of the data root: one at a time."""

import fcntl
import os
import time
from collections.abc import Generator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from pipelines.domain.errors import StillAtWork, SystemRefused

_AGAIN_SECONDS = 0.2


@contextmanager
def alone(folder: Path) -> Generator[None]:
    """One writer at a time; another one waits.  Who needs several folders takes `alone_in_all`.

    Raises SystemRefused.
    """
    lock = _opened(folder)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


@contextmanager
def alone_in_all(folders: Sequence[Path], *, patience: float) -> Generator[None]:
    """The only writer in several folders at once; none is held while another is waited for.

    `patience`: how many seconds to wait for those at work.  Raises StillAtWork, SystemRefused.
    """
    until = time.monotonic() + patience
    while True:
        with ExitStack() as held:
            busy = next((folder for folder in folders if not _taken(folder, held)), None)
            if busy is None:
                yield
                return
        if time.monotonic() >= until:
            raise StillAtWork(where=busy, minutes=round(patience / 60))
        time.sleep(_AGAIN_SECONDS)


def _taken(folder: Path, held: ExitStack) -> bool:
    """Take a folder until `held` lets it go, if nobody has it."""
    lock = _opened(folder)
    held.callback(os.close, lock)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _opened(folder: Path) -> int:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise SystemRefused(where=folder, found=error.strerror) from None
