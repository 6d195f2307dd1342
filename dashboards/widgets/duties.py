"""第一责任人履职清单: what is known of each duty of the Party and government heads in the year in view."""

from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import evidence, figures
from dashboards.widgets.blocks import section
from pipelines.api import EditionTooOld, say


def of_year(seen: View, metrics: pd.DataFrame) -> None:
    """Each duty with its state, what a ledger or the report counts of it, and the sentence; nothing without any."""
    language = seen.language
    try:
        rows = seen.board.duty_status(seen.organisation_id, seen.year)
    except EditionTooOld:
        return
    if not rows:
        return
    section(t("duties.title", language), t("duties.note", language))
    known = metrics.set_index("metric_id")
    st.html("".join(_duty(seen, row, known) for row in rows))


def _duty(seen: View, row: Mapping[str, Any], known: pd.DataFrame) -> str:
    language = seen.language
    kind = "stated" if row["state"] != "not_seen" else "unknown"
    state = say(f"duty.{row['state']}", language)
    chips = [f'<span class="chip {kind}">{escape(state)}</span>']
    said = [say(f"duty.{row['reason']}", language)] if row["reason"] else []
    if row["rows_counted"] is not None:
        months = t("list_comma", language).join(map(str, row["months"]))
        code = "rows" if row["rows_counted"] else "no_rows"
        said.append(say(f"duty.{code}", language, rows=row["rows_counted"], months=months))
    if row["state"] == "recorded" and row["is_stated"]:
        said.append(say("duty.also_stated", language))
    chips += [f'<span class="chip quiet">{escape(each)}</span>' for each in (*said, *_stated_figures(seen, row, known))]
    name = f"<b>{escape(seen.name(row))}</b>{''.join(chips)}"
    if not row["is_stated"]:
        return f'<div class="practice">{name}</div>'
    text = seen.board.document(row["document_id"])["text"]
    quoted = evidence.sentence(text, row)
    return (
        f'<details class="practice"><summary>{name}</summary>'
        f'<blockquote class="sentence" lang="zh">{quoted}</blockquote></details>'
    )


def _stated_figures(seen: View, row: Mapping[str, Any], known: pd.DataFrame) -> list[str]:
    """The figures of the duty that a report states; a ledger's are told by its months."""
    metrics = [known.loc[each] for each in row["metric_ids"] if each in known.index]
    return [
        f"{figures.name(seen, metric)} {figures.shown(metric, seen.language)}"
        for metric in metrics
        if pd.notna(metric["value"]) and metric["source"] == "report"
    ]
