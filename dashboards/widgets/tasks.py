"""督办: tasks with their owners and days, 交办 → 反馈 → 办结."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from html import escape
from typing import Any

import streamlit as st

from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import materials
from dashboards.widgets.blocks import section
from dashboards.widgets.labels import distinct
from dashboards.widgets.recording import done, told
from dashboards.widgets.turns import turned
from pipelines.api import (
    Order,
    answer_task,
    assign_task,
    close_task,
    may,
    my_offices,
    owner_names,
    postpone_task,
    rectifications,
    return_task,
    say,
    tasks,
    today,
    undo_task,
)

Row = Mapping[str, Any]
Pair = tuple[str, str]
USUAL_DAYS = 14
_SAID = ("at", "what", "who", "role", "why", "reference")
LATE = ("off_track", "at_risk", "overdue_no_data")


@dataclass(frozen=True)
class Thing:
    """What a task can be about: its name, the office that usually acts, a year or a day to tell it from others."""

    name: str = ""
    owner_id: str = ""
    told_apart: str = ""


def mine(seen: View) -> None:
    """我的待办: how much waits for the offices that who looks holds here; each is marked, and stands first, below."""
    language, offices = seen.language, my_offices(seen.organisation_id)
    if not offices:
        return
    names = owner_names(language)
    section(
        t("tasks.mine", language), t("list_comma", language).join(sorted(names.get(each, each) for each in offices))
    )
    rows = {
        "tasks": tasks(seen.organisation_id, language),
        "problems": rectifications(seen.board, seen.organisation_id),
    }
    own = {name: sum(row["is_mine"] for row in each) for name, each in rows.items()}
    said = t("tasks.mine.answer" if any(own.values()) else "tasks.mine.none", language, **own)
    st.html(f'<p class="answer">{escape(said)}</p>')


def listed(seen: View) -> None:
    """The open tasks, overdue ones first, each with its steps and what can be done next; closed ones folded."""
    language = seen.language
    rows = tasks(seen.organisation_id, language)
    waiting = [row for row in rows if row["state"] != "closed"]
    section(t("tasks.title", language), t("tasks.note", language))
    overdue = sum(row["days_overdue"] is not None for row in waiting)
    said = t("tasks.answer", language, open=len(waiting), overdue=overdue, closed=len(rows) - len(waiting))
    st.html(f'<p class="answer">{escape(said)}</p>')
    for row in waiting:
        _one(seen, row)
    closed = [row for row in rows if row["state"] == "closed"]
    if closed:
        with st.expander(t("tasks.closed", language, count=len(closed)), key="tasks-closed"):
            for row in closed:
                _one(seen, row)


def _one(seen: View, row: Row) -> None:
    language = seen.language
    late = row["days_overdue"]
    chip = t("tasks.overdue", language, days=late) if late else row["state_said"]
    facts = [
        t("metric.owner", language, owner=owner_names(language).get(row["owner_id"], row["owner_id"])),
        t("tasks.due", language, date=row["due_on"].isoformat()),
        say(f"task.about.{row['about_type']}", language),
    ]
    if row["answered_on"] and row["answered_on"] > row["due_on"]:
        facts.append(t("tasks.answered_late", language, days=(row["answered_on"] - row["due_on"]).days))
    steps = "".join(
        f"<li>{escape(' · '.join(filter(None, (each[name] for name in _SAID))))}"
        f"{materials.named(each['materials'], language)}</li>"
        for each in row["steps"]
    )
    with st.container(key=f"task-{row['task_id']}", border=True, gap=None):
        st.html(
            f'<p class="answer"><b>{escape(row["what"])}</b> <span class="chip {"late" if late else row["state"]}">'
            f"{escape(chip)}</span>{whose(row, language)}</p>"
            f'<p class="note">{escape(" · ".join(facts))}</p><ul class="log">{steps}</ul>'
        )
        _acts(seen, row)


def whose(row: Row, language: str) -> str:
    """HTML of the mark of what waits for an office that who looks holds."""
    return f'<span class="chip stated">{escape(t("tasks.mine", language))}</span>' if row["is_mine"] else ""


def _acts(seen: View, row: Row) -> None:
    language, task_id, number = seen.language, row["task_id"], row["seen"]
    if row["state"] == "assigned" and may("task.answer"):
        with st.popover(t("tasks.do_answer", language), key=f"answering-{task_id}"), st.form(f"answer-{task_id}"):
            st.text_area(t("tasks.what_was_done", language), key=f"why-{task_id}")
            st.text_input(t("recording.reference", language), key=f"reference-{task_id}")
            materials.choose(language, seen.organisation_id, f"task-{task_id}")
            st.form_submit_button(
                t("tasks.do_answer", language),
                type="primary",
                key=f"answer-save-{task_id}",
                on_click=done,
                args=(
                    language,
                    task_id,
                    lambda: _answer(language, seen.organisation_id, task_id, number),
                    "tasks.said.answer",
                ),
            )
    told(task_id)
    with st.container(key=f"acts-{task_id}", horizontal=True, vertical_alignment="bottom"):
        if row["state"] == "answered" and may("task.close"):
            st.text_input(t("tasks.opinion", language), key=f"opinion-{task_id}")
            for name, act in (("close", close_task), ("return", return_task)):
                _button(seen, row, name, lambda act=act: act(task_id, why=_held(f"opinion-{task_id}"), seen=number))
        if row["state"] == "assigned" and may("task.assign"):
            st.date_input(t("tasks.until", language), row["due_on"], key=f"until-{task_id}", width=180)
            _button(
                seen,
                row,
                "postpone",
                lambda: postpone_task(task_id, _held(f"until-{task_id}"), why="", seen=number),
            )
        _button(seen, row, "undo", lambda: undo_task(task_id, seen=number))


def _answer(language: str, organisation_id: str, task_id: str, number: int) -> None:
    stored = materials.collected(language, organisation_id, f"task-{task_id}")
    reference = _held(f"reference-{task_id}")
    answer_task(task_id, why=_held(f"why-{task_id}"), seen=number, reference=reference, materials=stored)


def _held(key: str) -> Any:
    return st.session_state[key]


def _button(seen: View, row: Row, name: str, act: Callable[[], object]) -> None:
    label = t("recording.undo" if name == "undo" else f"tasks.do_{name}", seen.language)
    asked = (seen.language, row["task_id"], act, f"tasks.said.{name}")
    st.button(label, key=f"{name}-{row['task_id']}", on_click=done, args=asked)


def assign(seen: View) -> None:
    """交办: about a key result that lags, a problem, a practice, or something else; to whom, by when."""
    if not may("task.assign"):
        return
    language = seen.language
    section(t("tasks.assign", language), t("tasks.assign_note", language))
    things = _things(seen)
    asked = next((each for each in things if "/".join(each) == seen.observation_id), ("other", ""))
    form = "-".join(("assign", seen.organisation_id, *asked))  # what was written about another thing isn't about this
    turn = turned(form)
    key = f"{turn}-{language}"
    owners = distinct(owner_names(language))
    names = distinct(
        {each: _called(each, thing.name, language) for each, thing in things.items()},
        {each: thing.told_apart for each, thing in things.items()},
    )
    with st.form(key):
        st.selectbox(
            t("tasks.about", language),
            list(things),
            list(things).index(asked),
            format_func=names.__getitem__,
            key=f"{key}-about",
        )
        st.text_input(t("tasks.what", language), _usual(things, asked, language), key=f"{key}-what")
        first, second = st.columns(2)
        usual = things[asked].owner_id
        first.selectbox(
            t("recording.owner", language),
            list(owners),
            list(owners).index(usual) if usual in owners else 0,
            format_func=owners.__getitem__,
            key=f"{key}-owner",
        )
        second.date_input(t("tasks.until", language), today() + timedelta(days=USUAL_DAYS), key=f"{key}-due")
        st.text_input(t("tasks.why", language), key=f"{key}-why")
        st.form_submit_button(
            t("tasks.do_assign", language),
            type="primary",
            key=f"{key}-save",
            on_click=done,
            args=(language, form, lambda: _assign(seen.organisation_id, key), "tasks.assigned", turn),
        )
    told(form)


def _assign(organisation_id: str, key: str) -> None:
    """Give the task; what the address asked to push was given, so that the form isn't filled with it again."""
    about, what, owner_id, due_on, why = (_held(f"{key}-{name}") for name in ("about", "what", "owner", "due", "why"))
    assign_task(Order(organisation_id, *about, what, owner_id, due_on), why=why)
    st.query_params.pop("item", None)


def _usual(things: Mapping[Pair, Thing], asked: Pair, language: str) -> str:
    return t("tasks.push", language, name=things[asked].name) if asked[1] else ""


def _called(about: Pair, name: str, language: str) -> str:
    kind = say(f"task.about.{about[0]}", language)
    return t("tasks.thing", language, kind=kind, name=name) if name else kind


def _things(seen: View) -> dict[Pair, Thing]:
    """(type, id) → the thing: what lags first, then problems that aren't closed, then the rest."""
    language = seen.language
    rows = seen.board.goal_progress_rows(seen.organisation_id)
    rows.sort(key=lambda row: row["status"] not in LATE)
    found = {("other", ""): Thing()}
    for row in rows:
        year = t("year", language, year=row["target_year"])
        found["key_result", row["key_result_id"]] = Thing(seen.name(row), row["owner_id"], year)
    for row in rectifications(seen.board, seen.organisation_id):
        if row["status"] != "closed":
            day = row["found_on"].isoformat() if row["found_on"] else t("year", language, year=row["source_year"])
            found["problem", row["problem_id"]] = Thing(seen.name(row), row["owner_id"] or "", day)
    return found
