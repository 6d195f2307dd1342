"""Where a query is written: the tables that it may name, the box, the examples, and what people saved."""

from collections.abc import Mapping
from functools import partial
from hashlib import sha256
from html import escape
from typing import Any

import streamlit as st

from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets.blocks import note, notice, section
from dashboards.widgets.pressing import did
from dashboards.widgets.recording import told
from dashboards.widgets.turns import next_turn, turned
from pipelines.api import (
    LONGEST_QUERY,
    example_queries,
    offered_tables,
    remove_query,
    save_query,
    saved_before,
    saved_query_rows,
    text_of,
    worded,
)

FIRST = "select *\nfrom {table}\nlimit 100"
_SCHEMAS = ("marts", "catalogue")
_CLEARED = {"across": None, "up": None, "drawn": None}


def asked(seen: View) -> str:
    """The query of the address."""
    return (seen.select or "").strip()


def box(seen: View) -> None:
    """The query, as the address has it or as it is being written, and the button that runs it."""
    language, select = seen.language, asked(seen)
    key = f"query-{sha256(select.encode('utf-8', 'replace')).hexdigest()[:12]}-{language}"
    with st.container(key="query-box"):
        placeholder = t("query.placeholder", language)
        st.text_area(t("query.box", language), select, height=190, key=key, placeholder=placeholder)
    with st.container(key="query-run", horizontal=True, vertical_alignment="center"):
        st.button(t("query.run", language), type="primary", key="query-run-button", on_click=partial(_run, key))
        st.html(note(t("query.limits", language)), width="stretch")
    too_long = st.session_state.get("query-too-long")
    if too_long and too_long[0] == key:
        notice(t("query.too_long", language, found=too_long[1], limit=LONGEST_QUERY), "refused")


def _run(key: str) -> None:
    """Put what stands in the box into the address, which runs it; one that is too long for it stays in the box."""
    wanted = st.session_state[key].strip()
    st.session_state.pop("query-too-long", None)
    if len(wanted) > LONGEST_QUERY:
        st.session_state["query-too-long"] = (key, len(wanted))
        return
    if wanted != st.query_params.get("q"):
        for name in ("x", "y", "draw"):
            st.query_params.pop(name, None)
    st.session_state.pop("query-answer", None)
    if wanted:
        st.query_params["q"] = wanted
    else:
        st.query_params.pop("q", None)


def offered(seen: View) -> None:
    """The tables by schema; an open one shows its columns, and a link that puts a first query into the box."""
    language = seen.language
    tables = offered_tables(seen.board)
    section(t("query.tables", language))
    said = []
    for schema in _SCHEMAS:
        listed = [table for table in tables if table["table"].startswith(f"{schema}.")]
        rows = "".join(_table(seen, table) for table in listed)
        said.append(f"<h3>{escape(t(f'query.schema.{schema}', language))}</h3>{rows}")
    st.html(f'<div class="offered">{"".join(said)}</div>')


def _table(seen: View, table: Mapping[str, Any]) -> str:
    """A table's name, what it holds, and its columns once it is opened."""
    language, name = seen.language, table["table"]
    is_open = seen.table == name
    about = escape(worded(table, "about", language))
    if not is_open:
        to = seen.here(table=name)
        return f'<p><a href="{escape(to)}" title="{about}"><code>{escape(name.partition(".")[2])}</code></a></p>'
    columns = "".join(
        f"<li><code>{escape(column['name'])}</code> <small>{escape(column['type'].lower()[:60])}</small>"
        f"<span>{escape(worded(column, 'about', language))}</span></li>"
        for column in table["columns"]
    )
    first = escape(seen.here(select=FIRST.format(table=name), **_CLEARED))
    closed = escape(seen.here(table=None))
    return (
        f'<div class="open"><p><a href="{closed}" aria-expanded="true"><code>{escape(name)}</code></a>'
        f' <a class="first" href="{first}">{escape(t("query.first", language))}</a></p>'
        f'<p class="note">{about}</p><ul>{columns}</ul></div>'
    )


def known(seen: View) -> None:
    """The queries that people saved, a form to save this one, and the examples: each name puts its query in the box."""
    language = seen.language
    section(t("query.saved", language), t("query.saved_note", language))
    rows = saved_query_rows(language)
    if not rows:
        st.html(note(t("query.saved_none", language)))
    for row in rows:
        _saved(seen, row)
    _save(seen)
    examples = example_queries()
    if not examples:
        return
    section(t("query.examples", language), t("query.examples_note", language))
    items = "".join(
        f'<li><a href="{escape(seen.here(select=each.select, **_CLEARED))}">{escape(text_of(each.name, language))}</a>'
        f" <span>{escape(text_of(each.purpose, language))}</span></li>"
        for each in examples
    )
    st.html(f'<ul class="queries">{items}</ul>')


def _saved(seen: View, row: Mapping[str, Any]) -> None:
    language = seen.language
    where = f"query-{row['query_id']}"
    told(where)
    to = escape(seen.here(select=row["select"], **_CLEARED))
    with st.container(key=f"saved-{row['query_id']}", horizontal=True, vertical_alignment="center"):
        said = f'<a href="{to}">{escape(row["name"])}</a> <span class="note">{escape(row["who"])} · {row["at"]}</span>'
        st.html(f'<p class="saved-query">{said}</p>', width="stretch")
        if row["is_mine"]:
            act = partial(did, language, where, partial(remove_query, row["query_id"], seen=row["seen"]))
            st.button(t("query.remove", language), key=f"remove-{row['query_id']}", on_click=act)


def _save(seen: View) -> None:
    """A name and a button that saves the query of the address, once there is one."""
    language, select = seen.language, asked(seen)
    if not select or len(select) > LONGEST_QUERY:
        return
    form = turned("query-name")
    told("query-save")
    with st.container(key="query-save", horizontal=True, vertical_alignment="bottom"):
        st.text_input(t("query.name", language), key=f"{form}-{language}", max_chars=80, width=320)
        known = {row["name"]: row["seen"] for row in saved_query_rows(language)}
        st.button(
            t("query.save", language),
            key="query-save-button",
            on_click=partial(_record, language, f"{form}-{language}", select, known),
        )


def _record(language: str, key: str, select: str, known: Mapping[str, int]) -> None:
    """`known`: the names that the page showed, with their last events: in place of one that came since is refused."""
    name = st.session_state.get(key, "").strip()
    before = known.get(name, None)
    last = saved_before(name) if before is None else before
    is_taken = before is None and name in {row["name"] for row in saved_query_rows(language)}
    if did(language, "query-save", partial(save_query, name, select, seen=0 if is_taken else last)):
        next_turn("query-name")
