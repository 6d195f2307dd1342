"""Work goals and their key results: which are in view, a goal's card, a key result's row."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from dashboards import navigation
from dashboards.i18n import t
from dashboards.view import Row, View
from dashboards.widgets import evidence, status
from pipelines.api import say, worded

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


def name(seen: View, goal: Row) -> str:
    """A goal's name; the printed words where the catalogue doesn't list it."""
    return seen.name(goal) if isinstance(goal["goal_id"], str) else goal["name"]


def cards(seen: View, goals: pd.DataFrame, progress: Progress) -> str:
    """HTML, a card a goal: the year it is for, its key results by status, the one to push; its parts folded."""
    cards = [
        _card(seen, goal, [row for row in progress if row["goal_id"] == goal["goal_id"]])
        for goal in goals.to_dict("records")
    ]
    return f'<div class="three">{"".join(cards)}</div>'


def _card(seen: View, goal: Row, own: Progress) -> str:
    language = seen.language
    listed = worded(goal, "parts", language) if isinstance(goal["goal_id"], str) else goal["parts"]
    met = sum(row["status"] == "achieved" for row in own)
    counted = t("goal.counts", language, met=met, known=sum(row["has_reading"] for row in own), count=len(own))
    state = t("goal.no_target", language) if not own else counted
    target = t("goal.for_year", language, year=goal["target_year"])
    to = escape(seen.link(navigation.GOALS))
    return (
        f'<section class="goal"><h3><a href="{to}">{escape(name(seen, goal))}</a></h3>'
        f'<p class="note">{escape(target)} · {escape(state)}</p><p>{status.counted(own, language)}</p>'
        f"{_pressing(seen, own)}{behind(seen, goal, listed)}</section>"
    )


def _pressing(seen: View, own: Progress) -> str:
    """The key result to push first; nothing where none lags."""
    lagging = [row for row in own if row["status"] in ("off_track", "at_risk")]
    if not lagging:
        return ""
    row = min(lagging, key=lambda each: (each["status"] != "off_track", each["due"]))
    to = escape(seen.link(navigation.GOALS, key_result_id=row["key_result_id"]))
    said = t("goal.pressing", seen.language, name=worded(row, "name", seen.language))
    return f'<p class="note"><a href="{to}">{escape(said)}</a></p>'


def parts(listed: Sequence[str]) -> str:
    """The parts of a goal or a problem as a list."""
    return "<ul>" + "".join(f"<li>{escape(part)}</li>" for part in listed) + "</ul>" if len(listed) else ""


def source(seen: View, row: Row) -> str:
    """The sentence behind a goal or a problem, folded; nothing where this year's document doesn't state it."""
    if not isinstance(row["document_id"], str):
        return ""
    title, quote = _quoted(seen, row)
    return f"<details><summary>{escape(title)}</summary>{quote}</details>"


def behind(seen: View, row: Row, listed: Sequence[str], more: str = "") -> str:
    """What stands behind a goal or a problem, folded: its parts, `more` (HTML), and its sentence where it has one."""
    title, quote = _quoted(seen, row) if isinstance(row["document_id"], str) else ("", "")
    said = f'<p class="note">{escape(title)}</p>{quote}' if quote else ""
    return f"<details><summary>{escape(t('goal.parts', seen.language))}</summary>{parts(listed)}{more}{said}</details>"


def _quoted(seen: View, row: Row) -> tuple[str, str]:
    """(where the words come from, HTML of the sentence)."""
    document = seen.board.document(row["document_id"])
    title = t("evidence.title", seen.language, nature=say(f"nature.{document['nature']}", seen.language))
    quoted = evidence.sentence(document["text"], row)
    return title, f'<blockquote class="sentence" lang="zh">{quoted}</blockquote>'


def key_results(seen: View, rows: Progress) -> None:
    """Each key result: its name as a link, its status, target, due date, and why."""
    if listed := "".join(_key_result(seen, row) for row in rows):
        st.html(listed)


def _key_result(seen: View, row: Mapping[str, Any]) -> str:
    language = seen.language
    due = t("key_result.due", language, date=row["due"]) if row["due"] else ""
    facts = [target(row, language), due, t("metric.owner", language, owner=worded(row, "owner", language))]
    name = escape(worded(row, "name", language))
    return (
        f'<article class="key-result" data-key="{escape(row["key_result_id"])}">'
        f'<h3><a href="{escape(seen.here(key_result_id=row["key_result_id"]))}">{name}</a>'
        f'{status.chip(row, language)}</h3><p class="why">{escape(worded(row, "sentence", language))}</p>'
        f'<p class="note">{escape(" · ".join(filter(None, facts)))}</p></article>'
    )


def target(row: Mapping[str, Any], language: str) -> str:
    """The target with what it is worth: 目标值不低于100%（建议值（未经街道确认））."""
    if row["status"] == "no_target":
        return t("key_result.no_target", language)
    state = say(f"target_state.{row['target_state']}", language)
    return t("key_result.target", language, target=worded(row, "target", language), state=state)
