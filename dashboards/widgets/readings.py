"""Everything that documents say of one metric and year: parts, windows, contradictions, later restatements."""

from html import escape

import pandas as pd
import streamlit as st

from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import evidence
from dashboards.widgets.blocks import section
from pipelines.api import figure, say


def of_year(view: View, row: pd.Series) -> pd.DataFrame:
    """Every reading of a metric for the year in view, the year's own report first."""
    rows = view.board.observations(view.organisation_id, row["metric_id"])
    rows = rows[rows["year"] == view.year]
    # a person decided on the figure, so the other value is no open question any more
    is_settled = row["review_state"] in ("accepted", "corrected")
    return rows.assign(is_later=rows["document_year"] != view.year, is_settled=is_settled).sort_values(
        ["is_later", "document_year", "span_start"], kind="stable"
    )


def listed(view: View, rows: pd.DataFrame, title: str) -> None:
    """Each reading with what it counts and the sentence that says it; nothing where there are none."""
    if rows.empty:
        return
    section(title)
    st.html("".join(_one(view, row) for _, row in rows.iterrows()))


def _one(view: View, row: pd.Series) -> str:
    language = view.language
    text = view.board.document(row["document_id"])["text"]
    shown = figure(row["value"], row["unit"], row["qualifier"], language)
    chips = [t("readings.part", language, scope=row["scope"])] if row["scope"] else []
    chips.append(t(f"kind.{row['kind']}", language))
    if row["kind"] == "window":
        years = {"start": row["period_start"].year, "end": row["period_end"].year}
        chips[-1] = t("window_years", language, **years)
    if row["is_later"]:
        code = "settled" if row["is_settled"] else "restated"
        chips.append(say(f"reading.{code}", language, year=row["document_year"], figure=shown))
    labels = "".join(f'<span class="chip quiet">{escape(chip)}</span>' for chip in chips)
    return (
        f'<section class="reading"><p><b>{escape(shown)}</b> {labels}</p>'
        f'<p class="note">{escape(row["title"])}</p>'
        f'<blockquote class="sentence" lang="zh">{evidence.sentence(text, row)}</blockquote></section>'
    )
