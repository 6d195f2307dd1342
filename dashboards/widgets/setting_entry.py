"""One entry of the catalogue on the page 设置: its values, the form to change them, its history, the ways back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from html import escape
from typing import Any

import streamlit as st

from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import editions, tables
from dashboards.widgets.blocks import notice, section
from dashboards.widgets.pressing import did, told_rest
from dashboards.widgets.recording import told
from dashboards.widgets.setting_entries import chip, name_of, place_of
from dashboards.widgets.setting_fields import Choices, asked, shown
from dashboards.widgets.turns import next_turn, turn_of
from pipelines.api import (
    BoardError,
    Entry,
    base_of,
    change_entry,
    entry_history,
    explain,
    remove_entry,
    say,
    today,
    undo_changes,
)

SAID = "settings-said"
_PRESSED = "settings-pressed"


def record(language: str, form: str, doing: Callable[[], object], said: str) -> bool:
    """Do it and keep in words that it was done: the form's next turn begins.  Refused, `told(form)` says why."""
    if not did(language, form, doing):
        return False
    st.session_state[SAID] = t(f"settings.{said}", language)
    next_turn(form)
    return True


def rest(language: str) -> None:
    """What was pressed in forms that aren't drawn any more, since somebody took their entry away meanwhile."""
    told_rest("settings-")
    if st.session_state.pop(_PRESSED, None):
        notice(t("settings.gone", language), "refused")


def build(language: str) -> None:
    """Build an edition and say so on the next run; a refusal is said, and the page goes on."""
    try:
        st.session_state[SAID] = editions.built(language)
    except BoardError as error:
        notice(explain(error, language), "refused")
        return
    st.rerun()


def values(seen: View, entry: Entry, known: Choices) -> None:
    """What an entry says today, and what the files say where that is something else."""
    language = seen.language
    st.html(
        f'<header class="metric setting"><h2>{escape(name_of(entry, language))}</h2>'
        f'<p>{chip(entry, language)} <span class="note">{escape(place_of(entry))}</span></p></header>'
    )
    now, shipped = entry.now or {}, entry.shipped or {}
    fields = [*entry.fields, *(field for field in ("target",) if field in now)]
    # what the files say stands beside it only where that is something else
    differs = entry.shipped is not None and any(now.get(field) != shipped.get(field) for field in entry.fields)
    columns = [t(f"settings.column.{name}", language) for name in ("field", "now", *(["shipped"] if differs else []))]
    rows = []
    for field in fields:
        held = [now, shipped] if differs else [now]
        rows.append([escape(t(f"settings.field.{field}", language)), *(_value(each, field, known) for each in held)])
    st.html(tables.listed(name_of(entry, language), columns, rows))


def _value(held: dict, field: str, known: Choices) -> str:
    if field == "target" and field in held:
        return _target(held[field], known.language)
    return shown(field, held.get(field), known)


def _target(target: dict, language: str) -> str:
    """A key result's target: it is decided on a page of its own and only shown here."""
    value = target.get("value", target.get("change_percent"))
    number = "—" if value is None else f"{value}%" if "change_percent" in target else str(value)
    said = [number, t(f"settings.target.{target['state']}", language), target["reason"][base_of(language)]]
    return escape(" · ".join(said))


def change(seen: View, entry: Entry, known: Choices) -> None:
    """The form: the entry's values, the day from which they hold, and why.

    What the person left alone follows the entry; what they typed stays where somebody else was first.
    """
    if entry.now is None or not entry.fields:
        return
    language, form = seen.language, f"settings-set-{place_of(entry)}"
    key = f"set-{place_of(entry)}-{turn_of(form)}-{language}"
    fields = _fields(key)
    with st.form(key):
        wanted = {field: fields.asked(field, entry.now.get(field), known) for field in entry.fields}
        said = when_and_why(language, key)
        save = t("settings.save", language)
        st.form_submit_button(save, type="primary", key=f"{key}-save", on_click=_press, args=(entry,))
    pressed = st.session_state.get(_PRESSED)
    if pressed and place_of(pressed) == place_of(entry):
        at = st.session_state.pop(_PRESSED).at
        touched = {field: value for field, value in wanted.items() if fields.is_touched(field)}
        if record(language, form, lambda: change_entry(at, touched, **said()), "recorded"):
            st.rerun()
    told(form)


def _press(entry: Entry) -> None:
    """Keep the entry as it stood beside the form that was pressed."""
    st.session_state[_PRESSED] = entry


