"""What only a register in PostgreSQL meets: a server that is down or cut off, rights, other defaults, many at once."""

import os
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import URL, event, make_url

from pipelines.domain.errors import (
    BoardError,
    RegisterDamaged,
    RegisterForbidden,
    RegisterNotUtf8,
    RegisterUncertain,
    RegisterUnreachable,
)
from pipelines.domain.register import Actor, Decision, Subject
from pipelines.register import chain_faults, open_register
from pipelines.register.engines import CONNECTIONS, engine_of
from pipelines.wording import explain
from tests.conftest import REPOSITORY
from tests.postgres import PASSWORD, Server

pytestmark = pytest.mark.services

RIGHTS = [
    line.replace("to fazhi;", "to clerk")
    for line in (REPOSITORY / "docs" / "register-in-postgresql.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("grant ")
]


def decision(name: str) -> Decision:
    return Decision(Subject("figure", name), "accepted", Actor("a1", "clerk"), why="已核对")


@pytest.fixture
def url(postgres: Server) -> str:
    return postgres.database()


def name_of(url: str) -> str:
    return str(make_url(url).database)


def is_told_without_the_password(error: BoardError) -> None:
    for said in (str(error), repr(error), explain(error, "zh"), explain(error, "en"), repr(error.parts)):
        assert "s3cret" not in said


@pytest.mark.parametrize("default", ["serializable", "repeatable read"])
def test_writers_take_turns_whatever_the_database_s_own_default_is(postgres: Server, default: str) -> None:
    url = postgres.database(f"default_transaction_isolation = '{default}'")
    with open_register(url) as register, ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda number: register.record(decision(f"o{number}"))[0], range(80)))
        assert sorted(each.sequence for each in made) == list(range(1, 81))
        assert chain_faults(*register.chain()) == []


def test_two_hundred_sessions_share_a_few_connections(postgres: Server, url: str) -> None:
    def decide(number: int) -> int:
        with open_register(url) as register:
            register.record(decision(f"o{number}"))
            return len(register.events(subject=Subject("figure", f"o{number}")))

    with ThreadPoolExecutor(200) as pool, postgres.owner() as watching:
        running = [pool.submit(decide, number) for number in range(600)]
        most = 0
        while not all(each.done() for each in running):
            count = "select count(*) from pg_stat_activity where datname = %s"
            most = max(most, watching.execute(count, [name_of(url)]).fetchall()[0][0])
        assert {each.result() for each in running} == {1}
    assert 1 < most <= CONNECTIONS
    with open_register(url) as register:
        assert register.head().length == 600 and chain_faults(*register.chain()) == []


def test_a_server_that_is_down_is_told_at_once_and_once_it_is_up_everything_goes_on(postgres: Server, url: str) -> None:
    with open_register(url) as register:
        register.record(decision("o1"))
        postgres.stop()
        try:
            began = time.monotonic()
            for attempt in (lambda: register.record(decision("o2")), register.head, lambda: engine_of(url)):
                with pytest.raises(RegisterUnreachable, match="Nothing was recorded") as refused:
                    attempt()
                is_told_without_the_password(refused.value)
                assert "请稍后重试" in explain(refused.value, "zh")
            assert time.monotonic() - began < 5
        finally:
            postgres.start()
        register.record(decision("o2"))
        assert [each.subject.id for each in register.events()] == ["o1", "o2"]


def test_a_server_that_doesn_t_answer_is_given_up_on() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"postgresql+psycopg://board:s3cret@127.0.0.1:{silent.getsockname()[1]}/fazhi?connect_timeout=2"
        began = time.monotonic()
        with pytest.raises(RegisterUnreachable, match="timeout") as refused, open_register(url):
            pass
    assert time.monotonic() - began < 10
    is_told_without_the_password(refused.value)


def test_connections_that_the_server_cut_meanwhile_are_not_noticed_by_anybody(postgres: Server, url: str) -> None:
    with open_register(url) as register:
        register.record(decision("o1"))
        cut_off(postgres, url)
        register.record(decision("o2"))
        cut_off(postgres, url)
        assert register.head().length == 2


def cut_off(postgres: Server, url: str) -> None:
    ended = "select pg_terminate_backend(pid) from pg_stat_activity where datname ="
    postgres.do(f"{ended} '{name_of(url)}' and pid <> pg_backend_pid()")


def test_a_line_that_is_cut_before_the_end_leaves_nothing(postgres: Server, url: str) -> None:
    with open_register(url) as register:
        event.listen(register._engine, "before_cursor_execute", cut := cut_once(postgres, url, at="UPDATE head"))
        with pytest.raises(RegisterUnreachable, match="Nothing was recorded"):
            register.record(decision("o1"))
        event.remove(register._engine, "before_cursor_execute", cut)
        assert register.head().length == 0 and register.events() == []


def test_a_line_that_is_cut_at_the_very_end_is_told_as_uncertain(postgres: Server, url: str) -> None:
    with open_register(url) as register:

        def cut(*_: object) -> None:
            cut_off(postgres, url)

        event.listen(register._engine, "commit", cut)
        with pytest.raises(RegisterUncertain) as refused:
            register.record(decision("o1"))
        event.remove(register._engine, "commit", cut)
        is_told_without_the_password(refused.value)
        assert "重新打开页面" in explain(refused.value, "zh")
        assert chain_faults(*register.chain()) == []
        register.record(decision("o1"))


