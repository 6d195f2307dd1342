"""大屏: title, sentence, goals and figures in turn, and nothing that isn't for whoever passes by."""

from collections.abc import Sequence
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from dashboards import navigation, view
from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import figures, goals, status
from dashboards.widgets.blocks import anchor, note
from dashboards.widgets.chart import source_line
from dashboards.widgets.conclusion import conclusion, figures_of, goals_of
from dashboards.widgets.frame import organisations, other_languages
from dashboards.widgets.problems import state

AT_ONCE, SECONDS = 4, 12
FADE = 0.6
"""How many figures are shown at once, for how many seconds, of which so many go by while they change."""


def head(seen: View) -> str:
    """HTML: whose year, and the ways from here."""
    language = seen.language
    back = anchor(seen.link(navigation.OVERVIEW), t("wall.back", language))
    year = t("year", language, year=seen.year)
    others = organisations(seen) if len(seen.organisations) > 1 else ""
    return (
        f'<header class="wall-head"><div class="brand">{escape(t("board", language))}</div>'
        f"<h1>{escape(seen.name(seen.organisation))} · {escape(year)}</h1>"
        f'<div class="wall-ways">{others}{other_languages(seen)}{back}</div></header>'
    )


def goal_cards(seen: View, shown: pd.DataFrame, progress: goals.Progress) -> str:
    """HTML: each goal by its name, with the statuses of its key results."""
    cards = []
    for goal in shown.to_dict("records"):
        own = [row for row in progress if row["goal_id"] == goal["goal_id"]]
        counted = status.counted(own, seen.language) or note(t("goal.no_target", seen.language))
        cards.append(f"<section><h3>{escape(goals.name(seen, goal))}</h3><div>{counted}</div></section>")
    return f'<div class="wall-goals">{"".join(cards)}</div>'


def in_turn(seen: View, rows: Sequence[dict[str, Any]]) -> str:
    """HTML: the figures, AT_ONCE of them for SECONDS, and all of them below each other for who wants that."""
    turns = [rows[at : at + AT_ONCE] for at in range(0, len(rows), AT_ONCE)]
    drawn = ""
    for place, turn in enumerate(turns):
        each = "".join(_figure(seen, row) for row in turn)
        drawn += f'<div class="turn" style="animation-delay:{SECONDS * place}s">{each}</div>'
    if len(turns) < 2:
        return f'<div class="turns">{drawn}</div>'
    shown, fading = 100 / len(turns), 100 * FADE / (SECONDS * len(turns))
    frames = (
        f"@keyframes wall{{0%{{opacity:0;visibility:visible}}{fading:.2f}%,{shown - fading:.2f}%{{opacity:1}}"
        f"{shown:.2f}%{{opacity:0;visibility:hidden}}100%{{opacity:0;visibility:hidden}}}}"
        f"@media (min-width:700px) and (prefers-reduced-motion:no-preference){{"
        f".turning:not([open])+.turns .turn{{animation:wall {SECONDS * len(turns)}s infinite both}}}}"
    )
    stop = f'<details class="turning"><summary>{escape(t("wall.all", seen.language))}</summary></details>'
    return f'<style>{frames}</style>{stop}<div class="turns">{drawn}</div>'


def _figure(seen: View, row: dict[str, Any]) -> str:
    return (
        f'<div class="wall-figure" data-metric="{escape(row["metric_id"])}">'
        f"<span>{escape(figures.name(seen, row))}</span>"
        f"<b>{escape(figures.shown(row, seen.language))}</b>{note(figures.since(seen, row))}</div>"
    )


def problems(seen: View, rows: Sequence[dict[str, Any]]) -> str:
    """HTML: each problem by its name, and how it stands."""
    listed = ""
    for row in rows:
        how = escape(state(row, seen.language))
        listed += f'<section><h3>{escape(seen.name(row))}</h3><div><span class="chip">{how}</span></div></section>'
    return f'<div class="wall-goals">{listed}</div>'


def part(title: str, body: str) -> None:
    """A part of the wall under its heading."""
    st.html(f'<section class="wall-part"><h2>{escape(title)}</h2>{body}</section>')


seen = view.current()
language = seen.language
metrics = seen.board.metric_year(seen.organisation_id, seen.year)
shown_goals = goals.in_view(seen)
progress = goals.progress_of(seen, shown_goals)
named = seen.board.problem_status(seen.organisation_id, seen.year).to_dict("records")
counts = {"figures": figures_of(seen, metrics), "goals": goals_of(seen)}
st.html(head(seen))
st.html(
    f'<div class="wall-said">{conclusion(seen, counts | ({"problems": len(named)} if named else {}), progress)}</div>'
)
if not shown_goals.empty:
    part(t("goals.title", language), goal_cards(seen, shown_goals, progress))
core = figures.core(metrics).to_dict("records")
if core:
    part(t("core.title", language), in_turn(seen, core))
if named:
    part(t("problems.title", language), problems(seen, named))
st.html(f'<footer class="wall-foot">{note(source_line(seen))}</footer>')
