"""评审: the lines of one organisation that wait for a mark, each with figure, rule and claim beside the form."""

from datetime import date
from decimal import Decimal
from html import escape
from typing import Any

import streamlit as st

from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import assess_frame, assess_lines
from dashboards.widgets.blocks import closed, note, plain, section
from dashboards.widgets.recording import done, told
from pipelines.api import (
    Assessment,
    Given,
    Line,
    accept_rules,
    assessment_lines,
    declare_conflict,
    figure_in,
    number_in,
    plain_marks,
    say,
    score_line,
    send_self_assessment_back,
    today,
    written_figure,
)

WAYS = ("paper", "site")


def draw(seen: View, at: Assessment) -> None:
    language = seen.language
    section(t("assess.review.title", language), t("assess.review.note", language))
    assess_frame.organisations(seen, at)
    if seen.organisation_id not in at.organisations or closed("assess.score", language):
        return
    rows = [
        row
        for row in assessment_lines(at, seen.organisation_id, language)
        if not row["is_heading"] and row["kind"] != "veto"
    ]
    waiting = [row for row in rows if not row["is_decided"]]
    st.html(
        f'<p class="answer">{escape(at.name(seen.organisation_id, language))} · '
        f"{escape(t('assess.review.answer', language, done=len(rows) - len(waiting), all=len(rows)))}</p>"
    )
    if why := _not_yet(seen, at):
        st.html(note(why))
    else:
        _accept(seen, at, sum(row["is_confirmable"] for row in waiting))
        for row in waiting:
            _line(seen, at, row)
        if decided := [row for row in rows if row["is_decided"]]:
            section(t("assess.review.decided", language), t("assess.review.decided_note", language))
            is_blind = st.toggle(t("assess.blind", language), key="assess-blind", help=t("assess.blind_help", language))
            for row in decided:
                _line(seen, at, row, is_blind=is_blind and not row["is_own"])
    _back(seen, at)
    _conflict(seen, at)


def _not_yet(seen: View, at: Assessment) -> str:
    """Why nothing can be scored now; empty where it can."""
    if at.round.stage != "open":
        return t("assess.review.closed", seen.language)
    if at.is_being_filled(seen.organisation_id):
        until = at.state.filling_until(seen.organisation_id)
        return t("assess.review.running", seen.language, day=until.isoformat())
    return ""


def _accept(seen: View, at: Assessment, count: int) -> None:
    language = seen.language
    told("assess-accept")
    if count:
        st.button(
            t("assess.accept", language, count=count),
            type="primary",
            key="assess-accept",
            help=t("assess.accept_help", language),
            on_click=done,
            args=(language, "assess-accept", lambda: bool(accept_rules(at, seen.organisation_id)), _ACCEPTED),
        )


_ACCEPTED = {True: "assess.said.accepted", False: "assess.said.accepted_none"}


def _line(seen: View, at: Assessment, row: assess_lines.Row, *, is_blind: bool = False) -> None:
    """One line with its form; `is_blind`: without what others gave it, for an independent second mark."""
    language, key = seen.language, f"score-{seen.organisation_id}-{row['item_id']}"
    known = [row["figure"] if row["given"].is_known else "", assess_lines.claimed(row, language)]
    again = [t("assess.has_second", language)] if row["has_second"] else []
    state = t("assess.got_hidden", language) if is_blind else _state(row, language)
    parts = [assess_lines.title(row, language), *([] if row["is_decided"] else known), state, *again]
    label = plain(" · ".join(filter(None, parts)))
    is_asked = seen.entry_id == row["item_id"]
    with st.expander(label, expanded=is_asked, key=f"line-{key}"):
        st.html(assess_lines.facts(seen, at, row, seen.organisation_id))
        if row["is_decided"] and not is_blind:
            st.html(f'<p class="answer">{escape(row["why"])}</p>{assess_lines.history(row, language)}')
        if row["outdated"] is not None and not row["is_decided"]:
            st.html(
                f'<p class="notice">{escape(t("assess.outdated", language, marks=plain_marks(row["outdated"])))}</p>'
            )
        if row["is_moved"]:
            st.html(f'<p class="notice">{escape(t("assess.moved", language, figure=row["figure"]))}</p>')
        told(key)
        _form(seen, at, row, key, is_blind=is_blind)


def _state(row: assess_lines.Row, language: str) -> str:
    if row["is_decided"]:
        marks = assess_lines.marks_of(row, language)
        return marks if row["marks"] is None else t("assess.got", language, marks=marks)
    proposed = row["proposed"]
    if proposed.state == "decided":
        return t("assess.by_rule", language, lower=plain_marks(proposed.lower))
    return t(f"assess.waits.{proposed.state}", language)


