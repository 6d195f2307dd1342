"""One key result: status and why, the way to the target, what would decide it, what measures it, its sentence."""

from collections.abc import Mapping
from decimal import Decimal
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from dashboards import navigation
from dashboards.charts import goals as charts
from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import evidence, figure_rows, goals, recording, status, targets
from dashboards.widgets.blocks import plain_table, section, ways
from dashboards.widgets.chart import Table, chart
from dashboards.widgets.recording import Asked
from pipelines.api import figure, may, rounded_share, say, shown_value, worded

Row = Mapping[str, Any]
BOUNDED = ("value", "lower", "upper")


def one(seen: View, row: Row) -> None:
    """The whole page of a key result."""
    _head(seen, row)
    left, right = st.columns([6, 5], gap="large")
    with left:
        if row["kind"] in ("every_period", "milestone"):
            _marks(seen, row)
        else:
            _way(seen, row)
        _milestones(seen, row)
        _years(seen, row)
    with right:
        _decides(seen, row)
        _measured(seen, row)
        _problems(seen, row)
    _evidence(seen, row)
    if seen.edition is None:
        _records(seen, row)
        targets.one(seen, row)


def _records(seen: View, row: Row) -> None:
    """What was recorded of the milestones or months, and the form to record it; the way to give somebody a task."""
    language = seen.language
    names = {each["due_on"]: worded(each, "name", language) for each in row["milestones"]}
    days = list(names)
    if row["kind"] == "every_period":
        days += list(pd.to_datetime(seen.board.key_result_marks(row["key_result_id"])["due_on"]).dt.date)
    if days:
        said = [f"{day.isoformat()[: 7 if day not in names else 10]} {names.get(day, '')}".strip() for day in days]
        ids = [f"{row['key_result_id']}/{day.isoformat()}" for day in days]
        subjects = recording.subjects_of("milestone", ids, said)
        section(t("recording.title", language), t("recording.note", language))
        recording.recorded(seen, subjects)
        if may("progress.record"):
            owners = dict.fromkeys(subjects, row["owner_id"])
            recording.form(seen, Asked(f"milestone-{row['key_result_id']}", subjects, owners, several=True))
    if may("task.assign"):
        to = seen.link(navigation.SUPERVISION, observation_id=f"key_result/{row['key_result_id']}")
        ways([(to, t("tasks.to_assign", language))])


def _head(seen: View, row: Row) -> None:
    language = seen.language
    due = t("key_result.due", language, date=row["due"]) if row["due"] else t("key_result.no_due", language)
    chips = [
        worded(row, "goal", language),
        t(f"key_result.kind.{row['kind']}", language),
        t("metric.owner", language, owner=worded(row, "owner", language)),
        due,
        t(f"key_result.every.{row['frequency']}", language),
    ]
    quiet = "".join(f'<span class="chip quiet">{escape(chip)}</span>' for chip in chips)
    reason = t("key_result.target_reason", language, reason=worded(row, "target_reason", language))
    st.html(
        f'<header class="metric"><h1>{escape(worded(row, "name", language))}</h1>'
        f'<p class="answer">{status.chip(row, language)}{escape(worded(row, "sentence", language))}</p>'
        f'<p>{quiet}</p><p class="definition"><b>{escape(goals.target(row, language))}</b>'
        f'<span class="note"> {escape(reason)}</span></p></header>'
    )


def _way(seen: View, row: Row) -> None:
    """The path to the target: what is expected by when, with its range, and the figure as a bar between its bounds."""
    language = seen.language
    section(t("way.title", language), t("way.note", language))
    if row["target"] is None or row["due"] is None:
        st.html(f'<p class="note">{escape(t("way.no_target", language))}</p>')
        return
    pace = seen.board.key_result_pace(row["key_result_id"])
    points = pd.DataFrame(columns=["day", "lower", "upper", "text"])
    if row["value"] is not None:
        bounds = {end: None if row[end] is None else float(row[end]) for end in ("lower", "upper")}
        points = pd.DataFrame([{"day": row["observed_to"], **bounds, "text": worded(row, "figure", language)}])
    target = t("key_result.target_line", language, target=worded(row, "target", language))
    words = {"pace": t("way.pace", language), "value": t("way.value", language), "target": target}
    headings = [
        t("milestones.due", language),
        *(t(f"way.{name}", language) for name in ("expected_from", "expected_to")),
    ]
    rows = [
        [
            pd.Timestamp(each["day"]).date().isoformat(),
            figure_rows.number(each["expected_lower"]),
            figure_rows.number(each["expected_upper"]),
        ]
        for each in pace.to_dict("records")
    ]
    table = Table(
        f"{worded(row, 'name', language)} {t('way.title', language)}",
        headings,
        rows,
        f"board.key_result_pace({row['key_result_id']!r})",
    )
    chart(seen, charts.path(pace, points, float(row["target"]), words), table, key="way-chart")
    if row["value"] is None:
        st.html(f'<p class="note">{escape(t("way.no_value", language))}</p>')
    elif row["expected_value_lower"] is not None:
        st.html(f'<p class="note">{escape(_expected(row, language))}</p>')


