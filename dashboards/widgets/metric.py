"""One metric: figure, years and their breaks, definition, what is worked out from it, its source, who reviewed it."""

from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from dashboards import navigation
from dashboards.charts import years
from dashboards.i18n import t
from dashboards.view import Row, View
from dashboards.widgets import evidence, figure_rows, figures, months, readings, tables
from dashboards.widgets.blocks import back, notice, section, ways
from dashboards.widgets.chart import Table, chart, takeaway
from dashboards.widgets.copying import copyable
from pipelines.api import EditionTooOld, figure, figure_history, rounded_share, say, worded


def one(seen: View, metrics: pd.DataFrame) -> None:
    """The page of the metric in view; `metrics`: the year's rows, this metric among them."""
    language = seen.language
    row = metrics[metrics["metric_id"] == seen.metric_id].iloc[0]
    back(seen.here(metric_id=None, theme_id=row["theme_id"]), t("metrics.back", language))
    _title(seen, row)
    reading = seen.board.observation(row["observation_id"]) if isinstance(row["observation_id"], str) else None
    left, right = st.columns([5, 6], gap="large")
    with left:
        _years(seen, row)
        months.of_metric(seen)
        _definition(seen, row)
        _worked_out(seen, row)
    with right:
        _source(seen, row, reading)


def _source(seen: View, row: Row, reading: dict[str, Any] | None) -> None:
    """The sentence to cite, where the figure comes from, what people said of it, and what else documents say."""
    language = seen.language
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
    cited = figures.citable(seen, row, document) if document else figures.citable_hand(seen, row, reading["reference"])
    copyable(cited, language)
    evidence.panel(seen, reading, document)
    _history(seen, row)
    months.beside_report(seen, row)
    others = others[others["observation_id"] != row["observation_id"]]
    readings.listed(seen, others, t("readings.others", language))


