"""Files → text in a child process under limits: whatever a file does to its parser, the board goes on.

A ledger's rows, and a workbook given back with its cells marked, come from there too.

A text and a csv are decoded here, since nothing parses them.  For all others one child is started when the first
comes, reads one file after the other, and is replaced where it breaks off or takes too long.
"""

import base64
import json
import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from types import TracebackType
from typing import Any

from pipelines.domain.documents import Note, Place, ReadText
from pipelines.domain.errors import ReaderBrokeOff, ReaderTooSlow
from pipelines.domain.ledgers import SheetRows
from pipelines.extract.readers import Limits, kind_of, read_bytes
from pipelines.jobs.child import answer_of, end, refusal_in, started
from pipelines.jobs.converting import converted
from pipelines.jobs.settings import Settings

_CHILD = "pipelines.jobs.reading_child"


class ReaderProcess:
    """Reads files in a child of its own; a context manager.  Threads take turns; after a fork each process has its own.

    >>> with ReaderProcess(limits, seconds=30, memory_mb=1000) as reader:
    ...     reader.read(content, "report.docx")
    """

    def __init__(self, limits: Limits | None = None, *, seconds: float = 30, memory_mb: int = 1000):
        self._limits, self._seconds, self._memory_mb = limits or Limits(), seconds, memory_mb
        self._child: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._content: Any = None
        self._turn = threading.Lock()

    def __enter__(self) -> "ReaderProcess":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, content: bytes, name: str) -> ReadText:
        """A file's text with its places.

        Raises what the readers raise, ReaderBrokeOff and ReaderTooSlow; of an older Word file what `converted` raises.
        """
        kind = kind_of(content, name)
        if kind in ("plain", "csv"):
            return read_bytes(content, name, self._limits)
        if kind == "word":
            content = converted(content, name, seconds=self._seconds)
        with self._turn:
            return _text_of(self._asked(content, name, "text"))

    def read_rows(self, content: bytes, name: str) -> tuple[SheetRows, ...]:
        """A spreadsheet's sheets row by row.  Raises what `rows_of_file` raises, ReaderBrokeOff and ReaderTooSlow."""
        with self._turn:
            return tuple(map(_sheet_of, self._asked(content, name, "rows")))

    def read_marked(self, content: bytes, name: str, marking: Mapping[str, Any]) -> bytes:
        """An .xlsx with its cells marked; `marking` holds what `marked_workbook` asks for, its marks as lists.

        Raises BinaryDocument for another form, SheetTooLarge past what can be marked, what reading the rows raises,
        ReaderBrokeOff and ReaderTooSlow.
        """
        with self._turn:
            return base64.b64decode(self._asked(content, name, "marked", json.dumps(marking).encode()))

    def close(self) -> None:
        """End the child, if there is one.  A later `read` starts another."""
        child, self._child = self._child, None
        if child is not None and self._owner == os.getpid():
            end(child)
        if self._content is not None:
            self._content.close()
            self._content = None

    def _asked(self, content: bytes, name: str, what: str, marking: bytes = b"") -> Any:
        child = self._started()
        assert child.stdin is not None
        # the file goes by way of an unnamed file, so that no pipe fills up while the child hangs
        os.ftruncate(self._content.fileno(), 0)
        os.pwrite(self._content.fileno(), content, 0)
        os.pwrite(self._content.fileno(), marking, len(content))
        asked = {"what": what, "name": name, "size": len(content), "marking": len(marking)}
        try:
            child.stdin.write(json.dumps(asked).encode() + b"\n")
            child.stdin.flush()
            answer = answer_of(child, time.monotonic() + self._seconds)
        except TimeoutError:
            self.close()
            raise ReaderTooSlow(where=name, seconds=f"{self._seconds:g}") from None
        except (EOFError, BrokenPipeError, ValueError):
            is_slow = child.wait() == -signal.SIGXCPU
            self.close()
            if is_slow:
                raise ReaderTooSlow(where=name, seconds=f"{self._seconds:g}") from None
            raise ReaderBrokeOff(where=name, memory=self._memory_mb) from None
        except BaseException:
            # an answer that comes later would pass for that of the next file
            self.close()
            raise
        if answer.get("out_of_memory"):
            self.close()
        return _understood(answer, name, self._memory_mb)

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._owner == os.getpid() and self._child.poll() is None:
            return self._child
        self.close()
        # close() closes it
        self._content = tempfile.TemporaryFile()  # noqa: SIM115
        descriptor = self._content.fileno()
        given = {
            "limits": asdict(self._limits),
            "descriptor": descriptor,
            "memory_mb": self._memory_mb,
            "seconds": self._seconds,
        }
        # what parses a file that may be made to harm learns none of our settings: passwords stand there
        known = {name: value for name, value in os.environ.items() if not name.startswith("FAZHI_")}
        self._child = started(_CHILD, given, environment=known, inherited=(descriptor,))
        self._owner = os.getpid()
        return self._child


def reader_of(settings: Settings, *, cells: int | None = None) -> ReaderProcess:
    """A reader under the limits that a person has set; `cells` for what may be larger than a report's tables."""
    limits = Limits(
        unpacked_mb=settings.max_unpacked_mb,
        columns=settings.max_columns,
        cells=cells or settings.max_cells,
        html_mb=settings.max_html_mb,
        pages=settings.max_pages,
    )
    return ReaderProcess(limits, seconds=settings.reader_seconds, memory_mb=settings.reader_memory_mb)


def _text_of(read: dict[str, Any]) -> ReadText:
    return ReadText(
        text=read["text"],
        starts=tuple(read["starts"]),
        places=tuple(Place(*place) for place in read["places"]),
        title=read["title"],
        published_on=date.fromisoformat(read["published_on"]) if read["published_on"] else None,
        notes=tuple(Note(*note) for note in read["notes"]),
    )


def _sheet_of(sheet: dict[str, Any]) -> SheetRows:
    rows = tuple(map(tuple, sheet["rows"]))
    formulas, percents = (frozenset((row, column) for row, column in sheet[name]) for name in ("formulas", "percents"))
    return SheetRows(sheet["name"], rows, sheet["top"], sheet["left"], sheet["is_hidden"], formulas, percents)


def _understood(answer: dict[str, Any], name: str, memory_mb: int) -> Any:
    """What an answer holds, or the refusal that it names.  Nothing in it is run: it is plain JSON."""
    if "read" in answer:
        return answer["read"]
    if refusal := refusal_in(answer):
        raise refusal
    # what the parser raised goes along as the cause; None where memory ran out
    cause = RuntimeError(answer["broke_off"]) if "broke_off" in answer else None
    raise ReaderBrokeOff(where=name, memory=memory_mb) from cause
