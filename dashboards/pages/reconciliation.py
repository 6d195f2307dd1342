"""报告与台账比对: what the report states held against what the ledgers count, and why they differ."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import streamlit as st

from dashboards import navigation, view
from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import settling, tables
from dashboards.widgets.blocks import section
from pipelines.api import Compared, compared, shown_value, worded

Row = Mapping[str, Any]
COLUMNS = ("metric", "report", "ledger", "difference", "why", "owner")
# reasons that hold of so many metrics that their names alone are listed
APART = ("no_ledger", "not_in_report")


def shown(seen: View, items: Sequence[Compared]) -> None:
    """A sentence with the three counts, then what differs, what can't be compared, and what agrees."""
    language, rows = seen.language, [item.row for item in items]
    counts = {state: sum(row["state"] == state for row in rows) for state in ("agrees", "differs", "cannot_compare")}
    said = t("reconciliation.summary", language, **counts, cannot=counts["cannot_compare"])
    if counts["differs"]:
        settled = sum(item.settlement.holds is not None for item in items if item.row["state"] == "differs")
        numbers = {"all": counts["differs"], "settled": settled, "open": counts["differs"] - settled}
        said += t("reconciliation.verified", language, **numbers)
    st.html(f'<p class="answer">{escape(said)}</p>')
    for state in ("differs", "cannot_compare", "agrees"):
        told = [item for item in items if item.row["state"] == state and item.row["reason"] not in APART]
        if told:
            title = t(f"reconciliation.{state}", language, count=len(told))
            headings = [t(f"reconciliation.column.{column}", language) for column in COLUMNS]
            cells = [_cells(seen, item) for item in told]
            if state == "agrees":
                st.html(tables.folded(title, headings, cells))
            else:
                section(title)
                st.html(tables.listed(title, headings, cells))
        if state == "differs" and seen.edition is None:
            settling.settle(seen, items)
    for reason, key in (("no_ledger", "no_ledgers"), ("not_in_report", "not_in_report")):
        _names(seen, [row for row in rows if row["reason"] == reason], key)


def _cells(seen: View, item: Compared) -> list[str]:
    language, row = seen.language, item.row
    to = seen.link(navigation.METRICS, metric_id=row["metric_id"])
    return [
        f'<a href="{escape(to)}">{escape(seen.name(row))}</a>',
        escape(settling.report_figure(row, language)),
        escape(settling.ledger_figure(row, language)),
        escape(_difference(row, language)),
        f'<span class="chip reconciled {row["state"]}">{escape(worded(row, "state", language))}</span>'
        f"{escape(worded(row, 'why', language))}{_verified(item, language)}",
        escape(worded(row, "owner", language)),
    ]


def _verified(item: Compared, language: str) -> str:
    """已核实, with what holds, who and when; 待核实 where the two differ and nobody decided."""
    if item.settlement.holds is not None:
        chip = f'<span class="chip stated">{escape(t("reconciliation.settled", language))}</span>'
        return f'<p class="note">{chip}{escape(item.said(language))}</p>'
    if item.row["state"] != "differs":
        return ""
    return f'<p class="note"><span class="chip">{escape(t("reconciliation.to_settle", language))}</span></p>'


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
found = compared(seen.board, seen.organisation_id, seen.year)
if found:
    shown(seen, found)
else:
    st.html(f'<p class="note">{escape(t("reconciliation.none", seen.language))}</p>')
