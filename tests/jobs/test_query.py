"""自助查询: one SELECT in the sandbox is answered, everything else is refused by name, and the next one is answered.

Longer than other files because it is a list of cases.
"""

import os
import resource
import subprocess
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from pipelines.domain.errors import (
    BoardError,
    DecidedMeanwhile,
    NotAllowed,
    QueryBusy,
    QueryEmpty,
    QueryFailed,
    QueryForbidden,
    QueryNotOne,
    QueryNotSelect,
    QuerySyntax,
    QueryTooLarge,
    QueryTooLong,
    QueryTooSlow,
    QueryUnknown,
    QueryUnknownColumn,
    QueryUnknownTable,
    QueryUnnamed,
)
from pipelines.domain.queries import Answer
from pipelines.jobs import query
from pipelines.jobs.people import Person
from pipelines.jobs.query import Asking, QueryDesk, query_id_of, saved_queries
from pipelines.jobs.root import root_of
from pipelines.jobs.settings import Settings
from pipelines.warehouse.editions import Warehouse
from pipelines.wording import explain

Ask = Callable[..., Answer]


@pytest.fixture
def ask(built_root: Path) -> Ask:
    def run(select: str, **settings: object) -> Answer:
        warehouse = Warehouse(built_root / "warehouse")
        return Asking(Settings(**settings), warehouse).run(warehouse.current_id(), select)

    return run


def refusal(ask: Ask, select: str, **settings: object) -> BoardError:
    """What a query is refused with; it says so in both languages, and the next query is answered."""
    with pytest.raises(BoardError) as found:
        ask(select, **settings)
    for language in ("zh", "en"):
        assert explain(found.value, language)
    assert ask("select 1 as one").rows == [[1]]
    return found.value


def test_a_select_gives_columns_types_and_cells_of_a_table(ask: Ask) -> None:
    answer = ask(
        "select 1 as whole, 92.0000::decimal(20,4) as same, 0.5::decimal(20,4) as half, null as nothing, '字' as text,"
        " date '2023-12-31' as day, true as yes, [1, 2] as list, {'a': 1} as part, 1e400::double as large,"
        " 12345678901234567890::hugeint as long, 1234567890123456.7891::decimal(20,4) as exact, -0.0 as zero"
    )
    assert answer.columns[:2] == ["whole", "same"]
    assert answer.types[1] == "DECIMAL(20,4)"
    assert answer.rows == [
        [1, 92, 0.5, None, "字", "2023-12-31", "true", "[1, 2]", '{"a": 1}', "inf", "12345678901234567890",
         "1234567890123456.7891", 0]
    ]  # fmt: skip
    assert answer.cut is None


def test_a_server_with_a_thousand_open_pages_is_answered_too(ask: Ask) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < 2_000:
        pytest.skip("this machine allows no process so many files")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 2_000), hard))
    opened: list[int] = []
    try:
        while len(opened) < 1_100:
            opened.append(os.open(os.devnull, os.O_RDONLY))
        assert ask("select 1 as one").rows == [[1]]
    finally:
        for each in opened:
            os.close(each)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_marts_and_catalogue_are_offered_and_nothing_else(ask: Ask) -> None:
    rows = ask("select distinct schema_name from duckdb_tables() where not internal order by all").rows
    assert rows == [["catalogue"], ["marts"]]
    assert ask("select count(*) from marts.metric_year").rows[0][0] > 300
    assert isinstance(refusal(ask, "select * from raw.documents"), QueryUnknownTable)
    assert isinstance(refusal(ask, "select original from marts.document"), QueryUnknownColumn)
    assert isinstance(refusal(ask, "select text from marts.document"), QueryUnknownColumn)


