"""Bringing the register's tables to the present form, step by step (Alembic)."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, func, select

FOLDER = Path(__file__).parent / "migrations"
WRITES = {"writes": True}
"""The execution option of a connection that is going to write."""
TURN = 0xFA2B1
"""The lock that processes which migrate a PostgreSQL database take in turn."""


def migrate(engine: Engine) -> None:
    """Apply what is missing, in one transaction; another process that does the same is waited for.

    A register is opened several times for a page, so that one in the present form must cost next to nothing.
    """
    with engine.connect() as connection:
        if MigrationContext.configure(connection).get_current_revision() == _latest():
            return
    config = _config()
    with engine.execution_options(**WRITES).begin() as connection:
        if engine.dialect.name == "postgresql":  # SQLite lets one in by BEGIN IMMEDIATE
            connection.execute(select(func.pg_advisory_xact_lock(TURN)))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config


@cache
def _latest() -> str | None:
    """The revision of the present form; finding it reads every file of migrations."""
    return ScriptDirectory.from_config(_config()).get_current_head()
