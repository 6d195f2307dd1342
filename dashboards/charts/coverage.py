"""How much of the catalogue is known of a year, theme by theme."""

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from dashboards.charts import ACCENT, FAINT, SECOND, wrapped

OPEN = "#8a979d"
LOOKS = {
    "reported": {"color": ACCENT},
    "zero": {"color": ACCENT, "pattern": {"shape": "x", "fgcolor": "#ffffff", "size": 6, "solidity": 0.2}},
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
