"""制度落实与存在问题: which practices the report states, how often, and the problems it names."""

from html import escape

import pandas as pd
import streamlit as st

from dashboards import navigation, view
from dashboards.charts import practices as charts
from dashboards.i18n import labels, t
from dashboards.view import View
from dashboards.widgets import duties, evidence, figures, months, recording
from dashboards.widgets.blocks import plain_table, section
from dashboards.widgets.problems import deadline, named_by, state
from dashboards.widgets.recording import Asked
from dashboards.widgets.year_spans import spans
from pipelines.api import may, say

MOST_COLUMNS = 4
CHART = {"displayModeBar": False, "scrollZoom": False}


def by_year(seen: View, rows: pd.DataFrame) -> None:
    """Practices × years as tiles, beside the table of the same."""
    language = seen.language
    rows = rows.assign(
        name=rows[f"name_{language}"],
        label=[_status(row, language) for _, row in rows.iterrows()],
    )
    section(t("practices.by_year", language), t("practices.by_year_note", language))
    chart, table = st.columns(2, gap="medium")
    with chart:
        st.plotly_chart(charts.matrix(rows), config=CHART, key="practices-chart")
    with table:
        shown = _spelled(rows, language) if rows["year"].nunique() > MOST_COLUMNS else _side_by_side(rows)
        shown = shown.reindex(dict.fromkeys(rows["name"])).rename_axis(t("practices.practice", language))
        with st.container(key="practices-table"):
            plain_table(shown)


def _side_by_side(rows: pd.DataFrame) -> pd.DataFrame:
    """A column a year."""
    return rows.pivot(index="name", columns="year", values="label").rename(columns=str)


def _spelled(rows: pd.DataFrame, language: str) -> pd.DataFrame:
    """Many years in words: 报告载明 2018–2024；报告未载 2017."""
    comma, clauses = t("list_comma", language), t("list_clauses", language)
    years = rows.groupby(["name", "label"], sort=False)["year"].agg(lambda each: spans(each.astype(int), comma))
    told = years.reset_index()
    told["said"] = [
        t("practices.spelled", language, label=row["label"], years=row["year"]) for _, row in told.iterrows()
    ]
    return told.groupby("name", sort=False)["said"].agg(clauses.join).to_frame(t("practices.years", language))


def _status(row: pd.Series, language: str) -> str:
    """Evidenced, lapsed or stated, or why that isn't known: not captured, not in the report."""
    if row["status"] in ("evidenced", "lapsed"):
        said = say(f"practice_status.{row['status']}", language)
        return t("practices.by", language, state=said, evidence=say(f"record.{row['evidence']}", language))
    if row["status"] == "stated":
        how_often = row["frequency"]
        return t(f"frequency.{how_often}" if isinstance(how_often, str) else "practices.stated", language)
    state = "not_reported" if row["reason"] == "silent" else "not_captured"
    return say(f"reporting_state.{state}", language)


def listed(seen: View, rows: pd.DataFrame, metrics: pd.DataFrame) -> None:
    """Each practice with its status, frequency, figures and sentence, by the report's sections."""
    language, document_id = seen.language, seen.year_coverage["document_id"]
    title = t("practices.title", language, year=seen.year)
    document = seen.board.document(document_id) if isinstance(document_id, str) else None
    if document is None:
        section(title)
        st.html(f'<p class="note">{escape(say("reason.not_loaded", language))}</p>')
        rows = rows[rows["status"] != "unknown"]
    else:
        section(title, t("practices.note", language, nature=say(f"nature.{document['nature']}", language)))
    known = metrics.set_index("metric_id")
    for chapter, group in rows.groupby("usual_section", sort=False):
        key = f"chapter.{chapter}"
        heading = t(key, language) if key in labels(language) else t("evidence.part", language, section=chapter)
        st.html(f'<h3 class="chapter">{escape(heading)}</h3>')
        st.html("".join(_practice(seen, row, known, document) for _, row in group.iterrows()))


