"""Years in the space of a word: one bar a year, from zero; a year without a figure keeps its place, empty."""

from collections.abc import Mapping
from html import escape

import pandas as pd

from dashboards.i18n import t

LEAST, MOST = 2, 10
"""So many years with a figure make a row of bars; so many years are shown, the latest."""
ENOUGH = 3
"""So many years with a figure make a small chart."""


def spark(rows: pd.DataFrame, texts: Mapping[int, str], language: str, look: str = "") -> str:
    """HTML of a metric's years; nothing where there is nothing to compare, or where its unit changed.

    `rows`: of marts.metric_year, earliest first; `texts`: year → the figure as people read it, for whoever doesn't see
    the bars.  A figure without an upper bound (不少于43次) is drawn open at its top.  `look`: neutral for what is only
    counted and never judged.
    """
    rows = _drawn(rows)
    if rows.empty:
        return ""
    highest = float(rows["value"].max()) or 1.0
    bars = "".join(_bar(row, highest) for _, row in rows.iterrows())
    said = t("list_comma", language).join(
        t("spark.year", language, year=year, figure=texts[year]) for year in rows["year"].astype(int)
    )
    classes = f"spark {look}".strip()
    return f'<span class="{classes}" role="img" aria-label="{escape(said)}">{bars}</span>'


def multiple(rows: pd.DataFrame, texts: Mapping[int, str], language: str, *, look: str = "") -> str:
    """HTML of a small chart: the bars larger, with the first and the last year under them; nothing of few years."""
    drawn = _drawn(rows)
    if drawn["value"].notna().sum() < ENOUGH:
        return ""
    first, last = int(drawn["year"].iloc[0]), int(drawn["year"].iloc[-1])
    ends = f'<span class="ends" aria-hidden="true"><span>{first}</span><span>{last}</span></span>'
    return spark(rows, texts, language, f"large {look}".strip()) + ends


def _drawn(rows: pd.DataFrame) -> pd.DataFrame:
    """The years that bars are drawn for; none where there are too few figures, or where the unit changed."""
    known = rows[rows["value"].notna()]
    if len(known) < LEAST or known["unit"].nunique() > 1:
        return rows.iloc[:0]
    latest = rows[rows["year"] >= known["year"].min()].tail(MOST)
    return latest if latest["value"].notna().sum() >= LEAST else rows.iloc[:0]


def _bar(row: pd.Series, highest: float) -> str:
    if pd.isna(row["value"]):
        return '<i class="unknown"></i>'
    is_open = ' class="open"' if pd.isna(row["upper"]) else ""
    return f'<i{is_open} style="height:{max(4.0, 100 * float(row["value"]) / highest):.0f}%"></i>'
