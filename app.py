"""The Streamlit script: configuration, sign-in and navigation.  Every rerun of the board starts here."""

from contextlib import nullcontext

import streamlit as st

from dashboards import navigation, theme, view
from dashboards.widgets import entrance, frame
from dashboards.widgets.blocks import plain
from pipelines.api import BoardError, asked_by_stranger, explain


def run() -> None:
    try:
        language = view.language()
    except BoardError as error:
        frame.refused(explain(error, "zh"), "zh")
        return
    view.keep_in_address()
    page = st.navigation(navigation.pages(language), position="hidden")
    theme.configure(page.title, language)
    is_wall = page.url_path in navigation.FOR_STRANGERS
    with asked_by_stranger() if is_wall else nullcontext():
        show(page, language)


def show(page: st.Page, language: str) -> None:
    """A page under its header, or why it isn't shown."""
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
