"""Opening the register, recording decisions, and reading events back."""

import json
import secrets
from collections.abc import Collection, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, Connection, Engine, delete, func, insert, select, update
from sqlalchemy.exc import DBAPIError

from pipelines.domain.errors import DecidedMeanwhile, RegisterDamaged, RegisterUncertain
from pipelines.domain.register import (
    UNREADABLE,
    Decision,
    Event,
    Head,
    Since,
    Sought,
    Subject,
    canonical,
    why_hash,
)
from pipelines.register import tables
from pipelines.register.engines import SNAPSHOT, engine_of, shown, telling, words_of
from pipelines.register.migrate import WRITES
from pipelines.register.search import matching
from pipelines.register.texts import refuse_unwritable, writable


class Register:
    """The store.  Every method opens its own transaction; what `record` returns is on the disk."""

    def __init__(self, engine: Engine):
        self._engine = engine

    def record(
        self, *decisions: Decision, names: Mapping[str, str] | None = None, unless: Sequence[Since] = ()
    ) -> tuple[Event, ...]:
        """Append decisions, all or none; with them the names (by id) of people whom they speak of.

        Raises DecidedMeanwhile where somebody decided on one of the subjects after its `seen`, or anything came of
        what `unless` names, TextUnwritable,
        TextTooLong, RegisterUnreachable, and RegisterUncertain where nobody can say whether it was recorded.
        """
        for decision in decisions:
            refuse_unwritable(decision)
        for actor_id, name in (names or {}).items():
            _refuse_unwritable_name(actor_id, name)
        with self._writing() as connection:
            end = end_of(connection)
            _refuse_if_decided(connection, decisions)
            _refuse_if_come(connection, unless)
            recorded = []
            for decision in decisions:
                made, salt = _event(decision, end)
                end = Head(made.sequence, made.hash)
                connection.execute(insert(tables.events).values(_row(made)))
                if why := decision.words:
                    said = {"event_id": made.event_id, "salt": salt, "why": why}
                    connection.execute(insert(tables.reasons).values(said))
                recorded.append(made)
            for actor_id, name in (names or {}).items():
                _name(connection, actor_id, name)
            connection.execute(update(tables.head).values(length=end.length, hash=end.hash))
        return tuple(recorded)

    def events(
        self,
        *,
        types: Collection[str] = (),
        subject: Subject | None = None,
        after: int = 0,
        until: int | None = None,
    ) -> list[Event]:
        """Events in their order: of some types of subjects, of one subject, after a sequence, up to one.

        Raises RegisterDamaged for one that can't be read.
        """
        known = tables.events.c
        query = select(tables.events).where(known.sequence > after).order_by(known.sequence)
        if types:
            query = query.where(known.subject_type.in_(list(types)))
        if subject:
            query = query.where(known.subject_type == subject.type, known.subject_id == subject.id)
        if until is not None:
            query = query.where(known.sequence <= until)
        with self._reading() as connection:
            events = [read_event(row) for row in connection.execute(query).mappings()]
        if lost := next((each for each in events if each.is_unreadable), None):
            raise RegisterDamaged(where=shown(self._engine.url), found=f"event {lost.sequence}")
        return events

    def chain(self) -> tuple[list[Event], Head]:
        """(every event, those that can't be read too; the store's word of the end): of one moment, to be proved."""
        with self._reading(**SNAPSHOT[self._engine.dialect.name]) as connection:
            rows = connection.execute(select(tables.events).order_by(tables.events.c.sequence)).mappings()
            events = [read_event(row) for row in rows]
            return events, end_of(connection)

    def page(self, sought: Sought, *, offset: int = 0, limit: int = 50) -> list[Event]:
        """Some of the events that are sought, the latest first."""
        chosen = matching(select(tables.events.c.sequence), sought, self._engine.dialect.name)
        chosen = chosen.order_by(tables.events.c.sequence.desc()).offset(offset).limit(limit).subquery()
        # the rows' numbers first, by an index alone: an event is long, and a far page would read all before it
        query = select(tables.events).where(tables.events.c.sequence.in_(select(chosen.c.sequence)))
        with self._reading() as connection:
            rows = connection.execute(query.order_by(tables.events.c.sequence.desc())).mappings()
            return [read_event(row) for row in rows]

    def count(self, sought: Sought) -> int:
        """How many events are sought."""
        query = matching(select(func.count()).select_from(tables.events), sought, self._engine.dialect.name)
        with self._reading() as connection:
            return connection.execute(query).scalar_one()

    def subject_types(self, organisations: Collection[str] | None = None) -> list[str]:
        """The types of subjects that events are about; of decisions for some organisations where they are named."""
        return self._kinds(tables.events.c.subject_type, organisations)

    def actor_ids(self, organisations: Collection[str] | None = None) -> list[str]:
        """The ids of those who ever decided, for some organisations where they are named."""
        return self._kinds(tables.events.c.actor_id, organisations)

    def _kinds(self, column: Column[str], organisations: Collection[str] | None) -> list[str]:
        query = select(column).distinct()
        if organisations is not None:
            query = query.where(tables.events.c.organisation_id.in_(list(organisations)))
        with self._reading() as connection:
            return sorted(connection.execute(query).scalars())

    def head(self) -> Head:
        """How many events there are and the hash of the last."""
        with self._reading() as connection:
            return end_of(connection)

    def last_of(self, subject: Subject) -> int:
        """The sequence of a subject's last event, 0 where there is none."""
        with self._reading() as connection:
            return _last(connection, subject)[0]

    def prove_last(self, *decisions: Decision) -> None:
        """Raises DecidedMeanwhile where `record` would now."""
        with self._reading() as connection:
            _refuse_if_decided(connection, decisions)

    def reasons(self, event_ids: Iterable[str]) -> dict[str, tuple[str, str]]:
        """event → (salt, the person's words), of those that have words which weren't erased."""
        wanted = list(event_ids)
        found = tables.reasons.c
        with self._reading() as connection:
            rows = []
            for start in range(0, len(wanted), 500):
                part = wanted[start : start + 500]
                query = select(found.event_id, found.salt, found.why).where(found.event_id.in_(part))
                rows += connection.execute(query).all()
        return {event_id: (salt, why) for event_id, salt, why in rows}

    def actors(self) -> dict[str, str]:
        """Ids of people and their names, of those whose names weren't erased."""
        with self._reading() as connection:
            return {row.actor_id: row.name for row in connection.execute(select(tables.actors))}

    def name_actor(self, actor_id: str, name: str) -> None:
        """Give an id its name, or another one.  Raises TextUnwritable, TextTooLong."""
        _refuse_unwritable_name(actor_id, name)
        with self._writing() as connection:
            _name(connection, actor_id, name)

    def erase_actor(self, actor_id: str) -> None:
        """Forget a person's name; the events keep the opaque id."""
        with self._writing() as connection:
            connection.execute(delete(tables.actors).where(tables.actors.c.actor_id == actor_id))

    def erase_reason(self, event_id: str) -> None:
        """Forget the words of an event; their hash stays in the chain."""
        with self._writing() as connection:
            connection.execute(delete(tables.reasons).where(tables.reasons.c.event_id == event_id))

    @contextmanager
    def _reading(self, **options: Any) -> Generator[Connection]:
        with telling(self._engine), self._engine.connect().execution_options(**options) as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Generator[Connection]:
        """A transaction that no other writer is in: SQLite by BEGIN IMMEDIATE, PostgreSQL by the row of `head`."""
        with telling(self._engine), self._engine.execution_options(**WRITES).connect() as connection:
            connection.begin()
            if connection.dialect.name != "sqlite":
                connection.execute(select(tables.head).with_for_update())
            yield connection
            commit(connection)


