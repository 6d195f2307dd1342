"""How much of the catalogue a year's document states, theme by theme."""

import pandas as pd
import plotly.graph_objects as go

from dashboards.charts import ACCENT, FAINT, wrapped


def themes(rows: pd.DataFrame, words: dict[str, str]) -> go.Figure:
    """Horizontal bars: for each theme, how many of its metrics have a value, the rest in grey.

    `rows`: name, with_value, without.  `words`: with_value, without.
    """
    names = [wrapped(name) for name in rows["name"]][::-1]
    figure = go.Figure()
    stated = rows["with_value"][::-1]
    figure.add_bar(
        y=names,
        x=stated,
        orientation="h",
        name=words["with_value"],
        text=[str(count) if count else "" for count in stated],
        textposition="inside",
        textangle=0,
        textfont={"color": "#ffffff"},
        marker={"color": ACCENT},
    )
    figure.add_bar(
        y=names,
        x=rows["without"][::-1],
        orientation="h",
        name=words["without"],
        marker={"color": FAINT},
    )
    figure.update_layout(
        barmode="stack",
        height=40 + 34 * len(rows),
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        legend={"orientation": "h", "y": -0.08, "x": 0},
        dragmode=False,
    )
    figure.update_yaxes(automargin=True, title=None, showgrid=False)
    figure.update_xaxes(title=None, nticks=6)
    return figure
