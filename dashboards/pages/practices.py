"""制度落实与存在问题: which practices the report states, how often, and the problems it names."""

from html import escape

import pandas as pd
import streamlit as st

from dashboards import navigation, view
from dashboards.i18n import labels, t
from dashboards.view import Row, View
from dashboards.widgets import duties, evidence, figures, months, recording
from dashboards.widgets.blocks import section, ways
from dashboards.widgets.chart import Table, takeaway
from dashboards.widgets.problems import deadline, named_by, state
from dashboards.widgets.recording import Asked
from dashboards.widgets.tiles import Tile, tiles
from pipelines.api import may, say, worded

SIGNS = {"stated": "●", "evidenced": "✓", "lapsed": "✕", "not_reported": "○", "not_captured": "·"}


def by_year(seen: View, rows: pd.DataFrame) -> None:
    """Practices × years as tiles."""
    language = seen.language
    section(t("practices.by_year", language), t("practices.by_year_note", language))
    years = sorted({int(year) for year in rows["year"]})
    shown: dict[str, dict[int, Tile]] = {}
    for row in rows.to_dict("records"):
        shown.setdefault(seen.name(row), {})[int(row["year"])] = _tile(row, language)
    columns = [t("practices.practice", language), *map(str, years)]
    cells = {name: [known.get(year) for year in years] for name, known in shown.items()}
    title = t("practices.by_year", language)
    st.html(tiles(title, columns, cells))
    said = [[name, *(tile and tile.words for tile in each)] for name, each in cells.items()]
    expression = f"board.practice_status({seen.organisation_id!r})"
    takeaway(seen, Table(title, columns, said, expression), key="practices-by-year")


def _tile(row: Row, language: str) -> Tile:
    state = _absence(row) if row["status"] == "unknown" else row["status"]
    return Tile(state, SIGNS[state], _status(row, language))


def _absence(row: Row) -> str:
    return "not_reported" if row["reason"] == "silent" else "not_captured"


def _status(row: Row, language: str) -> str:
    """Evidenced, lapsed or stated, or why that isn't known: not captured, not in the report."""
    if row["status"] in ("evidenced", "lapsed"):
        said = say(f"practice_status.{row['status']}", language)
        return t("practices.by", language, state=said, evidence=say(f"record.{row['evidence']}", language))
    if row["status"] == "stated":
        how_often = row["frequency"]
        return t(f"frequency.{how_often}" if isinstance(how_often, str) else "practices.stated", language)
    return say(f"reporting_state.{_absence(row)}", language)


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
        st.html("".join(_practice(seen, row, known, document) for row in group.to_dict("records")))


def _practice(seen: View, row: Row, known: pd.DataFrame, document: dict | None) -> str:
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
    subjects = recording.subjects_of("practice", ids, list(worded(rows, "name", language)))
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
    for row in rows.to_dict("records"):
        source, quote = _source(seen, row), ""
        if source is not None:
            text = seen.board.document(source["document_id"])["text"]
            quote = f'<blockquote class="sentence" lang="zh">{evidence.sentence(text, source)}</blockquote>'
        parts = "".join(f"<li>{escape(part)}</li>" for part in worded(row, "parts", language))
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


def _source(seen: View, row: Row) -> Row | None:
    """The row of the report that states a problem: this year's, else the one that named it first, if it is loaded."""
    if isinstance(row["document_id"], str):
        return row
    earlier = seen.board.problem_status(seen.organisation_id, int(row["source_year"]))
    stated = earlier[(earlier["problem_id"] == row["problem_id"]) & earlier["document_id"].notna()]
    return None if stated.empty else stated.iloc[0]


seen = view.current()
recording.said()
goals = seen.board.goals(seen.organisation_id)
names = {row["goal_id"]: seen.name(row) for row in goals.to_dict("records") if isinstance(row["goal_id"], str)}
all_years = seen.board.practice_status(seen.organisation_id)
this_year = all_years[all_years["year"] == seen.year]
metrics = seen.board.metric_year(seen.organisation_id, seen.year)
listed(seen, this_year, metrics)
duties.of_year(seen, metrics)
months.of_practices(seen)
problems(seen, seen.board.problem_status(seen.organisation_id, seen.year), names)
ways([(seen.link(navigation.SUPERVISION), t("rectifying.open", seen.language))])
by_year(seen, all_years)
if seen.edition is None and len(all_years):
    records(seen, all_years.drop_duplicates("practice_id"))
ways([(seen.link(navigation.OVERVIEW), t("back_to_overview", seen.language))])