@contextmanager
def open_register(url: str) -> Generator[Register]:
    """The register at an SQLAlchemy URL, made or brought to the present form where it isn't.

    Raises what `engine_of` raises.
    """
    yield Register(engine_of(url))


def commit(connection: Connection) -> None:
    """The end of a transaction.  Raises RegisterUncertain where the line went dead in the midst of it."""
    try:
        connection.commit()
    except DBAPIError as error:
        if error.connection_invalidated:
            raise RegisterUncertain(where=shown(connection.engine.url), found=words_of(error)) from None
        raise


def end_of(connection: Connection) -> Head:
    """The store's own word of the chain's end."""
    length, last = connection.execute(select(tables.head.c.length, tables.head.c.hash)).one()
    return Head(length, last)


def _last(connection: Connection, subject: Subject) -> tuple[int, str, str, str]:
    """(sequence, actor, time, kind) of a subject's last event; zeros where it has none."""
    known = tables.events.c
    row = connection.execute(
        select(known.sequence, known.actor_id, known.at, known.kind)
        .where(known.subject_type == subject.type, known.subject_id == subject.id)
        .order_by(known.sequence.desc())
        .limit(1)
    ).first()
    return (row.sequence, row.actor_id, row.at, row.kind) if row else (0, "", "", "")


