"""What can be taken along from a round: score sheets, the letter, the evidence, the form of the self-assessment."""

from functools import partial
from hashlib import sha256
from html import escape
from urllib.parse import quote, urlencode

import streamlit as st

from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets.blocks import note, section
from dashboards.widgets.recording import done, told
from pipelines.api import (
    Assessment,
    as_now,
    feedback_letter,
    read_self_assessment,
    score_overview,
    score_sheet,
    self_assess,
    self_assessment_sheet,
)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def of_organisation(seen: View, at: Assessment) -> None:
    """评分表, 反馈函 and 佐证材料 of the organisation in view."""
    language, organisation_id = seen.language, seen.organisation_id
    name, year = at.name(organisation_id, language), at.round.plan.year
    section(t("assess.papers", language))
    with st.container(horizontal=True, vertical_alignment="center", key="assess-papers"):
        _button(
            t("assess.sheet", language),
            f"{t('assess.sheet', language)} {name} {year}.xlsx",
            XLSX,
            partial(score_sheet, at, organisation_id, language),
            "sheet",
        )
        if at.is_organiser and at.totals[organisation_id].marks is not None:
            _button(
                t("assess.letter", language),
                f"{t('assess.letter', language)} {name} {year}.docx",
                DOCX,
                partial(feedback_letter, at, organisation_id),
                "letter",
            )
        where = (
            f"board/evidence/{quote(at.round.round_id)}/{quote(organisation_id)}.zip?{urlencode({'lang': language})}"
        )
        st.html(
            f'<a class="download" href="{escape(where)}" download>{escape(t("assess.evidence", language))}</a>',
            width="content",
        )


def of_round(seen: View, at: Assessment) -> None:
    """得分汇总表 with the sheet of each organisation."""
    language = seen.language
    name = f"{t('assess.overview', language)} {at.round.plan.year}.xlsx"
    _button(t("assess.overview", language), name, XLSX, partial(score_overview, at, language), "overview")


def form(seen: View, at: Assessment, *, may_fill: bool) -> None:
    """自评表 to take along, and one that came back; what it changes is taken over all at once."""
    language, organisation_id = seen.language, seen.organisation_id
    section(t("assess.form", language), t("assess.form_note", language))
    name = f"{t('assess.form', language)} {at.name(organisation_id, language)} {at.round.plan.year}.xlsx"
    made = partial(self_assessment_sheet, at, organisation_id, language)
    _button(t("assess.form_take", language), name, XLSX, made, "form")
    if not may_fill:
        return
    key = f"assess-form-{organisation_id}"
    with st.container(key=f"upload-{language}-assess"):
        sent = st.file_uploader(t("assess.form_back", language), ["xlsx"], key=f"{key}-{at.state.after}")
    told(key)
    if sent is not None:
        content = sent.getvalue()
        st.html(note(t("assess.form_sent", language, name=sent.name, hash=sha256(content).hexdigest()[:8])))
        st.button(
            t("assess.form_read", language),
            type="primary",
            key=f"{key}-read",
            on_click=done,
            args=(language, key, partial(_read, at, organisation_id, content, sent.name), _READ),
        )


_READ = {True: "assess.said.form_read", False: "assess.said.form_same"}


def _read(at: Assessment, organisation_id: str, content: bytes, name: str) -> bool:
    """Whether the form changed anything."""
    filled = read_self_assessment(at, organisation_id, content, name)
    if filled:
        self_assess(at, organisation_id, filled)
    return bool(filled)


def _button(label: str, name: str, mime: str, made: partial, key: str) -> None:
    """A file that is made once somebody asks for it."""
    st.download_button(label, as_now(made), name, mime, on_click="ignore", key=f"assess-take-{key}")
