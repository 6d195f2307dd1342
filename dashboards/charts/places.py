"""A map without any map service: outlines in km, each in a shade, its name and figure on it."""

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

SHADES = 5
# see-through, so that names keep the page's own colour on them, light or dark
JUDGED, NEUTRAL = "24,122,139", "118,132,140"
MOST_LABELS = 60
"""Of more places only the shapes are drawn; the table and hovering name them."""


def shaded(places: Sequence[Mapping[str, Any]], *, is_neutral: bool) -> go.Figure:
    """`places`: name, rings of (east, north), middle, shade (1–5; 0 = no rows, a dotted border), text."""
    tone = NEUTRAL if is_neutral else JUDGED
    figure = go.Figure()
    for place in places:
        east, north = _joined(place["rings"])
        shade = place["shade"]
        figure.add_scatter(
            x=east,
            y=north,
            mode="lines",
            fill="toself" if shade else "none",
            fillcolor=fill(shade, is_neutral=is_neutral),
            line={"color": f"rgb({tone})", "width": 1, "dash": "solid" if shade else "dot"},
            text=f"{place['name']}: {place['text']}",
            hoverinfo="text",
            hoveron="fills" if shade else "points",
            showlegend=False,
        )
    if len(places) <= MOST_LABELS:
        figure.add_scatter(
            x=[place["middle"][0] for place in places],
            y=[place["middle"][1] for place in places],
            text=[f"{place['name']}<br>{place['text']}" for place in places],
            mode="text",
            textfont={"size": 12},
            hoverinfo="skip",
            showlegend=False,
        )
    figure.update_layout(height=460, margin={"l": 8, "r": 8, "t": 8, "b": 8}, showlegend=False, dragmode=False)
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False, scaleanchor="x", scaleratio=1)
    return figure


def fill(shade: int, *, is_neutral: bool) -> str:
    """The colour of a shade, for the shapes and for the legend beside them."""
    return f"rgba({NEUTRAL if is_neutral else JUDGED},{0.13 * shade:.2f})"


def _joined(rings: Sequence[Sequence[tuple[float, float]]]) -> tuple[list[float | None], list[float | None]]:
    """All rings as one line with gaps: metres are enough."""
    east: list[float | None] = []
    north: list[float | None] = []
    for ring in rings:
        closed = [*ring, ring[0]]
        east += [*(round(x, 3) for x, _ in closed), None]
        north += [*(round(y, 3) for _, y in closed), None]
    return east[:-1], north[:-1]
