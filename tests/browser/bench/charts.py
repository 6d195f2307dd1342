"""A page of the board's own with four charts and nothing else, at the address /four."""

import streamlit as st

from dashboards import theme, view
from dashboards.widgets.chart import Table, chart
from tests.browser.bench.figures import four


def nothing() -> None:
    """The page that a navigation must have."""


def charts() -> None:
    """Four charts, two beside two."""
    seen = view.current()
    places = [*st.columns(2), *st.columns(2)]
    for number, (place, figure) in enumerate(zip(places, four(seen.board, seen.organisation_id), strict=True)):
        with place:
            chart(seen, figure, Table("", ["x"], [["x"]], "board"), key=f"chart-{number}")


page = st.navigation([st.Page(nothing, default=True), st.Page(charts, url_path="four")], position="hidden")
theme.configure("four", "zh")
page.run()
