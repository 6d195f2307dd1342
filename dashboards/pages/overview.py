"""总览: what the report states, what can be done next, goals, core figures, problems, how far to trust it."""

from html import escape
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from dashboards import navigation, view
from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import due, figures, goals, steps
from dashboards.widgets.blocks import section
from dashboards.widgets.conclusion import conclusion
from dashboards.widgets.problems import deadline, named_by, state
from pipelines.api import EditionTooOld


def problems(seen: View, rows: pd.DataFrame, goal_names: dict[str, str]) -> None:
    """The problems with their parts, the goals they are tied to, their sentence and their status."""
    language, html = seen.language, []
    for _, row in rows.iterrows():
        status = state(row, language)
        linked = t("list_mark", language).join(goal_names[goal] for goal in row["goal_ids"] if goal in goal_names)
        answer = f'<p class="note">{escape(t("problem.goals", language))}{escape(linked)}</p>' if linked else ""
        html.append(
            f'<section class="problem"><h3>{escape(seen.name(row))}</h3>'
            f'<p class="note"><span class="chip">{escape(status)}</span>{escape(named_by(row, language))} · '
            f"{escape(deadline(seen, row))}</p>{goals.parts(row[f'parts_{language}'])}"
            f"{answer}{goals.source(seen, row)}</section>"
        )
    st.html(f'<div class="cards">{"".join(html)}</div>')


def others_open(seen: View, shown: pd.DataFrame) -> None:
    """What others found (supervision, audit, courts …) and nobody has closed, as a way to its page."""
    known = set(shown["problem_id"])
    waiting = [
        row
        for row in seen.board.rectification_rows(seen.organisation_id)
        if row["source"] != "report" and row["status"] != "closed" and row["problem_id"] not in known
    ]
    overdue = sum(row["days_overdue"] is not None for row in waiting)
    label = t("problems.others", seen.language, count=len(waiting), overdue=overdue) if waiting else ""
    with st.container(key="to-rectifying"):
        label = label or t("rectifying.open", seen.language)
        st.page_link(navigation.SUPERVISION, label=label, query_params=seen.elsewhere())


def trust(seen: View, sources: set[str]) -> None:
    """数据可信度: with a value, reviewed, unmapped, and what other years hold.

    `sources`: whose figures count; only a report's are 载明.
    """
    row, language = seen.year_coverage, seen.language
    facts = [
        ("trust.stated" if sources == {"report"} else "trust.with_value", row["with_value"]),
        ("trust.unreviewed", row["with_value"] - row["reviewed"]),
        ("trust.unmapped", row["unmapped"]),
        ("trust.absent", row["not_reported"] + row["not_captured"]),
    ]
    if row["without_figure"]:
        facts.insert(1, ("trust.without_figure", row["without_figure"]))
    cells = "".join(f"<div><dt>{escape(t(k, language))}</dt><dd>{v}</dd></div>" for k, v in facts)
    st.html(f'<dl class="trust">{cells}</dl>')
    absent = t(f"trust.absent_because.{row['extent']}", language)
    lines = [escape(absent), _reconciled(seen)]
    if isinstance(row["nature"], str):
        lines.append(escape(t(f"trust.nature.{row['nature']}", language)))
    st.html("".join(f'<p class="note">{line}</p>' for line in lines))


def _reconciled(seen: View) -> str:
    """How many figures of the report agree with the ledgers, as a way to their page; or that no ledger is loaded."""
    try:
        held = seen.board.reconciliation(seen.organisation_id, seen.year)
    except EditionTooOld:
        return escape(t("trust.no_ledger", seen.language))
    counts = {state: sum(row["state"] == state for row in held) for state in ("agrees", "differs")}
    signing = ""
    if seen.board.year_documents(seen.organisation_id, seen.year):
        to = "signing?" + urlencode(seen.elsewhere())
        signing = f' · <a href="{escape(to)}">{escape(t("trust.to_signing", seen.language))}</a>'
    if not any(row["ledger_value"] is not None for row in held):
        lacks = "no_report" if seen.year_coverage["extent"] in ("ledger", "hand") else "no_ledger"
        return escape(t(f"trust.{lacks}", seen.language)) + signing
    to = "reconciliation?" + urlencode(seen.elsewhere())
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
    row["goal_id"]: row[f"name_{language}"] for _, row in every_goal.iterrows() if isinstance(row["goal_id"], str)
}

extent = seen.year_coverage["extent"]
counts = {
    # what a report states is counted apart from what ledgers count or a person typed
    "figures": int((metrics["source"] == (extent if extent in ("ledger", "hand") else "report")).sum()),
    "practices": int((stated["status"] == "stated").sum()),
    "problems": int(named["document_id"].notna().sum()),
    "goals": int((every_goal["source_year"] == seen.year).sum()),
}
conclusion(seen, counts, progress)

pressing = steps.steps(seen, progress)
if pressing:
    section(t("steps.title", language), t("steps.note", language))
    steps.listed(seen, pressing)

if shown_goals.empty:
    section(t("goals.title", language))
    absence = t(f"goals.none.{extent}", language, year=seen.year)
    st.html(f'<p class="note">{escape(absence)}</p>')
else:
    years = {name: int(shown_goals[f"{name}_year"].iloc[0]) for name in ("source", "target")}
    section(t("goals.title", language), t("goals.note", language, **years))
    goals.cards(seen, shown_goals, progress)

section(t("due.title", language), t("due.note", language, date=seen.board.manifest.as_of, days=due.DAYS))
due.reminders(seen)

section(t("core.title", language), t("core.note", language, year=seen.year))
core = metrics[metrics["highlight"].notna() & metrics["value"].notna()].sort_values("highlight")
others = metrics[metrics["highlight"].isna() & metrics["value"].notna()]
figures.cards(seen, core if len(core) >= 6 else pd.concat([core, others]).head(8))

section(t("problems.title", language), t("problems.note", language))
if named.empty:
    absence = t(f"problems.none.{extent}", language, year=seen.year)
    st.html(f'<p class="note">{escape(absence)}</p>')
else:
    problems(seen, named, goal_names)
others_open(seen, named)

section(t("trust.title", language))
trust(seen, set(metrics.loc[metrics["value"].notna(), "source"]))
