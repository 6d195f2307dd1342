"""What a theme's ledgers know beyond figures of a year: shares with their exceptions, months, parts."""

from collections.abc import Mapping, Sequence
from html import escape
from itertools import groupby
from typing import Any

import streamlit as st

from dashboards import navigation
from dashboards.i18n import dimension, t
from dashboards.view import View
from dashboards.widgets import months as rows_of
from dashboards.widgets import tables
from dashboards.widgets.blocks import section
from dashboards.widgets.heat import Tile, heat, legend
from pipelines.api import EditionTooOld, figure, rounded_share, say, shown_value, worded

MOST_EXCEPTIONS, MOST_MEMBERS, MOST_FOLDED = 50, 30, 24
Row = Mapping[str, Any]


def rates(seen: View, uses: Sequence[Row]) -> None:
    """The shares that the catalogue names for the theme, each with the rows that are its exceptions."""
    listed = [each for each in uses if each["shown_as"] == "rate"]
    if not listed:
        return
    section(t("theme.rates", seen.language), t("theme.rates_note", seen.language))
    st.html(f'<div class="rates">{"".join(_rate(seen, each) for each in listed)}</div>')


def _rate(seen: View, rate: Row) -> str:
    language, measure_id = seen.language, rate["measure_id"]
    years = seen.board.measure_years(seen.organisation_id, measure_id)
    row = next((each for each in years if each["year"] == seen.year), None)
    name = escape(seen.name(rate))
    if row is None or row["value"] is None:
        shown = say("status.no_data", language) if row is None or row["reason"] == "parts_missing" else ""
        shown = shown or say(f"absence.{row['reason']}", language)
        head = f'<h3>{name} <b class="absent">{escape(shown)}</b></h3>'
    else:
        value = rounded_share(row["value"], "%", row["qualifier"])
        head = f"<h3>{name} <b>{escape(figure(value, '%', row['qualifier'], language))}</b></h3>"
    definition = f'<p class="note">{escape(worded(rate, "definition", language))}</p>'
    return (
        f'<section class="rate" data-rate="{escape(measure_id)}">{head}{definition}{_exceptions(seen, rate)}</section>'
    )


def _exceptions(seen: View, rate: Row) -> str:
    language = seen.language
    parts = (rate["denominator_id"], rate["numerator_id"])
    if any(seen.board.ledger_figure(seen.organisation_id, part, seen.year) is None for part in parts):
        return f'<p class="note">{escape(t("theme.exceptions_unknown", language))}</p>'
    found = seen.board.rate_exceptions(seen.organisation_id, rate["measure_id"], seen.year, MOST_EXCEPTIONS)
    if not found:
        return f'<p class="note">{escape(t("theme.exceptions_none", language))}</p>'
    sure, unsure = found[0]["all_sure"], found[0]["all_unsure"]
    said = t("theme.exceptions", language, count=sure)
    said += t("theme.exceptions_unsure", language, count=unsure) if unsure else ""
    title = t("theme.exceptions_list", language, shown=len(found), count=sure + unsure)
    headings = [t(f"evidence.row_{name}", language) for name in ("key", "day", "where")]
    table = tables.listed(title, headings, rows_of.row_cells(found, language), plain=(1,))
    summary = f"<summary>{escape(title)}</summary>"
    return f'<p class="definition">{escape(said)}</p><details class="states">{summary}{table}</details>'


def counted(seen: View, theme_id: str) -> Sequence[Row]:
    """The months of the theme's metrics; none where no ledger covers any of them in the year."""
    try:
        listed = seen.board.theme_months(seen.organisation_id, theme_id, seen.year)
    except EditionTooOld:
        return ()
    return listed if any(row["is_covered"] for row in listed) else ()


def months(seen: View, listed: Sequence[Row]) -> None:
    """Metrics by month as tiles; nothing where no ledger counts any of them."""
    language = seen.language
    rows: dict[str, list[Tile | None]] = {}
    for metric_id, held in groupby(listed, key=lambda row: row["metric_id"]):
        own = {row["month"].month: row for row in held}
        if any(row["is_covered"] for row in own.values()):
            first = next(iter(own.values()))
            to = escape(seen.link(navigation.METRICS, metric_id=metric_id))
            rows[f'<a href="{to}">{escape(seen.name(first))}</a>'] = [
                _month(own.get(month), month, language) for month in range(1, 13)
            ]
    if not rows:
        return
    section(t("theme.months", language), t("theme.months_note", language))
    columns = [t("theme.column.metric", language), *(str(month) for month in range(1, 13))]
    marks = [("uncovered", t("months.uncovered", language))]
    st.html(
        heat(t("theme.months", language), columns, rows, look="neutral metrics")
        + legend(t("theme.few", language), t("theme.many", language), marks, look="neutral")
    )


