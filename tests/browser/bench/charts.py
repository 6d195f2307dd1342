"""A page of the board's own with four charts and nothing else."""

import streamlit as st

from dashboards import theme, view
from dashboards.widgets.chart import Table, chart
from tests.browser.bench.figures import four

theme.configure("four", "zh")
seen = view.current()
places = [*st.columns(2), *st.columns(2)]
for number, (place, figure) in enumerate(zip(places, four(seen.board, seen.organisation_id), strict=True)):
    with place:
        chart(seen, figure, Table("", ["x"], [["x"]], "board"), key=f"chart-{number}")
