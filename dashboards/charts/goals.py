"""Goals: how many key results have each status, how far one has come, which of its periods are kept."""

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from dashboards.charts import ACCENT, FAINT, SECOND, wrapped

FILLS = {
    "off_track": "#b3392f",
    "at_risk": SECOND,
    "cannot_tell": "#6d6f9c",
    "on_track": "#4f9aa8",
    "achieved": ACCENT,
}
OPEN = "#8a979d"
HATCHES = {"overdue_no_data": "/", "no_target": "."}  # greys that differ without colour
MARGIN = {"l": 8, "r": 8, "t": 12, "b": 8}


def statuses(rows: pd.DataFrame, order: Sequence[str]) -> go.Figure:
    """Horizontal bars: a goal a bar, its key results by status.

    `rows`: goal, status, label (the status in words), count.  `order`: the statuses from left to right.
    """
    goals = list(dict.fromkeys(rows["goal"]))[::-1]
    figure = go.Figure()
    for status in order:
        part = rows[rows["status"] == status].set_index("goal")
        if part.empty:
            continue
        counts = [int(part["count"].get(goal, 0)) for goal in goals]
        is_judged = status in FILLS
        figure.add_bar(
            y=[wrapped(goal) for goal in goals],
            x=counts,
            orientation="h",
            name=part["label"].iloc[0],
            text=[str(count) if count else "" for count in counts],
            textposition="inside",
            textangle=0,
            insidetextanchor="middle",
            textfont={"color": "#ffffff" if is_judged else "#77868d"},
            marker={
                "color": FILLS.get(status, FAINT),
                "line": {"color": OPEN, "width": 0 if is_judged else 1},
                "pattern": {"shape": HATCHES.get(status, ""), "fgcolor": OPEN, "size": 6, "solidity": 0.2},
            },
        )
    figure.update_layout(
        barmode="stack",
        height=90 + 46 * len(goals),
        margin=MARGIN,
        legend={"orientation": "h", "y": -0.18, "x": 0},
        dragmode=False,
    )
    figure.update_xaxes(title=None, dtick=1, showticklabels=False, showgrid=False, zeroline=False)
    figure.update_yaxes(title=None, automargin=True, showgrid=False)
    return figure


def path(pace: pd.DataFrame, points: pd.DataFrame, target: float, words: Mapping[str, str]) -> go.Figure:
    """The way from the start to the due date: what is expected by when, the target, and the figures so far.

    `pace`: day, expected_lower, expected_upper, is_step.  `points`: day, lower, upper (null = open), text.
    `words`: pace, target, value.  A figure is a bar from its lower to its upper bound; without an upper bound an arrow
    goes on, and an exact one is a diamond.
    """
    shape = "hv" if len(pace) and bool(pace["is_step"].iloc[0]) else "linear"
    figure = go.Figure()
    pace = pace.dropna(subset=["expected_lower", "expected_upper"])
    line = {"color": SECOND, "width": 2, "dash": "dot", "shape": shape}
    if len(pace):
        figure.add_scatter(x=pace["day"], y=pace["expected_lower"], mode="lines", line=line, name=words["pace"])
    if (pace["expected_lower"] != pace["expected_upper"]).any():
        figure.add_scatter(
            x=pace["day"],
            y=pace["expected_upper"],
            mode="lines",
            line=line,
            fill="tonexty",
            fillcolor=FAINT,
            showlegend=False,
        )
    figure.add_hline(y=target, line={"color": ACCENT, "width": 2}, layer="below")
    figure.add_annotation(
        x=0, xref="paper", y=target, text=words["target"], showarrow=False, xanchor="left", yanchor="bottom"
    )
    numbers = pd.concat([points["lower"], points["upper"], pace["expected_upper"]]).dropna()
    ceiling = max(float(numbers.max()) if len(numbers) else 0.0, target, 1.0) * 1.3
    for _, point in points.iterrows():
        low = 0.0 if pd.isna(point["lower"]) else float(point["lower"])
        high = ceiling * 0.93 if pd.isna(point["upper"]) else float(point["upper"])
        if pd.isna(point["upper"]):
            arrow = {"showarrow": True, "arrowhead": 2, "arrowwidth": 2, "arrowcolor": ACCENT, "text": ""}
            figure.add_annotation(
                x=point["day"], ax=point["day"], y=ceiling * 0.99, ay=high, axref="x", ayref="y", **arrow
            )
        figure.add_scatter(
            x=[point["day"]] * 2,
            y=[low, high],
            mode="lines+markers+text",
            line={"color": ACCENT, "width": 10},
            marker={"color": ACCENT, "size": 12, "symbol": "diamond" if low == high else "line-ew-open"},
            text=["", point["text"]],
            textposition="top left",
            name=words["value"],
            hovertemplate=f"%{{x|%Y-%m-%d}}: {point['text']}<extra></extra>",
            showlegend=bool(point.name == points.index[0]),
        )
    _dated(figure, height=300)
    figure.update_yaxes(range=[0, ceiling], nticks=5)
    return figure


