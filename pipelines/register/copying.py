"""A register copied whole into an empty one: all of it as of one moment, proved as it is read back, or nothing."""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection, Engine, Table, func, insert, select, update

from pipelines.domain.errors import CopyDiffers, RegisterNotEmpty
from pipelines.domain.register import EMPTY, Head, why_hash
from pipelines.register import tables
from pipelines.register.engines import SNAPSHOT, engine_of, shown, telling
from pipelines.register.migrate import WRITES
from pipelines.register.store import commit, end_of, read_event
from pipelines.register.texts import writable

_CHUNK = {"yield_per": 5_000}

Watch = Callable[[int, int], None]
"""Told how many rows are through, of how many: each is written, and an event is read back too."""


def copy_register(source_url: str, target_url: str, watch: Watch = lambda done, total: None) -> Head:
    """Write the register at one URL into an empty one at another; the end of the chain that both have.

    Raises what `engine_of` raises, RegisterNotEmpty, CopyDiffers, RegisterUncertain, and TextUnwritable or TextTooLong
    where SQLite took what PostgreSQL doesn't; the target is left as it was.
    """
    source, target = engine_of(source_url), engine_of(target_url)
    with telling(target), target.execution_options(**WRITES).connect() as writing:
        _refuse_if_filled(writing)
        done, total = 0, 0
        for table, rows, total in _chunks(source):
            _write(writing, table, rows)
            watch(done := done + len(rows), total)
        for read in _proved(writing):
            watch(done + read, total)
        head = end_of(writing)
        commit(writing)
    return head


def _refuse_if_filled(writing: Connection) -> None:
    """Raises RegisterNotEmpty; whoever wants to write meanwhile waits."""
    if writing.dialect.name != "sqlite":
        writing.execute(select(tables.head).with_for_update())
    if end_of(writing) != EMPTY or _count(writing, tables.actors):
        raise RegisterNotEmpty(where=shown(writing.engine.url), found=end_of(writing).length)


def _chunks(source: Engine) -> Iterator[tuple[Table, list[dict[str, Any]], int]]:
    """(table, some of its rows, how many steps the whole copy has), of one moment."""
    with telling(source), source.connect().execution_options(**SNAPSHOT[source.dialect.name]) as reading:
        total = sum(_count(reading, table) for table in (*tables.metadata.sorted_tables, tables.events))
        for table in tables.metadata.sorted_tables:
            for part in reading.execute(select(table), execution_options=_CHUNK).mappings().partitions():
                yield table, [dict(row) for row in part], total


def _write(writing: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if writing.dialect.name != "sqlite":
        for row in rows:
            for name, text in row.items():
                if isinstance(text, str):
                    where = f"{table.name} {row.get('sequence', row.get('event_id', ''))}"
                    writable(text, table.columns[name], where=where)
    writing.execute(update(table) if table is tables.head else insert(table), rows)


def _proved(writing: Connection) -> Iterator[int]:
    """Reads the copy back, event by event and word by word; how many events so far.  Raises CopyDiffers.

    An event's hash covers the hash before it: where each fits what it says and the last is the source's, all are.
    """
    where, end = shown(writing.engine.url), EMPTY
    events = select(tables.events).order_by(tables.events.c.sequence)
    for part in writing.execute(events, execution_options=_CHUNK).mappings().partitions():
        for event in map(read_event, part):
            follows = (event.sequence, event.previous) == (end.length + 1, end.hash)
            if not follows or event.expected_hash() != event.hash:
                raise CopyDiffers(where=where, found=f"event {event.sequence}")
            end = Head(event.sequence, event.hash)
        yield end.length
    if end != end_of(writing):
        raise CopyDiffers(where=where, found=f"event {end.length + 1}")
    said, known = tables.reasons.c, tables.events.c
    words = select(said.why, said.salt, known.why_hash, known.sequence).where(said.event_id == known.event_id)
    for row in writing.execute(words, execution_options=_CHUNK):
        if why_hash(row.why, row.salt) != row.why_hash:
            raise CopyDiffers(where=where, found=f"words of event {row.sequence}")


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()
