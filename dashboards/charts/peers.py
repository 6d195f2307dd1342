"""An organisation's rates among those it is compared with: a strip a metric."""

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from dashboards.charts import ACCENT, SECOND, wrapped

OTHERS = "rgba(120,134,141,0.75)"


def strips(rows: Sequence[Mapping[str, Any]], words: Mapping[str, str]) -> go.Figure:
    """`rows`: name, value, text, others (their values), median.  `words`: own, others, median.

    Others are open circles without names, the median an upright line, this one a filled diamond with its figure.
    """
    names = [wrapped(row["name"]) for row in rows]
    figure = go.Figure()
    dots = [(float(value), name) for row, name in zip(rows, names, strict=True) for value in row["others"]]
    marks = (
        ("others", dots, {"symbol": "circle-open", "size": 10, "color": OTHERS}),
        (
            "median",
            [(float(row["median"]), name) for row, name in zip(rows, names, strict=True)],
            {"symbol": "line-ns-open", "size": 22, "color": SECOND, "line": {"width": 3, "color": SECOND}},
        ),
    )
    for key, points, marker in marks:
        figure.add_scatter(
            x=[x for x, _ in points],
            y=[y for _, y in points],
            mode="markers",
            marker=marker,
            name=words[key],
            hovertemplate=f"%{{y}}<br>{words[key]}: %{{x}}%<extra></extra>",
        )
    figure.add_scatter(
        x=[float(row["value"]) for row in rows],
        y=names,
        text=[row["text"] for row in rows],
        mode="markers+text",
        textposition="top center",
        marker={"symbol": "diamond", "size": 15, "color": ACCENT},
        name=words["own"],
        hovertemplate=f"%{{y}}<br>{words['own']}: %{{text}}<extra></extra>",
        cliponaxis=False,
    )
    figure.update_layout(
        height=110 + 54 * len(rows),
        margin={"l": 8, "r": 24, "t": 8, "b": 8},
        legend={"orientation": "h", "y": -0.12, "x": 0},
        dragmode=False,
    )
    figure.update_xaxes(ticksuffix="%", nticks=6, zeroline=False)
    figure.update_yaxes(automargin=True, title=None, categoryorder="array", categoryarray=names[::-1])
    return figure
