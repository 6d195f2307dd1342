"""A plotly figure on a page: drawn by plotly's basic bundle, a quarter of Streamlit's own, once it comes into sight."""

import json

import plotly.graph_objects as go
import streamlit as st
from plotly.utils import PlotlyJSONEncoder

from dashboards.theme import ASSETS, PLOTLY

_draw = st.components.v2.component(
    "fazhi-chart",
    html='<div class="chart" role="img"></div>',
    js=(ASSETS / "chart.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def chart(figure: go.Figure, label: str, *, key: str) -> None:
    """Draw bars, lines and points (the traces of the basic bundle: bar, pie, scatter).

    `label`: what the chart shows, for whoever doesn't see it.  Fonts and colours are the page's, light or dark.
    """
    said = figure.to_plotly_json()
    said["layout"].pop("template", None)
    text = json.dumps(said, cls=PlotlyJSONEncoder)
    _draw(data={"figure": text, "label": label, "source": PLOTLY}, key=key)
