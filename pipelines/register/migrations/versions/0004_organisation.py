"""For which organisation somebody decided: who reads the log of some organisations reads theirs alone."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    is_postgresql = op.get_context().dialect.name == "postgresql"
    kind = sa.String(64, collation="C") if is_postgresql else sa.String(64)
    op.add_column("events", sa.Column("organisation_id", kind, nullable=False, server_default=""))
    op.create_index("events_of_organisation", "events", ["organisation_id", "sequence"])


def downgrade() -> None:
    raise NotImplementedError("a register is never taken back: restore a backup")
