"""A PostgreSQL server from Debian's package: in a folder of its own, on a free port of this machine alone."""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from sqlalchemy import URL

PASSWORD = "s3cret%/@?#"
"""The role's: what an address has to hide, with characters that an address has to escape."""

_TEMPLATE = "create database empty template template0 encoding 'UTF8' locale 'C.UTF-8'"
_IN_CHINESE = "locale_provider icu icu_locale 'zh'"
"""From PostgreSQL 15 on: texts in an order that isn't SQLite's, which must make no difference."""
_SCHEMA = ("create schema public authorization pg_database_owner", "grant usage on schema public to public")
"""As from PostgreSQL 15 on: only a database's owner makes tables in it."""


def missing() -> str:
    """Why no server can be started here; empty where it can."""
    return "" if _binaries() else "PostgreSQL isn't installed: ITS TESTS ARE SKIPPED (make test-services installs it)"


def _binaries() -> Path | None:
    if found := shutil.which("postgres"):
        return Path(found).resolve().parent
    versions = Path("/usr/lib/postgresql").glob("*/bin/postgres")
    return max((each.parent for each in versions), key=lambda each: int(each.parent.name), default=None)


@dataclass
class Server:
    """`board` is a role that owns its databases and nothing else.  Settings are as they are shipped, fsync too."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None
    lent: list[str] = field(default_factory=list)
    idle: list[str] = field(default_factory=list)

    def start(self) -> None:
        given = {"port": self.port, "listen_addresses": "127.0.0.1", "unix_socket_directories": self.folder}
        options = [word for name, value in given.items() for word in ("-c", f"{name}={value}")]
        log = (self.folder / "log").open("ab")
        self.process = subprocess.Popen(
            [*_as_postgres(), _program("postgres"), "-D", str(self.folder / "data"), *options], stdout=log, stderr=log
        )
        until = time.monotonic() + 60
        while True:
            try:
                return self.do("select 1")
            except psycopg.OperationalError:
                if time.monotonic() > until or self.process.poll() is not None:
                    raise RuntimeError((self.folder / "log").read_text()) from None
                time.sleep(0.05)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """As a restart of the machine does it: whoever is connected is cut off."""
        if self.process:
            self.process.send_signal(how)
            self.process.wait(60)
            self.process = None

    def do(self, *statements: str, database: str = "postgres") -> None:
        """As the server's owner."""
        with self.owner(database) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def owner(self, database: str = "postgres") -> psycopg.Connection:
        # by the socket, where the owner needs no password
        return psycopg.connect(host=str(self.folder), port=self.port, user="owner", dbname=database, autocommit=True)

    @property
    def version(self) -> int:
        with self.owner() as connection:
            return connection.info.server_version // 10_000

    def url(self, database: str, role: str = "board") -> str:
        made = URL.create("postgresql+psycopg", role, PASSWORD, "127.0.0.1", self.port, database)
        return made.render_as_string(hide_password=False)

    def database(self, settings: str = "") -> str:
        """The URL of an empty database, until `take_back`.  `settings`: `alter database … set` this."""
        if self.idle:
            name = self.idle.pop()
        else:
            name = f"d{secrets.token_hex(6)}"
            self.do(f"create database {name} template empty owner board")
        if settings:
            self.do(f"alter database {name} set {settings}")
        self.lent.append(name)
        return self.url(name)

    def take_back(self) -> None:
        """Empty what was lent: to drop a database takes as long as a test, and a hundred of them fill a disk."""
        while self.lent:
            name = self.lent.pop()
            ended = f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'"
            self.do(f"alter database {name} reset all", ended)
            self.do("drop schema public cascade", *_SCHEMA, database=name)
            self.idle.append(name)


@contextmanager
def server() -> Iterator[Server]:
    """A server with the role `board` and nothing in it; ended, and its folder gone, whatever happens in between."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    made = Server(folder, _free_port())
    try:
        if os.getuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        words = [
            "-D",
            str(folder / "data"),
            "-U",
            "owner",
            "--no-sync",
            "--auth-local=trust",
            "--auth-host=scram-sha-256",
        ]
        subprocess.run(
            [*_as_postgres(), _program("initdb"), *words, "-E", "UTF8", "--no-locale"], check=True, capture_output=True
        )
        made.start()
        in_chinese = _IN_CHINESE if made.version >= 15 else ""
        made.do(f"create role board login password '{PASSWORD}'", f"{_TEMPLATE} {in_chinese}")
        # as from PostgreSQL 15 on: only a database's owner makes tables in it
        made.do(
            "revoke create on schema public from public", "grant create on schema public to board", database="empty"
        )
        yield made
    finally:
        made.stop(signal.SIGQUIT)  # nothing of it is kept, so nothing is written first
        shutil.rmtree(folder, ignore_errors=True)


def _program(name: str) -> str:
    folder = _binaries()
    assert folder is not None
    return str(folder / name)


def _as_postgres() -> list[str]:
    """PostgreSQL refuses to run as root; and it shall end with who started it."""
    setpriv = ["setpriv", "--pdeathsig", "INT"]
    return [*setpriv, "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.getuid() == 0 else setpriv


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]