REFUSED = {
    "a file by its name": ("from '/etc/passwd'", (QueryForbidden, QueryUnknownTable, QueryFailed)),
    "a csv": ("select * from read_csv('/etc/passwd')", QueryForbidden),
    "a csv by inference": ("select * from read_csv_auto('/etc/passwd', delim=':')", QueryForbidden),
    "a text": ("select * from read_text('/etc/passwd')", QueryForbidden),
    "a blob": ("select * from read_blob('/etc/passwd')", QueryForbidden),
    "json": ("select * from read_json('/etc/passwd')", QueryForbidden),
    "parquet": ("select * from read_parquet('/etc/passwd')", QueryForbidden),
    "what a parquet file holds": ("select * from parquet_metadata('/etc/passwd')", QueryForbidden),
    "a guess at a csv": ("select * from sniff_csv('/etc/passwd')", QueryForbidden),
    "a folder": ("select * from glob('/etc/*')", QueryForbidden),
    "the web": ("select * from read_csv('https://example.org/a.csv')", (QueryForbidden, QueryFailed)),
    "a file by another way": ("select * from query_table('/etc/passwd')", BoardError),
    "a select in a text that reads a file": ("select * from query('from read_text(''/etc/passwd'')')", QueryForbidden),
    "an environment variable": ("select getenv('HOME')", BoardError),
    "a variable of python": ("select * from select_", BoardError),
    "a frame of python": ("select * from given", QueryUnknownTable),
    "a table written to a file": ("copy (select 1) to '/tmp/fazhi-query-attack'", QueryNotSelect),
    "a table read from a file": ("copy marts.metric_year from '/etc/passwd'", QueryNotSelect),
    "another database": ("attach '/tmp/fazhi-query-attack' as other", QueryNotSelect),
    "a database in memory": ("attach ':memory:' as other", QueryNotSelect),
    "a pragma": ("pragma database_list", (QueryNotSelect, QueryFailed)),
    "a setting": ("set enable_external_access = true", QueryNotSelect),
    "a setting reset": ("reset lock_configuration", QueryNotSelect),
    "an extension": ("install httpfs", QueryNotSelect),
    "an extension loaded": ("load httpfs", QueryNotSelect),
    "a call": ("call pragma_version()", QueryNotSelect),
    "a plan": ("explain select 1", QueryNotSelect),
    "a table made": ("create table marts.mine as select 1", QueryNotSelect),
    "a view made": ("create temp view mine as select 1", QueryNotSelect),
    "a secret": ("create secret s (type s3)", QueryNotSelect),
    "secrets": ("select * from duckdb_secrets()", QueryForbidden),
    "rows written": ("insert into marts.metric_year select * from marts.metric_year", QueryNotSelect),
    "rows deleted": ("delete from marts.metric_year", QueryNotSelect),
    "a table dropped": ("drop table marts.metric_year", QueryNotSelect),
    "an export": ("export database '/tmp/fazhi-query-attack'", QueryNotSelect),
    "another schema": ("use marts", QueryNotSelect),
    "a prepared statement": ("prepare p as select 1", QueryNotSelect),
    "two statements": ("select 1; drop table marts.metric_year", QueryNotOne),
    "two selects": ("select 1; select 2;", QueryNotOne),
    "one behind a comment": ("select 1 -- nothing more\n; drop table marts.metric_year", QueryNotOne),
    "one behind a comment of several lines": ("select 1 /* ; */; /* */ attach ':memory:' as o", QueryNotOne),
    "nothing": ("  \n ", QueryEmpty),
    "a comment alone": ("-- nothing", QueryEmpty),
    "half a pair of characters": ("select '\ud800'", BoardError),
    "no sql": ("selec 1", QuerySyntax),
    "too many characters": ("select " + "1," * 2_000 + "1", QueryTooLong),
}


@pytest.mark.parametrize(("select", "expected"), REFUSED.values(), ids=REFUSED)
def test_whatever_reaches_out_or_writes_is_refused(ask: Ask, select: str, expected: type | tuple) -> None:
    assert isinstance(refusal(ask, select), expected)
    assert not Path("/tmp/fazhi-query-attack").exists()