def _form(seen: View, at: Assessment, row: assess_lines.Row, key: str, *, is_blind: bool) -> None:
    language, form = seen.language, f"{key}-{row['seen']}-{seen.language}{'-blind' if is_blind else ''}"
    usual: Any = row["marks"] if row["is_decided"] and not is_blind else row["proposed"].marks
    figure = None
    if not row["is_decided"] and row["by_claim"] and not row["given"].is_known:
        # the organisation's figure stands in the field, to be confirmed or corrected with a reason
        usual, figure = row["by_claim"].marks, row["claim"].figure
    with st.form(form, border=False):
        first, second, third = st.columns(3)
        first.text_input(
            t("assess.marks_given", language, ceiling=plain_marks(row["ceiling"])),
            plain_marks(usual) if usual is not None else "",
            key=f"{form}-marks",
        )
        if row["asks"]:
            second.text_input(
                t(f"assess.right_{row['asks']}", language),
                written_figure(figure, row["asks"]) if figure is not None else "",
                help=t("assess.right_figure_help", language),
                key=f"{form}-figure",
            )
        third.radio(
            t("assess.way", language),
            WAYS,
            format_func=lambda each: say(f"assess.way.{each}", language),
            horizontal=True,
            key=f"{form}-way",
        )
        st.checkbox(t("assess.does_not_apply", language), key=f"{form}-na")
        st.text_area(t("assess.why", language), key=f"{form}-why", height=80, help=t("assess.why_help", language))
        offered = (True,) if is_blind else (False, True) if row["is_decided"] else (False,)
        for column, second_mark in zip(st.columns(2), offered, strict=False):
            name = "second" if second_mark else "rescore" if row["is_decided"] else "score"
            column.form_submit_button(
                t(f"assess.do_{name}", language),
                type="primary" if name == "score" else "secondary",
                key=f"{form}-{name}",
                on_click=done,
                args=(
                    language,
                    key,
                    lambda second_mark=second_mark: _score(seen, at, row, form, is_second=second_mark),
                    "assess.said.scored",
                ),
            )


def _score(seen: View, at: Assessment, row: assess_lines.Row, form: str, *, is_second: bool) -> None:
    held, name = st.session_state, row["name"]
    marks: Decimal | None = None
    if not held[f"{form}-na"]:
        marks = number_in(held[f"{form}-marks"], where=name, is_needed=True)
    figure = figure_in(held[f"{form}-figure"], row["asks"], where=name) if row["asks"] else None
    given = Given(marks, held[f"{form}-way"], held[f"{form}-why"], figure)
    line = Line(at.round.round_id, seen.organisation_id, row["item_id"], row["seen"])
    score_line(at, line, given, is_second=is_second)


def _back(seen: View, at: Assessment) -> None:
    """退回自评."""
    language, assessee = seen.language, at.state.assessee(seen.organisation_id)
    if assessee.submitted is None or at.round.stage != "open":
        return
    with st.expander(t("assess.send_back", language), key="assess-back"), st.form("assess-back-form", border=False):
        usual = max(today(), at.round.plan.dates.self_until)
        day = st.date_input(t("assess.send_back_until", language), usual, key="assess-back-until")
        st.text_input(t("assess.why", language), key="assess-back-why")
        st.form_submit_button(
            t("assess.send_back", language),
            key="assess-back-save",
            on_click=done,
            args=(language, "assess-back", lambda: _send_back(seen, at, day), "assess.said.returned"),
        )
    told("assess-back")


def _send_back(seen: View, at: Assessment, _day: object) -> None:
    until: date = st.session_state["assess-back-until"]
    send_self_assessment_back(at, seen.organisation_id, until, why=st.session_state["assess-back-why"])


def _conflict(seen: View, at: Assessment) -> None:
    """申报回避."""
    language = seen.language
    with st.expander(t("assess.conflict", language), key="assess-conflict"), st.form("assess-conflict-f", border=False):
        st.html(note(t("assess.conflict_note", language)))
        st.text_input(t("assess.why", language), key="assess-conflict-why")
        st.form_submit_button(
            t("assess.conflict", language),
            key="assess-conflict-save",
            on_click=done,
            args=(
                language,
                "assess-conflict",
                lambda: declare_conflict(at, seen.organisation_id, why=st.session_state["assess-conflict-why"]),
                "assess.said.declared",
            ),
        )
    told("assess-conflict")
