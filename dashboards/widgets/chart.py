"""A chart and its figures to take along.

Drawn once it is seen, by plotly's basic bundle, a quarter of Streamlit's own.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go
import streamlit as st
from plotly.utils import PlotlyJSONEncoder

from dashboards.i18n import t
from dashboards.theme import ASSETS, PLOTLY
from dashboards.view import View
from pipelines.api import say

Cell = str | int | float | None

_draw = st.components.v2.component(
    "fazhi-chart",
    html='<div class="chart" role="img"></div><div class="takeaway"></div>',
    js=(ASSETS / "chart.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


@dataclass(frozen=True, slots=True)
class Table:
    """What stands beside a chart: headings, rows, and the expression on `board` that gives them in a notebook."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    expression: str


def chart(seen: View, figure: go.Figure, table: Table, *, key: str) -> None:
    """Draw bars, lines and points (the traces of the basic bundle: bar, pie, scatter), and offer them with `table`.

    Fonts and colours are the page's, light or dark.
    """
    said = figure.to_plotly_json()
    said["layout"].pop("template", None)
    _offer(seen, table, json.dumps(said, cls=PlotlyJSONEncoder), key)


def takeaway(seen: View, table: Table, *, key: str) -> None:
    """Offer a table that has no chart."""
    _offer(seen, table, None, key)


def notebook_cell(seen: View, expression: str) -> str:
    """Python that opens this edition in a notebook and asks it for the same rows."""
    return (
        f'from pipelines.api import open_board\n\nboard = open_board(edition="{seen.board.edition_id}")\n{expression}'
    )


def source_line(seen: View) -> str:
    """Where figures that leave the board come from: made-up or real, whose, which edition, as of when."""
    manifest = seen.board.manifest
    said = t(
        "takeaway.source",
        seen.language,
        organisation=seen.name(seen.organisation),
        edition=manifest.edition_id,
        date=manifest.as_of,
    )
    return f"{say('form.simulated', seen.language)} · {said}" if manifest.synthetic else said


def _offer(seen: View, table: Table, figure: str | None, key: str) -> None:
    words = {name: t(f"takeaway.{name}", seen.language) for name in ("title", "cell", "failed")}
    words["done"] = t("copied", seen.language)
    data = {
        "figure": figure,
        "source": PLOTLY,
        "words": words,
        "cell": notebook_cell(seen, table.expression),
        # the component reads texts: numbers of any size stay as they are
        "table": json.dumps(
            {"title": table.title, "columns": [*table.columns], "rows": table.rows, "note": source_line(seen)},
            cls=PlotlyJSONEncoder,
        ),
    }
    _draw(data=data, key=key)
