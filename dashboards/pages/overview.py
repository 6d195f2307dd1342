"""总览: what the report states, what can be done next, goals, core figures, problems, how far to trust it."""

from html import escape

import pandas as pd
import streamlit as st

from dashboards import navigation, view
from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import evidence, figures
from dashboards.widgets.frame import section
from pipelines.api import say

REPORT_DUE = (4, 1)  # a year's report is due on 1 April of the next


def conclusion(seen: View, counts: dict[str, int]) -> None:
    """One sentence, each clause of it a link to what it counts."""
    language, row = seen.language, seen.year_coverage
    pages = {"figures": navigation.METRICS}
    stated = [name for name in counts if counts[name]]
    missing = [t(f"conclusion.word.{name}", language) for name in counts if not counts[name]]
    with st.container(key="conclusion", horizontal=True, gap=None):
        opening = t("conclusion.opening." + row["extent"], language, year=seen.year)
        st.html(f"<span>{escape(opening)}</span>")
        for name in stated:
            if name != stated[0]:
                st.html(f"<span>{escape(t('list_comma', language))}</span>")
            number = "one" if counts[name] == 1 else "many"
            label = t(f"conclusion.{name}.{number}", language, count=counts[name])
            to = seen.params(metric_id=None, theme_id=None)
            st.page_link(pages.get(name, navigation.PRACTICES), label=label, query_params=to)
        if missing:
            absent = t("list_mark", language).join(missing)
            absence = t("conclusion.missing." + row["extent"], language, what=absent)
            st.html(f"<span>{escape(absence)}</span>")
        closing = t("conclusion.no_targets" if counts["goals"] else "conclusion.end", language)
        st.html(f"<span>{escape(closing)}</span>")


def next_steps(seen: View) -> list[str]:
    """At most three things that can be done now, from what the inputs lack.  Nothing is anybody's failure."""
    language = seen.language
    extent = {int(row["year"]): row["extent"] for _, row in seen.coverage.iterrows()}
    as_of = pd.Timestamp(seen.board.manifest.as_of)
    steps = []
    last_due = as_of.year - 1 if (as_of.month, as_of.day) >= REPORT_DUE else as_of.year - 2
    for year in range(min(extent), last_due + 1):
        if extent.get(year, "none") == "none":
            steps.append(t("step.load", language, year=year))
        elif extent[year] == "excerpt":
            steps.append(t("step.complete", language, year=year))
    restated = seen.coverage[seen.coverage["nature"] == "restatement"]["year"].astype(int)
    whole = [year for year in restated if extent[year] == "whole"]
    steps += [t("step.original", language, year=year) for year in whole]
    return steps[:3]


def goals(seen: View, rows: pd.DataFrame) -> None:
    """A card a goal: its name, the year it is for, its parts, its sentence; no target, and so no status."""
    language, html = seen.language, []
    for _, row in rows.iterrows():
        is_known = isinstance(row["goal_id"], str)
        name = row[f"name_{language}"] if is_known else row["name"]
        listed = row[f"parts_{language}"] if is_known else row["parts"]
        target = t("goal.for_year", language, year=row["target_year"])
        html.append(
            f'<section class="goal"><h3>{escape(name)}</h3>'
            f'<p class="note">{escape(target)} · {escape(t("goal.no_target", language))}</p>'
            f"{_parts(listed)}{_source(seen, row)}</section>"
        )
    st.html(f'<div class="cards">{"".join(html)}</div>')


