"""Each check fires on a row that breaks it, and on nothing of the real build."""

from collections.abc import Callable
from datetime import date

import duckdb
import pytest

from pipelines.api import open_board
from pipelines.warehouse import sql
from pipelines.warehouse.build import run_checks
from tests.warehouse.rows import Rows

DUE = date(2024, 3, 31)


def good() -> Rows:
    """Rows that pass every check."""
    rows = Rows().metric("cases").metric("rate", kind="rate", units=("%",)).document("d23", 2023)
    rows.document("d24", 2024, extent="excerpt").known_goal("goal_1", 2023).known_problem("team", 2023)
    rows.observation("d23", "cases", 92, 2023).observation("d24", "cases", 92, 2024)
    rows.observation("d23", "rate", 100, 2023, kind="rate", unit="%")
    return rows.goal("d23", "goal_1").problem("d23", "team")


def after(statement: str) -> Callable[[], duckdb.DuckDBPyConnection]:
    """The good rows' warehouse with a mart spoilt: for promises that no raw row can break."""

    def spoilt() -> duckdb.DuckDBPyConnection:
        connection = good().filled()
        connection.execute(statement)
        return connection

    return spoilt


def rows(change: Callable[[Rows], Rows]) -> Callable[[], duckdb.DuckDBPyConnection]:
    return lambda: change(good()).filled()


# check → (a warehouse with one bad row, its subject, words of what was found)
CASES: dict[str, list[tuple[Callable[[], duckdb.DuckDBPyConnection], str, str]]] = {
    "absence_has_no_value": [
        (
            after(
                "update marts.metric_year set reporting_state = 'not_reported' where metric_id = 'rate' and year = 2023"
            ),
            "longjin/rate/2023",
            "not_reported with value 100",
        ),
        (
            after(
                "update marts.metric_year set reporting_state = 'not_captured' where metric_id = 'rate' and year = 2023"
            ),
            "longjin/rate/2023",
            "not_captured",
        ),
        (
            after("update marts.metric_year set observation_id = null where metric_id = 'cases' and year = 2023"),
            "longjin/cases/2023",
            "reported with value 92",
        ),
    ],
    "an_excerpt_is_never_silent": [
        (
            after(
                "update marts.metric_year set reporting_state = 'not_reported' where metric_id = 'rate' and year = 2024"
            ),
            "longjin/rate/2024",
            "not_reported in an excerpt",
        )
    ],
    "every_document_states_something": [(rows(lambda r: r.document("d22", 2022)), "d22", "no figure")],
    "every_goal_is_in_the_catalogue": [(rows(lambda r: r.goal("d23", None, "新目标", 2)), "longjin/2023/2", "新目标")],
    "every_number_is_mapped": [(rows(lambda r: r.unmapped("d23", 9)), "longjin/2023/9件", "9件")],
    "hand_figures_agree": [(rows(lambda r: r.typed("cases", 93, 2023)), "longjin/cases/2023", "stated as 92")],
    "every_record_has_its_subject": [
        (
            rows(
                lambda made: made.record("milestone", "gone", "done", due_on=date(2024, 3, 31), on_day=date(2024, 3, 1))
            ),
            "milestone/gone/2024-03-31",
            "done 2024-03-01",
        ),
        (
            rows(lambda made: made.record("practice", "gone", "in_place", on_day=date(2024, 3, 1))),
            "practice/gone",
            "in_place",
        ),
        (rows(lambda made: made.set_target(5, date(2024, 1, 1))), "target/key_result", "confirmed 2024-01-01"),
    ],
    "every_page_was_read": [
        (rows(lambda r: r.document("d22", 2022, notes=["scanned_pages: 2–3"])), "d22", "scanned_pages: 2–3")
    ],
    "every_problem_is_in_the_catalogue": [
        (rows(lambda r: r.problem("d23", None, "新问题", 2)), "longjin/2023/2", "新问题")
    ],
    "metric_is_in_the_catalogue": [(rows(lambda r: r.observation("d23", "ghosts", 1, 2023)), "o004", "ghosts")],
    "one_document_speaks_for_a_year": [
        (rows(lambda r: r.document("d23b", 2023)), "longjin 2023", "d23, d23b"),
    ],
    "one_row_a_metric_and_year": [
        (
            after(
                "insert into marts.metric_year select * from marts.metric_year where metric_id = 'rate' and year = 2023"
            ),
            "longjin/rate/2023",
            "2 rows",
        )
    ],
    "quote_stands_in_its_document": [
        (rows(lambda r: r.observation("d23", "cases", 92, 2023, quote="93件")), "o004", "“93件” is not at 2"),
        (
            rows(lambda r: r.observation("d23", "cases", 92, 2023, span_start=1, span_end=4)),
            "o004",
            "“92件” is not at 1",
        ),
        (rows(lambda r: r.observation("d23", "cases", 92, 2023, span_start=90, span_end=93)), "o004", "is not at 90"),
    ],
    "rate_within_0_and_100": [
        (rows(lambda r: r.observation("d23", "rate", 101, 2023, kind="rate", unit="%")), "o004", "101"),
        (
            rows(lambda r: r.observation("d23", "rate", 99, 2023, kind="rate", unit="%", upper=120)),
            "o004",
            "99",
        ),
        (
            rows(lambda r: r.observation("d23", "rate", 9, 2023, kind="rate", unit="%", lower=-1)),
            "o004",
            "9",
        ),
    ],
    "value_within_its_bounds": [
        (rows(lambda r: r.observation("d23", "cases", 92, 2023, lower=93)), "o004", "93.0000 ≤ 92.0000"),
        (rows(lambda r: r.observation("d23", "cases", 92, 2023, lower=None, upper=91)), "o004", "≤ 91.0000 is false"),
    ],
    "values_of_one_figure_agree": [
        (rows(lambda r: r.observation("d23", "cases", 93, 2023)), "longjin/cases/2023", "contradict each other")
    ],
    "later_reports_agree": [
        (rows(lambda r: r.observation("d24", "cases", 95, 2023)), "longjin/cases/2023", "a later report gives another")
    ],
    "readings_of_one_figure_are_the_same": [
        (
            rows(lambda r: r.observation("d23", "cases", 90, 2023, upper=None, qualifier="at_least")),
            "longjin/cases/2023",
            "90.0000 / 92.0000",
        )
    ],
}


