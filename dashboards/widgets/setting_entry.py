"""One entry of the catalogue on the page 设置: its values, the form to change them, its history, the ways back."""

from collections.abc import Callable
from datetime import date
from html import escape

import streamlit as st

from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import editions, tables
from dashboards.widgets.blocks import section
from dashboards.widgets.setting_entries import chip, name_of, place_of
from dashboards.widgets.setting_fields import Choices, asked, shown
from pipelines.api import (
    BoardError,
    Entry,
    change_entry,
    entry_history,
    explain,
    remove_entry,
    say,
    today,
    undo_changes,
)

SAID = "settings-said"


def record(seen: View, doing: Callable[[], object], said: str) -> None:
    """Do it and say so on the next run; a refusal is said, and then nothing was recorded."""
    try:
        doing()
    except BoardError as error:
        st.error(explain(error, seen.language))
        return
    st.session_state[SAID] = t(f"settings.{said}", seen.language)
    st.rerun()


def build(language: str) -> None:
    """Build an edition and say so on the next run; a refusal is said, and the page goes on."""
    try:
        st.session_state[SAID] = editions.built(language)
    except BoardError as error:
        st.error(explain(error, language))
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
    said = [number, t(f"settings.target.{target['state']}", language), target["reason"][language]]
    return escape(" · ".join(said))


def change(seen: View, entry: Entry, known: Choices) -> None:
    """The form: the entry's values, the day from which they hold, and why."""
    language, key = seen.language, f"set-{place_of(entry)}-{entry.seen}-{seen.language}"
    if entry.now is None or not entry.fields:
        return
    with st.form(key):
        wanted = {field: asked(field, entry.now.get(field), known, f"{key}-{field}") for field in entry.fields}
        starts, why = when_and_why(language, key)
        if st.form_submit_button(t("settings.save", language), type="primary"):
            record(seen, lambda: change_entry(entry.at, wanted, starts=starts, why=why), "recorded")


def when_and_why(language: str, key: str) -> tuple[date, str]:
    """The day from which a change holds, and the person's reason."""
    help_text = t("settings.from.help", language)
    starts = st.date_input(t("settings.from", language), today(), key=f"{key}-from", help=help_text)
    why = st.text_input(t("settings.why", language), key=f"{key}-why")
    return starts if isinstance(starts, date) else today(), why


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
    with st.container(key=f"undo-{place}", horizontal=True, vertical_alignment="bottom"):
        why = st.text_input(t("settings.why", language), key=f"undo-why-{place}-{entry.seen}")
        last = max(entry.changes, key=lambda each: each.sequence)
        if len(entry.changes) > 1 and st.button(t("settings.undo_last", language), key=f"undo-last-{place}"):
            record(seen, lambda: undo_changes(entry.at, [last.event_id], why=why), "undone")
        if st.button(t("settings.undo_all", language), key=f"undo-all-{place}"):
            record(seen, lambda: undo_changes(entry.at, why=why), "undone")


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
    language, key = seen.language, f"gone-{place_of(entry)}-{entry.seen}"
    if not entry.may_go:
        return
    with st.expander(t("settings.remove", language)), st.form(key, border=False):
        st.html(f'<p class="note">{escape(t("settings.remove.note", language))}</p>')
        starts, why = when_and_why(language, key)
        if st.form_submit_button(t("settings.remove", language)):
            record(seen, lambda: remove_entry(entry.at, starts=starts, why=why), "recorded")
