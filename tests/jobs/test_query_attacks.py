"""自助查询 under attack: whatever is asked of it, nothing of the outside and nothing of anybody else is answered.

What is answered counts, not that it is refused.  `{file}` is a file beside the root, `{made}` one that isn't there.
"""

import time
from dataclasses import replace

import pytest

from pipelines.domain.errors import BoardError
from pipelines.domain.scope import Scope
from pipelines.jobs.query import Asking
from pipelines.jobs.root import root_of
from pipelines.jobs.rows import SeenWarehouse
from pipelines.jobs.settings import Settings
from pipelines.wording import explain
from tests.conftest import _copied_root
from tests.dashboards.test_peers import STREETS, fill

SECRET = "geheim7431"
OWN = STREETS[1]
SECONDS, MEMORY_MB = 2, 500

READING = [
    "from '{file}'",
    'select * from "{file}"',
    'select * from "file://{file}"',
    "select * from 'https://example.org/a.parquet'",
    "select * from 's3://bucket/a.parquet'",
    "from read_csv(['{file}', '/etc/hosts'])",
    "select * from read_csv('{file}', header := false)",
    "select * from read_csv('|cat {file}')",
    "select * from read_csv('data:text/csv,a')",
    "select * from read_csv('/dev/stdin')",
    "select * from read_ndjson_objects('{file}')",
    "select * from read_json_objects('{file}')",
    "select * from parquet_scan('{file}')",
    "select * from parquet_schema('{file}')",
    "select * from parquet_kv_metadata('{file}')",
    "select * from read_duckdb('{file}')",
    "select * from read_xlsx('{file}')",
    "select * from read_avro('{file}')",
    "select * from sqlite_scan('{file}', 'a')",
    "select * from postgres_scan('host=127.0.0.1', 'a', 'b')",
    "select * from st_read('{file}')",
    "select * from iceberg_scan('/etc')",
    "select * from delta_scan('/etc')",
    "select * from shellfs('id')",
    "select * from read_text('\\\\evil\\share')",
    "select * from read_text('/proc/self/environ')",
    "select * from read_text('/proc/self/cmdline')",
    "select * from read_blob('/proc/self/mem')",
    "select * from glob('/proc/*')",
    "select/**/*/**/from/**/read_text/**/('{file}')",
    "select * from read_text(concat('{file}', ''))",
    "select * from READ_TEXT('{file}')",
    "select * from system.main.read_text('{file}')",
    "with f as (select '{file}' as p) select * from f, lateral (select * from read_text(f.p))",
    "select * from query('select * from read_text(''{file}'')')",
    "select * from query_table(['marts.metric_year', '{file}'])",
    "select * from json_execute_serialized_sql(json_serialize_sql('select * from read_text(''{file}'')'))",
    "describe select * from read_csv('{file}')",
    "summarize select * from read_csv('{file}')",
    "from (summarize from read_csv('{file}'))",
    "explain analyze select * from read_text('{file}')",
    "pivot '{file}' on x using count(*)",
    "unpivot '{file}' on columns(*)",
    "with recursive t(n) as (select 1 union all select n + 1 from t, read_text('{file}') where n < 2) from t",
    "select * from read_text('{file}\0.csv')",
    "select (select content from read_text('{file}'))",
    "select * from arrow_scan(1, 2, 3)",
    "select * from scan_arrow_ipc([{{'ptr': 1::ubigint, 'size': 8::ubigint}}])",
    "select * from pandas_scan(140000000)",
    "select * from python_map_function((select 1))",
    "select * from connection",
    "select * from sys",
]
"""Files, the web, memory and variables of Python."""
CHANGING = [
    "attach if not exists '{file}' as p (type sqlite)",
    "select * from query('attach '':memory:'' as x')",
    "from (copy (select 1) to '{made}')",
    "explain analyze copy (select 1) to '{made}'",
    "copy (select 1) to program 'touch {made}'",
    "with a as (insert into marts.metric_year from marts.metric_year returning *) select * from a",
    "with a as (delete from marts.metric_year returning *) select * from a",
    "update marts.metric_year set value = 1",
    "truncate marts.metric_year",
    "merge into marts.metric_year using marts.metric_year as o on false when not matched then insert",
    "alter table marts.metric_year add column x int",
    "comment on table marts.metric_year is 'x'",
    "create macro m(x) as table from read_csv(x)",
    "create or replace temp macro m() as table from read_csv('{file}')",
    "create sequence s",
    "create index i on marts.metric_year (year)",
    "create or replace secret s (type http, extra_http_headers map {{'a': 'b'}})",
    "import database '/etc'",
    "checkpoint",
    "force checkpoint",
    "vacuum",
    "analyze",
    "force install httpfs",
    "install httpfs from 'http://example.org'",
    "load '{file}'",
    "update extensions",
    "detach board",
    "use system",
    "begin transaction",
    "execute p",
    "deallocate p",
    "set variable x = 1",
    "set allowed_paths = ['{file}']",
    "select set_config('enable_external_access', 'true', false)",
    "pragma enable_external_access",
    "call enable_logging('QueryLog')",
    "select * from enable_logging(storage := 'file', storage_path := '{made}')",
    "select * from enable_profiling(save_location := '{made}')",
    "prepare p as select * from read_text('{file}'); execute p",
    "select 1 /* /* nested */ */; attach ':memory:' as y",
    "sel/**/ect * from read_text('{file}')",
    "ｓｅｌｅｃｔ * from read_text('{file}')",
    "select 1；drop table marts.metric_year",
    "dr\0op table marts.metric_year",
    "select\u202e 1 as x\u202c from read_text('{file}')",
]
"""Statements, and what stands in a SELECT or a comment to look like none."""
TELLING = [
    "select getenv('FAZHI_SECRET')",
    "select getvariable('FAZHI_SECRET')",
    "select * from duckdb_variables()",
    "select * from duckdb_secrets()",
    "select * from duckdb_secrets(redact := false)",
    "select * from duckdb_databases()",
    "select * from pragma_database_list",
    "select * from pragma_database_size()",
    "select current_database(), current_user, version()",
    "from (show databases)",
    "show all tables",
    "select * from duckdb_settings()",
    "select hex(value) from duckdb_settings() where name = 'allowed_paths'",
    "select reverse(path) from duckdb_databases() where path is not null",
    "select current_setting('secret_directory'), current_setting('temp_directory')",
    "select * from duckdb_logs()",
    "select * from duckdb_log_contexts()",
    "select write_log('x')",
    "select * from duckdb_temporary_files()",
    "select * from duckdb_external_file_cache()",
    "select * from duckdb_extensions()",
    "select * from duckdb_prepared_statements()",
    "select * from pragma_storage_info('marts.metric_year')",
    "select * from pragma_user_agent()",
    "select * from system.information_schema.tables",
    "select * from sqlite_master",
    "select * from board.raw.documents",
    "select * from ｒaw.documents",
    "select * from rаw.documents",
    "select * from marts.metric_year where organisation_id = '{other}' or 1 = 1",
    "select organisation_id, sentence from marts.observation union all select 'x', 'y' --",
    "select * from marts.peer_value",
    "select * from marts.unmapped",
    "select $1",
]
"""What the database knows of itself, of where it runs, and of whom its rows are."""
EXHAUSTING = [
    "select sum(generate_series) from generate_series(1, 1000000000000)",
    "select generate_series(1, 1000000000000)",
    "select unnest(range(1000000000000))",
    "select array_agg(range) from range(10000000000)",
    "select string_agg(repeat('x', 100000), '') from range(100000)",
    "select repeat(repeat(repeat('x', 10000), 10000), 10000)",
    "select printf('%2000000000d', 1)",
    "select regexp_matches(repeat('a', 1000000), '(a*)*b')",
    "select regexp_matches(repeat('a', 100000), '((a{{0,99}}){{0,99}}){{0,99}}b')",
    "select regexp_replace(repeat('a', 10000000), 'a', repeat('b', 10000), 'g')",
    "select levenshtein(repeat('a', 10000000), repeat('b', 10000000))",
    "select json_extract(repeat('[', 10000000), '$')",
    "select list_transform(range(100000), lambda x: list_transform(range(100000), lambda y: x * y))",
    "select struct_pack(a := range(500000000))",
    "select map_from_entries([(x, x) for x in range(50000000)])",
    "select flatten([range(100000000) for x in range(1000)])",
    "with recursive t(n) using key (n) as (select 1 union select n + 1 from t) select * from t",
    "with recursive t(l) as (select [1] union all select l || l from t) select * from t",
    "select count(distinct range) from range(100000000000)",
    "select * from marts.metric_year a, marts.metric_year b, marts.metric_year c order by random()",
    "select 1 where " + "not " * 900 + "true",
    "select " + "[" * 1_900 + "]" * 1_900,
    "select pg_sleep(100)",
]


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    """A person of one street of seven, with a file beside the root and a variable that they aren't to read."""
    folder = tmp_path_factory.mktemp("attacked")
    root = _copied_root(folder / "data")
    fill(root)
    (folder / "secret.csv").write_text(f"name\n{SECRET}\n", encoding="utf-8")
    settings = Settings(data=root, query_seconds=SECONDS, query_memory_mb=MEMORY_MB)
    return Asking(settings, SeenWarehouse(root_of(settings), Scope(frozenset({OWN}))))


