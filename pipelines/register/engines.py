"""How the register's database is reached, SQLite or PostgreSQL, and what is said where it can't be."""

import os
import re
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from functools import lru_cache, partial
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as AllInUse
from sqlalchemy.pool import NullPool

from pipelines.domain.errors import (
    BadSetting,
    BoardError,
    DriverMissing,
    RegisterDamaged,
    RegisterForbidden,
    RegisterNotUtf8,
    RegisterUnreachable,
)
from pipelines.domain.register import STORES
from pipelines.register.migrate import migrate

WAIT_SECONDS = 60
"""How long a writer waits for those before it."""
CONNECT_SECONDS, ANSWER_SECONDS = 5, 120
"""How long PostgreSQL may take to let us in, and for one statement."""
CONNECTIONS = 10
"""The most that one process has to PostgreSQL, however many people are on its pages."""
SNAPSHOT: dict[str, dict[str, Any]] = {"sqlite": {}, "postgresql": {"isolation_level": "REPEATABLE READ"}}
"""The options of a transaction in which every statement sees one moment; SQLite reads so by itself."""

_DRIVERS = {"sqlite": "sqlite3", "sqlite+pysqlite": "sqlite3", "postgresql+psycopg": "psycopg"}
_FORBIDDEN = {"42501", "3F000", "25006"}
"""PostgreSQL's codes for a right that is missing, no schema that may be used, and a database that is only read."""
# a line that is cut is noticed within ten seconds or so, by who sends and by who waits
_POSTGRESQL = {
    "connect_timeout": CONNECT_SECONDS,
    "client_encoding": "utf8",
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
    "prepare_threshold": None,  # a search holds thousands of ids: no statement worth keeping
}
_SESSION = (
    f"set statement_timeout = '{ANSWER_SECONDS}s'; set lock_timeout = '{WAIT_SECONDS}s';"
    # whoever holds the head and is gone, without a word of their machine's, doesn't hold it for hours
    f" set idle_in_transaction_session_timeout = '{WAIT_SECONDS}s'; set synchronous_commit = on"
)
_making = Lock()


def engine_of(url: str) -> Engine:
    """An engine whose tables are there in the present form, shared by all that a process does.

    Raises RegisterUnreachable, RegisterDamaged, RegisterForbidden, RegisterNotUtf8.
    """
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        _make_file(address)
        engine = _sqlite(url)
    else:
        with _making:
            engine = _postgresql(url, os.getpid())
    with telling(engine):
        migrate(engine)
    return engine


def proved_url(url: str, *, where: str) -> str:
    """The URL, once it names a store that there is a driver for.  Raises BadSetting, DriverMissing."""
    try:
        address = make_url(url)
        # a password with an @ that isn't written %40: its end would be taken for a host, and told
        module = _DRIVERS[address.drivername] if "@" not in (address.host or "") else None
        options = address.get_dialect()().create_connect_args(address)[1] if module == "psycopg" else {}
    except (ArgumentError, KeyError, ValueError):
        module, options = None, {}
    if module is None:
        raise BadSetting(where=where, found=_told(url), allowed=STORES)
    try:
        driver = import_module(module)
    except ImportError:
        raise DriverMissing(where=where, found=module) from None
    if options:
        try:
            driver.conninfo.make_conninfo(**options)
        except driver.Error as error:
            raise BadSetting(where=where, found=_on_one_line(error), allowed=STORES) from None
    return url


def shown(url: str | URL) -> str:
    """An address as it may be read by anybody: without its password, and without options, which may hold one too."""
    return make_url(url).set(query={}).render_as_string(hide_password=True)


@contextmanager
def telling(engine: Engine) -> Generator[None]:
    """Errors of the database as what a person is told of them."""
    try:
        yield
    except (DBAPIError, AllInUse) as error:
        raise _refusal(engine, error) from None


def _refusal(engine: Engine, error: DBAPIError | AllInUse) -> BoardError:
    where = shown(engine.url)
    if isinstance(error, AllInUse):
        return RegisterUnreachable(where=where, found=f"{CONNECTIONS} connections in use")
    found = words_of(error)
    if getattr(error.orig, "sqlstate", None) in _FORBIDDEN:
        return RegisterForbidden(where=where, found=found)
    if isinstance(error, OperationalError | InterfaceError) or error.connection_invalidated:
        return RegisterUnreachable(where=where, found=found)
    return RegisterDamaged(where=where, found=found)


def words_of(error: DBAPIError) -> str:
    """What the database or its driver said."""
    return _on_one_line(error.orig)


def _make_file(address: URL) -> None:
    path = Path(address.database or "")
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)


@lru_cache(8)
def _sqlite(url: str) -> Engine:
    """The engine of a file: it keeps what it made of statements, and no connection.

    One connection a transaction: a process that reads keeps no lock, and a file that was restored is opened anew.
    """
    engine = create_engine(url, connect_args={"timeout": WAIT_SECONDS}, poolclass=NullPool)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


@lru_cache(8)
def _postgresql(url: str, _process: int) -> Engine:
    """The engine of a process (a forked one has its own): few connections, proved before use, whatever is restarted."""
    address = make_url(url)
    engine = create_engine(
        address,
        isolation_level="READ COMMITTED",  # whatever the database's default: what is read after a lock is fresh
        connect_args={name: value for name, value in _POSTGRESQL.items() if name not in address.query},
        pool_size=CONNECTIONS,
        max_overflow=0,
        pool_timeout=WAIT_SECONDS,
        pool_pre_ping=True,
    )
    event.listen(engine, "connect", partial(_set_up_postgresql, shown(address)))
    return engine


def _set_up_sqlite(connection: sqlite3.Connection, _: object) -> None:
    # the driver shall begin no transaction of its own: `begin` does
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("pragma journal_mode = wal")
    cursor.execute("pragma synchronous = full")
    cursor.execute("pragma foreign_keys = on")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes its place at once: two that began by reading could neither go on."""
    connection.exec_driver_sql("begin immediate" if connection.get_execution_options().get("writes") else "begin")


def _set_up_postgresql(where: str, connection: Any, _: object) -> None:
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise RegisterNotUtf8(where=where, found=encoding)
    connection.execute(_SESSION)
    connection.commit()


def _on_one_line(error: object) -> str:
    return " ".join(str(error).split())[:200]


def _told(url: str) -> str:
    """As much of an address that nothing can be made of as holds no password for certain."""
    scheme, divider, _ = url.partition("://")
    if divider:
        return f"{scheme}://…" if re.fullmatch(r"[\w+]*", scheme) else "…"
    return "…" if re.search("[@=:]", url) else url
