"""The child of jobs/reading.py: reads one file after the other under hard limits and answers in JSON."""

import base64
import gc
import json
import os
import resource
import struct
import sys
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from typing import Any, BinaryIO

from pipelines.domain.documents import ReadText
from pipelines.domain.errors import BoardError
from pipelines.extract.readers import Limits, read_bytes

_MB = 1_000_000


def main() -> None:
    given = json.loads(sys.argv[1])
    limits = Limits(**given["limits"])
    # what a library prints must not pass for an answer
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    _limit(given["memory_mb"])
    # a large table is millions of objects, none of them garbage: looking through them would take most of the time
    gc.disable()
    for line in sys.stdin.buffer:
        asked = json.loads(line)
        _allow_seconds(given["seconds"])
        content = _content(given["descriptor"], asked["size"])
        read = {"text": _as_text, "rows": _as_rows}.get(asked["what"])
        if read is None:
            marking = json.loads(_content(given["descriptor"], asked["marking"], asked["size"]))
            read = partial(_as_marked, marking=marking)
        _write(answers, _answer(read, content, asked["name"], limits))
        if asked["size"] > _MB:
            gc.collect()


def _limit(memory_mb: int) -> None:
    """Memory, no core dump, and no file past a megabyte (Python's own caches are smaller)."""
    for what, most in ((resource.RLIMIT_AS, memory_mb * _MB), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, _MB)):
        _, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))


def _allow_seconds(seconds: float) -> None:
    """So much more processor time for the next file: a child whose parent was killed ends by itself."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime + seconds) + 2
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _content(descriptor: int, size: int, begins: int = 0) -> bytes:
    found = bytearray()
    while len(found) < size and (chunk := os.pread(descriptor, size - len(found), begins + len(found))):
        found += chunk
    return bytes(found)


def _as_rows(content: bytes, name: str, limits: Limits) -> list[dict]:
    from pipelines.extract.readers.rows import rows_of_file  # its parsers cost a text nothing

    return [{**asdict(sheet), "formulas": sorted(sheet.formulas)} for sheet in rows_of_file(content, name, limits)]


def _as_marked(content: bytes, name: str, limits: Limits, *, marking: dict[str, Any]) -> str:
    from pipelines.exports.marked import Mark, marked_workbook
    from pipelines.extract.readers.xlsx import refuse_unmarkable

    refuse_unmarkable(content, where=name, limits=limits)
    marks = [Mark(*mark) for mark in marking["marks"]]
    return base64.b64encode(marked_workbook(content, marks, marking["hint"], marking["hints"])).decode()


def _as_text(content: bytes, name: str, limits: Limits) -> dict[str, Any]:
    return _plain(read_bytes(content, name, limits))


def _answer(read: Callable[..., Any], content: bytes, name: str, limits: Limits) -> dict[str, Any]:
    try:
        return {"read": read(content, name, limits)}
    except BoardError as error:
        parts = {name: part if isinstance(part, str | int | float) else str(part) for name, part in error.parts.items()}
        return {"refused": type(error).__name__, "parts": parts}
    except MemoryError:
        return {"out_of_memory": True}
    # foreign parsers raise what they like, a panic of Rust among it
    except BaseException as error:  # noqa: BLE001
        return {"broke_off": f"{type(error).__name__}: {error}"[:500]}


def _plain(read: ReadText) -> dict[str, Any]:
    return {
        "text": read.text,
        "starts": read.starts,
        "places": [(p.page, p.paragraph, p.sheet, p.table, p.row, p.column) for p in read.places],
        "title": read.title,
        "published_on": read.published_on.isoformat() if read.published_on else None,
        "notes": [(note.code, note.found) for note in read.notes],
    }


def _write(answers: BinaryIO, answer: dict[str, Any]) -> None:
    try:
        content = json.dumps(answer, ensure_ascii=False).encode()
    except MemoryError:
        content = b'{"out_of_memory": true}'
    answers.write(struct.pack(">Q", len(content)))
    answers.write(content)
    answers.flush()


if __name__ == "__main__":
    main()
