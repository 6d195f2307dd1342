"""What a text may hold to be recorded: the same on every database, whatever one of them would take."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Column

from pipelines.domain.errors import TextTooLong, TextUnwritable
from pipelines.domain.register import LONGEST_WHY, Decision
from pipelines.register import tables

UNWRITABLE = re.compile("[\0\ud800-\udfff]")
"""NUL, which PostgreSQL has no place for and SQLite ends a text at; and halves of characters, which are no UTF-8."""


def refuse_unwritable(decision: Decision) -> None:
    """Raises TextUnwritable, TextTooLong where a decision holds what can't be recorded."""
    if len(decision.words) > LONGEST_WHY:
        raise TextTooLong(where=decision.subject, found=len(decision.words), limit=LONGEST_WHY)
    columns, subject = tables.events.c, decision.subject
    for column, text in (
        (columns.actor_id, decision.actor.actor_id),
        (columns.role, decision.actor.role),
        (columns.subject_type, subject.type),
        (columns.subject_id, subject.id),
        (columns.kind, decision.kind),
        (tables.reasons.c.why, decision.words),
        *((columns.payload, text) for text in _texts(decision.payload)),
    ):
        writable(text, column, where=subject)


def writable(text: str, column: Column[Any], *, where: object) -> None:
    """Raises TextUnwritable, TextTooLong where a column can't hold a text."""
    if found := UNWRITABLE.search(text):
        raise TextUnwritable(where=where, found=f"U+{ord(found[0]):04X}")
    limit = getattr(column.type, "length", None)
    if limit is not None and len(text) > limit:
        raise TextTooLong(where=where, found=len(text), limit=limit)


def _texts(said: Any) -> Iterator[str]:
    if isinstance(said, str):
        yield said
    elif isinstance(said, Mapping):
        for each in (*said.keys(), *said.values()):
            yield from _texts(each)
    elif isinstance(said, list | tuple):
        for each in said:
            yield from _texts(each)
