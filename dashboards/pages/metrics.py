"""指标: themes, their metrics, and one metric with its years, definition, sentence and source."""

from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from dashboards import navigation, view
from dashboards.charts import coverage, years
from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import evidence, figures, months, readings
from dashboards.widgets.blocks import notice, plain, plain_table, section
from dashboards.widgets.chart import chart
from dashboards.widgets.copying import copyable
from pipelines.api import EditionTooOld, say


def themes(seen: View, metrics: pd.DataFrame) -> None:
    """Every theme with how many of its metrics the year states: chart and table side by side."""
    language = seen.language
    counted = (
        metrics.assign(with_value=metrics["value"].notna())
        .groupby("theme_id", sort=False)
        .agg(name=(f"theme_{language}", "first"), with_value=("with_value", "sum"), metrics=("metric_id", "count"))
        .reset_index()
    )
    counted["without"] = counted["metrics"] - counted["with_value"]
    section(t("themes.title", language), t("themes.note", language, count=len(metrics)))
    place, table = st.columns([3, 2], gap="medium")
    words = {key: t(f"themes.{key}", language) for key in ("with_value", "without")}
    with place:
        chart(coverage.themes(counted, words), t("themes.title", language), key="themes-chart")
    with table:
        columns = {"name": t("themes.theme", language), **words, "metrics": t("themes.all", language)}
        shown = counted[list(columns)].astype(str).rename(columns=columns)
        with st.container(key="themes-table"):
            plain_table(shown.set_index(columns["name"]))


def listed(seen: View, metrics: pd.DataFrame) -> None:
    """The metrics of the year: those with a value first, each a link to its sentence; the rest with their state."""
    language = seen.language
    section(t("metrics.stated", language, year=seen.year), t("metrics.stated_note", language))
    st.html(figures.cards(seen, metrics[metrics["value"].notna()]))
    options = list(dict.fromkeys(metrics["theme_id"]))
    names = dict(zip(metrics["theme_id"], metrics[f"theme_{language}"], strict=False))
    themes(seen, metrics)
    section(t("metrics.all", language), t("metrics.all_note", language))
    richest = metrics.groupby("theme_id")["value"].count().idxmax()
    chosen = st.pills(
        t("themes.theme", language),
        options,
        format_func=lambda each: plain(names[each]),
        default=seen.theme_id if seen.theme_id in options else richest,
        required=True,
        key="theme",
        on_change=_remember_theme,
        label_visibility="collapsed",
    )
    rows = metrics[metrics["theme_id"] == chosen]
    with st.container(key="metric-list", gap=None):
        for _, row in rows.iterrows():
            known = "known" if pd.notna(row["value"]) else "absent"
            with st.container(key=f"row-{known}-{row['metric_id']}", horizontal=True, vertical_alignment="center"):
                to = seen.params(metric_id=row["metric_id"])
                st.page_link(navigation.METRICS, label=plain(figures.name(seen, row)), query_params=to, width="stretch")
                st.html(f'<span class="row-value">{escape(figures.shown(row, language))}</span>', width="content")


def _remember_theme() -> None:
    st.query_params["theme"] = st.session_state["theme"]


def one(seen: View, metrics: pd.DataFrame) -> None:
    """One metric: figure, years, definition, a sentence to cite, and the sentence it came from."""
    language = seen.language
    row = metrics[metrics["metric_id"] == seen.metric_id].iloc[0]
    with st.container(key="back"):
        back = t("metrics.back", language)
        st.page_link(navigation.METRICS, label=back, query_params=seen.params(metric_id=None, theme_id=row["theme_id"]))
    _title(seen, row)
    reading = seen.board.observation(row["observation_id"]) if isinstance(row["observation_id"], str) else None
    left, right = st.columns([5, 6], gap="large")
    with left:
        _years(seen)
        months.of_metric(seen)
        _definition(seen, row)
    with right:
        others = readings.of_year(seen, row)
        if reading is None and row["source"] == "ledger":
            section(t("cite.title", language))
            counted = seen.board.ledger_figure(seen.organisation_id, row["metric_id"], seen.year) or {}
            copyable(figures.citable_ledger(seen, row, counted.get("files", ())), language)
            months.evidence(seen, row)
            return
        if reading is None:
            _absent(seen, row)
            readings.listed(seen, others, t("readings.title", language))
            return
        document = seen.board.document(reading["document_id"])
        if "window_assumed" in reading["flags"]:
            notice(t("metric.window_assumed", language, end=row["period_end"].year))
        section(t("cite.title", language))
        cited = (
            figures.citable(seen, row, document) if document else figures.citable_hand(seen, row, reading["reference"])
        )
        copyable(cited, language)
        evidence.panel(seen, reading, document)
        months.beside_report(seen, row)
        others = others[others["observation_id"] != row["observation_id"]]
        readings.listed(seen, others, t("readings.others", language))


