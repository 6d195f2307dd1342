"""What changed between two editions: each kind of thing on small rows, both ways round."""

import pickle
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.warehouse import sql
from pipelines.warehouse.build import fill
from tests.warehouse.rows import Rows

Changes = Callable[[Rows, Rows, str], list[dict[str, Any]]]


@pytest.fixture
def changes(tmp_path: Path) -> Changes:
    """The rows of queries/changes_SUBJECT.sql between two warehouses; equal rows are filled once."""
    filled: dict[bytes, Path] = {}

    def file_of(rows: Rows) -> Path:
        raw = rows.raw()
        path = tmp_path / f"{len(filled)}.duckdb"
        known = filled.setdefault(pickle.dumps(raw), path)
        if known == path:
            with duckdb.connect(str(path), config={"threads": 1}) as connection:
                fill(connection, raw)
        return known

    def between(before: Rows, after: Rows, subject: str) -> list[dict[str, Any]]:
        with duckdb.connect(":memory:") as connection:
            for name, rows in (("before", before), ("after", after)):
                connection.execute(f"attach '{file_of(rows)}' as {name} (read_only)")
            select = sql.query(f"changes_{subject}")
            return connection.sql(select, params={"organisation_id": None}).to_arrow_table().to_pylist()

    return between


def base(*years: int) -> Rows:
    rows = Rows().metric("m").metric("n").known_practice("p").known_problem("q", 2022)
    for year in years:
        rows.document(f"r{year}", year)
    return rows


def brief(rows: list[dict[str, Any]], *names: str) -> list[tuple]:
    return [tuple(row[name] for name in names) for row in rows]


def test_figures_are_new_changed_or_missing(changes) -> None:
    before = base(2022, 2023).observation("r2022", "m", 40, 2022).observation("r2023", "n", 7, 2023)
    before.observation("r2023", "m", 52, 2023)
    after = base(2022, 2023).observation("r2022", "m", 44, 2022).observation("r2022", "n", 5, 2022)
    after.observation("r2023", "m", 52, 2023)
    found = changes(before, after, "figures")
    assert brief(found, "metric_id", "year", "change", "before_value", "after_value") == [
        ("n", 2023, "missing", 7, None),
        ("m", 2022, "changed", 40, 44),
        ("n", 2022, "new", None, 5),
    ]
    assert found[0]["after_state"] == "not_reported" and found[2]["before_state"] == "not_reported"
    turned = changes(after, before, "figures")
    assert {row["change"] for row in turned} == {"missing", "changed", "new"}
    assert brief(turned, "metric_id", "change")[0] == ("n", "missing")


def test_another_bound_or_qualifier_is_a_change_though_the_value_stays(changes) -> None:
    before = base(2023).observation("r2023", "m", 43, 2023)
    after = base(2023).observation("r2023", "m", 43, 2023, upper=None, qualifier="at_least")
    (row,) = changes(before, after, "figures")
    assert (row["change"], row["before_qualifier"], row["after_qualifier"]) == ("changed", "exact", "at_least")


def test_the_same_rows_differ_in_nothing(changes) -> None:
    rows = base(2022, 2023).observation("r2022", "m", 40, 2022).known_goal("goal", 2022).key_result("reach", "m", 50)
    for subject in ("documents", "figures", "states", "key_results", "practices", "problems", "goals"):
        assert changes(rows, rows, subject) == []


def test_metrics_without_a_figure_are_counted_by_their_state(changes) -> None:
    before = Rows().metric("m").metric("n").document("r2023", 2023, extent="excerpt")
    found = changes(before, base(2023), "states")
    assert brief(found, "year", "before_state", "after_state", "metrics") == [
        (2023, "not_captured", "not_reported", 2),
    ]


def test_a_document_comes_goes_and_is_replaced(changes) -> None:
    before, after = base(2022, 2023), base(2023).document("better", 2023, published_on=date(2024, 3, 1))
    found = changes(before, after, "documents")
    assert brief(found, "item_id", "change", "before_word", "after_word") == [
        ("r2022", "missing", "whole", None),
        ("better", "new", None, "whole"),
        ("r2023", "changed", "whole", "superseded"),
    ]


def test_a_key_result_changes_with_its_status_and_with_its_figure(changes) -> None:
    def rows(as_of: date, value: int | None) -> Rows:
        made = Rows(as_of=as_of).metric("m").document("r2023", 2023).document("r2024", 2024).known_goal("goal", 2023)
        if value is not None:
            made.observation("r2024", "m", value, 2024)
        return made.key_result("keep_at_least", "m", 50)

    later = date(2026, 1, 1)
    found = changes(rows(date(2024, 6, 1), None), rows(later, None), "key_results")
    assert brief(found, "change", "before_status", "after_status") == [("changed", "not_due", "overdue_no_data")]
    found = changes(rows(later, 60), rows(later, 70), "key_results")
    assert brief(found, "change", "before_status", "after_status") == [("changed", "achieved", "achieved")]


