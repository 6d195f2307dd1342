"""The data dictionary: every table and column with its meaning, searched by ?find=, a table opened by ?table=."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import streamlit as st

from dashboards import navigation
from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import tables
from dashboards.widgets.asking import FIRST
from dashboards.widgets.blocks import section
from pipelines.api import offered_tables, worded

Table = Mapping[str, Any]


def searched(seen: View) -> None:
    """The field, then what it finds; without a word in it the tables, and the columns of the one that is open."""
    language = seen.language
    known = offered_tables(seen.board)
    columns = sum(len(table["columns"]) for table in known)
    title = t("dictionary.title", language)
    section(title, t("dictionary.note", language, tables=len(known), columns=columns))
    word = (seen.text or "").strip()
    key = f"dictionary-find-{word}-{language}"
    st.text_input(t("dictionary.find", language), word, key=key, on_change=_find, args=(key,), max_chars=80, width=360)
    if word:
        _found(seen, known, word)
    else:
        _listed(seen, known)


def _find(key: str) -> None:
    word = st.session_state[key].strip()
    st.query_params.pop("table", None)
    if word:
        st.query_params["find"] = word
    else:
        st.query_params.pop("find", None)


def _found(seen: View, known: Sequence[Table], word: str) -> None:
    """Columns of which the name or the meaning in either language holds the word, or the name of their table."""
    language, wanted = seen.language, word.lower()
    rows = [
        [
            _name(seen, table["table"]),
            f"<code>{escape(column['name'])}</code>",
            escape(column["type"].lower()),
            escape(worded(column, "about", language) or "—"),
        ]
        for table in known
        for column in table["columns"]
        if any(
            wanted in text.lower() for text in (table["table"], column["name"], column["about_zh"], column["about_en"])
        )
    ]
    st.html(f'<p class="answer">{escape(t("dictionary.found", language, count=len(rows), word=word))}</p>')
    if rows:
        headings = [t(f"dictionary.{each}", language) for each in ("table", "column", "type", "meaning")]
        with st.container(key="dictionary-found"):
            st.html(tables.listed(t("dictionary.title", language), headings, rows))


def _listed(seen: View, known: Sequence[Table]) -> None:
    language = seen.language
    is_open = next((table for table in known if table["table"] == seen.table), None)
    if is_open:
        title = is_open["table"]
        rows = [
            [
                f"<code>{escape(column['name'])}</code>",
                escape(column["type"].lower()),
                escape(worded(column, "about", language) or "—"),
            ]
            for column in is_open["columns"]
        ]
        headings = [t(f"dictionary.{each}", language) for each in ("column", "type", "meaning")]
        to = seen.link(navigation.QUERY, table=title, select=FIRST.format(table=title))
        st.html(f'<p class="answer"><code>{escape(title)}</code> {escape(worded(is_open, "about", language))}</p>')
        with st.container(key="dictionary-table"):
            st.html(tables.listed(title, headings, rows))
        back = f'<a href="{escape(seen.here(table=None))}">{escape(t("dictionary.all", language))}</a>'
        st.html(f'<p class="note">{back} · <a href="{escape(to)}">{escape(t("dictionary.ask", language))}</a></p>')
        return
    rows = [[_name(seen, table["table"]), escape(worded(table, "about", language) or "—")] for table in known]
    headings = [t(f"dictionary.{each}", language) for each in ("table", "meaning")]
    with st.container(key="dictionary-tables"):
        st.html(tables.listed(t("dictionary.title", language), headings, rows))


def _name(seen: View, table: str) -> str:
    return f'<a href="{escape(seen.here(table=table, text=None))}"><code>{escape(table)}</code></a>'
