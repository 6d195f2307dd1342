"""整改: problems of any source, from the day they were found until they are closed with proof."""

import functools
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import streamlit as st

from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import materials, recording
from dashboards.widgets.blocks import plain, section
from dashboards.widgets.labels import distinct
from dashboards.widgets.recording import Asked, done, told
from dashboards.widgets.tasks import whose
from dashboards.widgets.turns import turned
from pipelines.api import (
    SOURCES,
    Found,
    Proof,
    find_problem,
    last_seen,
    may,
    owner_names,
    rectifications,
    say,
    today,
    undo_problem,
)

Row = Mapping[str, Any]
_OF_FOUND = ("name", "source", "on", "owner", "due", "repeats", "goals", "reference")


def listed(seen: View) -> None:
    """Every problem with its source, owner, day and what became of it; what was recorded; the form to record."""
    language = seen.language
    rows = rectifications(seen.board, seen.organisation_id)
    section(t("rectifying.title", language), t("rectifying.note", language))
    counts = {
        "open": sum(row["status"] in ("open", "measure_taken") for row in rows),
        "repeated": sum(row["status"] == "repeated" for row in rows),
        "closed": sum(row["status"] == "closed" for row in rows),
        "overdue": sum(row["days_overdue"] is not None for row in rows),
    }
    st.html(f'<p class="answer">{escape(t("rectifying.answer", language, **counts))}</p>')
    names = _names(seen, rows)
    st.html(f'<div class="cards">{"".join(_card(seen, row, names) for row in rows)}</div>')
    if not rows:
        return
    ids = [f"{seen.organisation_id}/{each}" for each in names]
    subjects = recording.subjects_of("problem", ids, list(names.values()))
    owners = dict(zip(subjects, (row["owner_id"] for row in rows), strict=True))
    with st.expander(t("rectifying.records", language), key="rectifying-records"):
        recording.recorded(seen, subjects)
        _entered(seen, rows, names)
    if may("progress.record"):
        with st.expander(t("rectifying.record", language), key="rectifying-record"):
            st.html(f'<p class="note">{escape(t("rectifying.record_note", language))}</p>')
            recording.form(seen, Asked(f"problem-{seen.organisation_id}", subjects, owners))


def _names(seen: View, rows: Sequence[Row]) -> dict[str, str]:
    """problem id → its name, with the day or the year that it was found where several are called the same."""
    found = {row["problem_id"]: _found(seen, row) for row in rows}
    return distinct({row["problem_id"]: seen.name(row) for row in rows}, found)


def _found(seen: View, row: Row) -> str:
    return row["found_on"].isoformat() if row["found_on"] else t("year", seen.language, year=row["source_year"])


def _card(seen: View, row: Row, names: Mapping[str, str]) -> str:
    language = seen.language
    owner = owner_names(language).get(row["owner_id"]) if row["owner_id"] else None
    facts = [say(f"problem_source.{row['source']}", language), _found(seen, row)]
    facts.append(t("metric.owner", language, owner=owner) if owner else t("rectifying.no_owner", language))
    without_day = "problem.no_deadline" if row["source"] == "report" else "rectifying.no_due"
    day = row["due_on"]
    facts.append(t("tasks.due", language, date=day.isoformat()) if day else t(without_day, language))
    status = say(f"problem_status.{row['status']}", language)
    chips = [f'<span class="chip {row["status"]}">{escape(status)}</span>']
    if row["status_on"]:
        chips.append(f'<span class="note">{row["status_on"].isoformat()}</span>')
    if row["days_overdue"]:
        chips.append(f'<span class="chip late">{escape(t("tasks.overdue", language, days=row["days_overdue"]))}</span>')
    chips.append(whose(row, language))
    if row["is_new"]:
        chips.append(f'<span class="chip quiet">{escape(t("rectifying.is_new", language))}</span>')
    lines = [f'<p class="note">{escape(" · ".join(facts))}</p>']
    if row["repeats"]:
        again = t("rectifying.repeats", language, name=names.get(row["repeats"], row["repeats"]))
        lines.append(f'<p class="note">{escape(again)}</p>')
    for words, stored in (("finding_reference", "finding_materials"), ("reference", "materials")):
        if row[words]:
            lines.append(f'<p class="note">{escape(row[words])}</p>')
        lines.append(materials.named(row[stored], language))
    return (
        f'<section class="problem"><h3>{escape(seen.name(row))}</h3><p>{"".join(chips)}</p>{"".join(lines)}</section>'
    )


