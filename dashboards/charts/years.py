"""A metric over the years, with what is unknown shown as unknown."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboards.charts import ACCENT, FAINT, SECOND

FEW = 6
"""So many years leave room for a table beside their bars."""
MOST = 30
"""So many bars can be told apart; the latest are drawn."""


def metric_years(rows: pd.DataFrame, words: Mapping[str, str], forecast: Mapping[str, Any] | None = None) -> go.Figure:
    """Bars of a metric's values by year.

    `rows`: year, value, lower, upper, text (the figure as printed on it), state (the words where there is no value).
    A value without an upper bound is drawn open: an arrow goes on upwards.  A year without a value has no bar,
    only its state in words.  `words`: value, year, forecast, break.  `forecast`: year, lower, upper, text: an open
    range in the place of its year.  `rows` may say is_break: a line stands before such a year;
    and label: what stands under the bar in place of the year.
    """
    rows = rows.reset_index(drop=True)
    known = rows[rows["value"].notna()]
    if forecast:
        rows = rows[rows["year"] < forecast["year"]].reset_index(drop=True)
    labels = [str(each) for each in rows.get("label", rows["year"])] + ([str(forecast["year"])] if forecast else [])
    highest = [1.0, *known["value"].astype(float), float(forecast["upper"]) if forecast else 1.0]
    ceiling = max(highest) * 1.35
    is_full = len(labels) > FEW
    figure = go.Figure(
        go.Bar(
            x=known.index,
            y=known["value"],
            text=known["text"],
            textposition="outside",
            textfont={"size": 12 if is_full else 14},
            cliponaxis=False,
            marker={"color": ACCENT},
            width=0.8 if is_full else 0.5,
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
    for at in rows.index[rows["is_break"]] if "is_break" in rows else ():
        figure.add_vline(x=at - 0.5, line={"color": SECOND, "width": 2, "dash": "dot"})
        figure.add_annotation(x=at - 0.5, y=ceiling, text=words["break"], showarrow=False, yanchor="bottom")
    if forecast:
        _range(figure, len(labels) - 1, forecast, words["forecast"])
    # figures of one size, upright years
    figure.update_layout(uniformtext={"minsize": 9, "mode": "show"})
    figure.update_xaxes(
        showgrid=False, tickangle=0, tickvals=list(range(len(labels))), ticktext=labels, range=[-0.6, len(labels) - 0.4]
    )
    figure.update_yaxes(range=[0, ceiling], nticks=5)
    # the margins are known: finding them, plotly would draw its axes twice
    figure.update_xaxes(automargin=False)
    figure.update_yaxes(automargin=False)
    lines = 1 + max((label.count("<br>") for label in labels), default=0)
    margin = {"l": 12 + 8 * max(len(f"{ceiling:,.0f}"), 3), "r": 8, "t": 16, "b": 10 + 18 * lines}
    figure.update_layout(barmode="overlay", height=260, margin=margin, showlegend=False, dragmode=False)
    return figure


def _range(figure: go.Figure, at: int, forecast: Mapping[str, Any], word: str) -> None:
    """An unfilled bar from the lower to the upper end, named for what it is."""
    lower, upper = float(forecast["lower"]), float(forecast["upper"])
    figure.add_bar(
        x=[at],
        y=[upper - lower],
        base=[lower],
        width=0.5,
        marker={"color": FAINT, "line": {"color": ACCENT, "width": 2}, "pattern": {"shape": "/", "fgcolor": ACCENT}},
        hovertemplate=f"{forecast['year']} {word}: {forecast['text']}<extra></extra>",
        name=word,
    )
    figure.add_annotation(
        x=at, y=upper, text=f"{word}<br>{forecast['text']}", showarrow=False, yanchor="bottom", font={"size": 12}
    )
