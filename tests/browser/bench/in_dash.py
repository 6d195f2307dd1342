"""The same four charts in Dash: `python -m tests.browser.bench.in_dash PORT ORGANISATION`."""

import sys

from dash import Dash, dcc, html

from pipelines.api import open_board
from tests.browser.bench.figures import four

if __name__ == "__main__":
    port, organisation_id = sys.argv[1:]
    app = Dash(__name__)
    grid = {"display": "grid", "gridTemplateColumns": "1fr 1fr"}
    app.layout = html.Div([dcc.Graph(figure=figure) for figure in four(open_board(), organisation_id)], style=grid)
    app.run(host="127.0.0.1", port=int(port), debug=False)
