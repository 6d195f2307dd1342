"""Tokens of the API on the page 设置: what was issued, a new one shown this once, and taking one back."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from html import escape
from typing import Any

import streamlit as st

from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import tables
from dashboards.widgets.blocks import note, plain
from dashboards.widgets.pressing import did
from dashboards.widgets.recording import told
from dashboards.widgets.setting_fields import Choices
from dashboards.widgets.turns import next_turn, turned
from pipelines.api import ROLES, Grant, issue_token, issued_tokens, revoke_token, say, today

PLACE = "settings-tokens"
NEW = "settings-token-new"
COLUMNS = ("name", "role", "whose", "expires_on", "issued", "state")
USUAL = timedelta(days=365)


def tokens(seen: View, known: Choices) -> None:
    """What was issued, and the form for a new one."""
    language = seen.language
    if text := st.session_state.pop(NEW, None):
        st.success(t("tokens.new", language))
        st.code(text, language=None)
    told(PLACE)
    rows = issued_tokens(language)
    if rows:
        _listed(rows, language)
        _revoke([row for row in rows if row["state"] == "good"], language)
    else:
        st.html(note(t("tokens.none", language)))
    _form(known, language)


def _listed(rows: list[dict[str, Any]], language: str) -> None:
    comma, everyone = t("list_comma", language), t("tokens.everyone", language)
    cells = [
        [
            escape(row["name"]),
            escape(row["role"]),
            escape(everyone if row["whose"] is None else comma.join(row["whose"])),
            row["expires_on"].isoformat(),
            escape(f"{row['at']} · {row['who']}"),
            f'<span class="chip quiet">{escape(state_said(row["state"], language))}</span>',
        ]
        for row in rows
    ]
    headings = [t(f"tokens.column.{name}", language) for name in COLUMNS]
    st.html(tables.listed(t("settings.section.tokens", language), headings, cells))


def state_said(state: str, language: str) -> str:
    return t(f"tokens.{state}", language)


def _revoke(rows: list[dict[str, Any]], language: str) -> None:
    for row in rows:
        key = f"revoke-{row['token_id']}-{row['seen']}"
        label = plain(t("tokens.revoke", language, name=row["name"]))
        st.button(label, key=key, on_click=_revoked, args=(row, language))


def _revoked(row: Mapping[str, Any], language: str) -> None:
    did(language, PLACE, lambda: revoke_token(row["token_id"], seen=row["seen"]))


def _form(known: Choices, language: str) -> None:
    turn = turned(PLACE)
    key = f"token-{turn}-{language}"
    with st.expander(t("tokens.issue", language), key="token-issue"), st.form(key, border=False):
        st.text_input(t("tokens.column.name", language), key=f"{key}-name", placeholder=t("tokens.for", language))
        st.selectbox(
            t("tokens.column.role", language),
            ROLES,
            format_func=lambda each: say(f"role.{each}", language),
            key=f"{key}-role",
        )
        st.multiselect(
            t("tokens.column.whose", language),
            list(known.of["parent"]),
            format_func=lambda each: known.name("parent", each),
            key=f"{key}-whose",
            placeholder=t("tokens.everyone", language),
        )
        st.date_input(t("tokens.column.expires_on", language), today() + USUAL, key=f"{key}-until")
        act = partial(_issued, key, turn, language)
        st.form_submit_button(t("tokens.issue", language), type="primary", key=f"{key}-save", on_click=act)


def _issued(key: str, turn: str, language: str) -> None:
    """Issue what the form holds, once: a second click on it finds another form."""
    if turn != turned(PLACE):
        return
    held = {name: st.session_state[f"{key}-{name}"] for name in ("name", "role", "whose", "until")}
    grant = Grant(held["name"], held["role"], tuple(held["whose"]) or None, held["until"])

    def act() -> None:
        st.session_state[NEW] = issue_token(grant)

    if did(language, PLACE, act):
        next_turn(PLACE)
