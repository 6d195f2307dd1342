"""评分细则 on the page 设置: the lines of one rubric as a table in which marks, rules and lines are changed at once."""

from collections.abc import Mapping
from functools import partial
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets.blocks import note, notice, section
from dashboards.widgets.recording import told
from dashboards.widgets.setting_entries import name_of
from dashboards.widgets.setting_entry import record, when_and_why
from dashboards.widgets.tables import listed
from dashboards.widgets.turns import turn_of
from pipelines.api import (
    Entry,
    RubricChange,
    change_rubric,
    explain,
    rubric_changes,
    rubric_rows,
    rubric_warned,
    rubrics,
    say,
    text_of,
    undo_rubric_change,
)

COLUMNS = ("id", "parent", "zh", "en", "marks", "rule", "evidence", "owner")
_FIELDS = {
    "parent": "settings.rubric.parent",
    "name": "settings.field.name",
    "rule": "settings.rubric.rule",
    "evidence": "settings.rubric.evidence_short",
    "owner": "settings.rubric.owner_short",
}
_CHANGES = ("edited_rows", "added_rows", "deleted_rows")
_WIDTHS = {"id": "medium", "parent": "medium", "marks": "small", "rule": "large"}


def table(seen: View, rubric_id: str, *, may: bool) -> None:
    """The rubric's lines; with the day from which changes hold and why, for who may change them."""
    language, form = seen.language, f"settings-rubric-{rubric_id}"
    rubric = next((each for each in rubrics() if each.rubric_id == rubric_id), None)
    name = text_of(rubric.name, language) if rubric else rubric_id
    section(t("settings.rubric.lines", language, name=name), t("settings.rubric.note", language))
    for warning in rubric_warned(rubric_id):
        notice(explain(warning, language))
    key = f"{form}-{turn_of(form)}-{language}"
    rows = _rows(rubric_id, f"{key}-table")
    frame = pd.DataFrame(rows, columns=list(COLUMNS), dtype="string")
    config: dict[str, Any] = {
        column: st.column_config.TextColumn(t(f"settings.rubric.{column}", language), width=_WIDTHS.get(column))
        for column in COLUMNS
    }
    shown = partial(st.data_editor, frame, hide_index=True, column_config=config, key=f"{key}-table", height=520)
    if may:
        # in a form: several cells are changed together, and the page isn't run again for each
        with st.form(f"{key}-form", border=False):
            edited = shown(num_rows="dynamic")
            st.html(note(t("settings.rubric.rule_help", language)))
            said = when_and_why(language, key)
            is_asked = st.form_submit_button(t("settings.save", language), type="primary", key=f"{key}-save")
        save = partial(_save, rubric_id, rows, edited.fillna("").to_dict("records"), said)
        if is_asked and record(language, form, save, "recorded"):
            st.rerun()
        told(form)
    else:
        shown(num_rows="fixed", disabled=True)
    _changes(seen, rubric_id, may=may)


def _changes(seen: View, rubric_id: str, *, may: bool) -> None:
    """What was changed of the lines, what was changed at once in one row, and the way back of each."""
    language, changes = seen.language, rubric_changes(rubric_id, seen.language)
    if not changes:
        return
    section(t("settings.history", language), t("settings.rubric.history_note", language))
    columns = [t(f"review.column.{name}", language) for name in ("at", "who", "what", "why")]
    rows = [[escape(each.at), escape(each.who), _what(each, language), escape(each.why or "—")] for each in changes]
    st.html(listed(t("settings.history", language), columns, rows))
    if not may:
        return
    form = f"settings-undo-rubric-{rubric_id}"
    told(form)
    with st.container(key=f"undo-rubric-{rubric_id}", horizontal=True, vertical_alignment="bottom"):
        turn = f"{turn_of(form)}-{language}"
        names = {each.change_id: f"{each.at} · {_lines(each, language)}" for each in changes}
        chosen = st.selectbox(
            t("settings.rubric.undo_which", language), list(names), format_func=names.__getitem__, key=f"{form}-{turn}"
        )
        st.text_input(t("settings.why", language), key=f"{form}-why-{turn}")
        change = next(each for each in changes if each.change_id == chosen)
        press = partial(_undo, language, form, change, f"{form}-why-{turn}")
        st.button(t("settings.rubric.undo", language), key=f"{form}-do", on_click=press)


def _undo(language: str, form: str, change: RubricChange, why_key: str) -> None:
    """A button's callback."""
    record(language, form, partial(undo_rubric_change, change, why=st.session_state[why_key]), "undone")


def _what(change: RubricChange, language: str) -> str:
    """HTML: each line with what is otherwise."""
    lines = [escape(_line(*line, language)) for line in change.lines]
    return "<br>".join([escape(t("settings.rubric.from", language, day=change.starts)), *lines])


def _line(entry: Entry, kind: str, values: Mapping[str, Any], language: str) -> str:
    said = say(f"decision.{kind}", language)
    if kind == "changed":
        fields = [
            f"{t('settings.rubric.marks', language)} {value or '—'}"
            if field == "marks"
            else t(_FIELDS[field], language)
            for field, value in values.items()
        ]
        said = say("join.items", language).join(fields)
    return t("settings.rubric.line", language, name=name_of(entry, language), what=said)


def _lines(change: RubricChange, language: str) -> str:
    return say("join.items", language).join(name_of(entry, language) for entry, _, _ in change.lines)


def _rows(rubric_id: str, editor: str) -> list[dict[str, str]]:
    """The lines as they stand, or as they stood when the person began to change them in the table.

    With other lines under it the table would forget what was changed in it, and nobody would be told who was first.
    """
    changes, kept = st.session_state.get(editor) or {}, f"{editor}-rows"
    if kept not in st.session_state or not any(changes.get(name) for name in _CHANGES):
        st.session_state[kept] = rubric_rows(rubric_id)
    return st.session_state[kept]


def _save(rubric_id: str, before: list, after: list, said: Any) -> None:
    change_rubric(rubric_id, before, after, **said())
