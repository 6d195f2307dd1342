"""Everything that documents say of one metric and year: parts, windows, contradictions, later restatements."""

from html import escape

import pandas as pd
import streamlit as st

from dashboards.i18n import t
from dashboards.view import Row, View
from dashboards.widgets import evidence
from dashboards.widgets.blocks import section
from pipelines.api import figure, say

SETTLED = {"accepted": ("hand_settled", "settled"), "corrected": ("hand_corrected", "settled")}
"""What was decided of a figure → how another value is said, that is no open question any more: typed, or a report's."""


def of_year(view: View, row: Row) -> pd.DataFrame:
    """Every reading of a metric for the year in view, the year's own report first."""
    rows = view.board.observations(view.organisation_id, row["metric_id"])
    rows = rows[rows["year"] == view.year]
    return rows.assign(
        is_later=rows["document_year"] != view.year,
        decided=row["review_state"],
        is_apart=[_is_apart(each, row) for each in rows.to_dict("records")],
    ).sort_values(["is_later", "document_year", "span_start"], kind="stable")


def listed(view: View, rows: pd.DataFrame, title: str) -> None:
    """Each reading with what it counts and the sentence that says it; nothing where there are none."""
    if rows.empty:
        return
    section(title)
    st.html("".join(_one(view, row) for row in rows.to_dict("records")))


def _is_apart(reading: Row, row: Row) -> bool:
    """Whether one of the two was typed by a person and the other one stated, of one period, and both can't be true."""
    if pd.isna(row["value"]) or reading["scope"] or (reading["document_type"] == "hand") == (row["source"] == "hand"):
        return False
    if (reading["period_start"], reading["period_end"]) != (row["period_start"], row["period_end"]):
        return False
    return reading["unit"] == row["unit"] and bool(reading["lower"] > row["upper"] or reading["upper"] < row["lower"])


def _one(view: View, row: Row) -> str:
    language = view.language
    shown = figure(row["value"], row["unit"], row["qualifier"], language)
    chips = [t("readings.part", language, scope=row["scope"])] if row["scope"] else []
    chips.append(t(f"kind.{row['kind']}", language))
    if row["kind"] == "window":
        years = {"start": row["period_start"].year, "end": row["period_end"].year}
        chips[-1] = t("window_years", language, **years)
    if row["is_apart"] or row["is_later"]:
        typed, stated = SETTLED.get(row["decided"], ("hand", "restated"))
        code = typed if row["document_type"] == "hand" else stated
        chips.append(say(f"reading.{code}", language, year=row["document_year"], figure=shown))
    labels = "".join(f'<span class="chip quiet">{escape(chip)}</span>' for chip in chips)
    if row["document_type"] == "hand":
        return (
            f'<section class="reading"><p><b>{escape(shown)}</b> {labels}</p>'
            f'<p class="note">{escape(t("evidence.typed", language))}</p>'
            f'<blockquote class="sentence" lang="zh">{escape(row["reference"])}</blockquote></section>'
        )
    text = view.board.document(row["document_id"])["text"]
    return (
        f'<section class="reading"><p><b>{escape(shown)}</b> {labels}</p>'
        f'<p class="note">{escape(row["title"])}</p>'
        f'<blockquote class="sentence" lang="zh">{evidence.sentence(text, row)}</blockquote></section>'
    )
