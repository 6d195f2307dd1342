"""方案: the plan of a round with its rubric, what is new in it since last year, and the draws."""

from html import escape

import streamlit as st

from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import assess_opening
from dashboards.widgets.blocks import closed, note, section
from dashboards.widgets.recording import done, told
from dashboards.widgets.tables import listed
from pipelines.api import (
    Assessment,
    changed_lines,
    draw_sample,
    may,
    minute_said,
    owner_names,
    plain_marks,
    plan_lines,
    say,
    text_of,
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
        assess_opening.amend_one(seen, at)
        _draws(seen, at)
        if may("round.open"):
            with st.expander(t("assess.open.another", language), key="assess-open-another"):
                assess_opening.open_one(seen)


def _lines(seen: View, at: Assessment) -> None:
    language = seen.language
    columns = [t(f"assess.column.{name}", language) for name in ("line", "ceiling", "rule", "owner", "evidence")]
    rows, owners = [], owner_names(language)
    for row in plan_lines(at, language):
        name = escape(row["name"])
        ceiling = "" if row["ceiling"] is None else plain_marks(row["ceiling"])
        if row["is_heading"]:
            rows.append([f"<b>{name}</b>", f"<b>{ceiling}</b>" if ceiling else "", "", "", ""])
        else:
            asked = t("list_clauses", language).join(row["evidence"])
            owner = escape(owners.get(row["owner_id"], ""))
            rows.append([name, ceiling, escape(row["rule"]), owner, escape(asked)])
    st.html(listed(t("assess.plan.title", language), columns, rows, short=(1,)))


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
            lines=say("join.items", language).join(text_of(each, language) for each in names),
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
        drawn = say("join.items", language).join(at.name(one, language) for one in each.drawn)
        said = t("assess.draw.drawn", language, count=len(each.drawn), pool=len(each.pool), seed=each.seed, drawn=drawn)
        pool = say("join.items", language).join(each.pool)
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
