"""异议申请与复核: an organisation objects to marks, somebody who gave none of them decides."""

from collections.abc import Sequence

import streamlit as st

from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import assess_lines, materials
from dashboards.widgets.blocks import note, section
from dashboards.widgets.labels import distinct
from dashboards.widgets.recording import done, told
from pipelines.api import (
    Assessment,
    BoardError,
    Line,
    days_left,
    explain,
    may,
    number_in,
    object_to,
    plain_marks,
    rule_on,
)


def objecting(seen: View, at: Assessment, rows: Sequence[assess_lines.Row]) -> None:
    """提出异议, for the organisation while its time runs: which line, what is asked for, why, with what evidence."""
    language, feedback = seen.language, at.round.feedback
    if at.round.stage != "objections" or feedback is None or feedback.object_until is None:
        return
    if not may("assess.object") or days_left(feedback.object_until) < 0:
        return
    open_to_it = [row for row in rows if row.get("is_decided") and not row["objection"]]
    known = {row["item_id"]: row for row in sorted(open_to_it, key=lambda row: not assess_lines.lost_marks(row))}
    if not known:
        return
    section(t("assess.object", language), t("assess.object_note", language, day=feedback.object_until.isoformat()))
    names = distinct({item_id: assess_lines.title(row, language) for item_id, row in known.items()})
    first = list(known).index(seen.entry_id) if seen.entry_id in known else 0
    key = f"object-{seen.organisation_id}-{language}"
    chosen = st.selectbox(
        t("assess.column.line", language), list(known), first, format_func=names.__getitem__, key=f"{key}-line"
    )
    row = known[chosen]
    form = f"{key}-{chosen}-{row['seen']}"
    st.html(note(row["why"]))
    with st.form(form, border=False):
        st.text_input(t("assess.object_asks", language), key=f"{form}-asks")
        st.text_area(t("assess.object_why", language), key=f"{form}-why", height=80)
        materials.choose(language, seen.organisation_id, form)
        st.form_submit_button(
            t("assess.object", language),
            key=f"{form}-save",
            on_click=done,
            args=(language, key, lambda: _send(seen, at, row, form), "assess.said.objected"),
        )
    told(key)


def waiting(seen: View, at: Assessment, rows: Sequence[assess_lines.Row]) -> None:
    """异议复核: each objection that waits, with whose grade the marks that it asks for would change."""
    if not at.is_organiser or not may("assess.rule"):
        return
    open_ones = [row for row in rows if row.get("objection") and row["ruling"] is None]
    if not open_ones:
        return
    section(t("assess.rule_on", seen.language), t("assess.rule_on_note", seen.language))
    for row in open_ones:
        with st.container(key=f"objection-{row['item_id']}", border=True):
            _decision(seen, at, row)


def _send(seen: View, at: Assessment, row: assess_lines.Row, form: str) -> None:
    held = st.session_state
    stored = materials.collected(seen.language, seen.organisation_id, form)
    asks = number_in(held[f"{form}-asks"], where=row["name"])
    object_to(_at(seen, at, row), asks, why=held[f"{form}-why"], materials=stored)


def _decision(seen: View, at: Assessment, row: assess_lines.Row) -> None:
    language, objection = seen.language, row["objection"]
    shown_by = materials.named(objection.materials, language)
    st.html(assess_lines.given(row, language) + assess_lines.history(row, language) + shown_by)
    if objection.asks is not None:
        st.html(note(t("assess.object_asked", language, marks=plain_marks(objection.asks))))
        st.html(note(_effect(seen, at, row)))
    if row["is_own"]:
        st.html(note(t("assess.rule_own", language)))
        return
    key, form = f"rule-{row['item_id']}", f"rule-{row['item_id']}-{row['seen']}-{language}"
    with st.form(form, border=False):
        usual = objection.asks if objection.asks is not None else row["marks"]
        st.text_input(
            t("assess.marks_given", language, ceiling=plain_marks(row["ceiling"])),
            plain_marks(usual) if usual is not None else "",
            key=f"{form}-marks",
        )
        st.text_area(t("assess.rule_why", language), key=f"{form}-why", height=80)
        for column, (name, is_upheld) in zip(st.columns(2), (("uphold", True), ("reject", False)), strict=True):
            column.form_submit_button(
                t(f"assess.{name}", language),
                key=f"{form}-{name}",
                on_click=done,
                args=(
                    language,
                    key,
                    lambda is_upheld=is_upheld: _decide(seen, at, row, form, is_upheld=is_upheld),
                    "assess.said.ruled",
                ),
            )
    told(key)


def _effect(seen: View, at: Assessment, row: assess_lines.Row) -> str:
    """Whose grade would be another one with the marks that are asked for, or why there would be no grades."""
    language = seen.language
    try:
        found = at.effect(seen.organisation_id, row["item_id"], row["objection"].asks)
    except BoardError as refusal:
        return explain(refusal, language)
    changes = [
        t(
            "assess.effect",
            language,
            name=at.name(each["organisation_id"], language),
            before=at.grade_name(each["before"], language),
            after=at.grade_name(each["after"], language),
        )
        for each in found
    ]
    return t("list_clauses", language).join(changes) or t("assess.effect_none", language)


def _decide(seen: View, at: Assessment, row: assess_lines.Row, form: str, *, is_upheld: bool) -> None:
    held = st.session_state
    marks = number_in(held[f"{form}-marks"], where=row["name"], is_needed=True) if is_upheld else None
    rule_on(_at(seen, at, row), marks, is_upheld=is_upheld, why=held[f"{form}-why"])


def _at(seen: View, at: Assessment, row: assess_lines.Row) -> Line:
    return Line(at.round.round_id, seen.organisation_id, row["item_id"], row["seen"])
