"""One file on the intake page: what it was read as, and each point of that to be corrected."""

from datetime import date
from html import escape

import streamlit as st

from dashboards.i18n import t
from dashboards.widgets.blocks import notice
from pipelines.api import DocumentCheck, Intake, say

TYPES = ("annual_report", "draft_report", "enforcement_data", "disclosure_report")
EXTENTS, NATURES = ("whole", "excerpt"), ("original", "restatement")
FIRST, LAST = date(1990, 1, 1), date(2100, 12, 31)
COUNTS = ("figures", "practices", "problems", "goals")


def card(check: DocumentCheck, language: str) -> Intake | None:
    """What the person says of a file; None where it can't be loaded, or not yet."""
    st.html(f'<h3 class="file">{escape(check.name)}</h3>')
    if check.same_as is not None:
        same = check.same_as
        notice(t("intake.same_as", language, title=same.title, document=same.document_id))
        return None
    counted = t("list_comma", language).join(
        t(f"intake.count.{name}", language, count=check.counts[name]) for name in COUNTS
    )
    read = t("intake.read", language, counts=counted)
    count = check.counts["unmapped"]
    unmapped = t("intake.unmapped", language, count=count) if count else t("intake.all_mapped", language)
    st.html(f'<p class="answer">{escape(read)}</p><p class="note">{escape(unmapped)}</p>')
    for note in check.notes:
        notice(note)
    asking = st.container()
    said = _fields(check, language)
    if said.organisation_id is None or said.year is None:
        for name, ask in check.asks.items():
            if getattr(said, name) is None:
                with asking:
                    notice(ask)
        return None
    _others(check, said, language)
    return said


def _fields(check: DocumentCheck, language: str) -> Intake:
    proposed, key = check.intake, check.digest[:12]
    chosen = _chosen(check, language)
    title = st.text_input(t("intake.field.title", language), proposed.title or "", max_chars=200, key=f"title-{key}")
    first, second, third, fourth = st.columns([3, 2, 3, 3])
    organisations = list(check.organisations)
    organisation_id = first.selectbox(
        t("intake.field.organisation", language),
        organisations,
        organisations.index(chosen.organisation_id) if chosen.organisation_id else None,
        format_func=check.organisations.__getitem__,
        placeholder=t("intake.choose", language),
        key=f"organisation-{key}-{language}",
    )
    year = second.number_input(
        t("intake.field.year", language),
        FIRST.year,
        LAST.year,
        proposed.year,
        placeholder=t("intake.which_year", language),
        key=f"year-{key}",
    )
    kind = third.selectbox(
        t("intake.field.type", language),
        TYPES,
        TYPES.index(chosen.type or TYPES[0]),
        format_func=lambda each: say(f"signing.source.{each}", language),
        key=f"type-{key}-{language}",
    )
    day = proposed.published_on if proposed.published_on and FIRST <= proposed.published_on <= LAST else None
    published_on = fourth.date_input(
        t("intake.field.published_on", language), day, FIRST, LAST, format="YYYY-MM-DD", key=f"published-{key}"
    )
    left, right = st.columns(2)
    extent, nature = (
        place.radio(
            t(f"intake.field.{name}", language),
            options,
            options.index(first_one or options[0]),
            format_func=lambda each, name=name: t(f"intake.{name}.{each}", language),
            horizontal=True,
            key=f"{name}-{key}-{language}",
        )
        for place, name, options, first_one in (
            (left, "extent", EXTENTS, chosen.extent),
            (right, "nature", NATURES, chosen.nature),
        )
    )
    said = Intake(
        organisation_id=organisation_id,
        year=year,
        title=title.strip() or None,
        published_on=published_on,
        extent=extent,
        nature=nature,
        type=kind,
        is_undated=published_on is None,
    )
    st.session_state["intake-said"][check.digest] = said
    return said


def _chosen(check: DocumentCheck, language: str) -> Intake:
    """What the lists open on: what was proposed, or what the person had chosen before turning to this language.

    A list is another one in each language, since under its old key a browser keeps showing the old words.
    """
    said = st.session_state.setdefault("intake-said", {})
    opened = st.session_state.setdefault("intake-opened", {})
    if check.digest not in opened or opened[check.digest][0] != language:
        opened[check.digest] = (language, said.get(check.digest, check.intake))
    return opened[check.digest][1]


def _others(check: DocumentCheck, said: Intake, language: str) -> None:
    """What is loaded already of the same organisation, year and type."""
    same = (said.organisation_id, said.year, said.type)
    others = [each.title for each in check.loaded if (each.organisation_id, each.year, each.type) == same]
    if others:
        titles = t("list_comma", language).join(t("intake.titled", language, title=title) for title in others)
        st.html(f'<p class="note">{escape(t("intake.others", language, titles=titles))}</p>')
    if said.type == "draft_report":
        st.html(f'<p class="note">{escape(t("intake.draft", language))}</p>')
