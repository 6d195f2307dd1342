"""Alembic's entry: the migrations run on the connection that `migrate` hands over, inside its transaction."""

from alembic import context

from pipelines.register.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
