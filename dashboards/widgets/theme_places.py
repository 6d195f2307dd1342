"""A metric by community: a map where one is given, and the table of the same beside it."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import streamlit as st

from dashboards.charts import places as charts
from dashboards.i18n import dimension, t
from dashboards.view import View
from dashboards.widgets import tables
from dashboards.widgets.blocks import notice, section
from dashboards.widgets.chart import Table, chart
from dashboards.widgets.figure_rows import number
from dashboards.widgets.themes import metric_chooser
from pipelines.api import BoardError, PlaceMap, explain, flat_map, shown_value, worded

Row = Mapping[str, Any]


def of_theme(seen: View, uses: Sequence[Row]) -> None:
    """The metric in view by place; nothing where the catalogue names none for the theme."""
    listed = [each for each in uses if each["shown_as"] == "place"]
    if not listed:
        return
    language = seen.language
    metric = next((each for each in listed if each["measure_id"] == seen.place_id), listed[0])
    rows = seen.board.places(seen.organisation_id, metric["measure_id"], seen.year, metric["dimension"])
    section(t("theme.places", language), t("theme.places_note", language))
    metric_chooser(seen, listed, metric["measure_id"], "place_id", t("theme.places", language))
    if not rows:
        st.html(f'<p class="note">{escape(t("theme.places_none", language, year=seen.year))}</p>')
        return
    held = _map(seen)
    left, right = st.columns([3, 2], gap="medium") if held else (None, st.container())
    if held and left:
        with left:
            _drawn(seen, metric, rows, held)
    with right:
        headings = [dimension(metric["dimension"], language), t("metric.value", language)]
        cells = [[_name(seen, row), escape(shown_value(row["value"], metric["unit"], language))] for row in rows]
        st.html(tables.listed(t("theme.places", language), headings, cells, plain=(1,)))


def _name(seen: View, row: Row) -> str:
    return escape(worded(row, "member", seen.language) or t("member.empty", seen.language))


def _map(seen: View) -> PlaceMap | None:
    """The map; what is wrong with it, or how to give one, is said in its place."""
    language = seen.language
    try:
        found = flat_map(seen.organisation_id)
    except BoardError as error:
        notice(explain(error, language), "refused")
        return None
    if found is None:
        st.html(f'<p class="note">{escape(t("theme.no_map", language, organisation=seen.organisation_id))}</p>')
    return found


def _drawn(seen: View, metric: Row, rows: Sequence[Row], held: PlaceMap) -> None:
    language = seen.language
    known = {row["member"]: row for row in rows if row["member"]}
    places = [
        {
            "name": outline.name,
            "rings": outline.rings,
            "middle": outline.middle,
            "shade": known[outline.name]["shade"] if outline.name in known else 0,
            "text": _figure(known.get(outline.name), metric, language),
        }
        for outline in held.outlines
    ]
    where = f"{seen.organisation_id!r}, {metric['measure_id']!r}, {seen.year}, {metric['dimension']!r}"
    table = Table(
        t("theme.map_label", language, metric=seen.name(metric), year=seen.year),
        [dimension(metric["dimension"], language), t("metric.value", language)],
        [[worded(row, "member", language) or t("member.empty", language), number(row["value"])] for row in rows],
        f"board.places({where})",
    )
    chart(seen, charts.shaded(places, is_neutral=metric["direction"] == "neutral"), table, key="places-chart")
    look = "neutral" if metric["direction"] == "neutral" else ""
    st.html(_legend([row for row in rows if row["member"]], metric, look, language))
    if held.is_synthetic:
        st.html(f'<p class="note">{escape(t("theme.map_synthetic", language))}</p>')
    comma = t("list_comma", language)
    drawn = {outline.name for outline in held.outlines}
    for key, names in (
        ("theme.not_on_map", [name for name in known if name not in drawn]),
        ("theme.not_in_ledger", [outline.name for outline in held.outlines if outline.name not in known]),
    ):
        if names:
            st.html(f'<p class="note">{escape(t(key, language, names=comma.join(names)))}</p>')


def _figure(row: Row | None, metric: Row, language: str) -> str:
    return shown_value(row["value"], metric["unit"], language) if row else t("theme.no_rows", language)


def _legend(rows: Sequence[Row], metric: Row, look: str, language: str) -> str:
    """Each shade with the lowest and highest figure that has it."""
    said = []
    for shade in range(1, charts.SHADES + 1):
        values = sorted(row["value"] for row in rows if row["shade"] == shade)
        if values:
            low, high = (shown_value(value, metric["unit"], language) for value in (values[0], values[-1]))
            words = low if low == high else f"{low}–{high}"
            colour = charts.fill(shade, is_neutral=bool(look))
            said.append(f'<span><i style="background:{colour}"></i>{escape(words)}</span>')
    words = escape(t("theme.no_rows", language))
    classes = f"heat-legend {look}".strip()
    return f'<p class="{classes}">{"".join(said)}<span><i class="dotted"></i>{words}</span></p>'
