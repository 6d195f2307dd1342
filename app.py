"""The Streamlit script: configuration and navigation.  Every rerun of the board starts here."""

import logging
from uuid import uuid4

import streamlit as st

from dashboards import navigation, theme, view
from dashboards.i18n import t
from dashboards.widgets import frame
from dashboards.widgets.blocks import notice
from pipelines.api import BoardError, explain

LOG = logging.getLogger("fazhi.pages")


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
        frame.header(view.arrive(), page)
    except BoardError as error:
        frame.refused(explain(error, language), language)
        return
    try:
        page.run()
    except BoardError as error:
        st.error(explain(error, language))
    except Exception:
        number = uuid4().hex[:8]
        LOG.exception("the page %s failed: %s", page.url_path or "overview", number)
        notice(t("page.failed", language, number=number), "refused")


run()
