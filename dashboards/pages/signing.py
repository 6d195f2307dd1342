"""签发前比对: the yearly report, before it is signed, beside ledgers, enforcement data and the disclosure report."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import streamlit as st

from dashboards import navigation, view
from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import tables
from dashboards.widgets.blocks import section
from dashboards.widgets.evidence import sentence
from pipelines.api import figure, say, worded

Row = Mapping[str, Any]
BESIDE = ("ledger", "enforcement_data", "disclosure_report")
STATES = ("differs", "cannot_compare", "agrees")


def report_of(documents: Mapping[str, Row]) -> str:
    """The side that is to be signed: the yearly report, or its draft before there is one."""
    is_draft = "annual_report" not in documents and "draft_report" in documents
    return "draft_report" if is_draft else "annual_report"


def shown(seen: View, rows: Sequence[Row]) -> None:
    """What was compared in one sentence, the sources, what differs, can't be compared and agrees, then the rest."""
    language = seen.language
    documents = {row["type"]: row for row in seen.board.year_documents(seen.organisation_id, seen.year)}
    sources = (report_of(documents), *BESIDE)
    held = {source for row in rows for source in row["figures"]}
    st.html(f'<p class="answer">{escape(_answer(seen, rows, [each for each in sources if each not in held]))}</p>')
    st.html(_sources(seen, sources, documents, held))
    for state in STATES:
        told = [row for row in rows if row["state"] == state]
        if told:
            title = t(f"signing.{state}", language, count=len(told))
            named = [t("signing.metric", language), *(say(f"signing.source.{each}", language) for each in sources)]
            table = title, [*named, t("signing.why", language)], [_cells(seen, row, sources) for row in told]
            if state == "agrees":
                st.html(tables.folded(*table))
            else:
                section(title)
                st.html(tables.listed(*table))
        if state == "differs":
            _evidence(seen, told)
    alone = [row for row in rows if row["state"] == "single" and set(row["figures"]) <= set(sources)]
    if alone:
        names = t("list_comma", language).join(seen.name(row) for row in alone)
        title = escape(t("signing.alone", language, count=len(alone)))
        st.html(f'<details class="states"><summary>{title}</summary><p>{escape(names)}</p></details>')


def _answer(seen: View, rows: Sequence[Row], missing: Sequence[str]) -> str:
    counts = {state: sum(row["state"] == state for row in rows) for state in STATES}
    key = "signing.answer_differs" if counts["differs"] else "signing.answer_agrees"
    if not counts["differs"] and not counts["agrees"]:
        key = "signing.answer_nothing"
    said = t(key, seen.language, **counts)
    if missing:
        names = t("list_comma", seen.language).join(say(f"signing.source.{each}", seen.language) for each in missing)
        said += t("signing.missing", seen.language, names=names)
    return said


def _sources(seen: View, sources: Sequence[str], documents: Mapping[str, Row], held: set[str]) -> str:
    items = []
    for source in sources:
        title = documents[source]["title"] if source in documents else ""
        word = title or t("signing.loaded" if source in held else "signing.not_loaded", seen.language)
        items.append(
            f"<div><dt>{escape(say(f'signing.source.{source}', seen.language))}</dt><dd>{escape(word)}</dd></div>"
        )
    return f'<dl class="source">{"".join(items)}</dl>'


def _cells(seen: View, row: Row, sources: Sequence[str]) -> list[str]:
    to = seen.link(navigation.METRICS, metric_id=row["metric_id"])
    figures = [_figure(row["figures"].get(source), seen.language) for source in sources]
    chip = f'<span class="chip reconciled {row["state"]}">{escape(worded(row, "state", seen.language))}</span>'
    why = worded(row, "why", seen.language)
    if row["state"] == "differs":  # the figures stand beside it
        why = t("signing.look", seen.language, owner=worded(row, "owner", seen.language))
    elif row["reason"] == "equal":
        why = ""
    named = f'<a href="{escape(to)}">{escape(seen.name(row))}</a>'
    return [named, *(f'<span class="whole">{escape(each)}</span>' for each in figures), f"{chip}{escape(why)}"]


def _figure(row: Row | None, language: str) -> str:
    if row is None:
        return "—"
    if row["value"] is None:
        return say("signing.unclear", language)
    return figure(row["value"], row["unit"], row["qualifier"], language)


def _evidence(seen: View, rows: Sequence[Row]) -> None:
    """The sentences that the documents' figures stand in, folded."""
    html = []
    for row in rows:
        stated = [each for each in row["figures"].values() if each["sentence"]]
        if stated:
            html.append(f"<h3>{escape(seen.name(row))}</h3>")
        for each in stated:
            html.append(f'<p class="note">{escape(each["title"])}</p>')
            html.append(f'<blockquote class="sentence" lang="zh">{sentence(None, each)}</blockquote>')
    if html:
        title = escape(t("signing.evidence", seen.language))
        st.html(f'<details class="states"><summary>{title}</summary>{"".join(html)}</details>')


seen = view.current()
section(t("signing.title", seen.language, year=seen.year), t("signing.note", seen.language))
found = seen.board.signing(seen.organisation_id, seen.year)
if found:
    shown(seen, found)
else:
    st.html(f'<p class="note">{escape(t("signing.none", seen.language))}</p>')