def told(asking: Asking, trick: str) -> str:
    """All that somebody reads who tries a trick; nothing of what they typed themselves."""
    folder = asking.settings.data.parent
    select = trick.format(file=folder / "secret.csv", made=folder / "made", other=STREETS[0])
    try:
        answer = asking.run(asking.warehouse.current_id(), select)
    except BoardError as refused:
        said = "\n".join(explain(refused, language) for language in ("zh", "en"))
        return said.replace(str(folder / "secret.csv"), "").replace(str(folder / "made"), "")
    return f"{answer.columns}\n{answer.rows}"


@pytest.mark.parametrize("trick", READING + CHANGING + TELLING + EXHAUSTING, ids=lambda trick: trick[:60])
def test_a_trick_gets_nothing_of_the_outside_nor_of_another_organisation_in_little_time(
    asking: Asking, monkeypatch: pytest.MonkeyPatch, trick: str
) -> None:
    monkeypatch.setenv("FAZHI_SECRET", SECRET)
    folder = asking.settings.data.parent
    began = time.monotonic()
    said = told(asking, trick)
    assert time.monotonic() - began < SECONDS + 30
    others = [each for each in STREETS if each != OWN]
    unseen = [
        SECRET,
        "root:x:0",
        str(folder),
        str(folder)[::-1],
        str(folder).encode().hex().upper(),
        *others,
        "longjin",
    ]
    assert [each for each in unseen if each in said] == []
    assert not (folder / "made").exists()


def test_after_all_tricks_the_next_question_is_answered_from_the_same_file(asking: Asking) -> None:
    edition = asking.warehouse.current_id()
    patient = replace(asking, settings=asking.settings.model_copy(update={"query_seconds": 30}))
    assert patient.run(edition, "select distinct organisation_id from marts.metric_year").rows == [[OWN]]
    assert [path.suffix for path in asking.offered(edition).parent.iterdir()] == [".duckdb"]


def test_a_statement_of_a_kind_that_has_no_name_is_refused_as_no_select(asking: Asking) -> None:
    assert "Only a SELECT is run" in told(asking, "update extensions")
