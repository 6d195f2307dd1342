"""评分细则 on the page 设置: the lines of one rubric as a table in which marks, rules and lines are changed at once."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets.blocks import note, notice, section
from dashboards.widgets.recording import told
from dashboards.widgets.setting_entry import record, when_and_why
from dashboards.widgets.turns import turn_of
from pipelines.api import change_rubric, explain, rubric_rows, rubric_warned, rubrics, text_of

COLUMNS = ("id", "parent", "zh", "en", "marks", "rule", "evidence")
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
    edited = st.data_editor(
        frame,
        num_rows="dynamic" if may else "fixed",
        disabled=not may,
        hide_index=True,
        column_config=config,
        key=f"{key}-table",
        height=520,
    )
    if not may:
        return
    st.html(note(t("settings.rubric.rule_help", language)))
    said = when_and_why(language, key)
    told(form)
    if st.button(t("settings.save", language), type="primary", key=f"{key}-save"):
        after = edited.fillna("").to_dict("records")
        if record(language, form, partial(_save, rubric_id, rows, after, said), "recorded"):
            st.rerun()
        told(form)


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
