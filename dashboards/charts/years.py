"""A metric over the years, with what is unknown shown as unknown."""

import pandas as pd
import plotly.graph_objects as go

from dashboards.charts import ACCENT


def metric_years(rows: pd.DataFrame, words: dict[str, str]) -> go.Figure:
    """Bars of a metric's values by year.

    `rows`: year, value, lower, upper, text (the figure as printed on it), state (the words where there is no value).
    A value without an upper bound is drawn open: an arrow goes on upwards.  A year without a value has no bar,
    only its state in words.  `words`: value, year.
    """
    rows = rows.reset_index(drop=True)
    known = rows[rows["value"].notna()]
    ceiling = max(float(known["value"].max()) if len(known) else 1.0, 1.0) * 1.35
    figure = go.Figure(
        go.Bar(
            x=known.index,
            y=known["value"],
            text=known["text"],
            textposition="outside",
            textfont={"size": 14},
            cliponaxis=False,
            marker={"color": ACCENT},
            width=0.5,
            customdata=known["year"],
            hovertemplate="%{customdata}: %{text}<extra></extra>",
            name=words["value"],
        )
    )
    for at, row in known[known["upper"].isna()].iterrows():
        arrow = {"showarrow": True, "arrowhead": 2, "arrowwidth": 2, "arrowcolor": ACCENT, "text": ""}
        ends = {"x": at, "ax": at, "y": ceiling * 0.98, "ay": float(row["value"]) + ceiling * 0.13}
        figure.add_annotation(**ends, axref="x", ayref="y", **arrow)
    for at, row in rows[rows["value"].isna()].iterrows():
        figure.add_annotation(x=at, y=ceiling * 0.06, text=row["state"], showarrow=False)
    positions = list(rows.index)
    figure.update_xaxes(
        tickvals=positions, ticktext=[str(year) for year in rows["year"]], range=[-0.6, len(rows) - 0.4]
    )
    figure.update_yaxes(range=[0, ceiling], nticks=5)
    figure.update_layout(height=260, margin={"l": 8, "r": 8, "t": 16, "b": 8}, showlegend=False, dragmode=False)
    return figure