def years(rows: pd.DataFrame, target: float | None, words: Mapping[str, str]) -> go.Figure:
    """A measure by year as bars from 0 to what is certain, lighter up to what is possible, and the target as a line.

    `rows`: year, value, lower, upper (null = open), text, state.  `words`: value, possible, target.
    """
    rows = rows.reset_index(drop=True)
    known = rows[rows["value"].notna()]
    numbers = pd.concat([known["value"], known["upper"]]).dropna().astype(float)
    ceiling = max(float(numbers.max()) if len(numbers) else 0.0, target or 0.0, 1.0) * 1.35
    sure = known["lower"].astype(float).fillna(0.0)
    upper = known["upper"].astype(float).fillna(ceiling * 0.95)
    figure = go.Figure()
    figure.add_bar(x=known.index, y=sure, width=0.5, marker={"color": ACCENT}, name=words["value"])
    if (upper > sure).any():
        possible = {"color": FAINT, "line": {"color": ACCENT, "width": 1}}
        figure.add_bar(x=known.index, y=upper - sure, width=0.5, marker=possible, name=words["possible"])
    for at, row in known.iterrows():
        top = float(row["value"]) if pd.isna(row["upper"]) else float(row["upper"])
        figure.add_annotation(x=at, y=top, text=row["text"], showarrow=False, yanchor="bottom")
    for at, row in rows[rows["value"].isna()].iterrows():
        figure.add_annotation(x=at, y=ceiling * 0.06, text=row["state"], showarrow=False)
    if target is not None:
        figure.add_hline(y=target, line={"color": SECOND, "width": 2, "dash": "dot"})
        figure.add_annotation(
            x=0, xref="paper", y=target, text=words["target"], showarrow=False, xanchor="left", yanchor="bottom"
        )
    labels = [str(year) for year in rows["year"]]
    figure.update_xaxes(tickvals=list(rows.index), ticktext=labels, showgrid=False, range=[-0.8, len(rows) - 0.4])
    figure.update_yaxes(range=[0, ceiling], nticks=5)
    figure.update_layout(barmode="stack", height=260, margin=MARGIN, showlegend=False, dragmode=False)
    return figure


def marks(rows: pd.DataFrame, labels: Mapping[str, str]) -> go.Figure:
    """The periods or milestones of a key result on a time line, each by what is recorded of it.

    `rows`: due_on, state (met, missed, unrecorded, later), name.  `labels`: state → words.
    """
    looks = {
        "met": (ACCENT, "square"),
        "missed": (FILLS["off_track"], "x"),
        "unrecorded": (OPEN, "square-open"),
        "later": (OPEN, "circle-open"),
    }
    figure = go.Figure()
    for state, (colour, symbol) in looks.items():
        part = rows[rows["state"] == state]
        if part.empty:
            continue
        figure.add_scatter(
            x=part["due_on"],
            y=[0] * len(part),
            mode="markers",
            marker={"color": colour, "symbol": symbol, "size": 17, "line": {"width": 2, "color": colour}},
            name=labels[state],
            customdata=part["name"],
            hovertemplate="%{x|%Y-%m-%d} %{customdata}<extra></extra>",
        )
    _dated(figure, height=190)
    figure.update_yaxes(visible=False, range=[-1, 1])
    figure.update_layout(showlegend=True, legend={"y": -0.4})
    return figure


def _dated(figure: go.Figure, *, height: int) -> None:
    figure.update_layout(height=height, margin=MARGIN, dragmode=False, legend={"orientation": "h", "y": -0.2, "x": 0})
    figure.update_xaxes(type="date", tickformat="%Y-%m", nticks=7, title=None)