def test_a_practice_is_new_when_it_is_stated_and_missing_when_it_no_longer_is(changes) -> None:
    silent, stated = base(2022), base(2022).practice("r2022", "p", "month")
    assert brief(changes(silent, stated, "practices"), "change", "before_word", "after_word") == [
        ("new", "unknown", "month")
    ]
    assert brief(changes(stated, silent, "practices"), "change", "after_word") == [("missing", "unknown")]


def test_a_problem_that_goes_on_into_another_year_is_not_new(changes) -> None:
    before = base(2022).problem("r2022", "q")
    after = base(2022, 2023).problem("r2022", "q")
    assert changes(before, after, "problems") == []
    repeated = base(2022, 2023).problem("r2022", "q").problem("r2023", "q")
    assert brief(changes(before, repeated, "problems"), "change", "before_word", "after_word") == [
        ("changed", "open", "repeated")
    ]
    unlisted = base(2022).problem("r2022", "q").problem("r2022", None, name="新问题", position=2)
    assert brief(changes(before, unlisted, "problems"), "name_zh", "change") == [("新问题", "new")]


def test_two_problems_of_one_name_are_two(changes) -> None:
    def rows() -> Rows:
        return base(2022).finding("a", date(2022, 3, 1), name="台账不全")

    again = rows().finding("b", date(2023, 3, 1), name="台账不全", repeats="a")
    assert brief(changes(rows(), again, "problems"), "item_id", "change", "after_word") == [
        ("a", "changed", "repeated"),
        ("b", "new", "repeated"),
    ]
    closed = rows().finding("b", date(2023, 3, 1), name="台账不全", repeats="a")
    closed.record("problem", "b", "closed", on_day=date(2023, 6, 1))
    assert brief(changes(again, closed, "problems"), "item_id", "change") == [("b", "changed")]


def test_a_goal_is_new_or_missing(changes) -> None:
    before, after = base(2022), base(2022).goal("r2022", None, name="新目标")
    assert brief(changes(before, after, "goals"), "name_zh", "change") == [("新目标", "new")]
    assert brief(changes(after, before, "goals"), "name_zh", "change") == [("新目标", "missing")]


def test_a_goal_or_problem_that_the_catalogue_comes_to_list_is_not_new(changes) -> None:
    before = Rows().metric("m").document("r2022", 2022).goal("r2022", None, name="目标").problem("r2022", None, "问题")
    after = Rows().metric("m").document("r2022", 2022).known_goal("goal", 2022).known_problem("q", 2022)
    after.goal("r2022", "goal", name="目标").problem("r2022", "q", "问题")
    for one, other in ((before, after), (after, before)):
        assert changes(one, other, "goals") == []
        assert changes(one, other, "problems") == []


def test_what_stands_beside_a_value_counts_too(changes) -> None:
    plain = base(2023, 2024).observation("r2023", "m", 95, 2023)
    half = base(2023, 2024).observation("r2023", "m", 95, 2023, period_end=date(2023, 6, 30))
    disputed = base(2023, 2024).observation("r2023", "m", 95, 2023).observation("r2024", "m", 90, 2023)
    unclear = base(2023, 2024).observation("r2023", "m", 95, 2023).observation("r2023", "m", 98, 2023)
    for other in (half, disputed, unclear):
        assert brief(changes(plain, other, "figures"), "metric_id", "change") == [("m", "changed")]
        assert changes(plain, other, "states") == []


def test_another_text_or_nature_under_the_same_id_is_a_change(changes) -> None:
    before, altered = base(2023), Rows().metric("m").metric("n").known_practice("p").known_problem("q", 2022)
    altered.document("r2023", 2023, sha256="other")
    assert brief(changes(before, altered, "documents"), "item_id", "change") == [("r2023", "changed")]


def test_a_confirmed_target_and_one_more_record_are_changes(changes) -> None:
    def rows(state: str, months: int) -> Rows:
        made = Rows(as_of=date(2024, 9, 1)).document("r2023", 2023).known_goal("goal", 2023).known_practice("p")
        made.key_result("every_period", "p", 12, measure_kind="practice", target_state=state)
        for month in range(1, months + 1):
            made.mark(date(2024, month + 1, 1) - timedelta(days=1), is_met=True)
        return made

    assert len(changes(rows("proposed", 5), rows("confirmed", 5), "key_results")) == 1
    assert len(changes(rows("proposed", 5), rows("proposed", 6), "key_results")) == 1
    assert changes(rows("proposed", 5), rows("proposed", 5), "key_results") == []
