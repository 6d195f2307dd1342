"""Every figure that a page shows is the mart's: the page is read, and the warehouse is asked by the test's own SQL."""

import re
from html import unescape
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pipelines.api import figure, open_board, shown_value
from tests.dashboards.test_ledgers import demo  # noqa: F401 (a fixture)
from tests.dashboards.test_pages import opened

YEAR = 2024
BOTH = pytest.mark.parametrize("language", ["zh", "en"])


def asked(select: str, **values: Any) -> list[dict[str, Any]]:
    return open_board().arrow(select, values).to_pylist()


def body(app: AppTest) -> str:
    assert not app.exception and not app.error
    return "".join(each.proto.body for each in app.get("html"))


def plain(html: str) -> str:
    return unescape(re.sub("<[^>]*>", "", html)).strip()


def rows_of(html: str) -> list[list[str]]:
    """The cells of every row of every table, tags taken away."""
    return [
        [plain(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]
        for row in re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)
    ]


@BOTH
@pytest.mark.parametrize("year", [2023, 2024])
def test_the_core_figures_of_the_overview(demo, language: str, year: int) -> None:  # noqa: F811
    shown = re.findall(
        r'data-metric="(\w+)".*?class="figure-value">([^<]*)<', body(opened("overview", lang=language, year=str(year)))
    )
    assert len(shown) >= 6
    for metric_id, said in shown:
        (row,) = asked(
            "select value, unit, qualifier from marts.metric_year where metric_id = $metric and year = $year",
            metric=metric_id,
            year=year,
        )
        if row["value"] is None:
            assert not re.search(r"\d", said), (metric_id, said)
        else:
            assert unescape(said) == figure(row["value"], row["unit"], row["qualifier"], language)


@BOTH
def test_what_the_overview_counts(demo, language: str) -> None:  # noqa: F811
    html = body(opened("overview", lang=language, year=str(YEAR)))
    (row,) = asked("select * from marts.coverage where year = $year", year=YEAR)
    trust = re.search(r'<dl class="trust">(.*?)</dl>', html)[1]
    counts = [int(each.replace(",", "")) for each in re.findall(r"<dd>([\d,]+)</dd>", trust)]
    without = row["not_reported"] + row["not_captured"]
    unused = [row["without_figure"]] if row["without_figure"] else []
    assert counts == [row["with_value"], *unused, row["with_value"] - row["reviewed"], row["unmapped"], without]


@BOTH
@pytest.mark.parametrize("metric_id", ["street_occupation_cases", "law_exam_completion_rate", "penalty_amount"])
def test_the_years_and_months_of_a_metric(demo, language: str, metric_id: str) -> None:  # noqa: F811
    html = body(opened("metrics", lang=language, year=str(YEAR), metric=metric_id))
    tables = {row[0]: row[1] for row in rows_of(html) if row and re.fullmatch(r"20\d\d", row[0])}
    known = asked("select year, value, unit, qualifier from marts.metric_year where metric_id = $id", id=metric_id)
    assert len(known) >= 3 and len(tables) == len(known)
    for row in known:
        said = tables[str(row["year"])]
        if row["value"] is None:
            assert not re.search(r"\d", said)
        else:
            assert said.split(" · ")[0] == figure(row["value"], row["unit"], row["qualifier"], language)
    months = asked(
        "select month(month) as month, value, to_date, unit from marts.metric_month"
        " where metric_id = $id and year(month) = $year and is_covered and upper = value order by month",
        id=metric_id,
        year=YEAR,
    )
    assert len(months) == (0 if metric_id == "law_exam_completion_rate" else 12)
    shown = [row for row in rows_of(html) if len(row) == 3 and re.fullmatch(r"\d\d?", row[0])]
    assert shown == [
        [str(row["month"]), *(shown_value(row[name], row["unit"], language) for name in ("value", "to_date"))]
        for row in months
    ]


@BOTH
def test_reports_beside_ledgers(demo, language: str) -> None:  # noqa: F811
    lines = rows_of(body(opened("reconciliation", lang=language, year=str(YEAR))))
    known = asked(
        f"select name_{language} as name, mart.* from marts.reconciliation as mart"
        " inner join catalogue.metrics using (metric_id)"
        " where year = $year and report_value is not null and ledger_value is not null",
        year=YEAR,
    )
    assert len(known) > 20
    for row in known:
        wanted = [
            figure(row["report_value"], row["report_unit"], row["report_qualifier"], language),
            shown_value(row["ledger_value"], row["ledger_unit"], language),
        ]
        assert any(line[0] == row["name"] and line[1] == wanted[0] and wanted[1] in line[2] for line in lines), row


@BOTH
def test_what_stands_before_signing(demo, language: str) -> None:  # noqa: F811
    lines = rows_of(body(opened("signing", lang=language, year=str(YEAR))))
    known = asked(
        f"select name_{language} as name, mart.* from marts.signing as mart"
        " inner join catalogue.metrics using (metric_id)"
        " where year = $year and value is not null and state in ('agrees', 'differs')",
        year=YEAR,
    )
    assert len(known) > 20
    for row in known:
        wanted = figure(row["value"], row["unit"], row["qualifier"], language)
        assert any(line[0] == row["name"] and wanted in line[1:] for line in lines), row


@BOTH
def test_how_each_key_result_stands(demo, language: str) -> None:  # noqa: F811
    html = body(opened("goals", lang=language, year=str(YEAR)))
    shown = re.findall(r'<article class="key-result" data-key="([^"]+)">(.*?)</article>', html, re.DOTALL)
    known = {row["key_result_id"]: row for row in asked("select * from marts.goal_progress")}
    assert shown and {key for key, _ in shown} == set(known)
    for key, said in shown:
        assert f"chip status {known[key]['status']}" in said


@BOTH
def test_rows_and_spans_of_ledgers(demo, language: str) -> None:  # noqa: F811
    lines = {line[0]: line for line in rows_of(body(opened("ledgers", lang=language)))}
    board = open_board()
    known = [kind for kind in board.ledgers(board.organisations()["organisation_id"].iloc[0]) if kind["files"]]
    assert len(known) == 23
    for kind in known:
        line = lines[kind[f"name_{language}"]]
        assert line[1] == f"{kind['rows']:,}" and str(kind["covers_until"]) in line[2]