def _entered(seen: View, rows: Sequence[Row], names: Mapping[str, str]) -> None:
    """Problems that somebody entered and nothing was recorded of: each can be taken back."""
    language, organisation_id = seen.language, seen.organisation_id
    known = last_seen([("problem", f"{organisation_id}/{row['problem_id']}") for row in rows])
    told("entered")
    for row in rows:
        if row["undo_action"] is None or row["status_on"] or not may(row["undo_action"]):
            continue
        number, problem_id = known.get(f"{organisation_id}/{row['problem_id']}", 0), row["problem_id"]
        label = t("rectifying.take_back", language, name=names[problem_id])
        act = functools.partial(undo_problem, problem_id, organisation_id, seen=number)
        undone = (language, "entered", act, "recording.undone")
        st.button(plain(label), key=f"take-back-{problem_id}", on_click=done, args=undone)


def find(seen: View) -> None:
    """Enter a problem that supervision, an audit, a court … found."""
    if not may("progress.record"):
        return
    language, form = seen.language, f"find-{seen.organisation_id}"
    turn = turned(form)
    key = f"{turn}-{language}"
    known = {"": t("rectifying.new", language)} | _names(seen, rectifications(seen.board, seen.organisation_id))
    owners = distinct(owner_names(language))
    goals = _goals(seen)
    with st.expander(t("rectifying.find", language), key="rectifying-find"), st.form(key, border=False):
        st.html(f'<p class="note">{escape(t("rectifying.find_note", language))}</p>')
        st.text_input(t("rectifying.name", language), key=f"{key}-name")
        first, second, third, fourth = st.columns(4)
        first.selectbox(
            t("rectifying.source", language),
            SOURCES,
            format_func=lambda each: say(f"problem_source.{each}", language),
            key=f"{key}-source",
        )
        second.date_input(t("rectifying.found_on", language), today(), key=f"{key}-on")
        third.selectbox(
            t("recording.owner", language), list(owners), format_func=owners.__getitem__, key=f"{key}-owner"
        )
        fourth.date_input(t("tasks.until", language), None, key=f"{key}-due")
        left, right = st.columns(2)
        left.selectbox(
            t("rectifying.again", language), list(known), format_func=known.__getitem__, key=f"{key}-repeats"
        )
        right.multiselect(
            t("rectifying.goals", language),
            list(goals),
            format_func=goals.__getitem__,
            key=f"{key}-goals",
            placeholder=t("recording.choose", language),
        )
        st.text_input(t("recording.reference", language), key=f"{key}-reference")
        materials.choose(language, seen.organisation_id, f"{key}-materials")
        act = functools.partial(_find, language, seen.organisation_id, key)
        st.form_submit_button(
            t("rectifying.enter", language),
            type="primary",
            key=f"{key}-save",
            on_click=done,
            args=(language, form, act, "recording.saved", turn),
        )
    told(form)


def _goals(seen: View) -> dict[str, str]:
    """goal id → its name, with its target year where several are called the same."""
    rows = seen.board.goals(seen.organisation_id).dropna(subset=["goal_id"]).to_dict("records")
    years = {row["goal_id"]: t("goal.for_year", seen.language, year=row["target_year"]) for row in rows}
    return distinct({row["goal_id"]: seen.name(row) for row in rows}, years)


def _find(language: str, organisation_id: str, key: str) -> None:
    said = {name: st.session_state[f"{key}-{name}"] for name in _OF_FOUND}
    proof = Proof(said["reference"], tuple(materials.collected(language, organisation_id, f"{key}-materials")))
    found = Found(
        organisation_id,
        said["name"],
        said["source"],
        said["on"],
        said["owner"],
        said["due"],
        tuple(said["goals"]),
        said["repeats"],
        proof,
    )
    find_problem(found)
