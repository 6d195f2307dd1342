"""The target of a key result: proposed, confirmed, changed, each from a day on; what was set before stays readable."""

import functools
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from html import escape
from typing import Any

import streamlit as st

from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import tables
from dashboards.widgets.blocks import plain, section
from dashboards.widgets.labels import distinct
from dashboards.widgets.recording import done, told
from dashboards.widgets.turns import turned
from pipelines.api import (
    WITHOUT_CHOICE,
    Aim,
    last_seen,
    may,
    say,
    set_targets,
    target_history,
    today,
    undo_target,
    worded,
)

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
            act = functools.partial(undo_target, row["key_result_id"], seen=number)
            undone = (language, "target", act, "recording.undone")
            st.button(t("targets.undo", language), key="target-undo", on_click=done, args=undone)
    if may("target.propose"):
        _form(seen, row, history)


def _what(each: Row, row: Row, language: str) -> str:
    state = say(f"target_state.{each['state']}", language)
    number = f"{each['value']}{row['unit'] or ''}" if each["value"] else ""
    number = f"{each['change_percent']}%" if each["change_percent"] else number
    said = escape(f"{state} {number}".strip())
    since = escape(t("targets.since_day", language, date=each["since"]))
    return f"<s>{said}</s>" if each["is_undone"] else f"{said} · {since}"


def _form(seen: View, row: Row, history: Sequence[Row]) -> None:
    language, form = seen.language, f"target-{row['key_result_id']}"
    turn = turned(form)
    key = f"{turn}-{language}"
    with st.form(f"{key}-form"):
        has_choice = row["kind"] not in WITHOUT_CHOICE
        first, second = st.columns(2) if has_choice else (None, st.container())
        if first is not None:
            by_percent = row["change_percent"] is not None
            label = t("targets.percent" if by_percent else "targets.value", language, unit=row["unit"] or "%")
            now = _standing(seen, row, history)
            first.text_input(plain(label), "" if now is None else format(now.normalize() + 0, "f"), key=f"{key}-value")
        since = second.date_input(t("targets.since", language), usual_day([row]), key=f"{key}-since")
        if row["due"] and since > row["due"]:
            st.html(f'<p class="note">{escape(t("targets.too_late", language, date=row["due"]))}</p>')
        st.text_input(t("targets.why", language), key=f"{key}-why")
        number = _seen(row)
        with st.container(horizontal=True):
            for state in ("confirmed", "proposed"):
                act = functools.partial(_set, row, state, key, number)
                st.form_submit_button(
                    t(f"targets.{state}", language),
                    type="primary" if state == "confirmed" else "secondary",
                    disabled=state == "confirmed" and not may("target.confirm"),
                    key=f"{key}-{state}",
                    on_click=done,
                    args=(language, form, act, f"targets.said.{state}", turn),
                )
    told("target")
    told(form)


def _standing(seen: View, row: Row, history: Sequence[Row]) -> Decimal | None:
    """The number that the target has now: what was set since the edition, where that is of the same kind, else its."""
    by_percent = row["change_percent"] is not None
    last = next((each for each in history if not each["is_undone"]), None)
    said = last and last["change_percent" if by_percent else "value"]
    if said and _is_since(seen, _seen(row)):
        return Decimal(said)
    return row["change_percent" if by_percent else "target"]


def _set(row: Row, state: str, key: str, number: int) -> None:
    since, value, why = (st.session_state.get(f"{key}-{name}") for name in _FIELDS)
    set_targets([_aim(row, since, value, number)], state, why=why)


def confirm_all(seen: View, progress: Sequence[Row]) -> None:
    """Confirm proposed targets as they are, those that a person chooses, all at once.

    A target that somebody decided on since the edition was built is no proposal of it any more: it isn't offered.
    """
    language = seen.language
    form = f"targets-{seen.organisation_id}-{seen.year}"
    told(form)
    of_edition = [row for row in progress if row["target_state"] == "proposed" and row["status"] != "no_target"]
    numbers = {row["key_result_id"]: _seen(row) for row in of_edition}
    proposed = {row["key_result_id"]: row for row in of_edition if not _is_since(seen, numbers[row["key_result_id"]])}
    if len(proposed) < len(of_edition):
        text = t("targets.decided_since", language, count=len(of_edition) - len(proposed))
        st.html(f'<p class="note">{escape(text)}</p>')
    if not proposed or not may("target.confirm"):
        return
    turn = turned(form)
    key = f"{turn}-{language}"
    names = distinct(
        {each: f"{seen.name(row)} · {worded(row, 'target', language)}" for each, row in proposed.items()},
        {each: t("year", language, year=row["target_year"]) for each, row in proposed.items()},
    )
    with (
        st.expander(t("targets.confirm_all", language, count=len(proposed)), key="targets-proposed"),
        st.form(f"{key}-form"),
    ):
        st.multiselect(
            t("targets.which", language),
            list(proposed),
            list(proposed),
            format_func=names.__getitem__,
            key=f"{key}-chosen",
        )
        st.date_input(t("targets.since", language), usual_day(list(proposed.values())), key=f"{key}-since")
        st.text_input(t("targets.why", language), key=f"{key}-why")
        st.form_submit_button(
            t("targets.confirm_chosen", language),
            type="primary",
            key=f"{key}-save",
            on_click=done,
            args=(language, form, lambda: _confirm(proposed, key, numbers), "targets.said.confirmed", turn),
        )


def _confirm(proposed: Mapping[str, Row], key: str, numbers: Mapping[str, int]) -> None:
    chosen, since, why = (st.session_state[f"{key}-{name}"] for name in ("chosen", "since", "why"))
    aims = [_aim(proposed[each], since, None, numbers[each], as_is=True) for each in chosen]
    set_targets(aims, "confirmed", why=why)


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


def _is_since(seen: View, number: int) -> bool:
    """Whether an event (0: there is none) came after those that the edition was built from."""
    return number > int(seen.board.manifest.register["length"])
