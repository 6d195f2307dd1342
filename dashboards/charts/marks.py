"""Marks of organisations: what is certain, what is still possible, and from where grades begin."""

from collections.abc import Sequence
from decimal import Decimal

import plotly.graph_objects as go

from dashboards.charts import ACCENT, FAINT, SECOND, wrapped


def distribution(
    rows: Sequence[tuple[str, Decimal, Decimal]], grades: Sequence[tuple[str, Decimal]], words: dict[str, str]
) -> go.Figure:
    """`rows`: name, lower, upper, from top to bottom.  `grades`: name and the marks from which it begins.

    `words`: certain, possible, axis.
    """
    names = [wrapped(name) for name, _, _ in rows]
    figure = go.Figure()
    figure.add_bar(
        y=names,
        x=[float(lower) for _, lower, _ in rows],
        orientation="h",
        name=words["certain"],
        marker_color=ACCENT,
        hovertemplate=f"%{{y}}<br>{words['certain']}: %{{x}}<extra></extra>",
    )
    figure.add_bar(
        y=names,
        x=[float(upper - lower) for _, lower, upper in rows],
        orientation="h",
        name=words["possible"],
        marker={"color": FAINT, "line": {"color": ACCENT, "width": 1}},
        customdata=[float(upper) for _, _, upper in rows],
        hovertemplate=f"%{{y}}<br>{words['possible']}: %{{customdata}}<extra></extra>",
    )
    for at, (name, bar) in enumerate(grades):
        figure.add_vline(x=float(bar), line={"color": SECOND, "width": 1, "dash": "dot"})
        figure.add_annotation(
            x=float(bar),
            y=1,
            yref="paper",
            yanchor="bottom",
            yshift=14 * at,
            text=f"{name} {bar.normalize():f}",
            showarrow=False,
            font={"size": 12},
        )
    figure.update_layout(
        barmode="stack",
        height=152 + 24 * len(rows),
        margin={"l": 8, "r": 24, "t": 24 + 14 * len(grades), "b": 72},
        legend={"orientation": "h", "yref": "container", "y": 0, "yanchor": "bottom", "x": 0},
        dragmode=False,
        bargap=0.35,
    )
    figure.update_xaxes(title=words["axis"], rangemode="tozero", nticks=6)
    figure.update_yaxes(automargin=True, title=None, autorange="reversed")
    return figure
