"""自评: every line with what the board knows of it; what only the organisation knows is asked, nothing else."""

from decimal import Decimal
from html import escape

import streamlit as st

from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import assess_frame, assess_lines, assess_papers, materials
from dashboards.widgets.blocks import closed, note, plain, section
from dashboards.widgets.recording import done, told
from pipelines.api import (
    Assessment,
    Filled,
    assessment_lines,
    figure_in,
    number_in,
    plain_marks,
    self_assess,
    submit_self_assessment,
    written_figure,
)


def draw(seen: View, at: Assessment) -> None:
    if assess_frame.nobody(seen, at):
        return
    language, organisation_id = seen.language, seen.organisation_id
    assessee = at.state.assessee(organisation_id)
    until, is_open = at.state.filling_until(organisation_id), at.is_being_filled(organisation_id)
    rows = assessment_lines(at, organisation_id, language)
    missing = [row for row in rows if row.get("waits")]
    section(t("assess.fill.title", language), t("assess.fill.note", language))
    st.html(f'<p class="answer">{escape(_said(language, is_open, assessee.submitted, until, len(missing)))}</p>')
    may_fill = is_open and not closed("assess.fill", language)
    for row in rows:
        if row["is_heading"]:
            st.html(assess_lines.heading(row, language))
        elif row["kind"] != "veto":
            _line(seen, at, row, may_fill=may_fill)
    assess_papers.form(seen, at, may_fill=may_fill)
    if may_fill:
        _submit(seen, at, len(missing))


def _said(language: str, is_open: bool, submitted: object, until: object, missing: int) -> str:
    if submitted:
        return t("assess.own.submitted", language)
    if not is_open:
        return t("assess.own.over", language, day=until)
    return t("assess.fill.answer" if missing else "assess.fill.ready", language, count=missing, day=until)


def _line(seen: View, at: Assessment, row: assess_lines.Row, *, may_fill: bool) -> None:
    language, organisation_id = seen.language, seen.organisation_id
    mark = t("assess.to_fill", language) if row["waits"] else t("assess.filled", language) if row["claim"] else ""
    label = plain(" · ".join(filter(None, (mark, assess_lines.title(row, language), row["figure"]))))
    key = f"fill-{organisation_id}-{row['item_id']}"
    with st.expander(label, expanded=seen.entry_id == row["item_id"], key=f"line-{key}"):
        st.html(assess_lines.facts(seen, at, row, organisation_id))
        told(key)
        if may_fill:
            _form(seen, at, row, key)


def _form(seen: View, at: Assessment, row: assess_lines.Row, key: str) -> None:
    language, claim, form = seen.language, row["claim"], f"{key}-{row['seen']}-{seen.language}"
    with st.form(form, border=False):
        first, second = st.columns(2)
        if row["asks"]:
            first.text_input(
                t(f"assess.own_{row['asks']}", language),
                written_figure(claim.figure, row["asks"]) if claim and claim.figure is not None else "",
                placeholder=row["figure"] if row["given"].is_known else "",
                help=t("assess.own_figure_help", language),
                key=f"{form}-figure",
            )
        (second if row["asks"] else first).text_input(
            t("assess.own_marks", language, ceiling=plain_marks(row["ceiling"])),
            plain_marks(claim.marks) if claim and claim.marks is not None else "",
            key=f"{form}-marks",
        )
        st.checkbox(t("assess.does_not_apply", language), bool(claim and not claim.is_applicable), key=f"{form}-na")
        st.text_area(
            t("assess.own_words", language),
            row.get("steps", {}).get("claim", {}).get("why", ""),
            key=f"{form}-why",
            height=80,
        )
        materials.choose(language, seen.organisation_id, form)
        st.form_submit_button(
            t("assess.save", language),
            type="primary",
            key=f"{form}-save",
            on_click=done,
            args=(language, key, lambda: _save(seen, at, row, form), "assess.said.filled"),
        )


def _save(seen: View, at: Assessment, row: assess_lines.Row, form: str) -> None:
    held = st.session_state
    figure: Decimal | None = None
    if row["asks"]:
        figure = figure_in(held[f"{form}-figure"], row["asks"], where=row["name"])
    filled = Filled(
        figure=figure,
        marks=number_in(held[f"{form}-marks"], where=row["name"]),
        is_applicable=not held[f"{form}-na"],
        materials=tuple(materials.collected(seen.language, seen.organisation_id, form)),
        why=held[f"{form}-why"],
        seen=row["seen"],
    )
    self_assess(at, seen.organisation_id, {row["item_id"]: filled})


def _submit(seen: View, at: Assessment, missing: int) -> None:
    language, organisation_id = seen.language, seen.organisation_id
    section(t("assess.submit", language), t("assess.submit_note", language))
    if closed("assess.submit", language):
        return
    if missing:
        st.html(note(t("assess.submit_missing", language, count=missing)))
    told("assess-submit")
    st.button(
        t("assess.submit", language),
        type="secondary" if missing else "primary",
        disabled=bool(missing),
        key="assess-submit",
        on_click=done,
        args=(language, "assess-submit", lambda: submit_self_assessment(at, organisation_id), "assess.said.submitted"),
    )
