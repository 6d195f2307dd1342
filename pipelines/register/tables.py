"""The register's tables.  Events are only ever inserted; names and words stand apart, so that they can be erased."""

from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, String, Table, Text

metadata = MetaData()

events = Table(
    "events",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("event_id", String(32), nullable=False, unique=True),
    Column("at", String(32), nullable=False),
    Column("actor_id", String(64), nullable=False),
    Column("role", String(32), nullable=False),
    Column("subject_type", String(32), nullable=False),
    Column("subject_id", String(200), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("payload", Text, nullable=False),
    Column("why_hash", String(64), nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False, unique=True),
    Index("events_of_subject", "subject_type", "subject_id", "sequence"),
    Index("events_by_time", "at", "sequence"),
    Index("events_of_actor", "actor_id", "sequence"),
    Index("events_by_type", "subject_type", "sequence"),
)

head = Table(
    "head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("length", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
)
"""One row: how many events there are and the last one's hash.  Writers wait for it."""

reasons = Table(
    "reasons",
    metadata,
    Column("event_id", String(32), ForeignKey("events.event_id"), primary_key=True),
    Column("salt", String(32), nullable=False),
    Column("why", Text, nullable=False),
)

actors = Table(
    "actors",
    metadata,
    Column("actor_id", String(64), primary_key=True),
    Column("name", String(200), nullable=False),
)
