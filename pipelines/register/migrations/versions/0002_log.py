"""Indexes for the log: events by time, by person, by what they are about."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("events_by_time", "events", ["at", "sequence"])
    op.create_index("events_of_actor", "events", ["actor_id", "sequence"])
    op.create_index("events_by_type", "events", ["subject_type", "sequence"])


def downgrade() -> None:
    raise NotImplementedError("a register is never taken back: restore a backup")