def _refuse_if_decided(connection: Connection, decisions: Sequence[Decision]) -> None:
    seen: dict[Subject, int] = {}
    for decision in decisions:
        seen.setdefault(decision.subject, decision.seen)
    for subject, sequence in seen.items():
        last, actor_id, at, kind = _last(connection, subject)
        if last != sequence:
            raise _meanwhile(connection, subject, actor_id, at, kind)


def _refuse_if_come(connection: Connection, unless: Sequence[Since]) -> None:
    known = tables.events.c
    for since in unless:
        is_one = known.subject_id == since.id
        if since.id.endswith("/"):  # all that begin with it, in the order of the index
            is_one = (known.subject_id >= since.id) & (known.subject_id < f"{since.id[:-1]}0")
        query = select(tables.events).where(known.subject_type == since.type, is_one, known.sequence > since.seen)
        row = connection.execute(query.order_by(known.sequence).limit(1)).mappings().first()
        if row is not None:
            come = read_event(row)
            raise _meanwhile(connection, come.subject, come.actor_id, come.at, come.kind)


def _meanwhile(connection: Connection, subject: Subject, actor_id: str, at: str, kind: str) -> DecidedMeanwhile:
    name = connection.execute(
        select(func.max(tables.actors.c.name)).where(tables.actors.c.actor_id == actor_id)
    ).scalar()
    return DecidedMeanwhile(where=subject, who=name or actor_id, at=at[:16].replace("T", " "), what=kind)


def _refuse_unwritable_name(actor_id: str, name: str) -> None:
    for column, text in ((tables.actors.c.actor_id, actor_id), (tables.actors.c.name, name)):
        writable(text, column, where=actor_id)


def _name(connection: Connection, actor_id: str, name: str) -> None:
    connection.execute(delete(tables.actors).where(tables.actors.c.actor_id == actor_id))
    connection.execute(insert(tables.actors).values(actor_id=actor_id, name=name))


def _event(decision: Decision, end: Head) -> tuple[Event, str]:
    """(the event, the salt of its words)."""
    salt = secrets.token_hex(16)
    # as it will be read back, so that its hash is that of what is stored
    payload = json.loads(canonical(decision.payload))
    made = Event(
        sequence=end.length + 1,
        event_id=secrets.token_hex(16),
        at=datetime.now(UTC).isoformat(timespec="microseconds"),
        actor_id=decision.actor.actor_id,
        role=decision.actor.role,
        subject=decision.subject,
        kind=decision.kind,
        payload=payload,
        why_hash=why_hash(decision.words, salt),
        previous=end.hash,
        hash="",
        organisation_id=decision.actor.organisation_id,
    )
    return replace(made, hash=made.expected_hash()), salt


def _row(made: Event) -> dict[str, Any]:
    subject = {"subject_type": made.subject.type, "subject_id": made.subject.id}
    same = ("sequence", "event_id", "at", "actor_id", "role", "kind", "why_hash", "previous", "hash", "organisation_id")
    return {**{name: getattr(made, name) for name in same}, **subject, "payload": canonical(made.payload)}


def read_event(row: Any) -> Event:
    """A row of `events`; what it says is UNREADABLE where it is no JSON."""
    values = dict(row)
    subject = Subject(values.pop("subject_type"), values.pop("subject_id"))
    try:
        payload = json.loads(values.pop("payload"))
    except ValueError:
        payload = UNREADABLE  # no hash fits it: the chain says that it was changed
    return Event(**values, subject=subject, payload=payload)
