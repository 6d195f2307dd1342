"""Reported periods of a ledger, locked or open, and the late rows (补录) that wait to be let in."""

from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Any

import streamlit as st

from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets.blocks import closed, notice, section
from dashboards.widgets.editions import built
from pipelines.api import (
    BoardError,
    accept_late_rows,
    explain,
    late_rows,
    ledger_seen,
    lock_ledger,
    locked_until,
)


def periods(seen: View, kinds: Sequence[dict[str, Any]]) -> None:
    """One of the loaded ledgers: until when it is locked, and what waits."""
    language = seen.language
    section(t("periods.title", language), t("periods.note", language))
    names = {kind["ledger_id"]: seen.name(kind) for kind in kinds}
    waiting = late_rows(seen.organisation_id, names)
    first = next((each for each, late in waiting.items() if late), next(iter(names)))
    chosen = st.selectbox(
        t("ledgers.kind", language), list(names), list(names).index(first), format_func=names.__getitem__
    )
    until, looked = locked_until(seen.organisation_id, chosen), ledger_seen(seen.organisation_id, chosen)
    which = (seen.organisation_id, chosen)
    said = t("periods.locked", language, until=until) if until else t("periods.open", language)
    st.html(f'<p class="note">{escape(said)}</p>')
    if closed("ledger.lock", language):
        return
    with st.container(key="lock", horizontal=True, vertical_alignment="bottom"):
        day = st.date_input(t("periods.until", language), until or date(seen.year, 12, 31), width=180)
        for name, wanted in (("lock", day), ("unlock", None)):
            if name == "lock" or until:
                label = t(f"periods.{name}", language)
                st.button(label, key=f"{name}-period", on_click=_lock, args=(which, wanted, looked, language))
    for batch_id, count in waiting[chosen].items():
        with st.container(key=f"late-{batch_id}", horizontal=True, vertical_alignment="center"):
            told = t("periods.late", language, batch=batch_id, count=count)
            st.html(f'<span class="note">{escape(told)}</span>', width="content")
            asked = (which, batch_id, looked, language)
            st.button(t("periods.accept", language), key=f"accept-{batch_id}", on_click=_accept, args=asked)
    if (count := st.session_state.pop("periods-accepted", None)) is not None:
        st.session_state["ledger-loaded"] = t("periods.accepted", language, count=count) + built(language)
        st.rerun()
    if refusal := st.session_state.pop("periods-refused", None):
        notice(refusal, "refused")


# what a person saw is what stood there when the button was drawn: callbacks keep it, a rerun would look again


def _lock(which: tuple[str, str], until: date | None, looked: int, language: str) -> None:
    try:
        lock_ledger(*which, until, seen=looked)
    except BoardError as error:
        st.session_state["periods-refused"] = explain(error, language)


def _accept(which: tuple[str, str], batch_id: str, looked: int, language: str) -> None:
    try:
        st.session_state["periods-accepted"] = accept_late_rows(*which, batch_id, seen=looked)
    except BoardError as error:
        st.session_state["periods-refused"] = explain(error, language)
