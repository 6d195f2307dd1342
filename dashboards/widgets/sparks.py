"""Years in the space of a word: one bar a year, from zero; a year without a figure keeps its place, empty."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd

from dashboards.i18n import t

LEAST, MOST = 2, 10
"""So many years with a figure make a row of bars; so many years are shown, the latest."""
ENOUGH = 3
"""So many years with a figure make a small chart."""


Year = Mapping[str, Any]
"""A row of `Board.years_of_metrics`."""


def spark(rows: Sequence[Year], texts: Mapping[int, str], language: str, look: str = "") -> str:
    """HTML of a metric's years; nothing where there is nothing to compare, or where its unit changed.

    `rows`: a metric's years, earliest first; `texts`: year → the figure as people read it, for whoever doesn't see
    the bars.  A figure without an upper bound (不少于43次) is drawn open at its top.  `look`: neutral for what is only
    counted and never judged.
    """
    rows = _drawn(rows)
    if not rows:
        return ""
    highest = max(float(row["value"]) for row in _known(rows)) or 1.0
    bars = "".join(_bar(row, highest) for row in rows)
    years = [int(row["year"]) for row in rows]
    said = t("list_comma", language).join(t("spark.year", language, year=year, figure=texts[year]) for year in years)
    classes = f"spark {look}".strip()
    return f'<span class="{classes}" role="img" aria-label="{escape(said)}">{bars}</span>'


def multiple(rows: Sequence[Year], texts: Mapping[int, str], language: str, *, look: str = "") -> str:
    """HTML of a small chart: the bars larger, with the first and the last year under them; nothing of few years."""
    drawn = _drawn(rows)
    if len(_known(drawn)) < ENOUGH:
        return ""
    first, last = int(drawn[0]["year"]), int(drawn[-1]["year"])
    ends = f'<span class="ends" aria-hidden="true"><span>{first}</span><span>{last}</span></span>'
    return spark(rows, texts, language, f"large {look}".strip()) + ends


def _drawn(rows: Sequence[Year]) -> Sequence[Year]:
    """The years that bars are drawn for; none where there are too few figures, or where the unit changed."""
    known = _known(rows)
    if len(known) < LEAST or len({row["unit"] for row in known}) > 1:
        return []
    latest = [row for row in rows if row["year"] >= known[0]["year"]][-MOST:]
    return latest if len(_known(latest)) >= LEAST else []


def _known(rows: Iterable[Year]) -> list[Year]:
    return [row for row in rows if not pd.isna(row["value"])]


def _bar(row: Year, highest: float) -> str:
    if pd.isna(row["value"]):
        return '<i class="unknown"></i>'
    is_open = ' class="open"' if pd.isna(row["upper"]) else ""
    return f'<i{is_open} style="height:{max(4.0, 100 * float(row["value"]) / highest):.0f}%"></i>'