ENDLESS = {
    "a recursion without end": "with recursive t(n) as (select 1 union all select n + 1 from t) select count(*) from t",
    "a product of everything": "select count(*) from range(10000000) a, range(10000000) b where a.range <> b.range",
}
HUGE = {
    "a text without end": "select repeat('x', 4000000000)",
    "many long texts": "select list(repeat('x', 1000000)) from range(100000)",
    "a great list": "select list(range) from range(1000000000)",
    "a great sort": "select hash(a.range), b.range from range(100000) a, range(10000) b order by 1 offset 9e8::int",
    "texts that grow": "with recursive t(s) as (select 'x' union all select s || s from t) select max(len(s)) from t",
}


@pytest.mark.parametrize("select", ENDLESS.values(), ids=ENDLESS)
def test_a_query_without_end_is_stopped_in_time(ask: Ask, select: str) -> None:
    started = time.monotonic()
    assert isinstance(refusal(ask, select, query_seconds=2), QueryTooSlow | QueryTooLarge)
    assert time.monotonic() - started < 30


@pytest.mark.parametrize("select", HUGE.values(), ids=HUGE)
def test_a_query_that_needs_too_much_memory_is_stopped(ask: Ask, select: str) -> None:
    assert isinstance(refusal(ask, select, query_memory_mb=500), QueryTooLarge | QueryTooSlow | QueryFailed)


def test_too_much_memory_is_said_to_be_that(ask: Ask) -> None:
    assert "500 MB" in str(refusal(ask, HUGE["a great list"], query_memory_mb=500))


def test_a_query_nested_too_deep_harms_nothing(ask: Ask) -> None:
    refusal(ask, "select " + "(" * 1_900 + "1" + ")" * 1_900)


