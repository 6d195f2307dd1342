"""Four charts of one subdistrict's years, for the board's own way of drawing and for another's."""

import plotly.graph_objects as go

from dashboards.charts import years
from dashboards.widgets import figures
from pipelines.api import Board

METRICS = ("street_occupation_cases", "law_trainings", "contracts_reviewed", "org_legal_consultations")
WORDS = {"value": "数值", "year": "年度", "forecast": "推算", "break": "不可比"}


def four(board: Board, organisation_id: str) -> list[go.Figure]:
    """A figure for each of METRICS, as the page of a metric draws it."""
    found = []
    for metric_id in METRICS:
        rows = board.metric_year(organisation_id, metric_id=metric_id)
        rows["text"] = [figures.shown(row, "zh") for _, row in rows.iterrows()]
        rows["state"] = rows["text"]
        found.append(years.metric_years(rows, WORDS))
    return found
