"""How a problem stands in the year in view, in words that claim no more than is known."""

import pandas as pd

from dashboards.i18n import t
from dashboards.view import Row, View
from pipelines.api import say


def state(row: Row, language: str) -> str:
    """The status; where the year's report is an excerpt or silent, that nothing is known of it."""
    if row["reason"] in ("excerpt", "silent", "not_loaded"):
        return t(f"problem.state.{row['reason']}", language)
    if row["status"] in ("measure_taken", "closed") and pd.notna(row["record_on"]):
        said = say(f"problem_status.{row['status']}", language)
        return t("problem.state.recorded", language, state=said, date=f"{pd.Timestamp(row['record_on']):%Y-%m-%d}")
    return say(f"problem_status.{row['status']}", language)


def named_by(row: Row, language: str) -> str:
    """Who named a problem: a year's report, or whoever found it."""
    # an edition of older code knows reports alone
    if row.get("source", "report") == "report":
        return t("problem.source", language, year=row["source_year"])
    return t(
        "problem.found", language, year=row["source_year"], source=say(f"problem_source.{row['source']}", language)
    )


def deadline(seen: View, row: Row) -> str:
    """By when a problem is to be mended, and how it stands now where that is another state than the year's."""
    now = {each["problem_id"]: each for each in seen.board.rectification_rows(seen.organisation_id)}.get(
        row["problem_id"]
    )
    if now is None:
        return t("problem.no_deadline", seen.language)
    said = []
    if now["due_on"] is not None:
        said.append(t("tasks.due", seen.language, date=now["due_on"].isoformat()))
    elif row.get("source", "report") == "report":
        said.append(t("problem.no_deadline", seen.language))
    if now["status"] != row["status"]:
        said.append(t("problem.now", seen.language, state=say(f"problem_status.{now['status']}", seen.language)))
    if now["days_overdue"]:
        said.append(t("tasks.overdue", seen.language, days=now["days_overdue"]))
    return " · ".join(said)
