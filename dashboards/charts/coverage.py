"""How much of the catalogue is known of a year, theme by theme or year by year."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboards.charts import ACCENT, FAINT, SECOND, wrapped

OPEN = "#8a979d"
STATES = ("reported", "zero", "without_figure", "not_reported", "not_captured")
"""What can be known of a metric in a year, from what is known to what isn't; the first two have a value."""
LOOKS = {
    "reported": {"color": ACCENT},
    "zero": {"color": ACCENT, "pattern": {"shape": "/", "bgcolor": ACCENT, "fgcolor": "#ffffff", "solidity": 0.2}},
    "without_figure": {"color": SECOND},
    "not_reported": {"color": FAINT, "line": {"color": OPEN, "width": 1}},
    "not_captured": {"color": FAINT, "pattern": {"shape": "/", "fgcolor": OPEN, "size": 6, "solidity": 0.2}},
}
"""Each reporting state by colour and pattern: what has a value solid, what isn't known hatched."""


def themes(rows: pd.DataFrame, words: Mapping[str, str]) -> go.Figure:
    """Horizontal bars: for each theme, how many of its metrics are in each reporting state.

    `rows`: name, and a count for each state.  `words`: the states to show, from left to right, with their names.
    """
    names = [wrapped(name) for name in rows["name"]][::-1]
    figure = go.Figure()
    for state, word in words.items():
        counts = rows[state][::-1]
        is_solid = state in ("reported", "zero", "without_figure")
        figure.add_bar(
            y=names,
            x=counts,
            orientation="h",
            name=word,
            text=[str(count) if count else "" for count in counts],
            textposition="inside",
            textangle=0,
            textfont={"color": "#ffffff"} if is_solid else {},
            marker=LOOKS[state],
        )
    figure.update_layout(
        barmode="stack",
        height=60 + 34 * len(rows),
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        legend={"orientation": "h", "y": -0.08, "x": 0, "traceorder": "normal"},
        dragmode=False,
    )
    figure.update_yaxes(automargin=True, title=None, showgrid=False)
    figure.update_xaxes(title=None, nticks=6)
    return figure


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
            marker=LOOKS[state],
            hovertemplate="%{x} " + words[state] + ": %{y}<extra></extra>",
        )
    figure.update_layout(
        barmode="stack",
        height=320,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        legend={"orientation": "h", "y": -0.12, "x": 0, "traceorder": "normal"},
        dragmode=False,
    )
    figure.update_xaxes(type="category", showgrid=False, title=None)
    figure.update_yaxes(title=None, nticks=6)
    return figure
