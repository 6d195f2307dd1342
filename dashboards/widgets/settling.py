"""A difference of report and ledger, to be settled: which value holds, and why."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets.blocks import closed, notice, plain, section
from dashboards.widgets.labels import distinct
from pipelines.api import BoardError, Compared, explain, figure, settle_difference, undo_settlement

Row = Mapping[str, Any]
HOLDS = ("report", "ledger", "explained")


def report_figure(row: Row, language: str) -> str:
    if row["report_value"] is None:
        return "—"
    return figure(row["report_value"], row["report_unit"], row["report_qualifier"], language)


def ledger_figure(row: Row, language: str) -> str:
    if row["ledger_value"] is None:
        return "—"
    qualifier = "exact" if row["ledger_upper"] == row["ledger_value"] else "at_least"
    return figure(row["ledger_value"], row["ledger_unit"], qualifier, language)


def settle(seen: View, items: Sequence[Compared]) -> None:
    """One difference at a time: what holds, why, and the button; of a settled one, taking it back."""
    language = seen.language
    if said := st.session_state.pop("difference-said", None):
        notice(*said)
    told = {item.row["metric_id"]: item for item in items if _is_open(item) or item.settlement.holds is not None}
    if not told:
        return
    section(t("reconciliation.settle", language), t("reconciliation.settle_note", language))
    if closed("difference.settle", language):
        return
    with st.container(key="settle", border=True):
        first = next((at for at, item in enumerate(told.values()) if _is_open(item)), 0)
        names = distinct({metric_id: seen.name(item.row) for metric_id, item in told.items()})
        label = t("reconciliation.which", language)
        chosen = st.selectbox(label, list(told), first, format_func=names.__getitem__, key="difference")
        item, key = told[chosen], f"{chosen}-{told[chosen].settlement.seen}"
        holds, is_open = None, _is_open(item)
        if is_open:
            figures = {
                "report": report_figure(item.row, language),
                "ledger": ledger_figure(item.row, language),
                "explained": "",
            }
            says = {each: plain(t(f"reconciliation.holds.{each}", language, figure=figures[each])) for each in HOLDS}
            label = t("reconciliation.holds", language)
            holds = st.radio(label, HOLDS, None, format_func=says.__getitem__, key=f"difference-holds-{key}")
        st.text_input(t("reconciliation.why", language), key=f"difference-why-{key}")
        button = "record" if is_open else "undo"
        asked = (item, holds, f"difference-why-{key}", names[chosen], language)
        label, is_undecided = t(f"reconciliation.{button}", language), is_open and holds is None
        st.button(label, key=f"difference-{button}", disabled=is_undecided, on_click=_record, args=asked)


def _is_open(item: Compared) -> bool:
    return item.row["state"] == "differs" and item.settlement.holds is None


def _record(item: Compared, holds: str | None, why_key: str, name: str, language: str) -> None:
    """What the person had before them is what stood there when the button was drawn."""
    why = st.session_state.get(why_key, "")
    try:
        if holds is None:
            undo_settlement(item.difference, why=why)
        else:
            settle_difference(item.difference, holds, why=why)
    except BoardError as error:
        st.session_state["difference-said"] = (explain(error, language), "refused")
        return
    st.session_state["difference-said"] = (t("reconciliation.recorded", language, metric=name), "done")
