"""The sections of the page 数据质量: each a table of the edition's own figures, with who can mend what it shows."""

from collections.abc import Mapping
from html import escape
from math import ceil, floor
from typing import Any

import streamlit as st

from dashboards import navigation
from dashboards.charts import coverage as coverage_charts
from dashboards.charts.coverage import STATES
from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import tables
from dashboards.widgets.blocks import anchor, note, section
from dashboards.widgets.chart import Table, chart
from pipelines.api import MOST_BREACHES, bounded_figure, checks_said, coverage_states, figure, say, worded

Row = Mapping[str, Any]
MOST_NUMBERS = 50
_DASH = "—"


def coverage(seen: View) -> None:
    """Years × reporting states: stacked bars and the table of the same counts."""
    language = seen.language
    rows = coverage_states(seen.board, seen.organisation_id)
    words = {state: t(f"quality.state.{state}", language) for state in STATES}
    title = t("quality.coverage", language)
    section(title, t("quality.coverage_note", language))
    counts = [[int(row["year"]), *(int(row[state]) for state in STATES), int(row["metrics"])] for row in rows]
    columns = [t("metric.year", language), *words.values(), t("quality.metrics", language)]
    table = Table(title, columns, counts, f"board.coverage({seen.organisation_id!r})")
    if len(rows) > 1:
        with st.container(key="states-chart"):
            chart(seen, coverage_charts.by_year(rows, words), table, key="quality-states")
    headings = [
        t("metric.year", language),
        *words.values(),
        t("quality.metrics", language),
        t("quality.reviewed", language),
    ]
    cells = [
        [
            anchor(seen.link(navigation.METRICS, year=int(row["year"])), f"{row['year']}"),
            *(f"{row[state]}" for state in STATES),
            f"{row['metrics']}",
            f"{row['reviewed']}/{row['with_value']}",
        ]
        for row in rows
    ]
    with st.container(key="quality-coverage"):
        st.html(tables.listed(title, headings, cells))


def large_changes(seen: View) -> None:
    """Counts that changed by more than chance and custom explain: the figure, the year before, who can check."""
    language = seen.language
    rows = seen.board.large_changes(seen.organisation_id)
    title = t("quality.changes", language, count=len(rows))
    section(title, t("quality.changes_note", language))
    if not rows:
        st.html(note(t("quality.changes_none", language)))
        return
    headings = [t(f"quality.changes.{name}", language) for name in ("metric", "year", "now", "before", "size", "owner")]
    cells = [
        [
            anchor(seen.link(navigation.METRICS, metric_id=row["metric_id"], year=row["year"]), seen.name(row)),
            f"{row['year']}",
            escape(figure(row["value"], row["unit"], row["qualifier"], language)),
            escape(bounded_figure(*_before(row), row["unit"], language)),
            escape(_size(row, language)),
            escape(worded(row, "owner", language)),
        ]
        for row in rows
    ]
    with st.container(key="quality-changes"):
        st.html(tables.listed(title, headings, cells))


def _before(row: Row) -> list[Any]:
    return [row[f"previous_{name}"] for name in ("value", "lower", "upper")]


def _size(row: Row, language: str) -> str:
    """By how many times at least: 增至至少2.6倍; where one of the two is 0, only which way."""
    if row["times"] is None:
        return say(f"large_change.{'up_from_zero' if row['direction'] == 'up' else 'down_to_zero'}", language)
    # rounded away from what is sure: at least so many times, at most such a part
    times, share = f"{floor(round(row['times'] * 10, 6)) / 10:g}", ceil(round(100 / row["times"], 6))
    return say(f"large_change.{row['direction']}", language, times=times, share=share)