@dataclass(frozen=True)
class _Fields:
    """The fields of a form: how often each was drawn anew, and what was drawn (the value, and what its parts held)."""

    key: str
    turns: dict[str, int]
    drawn: dict[str, tuple[Any, dict[str, Any]]]

    def asked(self, field: str, value: Any, known: Choices) -> Any:
        """Ask for a field's value; one that nobody touched and that the entry no longer says is drawn anew."""
        if field in self.drawn and self.drawn[field][0] != value and not self.is_touched(field):
            self.turns[field] = self.turns.get(field, 0) + 1
            del self.drawn[field]
        said = asked(field, value, known, self._name(field))
        self.drawn.setdefault(field, (value, self._held(field)))
        return said

    def is_touched(self, field: str) -> bool:
        return self._held(field) != self.drawn[field][1]

    def _name(self, field: str) -> str:
        turn = self.turns.get(field)
        return f"{self.key}-{field}~{turn}" if turn else f"{self.key}-{field}"

    def _held(self, field: str) -> dict[str, Any]:
        name = self._name(field)
        return {
            str(key): held for key, held in st.session_state.items() if key == name or str(key).startswith(f"{name}-")
        }


def _fields(key: str) -> _Fields:
    """The fields of a form as they were drawn; of one that a person left and comes back to, none yet."""
    name = f"fields-{key}"
    if f"{key}-why" not in st.session_state:
        st.session_state[name] = _Fields(key, {}, {})
    return st.session_state[name]


def when_and_why(language: str, key: str, day: str = "settings.from") -> Callable[[], dict[str, Any]]:
    """Ask for the day (`day`: its label) from which a change holds, and for the person's reason; what reads them."""
    st.date_input(t(day, language), today(), key=f"{key}-from", help=t(f"{day}.help", language))
    st.text_input(t("settings.why", language), key=f"{key}-why")

    def said() -> dict[str, Any]:
        starts = st.session_state[f"{key}-from"]
        return {"starts": starts if isinstance(starts, date) else today(), "why": st.session_state[f"{key}-why"]}

    return said


def history(seen: View, entry: Entry, known: Choices, *, may: bool) -> None:
    """What was changed, by whom, when and why, and the ways back."""
    language = seen.language
    rows = entry_history(entry, language)
    if not rows:
        return
    section(t("settings.history", language))
    columns = [t(f"review.column.{name}", language) for name in ("at", "who", "what", "why")]
    cells = [
        [
            escape(row["at"]),
            escape(f"{row['who']} · {row['role']}"),
            _what(row, known),
            escape(row["why"] or "—"),
        ]
        for row in rows
    ]
    st.html(tables.listed(t("settings.history", language), columns, cells))
    if not may or not entry.changes:
        return
    place = place_of(entry)
    told(f"settings-undo-{place}")
    with st.container(key=f"undo-{place}", horizontal=True, vertical_alignment="bottom"):
        why_key = f"undo-why-{place}-{turn_of(f'settings-undo-{place}')}"
        st.text_input(t("settings.why", language), key=why_key)
        last = max(entry.changes, key=lambda each: each.sequence)
        if len(entry.changes) > 1:
            press = partial(undo, language, entry, [last.event_id], why_key)
            st.button(t("settings.undo_last", language), key=f"undo-last-{place}-{last.event_id[:8]}", on_click=press)
        press = partial(undo, language, entry, [each.event_id for each in entry.changes], why_key)
        st.button(t("settings.undo_all", language), key=f"undo-all-{place}", on_click=press)


def undo(language: str, entry: Entry, event_ids: Sequence[str], why_key: str | None = None) -> None:
    """A button's callback: take back the changes that the person saw."""
    why = st.session_state[why_key] if why_key else ""
    doing = partial(undo_changes, entry.at, event_ids, why=why)
    record(language, f"settings-undo-{place_of(entry)}", doing, "undone")


def _what(row: dict, known: Choices) -> str:
    language = known.language
    said = escape(say(f"decision.{row['kind']}", language))
    if row["kind"] != "undone":
        said += escape(t("settings.starting", language, day=row["from"]))
        if not row["stands"]:
            said += escape(t("settings.taken_back", language))
    fields = [
        f"{escape(t(f'settings.field.{field}', language))}: {shown(field, value, known)}"
        for field, value in row["entry"].items()
        if row["kind"] == "changed"
    ]
    return "<br>".join([said, *fields])


def removal(seen: View, entry: Entry) -> None:
    """Take an entry away, where nothing else needs it."""
    language, form = seen.language, f"settings-gone-{place_of(entry)}"
    if not entry.may_go:
        return
    key = f"gone-{place_of(entry)}-{turn_of(form)}"
    with st.expander(t("settings.remove", language), key=f"remove-{place_of(entry)}"):
        told(form)
        with st.form(key, border=False):
            st.html(f'<p class="note">{escape(t("settings.remove.note", language))}</p>')
            said = when_and_why(language, key)
            st.form_submit_button(
                t("settings.remove", language),
                key=f"{key}-save",
                on_click=lambda: record(language, form, lambda: remove_entry(entry.at, **said()), "recorded"),
            )
