"""本月督办: at most three things to push: who acts, by when, what to do.  Nothing is anybody's failure."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from dashboards import navigation
from dashboards.i18n import t
from dashboards.view import View
from pipelines.api import worded

MOST = 3
REPORT_RULE = "annual_report"  # the statutory date by which a year's report is public


@dataclass(frozen=True)
class Step:
    """What to do, the role that acts, by when (empty where nothing sets a day), the page that helps.

    `about`: what a task about it names (type/id), None where it is a task already.
    """

    action: str
    owner: str
    due: str
    page: str
    params: dict[str, str]
    about: str | None = None


def steps(seen: View, progress: Sequence[Mapping[str, Any]]) -> list[Step]:
    """The three most pressing: what is overdue, key results that are late, targets, reports, figures to supply."""
    found = [
        *_overdue(seen),
        *_late(seen, progress),
        *_confirm(seen, progress),
        *_reports(seen),
        *_supply(seen, progress),
    ]
    return found[:MOST]


def listed(seen: View, found: Sequence[Step]) -> str:
    """HTML of the steps as a numbered list, the action a link."""
    html = []
    for step in found:
        facts = " · ".join(filter(None, (step.owner, step.due)))
        assign = ""
        if step.about is not None and seen.edition is None:
            to = seen.link(navigation.SUPERVISION, observation_id=step.about or None)
            assign = f'<a class="assign" href="{escape(to)}">{escape(t("tasks.do_assign", seen.language))}</a>'
        action = f'<a href="{escape(navigation.href(step.page, step.params))}">{escape(step.action)}</a>'
        html.append(f'<li><span>{action} <span class="note">{escape(facts)}</span></span>{assign}</li>')
    return f'<ol class="steps">{"".join(html)}</ol>'


def _overdue(seen: View) -> Iterator[Step]:
    """Tasks and rectifications whose day has passed, the longest overdue first."""
    language, to = seen.language, seen.elsewhere()
    late = [(row, row["what"], "step.task") for row in seen.board.task_rows(seen.organisation_id)]
    late += [
        (row, worded(row, "name", language), "step.rectification")
        for row in seen.board.rectification_rows(seen.organisation_id)
    ]
    late = [each for each in late if each[0]["days_overdue"]]
    for row, name, label in sorted(late, key=lambda each: -each[0]["days_overdue"]):
        action = t(label, language, name=name, days=row["days_overdue"])
        yield Step(action, _owner(seen, row), t("step.due", language, date=row["due_on"]), navigation.SUPERVISION, to)


def _late(seen: View, progress: Sequence[Mapping[str, Any]]) -> Iterator[Step]:
    language = seen.language
    pressing = [row for row in progress if row["status"] in ("off_track", "at_risk")]
    for row in sorted(pressing, key=lambda each: (each["status"] != "off_track", each["due"])):
        action = t("step.late", language, name=worded(row, "name", language), why=worded(row, "sentence", language))
        to = seen.elsewhere(key_result_id=row["key_result_id"])
        yield Step(
            action,
            _owner(seen, row),
            t("step.due", language, date=row["due"]),
            navigation.GOALS,
            to,
            f"key_result/{row['key_result_id']}",
        )


def _confirm(seen: View, progress: Sequence[Mapping[str, Any]]) -> Iterator[Step]:
    proposed = [row for row in progress if row["target_state"] == "proposed"]
    if proposed:
        action = t("step.confirm", seen.language, count=len(proposed))
        owners = t("step.all_owners", seen.language)
        yield Step(action, owners, "", navigation.GOALS, seen.elsewhere(), "")


def _reports(seen: View) -> Iterator[Step]:
    language = seen.language
    rule = seen.board.statutory_dates().set_index("date_id").loc[REPORT_RULE]
    as_of = pd.Timestamp(seen.board.manifest.as_of)
    is_out = (as_of.month, as_of.day) >= (rule["month"], rule["day"])
    extent = {int(row["year"]): row["extent"] for row in seen.coverage.to_dict("records")}
    lacking: dict[str, list[int]] = {"complete": [], "load": []}
    for year in range(min(extent), as_of.year - (1 if is_out else 2) + 1):
        if extent.get(year, "none") in ("none", "figures", "ledger", "hand"):
            lacking["load"].append(year)
        elif extent[year] == "excerpt":
            lacking["complete"].append(year)
    parts = [
        t(f"step.{how}", language, years=t("list_mark", language).join(t("year", language, year=y) for y in years))
        for how, years in lacking.items()
        if years
    ]
    if parts:
        last = max(year for years in lacking.values() for year in years)
        due = t("step.report_due", language, date=f"{last + 1}-{rule['month']:02}-{rule['day']:02}")
        action = t("step.and", language).join(parts)
        yield Step(
            action,
            _owner(seen, rule),
            due,
            navigation.METRICS,
            seen.elsewhere(year=last if last in extent else seen.year),
            "",
        )


def _supply(seen: View, progress: Sequence[Mapping[str, Any]]) -> Iterator[Step]:
    """The figure that most key results wait for."""
    language = seen.language
    waiting = Counter(
        (metric_id, name, row["target_year"])
        for row in progress
        for metric_id, name in zip(row["missing"], worded(row, "missing", language), strict=True)
    )
    if not waiting:
        return
    (metric_id, name, year), count = waiting.most_common(1)[0]
    known = seen.board.metric_year(seen.organisation_id, year, metric_id)
    owner = _owner(seen, known.iloc[0]) if len(known) else ""
    action = t("step.supply", language, name=name, year=year, count=count)
    shown = year if year in set(seen.coverage["year"]) else seen.year
    yield Step(action, owner, "", navigation.METRICS, seen.elsewhere(metric_id=metric_id, year=shown), "")


def _owner(seen: View, row: Mapping[str, Any] | pd.Series) -> str:
    return t("metric.owner", seen.language, owner=worded(row, "owner", seen.language))
