"""The child of jobs/reading.py: reads one file after the other under hard limits and answers in JSON."""

import base64
import gc
import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from typing import Any

from pipelines.domain.documents import ReadText
from pipelines.domain.errors import BoardError
from pipelines.extract.readers import Limits, read_bytes
from pipelines.jobs.child_limits import MB, allow_seconds, limit, own_answers, write_answer


def main() -> None:
    given = json.loads(sys.argv[1])
    limits = Limits(**given["limits"])
    answers = own_answers()
    limit(given["memory_mb"])
    # a large table is millions of objects, none of them garbage: looking through them would take most of the time
    gc.disable()
    for line in sys.stdin.buffer:
        asked = json.loads(line)
        allow_seconds(given["seconds"])
        content = _content(given["descriptor"], asked["size"])
        read = {"text": _as_text, "rows": _as_rows}.get(asked["what"])
        if read is None:
            marking = json.loads(_content(given["descriptor"], asked["marking"], asked["size"]))
            read = partial(_as_marked, marking=marking)
        write_answer(answers, _answer(read, content, asked["name"], limits))
        if asked["size"] > MB:
            gc.collect()


def _content(descriptor: int, size: int, begins: int = 0) -> bytes:
    found = bytearray()
    while len(found) < size and (chunk := os.pread(descriptor, size - len(found), begins + len(found))):
        found += chunk
    return bytes(found)


def _as_rows(content: bytes, name: str, limits: Limits) -> list[dict]:
    from pipelines.extract.readers.rows import rows_of_file  # its parsers cost a text nothing

    return [
        {**asdict(sheet), "formulas": sorted(sheet.formulas), "percents": sorted(sheet.percents)}
        for sheet in rows_of_file(content, name, limits)
    ]


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


if __name__ == "__main__":
    main()
