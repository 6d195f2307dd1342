"""Practices, problems, goals, coverage, unmapped numbers, documents and readings: each mart on a few rows."""

from datetime import date
from typing import Any

from tests.warehouse.rows import Rows


def columns(rows: list[dict[str, Any]], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in rows]


def test_a_practice_is_stated_or_unknown_and_a_silence_says_why() -> None:
    rows = Rows().known_practice("exam").known_practice("lecture").document("d22", 2022)
    rows.document("d23", 2023, extent="excerpt").practice("d22", "lecture", "month").practice("d23", "exam")
    assert columns(rows.mart("practice_status"), "practice_id", "year", "status", "reason", "frequency", "quote") == [
        ("exam", 2022, "unknown", "silent", None, None),
        ("exam", 2023, "stated", None, None, "做法"),
        ("lecture", 2022, "stated", None, "month", "做法"),
        ("lecture", 2023, "unknown", "excerpt", None, None),
    ]


def test_a_practice_of_a_superseded_document_does_not_count() -> None:
    rows = Rows().known_practice("exam").document("told", 2023, nature="restatement").document("original", 2023)
    rows.practice("told", "exam")
    assert columns(rows.mart("practice_status"), "status", "reason") == [("unknown", "silent")]


def test_a_problem_is_open_from_its_year_on_and_repeated_where_a_later_report_names_it() -> None:
    rows = Rows().known_problem("team", 2022).known_problem("reach", 2022).known_problem("later", 2023)
    for year in (2021, 2022, 2023):
        rows.document(f"d{year}", year)
    rows.document("d2024", 2024, extent="excerpt")
    rows.problem("d2022", "team").problem("d2022", "reach").problem("d2023", "team")
    found = columns(rows.mart("problem_status"), "problem_id", "year", "status", "reason")
    assert [row for row in found if row[0] == "team"] == [
        ("team", 2022, "open", None),
        ("team", 2023, "repeated", None),
        ("team", 2024, "repeated", "excerpt"),
    ]
    assert [row for row in found if row[0] == "reach"] == [
        ("reach", 2022, "open", None),
        ("reach", 2023, "open", "silent"),
        ("reach", 2024, "open", "excerpt"),
    ]
    assert [row for row in found if row[0] == "later"] == [
        ("later", 2023, "open", "silent"),
        ("later", 2024, "open", "excerpt"),
    ]


def test_a_problem_belongs_to_its_organisation_alone() -> None:
    rows = Rows().known_problem("team", 2022).document("d22", 2022, organisation_id="other").problem("d22", "team")
    shown = ("organisation_id", "problem_id", "year", "name")
    assert columns(rows.mart("problem_status"), *shown) == [("other", None, 2022, "问题")]


def test_a_printed_problem_that_the_catalogue_lacks_is_open_in_the_year_that_names_it() -> None:
    rows = Rows().known_problem("team", 2022).document("d22", 2022).document("d23", 2023)
    rows.problem("d22", "team").problem("d22", None, "夜间噪声", 2).problem("d22", None, "停车难", 3)
    shown = ("problem_id", "year", "name", "status", "reason")
    assert columns(rows.mart("problem_status"), *shown) == [
        ("team", 2022, "问题", "open", None),
        ("team", 2023, None, "open", "silent"),
        (None, 2022, "夜间噪声", "open", None),
        (None, 2022, "停车难", "open", None),
    ]


def test_a_problem_of_a_later_catalogue_year_is_kept_as_printed() -> None:
    rows = Rows().known_problem("team", 2023).document("d22", 2022).problem("d22", "team")
    assert columns(rows.mart("problem_status"), "problem_id", "year", "name") == [(None, 2022, "问题")]


def test_a_goal_is_for_the_year_after_its_report_with_the_catalogues_name_beside_the_printed_one() -> None:
    rows = Rows().known_goal("goal_1", 2023, order=2).document("d23", 2023)
    rows.goal("d23", "goal_1", "提升执法水平", 1).goal("d23", None, "丰富夜间经济", 3)
    shown = ("position", "goal_id", "source_year", "target_year", "name", "name_zh", "parts", "parts_zh")
    assert sorted(columns(rows.mart("goal"), *shown)) == [
        (2, "goal_1", 2023, 2024, "提升执法水平", "目标", ["细项"], ["其一"]),
        (3, None, 2023, 2024, "丰富夜间经济", None, ["细项"], None),
    ]


def test_a_goal_of_another_years_report_is_not_the_catalogues_goal() -> None:
    rows = Rows().known_goal("goal_1", 2022).document("d23", 2023).goal("d23", "goal_1")
    assert columns(rows.mart("goal"), "goal_id", "target_year") == [(None, 2024)]


def test_coverage_counts_what_each_years_document_gives() -> None:
    rows = Rows().metric("a").metric("b").metric("c").document("d22", 2022)
    rows.document("d23", 2023, extent="excerpt", nature="restatement")
    rows.observation("d22", "a", 5, 2022).observation("d22", "b", 0, 2022).observation("d23", "a", 6, 2023)
    rows.unmapped("d22", 9).unmapped("d22", 8)
    counted = ("year", "document_id", "extent", "metrics", "with_value", "zero", "not_reported", "not_captured")
    assert columns(rows.mart("coverage"), *counted, "reviewed", "unmapped") == [
        (2022, "d22", "whole", 3, 2, 1, 1, 0, 0, 2),
        (2023, "d23", "excerpt", 3, 1, 0, 0, 2, 0, 0),
    ]


def test_unmapped_numbers_of_documents_in_force_are_kept() -> None:
    rows = Rows().document("told", 2023, nature="restatement").document("original", 2023)
    rows.unmapped("original", 9).unmapped("original", 43, upper=None, qualifier="at_least").unmapped("told", 7)
    assert columns(rows.mart("unmapped"), "value", "upper", "qualifier", "document_id") == [
        (9, 9, "exact", "original"),
        (43, None, "at_least", "original"),
    ]


def test_a_superseded_document_stays_and_says_which_one_speaks_instead() -> None:
    rows = Rows().document("told", 2023, nature="restatement").document("original", 2023).document("d24", 2024)
    assert columns(rows.mart("document"), "document_id", "superseded_by") == [
        ("d24", None),
        ("original", None),
        ("told", "original"),
    ]


def test_readings_of_documents_in_force_are_all_kept_parts_among_them() -> None:
    rows = Rows().metric("cases").document("told", 2023, nature="restatement").document("original", 2023)
    rows.observation("told", "cases", 1, 2023).observation("original", "cases", 2, 2023)
    rows.observation("original", "cases", 1, 2023, scope="其中")
    rows.observation("original", "cases", 9, 2023, kind="window", period_start=date(2021, 1, 1))
    assert columns(rows.mart("observation"), "value", "scope", "kind", "year") == [
        (2, "", "flow", 2023),
        (1, "其中", "flow", 2023),
        (9, "", "window", 2023),
    ]


def test_no_documents_give_empty_marts() -> None:
    rows = Rows().metric("cases").known_practice("exam").known_problem("team", 2023)
    for mart in ("metric_year", "practice_status", "problem_status", "goal", "coverage", "unmapped", "document"):
        assert rows.mart(mart) == []
