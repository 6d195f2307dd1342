"""What ledgers count: a metric's year month by month and by part, the rows behind it, a practice's twelve boxes."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from typing import Any

import streamlit as st

from dashboards.charts import months as charts
from dashboards.i18n import dimension, t
from dashboards.view import View
from dashboards.widgets import tables
from dashboards.widgets.blocks import section
from dashboards.widgets.chart import Table, chart
from pipelines.api import EditionTooOld, figure, shown_value, worded

MOST_PARTS, MOST_ROWS = 12, 50
Row = Mapping[str, Any]


def of_metric(seen: View) -> None:
    """Chart, table and parts of the year in view; nothing where no ledger counts the metric."""
    language, metric_id = seen.language, seen.metric_id
    try:
        listed = seen.board.months(seen.organisation_id, metric_id)
    except EditionTooOld:
        return
    known = {row["month"].month: row for row in listed if row["month"].year == seen.year}
    if not any(row["is_covered"] for row in known.values()):
        return
    section(t("months.title", language), t("months.note", language))
    rows = [_month(month, known.get(month), language) for month in range(1, 13)]
    words = {"value": t("months.value", language)}
    headings = [t(f"months.{name}", language) for name in ("month", "value", "to_date")]
    figures = [[row["month"], row["text"], row["to_date"]] for row in rows]
    expression = f"board.months({seen.organisation_id!r}, {metric_id!r})"
    table = Table(f"{t('months.title', language)} {t('year', language, year=seen.year)}", headings, figures, expression)
    chart(seen, charts.year_by_month(rows, words), table, key="months-chart")
    cells = [[str(row["month"]), escape(row["text"]), escape(row["to_date"])] for row in rows]
    label = t("months.table", language)
    with st.expander(label, key="months-table"):
        st.html(tables.listed(label, headings, cells, short=(1, 2)))
    if late := sum(row["late"] for row in known.values()):
        st.html(f'<p class="note">{escape(t("months.late", language, count=f"{late.normalize():f}"))}</p>')
    _parts(seen)


def _month(month: int, row: Row | None, language: str) -> dict[str, Any]:
    if row is None or not row["is_covered"]:
        words = t("months.uncovered", language)
        return {"month": month, "value": None, "text": words, "to_date": "", "is_whole": False}
    end = row["month"].replace(day=monthrange(row["month"].year, month)[1])
    return {
        "month": month,
        "value": row["value"],
        "text": _shown(row["value"], row["upper"], row["unit"], language),
        "to_date": _shown(row["to_date"], row["to_date_upper"], row["unit"], language),
        "is_whole": row["covered_until"] == end,
    }


def _shown(value: Any, upper: Any, unit: str, language: str) -> str:
    return figure(value, unit, "exact" if value == upper else "at_least", language)


def _parts(seen: View) -> None:
    """The year by community, kind, form …: one table each."""
    language = seen.language
    parts = seen.board.breakdown(seen.organisation_id, seen.metric_id, seen.year)
    unit = seen.board.months(seen.organisation_id, seen.metric_id)[0]["unit"]
    for column_id, rows in parts.groupby("dimension", sort=False):
        title = t("months.part", language, dimension=dimension(column_id, language))
        cells = [
            [
                escape(worded(row, "member", language) or t("member.empty", language)),
                escape(shown_value(row["value"], unit, language)),
            ]
            for row in rows.head(MOST_PARTS).to_dict("records")
        ]
        with st.expander(title, key=f"part-{column_id}"):
            headings = [dimension(column_id, language), t("metric.value", language)]
            st.html(tables.listed(title, headings, cells, plain=(1,)))


def evidence(seen: View, row: Row) -> None:
    """The rows that a ledger's figure was counted from: file, sheet, row, number and day."""
    language = seen.language
    found = seen.board.ledger_figure(seen.organisation_id, row["metric_id"], seen.year)
    if found is None:
        return
    section(t("evidence.ledger", language))
    files = t("list_comma", language).join(found["files"])
    st.html(f'<p class="note">{escape(t("evidence.ledger_note", language, ledgers=files))}</p>')
    first = date(1900, 1, 1) if row["kind"] == "stock" else row["period_start"].date()
    listed = seen.board.ledger_rows(
        seen.organisation_id, row["metric_id"], first, row["period_end"].date(), most=MOST_ROWS
    )
    title = t("evidence.ledger_rows", language, count=len(listed))
    headings = [t(f"evidence.row_{name}", language) for name in ("key", "day", "where")]
    st.html(tables.listed(title, headings, row_cells(listed, language), plain=(1,)))


def row_cells(rows: Sequence[Row], language: str) -> list[list[str]]:
    """HTML of the rows of a ledger as cells of a table: number, day, and file, sheet and row."""
    return [[escape(each["row_key"]), each["counted_on"].isoformat(), escape(_place(each, language))] for each in rows]


def beside_report(seen: View, row: Row) -> None:
    """What the ledgers count where the figure is the report's, and whether the two agree."""
    language = seen.language
    try:
        held = seen.board.reconciliation(seen.organisation_id, seen.year)
    except EditionTooOld:
        return
    for each in held:
        if each["metric_id"] == row["metric_id"] and each["ledger_value"] is not None:
            counted = _shown(each["ledger_value"], each["ledger_upper"], each["ledger_unit"], language)
            section(t("evidence.both", language))
            said = t("evidence.both_text", language, figure=counted, why=worded(each, "why", language))
            chip = f'<span class="chip reconciled {each["state"]}">{escape(worded(each, "state", language))}</span>'
            st.html(f'<p class="definition">{chip}{escape(said)}</p>')


def _place(row: Row, language: str) -> str:
    sheet = f"{row['sheet_name']} " if row["sheet_name"] else ""
    place = t("evidence.row_place", language, file=row["file"], sheet=sheet, row=row["row_number"])
    if row["original_deleted_on"] is not None:
        place = f"{place} · {t('evidence.original_deleted', language, on=row['original_deleted_on'].isoformat())}"
    return place if row["is_sure"] else f"{place} · {t('evidence.unsure', language)}"


def of_practices(seen: View) -> None:
    """Twelve boxes for each practice that ledgers show; nothing where none does."""
    language = seen.language
    try:
        listed = seen.board.practice_months(seen.organisation_id, seen.year)
    except EditionTooOld:
        return
    if not listed:
        return
    section(t("practices.months", language), t("practices.months_note", language))
    by_practice: dict[str, list[Row]] = {}
    for row in listed:
        by_practice.setdefault(row["practice_id"], []).append(row)
    for rows in by_practice.values():
        st.html(f'<h3 class="chapter">{escape(seen.name(rows[0]))}</h3>{_boxes(rows, language)}')


def _boxes(rows: Sequence[Row], language: str) -> str:
    boxes = []
    for row in rows:
        state = {True: "kept", False: "missed"}.get(row["is_kept"], "open")
        month = escape(t("practices.month", language, month=row["month"].month))
        count = str(row["rows_counted"]) if row["is_kept"] else "0" if row["is_kept"] is False else "–"
        boxes.append(f'<span class="{state}"><b>{month}</b>{count}</span>')
    return f'<div class="months" role="img" aria-label="{escape(_said(rows, language))}">{"".join(boxes)}</div>'


def _said(rows: Sequence[Row], language: str) -> str:
    """The boxes in words, for whoever doesn't see them."""
    kept = [str(row["month"].month) for row in rows if row["is_kept"]]
    missed = [str(row["month"].month) for row in rows if row["is_kept"] is False]
    comma = t("list_comma", language)
    return t("practices.months_said", language, kept=comma.join(kept) or "–", missed=comma.join(missed) or "–")
