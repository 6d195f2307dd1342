"""结果: one organisation's marks, each explained in a sentence with its basis, beside those of the year before."""

from collections import Counter
from html import escape

import streamlit as st

from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import assess_frame, assess_lines, assess_objections, assess_papers, assess_rectify
from dashboards.widgets.assess_tasks import marks_said
from dashboards.widgets.blocks import note, section
from pipelines.api import Assessment, assessment_lines, plain_marks, say, text_of


def draw(seen: View, at: Assessment) -> None:
    if at.is_organiser:
        assess_frame.organisations(seen, at)
    if assess_frame.nobody(seen, at):
        return
    language, organisation_id = seen.language, seen.organisation_id
    section(t("assess.results.title", language, name=at.name(organisation_id, language)))
    if not at.sees_marks:
        st.html(note(t("assess.results.not_yet", language)))
        return
    st.html(f'<p class="answer"><b>{escape(_answer(seen, at))}</b></p>')
    if at.round.published:
        st.html(note(_published(at, language)))
    if earlier := at.earlier_total(organisation_id):
        marks, grade_id = earlier
        grade = at.grade_name(grade_id, language)
        st.html(note(t("assess.results.earlier", language, marks=plain_marks(marks), grade=grade)))
    rows = assessment_lines(at, organisation_id, language)
    assess_objections.waiting(seen, at, rows)
    for row in rows:
        if row["is_heading"]:
            st.html(_heading(row, language))
        elif row["kind"] != "veto" or row["is_decided"]:
            _line(seen, at, row)
    assess_objections.objecting(seen, at, rows)
    assess_rectify.draw(seen, at, rows)
    assess_papers.of_organisation(seen, at)


def _published(at: Assessment, language: str) -> str:
    """How many organisations have each grade, without their names."""
    published = at.round.published
    assert published is not None
    counts = Counter(published.grades.values())
    parts = [
        t("assess.grades.count", language, grade=text_of(grade.name, language), count=counts[grade.grade_id])
        for grade in at.rubric.grades
    ]
    return t("assess.results.published", language, counts=t("list_clauses", language).join(parts))


def _answer(seen: View, at: Assessment) -> str:
    """The total and the grade; an organisation learns its grade once grades are published."""
    language, organisation_id = seen.language, seen.organisation_id
    found, published = at.totals[organisation_id], at.round.published
    if found.open_items:
        marks = t("assess.results.marks", language, marks=marks_said(found.lower, found.upper, language))
        return marks + t("assess.results.open", language, count=found.open_items)
    if at.is_organiser and (grade := at.grade_said(organisation_id, language)):
        return grade
    marks = t("assess.results.marks", language, marks=plain_marks(found.lower))
    if published is None:
        return marks
    grade_id = published.grades[organisation_id]
    return marks + t("assess.results.grade", language, grade=at.grade_name(grade_id, language))


def _heading(row: assess_lines.Row, language: str) -> str:
    total = row["sum"]
    said = say("reporting_state.not_applicable", language)
    if total.lower is not None:
        said = marks_said(total.lower, total.upper, language)
    name = escape(row["name"])
    ceiling = "" if row["ceiling"] is None else t("assess.of", language, marks=plain_marks(row["ceiling"]))
    return f'<h3 class="rubric level{row["level"]}">{name} <span>{escape(said)} {escape(ceiling)}</span></h3>'


def _line(seen: View, at: Assessment, row: assess_lines.Row) -> None:
    """A mark in a line; its rule, figure, claim and history behind a click."""
    language = seen.language
    more = assess_lines.facts(seen, at, row, seen.organisation_id) + assess_lines.history(row, language)
    is_open = " open" if seen.entry_id == row["item_id"] else ""
    st.html(
        f'<details class="mark"{is_open}><summary>{assess_lines.given(row, language)}</summary>'
        f'<div class="more">{more}</div></details>'
    )
