"""The answer of a query as bars or a line, over the column that names its rows."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from dashboards.charts import ACCENT, wrapped

MOST = 200
"""So many points a chart can show."""


def drawn(labels: Sequence[str], values: Sequence[float | None], words: Mapping[str, str], *, line: bool) -> go.Figure:
    """`labels` name the rows in their order, `values` are theirs (None: no mark).  `words`: across, up."""
    at = list(range(len(labels)))
    is_long = not line and len(labels) > 12
    names = [wrapped(label, 30) if is_long else label for label in labels]
    figure = go.Figure()
    if line:
        figure.add_scatter(x=at, y=values, mode="lines+markers", line={"color": ACCENT}, name=words["up"])
    elif is_long:
        figure.add_bar(y=at, x=values, orientation="h", marker={"color": ACCENT}, name=words["up"])
    else:
        figure.add_bar(x=at, y=values, marker={"color": ACCENT}, name=words["up"])
    value = "%{x}" if is_long else "%{y}"
    figure.update_traces(customdata=list(labels), hovertemplate="%{customdata}: " + value + "<extra></extra>")
    step = max(1, len(labels) // 24) if not is_long else 1
    ticks = {"tickvals": at[::step], "ticktext": names[::step], "showgrid": False, "title": None}
    figure.update_layout(
        height=60 + 26 * len(labels) if is_long else 320,
        margin={"l": 8, "r": 8, "t": 16, "b": 8},
        showlegend=False,
        dragmode=False,
    )
    if is_long:
        figure.update_yaxes(**ticks, autorange="reversed")
        figure.update_xaxes(title=words["up"], nticks=6)
    else:
        figure.update_xaxes(**ticks)
        figure.update_yaxes(title=words["up"], nticks=6, rangemode="tozero")
    return figure