def _title(seen: View, row: pd.Series) -> None:
    language = seen.language
    chips = [
        row[f"theme_{language}"],
        t(f"kind.{row['kind']}", language),
        t(f"direction.{row['direction']}", language),
        t("metric.owner", language, owner=row[f"owner_{language}"]),
    ]
    if pd.notna(row["value"]):
        chips += [say(f"qualifier.{row['qualifier']}", language), say(f"review_state.{row['review_state']}", language)]
    shown = "".join(f'<span class="chip">{escape(chip)}</span>' for chip in chips)
    known = "" if pd.notna(row["value"]) else " absent"
    st.html(
        f'<header class="metric"><h1>{escape(figures.name(seen, row))}</h1>'
        f'<div class="metric-value{known}">{escape(figures.shown(row, language))}'
        f"<small>{escape(_period(seen, row))}</small></div><p>{shown}</p></header>"
    )


def _period(seen: View, row: pd.Series) -> str:
    if pd.isna(row["period_end"]):
        return t("year", seen.language, year=seen.year)
    start, end = row["period_start"].date(), row["period_end"].date()
    if start == end:
        return t("period.as_of", seen.language, date=end.isoformat())
    return t("period.from_to", seen.language, start=start.isoformat(), end=end.isoformat())


def _years(seen: View) -> None:
    """Chart and table of the metric's years, and why there is no comparison."""
    language = seen.language
    rows = seen.board.metric_year(seen.organisation_id, metric_id=seen.metric_id)
    rows["text"] = [figures.shown(row, language) for _, row in rows.iterrows()]
    rows["state"] = rows["text"]
    forecast = _forecast(seen)
    section(t("metric.years", language))
    table = st.container()
    if rows["value"].notna().any():
        place, table = (st.container(), st.container()) if len(rows) > years.FEW else st.columns([3, 2], gap="small")
        words = {key: t(f"metric.{key}", language) for key in ("value", "year", "forecast")}
        likely = {**forecast, "text": figures.ends(forecast, language)} if forecast and not forecast["reason"] else None
        with place:
            chart(years.metric_years(rows, words, likely), t("metric.years", language), key="years-chart")
    with table:
        columns = {"year": t("metric.year", language), "text": t("metric.value", language)}
        plain_table(rows[list(columns)].astype(str).rename(columns=columns).set_index(columns["year"]))
    row = rows[rows["year"] == seen.year].iloc[0]
    reason = row["reason"]
    if isinstance(reason, str) and pd.notna(row["value"]):
        st.html(f'<p class="note">{escape(say(f"reason.{reason}", language))}</p>')
    if forecast:
        section(t("metric.forecast", language))
        st.html(f'<p class="definition">{escape(forecast[f"sentence_{language}"])}</p>')


def _forecast(seen: View) -> Mapping[str, Any] | None:
    """The forecast; none where the metric has no value, or the edition was built before there were forecasts."""
    try:
        return seen.board.forecast(seen.organisation_id, seen.metric_id)
    except EditionTooOld:
        return None


def _definition(seen: View, row: pd.Series) -> None:
    language = seen.language
    section(t("metric.definition", language))
    text = row[f"definition_{language}"]
    if not isinstance(text, str):
        text = t("metric.no_definition", language)
    st.html(f'<p class="definition">{escape(text)}</p>')


def _absent(seen: View, row: pd.Series) -> None:
    language = seen.language
    is_stated = row["reporting_state"] == "reported"
    section(t("metric.not_taken" if is_stated else "metric.no_value", language))
    reason = say(f"reason.{row['reason']}", language) if isinstance(row["reason"], str) else ""
    to = seen.elsewhere(metric_id=row["metric_id"])
    what_next = t(f"metric.supply.{row['reporting_state']}", language, owner=row[f"owner_{language}"])
    st.html(f'<p class="definition">{escape(reason)}</p><p class="note">{escape(what_next)}</p>')
    if row["reporting_state"] in ("not_captured", "not_reported"):
        st.page_link(navigation.ENTRY, label=t("metric.type_it", language), query_params=to)
    known = seen.board.metric_year(seen.organisation_id, metric_id=row["metric_id"])
    for _, other in known[known["value"].notna()].iterrows():
        label = t("metric.other_year", language, year=int(other["year"]), figure=figures.shown(other, language))
        st.page_link(navigation.METRICS, label=plain(label), query_params=seen.params(year=int(other["year"])))


seen = view.current()
metrics = seen.board.metric_year(seen.organisation_id, seen.year)
if seen.metric_id is None:
    listed(seen, metrics)
elif (metrics["metric_id"] == seen.metric_id).any():
    one(seen, metrics)
else:
    notice(t("metrics.unknown", seen.language, metric=seen.metric_id[:60]))
    to = seen.params(metric_id=None)
    st.page_link(navigation.METRICS, label=t("metrics.back", seen.language), query_params=to)
