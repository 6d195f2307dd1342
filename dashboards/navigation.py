"""The pages of the board: file, address and the key of their name."""

import streamlit as st

from dashboards.i18n import t

OVERVIEW = "dashboards/pages/overview.py"
GOALS = "dashboards/pages/goals.py"
METRICS = "dashboards/pages/metrics.py"
PRACTICES = "dashboards/pages/practices.py"
INTAKE = "dashboards/pages/intake.py"
REVIEW = "dashboards/pages/review.py"
LEDGERS = "dashboards/pages/ledgers.py"
RECONCILIATION = "dashboards/pages/reconciliation.py"
SIGNING = "dashboards/pages/signing.py"
CHANGES = "dashboards/pages/changes.py"

# file, address under the board's root, key of the name
LISTED = (
    (OVERVIEW, "overview", "page.overview"),
    (GOALS, "goals", "page.goals"),
    (METRICS, "metrics", "page.metrics"),
    (PRACTICES, "practices", "page.practices"),
    (INTAKE, "intake", "page.intake"),
    (REVIEW, "review", "page.review"),
    (LEDGERS, "ledgers", "page.ledgers"),
    (RECONCILIATION, "reconciliation", "page.reconciliation"),
    (SIGNING, "signing", "page.signing"),
    (CHANGES, "changes", "page.changes"),
)


def pages(language: str) -> list[st.Page]:
    """The pages for `st.navigation`, with their names in the reader's language."""
    return [
        st.Page(path, title=t(name, language), url_path=address, default=path == OVERVIEW)
        for path, address, name in LISTED
    ]
