"""One worker: a process that reads stretches of files and writes them as parts under temporary names.

It speaks with the crew over a pipe, whose number is its only argument.  A stretch, [(number, path, known sha256)], is
answered by ("began", number) before each file, ("same", numbers) and ("part", name, numbers, refused numbers) as they
come, and ("done",); by ("failed", why) where a part can't be written.  STOP, sent at any time, ends a stretch after the
file at hand; then and after HOME the worker leaves.
"""

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic

from pipelines.jobs.batch.one_file import FileReader, Terms
from pipelines.jobs.batch.parts import FileRows, write_part

STOP = HOME = None
Task = tuple[int, str, str | None]
MOST_ROWS, MOST_BYTES, MOST_SECONDS = 20_000, 64_000_000, 10.0
"""A part is closed at the first of these, so that memory and what a kill can lose stay bounded."""


@dataclass(slots=True)
class _OpenPart:
    numbers: list[int] = field(default_factory=list)
    files: list[FileRows] = field(default_factory=list)
    since: float = field(default_factory=monotonic)
    rows: int = 0
    bytes: int = 0

    def add(self, number: int, file: FileRows) -> None:
        self.numbers.append(number)
        self.files.append(file)
        self.rows += sum(map(len, file.rows.values()))
        self.bytes += file.bytes or 0

    def is_full(self) -> bool:
        return self.rows >= MOST_ROWS or self.bytes >= MOST_BYTES or monotonic() - self.since >= MOST_SECONDS


def work(pipe: Connection, terms: Terms, parts: Path) -> None:
    """Read stretches until told to stop.  A file that takes too long ends the process, by SIGALRM."""
    reader = FileReader(terms)
    try:
        pipe.send(("ready",))
        while (stretch := pipe.recv()) is not HOME:
            for answer in _answers(pipe, reader, terms, parts, stretch):
                pipe.send(answer)
            pipe.send(("done",))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return  # whoever started this process is gone


def _answers(
    pipe: Connection, reader: FileReader, terms: Terms, parts: Path, stretch: Sequence[Task]
) -> Iterator[tuple]:
    open_part, same = _OpenPart(), []
    for number, path, known in stretch:
        if pipe.poll():
            break
        yield ("began", number)
        file = _read_in_time(reader, terms, path, known)
        if file is None:
            same.append(number)
            continue
        open_part.add(number, file)
        if open_part.is_full():
            yield _closed(open_part, parts)
            open_part = _OpenPart()
    if same:
        yield ("same", same)
    if open_part.files:
        yield _closed(open_part, parts)


def _read_in_time(reader: FileReader, terms: Terms, path: str, known: str | None) -> FileRows | None:
    """A file's rows.  The alarm has no handler: it ends the process even inside a library that never returns."""
    try:
        size = (terms.folder / path).lstat().st_size
    except OSError:
        size = 0
    signal.setitimer(signal.ITIMER_REAL, terms.seconds(size))
    try:
        return reader.read(path, known)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _closed(part: _OpenPart, parts: Path) -> tuple:
    name = f".part-{os.getpid()}-{part.numbers[0]}"
    try:
        write_part(parts / name, part.files)
    except OSError as error:
        return ("failed", error.strerror or type(error).__name__)
    refused = [number for number, file in zip(part.numbers, part.files, strict=True) if file.reason]
    return ("part", name, part.numbers, refused)


if __name__ == "__main__":
    to_the_crew = Connection(int(sys.argv[1]))
    work(to_the_crew, *to_the_crew.recv())
