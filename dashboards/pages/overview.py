"""总览: what the report states, what can be done next, goals, core figures, problems, how far to trust it."""

from html import escape

import pandas as pd
import streamlit as st

from dashboards import navigation, view
from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import due, figures, goals, steps
from dashboards.widgets.blocks import band, note
from dashboards.widgets.conclusion import conclusion, figures_of, goals_of
from dashboards.widgets.problems import deadline, named_by, state
from pipelines.api import EditionTooOld, worded


def problems(seen: View, rows: pd.DataFrame, goal_names: dict[str, str]) -> str:
    """HTML: the problems with their status; their parts, the goals they are tied to and their sentence folded."""
    language, html = seen.language, []
    for row in rows.to_dict("records"):
        linked = t("list_mark", language).join(goal_names[goal] for goal in row["goal_ids"] if goal in goal_names)
        answer = f'<p class="note">{escape(t("problem.goals", language))}{escape(linked)}</p>' if linked else ""
        html.append(
            f'<section class="problem"><h3>{escape(seen.name(row))}</h3>'
            f'<p class="note"><span class="chip">{escape(state(row, language))}</span>'
            f"{escape(named_by(row, language))} · {escape(deadline(seen, row))}</p>"
            f"{goals.behind(seen, row, worded(row, 'parts', language), answer)}</section>"
        )
    return f'<div class="three">{"".join(html)}</div>'


def others_open(seen: View, shown: pd.DataFrame) -> str:
    """HTML: what others found (supervision, audit, courts …) and nobody has closed, as a way to its page."""
    known = set(shown["problem_id"])
    waiting = [
        row
        for row in seen.board.rectification_rows(seen.organisation_id)
        if row["status"] != "closed" and row["source"] != "report" and row["problem_id"] not in known
    ]
    overdue = sum(row["days_overdue"] is not None for row in waiting)
    label = t("problems.others", seen.language, count=len(waiting), overdue=overdue) if waiting else ""
    label = label or t("rectifying.open", seen.language)
    return f'<p class="more"><a href="{escape(seen.link(navigation.SUPERVISION))}">{escape(label)}</a></p>'


def trust(seen: View, sources: set[str]) -> str:
    """HTML of 数据可信度: with a value, reviewed, unmapped, and what other years hold.

    `sources`: whose figures count; only a report's are 载明.
    """
    coverage, language = seen.year_coverage, seen.language
    facts = [
        ("trust.stated" if sources == {"report"} else "trust.with_value", coverage["with_value"]),
        ("trust.unreviewed", coverage["with_value"] - coverage["reviewed"]),
        ("trust.unmapped", coverage["unmapped"]),
        ("trust.absent", coverage["not_reported"] + coverage["not_captured"]),
    ]
    if coverage["without_figure"]:
        facts.insert(1, ("trust.without_figure", coverage["without_figure"]))
    cells = "".join(f"<div><dt>{escape(t(k, language))}</dt><dd>{v}</dd></div>" for k, v in facts)
    lines = [escape(t(f"trust.absent_because.{coverage['extent']}", language)), _reconciled(seen)]
    if isinstance(coverage["nature"], str):
        lines.append(escape(t(f"trust.nature.{coverage['nature']}", language)))
    return f'<dl class="trust">{cells}</dl><p class="note">{" · ".join(lines)}</p>'


def _reconciled(seen: View) -> str:
    """How many figures of the report agree with the ledgers, as a way to their page; or that no ledger is loaded."""
    try:
        held = seen.board.reconciliation(seen.organisation_id, seen.year)
    except EditionTooOld:
        return escape(t("trust.no_ledger", seen.language))
    counts = {state: sum(row["state"] == state for row in held) for state in ("agrees", "differs")}
    signing = ""
    if seen.board.year_documents(seen.organisation_id, seen.year):
        to = seen.link(navigation.SIGNING)
        signing = f' · <a href="{escape(to)}">{escape(t("trust.to_signing", seen.language))}</a>'
    if not any(row["ledger_value"] is not None for row in held):
        lacks = "no_report" if seen.year_coverage["extent"] in ("ledger", "hand") else "no_ledger"
        return escape(t(f"trust.{lacks}", seen.language)) + signing
    to = seen.link(navigation.RECONCILIATION)
    return f'<a href="{escape(to)}">{escape(t("trust.reconciled", seen.language, **counts))}</a>{signing}'


seen = view.current()
language = seen.language
metrics = seen.board.metric_year(seen.organisation_id, seen.year)
stated = seen.board.practice_status(seen.organisation_id, seen.year)
named = seen.board.problem_status(seen.organisation_id, seen.year)
shown_goals = goals.in_view(seen)
progress = goals.progress_of(seen, shown_goals)
every_goal = seen.board.goals(seen.organisation_id)
goal_names = {
    row["goal_id"]: worded(row, "name", language)
    for row in every_goal.to_dict("records")
    if isinstance(row["goal_id"], str)
}

extent = seen.year_coverage["extent"]
counts = {
    "figures": figures_of(seen, metrics),
    "practices": int((stated["status"] == "stated").sum()),
    "problems": int(named["document_id"].notna().sum()),
    "goals": goals_of(seen),
}
st.html(conclusion(seen, counts, progress))

pressing = steps.steps(seen, progress)
if pressing:
    band("pressing", t("steps.title", language), steps.listed(seen, pressing), t("steps.note", language))

if shown_goals.empty:
    band("goals", t("goals.title", language), note(t(f"goals.none.{extent}", language, year=seen.year)))
else:
    years = {name: int(shown_goals[f"{name}_year"].iloc[0]) for name in ("source", "target")}
    band(
        "goals",
        t("goals.title", language),
        goals.cards(seen, shown_goals, progress),
        t("goals.note", language, **years),
    )

within = t("due.note", language, date=seen.board.manifest.as_of, days=due.DAYS)
band("falling-due", t("due.title", language), due.reminders(seen), within)

core = figures.core(metrics)
band("core", t("core.title", language), figures.cards(seen, core), t("core.note", language, year=seen.year))

absence = note(t(f"problems.none.{extent}", language, year=seen.year)) if named.empty else ""
band(
    "problems",
    t("problems.title", language),
    (absence or problems(seen, named, goal_names)) + others_open(seen, named),
    t("problems.note", language),
)
band("trust", t("trust.title", language), trust(seen, set(metrics.loc[metrics["value"].notna(), "source"])))
