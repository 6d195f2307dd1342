"""The register's tables.  Events are only ever inserted; names and words stand apart, so that they can be erased."""

from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, String, Table, Text

metadata = MetaData()


def _text(length: int) -> String:
    """A text that PostgreSQL too compares by its characters' codes."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


_LONG_TEXT = Text().with_variant(Text(collation="C"), "postgresql")

events = Table(
    "events",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("event_id", _text(32), nullable=False, unique=True),
    Column("at", _text(32), nullable=False),
    Column("actor_id", _text(64), nullable=False),
    Column("role", _text(32), nullable=False),
    Column("subject_type", _text(32), nullable=False),
    Column("subject_id", _text(200), nullable=False),
    Column("kind", _text(32), nullable=False),
    Column("payload", _LONG_TEXT, nullable=False),
    Column("why_hash", _text(64), nullable=False),
    Column("previous", _text(64), nullable=False),
    Column("hash", _text(64), nullable=False, unique=True),
    Column("organisation_id", _text(64), nullable=False, server_default=""),
    Index("events_of_organisation", "organisation_id", "sequence"),
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
    Column("hash", _text(64), nullable=False),
)
"""One row: how many events there are and the last one's hash.  Writers wait for it."""

reasons = Table(
    "reasons",
    metadata,
    Column("event_id", _text(32), ForeignKey("events.event_id"), primary_key=True),
    Column("salt", _text(32), nullable=False),
    Column("why", _LONG_TEXT, nullable=False),
)

actors = Table(
    "actors",
    metadata,
    Column("actor_id", _text(64), primary_key=True),
    Column("name", _text(200), nullable=False),
)