def _expected(row: Row, language: str) -> str:
    ends = [Decimal(str(row[end])) for end in ("expected_value_lower", "expected_value_upper")]
    is_share = row["unit"] in ("%", "‰")
    rounded = [rounded_share(end, row["unit"], digits=1) if is_share else round(end, 1) for end in ends]
    shown = [shown_value(end, row["unit"], language) for end in rounded]
    text = shown[0] if shown[0] == shown[1] else say("join.between", language, low=shown[0], high=shown[1])
    return t("way.expected", language, date=row["observed_to"], expected=text)


def _marks(seen: View, row: Row) -> None:
    """Each period or milestone and what is recorded of it: chart, and in words below."""
    language = seen.language
    section(t("marks.title", language), t(f"marks.note.{row['kind']}", language))
    rows = seen.board.key_result_marks(row["key_result_id"])
    names = {each["due_on"]: worded(each, "name", language) for each in row["milestones"]}
    rows["state"] = [_mark_state(mark) for mark in rows.to_dict("records")]
    rows["name"] = [names.get(day.date(), "") for day in pd.to_datetime(rows["due_on"])]
    labels = {state: t(f"marks.{state}", language) for state in ("met", "missed", "unrecorded", "later")}
    headings = [t("milestones.due", language), t("milestones.name", language), t("marks.title", language)]
    listed = [
        [pd.Timestamp(each["due_on"]).date().isoformat(), each["name"], labels[each["state"]]]
        for each in rows.to_dict("records")
    ]
    table = Table(
        f"{worded(row, 'name', language)} {t('marks.title', language)}",
        headings,
        listed,
        f"board.key_result_marks({row['key_result_id']!r})",
    )
    chart(seen, charts.marks(rows, labels), table, key="marks-chart")
    counted = rows["state"].value_counts()
    said = [f"{labels[state]} {counted[state]}" for state in labels if state in counted]
    st.html(f'<p class="note">{escape(" · ".join(said))}</p>')


def _mark_state(mark: Row) -> str:
    if pd.notna(mark["is_met"]):
        return "met" if mark["is_met"] else "missed"
    return "unrecorded" if mark["is_due"] else "later"


def _milestones(seen: View, row: Row) -> None:
    if not row["milestones"]:
        return
    language = seen.language
    section(t("milestones.title", language))
    columns = {"due_on": t("milestones.due", language), "name": t("milestones.name", language)}
    rows = pd.DataFrame(
        [{"due_on": str(each["due_on"]), "name": worded(each, "name", language)} for each in row["milestones"]]
    )
    plain_table(rows.rename(columns=columns).set_index(columns["due_on"]))


def _years(seen: View, row: Row) -> None:
    """The measure's years against the target; nothing where no year has a value."""
    if row["measure_kind"] not in ("metric", "derived"):
        return
    language = seen.language
    rows = pd.DataFrame(seen.board.measure_years(row["organisation_id"], row["measure_id"]))
    if rows.empty or rows["value"].isna().all():
        return
    rows["text"] = [_shown(each, row, language) for each in rows.to_dict("records")]
    rows["state"] = rows["text"]
    section(t("measure.years", language))
    target = None if row["target"] is None else float(row["target"])
    words = {
        "value": t("metric.value", language),
        "possible": t("measure.possible", language),
        "target": t("key_result.target_line", language, target=worded(row, "target", language)),
    }
    table = Table(
        f"{worded(row, 'name', language)} {t('measure.years', language)}",
        [t("metric.year", language), *(t(f"figure_rows.{name}", language) for name in ("value", "lower", "upper"))],
        [
            [int(each["year"]), *(figure_rows.number(each[name]) for name in ("value", "lower", "upper"))]
            for each in rows.to_dict("records")
        ],
        f"board.measure_years({row['organisation_id']!r}, {row['measure_id']!r})",
    )
    chart(seen, charts.years(rows, target, words), table, key="measure-chart")
    columns = {"year": t("metric.year", language), "text": t("metric.value", language)}
    plain_table(rows[list(columns)].astype(str).rename(columns=columns).set_index(columns["year"]))


