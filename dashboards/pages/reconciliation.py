"""报告与台账比对: what the report states held against what the ledgers count, and why they differ."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from dashboards import view
from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import tables
from dashboards.widgets.blocks import section
from pipelines.api import figure, shown_value

Row = Mapping[str, Any]
COLUMNS = ("metric", "report", "ledger", "difference", "why", "owner")
# reasons that hold of so many metrics that their names alone are listed
APART = ("no_ledger", "not_in_report")


def shown(seen: View, rows: Sequence[Row]) -> None:
    """A sentence with the three counts, then what differs, what can't be compared, and what agrees."""
    language = seen.language
    counts = {state: sum(row["state"] == state for row in rows) for state in ("agrees", "differs", "cannot_compare")}
    said = t("reconciliation.summary", language, **counts, cannot=counts["cannot_compare"])
    st.html(f'<p class="answer">{escape(said)}</p>')
    for state in ("differs", "cannot_compare", "agrees"):
        told = [row for row in rows if row["state"] == state and row["reason"] not in APART]
        if told:
            title = t(f"reconciliation.{state}", language, count=len(told))
            headings = [t(f"reconciliation.column.{column}", language) for column in COLUMNS]
            cells = [_cells(seen, row) for row in told]
            if state == "agrees":
                st.html(tables.folded(title, headings, cells))
            else:
                section(title)
                st.html(tables.listed(title, headings, cells))
    for reason, key in (("no_ledger", "no_ledgers"), ("not_in_report", "not_in_report")):
        _names(seen, [row for row in rows if row["reason"] == reason], key)


def _cells(seen: View, row: Row) -> list[str]:
    language = seen.language
    to = "metrics?" + urlencode(seen.elsewhere(metric_id=row["metric_id"]))
    return [
        f'<a href="{escape(to)}">{escape(seen.name(row))}</a>',
        escape(_report(row, language)),
        escape(_ledger(row, language)),
        escape(_difference(row, language)),
        f'<span class="chip reconciled {row["state"]}">{escape(row[f"state_{language}"])}</span>'
        f"{escape(row[f'why_{language}'])}",
        escape(row[f"owner_{language}"]),
    ]


def _report(row: Row, language: str) -> str:
    if row["report_value"] is None:
        return "—"
    return figure(row["report_value"], row["report_unit"], row["report_qualifier"], language)


def _ledger(row: Row, language: str) -> str:
    if row["ledger_value"] is None:
        return "—"
    qualifier = "exact" if row["ledger_upper"] == row["ledger_value"] else "at_least"
    return figure(row["ledger_value"], row["ledger_unit"], qualifier, language)


def _difference(row: Row, language: str) -> str:
    """The ledger less the report, with its sign."""
    if row["difference"] is None:
        return "—"
    sign = "+" if row["difference"] > 0 else "−" if row["difference"] < 0 else ""
    return sign + shown_value(abs(row["difference"]), row["ledger_unit"], language)


def _names(seen: View, rows: Sequence[Row], key: str) -> None:
    if rows:
        title = escape(t(f"reconciliation.{key}", seen.language, count=len(rows)))
        names = escape(t("list_comma", seen.language).join(seen.name(row) for row in rows))
        st.html(f'<details class="states"><summary>{title}</summary><p>{names}</p></details>')


seen = view.current()
section(t("reconciliation.title", seen.language, year=seen.year), t("reconciliation.note", seen.language))
found = seen.board.reconciliation(seen.organisation_id, seen.year)
if found:
    shown(seen, found)
else:
    st.html(f'<p class="note">{escape(t("reconciliation.none", seen.language))}</p>')
