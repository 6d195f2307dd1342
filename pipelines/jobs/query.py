"""One SELECT on what an edition offers, run in a child under limits; queries that were saved under a name."""

import json
import os
import secrets
import shutil
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from pipelines.domain.errors import (
    QueryBusy,
    QueryEmpty,
    QueryTooLarge,
    QueryTooLong,
    QueryTooSlow,
    QueryUnknown,
    QueryUnnamed,
)
from pipelines.domain.queries import LONGEST, Answer, SavedQuery
from pipelines.domain.register import Decision, Event, Subject
from pipelines.domain.words import Words
from pipelines.jobs.child import answer_of, end, refusal_in, started
from pipelines.jobs.people import OWN, Person
from pipelines.jobs.register import has_register, register_of
from pipelines.jobs.root import Root
from pipelines.jobs.rows import keep_latest
from pipelines.jobs.settings import Settings
from pipelines.register import QUERY, queries_of
from pipelines.warehouse.editions import Warehouse
from pipelines.warehouse.offered import write_offered

HERE = Words(zh="查询语句", en="The query")
"""Where a refusal finds what it is about."""
LONGEST_NAME = 80
MOST_KEPT = 32
"""Offered files that are kept, one for each edition and its readers' rows: those asked last."""
_FORM = 1
"""Raised when what is offered changes, so that no older file passes for it."""
_CHILD = "pipelines.jobs.query_child"
_NOTHING = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "2", "PYTHONDONTWRITEBYTECODE": "1"}
"""All that the child knows of where it runs."""
_writing = threading.Lock()


@dataclass(frozen=True, slots=True)
class Asking:
    """A person who asks an edition in SQL."""

    settings: Settings
    warehouse: Warehouse
    """The editions as the person sees them."""

    def run(self, edition_id: str, select: str) -> Answer:
        """The rows of one SELECT, as many as the settings allow.

        Raises QueryEmpty, QueryTooLong, QueryNotOne, QueryNotSelect, QuerySyntax, QueryUnknownTable,
        QueryUnknownColumn, QueryForbidden, QueryFailed, QueryTooSlow, QueryTooLarge and QueryBusy.
        """
        if not select.strip():
            raise QueryEmpty(where=HERE)
        if len(select) > LONGEST:
            raise QueryTooLong(where=HERE, found=len(select), limit=LONGEST)
        settings = self.settings
        file = self.offered(edition_id)
        gate = _gate(settings.queries_at_once)
        if not gate.acquire(timeout=settings.query_seconds):
            raise QueryBusy(where=HERE, count=settings.queries_at_once)
        try:
            return _asked(file, select, settings)
        finally:
            gate.release()

    def offered(self, edition_id: str) -> Path:
        """The file that holds what this person may ask of an edition, made at the first question."""
        board, manifest = self.warehouse.file_of(edition_id), self.warehouse.manifest(edition_id)
        folder = Root(self.warehouse.folder.parent).interim / "query"
        stamp = f"{manifest.board_sha256[:12]}-{self.warehouse.rows_key}"
        file = folder / f"{edition_id}-{stamp}-{_FORM}.duckdb"
        with _writing:
            if not file.is_file():
                write_offered(board, file)
        keep_latest(file, MOST_KEPT)
        return file


@cache
def _gate(count: int) -> threading.BoundedSemaphore:
    return threading.BoundedSemaphore(count)


def _asked(file: Path, select: str, settings: Settings) -> Answer:
    with _nameless(file) as descriptor:
        return _answered(descriptor, select, settings)


@contextmanager
def _nameless(file: Path) -> Generator[int]:
    """A descriptor of a file under no name: a query can ask the database where the file lies that it is run on."""
    name = file.with_name(f".{secrets.token_hex(8)}")
    try:
        os.link(file, name)
    except OSError:  # a file system without hard links
        shutil.copyfile(file, name)
    try:
        descriptor = os.open(name, os.O_RDONLY)
    finally:
        name.unlink()
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _answered(descriptor: int, select: str, settings: Settings) -> Answer:
    given = {
        "file": f"/proc/self/fd/{descriptor}",
        "memory_mb": settings.query_memory_mb,
        "seconds": settings.query_seconds,
        "rows": settings.query_rows,
        "bytes": int(settings.query_mb * 1_000_000),
    }
    deadline = time.monotonic() + settings.query_seconds
    child = started(_CHILD, given, environment=_NOTHING, inherited=(descriptor,))
    try:
        assert child.stdin is not None
        child.stdin.write(select.encode("utf-8", "surrogatepass"))
        child.stdin.close()
        answer = answer_of(child, deadline)
    except TimeoutError:
        raise QueryTooSlow(where=HERE, seconds=f"{settings.query_seconds:g}") from None
    except (EOFError, BrokenPipeError, json.JSONDecodeError):
        raise QueryTooLarge(where=HERE, memory=settings.query_memory_mb) from None
    finally:
        end(child)
    if refusal := refusal_in(answer, where=HERE):
        raise refusal
    if "read" not in answer:
        raise QueryTooLarge(where=HERE, memory=settings.query_memory_mb)
    return Answer(**answer["read"])


@dataclass(frozen=True, slots=True)
class QueryDesk:
    """A person who saves queries.  Every method raises NotAllowed and DecidedMeanwhile; nothing is recorded then."""

    settings: Settings
    person: Person

    def save(self, name: str, select: str, *, seen: int = 0) -> Event:
        """Save a query under a name, in place of the one that has it (`seen`: that one's last event).

        Raises QueryUnnamed, QueryEmpty, QueryTooLong.
        """
        actor, name = self.person.acting("query.save", OWN), name.strip()
        if not 1 <= len(name) <= LONGEST_NAME:
            raise QueryUnnamed(where=HERE, found=len(name), limit=LONGEST_NAME)
        if not select.strip():
            raise QueryEmpty(where=HERE)
        if len(select) > LONGEST:
            raise QueryTooLong(where=HERE, found=len(select), limit=LONGEST)
        payload = {"name": name, "select": select}
        subject = Subject(QUERY, query_id_of(self.person, name))
        return self._record(Decision(subject, "saved", actor, payload, "", seen))

    def remove(self, query_id: str, *, seen: int) -> Event:
        """Take a saved query away: one's own, or any for who may change settings.  Raises QueryUnknown."""
        known = saved_queries(self.settings, self.person).get(query_id)
        if known is None:
            raise QueryUnknown(where=query_id)
        is_own = known.actor_id == self.person.actor_id
        actor = self.person.acting("query.save", OWN) if is_own else self.person.acting("settings.change", None)
        return self._record(Decision(Subject(QUERY, query_id), "removed", actor, {"name": known.name}, "", seen))

    def _record(self, decision: Decision) -> Event:
        with register_of(self.settings) as register:
            return register.record(decision)[0]


def query_id_of(person: Person, name: str) -> str:
    """The id of a query's name: a person's name is one query."""
    whose = "" if person.is_alone else f"{person.actor_id}\0"
    return sha256(f"{whose}{name.strip()}".encode()).hexdigest()[:16]


def saved_queries(settings: Settings, person: Person) -> dict[str, SavedQuery]:
    """The queries that a person sees: their own, and every one for who sees every organisation.

    Without those taken away, by id, in the order of their latest saving.
    """
    if not has_register(settings):
        return {}
    with register_of(settings) as register:
        found = queries_of(register.events(types=[QUERY]))
    return {query_id: each for query_id, each in found.items() if person.sees(None) or each.actor_id == person.actor_id}
