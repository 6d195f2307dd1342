"""The target of a key result: proposed, confirmed, changed, each from a day on; what was set before stays readable."""

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from typing import Any

import streamlit as st

from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import tables
from dashboards.widgets.blocks import section
from dashboards.widgets.recording import attempt
from pipelines.api import WITHOUT_CHOICE, Aim, last_seen, may, say, set_targets, target_history, undo_target

Row = Mapping[str, Any]


def one(seen: View, row: Row) -> None:
    """What was set for one key result so far, and a form to set it."""
    language = seen.language
    section(t("targets.title", language), t("targets.note", language))
    history = target_history(row["key_result_id"], language)
    if history:
        columns = [t(f"targets.column.{name}", language) for name in ("at", "who", "what", "why")]
        cells = [
            [
                escape(each["at"]),
                escape(f"{each['who']} · {each['role']}"),
                _what(each, row, language),
                escape(each["why"] or "—"),
            ]
            for each in history
        ]
        st.html(tables.listed(t("targets.title", language), columns, cells))
        if any(not each["is_undone"] for each in history) and st.button(t("targets.undo", language), key="target-undo"):
            number = _seen(row)
            attempt(seen, lambda: undo_target(row["key_result_id"], seen=number))
    if may("target.propose"):
        _form(seen, row)


def _what(each: Row, row: Row, language: str) -> str:
    state = say(f"target_state.{each['state']}", language)
    number = f"{each['value']}{row['unit'] or ''}" if each["value"] else ""
    number = f"{each['change_percent']}%" if each["change_percent"] else number
    said = escape(f"{state} {number}".strip())
    since = escape(t("targets.since_day", language, date=each["since"]))
    return f"<s>{said}</s>" if each["is_undone"] else f"{said} · {since}"


def _form(seen: View, row: Row) -> None:
    language = seen.language
    with st.form("target"):
        has_choice = row["kind"] not in WITHOUT_CHOICE
        first, second = st.columns(2) if has_choice else (None, st.container())
        value = None
        if first is not None:
            by_percent = row["change_percent"] is not None
            now = row["change_percent"] if by_percent else row["target"]
            label = t("targets.percent" if by_percent else "targets.value", language, unit=row["unit"] or "%")
            value = first.text_input(label, "" if now is None else format(now.normalize() + 0, "f"), key="target-value")
        since = second.date_input(t("targets.since", language), usual_day([row]), key="target-since")
        if row["due"] and since > row["due"]:
            st.html(f'<p class="note">{escape(t("targets.too_late", language, date=row["due"]))}</p>')
        why = st.text_input(t("targets.why", language), key="target-why")
        with st.container(horizontal=True):
            confirms = st.form_submit_button(
                t("targets.confirm", language), type="primary", disabled=not may("target.confirm")
            )
            proposes = st.form_submit_button(t("targets.propose", language))
        if confirms or proposes:
            aim = _aim(row, since, value)
            attempt(seen, lambda: set_targets([aim], "confirmed" if confirms else "proposed", why=why))


def confirm_all(seen: View, progress: Sequence[Row]) -> None:
    """Confirm proposed targets as they are, those that a person chooses, all at once."""
    language = seen.language
    proposed = {
        row["key_result_id"]: row
        for row in progress
        if row["target_state"] == "proposed" and row["status"] != "no_target"
    }
    if not proposed or not may("target.confirm"):
        return
    with (
        st.expander(t("targets.confirm_all", language, count=len(proposed)), key="targets-proposed"),
        st.form("targets-all"),
    ):
        chosen = st.multiselect(
            t("targets.which", language),
            list(proposed),
            list(proposed),
            format_func=lambda each: f"{proposed[each][f'name_{language}']}：{proposed[each][f'target_{language}']}",
            key="targets-chosen",
        )
        since = st.date_input(t("targets.since", language), usual_day(list(proposed.values())), key="targets-since")
        why = st.text_input(t("targets.why", language), key="targets-why")
        if st.form_submit_button(t("targets.confirm_chosen", language), type="primary") and chosen:
            aims = [_aim(proposed[each], since, None, as_is=True) for each in chosen]
            attempt(seen, lambda: set_targets(aims, "confirmed", why=why))


def usual_day(rows: Sequence[Row]) -> date:
    """The day from which a target usually holds: today; the first of its year where its due day has passed."""
    today = date.today()
    years = [int(row["target_year"]) for row in rows if row["due"] and row["due"] < today]
    return min([today, *(date(year, 1, 1) for year in years)])


def _aim(row: Row, since: date, value: str | None, *, as_is: bool = False) -> Aim:
    number = _seen(row)
    percent = row["change_percent"]
    if as_is or row["kind"] in WITHOUT_CHOICE:
        shipped = None if row["target"] is None or percent is not None else format(row["target"], "f")
        change = None if percent is None else format(percent, "f")
        return Aim(row["key_result_id"], since, shipped, change, seen=number)
    if percent is not None:
        return Aim(row["key_result_id"], since, None, value, seen=number)
    return Aim(row["key_result_id"], since, value, None, seen=number)


def _seen(row: Row) -> int:
    return last_seen([("target", row["key_result_id"])]).get(row["key_result_id"], 0)
