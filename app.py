"""The Streamlit script: configuration, sign-in and navigation.  Every rerun of the board starts here."""

import streamlit as st

from dashboards import navigation, theme, view
from dashboards.widgets import entrance, frame
from dashboards.widgets.blocks import plain
from pipelines.api import BoardError, explain


def run() -> None:
    try:
        language = view.language()
    except BoardError as error:
        frame.refused(explain(error, "zh"), "zh")
        return
    view.keep_in_address()
    page = st.navigation(navigation.pages(language), position="hidden")
    theme.configure(page.title, language)
    try:
        if not entrance.is_open(language):
            return
        frame.header(view.arrive(), page)
    except BoardError as error:
        frame.refused(explain(error, language), language)
        return
    try:
        navigation.prove_open(page.url_path)
        page.run()
    except BoardError as error:
        st.error(plain(explain(error, language)))


run()
