"""Which practices each year's document states."""

import pandas as pd
import plotly.graph_objects as go

from dashboards.charts import EMPTY, FILLED, HALF

SHADES = {"stated": 2, "evidenced": 2, "unknown": 0, "lapsed": 1}


def matrix(rows: pd.DataFrame) -> go.Figure:
    """A tile a practice and year: filled where stated, empty where unknown.

    `rows`: name, year, status, label (the status in words).
    """
    names = list(dict.fromkeys(rows["name"]))
    years = sorted({int(year) for year in rows["year"]})
    status = rows.pivot_table(index="name", columns="year", values="status", aggfunc="first")
    labels = rows.pivot_table(index="name", columns="year", values="label", aggfunc="first")
    figure = go.Figure(
        go.Heatmap(
            x=[str(year) for year in years],
            y=names[::-1],
            z=[[SHADES[status.loc[name, year]] for year in years] for name in names[::-1]],
            text=[[labels.loc[name, year] for year in years] for name in names[::-1]],
            texttemplate="%{text}",
            hovertemplate="%{y}<br>%{x}: %{text}<extra></extra>",
            colorscale=[[0, EMPTY], [0.5, HALF], [1, FILLED]],
            zmin=0,
            zmax=2,
            showscale=False,
            xgap=3,
            ygap=3,
        )
    )
    figure.update_layout(height=60 + 27 * len(names), margin={"l": 8, "r": 8, "t": 8, "b": 8}, dragmode=False)
    figure.update_yaxes(automargin=True, title=None)
    figure.update_xaxes(type="category", title=None, side="top")
    return figure