def _title(seen: View, row: Row) -> None:
    language = seen.language
    chips = [
        worded(row, "theme", language),
        t(f"kind.{row['kind']}", language),
        t(f"direction.{row['direction']}", language),
        t("metric.owner", language, owner=worded(row, "owner", language)),
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


def _period(seen: View, row: Row) -> str:
    if pd.isna(row["period_end"]):
        return t("year", seen.language, year=seen.year)
    start, end = row["period_start"].date(), row["period_end"].date()
    if start == end:
        return t("period.as_of", seen.language, date=end.isoformat())
    return t("period.from_to", seen.language, start=start.isoformat(), end=end.isoformat())


def _years(seen: View, row: Row) -> None:
    """Chart and table of the metric's years, where they break, and why there is no comparison."""
    language = seen.language
    rows = seen.board.metric_year(seen.organisation_id, metric_id=seen.metric_id)
    told = [(figures.shown(each, language), figures.until(each, language)) for each in rows.to_dict("records")]
    rows["text"] = rows["state"] = [said for said, _ in told]
    rows["label"] = [_label(each, language) for each in rows.to_dict("records")]
    forecast = _forecast(seen)
    section(t("metric.years", language))
    headings = [t("metric.year", language), *figure_rows.headings(language)]
    table = Table(
        f"{seen.name(seen.organisation)} {figures.name(seen, row)}",
        headings,
        [[int(each["year"]), *figure_rows.cells(each, language)] for each in rows.to_dict("records")],
        f"board.metric_year({seen.organisation_id!r}, metric_id={seen.metric_id!r})",
    )
    known = rows[rows["value"].notna()]
    beside = st.container()
    if len(known):
        # a long way back with nothing on it isn't drawn: one figure of 1998 needs no chart of 28 years
        drawn = rows[rows["year"].between(known["year"].min(), max(known["year"].max(), seen.year))]
        drawn = drawn.tail(years.MOST)
        place, beside = (st.container(), st.container()) if len(drawn) > years.FEW else st.columns([3, 2], gap="small")
        words = {key: t(f"metric.{key}", language) for key in ("value", "year", "forecast", "break")}
        likely = {**forecast, "text": figures.ends(forecast, language)} if forecast and not forecast["reason"] else None
        with place:
            chart(seen, years.metric_years(drawn, words, likely), table, key="years-chart")
    else:
        takeaway(seen, table, key="years-table")
    with beside:
        listed = zip(rows["year"], told, strict=True)
        shown = [[str(int(year)), escape(" · ".join(filter(None, parts)))] for year, parts in listed][::-1]
        st.html(tables.listed(table.title, [headings[0], t("metric.value", language)], shown, plain=(1,)))
    reason = row["reason"]
    if isinstance(reason, str) and pd.notna(row["value"]):
        st.html(f'<p class="note">{escape(say(f"reason.{reason}", language))}</p>')
    _breaks(seen)
    if forecast:
        section(t("metric.forecast", language))
        st.html(f'<p class="definition">{escape(worded(forecast, "sentence", language))}</p>')


def _label(row: Row, language: str) -> str:
    """What stands under a year's bar: the year, and to which day its figure goes where that isn't the last one."""
    year = str(int(row["year"]))
    if not figures.until(row, language):
        return year
    day = row["period_end"].strftime("%m-%d")
    return f"{year}<br>{t('metric.to_day', language, day=day)}"


def _breaks(seen: View) -> None:
    """Where the years can't be held against each other: since when and why, or which metric stands in the place."""
    language = seen.language
    for each in seen.board.breaks(seen.metric_id):
        since = t("metric.break_day", language, date=each["day"].isoformat()) if each["day"] else ""
        said = t("metric.break_said", language, since=since, name=seen.name(each), basis=seen.name(each, "basis"))
        other = ""
        if each["other_id"]:
            to = escape(seen.here(metric_id=each["other_id"]))
            other = f' <a href="{to}">{escape(seen.name(each, "other"))}</a>'
        st.html(f'<p class="note break">{escape(said)}{other}</p>')


def _forecast(seen: View) -> Mapping[str, Any] | None:
    """The forecast; none where the metric has no value, or the edition was built before there were forecasts."""
    try:
        return seen.board.forecast(seen.organisation_id, seen.metric_id)
    except EditionTooOld:
        return None


def _definition(seen: View, row: Row) -> None:
    language = seen.language
    section(t("metric.definition", language))
    text = worded(row, "definition", language)
    if not isinstance(text, str):
        text = t("metric.no_definition", language)
    st.html(f'<p class="definition">{escape(text)}</p>')


def _worked_out(seen: View, row: Row) -> None:
    """The shares that the metric is a part of, each with its formula and its figure of the year."""
    language = seen.language
    found = seen.board.derived_with(seen.organisation_id, row["metric_id"], seen.year)
    if not found:
        return
    section(t("metric.worked_out", language))
    lines = []
    for each in found:
        parts = {part: seen.name(each, part) for part in ("numerator", "denominator")}
        if each["value"] is None:
            result = say("status.no_data", language)
        else:
            result = figure(rounded_share(each["value"], "%", each["qualifier"]), "%", each["qualifier"], language)
        formula = t("measure.formula", language, **parts)
        lines.append(f"<dt>{escape(seen.name(each))} <b>{escape(result)}</b></dt><dd>{escape(formula)}</dd>")
    st.html(f'<dl class="formulas">{"".join(lines)}</dl>')


def _history(seen: View, row: Row) -> None:
    """What people decided on the figure and noted at it, the latest first; nothing where nobody did."""
    rows = figure_history(row["observation_id"], seen.language)
    if not rows:
        return
    section(t("metric.history", seen.language))
    lines = []
    for each in rows:
        why = f" <q>{escape(each['why'])}</q>" if each["why"] else ""
        said = " · ".join((each["at"], each["who"], each["role"], each["what"]))
        lines.append(f"<li>{escape(said)}{why}</li>")
    st.html(f'<ul class="log">{"".join(lines)}</ul>')


def _absent(seen: View, row: Row) -> None:
    language = seen.language
    is_stated = row["reporting_state"] == "reported"
    section(t("metric.not_taken" if is_stated else "metric.no_value", language))
    reason = say(f"reason.{row['reason']}", language) if isinstance(row["reason"], str) else ""
    what_next = t(f"metric.supply.{row['reporting_state']}", language, owner=worded(row, "owner", language))
    st.html(f'<p class="definition">{escape(reason)}</p><p class="note">{escape(what_next)}</p>')
    links = []
    if row["reporting_state"] in ("not_captured", "not_reported"):
        links.append((seen.link(navigation.ENTRY, metric_id=row["metric_id"]), t("metric.type_it", language)))
    known = seen.board.metric_year(seen.organisation_id, metric_id=row["metric_id"])
    for other in known[known["value"].notna()].to_dict("records"):
        label = t("metric.other_year", language, year=int(other["year"]), figure=figures.shown(other, language))
        links.append((seen.here(year=int(other["year"])), label))
    ways(links)
