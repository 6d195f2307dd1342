"""Reported periods of a ledger, locked or open, and the late rows (补录) that wait to be let in."""

from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Any

import streamlit as st

from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets.blocks import section
from dashboards.widgets.editions import built
from pipelines.api import accept_late_rows, late_rows, lock_ledger, locked_until


def periods(seen: View, kinds: Sequence[dict[str, Any]]) -> None:
    """One of the loaded ledgers: until when it is locked, and what waits."""
    language = seen.language
    section(t("periods.title", language), t("periods.note", language))
    names = {kind["ledger_id"]: seen.name(kind) for kind in kinds}
    waiting = {each: late_rows(seen.organisation_id, each) for each in names}
    first = next((each for each, late in waiting.items() if late), next(iter(names)))
    chosen = st.selectbox(
        t("ledgers.kind", language), list(names), list(names).index(first), format_func=names.__getitem__
    )
    until = locked_until(seen.organisation_id, chosen)
    said = t("periods.locked", language, until=until) if until else t("periods.open", language)
    st.html(f'<p class="note">{escape(said)}</p>')
    with st.container(key="lock", horizontal=True, vertical_alignment="bottom"):
        day = st.date_input(t("periods.until", language), until or date(seen.year, 12, 31), width=180)
        if st.button(t("periods.lock", language), key="lock-period"):
            lock_ledger(seen.organisation_id, chosen, day)
            st.rerun()
        if until and st.button(t("periods.unlock", language), key="unlock-period"):
            lock_ledger(seen.organisation_id, chosen, None)
            st.rerun()
    for batch_id, count in waiting[chosen].items():
        with st.container(key=f"late-{batch_id}", horizontal=True, vertical_alignment="center"):
            told = t("periods.late", language, batch=batch_id, count=count)
            st.html(f'<span class="note">{escape(told)}</span>', width="content")
            if st.button(t("periods.accept", language), key=f"accept-{batch_id}"):
                accept_late_rows(seen.organisation_id, chosen, batch_id)
                said = t("periods.accepted", language, count=count)
                st.session_state["ledger-loaded"] = said + built(language)
                st.rerun()