def checks(seen: View) -> None:
    """Failed checks with their counts, what each means and who can mend it; those that pass by name."""
    language = seen.language
    rows = checks_said(seen.board, language)
    failed = [row for row in rows if row["breaches"]]
    section(t("quality.checks", language, failed=len(failed), all=len(rows)), t("quality.checks_note", language))
    if not failed:
        st.html(note(t("quality.checks_none", language)))
    headings = [t(f"quality.checks.{name}", language) for name in ("name", "count", "meaning", "who")]
    cells = [[escape(row["name"]), f"{row['breaches']}", escape(row["meaning"]), escape(row["who"])] for row in failed]
    if failed:
        with st.container(key="quality-checks"):
            st.html(tables.listed(headings[0], headings, cells))
    said = []
    for row in failed:
        found = [[escape(each["subject"]), escape(each["found"])] for each in row["first"]]
        key = "quality.breaches_first" if row["breaches"] > MOST_BREACHES else "quality.breaches"
        title = t(key, language, name=row["name"], count=row["breaches"], most=MOST_BREACHES)
        columns = [t("quality.subject", language), t("quality.found", language)]
        said.append(_details(title, tables.listed(title, columns, found)))
    passed = [row["name"] for row in rows if not row["breaches"]]
    title = t("quality.passed", language, count=len(passed))
    names = t("list_comma", language).join(passed)
    st.html("".join([*said, _details(title, f"<p>{escape(names)}</p>")]))


def _details(title: str, body: str) -> str:
    return f'<details class="states"><summary>{escape(title)}</summary>{body}</details>'


def unmapped(seen: View) -> None:
    """The numbers of the year's report that no metric takes, and where they can be given to one."""
    language = seen.language
    known = seen.board.unmapped(seen.organisation_id, seen.year)
    rows = known[known["document_type"] == "annual_report"] if len(known) else known
    title = t("quality.unmapped", language, year=seen.year, count=len(rows))
    section(title, t("quality.unmapped_note", language))
    if not len(rows):
        st.html(note(t("quality.unmapped_none", language)))
        return
    headings = [t("quality.number", language), t("quality.sentence", language)]
    cells = [
        [anchor(seen.link(navigation.REVIEW, quantity_id=row["quantity_id"]), row["quote"]), escape(row["sentence"])]
        for row in rows.head(MOST_NUMBERS).to_dict("records")
    ]
    with st.container(key="quality-unmapped"):
        st.html(tables.listed(title, headings, cells))
    if len(rows) > MOST_NUMBERS:
        st.html(note(t("quality.first_alone", language, count=MOST_NUMBERS)))
    to = escape(seen.link(navigation.REVIEW))
    st.html(f'<p class="note"><a href="{to}">{escape(t("quality.map", language))}</a></p>')


def owners(seen: View) -> None:
    """What each office has no figure for in this year."""
    language = seen.language
    rows = seen.board.owner_gaps(seen.organisation_id, seen.year)
    title = t("quality.owners", language, year=seen.year)
    section(title, t("quality.owners_note", language))
    headings = [t(f"quality.owners.{name}", language) for name in ("owner", "without", "metrics", "last")]
    cells = [
        [
            escape(seen.name(row)),
            f"{row['without_figure']}",
            f"{row['metrics']}",
            f"{row['last_year']}" if row["last_year"] else _DASH,
        ]
        for row in rows
    ]
    with st.container(key="quality-owners"):
        st.html(tables.listed(title, headings, cells))


def ledgers(seen: View) -> None:
    """When each kind of ledger was loaded last, and how long ago that is."""
    language = seen.language
    rows = seen.board.ledger_ages(seen.organisation_id)
    never = [row for row in rows if row["loaded_on"] is None]
    title = t("quality.ledgers", language)
    section(title, t("quality.ledgers_note", language, date=seen.board.manifest.as_of))
    headings = [t(f"quality.ledgers.{name}", language) for name in ("ledger", "owner", "loaded", "days", "covers")]
    cells = [
        [
            anchor(seen.link(navigation.LEDGERS, ledger_id=row["ledger_id"]), seen.name(row)),
            escape(worded(row, "owner", language)),
            f"{row['loaded_on']}",
            f"{row['days_since']}",
            f"{row['covers_until']}",
        ]
        for row in rows
        if row["loaded_on"] is not None
    ]
    if cells:
        with st.container(key="quality-ledgers"):
            st.html(tables.listed(title, headings, cells))
    if never:
        names = t("list_comma", language).join(seen.name(row) for row in never)
        st.html(note(t("quality.never", language, count=len(never), names=names)))
