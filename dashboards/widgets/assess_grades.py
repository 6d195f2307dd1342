"""等次与分布: how marks lie, which grades come of them and why, how far assessors agree; feedback and publication."""

from collections import Counter
from html import escape

import streamlit as st

from dashboards.charts.marks import distribution
from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import assess_frame, assess_papers
from dashboards.widgets.assess_tasks import marks_said
from dashboards.widgets.blocks import anchor, note, section
from dashboards.widgets.chart import Table, chart
from dashboards.widgets.recording import done, told
from dashboards.widgets.tables import listed
from pipelines.api import Assessment, explain, give_feedback, may, plain_marks, publish_grades, text_of


def draw(seen: View, at: Assessment) -> None:
    language = seen.language
    section(t("assess.grades.title", language), t("assess.grades.note", language))
    st.html(f'<p class="answer">{escape(_answer(at, language))}</p>')
    if at.grades.refusal:
        st.html(note(explain(at.grades.refusal, language)))
    _distribution(seen, at)
    _table(seen, at)
    assess_papers.of_round(seen, at)
    _agreement(seen, at)
    _close(seen, at)


def _answer(at: Assessment, language: str) -> str:
    if at.grades.waiting:
        return t("assess.grades.waiting", language, count=at.grades.waiting)
    counts = Counter(each.grade_id for each in at.grades.of.values())
    parts = [
        t("assess.grades.count", language, grade=text_of(grade.name, language), count=counts[grade.grade_id])
        for grade in at.rubric.grades
    ]
    return t("list_clauses", language).join(parts) if counts else ""


def _distribution(seen: View, at: Assessment) -> None:
    """A bar an organisation: from what is certain to what is still possible, with the marks from which grades begin."""
    language = seen.language
    rows = sorted(
        ((at.name(each, language), found.lower, found.upper) for each, found in at.expected.items()),
        key=lambda row: (-row[1], -row[2], row[0]),
    )
    bars = [(text_of(grade.name, language), grade.at_least) for grade in at.rubric.grades if grade.at_least > 0]
    words = {name: t(f"assess.grades.{name}", language) for name in ("certain", "possible", "axis")}
    table = Table(
        t("assess.grades.title", language),
        [t(f"assess.column.{name}", language) for name in ("organisation", "lower", "upper")],
        [(name, float(lower), float(upper)) for name, lower, upper in rows],
        f'open_assessment(board, "{at.round.round_id}").expected',
    )
    chart(seen, distribution(rows, bars, words), table, key="assess-distribution")


def _table(seen: View, at: Assessment) -> None:
    language, by = seen.language, at.grades.of
    columns = [t(f"assess.column.{name}", language) for name in ("organisation", "marks", "grade", "why")]
    rows = []
    for each in sorted(at.organisations, key=lambda one: (-at.totals[one].lower, one)):
        found = at.totals[each]
        grade = at.grade_name(by[each].grade_id, language) if each in by else "—"
        rows.append(
            [
                anchor(seen.here(section="results", organisation_id=each), at.name(each, language)),
                marks_said(found.lower, found.upper, language),
                f"<b>{escape(grade)}</b>",
                escape(at.grade_said(each, language) or _why_none(found.open_items, language)),
            ]
        )
    st.html(listed(t("assess.grades.title", language), columns, rows, short=(1,)))


def _why_none(open_items: int, language: str) -> str:
    if open_items:
        return t("assess.results.open", language, count=open_items)
    return t("assess.grades.others", language)


def _agreement(seen: View, at: Assessment) -> None:
    language, found = seen.language, at.agreement()
    section(t("assess.agreement.title", language), t("assess.agreement.note", language))
    if not found.pairs or found.mean_apart_share is None:
        st.html(note(t("assess.agreement.none", language)))
        return
    share = plain_marks(round(found.mean_apart_share * 100, 1))
    said = t("assess.agreement.answer", language, pairs=found.pairs, same=found.same, share=share)
    st.html(f'<p class="answer">{escape(said)}</p>')
    if found.widest:
        columns = [
            t(f"assess.column.{name}", language) for name in ("organisation", "line", "first", "second", "ceiling")
        ]
        rows = [
            [
                escape(at.name(pair.organisation_id, language)),
                anchor(
                    seen.here(section="review", organisation_id=pair.organisation_id, entry_id=pair.item_id),
                    text_of(at.rubric.item_of[pair.item_id].name, language),
                ),
                plain_marks(pair.first),
                plain_marks(pair.second),
                plain_marks(pair.ceiling),
            ]
            for pair in found.widest
        ]
        st.html(listed(t("assess.agreement.title", language), columns, rows))


def _close(seen: View, at: Assessment) -> None:
    """反馈 and 公布."""
    language, stage = seen.language, at.round.stage
    section(t("assess.close.title", language), t("assess.close.note", language))
    if stage == "published" or not may("round.close"):
        st.html(note(t("assess.close.done" if stage == "published" else "assess.close.others", language)))
        return
    name = "feedback" if stage == "open" else "publish"
    counts = assess_frame.counted(at)
    waiting = counts["lines"] - counts["decided"] if name == "feedback" else counts["open_objections"]
    st.html(note(t(f"assess.close.{name}_note", language, days=at.round.plan.dates.object_days, count=waiting)))
    act = give_feedback if name == "feedback" else publish_grades
    told("assess-close")
    st.button(
        t(f"assess.close.{name}", language),
        type="secondary" if waiting else "primary",
        disabled=bool(waiting),
        key="assess-close",
        on_click=done,
        args=(language, "assess-close", lambda: act(at), f"assess.said.{name}"),
    )