def test_every_check_has_a_row_that_breaks_it() -> None:
    assert set(CASES) == {check_id for check_id, _, _ in sql.checks()}


def test_good_rows_pass_every_check() -> None:
    assert good().breaches() == []


@pytest.mark.parametrize(
    ("check_id", "case"),
    [
        pytest.param(check_id, case, id=f"{check_id} {number}")
        for check_id, cases in CASES.items()
        for number, case in enumerate(cases, 1)
    ],
)
def test_a_check_fires_on_its_bad_row_alone(check_id: str, case: tuple) -> None:
    spoilt, subject, found = case
    with spoilt() as connection:
        breaches = [breach for breach in run_checks(connection) if breach.check_id == check_id]
        (breach,) = breaches
        assert breach.subject == subject
        assert found in breach.found
        severity = {name: severity for name, severity, _ in sql.checks()}[check_id]
        assert breach.severity == severity
        kept = connection.execute(
            "select subject, is_passed from marts.quality where check_id = $check_id", {"check_id": check_id}
        ).fetchall()
        assert kept == [(subject, False)]


def test_a_null_bound_breaks_nothing() -> None:
    rows = good().metric("others").observation("d23", "others", 92, 2023, upper=None, qualifier="at_least")
    rows.metric("more").observation("d23", "more", 92, 2023, lower=None, upper=None, qualifier="about")
    assert rows.breaches() == []


def test_the_real_build_passes_every_check(built_root) -> None:
    quality = open_board().quality()
    assert set(quality["check_id"]) == set(CASES)
    assert quality["is_passed"].all()
    assert len(quality) == len(CASES)


def test_a_check_without_a_severity_is_refused(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "checks").mkdir()
    (tmp_path / "checks" / "careless.sql").write_text("-- checks something\nselect 1 as subject, 2 as found\n")
    monkeypatch.setattr(sql, "_FOLDER", tmp_path)
    with pytest.raises(ValueError, match=r"careless\.sql.*severity"):
        sql.checks()
