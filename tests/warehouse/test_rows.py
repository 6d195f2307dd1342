"""An edition cut to somebody's rows: nothing of others stands in the file, and what is theirs is as it was."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from pipelines.domain.scope import Scope
from pipelines.warehouse import sql
from pipelines.warehouse.dictionary import SCHEMAS as DESCRIBED
from pipelines.warehouse.editions import BOARD
from pipelines.warehouse.rows import QUALITY, SCHEMAS, rules, write_rows
from tests.dashboards.test_peers import STREETS, fill

ONE = frozenset({STREETS[1]})


@pytest.fixture
def whole(root_like: Callable[..., Path]) -> Path:
    folder = root_like("peers", fill) / "warehouse"
    return folder / "editions" / (folder / "current").read_text().strip() / BOARD


@pytest.fixture
def cut(whole: Path, tmp_path: Path) -> Path:
    target = tmp_path / "cut.duckdb"
    write_rows(whole, target, Scope(ONE))
    return target


def tables(file: Path) -> set[str]:
    with duckdb.connect(str(file), read_only=True) as connection:
        named = connection.execute("select table_schema || '.' || table_name from information_schema.tables")
        return {name for (name,) in named.fetchall()}


def test_every_table_of_an_edition_has_a_rule(whole: Path) -> None:
    assert tables(whole) - rules("values").keys() == {QUALITY}
    assert rules("values").keys() <= tables(whole)
    assert set(DESCRIBED) < set(SCHEMAS)


def test_no_value_of_a_cut_file_names_another_organisation_but_in_the_catalogue(whole: Path, cut: Path) -> None:
    """Every text column of every table is searched for the ids of the others and of their documents."""
    with duckdb.connect(str(whole), read_only=True) as connection:
        others = [
            each
            for (each,) in connection.execute(
                "select organisation_id from catalogue.organisations where not list_contains($seen, organisation_id)"
                " union all select document_id from raw.documents where not list_contains($seen, organisation_id)",
                {"seen": list(ONE)},
            ).fetchall()
        ]
    assert len(others) > 10
    with duckdb.connect(str(cut), read_only=True) as connection:
        for table in sorted(tables(cut) - {"catalogue.organisations"}):
            for name, kind, *_ in connection.execute(f"describe {table}").fetchall():
                if kind.startswith(("VARCHAR", "STRUCT", "MAP")) and name not in ("parent_id", "sentence"):
                    found = connection.execute(
                        f'select count(*) from {table} where list_contains($others, cast("{name}" as varchar))'
                        f' or regexp_matches(cast("{name}" as varchar), $ids)',
                        {"others": others, "ids": "|".join(f"(^|[^a-z_]){each}($|[^a-z_])" for each in others[:40])},
                    ).fetchone()[0]
                    assert found == 0, (table, name)


@pytest.mark.parametrize("table", ["marts.metric_year", "marts.observation", "marts.document", "raw.ledger_rows"])
def test_what_is_theirs_is_as_it_was(whole: Path, cut: Path, table: str) -> None:
    rows = []
    for file in (whole, cut):
        with duckdb.connect(str(file), read_only=True) as connection:
            select = f"select * from {table} where organisation_id = 'street_1' order by all"
            rows.append(connection.sql(select).to_arrow_table())
    assert rows[0].num_rows > 0 and rows[0].equals(rows[1])


def test_columns_keep_what_the_dictionary_says_of_them(whole: Path, cut: Path) -> None:
    select = "select table_name, column_name, comment from duckdb_columns() where schema_name = 'marts' order by all"
    said = []
    for file in (whole, cut):
        with duckdb.connect(str(file), read_only=True) as connection:
            said.append(connection.execute(select).fetchall())
    assert said[0] == said[1] and any(comment for *_, comment in said[0])


def test_checks_say_what_they_found_of_theirs_alone(cut: Path) -> None:
    with duckdb.connect(str(cut), read_only=True) as connection:
        checks = connection.execute(f"select check_id, bool_and(is_passed) from {QUALITY} group by check_id").fetchall()
        found = connection.execute(f"select distinct organisation_id from {QUALITY} where not is_passed").fetchall()
    assert {name for name, _ in checks} == {name for name, *_ in sql.checks()}
    assert found in ([(STREETS[1],)], [])


@pytest.mark.parametrize(
    ("peers", "own", "values"), [("none", False, False), ("percentiles", True, False), ("values", True, True)]
)
def test_of_peers_somebody_sees_as_much_as_the_settings_allow(
    whole: Path, tmp_path: Path, peers: str, own: bool, values: bool
) -> None:
    target = tmp_path / "peers.duckdb"
    write_rows(whole, target, Scope(ONE, peers))
    with duckdb.connect(str(target), read_only=True) as connection:
        counts = [
            connection.execute(f"select count(*) from marts.{table}").fetchone()[0]
            for table in ("peer_year", "peer_value")
        ]
        whose = connection.execute("select distinct organisation_id from marts.peer_year").fetchall()
    assert [count > 0 for count in counts] == [own, values]
    assert whose in ([(STREETS[1],)], [])


def test_strangers_see_goals_and_figures_and_problems_only_where_a_setting_says_so(whole: Path, tmp_path: Path) -> None:
    seen = {}
    for name, shown in (("nothing", frozenset()), ("problems", frozenset({"problems"}))):
        target = tmp_path / f"{name}.duckdb"
        write_rows(whole, target, Scope(frozenset({"longjin"}), shown=shown))
        with duckdb.connect(str(target), read_only=True) as connection:
            counts = {
                table: connection.execute(f"select count(*) from {table}").fetchone()[0] for table in tables(target)
            }
        assert counts.keys() == tables(whole) & {*rules("values"), QUALITY}
        seen[name] = {table for table, count in counts.items() if count}
    assert {"marts.metric_year", "marts.goal", "catalogue.metrics"} <= seen["nothing"]
    # what may name a person or a merchant, gives marks or a place, or says what was found
    others = ("observation", "document", "peer_year", "peer_value", "practice_status", "duty_status", "task", "quality")
    assert not {f"marts.{each}" for each in others} & seen["problems"]
    assert not {table for table in seen["problems"] if table.startswith(("raw.", "staging."))} - {
        "raw.build",
        "staging.key_result_target",
    }
    problems = {"marts.problem_status", "marts.rectification", "catalogue.problems"}
    assert not problems & seen["nothing"] and "marts.problem_status" in seen["problems"]


def test_strangers_read_no_sentence(whole: Path, tmp_path: Path) -> None:
    target = tmp_path / "strangers.duckdb"
    write_rows(whole, target, Scope(None, shown=frozenset({"problems"})))
    for file, is_seen in ((whole, True), (target, False)):
        with duckdb.connect(str(file), read_only=True) as connection:
            for table in ("marts.goal", "marts.problem_status"):
                (found,) = connection.execute(f"select count(sentence) + count(quote) from {table}").fetchone()
                assert (found > 0) == is_seen
    with duckdb.connect(str(target), read_only=True) as connection:
        (organisations,) = connection.execute(
            "select count(distinct organisation_id) from marts.metric_year"
        ).fetchone()
    assert organisations > 1


@pytest.mark.parametrize(
    "other",
    [
        Scope(),
        Scope(ONE),
        Scope(shown=frozenset({"problems"})),
        Scope(ONE, shown=frozenset()),
        Scope(frozenset({"*"}), shown=frozenset()),
        Scope(frozenset({"strangers"})),
    ],
)
def test_rows_that_differ_have_other_names(other: Scope) -> None:
    assert Scope(shown=frozenset()).key != other.key


def test_a_cut_file_can_be_read_by_its_owner_alone(cut: Path) -> None:
    assert cut.stat().st_mode & 0o077 == 0 and cut.stat().st_mode & 0o222 == 0
