"""A year month by month: what each added, and the months that nothing is known of."""

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from dashboards.charts import ACCENT, FAINT


def year_by_month(rows: Sequence[Mapping[str, Any]], words: Mapping[str, str]) -> go.Figure:
    """Twelve bars.  `rows`: month (1–12), value or None, text, is_whole; `words`: value, uncovered.

    A month that isn't over is hatched; one without a ledger has no bar, only a pale band.
    """
    known = [row for row in rows if row["value"] is not None]
    highest = max([1.0, *(float(row["value"]) for row in known)])
    figure = go.Figure(
        go.Bar(
            x=[row["month"] for row in known],
            y=[float(row["value"]) for row in known],
            text=[row["text"] for row in known],
            textposition="outside",
            cliponaxis=False,
            marker={"color": ACCENT, "pattern": {"shape": ["" if row["is_whole"] else "/" for row in known]}},
            hovertemplate="%{x}: %{text}<extra></extra>",
            name=words["value"],
        )
    )
    for row in rows:
        if row["value"] is None:
            figure.add_vrect(x0=row["month"] - 0.45, x1=row["month"] + 0.45, fillcolor=FAINT, line_width=0, opacity=0.5)
    figure.update_xaxes(showgrid=False, tickvals=list(range(1, 13)), range=[0.4, 12.6])
    figure.update_yaxes(range=[0, highest * 1.25], nticks=5)
    figure.update_layout(
        height=240,
        uniformtext={"minsize": 9, "mode": "show"},
        margin={"l": 8, "r": 8, "t": 16, "b": 8},
        showlegend=False,
        dragmode=False,
    )
    return figure
