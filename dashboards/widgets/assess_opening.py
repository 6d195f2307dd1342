"""印发与调整考评方案: the forms that open a round and amend the plan of one that runs."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import streamlit as st

from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets.blocks import note, section
from dashboards.widgets.recording import done, told
from pipelines.api import (
    Assessment,
    Dates,
    Plan,
    amend_round,
    assessable,
    groups_in,
    may,
    open_round,
    rubrics,
    text_of,
    today,
    written_groups,
)

DAYS = {"issued": 0, "self": 20, "review": 45, "rectify": 120}
"""The days of a round → how many days from today they usually are."""
OBJECT_DAYS = 5


def open_one(seen: View) -> None:
    """印发考评方案: the form that opens a round, for who may; for others that there is none yet."""
    language = seen.language
    districts = assessable(language)
    if not may("round.open") or not districts:
        st.html(note(t("assess.none", language)))
        return
    section(t("assess.open.title", language), t("assess.open.note", language))
    form = f"assess-open-{language}"
    district = st.selectbox(
        t("assess.open.district", language),
        list(districts),
        format_func=lambda each: districts[each].name,
        key=f"{form}-district",
    )
    under = districts[district].under
    key = f"{form}-{district}"
    with st.form(form):
        year = st.number_input(t("assess.open.year", language), 1990, 2100, seen.year, key=f"{key}-year")
        _fields(language, key, under, None, year=int(year))
        st.form_submit_button(
            t("assess.open.do", language),
            type="primary",
            key=f"{form}-do",
            on_click=done,
            args=(language, "assess-open", lambda: open_round(_plan(key, district, under)), "assess.said.opened"),
        )
    told("assess-open")


def amend_one(seen: View, at: Assessment) -> None:
    """调整方案 of a round that runs, with the reason; what was scored stays."""
    language, plan = seen.language, at.round.plan
    if not may("round.open") or at.round.stage != "open":
        return
    known = assessable(language).get(plan.organiser_id)
    if known is None:
        return
    form = f"assess-amend-{at.round.seen}-{language}"
    with st.expander(t("assess.amend", language), key="assess-amend"), st.form(form, border=False):
        st.html(note(t("assess.amend_note", language)))
        _fields(language, form, known.under, plan, year=plan.year)
        st.text_input(t("assess.why", language), key=f"{form}-why")
        st.form_submit_button(
            t("assess.amend", language),
            key=f"{form}-do",
            on_click=done,
            args=(language, "assess-amend", lambda: _amend(at, form, known.under), "assess.said.amended"),
        )
    told("assess-amend")


def _amend(at: Assessment, form: str, under: Mapping[str, str]) -> None:
    plan = at.round.plan
    held: Any = st.session_state
    amend_round(at, _plan(form, plan.organiser_id, under, year=plan.year), why=held[f"{form}-why"])


def _fields(language: str, key: str, under: Mapping[str, str], plan: Plan | None, *, year: int) -> None:
    """What a plan says: as it stands, or as it usually is."""
    known = {each.version: each for each in rubrics() if each.kind != "shape"}
    names = {version: text_of(each.name, language) for version, each in known.items()}
    if plan and plan.version not in names:
        names = {plan.version: t("assess.open.as_issued", language), **names}
    st.selectbox(
        t("assess.open.rubric", language),
        list(names),
        list(names).index(plan.version) if plan else 0,
        format_func=names.__getitem__,
        key=f"{key}-rubric",
    )
    usual = plan.name if plan else t("assess.open.usual_name", language, year=year)
    st.text_input(t("assess.open.name", language), usual, key=f"{key}-name")
    st.text_input(t("assess.open.document", language), plan.document if plan else "", key=f"{key}-document")
    st.multiselect(
        t("assess.open.organisations", language),
        list(under),
        [each for each in (plan.organisations if plan else under) if each in under],
        format_func=under.__getitem__,
        key=f"{key}-organisations",
    )
    st.text_area(
        t("assess.open.groups", language),
        written_groups(plan.groups, under) if plan else "",
        help=t("assess.open.groups_help", language),
        key=f"{key}-groups",
        height=70,
    )
    for column, (name, days) in zip(st.columns(4), DAYS.items(), strict=True):
        day = _days(plan)[name] if plan else today() + timedelta(days=days)
        column.date_input(t(f"assess.open.{name}", language), day, key=f"{key}-{name}")
    count = plan.dates.object_days if plan else OBJECT_DAYS
    st.number_input(t("assess.open.object_days", language), 1, 60, count, key=f"{key}-object")


def _days(plan: Plan) -> dict[str, date]:
    days = plan.dates
    return dict(zip(DAYS, (days.issued_on, days.self_until, days.review_until, days.rectify_until), strict=True))


def _plan(key: str, district: str, under: Mapping[str, str], *, year: int | None = None) -> Plan:
    """The plan that a form holds.  Raises UnknownOrganisation for a group of one that isn't under the district."""
    held: Any = st.session_state
    issued, self_until, review, rectify = (held[f"{key}-{name}"] for name in DAYS)
    return Plan(
        organiser_id=district,
        year=int(held[f"{key}-year"]) if year is None else year,
        name=held[f"{key}-name"],
        content={},
        version=held[f"{key}-rubric"],
        organisations=tuple(held[f"{key}-organisations"]),
        dates=Dates(issued, self_until, review, int(held[f"{key}-object"]), rectify),
        groups=groups_in(held[f"{key}-groups"], under),
        document=held[f"{key}-document"].strip(),
    )
