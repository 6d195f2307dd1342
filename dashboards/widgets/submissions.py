"""年度报告报送: what each organisation under a parent has handed in of a year, and a reminder of what it hasn't."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from html import escape
from typing import Any

import streamlit as st

from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import tables
from dashboards.widgets.blocks import notice, section
from dashboards.widgets.copying import copyable
from pipelines.api import say, today

Row = Mapping[str, Any]
STATES = ("on_time", "late", "unknown_date", "not_captured", "not_due")
GRACE = timedelta(days=7)
"""How long a reminder gives where the day that the rule sets has passed."""


def submissions(seen: View, parent: Mapping[str, str], rows: Sequence[Row]) -> None:
    """`parent`: name.  A row an organisation; the address names whose reminder is open."""
    language = seen.language
    due = next((row["due_on"] for row in rows if row["due_on"]), None)
    note = t("submissions.note", language, date=due) if due else ""
    section(t("submissions.title", language, organisation=parent["name"], year=seen.year), note)
    counts = Counter(row["state"] for row in rows)
    said = {state: counts[state] for state in STATES}
    st.html(f'<p class="answer">{escape(t("submissions.count", language, of=len(rows), **said))}</p>')
    reminded = next((row for row in rows if row["organisation_id"] == seen.reminded_id), None)
    if reminded:
        _reminder(seen, parent, reminded)
    names = ("organisation", "report", "published", "extent", "ledgers", "missing", "remind")
    columns = [t(f"submissions.{name}", language) for name in names]
    title = t("submissions.title", language, organisation=parent["name"], year=seen.year)
    st.html(tables.listed(title, columns, [_cells(seen, row) for row in rows]))


def missing(row: Row, language: str) -> list[str]:
    """What an organisation has yet to hand in, in words."""
    lacks = []
    if row["state"] == "not_captured":
        lacks.append(t("submissions.lacks.report", language))
    if row["state"] == "unknown_date":
        lacks.append(t("submissions.lacks.date", language))
    if row["kinds"] == 0:
        lacks.append(t("submissions.lacks.ledgers", language))
        return lacks
    if row["months"]:
        months = t("list_comma", language).join(map(str, row["months"]))
        lacks.append(t("submissions.lacks.months", language, months=months))
    if row["stale_zh"]:
        lacks.append(t("submissions.lacks.stale", language, count=len(row["stale_zh"])))
    return lacks


def _cells(seen: View, row: Row) -> list[str]:
    language = seen.language
    words = t(f"submissions.state.{row['state']}", language)
    state = f'<span class="chip">{escape(words)}</span>'
    ledgers = (
        t("submissions.loaded", language, kinds=row["kinds"], date=row["loaded_on"])
        if row["kinds"]
        else t("submissions.no_ledger", language)
    )
    lacks = missing(row, language)
    to = escape(seen.here(reminded_id=row["organisation_id"]))
    link = f'<a href="{to}">{escape(t("submissions.remind", language))}</a>' if lacks else "—"
    return [
        escape(seen.name(row)),
        state + _source(row, language),
        escape(str(row["published_on"] or "—")),
        escape(say(f"extent.{row['extent']}", language) if row["extent"] else "—"),
        escape(ledgers),
        escape(t("list_comma", language).join(lacks) or t("submissions.complete", language)),
        link,
    ]


def _source(row: Row, language: str) -> str:
    """Where the document comes from: a link where that is an address."""
    source = row["source"] or ""
    if source.startswith(("https://", "http://")):
        words = escape(t("submissions.source", language))
        return f'<a href="{escape(source)}" target="_blank" rel="noopener noreferrer">{words}</a>'
    return f'<span class="note">{escape(source)}</span>' if source else ""


def _reminder(seen: View, parent: Mapping[str, str], row: Row) -> None:
    language, lacks = seen.language, missing(row, seen.language)
    if not lacks:
        notice(t("submissions.reminder_none", language, organisation=seen.name(row), year=seen.year))
        return
    section(t("submissions.reminder_title", language, organisation=seen.name(row)))
    by = max(row["due_on"] or today(), today() + GRACE)
    copyable(
        t(
            "submissions.reminder",
            language,
            organisation=seen.name(row),
            parent=parent["name"],
            year=seen.year,
            missing=t("list_comma", language).join(lacks),
            date=by,
        ),
        language,
    )
