"""方案: the plan of a round with its rubric, what is new in it since last year, the draw; and opening a round."""

from collections.abc import Mapping
from datetime import timedelta
from html import escape
from typing import Any

import streamlit as st

from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets.blocks import closed, note, section
from dashboards.widgets.recording import done, told
from dashboards.widgets.tables import listed
from pipelines.api import (
    Assessment,
    Dates,
    Plan,
    assessable,
    changed_lines,
    draw_sample,
    may,
    minute_said,
    open_round,
    plain_marks,
    rubrics,
    text_of,
    today,
)


def draw(seen: View, at: Assessment) -> None:
    language, plan, rubric = seen.language, at.round.plan, at.rubric
    section(t("assess.plan.title", language), text_of(rubric.name, language))
    facts = [
        (t("assess.plan.basis", language), text_of(rubric.basis, language)),
        (t("assess.plan.document", language), plan.document or "—"),
        (t("assess.plan.version", language), f"{rubric.version} · {minute_said(at.round.by.at)}"),
        (t("assess.plan.assessed", language), str(len(plan.organisations))),
    ]
    st.html("".join(f"<p><b>{escape(name)}</b> {escape(said)}</p>" for name, said in facts))
    _changes(seen, at)
    _lines(seen, at)
    if at.is_organiser:
        _draws(seen, at)
        if may("round.open"):
            with st.expander(t("assess.open.another", language), key="assess-open-another"):
                open_one(seen)


def _lines(seen: View, at: Assessment) -> None:
    language = seen.language
    columns = [t(f"assess.column.{name}", language) for name in ("line", "ceiling", "rule", "evidence")]
    rows = []
    for row in at.plan_lines(language):
        name = escape(row["name"])
        ceiling = "" if row["ceiling"] is None else plain_marks(row["ceiling"])
        if row["is_heading"]:
            rows.append([f"<b>{name}</b>", f"<b>{ceiling}</b>", "", ""])
        else:
            asked = t("list_clauses", language).join(row["evidence"])
            rows.append([name, ceiling, escape(row["rule"]), escape(asked)])
    st.html(listed(t("assess.plan.title", language), columns, rows, plain=(1,)))


def _changes(seen: View, at: Assessment) -> None:
    """Lines that were added, dropped or changed since the last round of the same district."""
    language, found = seen.language, changed_lines(at)
    if found is None:
        st.html(note(t("assess.plan.first", language)))
        return
    parts = [
        t(
            f"assess.plan.{kind}",
            language,
            lines=t("list_comma", language).join(text_of(each, language) for each in names),
        )
        for kind, names in found.items()
        if names
    ]
    st.html(note(t("list_clauses", language).join(parts) or t("assess.plan.unchanged", language)))


def _draws(seen: View, at: Assessment) -> None:
    """抽样: the draws that were made, each repeatable from its seed and pool, and a form for another one."""
    language = seen.language
    section(t("assess.draw.title", language), t("assess.draw.note", language))
    for each in at.round.draws:
        drawn = t("list_comma", language).join(at.name(one, language) for one in each.drawn)
        said = t("assess.draw.drawn", language, count=len(each.drawn), pool=len(each.pool), seed=each.seed, drawn=drawn)
        pool = t("list_comma", language).join(each.pool)
        st.html(
            f'<p class="answer">{escape(said)}</p>'
            f'<p class="note">{escape(t("assess.draw.pool", language, at=minute_said(each.by.at), pool=pool))}</p>'
        )
    if closed("assess.score", language):
        return
    form = f"assess-draw-{at.round.seen}-{language}"
    with st.form(form, border=False):
        first, second = st.columns(2)
        most = len(at.round.plan.organisations)
        first.number_input(t("assess.draw.count", language), 1, most, min(3, most), key=f"{form}-count")
        second.text_input(t("assess.draw.seed", language), at.round.round_id, key=f"{form}-seed")
        st.form_submit_button(
            t("assess.draw.do", language),
            key=f"{form}-do",
            on_click=done,
            args=(language, "assess-draw", lambda: _draw(at, form), "assess.said.drawn"),
        )
    told("assess-draw")


def _draw(at: Assessment, form: str) -> None:
    draw_sample(at, int(st.session_state[f"{form}-count"]), st.session_state[f"{form}-seed"])


def open_one(seen: View) -> None:
    """印发考评方案: the form that opens a round, for who may; for others that there is none yet."""
    language = seen.language
    districts = assessable(language)
    if not may("round.open") or not districts:
        st.html(note(t("assess.none", language)))
        return
    section(t("assess.open.title", language), t("assess.open.note", language))
    known = {each.version: each for each in rubrics() if each.kind != "shape"}
    form = f"assess-open-{language}"
    district = st.selectbox(
        t("assess.open.district", language),
        list(districts),
        format_func=lambda each: districts[each].name,
        key=f"{form}-district",
    )
    under: Mapping[str, str] = districts[district].under
    with st.form(form):
        first, second = st.columns(2)
        year = first.number_input(t("assess.open.year", language), 1990, 2100, seen.year, key=f"{form}-year")
        second.selectbox(
            t("assess.open.rubric", language),
            list(known),
            format_func=lambda each: text_of(known[each].name, language),
            key=f"{form}-rubric",
        )
        st.text_input(
            t("assess.open.name", language), t("assess.open.usual_name", language, year=int(year)), key=f"{form}-name"
        )
        st.text_input(t("assess.open.document", language), key=f"{form}-document")
        st.multiselect(
            t("assess.open.organisations", language),
            list(under),
            list(under),
            format_func=under.__getitem__,
            key=f"{form}-organisations-{district}",
        )
        columns = st.columns(4)
        for column, (name, days) in zip(columns, DATES.items(), strict=True):
            column.date_input(t(f"assess.open.{name}", language), today() + timedelta(days=days), key=f"{form}-{name}")
        st.number_input(t("assess.open.object_days", language), 1, 60, 5, key=f"{form}-object")
        st.form_submit_button(
            t("assess.open.do", language),
            type="primary",
            key=f"{form}-do",
            on_click=done,
            args=(language, "assess-open", lambda: _open(form, district), "assess.said.opened"),
        )
    told("assess-open")


DATES = {"issued": 0, "self": 20, "review": 45, "rectify": 120}
"""The days of a round → how many days from today they usually are."""


def _open(form: str, district: str) -> None:
    held: Any = st.session_state
    open_round(
        Plan(
            organiser_id=district,
            year=int(held[f"{form}-year"]),
            name=held[f"{form}-name"],
            content={},
            version=held[f"{form}-rubric"],
            organisations=tuple(held[f"{form}-organisations-{district}"]),
            dates=Dates(
                held[f"{form}-issued"],
                held[f"{form}-self"],
                held[f"{form}-review"],
                int(held[f"{form}-object"]),
                held[f"{form}-rectify"],
            ),
            document=held[f"{form}-document"].strip(),
        )
    )
