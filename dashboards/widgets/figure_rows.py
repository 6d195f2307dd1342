"""Figures as rows of a table that leaves the board: the number, its qualifier, bounds, state and source."""

from collections.abc import Sequence

import pandas as pd

from dashboards.i18n import t
from dashboards.view import Row
from dashboards.widgets.chart import Cell
from pipelines.api import say

NAMES = ("value", "unit", "qualifier", "lower", "upper", "state", "review", "source", "period_start", "period_end")


def headings(language: str) -> list[str]:
    """What the columns of `cells` are called."""
    return [t(f"figure_rows.{name}", language) for name in NAMES]


def cells(row: Row, language: str) -> Sequence[Cell]:
    """One row of marts.metric_year; what isn't known is empty, never 0."""
    known = pd.notna(row["value"])
    return [
        number(row["value"]),
        row["unit"] if known else None,
        say(f"qualifier.{row['qualifier']}", language) if known else None,
        number(row["lower"]),
        number(row["upper"]),
        say(f"reporting_state.{row['reporting_state']}", language),
        say(f"review_state.{row['review_state']}", language) if known else None,
        t(f"figure_rows.source.{row['source']}", language) if isinstance(row["source"], str) else None,
        _day(row["period_start"]),
        _day(row["period_end"]),
    ]


def number(value: object) -> Cell:
    """A figure as a plain number; nothing where none is known."""
    if pd.isna(value):
        return None
    exact = float(value)
    return int(exact) if exact.is_integer() else exact


def _day(value: object) -> Cell:
    return None if pd.isna(value) else value.date().isoformat()
