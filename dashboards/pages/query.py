"""自助查询: one SELECT on the edition in view; ?q= holds it, so that a link shows exactly this query and its answer.

A link runs its query by itself: the sandbox lets it reach nothing and change nothing.
"""

import streamlit as st

from dashboards import view
from dashboards.i18n import t
from dashboards.widgets import answering, asking
from dashboards.widgets.blocks import section

seen = view.current()
section(t("query.title", seen.language), t("query.note", seen.language))
work, tables = st.columns([5, 2], gap="medium")
with work:
    asking.box(seen)
    answering.answered(seen)
    asking.known(seen)
with tables:
    asking.offered(seen)
