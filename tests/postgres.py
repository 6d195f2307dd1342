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

# those of the database itself are what a test is about; the server's own are as they are shipped, fsync too
_TEMPLATE = (
    "create database empty template template0 encoding 'UTF8' locale_provider icu icu_locale 'zh' locale 'C.UTF-8'"
)


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
    """`board` is a role that owns its databases and nothing else; those are in another order than SQLite's."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = field(default=None)

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

    def stop(self) -> None:
        """Fast, as a restart of the machine does: whoever is connected is cut off."""
        if self.process:
            self.process.send_signal(signal.SIGINT)
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

    def url(self, database: str, role: str = "board") -> str:
        made = URL.create("postgresql+psycopg", role, PASSWORD, "127.0.0.1", self.port, database)
        return made.render_as_string(hide_password=False)

    @contextmanager
    def database(self, settings: str = "") -> Iterator[str]:
        """The URL of a new, empty database, gone afterwards.  `settings`: `alter database … set` this."""
        name = f"d{secrets.token_hex(6)}"
        self.do(f"create database {name} template empty owner board")
        if settings:
            self.do(f"alter database {name} set {settings}")
        yield self.url(name)
        self.do(f"drop database {name} with (force)")


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
        made.do(f"create role board login password '{PASSWORD}'", _TEMPLATE)
        yield made
    finally:
        made.stop()
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
