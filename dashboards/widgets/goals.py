"""Work goals and their key results: which are in view, a goal's card, a key result's row."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from dashboards import navigation
from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import evidence, status
from dashboards.widgets.blocks import plain
from pipelines.api import say

Progress = Sequence[Mapping[str, Any]]


def in_view(seen: View) -> pd.DataFrame:
    """The goals that the year's report sets; where it sets none, those that an earlier report set for the year."""
    goals = seen.board.goals(seen.organisation_id)
    own = goals[goals["source_year"] == seen.year]
    return goals[goals["target_year"] == seen.year] if own.empty else own


def progress_of(seen: View, goals: pd.DataFrame) -> Progress:
    """The key results of these goals, in their order."""
    return of(goals, seen.board.goal_progress_rows(seen.organisation_id))


def of(goals: pd.DataFrame, rows: Iterable[Mapping[str, Any]]) -> Progress:
    """Those rows that belong to these goals."""
    known = set(goals["goal_id"].dropna())
    return [row for row in rows if row["goal_id"] in known]


def name(seen: View, goal: pd.Series) -> str:
    """A goal's name; the printed words where the catalogue doesn't list it."""
    return seen.name(goal) if isinstance(goal["goal_id"], str) else goal["name"]


def cards(seen: View, goals: pd.DataFrame, progress: Progress) -> None:
    """A card a goal: the year it is for, its key results by status, its parts, its sentence."""
    with st.container(key="goals"), st.grid(3, min_column_width=270, gap="small"):
        for place, (_, goal) in enumerate(goals.iterrows()):
            _card(seen, goal, [row for row in progress if row["goal_id"] == goal["goal_id"]], place)


def _card(seen: View, goal: pd.Series, own: Progress, place: int) -> None:
    language = seen.language
    listed = goal[f"parts_{language}"] if isinstance(goal["goal_id"], str) else goal["parts"]
    met = sum(row["status"] == "achieved" for row in own)
    counted = t("goal.counts", language, met=met, known=sum(row["has_reading"] for row in own), count=len(own))
    target = t("goal.for_year", language, year=goal["target_year"])
    state = t("goal.no_target", language) if not own else counted
    with st.container(key=f"goal-{place}", border=True, height="stretch"):
        st.html(
            f"<h3>{escape(name(seen, goal))}</h3>"
            f'<p class="note">{escape(target)} · {escape(state)}</p><p>{status.counted(own, language)}</p>'
            f"{parts(listed)}{source(seen, goal)}"
        )
        if own:
            label = t("goal.open", language, count=len(own))
            st.page_link(navigation.GOALS, label=label, query_params=seen.elsewhere())


def parts(listed: Sequence[str]) -> str:
    """The parts of a goal or a problem as a list."""
    return "<ul>" + "".join(f"<li>{escape(part)}</li>" for part in listed) + "</ul>" if len(listed) else ""


def source(seen: View, row: pd.Series) -> str:
    """The sentence behind a goal or a problem, folded; nothing where this year's document doesn't state it."""
    if not isinstance(row["document_id"], str):
        return ""
    document = seen.board.document(row["document_id"])
    title = t("evidence.title", seen.language, nature=say(f"nature.{document['nature']}", seen.language))
    quoted = evidence.sentence(document["text"], row)
    quote = f'<blockquote class="sentence" lang="zh">{quoted}</blockquote>'
    return f"<details><summary>{escape(title)}</summary>{quote}</details>"


def key_results(seen: View, rows: Progress) -> None:
    """Each key result: its name as a link, its status, target, due date, and why."""
    language = seen.language
    for row in rows:
        with st.container(key=f"kr-{row['key_result_id']}", gap=None):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                to = seen.params(key_result_id=row["key_result_id"])
                st.page_link(navigation.GOALS, label=plain(row[f"name_{language}"]), query_params=to, width="content")
                st.html(status.chip(row, language), width="content")
            due = t("key_result.due", language, date=row["due"]) if row["due"] else ""
            facts = [target(row, language), due, t("metric.owner", language, owner=row[f"owner_{language}"])]
            st.html(
                f'<p class="why">{escape(row[f"sentence_{language}"])}</p>'
                f'<p class="note">{escape(" · ".join(filter(None, facts)))}</p>'
            )


def target(row: Mapping[str, Any], language: str) -> str:
    """The target with what it is worth: 目标值不低于100%（建议值（未经街道确认））."""
    if row["status"] == "no_target":
        return t("key_result.no_target", language)
    state = say(f"target_state.{row['target_state']}", language)
    return t("key_result.target", language, target=row[f"target_{language}"], state=state)