def _practice(seen: View, row: pd.Series, known: pd.DataFrame, document: dict | None) -> str:
    language = seen.language
    chips = [f'<span class="chip {row["status"]}">{escape(_status(row, language))}</span>']
    for metric_id in row["metric_ids"]:
        metric = known.loc[metric_id]
        if pd.notna(metric["value"]):
            said = f"{figures.name(seen, metric)} {figures.shown(metric, language)}"
            chips.append(f'<span class="chip quiet">{escape(said)}</span>')
    head = f"<summary><b>{escape(seen.name(row))}</b>{''.join(chips)}</summary>"
    if document is None or not isinstance(row["quote"], str):
        return f'<div class="practice"><b>{escape(seen.name(row))}</b>{"".join(chips)}</div>'
    quoted = evidence.sentence(document["text"], row)
    return f'<details class="practice">{head}<blockquote class="sentence" lang="zh">{quoted}</blockquote></details>'


def records(seen: View, rows: pd.DataFrame) -> None:
    """What people recorded of practices, and the form to record that one is in place or has lapsed."""
    language = seen.language
    ids = [f"{seen.organisation_id}/{each}" for each in rows["practice_id"]]
    subjects = recording.subjects_of("practice", ids, list(rows[f"name_{language}"]))
    section(t("recording.title", language), t("recording.practice_note", language))
    recording.recorded(seen, subjects)
    if may("progress.record"):
        recording.form(seen, Asked(f"practice-{seen.organisation_id}", subjects))


def problems(seen: View, rows: pd.DataFrame, goal_names: dict[str, str]) -> None:
    """The problems that reports named, with their sentence, parts and goals."""
    language = seen.language
    section(t("problems.title", language), t("problems.note", language))
    if rows.empty:
        absence = t(f"problems.none.{seen.year_coverage['extent']}", language, year=seen.year)
        st.html(f'<p class="note">{escape(absence)}</p>')
    for _, row in rows.iterrows():
        source, quote = _source(seen, row), ""
        if source is not None:
            text = seen.board.document(source["document_id"])["text"]
            quote = f'<blockquote class="sentence" lang="zh">{evidence.sentence(text, source)}</blockquote>'
        parts = "".join(f"<li>{escape(part)}</li>" for part in row[f"parts_{language}"])
        linked = "".join(
            f'<span class="chip quiet">{escape(goal_names[goal])}</span>'
            for goal in row["goal_ids"]
            if goal in goal_names
        )
        status = state(row, language)
        stated = named_by(row, language)
        st.html(
            f'<section class="problem wide"><h3>{escape(seen.name(row))}</h3>'
            f'<p class="note"><span class="chip">{escape(status)}</span>{escape(stated)} · '
            f"{escape(deadline(seen, row))}</p>{f'<ul>{parts}</ul>' if parts else ''}{quote}"
            + (f'<p class="note">{escape(t("problem.goals", language))}{linked}</p>' if linked else "")
            + "</section>"
        )


def _source(seen: View, row: pd.Series) -> pd.Series | None:
    """The row of the report that states a problem: this year's, else the one that named it first, if it is loaded."""
    if isinstance(row["document_id"], str):
        return row
    earlier = seen.board.problem_status(seen.organisation_id, int(row["source_year"]))
    stated = earlier[(earlier["problem_id"] == row["problem_id"]) & earlier["document_id"].notna()]
    return None if stated.empty else stated.iloc[0]


seen = view.current()
recording.said()
goals = seen.board.goals(seen.organisation_id)
names = {row["goal_id"]: row[f"name_{seen.language}"] for _, row in goals.iterrows() if isinstance(row["goal_id"], str)}
all_years = seen.board.practice_status(seen.organisation_id)
this_year = all_years[all_years["year"] == seen.year]
metrics = seen.board.metric_year(seen.organisation_id, seen.year)
listed(seen, this_year, metrics)
duties.of_year(seen, metrics)
months.of_practices(seen)
problems(seen, seen.board.problem_status(seen.organisation_id, seen.year), names)
with st.container(key="to-rectifying"):
    st.page_link(navigation.SUPERVISION, label=t("rectifying.open", seen.language), query_params=seen.elsewhere())
by_year(seen, all_years)
if seen.edition is None and len(all_years):
    records(seen, all_years.drop_duplicates("practice_id"))
with st.container(key="back"):
    to = seen.elsewhere()
    st.page_link(navigation.OVERVIEW, label=t("back_to_overview", seen.language), query_params=to)