def _month(row: Row | None, month: int, language: str) -> Tile:
    at = t("practices.month", language, month=month)
    if row is None or not row["is_covered"]:
        said = t("theme.day.said", language, day=at, words=t("months.uncovered", language))
        return Tile("–", said, marks=("uncovered",), at=str(month))
    counted = figure(row["value"], row["unit"], "exact" if row["value"] == row["upper"] else "at_least", language)
    text = f"{row['value'].normalize():,f}" + ("" if row["value"] == row["upper"] else "+")
    return Tile(text, t("theme.day.said", language, day=at, words=counted), row["shade"], at=str(month))


def parts(seen: View, theme_id: str, uses: Sequence[Row]) -> None:
    """Metrics by kind, field, form …: those that the catalogue names as bars, the others as folded tables."""
    language = seen.language
    try:
        listed = seen.board.theme_parts(seen.organisation_id, theme_id, seen.year)
    except EditionTooOld:
        return
    held = {key: list(part) for key, part in groupby(listed, key=lambda row: (row["metric_id"], row["dimension"]))}
    if not held:
        return
    wanted = [(each["measure_id"], each["dimension"]) for each in uses if each["shown_as"] == "part"]
    placed = {(each["measure_id"], each["dimension"]) for each in uses if each["shown_as"] == "place"}
    section(t("theme.parts", language), t("theme.parts_note", language))
    bars = [_bars(seen, held[key]) for key in wanted if key in held]
    if bars:
        st.html(f'<div class="parts">{"".join(bars)}</div>')
    others = [part for key, part in held.items() if key not in placed and key not in wanted]
    folded = "".join(_folded(seen, part) for part in others[:MOST_FOLDED])
    more = t("theme.parts_more", language, count=len(others) - MOST_FOLDED) if len(others) > MOST_FOLDED else ""
    more = f'<p class="note">{escape(more)}</p>' if more else ""
    summary = escape(t("theme.parts_others", language, count=len(others)))
    if others:
        st.html(f'<details class="states"><summary>{summary}</summary>{folded}{more}</details>')


def _title(seen: View, row: Row) -> str:
    named = dimension(row["dimension"], seen.language)
    return t("theme.part", seen.language, metric=seen.name(row), dimension=named)


def _member(seen: View, row: Row) -> str:
    return escape(worded(row, "member", seen.language) or t("member.empty", seen.language))


def _bars(seen: View, rows: Sequence[Row]) -> str:
    """A table whose figures have a bar beside them."""
    language, title = seen.language, _title(seen, rows[0])
    highest = max(float(row["value"]) for row in rows) or 1.0
    look = " neutral" if rows[0]["direction"] == "neutral" else ""
    cells = []
    for row in rows[:MOST_MEMBERS]:
        width = 100 * float(row["value"]) / highest
        bar = f'<span class="bar{look}" aria-hidden="true"><i style="width:{width:.0f}%"></i></span>'
        cells.append([_member(seen, row), f"{bar}{escape(shown_value(row['value'], row['unit'], language))}"])
    headings = [dimension(rows[0]["dimension"], language), t("metric.value", language)]
    table = tables.listed(title, headings, cells, plain=(1,))
    return f'<div><h3 class="chapter">{escape(title)}</h3>{table}{_cut(rows, language)}</div>'


def _folded(seen: View, rows: Sequence[Row]) -> str:
    language, title = seen.language, _title(seen, rows[0])
    cells = [
        [_member(seen, row), escape(shown_value(row["value"], row["unit"], language))] for row in rows[:MOST_MEMBERS]
    ]
    headings = [dimension(rows[0]["dimension"], language), t("metric.value", language)]
    table = tables.listed(title, headings, cells, plain=(1,))
    return f'<details class="states"><summary>{escape(title)}</summary>{table}{_cut(rows, language)}</details>'


def _cut(rows: Sequence[Row], language: str) -> str:
    left = len(rows) - MOST_MEMBERS
    return f'<p class="note">{escape(t("theme.members_more", language, count=left))}</p>' if left > 0 else ""
