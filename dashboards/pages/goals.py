"""工作目标: goals → key results → what measures them → the sentence.  ?key= opens one key result, ?status= filters."""

from html import escape

import pandas as pd
import streamlit as st

from dashboards import navigation, view
from dashboards.charts import goals as charts
from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import goals, key_result, recording, status, targets
from dashboards.widgets.blocks import anchor, back, nav, notice, section, ways
from dashboards.widgets.chart import Table, chart


def overall(seen: View, shown: pd.DataFrame, progress: goals.Progress) -> None:
    """Key results by status: chart and table side by side, each status a filter."""
    language = seen.language
    years = {name: int(shown[f"{name}_year"].iloc[0]) for name in ("source", "target")}
    section(t("goals.title", language), t("goals.note", language, **years))
    proposed = sum(row["target_state"] == "proposed" for row in progress)
    if proposed:
        some = "goals.proposed" if proposed == len(progress) else "goals.some_proposed"
        st.html(f'<p class="note">{escape(t(some, language, count=proposed))}</p>')
    if seen.edition is None:
        targets.confirm_all(seen, progress)
    counted = pd.DataFrame(
        [
            {"goal": goals.name(seen, goal), "status": found, "label": status.word(found, language), "count": count}
            for goal in shown.to_dict("records")
            for found, count in status.counts(row for row in progress if row["goal_id"] == goal["goal_id"]).items()
        ]
    )
    place, beside = st.columns([3, 2], gap="medium")
    with place:
        headings = [t(f"goals.column.{name}", language) for name in ("goal", "status", "count")]
        rows = counted[["goal", "label", "count"]].to_numpy().tolist()
        expression = f"board.goal_progress({seen.organisation_id!r}, {years['target']})"
        table = Table(t("goals.title", language), headings, rows, expression)
        chart(seen, charts.statuses(counted, list(status.SHAPES)), table, key="statuses-chart")
    with beside:
        counts = [(None, len(progress)), *status.counts(progress).items()]
        links = [_status_link(seen, found, count) for found, count in counts]
        st.html(nav("choices upright", t("goals.column.status", language), links))


def _status_link(seen: View, found: str | None, count: int) -> str:
    text = t("goals.all", seen.language) if found is None else status.word(found, seen.language)
    label = f"{status.SHAPES.get(found, '')} {text} {count}".strip()
    return anchor(seen.here(status=found), label, found == seen.status)


def listed(seen: View, shown: pd.DataFrame, progress: goals.Progress) -> None:
    """Every goal with its sentence, linked problems and key results, or those of one status."""
    language = seen.language
    problems = seen.board.problem_status(seen.organisation_id, seen.year)
    wanted = [row for row in progress if seen.status in (None, row["status"])]
    for goal in shown.to_dict("records"):
        own = [row for row in wanted if row["goal_id"] == goal["goal_id"]]
        if seen.status and not own:
            continue
        section(goals.name(seen, goal))
        linked = [seen.name(each) for each in problems.to_dict("records") if goal["goal_id"] in each["goal_ids"]]
        if linked:
            text = t("goal.problems", language, names=t("list_mark", language).join(linked))
            ways([(seen.link(navigation.PRACTICES), text)])
        if isinstance(goal["document_id"], str):
            st.html(f'<div class="cards single">{goals.source(seen, goal)}</div>')
        goals.key_results(seen, own)
        if not own:
            st.html(f'<p class="note">{escape(t("goal.no_key_results", language))}</p>')


seen = view.current()
recording.said()
shown = goals.in_view(seen)
every = {row["key_result_id"]: row for row in seen.board.goal_progress_rows(seen.organisation_id)}
if seen.key_result_id in every:
    back(seen.here(key_result_id=None), t("goals.back", seen.language))
    key_result.one(seen, every[seen.key_result_id])
elif seen.key_result_id is not None:
    notice(t("key_result.unknown", seen.language, name=seen.key_result_id[:60]))
    back(seen.here(key_result_id=None), t("goals.back", seen.language))
elif shown.empty:
    section(t("goals.title", seen.language))
    absence = t(f"goals.none.{seen.year_coverage['extent']}", seen.language, year=seen.year)
    st.html(f'<p class="note">{escape(absence)}</p>')
else:
    progress = goals.of(shown, every.values())
    if progress:
        overall(seen, shown, progress)
    listed(seen, shown, progress)
