"""In PostgreSQL texts are compared by their characters' codes, as SQLite does, whatever language the database has.

Moments are texts: a language that reads over - and : would put them in another order.  An index made by a language's
rules is broken once the system's own tables of that language change.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TEXTS: dict[str, dict[str, int | None]] = {
    "events": {
        "event_id": 32,
        "at": 32,
        "actor_id": 64,
        "role": 32,
        "subject_type": 32,
        "subject_id": 200,
        "kind": 32,
        "payload": None,
        "why_hash": 64,
        "previous": 64,
        "hash": 64,
    },
    "head": {"hash": 64},
    "reasons": {"event_id": 32, "salt": 32, "why": None},
    "actors": {"actor_id": 64, "name": 200},
}
"""Table → text column → its length, None where it has no limit."""


def upgrade() -> None:
    if op.get_context().dialect.name != "postgresql":
        return
    for table, columns in TEXTS.items():
        for column, length in columns.items():
            kind = sa.Text(collation="C") if length is None else sa.String(length, collation="C")
            op.alter_column(table, column, type_=kind)


def downgrade() -> None:
    raise NotImplementedError("a register is never taken back: restore a backup")
