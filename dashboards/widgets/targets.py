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
from dashboards.widgets.recording import done, told
from pipelines.api import WITHOUT_CHOICE, Aim, last_seen, may, say, set_targets, target_history, today, undo_target

Row = Mapping[str, Any]
_FIELDS = ("since", "value", "why")


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
        if any(not each["is_undone"] for each in history):
            number = _seen(row)
            undone = (language, "target", lambda: undo_target(row["key_result_id"], seen=number))
            st.button(t("targets.undo", language), key="target-undo", on_click=done, args=undone)
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
        if first is not None:
            by_percent = row["change_percent"] is not None
            now = row["change_percent"] if by_percent else row["target"]
            label = t("targets.percent" if by_percent else "targets.value", language, unit=row["unit"] or "%")
            first.text_input(
                label,
                "" if now is None else format(now.normalize() + 0, "f"),
                key=f"target-value-{row['key_result_id']}",
            )
        since = second.date_input(
            t("targets.since", language), usual_day([row]), key=f"target-since-{row['key_result_id']}"
        )
        if row["due"] and since > row["due"]:
            st.html(f'<p class="note">{escape(t("targets.too_late", language, date=row["due"]))}</p>')
        st.text_input(t("targets.why", language), key=f"target-why-{row['key_result_id']}")
        number = _seen(row)
        with st.container(horizontal=True):
            for state in ("confirmed", "proposed"):
                st.form_submit_button(
                    t(f"targets.{state}", language),
                    type="primary" if state == "confirmed" else "secondary",
                    disabled=state == "confirmed" and not may("target.confirm"),
                    key=f"target-{state}",
                    on_click=done,
                    args=(language, "target", lambda state=state: _set(row, state, number)),
                )
    told("target")


def _set(row: Row, state: str, number: int) -> None:
    since, value, why = (st.session_state.get(f"target-{name}-{row['key_result_id']}") for name in _FIELDS)
    set_targets([_aim(row, since, value, number)], state, why=why)


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
        st.multiselect(
            t("targets.which", language),
            list(proposed),
            list(proposed),
            format_func=lambda each: f"{proposed[each][f'name_{language}']} · {proposed[each][f'target_{language}']}",
            key="targets-chosen",
        )
        st.date_input(t("targets.since", language), usual_day(list(proposed.values())), key="targets-since")
        st.text_input(t("targets.why", language), key="targets-why")
        numbers = {each: _seen(row) for each, row in proposed.items()}
        st.form_submit_button(
            t("targets.confirm_chosen", language),
            type="primary",
            key="targets-save",
            on_click=done,
            args=(language, "targets", lambda: _confirm(proposed, numbers)),
        )
    told("targets")


def _confirm(proposed: Mapping[str, Row], numbers: Mapping[str, int]) -> None:
    held = st.session_state
    aims = [
        _aim(proposed[each], held["targets-since"], None, numbers[each], as_is=True) for each in held["targets-chosen"]
    ]
    if aims:
        set_targets(aims, "confirmed", why=held["targets-why"])


def usual_day(rows: Sequence[Row]) -> date:
    """The day from which a target usually holds: today; the first of its year where its due day has passed."""
    years = [int(row["target_year"]) for row in rows if row["due"] and row["due"] < today()]
    return min([today(), *(date(year, 1, 1) for year in years)])


def _aim(row: Row, since: date, value: str | None, number: int, *, as_is: bool = False) -> Aim:
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
