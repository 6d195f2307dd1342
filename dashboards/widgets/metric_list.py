"""Every metric of a year: search, how much of each theme is known, and the metrics of the theme in view."""

from collections.abc import Sequence
from difflib import get_close_matches
from html import escape

import pandas as pd
import streamlit as st

from dashboards.charts import coverage
from dashboards.charts.coverage import STATES
from dashboards.i18n import t
from dashboards.view import Row, View
from dashboards.widgets import figure_rows, figures, tables
from dashboards.widgets.blocks import anchor, back, nav, section
from dashboards.widgets.chart import Table, chart, takeaway
from dashboards.widgets.sparks import Year
from pipelines.api import base_of, worded

MOST_CARDS = 16
"""With more figures than these the core ones alone stand above the themes."""
SEARCHED = ("name_zh", "name_en", "metric_id", "theme_zh", "theme_en", "definition_zh", "definition_en")


def listed(seen: View, metrics: pd.DataFrame) -> None:
    """The page without a metric: search; the year's figures; themes; the metrics of one theme, or those found."""
    _search(seen)
    if seen.text:
        _found(seen, metrics)
        return
    language = seen.language
    known = metrics[metrics["value"].notna()]
    title = "metrics.stated"
    if len(known) > MOST_CARDS:
        known, title = known[known["highlight"].notna()], "metrics.core"
    section(t(title, language, year=seen.year), t("metrics.stated_note", language))
    st.html(figures.cards(seen, known))
    _themes(seen, metrics)
    section(t("metrics.all", language), t("metrics.all_note", language))
    options = dict(zip(metrics["theme_id"], worded(metrics, "theme", language), strict=True))
    richest = metrics.groupby("theme_id")["value"].count().idxmax()
    chosen = seen.theme_id if seen.theme_id in options else richest
    links = [anchor(seen.here(theme_id=each), name, each == chosen) for each, name in options.items()]
    st.html(nav("choices", t("themes.theme", language), links))
    _rows(seen, metrics[metrics["theme_id"] == chosen], options[chosen])


def matching(metrics: pd.DataFrame, text: str) -> pd.DataFrame:
    """The metrics whose names, theme or definition, in either language, hold every word of the text."""
    hay = metrics[list(SEARCHED)].fillna("").agg(" ".join, axis=1).str.casefold()
    words = text.casefold().split()
    return metrics[[all(word in each for word in words) for each in hay]]


def nearest(metrics: pd.DataFrame, asked: str) -> list[str]:
    """The ids most like one that isn't there, at most three."""
    return get_close_matches(asked.casefold(), metrics["metric_id"].tolist(), n=3, cutoff=0.5)


def _search(seen: View) -> None:
    language = seen.language
    kept = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in seen.elsewhere().items()
    )
    label = escape(t("metrics.search", language))
    st.html(
        f'<form class="search" role="search">{kept}<input type="search" name="find" aria-label="{label}" '
        f'placeholder="{label}" value="{escape(seen.text or "")}">'
        f"<button>{escape(t('metrics.find', language))}</button></form>"
    )


def _found(seen: View, metrics: pd.DataFrame) -> None:
    language, text = seen.language, seen.text or ""
    found = matching(metrics, text)
    section(t("metrics.found", language, text=text[:60]), t("metrics.found_note", language, count=len(found)))
    if found.empty:
        st.html(f'<p class="note">{escape(t("metrics.none_found", language))}</p>')
    else:
        _rows(seen, found, t("metrics.search", language))
    back(seen.here(text=None), t("metrics.back", language))


def _themes(seen: View, metrics: pd.DataFrame) -> None:
    """Every theme with how many of its metrics are in which state: chart and table side by side."""
    language = seen.language
    counted = by_theme(metrics, language)
    used = {state: t(f"quality.state.{state}", language) for state in STATES if counted[state].any()}
    section(t("themes.title", language), t("themes.note", language, count=len(metrics)))
    columns = [t("themes.theme", language), *used.values(), t("themes.all", language)]
    rows = [
        [row["name"], *(int(row[state]) for state in used), int(row["metrics"])] for row in counted.to_dict("records")
    ]
    expression = f"board.metric_year({seen.organisation_id!r}, {seen.year})"
    table = Table(t("themes.title", language), columns, rows, expression)
    place, beside = st.columns([3, 2], gap="medium")
    with place:
        chart(seen, coverage.themes(counted, used), table, key="themes-chart")
    with beside, st.container(key="themes-table"):
        linked = [
            [f'<a href="{escape(seen.here(theme_id=theme_id))}">{escape(name)}</a>', *map(str, counts)]
            for theme_id, (name, *counts) in zip(counted["theme_id"], rows, strict=True)
        ]
        st.html(tables.listed(table.title, columns, linked))


def by_theme(metrics: pd.DataFrame, language: str) -> pd.DataFrame:
    """theme_id, name, metrics, and a count for each of STATES."""
    has_no_figure = (metrics["reporting_state"] == "reported") & metrics["value"].isna()
    states = metrics["reporting_state"].mask(has_no_figure, "without_figure")
    counted = pd.crosstab(metrics["theme_id"], states).reindex(columns=list(STATES), fill_value=0)
    names = metrics.groupby("theme_id", sort=False)[f"theme_{base_of(language)}"].first().rename("name")
    return names.to_frame().join(counted.assign(metrics=counted.sum(axis=1))).reset_index()


def _rows(seen: View, rows: pd.DataFrame, title: str) -> None:
    """A metric a line: those with a value first, each with its years; the others folded by why there is none."""
    language = seen.language
    years = seen.board.years_of_metrics(seen.organisation_id)
    lines = {row["metric_id"]: _row(seen, row, years[row["metric_id"]]) for row in rows.to_dict("records")}
    with_value, without = rows[rows["value"].notna()], rows[rows["value"].isna()]
    st.html(f'<ul class="metrics">{"".join(lines[each] for each in with_value["metric_id"])}</ul>')
    by_state: dict[str, list[str]] = {}
    for row in without.to_dict("records"):
        by_state.setdefault(figures.shown(row, language), []).append(lines[row["metric_id"]])
    for state, part in by_state.items():
        summary = escape(t("metrics.without", language, state=state, count=len(part)))
        listed = "".join(part)
        st.html(f'<details class="states"><summary>{summary}</summary><ul class="metrics">{listed}</ul></details>')
    columns = [t("themes.theme", language), t("entry.metric", language), *figure_rows.headings(language)]
    cells = [
        [worded(row, "theme", language), figures.name(seen, row), *figure_rows.cells(row, language)]
        for row in rows.to_dict("records")
    ]
    expression = f"board.metric_year({seen.organisation_id!r}, {seen.year})"
    takeaway(seen, Table(f"{title} {t('year', language, year=seen.year)}", columns, cells, expression), key="rows")


def _row(seen: View, row: Row, years: Sequence[Year]) -> str:
    name, to = escape(figures.name(seen, row)), escape(seen.here(metric_id=row["metric_id"]))
    shown = escape(figures.shown(row, seen.language))
    known = "" if pd.notna(row["value"]) else ' class="absent"'
    spark = figures.years_spark(seen, years)
    return f'<li{known}><a href="{to}">{name}</a>{spark}<span class="row-value">{shown}</span></li>'
