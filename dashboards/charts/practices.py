"""Which practices each year's document states."""

import pandas as pd
import plotly.graph_objects as go

from dashboards.charts import ACCENT, FAINT, SECOND, wrapped

MOST_YEARS_WITH_WORDS = 4
"""With more years a tile is too narrow for its words; the table beside it has them."""
SHADES = {"stated": ACCENT, "evidenced": ACCENT, "lapsed": SECOND, "unknown": FAINT}


def matrix(rows: pd.DataFrame) -> go.Figure:
    """A tile a practice and year: filled where stated, faint where unknown, with the status in words.

    `rows`: name, year, status, label (the status in words).
    """
    rows = rows.assign(name=[wrapped(name) for name in rows["name"]])
    names = list(dict.fromkeys(rows["name"]))
    lines = max(name.count("<br>") for name in names) + 1
    years = [str(year) for year in sorted({int(year) for year in rows["year"]})]
    figure = go.Figure()
    for status, fill in SHADES.items():
        tiles = {(row["name"], str(row["year"])): row["label"] for _, row in rows[rows["status"] == status].iterrows()}
        if not tiles:
            continue
        figure.add_heatmap(
            x=years,
            y=names[::-1],
            z=[[1 if (name, year) in tiles else None for year in years] for name in names[::-1]],
            text=[[tiles.get((name, year), "") for year in years] for name in names[::-1]],
            hovertemplate="%{y}<br>%{x}: %{text}<extra></extra>",
            hoverongaps=False,
            colorscale=[[0, fill], [1, fill]],
            showscale=False,
            xgap=3,
            ygap=3,
        )
        if len(years) > MOST_YEARS_WITH_WORDS:
            continue
        # words in white on a full tile, in the page's own colour on a faint one
        figure.add_scatter(
            x=[year for _, year in tiles],
            y=[name for name, _ in tiles],
            text=list(tiles.values()),
            mode="text",
            textfont={} if fill == FAINT else {"color": "#ffffff"},
            hoverinfo="skip",
            showlegend=False,
        )
    figure.update_layout(
        height=60 + (13 + 14 * lines) * len(names), margin={"l": 8, "r": 8, "t": 8, "b": 8}, dragmode=False
    )
    figure.update_yaxes(automargin=True, title=None, showgrid=False, categoryorder="array", categoryarray=names[::-1])
    figure.update_xaxes(
        showgrid=False, type="category", title=None, side="top", categoryorder="array", categoryarray=years
    )
    return figure
