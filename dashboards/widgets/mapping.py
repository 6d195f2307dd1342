"""未识别数字: the numbers of a year's documents that no metric takes, each with its sentence, to be given to one."""

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from typing import Any

import streamlit as st

from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import blocks, evidence
from dashboards.widgets.blocks import closed, section
from dashboards.widgets.labels import distinct
from pipelines.api import BoardError, explain, give_to_metric, metric_names, take_from_metric

Row = Mapping[str, Any]
_PRESSED = "mapping-pressed"


def quantities(seen: View, rows: Sequence[dict[str, Any]]) -> None:
    """Choose a number, look at its sentence, give it to a metric; what was given so far can be taken back."""
    language = seen.language
    _say_if_given(rows, language)
    given = [row for row in rows if row["mapped_to"]]
    section(t("mapping.title", language, count=len(rows) - len(given)), t("mapping.note", language))
    if closed("quantity.map", language):
        return
    names = metric_names(language)
    for row in given:
        with st.container(key=f"given-{row['quantity_id']}", horizontal=True, vertical_alignment="center"):
            said = t("mapping.given", language, quote=row["quote"], metric=names[row["mapped_to"]][0])
            st.html(f'<span class="note">{escape(said)}</span>', width="content")
            if st.button(t("mapping.take_back", language), key=f"take-{row['quantity_id']}"):
                take_from_metric(row["quantity_id"])
                st.rerun()
    waiting = {row["quantity_id"]: row for row in rows if not row["mapped_to"]}
    if waiting:
        places = {row["quantity_id"]: t("mapping.place", language, at=at) for at, row in enumerate(rows, 1)}
        shown = {each: f"{row['quote']} — {row['sentence'][:40]}" for each, row in waiting.items()}
        _one(seen, waiting, distinct(shown, places), names)


def _one(
    seen: View,
    waiting: Mapping[str, dict[str, Any]],
    shown: Mapping[str, str],
    names: Mapping[str, tuple[str, tuple[str, ...]]],
) -> None:
    language = seen.language
    asked = list(waiting).index(seen.quantity_id) if seen.quantity_id in waiting else 0
    chosen = st.selectbox(
        t("mapping.number", language), list(waiting), asked, format_func=shown.__getitem__, key="mapping-number"
    )
    row = waiting[chosen]
    st.html(f'<blockquote class="sentence" lang="zh">{evidence.sentence(None, row)}</blockquote>')
    with st.form("mapping"):
        # those that count in this unit come first
        options = sorted(names, key=lambda each: row["unit"] not in names[each][1])
        metric_id = st.selectbox(
            t("review.metric", language),
            options,
            None,
            format_func=distinct({each: name for each, (name, _) in names.items()}).__getitem__,
            placeholder=t("mapping.choose", language),
        )
        begin, end, part = st.columns(3)
        start = begin.date_input(t("review.start", language), date(seen.year, 1, 1))
        until = end.date_input(t("review.end", language), date(seen.year, 12, 31))
        scope = part.text_input(t("review.scope", language))
        why = st.text_input(t("mapping.why", language))
        is_meant = st.form_submit_button(t("mapping.give", language), on_click=_press, args=(row,))
        pressed = st.session_state.pop(_PRESSED, None)
        if is_meant and pressed and pressed["quantity_id"] == row["quantity_id"] and metric_id:
            try:
                give_to_metric(pressed, metric_id, scope=scope, period=(start, until), why=why)
            except BoardError as error:
                blocks.notice(explain(error, language), "refused")
                return
            st.session_state["review-said"] = t("mapping.recorded", language, metric=names[metric_id][0])
            st.rerun()


def _press(row: Row) -> None:
    """Keep the number as it stood in the form that was pressed."""
    st.session_state[_PRESSED] = row


def _say_if_given(rows: Sequence[Row], language: str) -> None:
    """That the number in the form was given to a metric by somebody else before it was sent."""
    pressed = st.session_state.get(_PRESSED)
    if pressed and any(row["quantity_id"] == pressed["quantity_id"] and row["mapped_to"] for row in rows):
        del st.session_state[_PRESSED]
        blocks.notice(t("mapping.given_meanwhile", language, quote=pressed["quote"]), "refused")
