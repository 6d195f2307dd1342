"""How many metrics of each year are in which reporting state."""

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from dashboards.charts import ACCENT, FAINT, SECOND

STATES = ("reported", "zero", "without_figure", "not_reported", "not_captured")
"""From what is known to what isn't."""
_MARKERS = {
    "reported": {"color": ACCENT},
    "zero": {"color": ACCENT, "pattern": {"shape": "/", "bgcolor": ACCENT, "fgcolor": "#ffffff"}},
    "without_figure": {"color": SECOND},
    "not_reported": {"color": FAINT, "line": {"color": ACCENT, "width": 1}},
    "not_captured": {"color": FAINT},
}


def by_year(rows: Sequence[Mapping[str, Any]], words: Mapping[str, str]) -> go.Figure:
    """Stacked bars, one a year.  `rows`: year and a count for each of STATES; `words`: a name for each."""
    figure = go.Figure()
    years = [str(row["year"]) for row in rows]
    for state in STATES:
        counts = [row[state] for row in rows]
        figure.add_bar(
            x=years,
            y=counts,
            name=words[state],
            marker=_MARKERS[state],
            hovertemplate="%{x} " + words[state] + ": %{y}<extra></extra>",
        )
    figure.update_layout(
        barmode="stack",
        height=320,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        legend={"orientation": "h", "y": -0.12, "x": 0},
        dragmode=False,
    )
    figure.update_xaxes(type="category", showgrid=False, title=None)
    figure.update_yaxes(title=None, nticks=6)
    return figure