def cut_once(postgres: Server, url: str, *, at: str):
    def cut(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith(at):
            cut_off(postgres, url)

    return cut


@pytest.fixture
def clerk(postgres: Server, url: str) -> Iterator[str]:
    """The URL of a role that has the rights that docs/register-in-postgresql.md lists, and no more."""
    with open_register(url):
        pass
    postgres.do(f"create role clerk login password '{PASSWORD}'")
    postgres.do(*RIGHTS, database=name_of(url))
    yield postgres.url(name_of(url), "clerk")
    postgres.do("drop owned by clerk", "drop role clerk", database=name_of(url))


def test_a_role_with_few_rights_decides_and_can_change_nothing_that_was_decided(postgres: Server, clerk: str) -> None:
    with open_register(clerk) as register:
        (made,) = register.record(decision("o1"))
        register.name_actor("a1", "甲")
        register.erase_actor("a1")
        register.erase_reason(made.event_id)
        for forbidden in ("update events set kind = 'x'", "delete from events", "truncate events cascade"):
            with (
                pytest.raises(RegisterForbidden, match="permission denied for table events"),
                register._writing() as held,
            ):
                held.exec_driver_sql(forbidden)
        assert chain_faults(*register.chain()) == []


def test_a_right_that_is_missing_is_named(postgres: Server, clerk: str) -> None:
    postgres.do("revoke insert on events from clerk", database=name_of(clerk))
    with open_register(clerk) as register:
        with pytest.raises(
            RegisterForbidden, match=r"permission denied for table events.*register-in-postgresql"
        ) as refused:
            register.record(decision("o1"))
        is_told_without_the_password(refused.value)
        assert register.head().length == 0


def test_a_role_that_may_make_no_tables_is_told_so(postgres: Server, url: str) -> None:
    postgres.do(f"create role guest login password '{PASSWORD}'")
    try:
        with pytest.raises(RegisterForbidden, match="permission denied for schema public"):
            engine_of(postgres.url(name_of(url), "guest"))
    finally:
        postgres.do("drop role guest")


def test_a_database_that_is_only_read_is_told_as_such(postgres: Server) -> None:
    url = postgres.database("default_transaction_read_only = on")
    with pytest.raises(RegisterForbidden, match="read-only transaction"), open_register(url):
        pass


@pytest.mark.parametrize("wrong", ["password", "database", "role"])
def test_a_wrong_password_database_or_role_is_told_without_the_password(postgres: Server, url: str, wrong: str) -> None:
    changed = {
        "password": {"password": "s3cret2"},
        "database": {"database": "nowhere"},
        "role": {"username": "nobody1"},
    }
    bad = make_url(url).set(**changed[wrong]).render_as_string(hide_password=False)
    with pytest.raises(RegisterUnreachable, match="FAZHI_REGISTER_URL") as refused, open_register(bad):
        pass
    is_told_without_the_password(refused.value)


def test_a_password_may_stand_in_a_file_instead_of_the_address(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, file = make_url(url), tmp_path / "pgpass"
    file.write_text(f"{address.host}:{address.port}:{address.database}:{address.username}:{PASSWORD}\n")
    file.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(file))
    without = URL.create(address.drivername, address.username, None, address.host, address.port, address.database)
    with open_register(without.render_as_string(hide_password=False)) as register:
        assert register.head().length == 0


def test_a_database_that_holds_no_chinese_is_refused(postgres: Server) -> None:
    postgres.do("create database ascii template template0 encoding 'SQL_ASCII' locale 'C' owner board")
    try:
        with pytest.raises(RegisterNotUtf8, match=r"SQL_ASCII.*encoding 'UTF8'"), open_register(postgres.url("ascii")):
            pass
    finally:
        postgres.do("drop database ascii")


def test_a_database_that_lost_its_tables_is_told_to_be_restored(postgres: Server, url: str) -> None:
    with open_register(url) as register:
        postgres.do("drop table events cascade", database=name_of(url))
        with pytest.raises(RegisterDamaged, match="Restore it"):
            register.events()


def test_a_database_that_was_made_anew_is_taken_as_it_is(postgres: Server, url: str) -> None:
    with open_register(url) as register:
        register.record(decision("o1"))
    postgres.do(
        f"drop database {name_of(url)} with (force)", f"create database {name_of(url)} template empty owner board"
    )
    with open_register(url) as register:
        assert register.head().length == 0


def test_a_session_is_on_the_disk_before_it_answers_and_holds_nothing_for_ever(url: str) -> None:
    with engine_of(url).connect() as connection:
        shown = {
            name: connection.exec_driver_sql(f"show {name}").scalar_one()
            for name in ("fsync", "synchronous_commit", "lock_timeout", "idle_in_transaction_session_timeout")
        }
    assert shown == {
        "fsync": "on",
        "synchronous_commit": "on",
        "lock_timeout": "1min",
        "idle_in_transaction_session_timeout": "1min",
    }


def test_a_forked_process_has_connections_of_its_own(url: str) -> None:
    with open_register(url) as register:
        register.record(decision("o1"))
        child = os.fork()
        if child == 0:
            with open_register(url) as own:
                own.record(decision("o2"))
            os._exit(0)
        assert os.waitpid(child, 0)[1] == 0
        register.record(decision("o3"))
        assert chain_faults(*register.chain()) == [] and register.head().length == 3


def test_texts_are_compared_by_their_characters(url: str) -> None:
    with engine_of(url).connect() as connection:
        other = connection.exec_driver_sql(
            "select table_name, column_name from information_schema.columns where table_schema = 'public' "
            "and table_name <> 'alembic_version' and data_type <> 'integer' and collation_name is distinct from 'C'"
        )
        assert other.fetchall() == []