def _shown(year: Row, row: Row, language: str) -> str:
    if year["value"] is None or pd.isna(year["value"]):
        return say("status.no_data", language)
    value = year["value"]
    if row["measure_kind"] == "derived":
        beside = [] if row["target"] is None else [row["target"]]
        value = rounded_share(value, year["unit"], year["qualifier"], beside=beside)
    return figure(value, year["unit"], year["qualifier"], language)


def _decides(seen: View, row: Row) -> None:
    """What would decide the status: the figures that are missing, each with who can supply it; or the exact figure."""
    language, year = seen.language, row["target_year"]
    missing = list(zip(row["missing"], worded(row, "missing", language), strict=True))
    if row["status"] == "achieved":
        return
    section(t("decides.title", language))
    if row["status"] == "cannot_tell" and row["value"] is not None:
        ends = {end: say(f"status.{row[f'{end}_status']}", language) for end in ("worst", "best")}
        text = t("decides.bounds", language, target=worded(row, "target", language), **ends)
        st.html(f'<p class="definition">{escape(text)}</p>')
    elif row["status"] == "no_target":
        st.html(f'<p class="definition">{escape(t("decides.target", language))}</p>')
    elif row["kind"] in ("every_period", "milestone") and (row["absence"] or row["status"] == "cannot_tell"):
        text = t(f"decides.records.{row['kind']}", language, owner=worded(row, "owner", language))
        st.html(f'<p class="definition">{escape(text)}</p>')
    elif missing:
        st.html(f'<p class="definition">{escape(t("decides.figures", language, year=year))}</p>')
        links = []
        for metric_id, named in missing:
            known = seen.board.metric_year(row["organisation_id"], year, metric_id)
            owner = worded(known, "owner", language).iloc[0] if len(known) else worded(row, "owner", language)
            label = t("decides.figure", language, name=named, owner=owner)
            links.append((_metric(seen, metric_id, **({"year": year} if len(known) else {})), label))
        ways(links)
    elif row["reason_code"] == "nothing_due":
        st.html(f'<p class="definition">{escape(t("decides.nothing", language))}</p>')
    elif row["absence"]:
        text = t("decides.settle", language, why=worded(row, "sentence", language))
        st.html(f'<p class="definition">{escape(text)}</p>')
    else:
        st.html(f'<p class="definition">{escape(t("decides.pace", language))}</p>')


def _metric(seen: View, metric_id: str, **changes: object) -> str:
    return seen.link(navigation.METRICS, metric_id=metric_id, **changes)


def _measured(seen: View, row: Row) -> None:
    """What the key result is measured by, and how it is worked out."""
    language = seen.language
    section(t("measure.title", language))
    if row["measure_kind"] == "derived":
        parts = {part: worded(row, part, language) for part in ("numerator", "denominator")}
        st.html(
            f'<p class="definition">{escape(t("measure.formula", language, **parts))}</p>'
            f'<p class="note">{escape(worded(row, "definition", language))}</p>'
        )
        parts_of = ("numerator", "denominator")
        ways((_metric(seen, row[f"{part}_id"]), worded(row, part, language)) for part in parts_of)
    elif row["measure_kind"] == "metric":
        ways([(_metric(seen, row["measure_id"]), worded(row, "measure", language))])
    elif row["measure_kind"] == "practice":
        text = t("measure.practice", language, name=worded(row, "measure", language))
        st.html(f'<p class="definition">{escape(text)}</p>')
        ways([(seen.link(navigation.PRACTICES), t("page.practices", language))])
    else:
        st.html(f'<p class="definition">{escape(t("measure.milestones", language))}</p>')


def _problems(seen: View, row: Row) -> None:
    problems = seen.board.problem_status(seen.organisation_id, seen.year)
    linked = [each for each in problems.to_dict("records") if row["goal_id"] in each["goal_ids"]]
    if not linked:
        return
    section(t("key_result.problems", seen.language))
    ways((seen.link(navigation.PRACTICES), seen.name(each)) for each in linked)


def _evidence(seen: View, row: Row) -> None:
    """The sentences behind the figure; for a practice the sentence that states it."""
    for observation_id in row["observation_ids"]:
        reading = seen.board.observation(observation_id)
        if reading is not None:
            evidence.panel(seen, reading, seen.board.document(reading["document_id"]))
    if row["measure_kind"] == "practice":
        stated = seen.board.practice_status(seen.organisation_id, row["source_year"])
        stated = stated[(stated["practice_id"] == row["measure_id"]) & (stated["status"] == "stated")]
        document_id = seen.coverage.set_index("year")["document_id"].get(row["source_year"])
        if len(stated) and isinstance(document_id, str):
            evidence.panel(seen, stated.iloc[0], seen.board.document(document_id))
