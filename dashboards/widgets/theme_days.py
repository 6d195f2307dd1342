"""A theme's ledgers day by day: twelve rows of days, and the rows of the day that was clicked."""

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from typing import Any

import streamlit as st

from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import months, tables
from dashboards.widgets.blocks import notice, section
from dashboards.widgets.chart import Table, takeaway
from dashboards.widgets.heat import Tile, heat, legend
from dashboards.widgets.themes import metric_chooser

LONGEST = 31
MOST_ROWS = 200
Row = Mapping[str, Any]


def of_theme(seen: View, uses: Sequence[Row]) -> None:
    """The days of the metric in view; nothing where the catalogue names none for the theme."""
    listed = [each for each in uses if each["shown_as"] == "day"]
    if not listed:
        return
    language = seen.language
    metric = next((each for each in listed if each["measure_id"] == seen.metric_id), listed[0])
    section(t("theme.days", language), t("theme.days_note", language))
    metric_chooser(seen, listed, metric["measure_id"], "metric_id", t("theme.days", language))
    days = seen.board.days(seen.organisation_id, metric["measure_id"], seen.year)
    if not any(day["is_covered"] or day["rows_counted"] for day in days):
        st.html(f'<p class="note">{escape(t("theme.days_none", language, year=seen.year))}</p>')
        return
    with_rows = [day for day in days if day["rows_counted"]]
    said = t(
        "theme.days_said",
        language,
        year=seen.year,
        metric=seen.name(metric),
        count=f"{sum(day['rows_counted'] for day in with_rows):,}",
        days=len(with_rows),
    )
    uncovered = sum(not day["is_covered"] for day in days)
    said += t("theme.days_uncovered", language, count=uncovered) if uncovered else ""
    st.html(f'<p class="definition">{escape(said)}</p>')
    look = "neutral" if metric["direction"] == "neutral" else ""
    rows = {
        escape(t("practices.month", language, month=month)): _month(seen, metric, days, month) for month in range(1, 13)
    }
    columns = [t("months.month", language), *(str(number) for number in range(1, LONGEST + 1))]
    marks = [(mark, t(f"theme.day.{mark}", language)) for mark in ("uncovered", "off", "holiday")]
    st.html(
        heat(t("theme.days", language), columns, rows, look=f"days {look}".strip())
        + legend(t("theme.few", language), t("theme.many", language), marks, look=look)
    )
    _chosen(seen, metric, days)
    where = f"{seen.organisation_id!r}, {metric['measure_id']!r}, {seen.year}"
    headings = [t("theme.column.day", language), t("theme.column.rows", language)]
    cells = [[day["day"].isoformat(), day["rows_counted"]] for day in days]
    title = f"{seen.name(metric)} {t('year', language, year=seen.year)}"
    takeaway(seen, Table(title, headings, cells, f"board.days({where})"), key="theme-days")


def _month(seen: View, metric: Row, days: Sequence[Row], month: int) -> list[Tile | None]:
    own = [_tile(seen, metric, day) for day in days if day["day"].month == month]
    return [*own, *([None] * (LONGEST - len(own)))]


def _tile(seen: View, metric: Row, day: Row) -> Tile:
    language, count = seen.language, day["rows_counted"]
    marks = [] if day["is_covered"] else ["uncovered"]
    marks += ["holiday"] if day["is_holiday"] else ["off"] if day["is_off"] else []
    on = day["day"].isoformat()
    words = [t("theme.day.uncovered" if count is None else "theme.day.rows", language, count=count)]
    words += [t("theme.day.unsure", language, count=day["unsure"])] if day["unsure"] else []
    words += [t(f"theme.day.{mark}", language) for mark in marks if mark != "uncovered" or count]
    to = ""
    if count or day["unsure"]:
        to = seen.here(metric_id=metric["measure_id"], day=on)
    if on == seen.day:
        marks.append("here")
    said = t("theme.day.said", language, day=on, words=t("list_comma", language).join(words))
    text = str(count) if count or day["is_covered"] else "?" if day["unsure"] else "–"
    return Tile(text, said, day["shade"], tuple(marks), to, str(day["day"].day))


def _chosen(seen: View, metric: Row, days: Sequence[Row]) -> None:
    """The rows that count on the day of the address, each with its file, sheet and row."""
    language = seen.language
    if seen.day is None:
        return
    found = next((day for day in days if day["day"].isoformat() == seen.day), None)
    if found is None:
        notice(t("theme.day.unknown", language, day=seen.day[:20], year=seen.year))
        return
    on: date = found["day"]
    rows = seen.board.ledger_rows(seen.organisation_id, metric["measure_id"], on, on, most=MOST_ROWS)
    title = t("theme.day.title", language, day=on.isoformat(), metric=seen.name(metric), count=len(rows))
    close = f'<a href="{escape(seen.here(day=None))}">{escape(t("theme.day.close", language))}</a>'
    st.html(f'<h3 class="chapter day">{escape(title)} {close}</h3>')
    if rows:
        headings = [t(f"evidence.row_{name}", language) for name in ("key", "day", "where")]
        st.html(tables.listed(title, headings, months.row_cells(rows, language), plain=(1,)))
    elif not found["is_covered"]:
        st.html(f'<p class="note">{escape(t("theme.day.uncovered", language))}</p>')
