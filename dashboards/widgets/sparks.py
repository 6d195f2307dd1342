"""Years in the space of a word: one bar a year, from zero; a year without a figure keeps its place, empty."""

from collections.abc import Mapping
from html import escape

import pandas as pd

from dashboards.i18n import t

LEAST, MOST = 2, 10
"""So many years with a figure make a row of bars; so many years are shown, the latest."""


def spark(rows: pd.DataFrame, texts: Mapping[int, str], language: str) -> str:
    """HTML of a metric's years; nothing where there is nothing to compare, or where its unit changed.

    `rows`: of marts.metric_year, earliest first; `texts`: year → the figure as people read it, for whoever doesn't see
    the bars.  A figure without an upper bound (不少于43次) is drawn open at its top.
    """
    known = rows[rows["value"].notna()]
    if len(known) < LEAST or known["unit"].nunique() > 1:
        return ""
    rows = rows[rows["year"] >= known["year"].min()].tail(MOST)
    highest = float(rows["value"].max()) or 1.0
    bars = "".join(_bar(row, highest) for _, row in rows.iterrows())
    said = t("list_comma", language).join(
        t("spark.year", language, year=year, figure=texts[year]) for year in rows["year"].astype(int)
    )
    return f'<span class="spark" role="img" aria-label="{escape(said)}">{bars}</span>'


def _bar(row: pd.Series, highest: float) -> str:
    if pd.isna(row["value"]):
        return '<i class="unknown"></i>'
    is_open = ' class="open"' if pd.isna(row["upper"]) else ""
    return f'<i{is_open} style="height:{max(4.0, 100 * float(row["value"]) / highest):.0f}%"></i>'
