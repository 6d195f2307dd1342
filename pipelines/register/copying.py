"""A register copied whole into a new file: one reading of one moment, whatever database it lies in."""

from pathlib import Path

from sqlalchemy import insert, select

from pipelines.domain.register import Head
from pipelines.register import tables
from pipelines.register.migrate import WRITES
from pipelines.register.store import engine_of

_CHUNK = 10_000


def copy_register(url: str, path: Path) -> Head:
    """Write the register at `url` into a new SQLite file; the head that the copy has.

    Raises RegisterUnreachable, RegisterDamaged.
    """
    source, target = engine_of(url), engine_of(f"sqlite:///{path}")
    if source.dialect.name != "sqlite":  # every table as of one moment; SQLite reads so by itself
        source = source.execution_options(isolation_level="REPEATABLE READ")
    try:
        with source.connect() as reading, target.execution_options(**WRITES).begin() as writing:
            writing.execute(tables.head.delete())
            for table in tables.metadata.sorted_tables:
                rows = reading.execute(select(table)).mappings()
                while chunk := rows.fetchmany(_CHUNK):
                    writing.execute(insert(table), [dict(row) for row in chunk])
            length, last = writing.execute(select(tables.head.c.length, tables.head.c.hash)).one()
    finally:
        source.dispose()
        target.dispose()
    return Head(length, last)