def problems(seen: View, rows: pd.DataFrame, goal_names: dict[str, str]) -> None:
    """The problems with their parts, the goals they are tied to, their sentence and their status."""
    language, html = seen.language, []
    for _, row in rows.iterrows():
        status = say(f"problem_status.{row['status']}", language)
        linked = t("list_mark", language).join(goal_names[goal] for goal in row["goal_ids"] if goal in goal_names)
        answer = f'<p class="note">{escape(t("problem.goals", language))}{escape(linked)}</p>' if linked else ""
        named_by = t("problem.source", language, year=row["source_year"])
        since = t(f"problem.since.{row['reason']}", language, year=seen.year) if isinstance(row["reason"], str) else ""
        html.append(
            f'<section class="problem"><h3>{escape(seen.name(row))}</h3>'
            f'<p class="note"><span class="chip">{escape(status)}</span>{escape(named_by)} · '
            f"{escape(t('problem.no_deadline', language))}{escape(since)}</p>{_parts(row[f'parts_{language}'])}"
            f"{answer}{_source(seen, row)}</section>"
        )
    st.html(f'<div class="cards">{"".join(html)}</div>')


def _parts(parts: list[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(part)}</li>" for part in parts) + "</ul>"


def _source(seen: View, row: pd.Series) -> str:
    """The sentence behind a goal or a problem, folded; nothing where this year's document doesn't state it."""
    if not isinstance(row["document_id"], str):
        return ""
    document = seen.board.document(row["document_id"])
    title = t("evidence.title", seen.language, nature=say(f"nature.{document['nature']}", seen.language))
    quoted = evidence.sentence(document["text"], row)
    quote = f'<blockquote class="sentence" lang="zh">{quoted}</blockquote>'
    return f"<details><summary>{escape(title)}</summary>{quote}</details>"


def trust(seen: View) -> None:
    """数据可信度: stated, reviewed, unmapped, and what other years hold."""
    row, language = seen.year_coverage, seen.language
    facts = [
        ("trust.with_value", row["with_value"]),
        ("trust.unreviewed", row["with_value"] - row["reviewed"]),
        ("trust.unmapped", row["unmapped"]),
        ("trust.absent", row["not_reported"] + row["not_captured"]),
    ]
    if row["without_figure"]:
        facts.insert(1, ("trust.without_figure", row["without_figure"]))
    cells = "".join(f"<div><dt>{escape(t(k, language))}</dt><dd>{v}</dd></div>" for k, v in facts)
    st.html(f'<dl class="trust">{cells}</dl>')
    absent = t(f"trust.absent_because.{row['extent']}", language)
    lines = [absent, t("trust.no_ledger", language)]
    if isinstance(row["nature"], str):
        lines.append(t(f"trust.nature.{row['nature']}", language))
    st.html("".join(f'<p class="note">{escape(line)}</p>' for line in lines))


seen = view.current()
language = seen.language
metrics = seen.board.metric_year(seen.organisation_id, seen.year)
stated = seen.board.practice_status(seen.organisation_id, seen.year)
named = seen.board.problem_status(seen.organisation_id, seen.year)
set_goals = seen.board.goals(seen.organisation_id, seen.year)
earlier_goals = seen.board.goals(seen.organisation_id)
goal_names = {
    row["goal_id"]: row[f"name_{language}"] for _, row in earlier_goals.iterrows() if isinstance(row["goal_id"], str)
}

extent = seen.year_coverage["extent"]
named_now = int(named["document_id"].notna().sum())
practised = int((stated["status"] == "stated").sum())
stated_metrics = int(seen.year_coverage["with_value"])
counts = {"figures": stated_metrics, "practices": practised, "problems": named_now, "goals": len(set_goals)}
conclusion(seen, counts)

steps = next_steps(seen)
if steps:
    section(t("steps.title", language), t("steps.note", language))
    st.html('<ol class="steps">' + "".join(f"<li>{escape(step)}</li>" for step in steps) + "</ol>")

shown_goals = earlier_goals[earlier_goals["target_year"] == seen.year] if set_goals.empty else set_goals
if shown_goals.empty:
    section(t("goals.title", language))
    absence = t(f"goals.none.{extent}", language, year=seen.year)
    st.html(f'<p class="note">{escape(absence)}</p>')
else:
    years = {name: int(shown_goals[f"{name}_year"].iloc[0]) for name in ("source", "target")}
    section(t("goals.title", language), t("goals.note", language, **years))
    goals(seen, shown_goals)

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

section(t("trust.title", language))
trust(seen)