def test_what_the_engine_tells_of_itself_is_nothing_of_ours(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAZHI_REGISTER_URL", "postgresql+psycopg://a:secret@b/c")
    told = ask("select name, value from duckdb_settings()").rows
    assert not any("secret@" in str(value) or "postgresql" in str(value) for _, value in told)
    assert dict(map(tuple, told))["enable_external_access"] == "false"
    assert dict(map(tuple, told))["lock_configuration"] == "true"


def test_the_child_knows_nothing_of_where_it_runs_and_is_limited(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAZHI_SECRET", "geheim")
    known = query.answer_of
    seen: list[tuple[bytes, list[str]]] = []

    def looked_at(child: subprocess.Popen[bytes], until: float) -> object:
        """The child while it runs, once it has set its limits."""
        process, patience = Path("/proc") / str(child.pid), time.monotonic() + 60
        while "1000000000" not in (process / "limits").read_text():
            assert time.monotonic() < patience
            time.sleep(0.01)
        files = [str(each.readlink()) for each in (process / "fd").iterdir()]
        seen.append(((process / "environ").read_bytes(), files))
        return known(child, until)

    with monkeypatch.context() as patched:
        patched.setattr(query, "answer_of", looked_at)
        with pytest.raises(BoardError):
            ask(ENDLESS["a recursion without end"], query_seconds=1)
    ((environment, files),) = seen
    assert environment.startswith(b"PATH")
    assert b"FAZHI" not in environment
    assert files
    assert not any("register" in name for name in files)


def test_an_answer_is_cut_at_its_limits_and_says_so(ask: Ask) -> None:
    answer = ask("select range from range(50)", query_rows=10)
    assert (len(answer.rows), answer.cut) == (10, "rows")
    assert ask("select range from range(10)", query_rows=10).cut is None
    wide = ask("select repeat('x', 1000) from range(2000)", query_mb=0.1)
    assert (len(wide.rows), wide.cut) == (100, "bytes")


def test_an_unknown_table_and_column_name_the_nearest(ask: Ask) -> None:
    assert "marts.metric_year" in str(refusal(ask, "select * from marts.metric_yeer"))
    assert "marts.metric_year" in str(refusal(ask, "select * from metric_years"))
    assert "reporting_state" in str(refusal(ask, "select reporting_stat from marts.metric_year"))


@pytest.mark.parametrize(
    ("select", "line", "column"),
    [
        ("selec 1", 1, 1),
        ("select *\nfrom marts.metric_year\nwher year = 2023", 3, 6),
        ("select 合同 合同 合同 from t", 1, 14),
        ("select " + "1 + " * 60 + "from t", 1, 248),
    ],
)
def test_a_mistake_is_placed_by_line_and_column(ask: Ask, select: str, line: int, column: int) -> None:
    found = refusal(ask, select)
    assert isinstance(found, QuerySyntax)
    assert (found.parts["line"], found.parts["column"]) == (line, column)
    assert f"第 {line} 行第 {column} 列" in explain(found, "zh")


def test_queries_beyond_so_many_at_once_wait_and_are_told(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    known = query.answer_of
    runs, may_end = threading.Event(), threading.Event()

    def slow(*asked: object) -> object:
        runs.set()
        assert may_end.wait(60)
        return known(*asked)  # ty: ignore[invalid-argument-type]

    monkeypatch.setattr(query, "answer_of", slow)
    with ThreadPoolExecutor(1) as other:
        first = other.submit(ask, "select 1", query_seconds=120, queries_at_once=1)
        assert runs.wait(60)
        with pytest.raises(QueryBusy, match="1 queries"):
            ask("select 1", query_seconds=0.1, queries_at_once=1)
        may_end.set()
        assert first.result(timeout=60).rows == [[1]]
    assert ask("select 1", queries_at_once=1).rows == [[1]]


def test_what_is_offered_is_made_once_read_only_beside_nothing_else(built_root: Path) -> None:
    settings, warehouse = Settings(), Warehouse(built_root / "warehouse")
    asking = Asking(settings, warehouse)
    file = asking.offered(warehouse.current_id())
    made = file.stat().st_ino
    assert asking.offered(warehouse.current_id()).stat().st_ino == made
    assert file.parent == root_of(settings).interim / "query"
    assert file.stat().st_mode & 0o777 == 0o400
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    with duckdb.connect(str(file), read_only=True) as connection:
        count = connection.execute("select count(*) from marts.metric_year").fetchone()
    with warehouse.connect(warehouse.current_id()) as connection:
        assert connection.execute("select count(*) from marts.metric_year").fetchone() == count


def test_a_query_is_saved_under_its_name_replaced_and_taken_away(data_root: Path) -> None:
    settings, desk = Settings(), QueryDesk(Settings(), Person())
    first = desk.save(" 合同 ", "select 1")
    desk.save("合同", "select 2", seen=first.sequence)
    other = desk.save("培训", "select 3")
    saved = [(each.name, each.select) for each in saved_queries(settings, Person()).values()]
    assert saved == [("合同", "select 2"), ("培训", "select 3")]
    with pytest.raises(DecidedMeanwhile):
        desk.save("合同", "select 4", seen=first.sequence)
    desk.remove(query_id_of(Person(), "培训"), seen=other.sequence)
    assert list(saved_queries(settings, Person())) == [query_id_of(Person(), "合同")]
    with pytest.raises(QueryUnknown):
        desk.remove(query_id_of(Person(), "培训"), seen=other.sequence)


def test_a_saved_query_needs_a_name_and_is_taken_away_by_who_saved_it(data_root: Path) -> None:
    settings = Settings()
    mine = QueryDesk(settings, Person("a", frozenset({"viewer"}))).save("合同", "select 1")
    others = QueryDesk(settings, Person("b", frozenset({"viewer"})))
    for name in ("", " ", "长" * 81):
        with pytest.raises(QueryUnnamed):
            others.save(name, "select 1")
    with pytest.raises(QueryTooLong):
        others.save("长", "x" * 4_001)
    with pytest.raises(NotAllowed):
        others.remove(mine.subject.id, seen=mine.sequence)
    QueryDesk(settings, Person("c", frozenset({"administrator"}))).remove(mine.subject.id, seen=mine.sequence)
    assert saved_queries(settings, Person()) == {}
