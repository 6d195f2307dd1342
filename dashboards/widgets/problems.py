"""How a problem stands in the year in view, in words that claim no more than the year's report says."""

import pandas as pd

from dashboards.i18n import t
from pipelines.api import say


def state(row: pd.Series, language: str) -> str:
    """The status; where the year's report is an excerpt or silent, that nothing is known of it."""
    if row["reason"] in ("excerpt", "silent"):
        return t(f"problem.state.{row['reason']}", language)
    return say(f"problem_status.{row['status']}", language)
