"""Where an organisation stands: rates and shares, counts after division, and what isn't compared and why."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from html import escape
from itertools import groupby
from typing import Any

import streamlit as st

from dashboards import navigation
from dashboards.charts.peers import strips
from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import tables
from dashboards.widgets.blocks import section
from dashboards.widgets.chart import Table, chart
from dashboards.widgets.figure_rows import number
from pipelines.api import bounded_figure, say, shown_value, worded

Row = Mapping[str, Any]
DECIMALS = Decimal("0.01")
PLACED = (None, "bounds")
"""The reasons of rows that have a position, sure or between two ends."""
NAMED = 5
"""So many metrics a sentence names; the rest is behind a click."""


def shown(row: Row, language: str) -> str:
    """A figure of the mart with its bounds, to two places."""
    return bounded_figure(row["value"], row["lower"], row["upper"], row["unit"], language)


def median(row: Row, language: str) -> str:
    """The median of the comparable group; between two ends where bounds leave it open."""
    if row["peer_median"] is None:
        return "—"
    ends = (row[f"peer_median{end}"] for end in ("", "_lower", "_upper"))
    return bounded_figure(*ends, row["unit"], language)


def spread(row: Row, language: str) -> str:
    """The least and the most of those that this one is compared with."""
    if not row["others"]:
        return "—"
    ends = (
        shown_value(each.quantize(DECIMALS), row["unit"], language) for each in (row["others"][0], row["others"][-1])
    )
    return say("join.between", language, **dict(zip(("low", "high"), ends, strict=True)))


def position(row: Row, level: str, language: str) -> str:
    """好于约76%; two ends where the figures' bounds leave it open; nothing of a metric without a direction."""
    if row["reason"] not in PLACED:
        return "—"
    parts = {"peers": row["peers"], "level": t(f"level.{level}", language)}
    if row["reason"] is None:
        return say("peers.position", language, share=round(row["percentile"]), **parts)
    ends = {"low": round(row["percentile_lower"]), "high": round(row["percentile_upper"])}
    return say("peers.position_range", language, **ends, **parts)


def rates(seen: View, rows: Sequence[Row], level: str) -> None:
    """Rates and derived metrics: a strip each for those with a direction, and all of them as a table."""
    language = seen.language
    section(t("peers.rates", language), t("peers.rates_note", language))
    compared = [row for row in rows if row["basis"] == "" and row["peer_median"] is not None]
    if not compared:
        st.html(f'<p class="note">{escape(t("peers.none", language))}</p>')
        return
    drawn = [
        {
            "name": seen.name(row),
            "value": row["value"],
            "text": shown(row, language),
            "others": row["others"] or [],
            "median": row["peer_median"],
        }
        for row in compared
        if row["reason"] in PLACED
    ]
    if drawn:
        words = {name: t(f"peers.chart_{name}", language) for name in ("own", "others", "median")}
        comma, headings = t("list_comma", language), [t("entry.metric", language), *words.values()]
        figures = [
            [each["name"], number(each["value"]), comma.join(map(str, each["others"])), number(each["median"])]
            for each in drawn
        ]
        expression = f"board.peers({seen.organisation_id!r}, {seen.year})"
        table = Table(t("peers.chart", language), headings, figures, expression)
        chart(seen, strips(drawn, words), table, key="peers-chart")
    st.html(
        tables.listed(t("peers.rates", language), _columns(language), [_cells(seen, row, level) for row in compared])
    )


def divided(seen: View, rows: Sequence[Row], level: str) -> None:
    """Counts per community, officer and 10,000 residents, in the catalogue's order."""
    language = seen.language
    compared = [row for row in rows if row["basis"] and row["peer_median"] is not None]
    if not compared:
        return
    section(t("peers.basis_title", language), t("peers.basis_note", language))
    for _, each in groupby(compared, key=lambda row: row["basis"]):
        of_basis = list(each)
        basis = worded(of_basis[0], "basis", language)
        title = t("peers.folded", language, basis=basis, count=len(of_basis))
        st.html(tables.folded(title, _columns(language), [_cells(seen, row, level) for row in of_basis]))


def left_out(seen: View, rows: Sequence[Row], least: int) -> None:
    """What isn't compared, folded: a sentence for each reason with the metrics that it holds for."""
    language = seen.language
    found: dict[tuple[str, str], dict[str, None]] = {}
    for row in rows:
        if row["reason"] in PLACED or (row["reason"] == "neutral" and row["basis"]):
            continue
        denominator = worded(row, "denominator", language) or ""
        key = row["reason"], denominator if row["reason"] == "no_denominator" else ""
        found.setdefault(key, {})[seen.name(row)] = None
    said = [
        _said(list(names), reason, language, denominator=denominator, least=least)
        for (reason, denominator), names in found.items()
    ]
    if said:
        title = escape(t("peers.not_compared", language))
        st.html(f'<details class="states"><summary>{title}</summary><ul>{"".join(said)}</ul></details>')


def _said(names: list[str], reason: str, language: str, **parts: object) -> str:
    """A reason in a sentence that names a few metrics; with more than those, all of them behind a click."""
    comma = t("list_comma", language)
    few = comma.join(names[:NAMED])
    if len(names) <= NAMED:
        return f"<li>{escape(say(f'peers.reason.{reason}', language, names=few, **parts))}</li>"
    some = t("peers.and_more", language, names=few, count=len(names))
    sentence = escape(say(f"peers.reason.{reason}", language, names=some, **parts))
    title = escape(t("peers.all_names", language, count=len(names)))
    return f"<li>{sentence}<details><summary>{title}</summary>{escape(comma.join(names))}</details></li>"


def _columns(language: str) -> list[str]:
    return [t(f"peers.{name}", language) for name in ("metric", "value", "median", "range", "position")]


def _cells(seen: View, row: Row, level: str) -> list[str]:
    language, name = seen.language, escape(seen.name(row))
    if not row["is_derived"]:
        to = seen.link(navigation.METRICS, metric_id=row["metric_id"])
        name = f'<a href="{escape(to)}">{name}</a>'
    values = (shown(row, language), median(row, language), spread(row, language))
    whole = [f'<span class="whole">{escape(each)}</span>' for each in values]
    return [name, *whole, escape(position(row, level, language))]
