"""台账: load a ledger as it is kept, see what is refused and why, and what has been loaded."""

from html import escape

import streamlit as st

from dashboards import view
from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import intake, periods, tables
from dashboards.widgets.blocks import closed, section
from pipelines.api import worded

COLUMNS = ("name", "rows", "covers", "files", "late", "owner")


def listed(seen: View) -> None:
    """The kinds that were loaded, with how far they reach; the others by name."""
    language = seen.language
    kinds = seen.board.ledgers(seen.organisation_id)
    loaded = [kind for kind in kinds if kind["files"]]
    section(t("ledgers.list", language), t("ledgers.list_note", language, kinds=len(kinds), loaded=len(loaded)))
    if not loaded:
        st.html(f'<p class="note">{escape(t("ledgers.none", language))}</p>')
    else:
        rows = [
            [
                escape(seen.name(kind)),
                f"{kind['rows']:,}",
                escape(t("ledgers.span", language, first=kind["covers_from"], last=kind["covers_until"])),
                str(kind["files"]),
                f"{kind['late']:,}" if kind["late"] else "—",
                escape(worded(kind, "owner", language)),
            ]
            for kind in loaded
        ]
        headings = [t(f"ledgers.column.{column}", language) for column in COLUMNS]
        st.html(tables.listed(t("ledgers.list", language), headings, rows))
    others = [seen.name(kind) for kind in kinds if not kind["files"]]
    if others and loaded:
        names = t("list_comma", language).join(others)
        st.html(f'<p class="note">{escape(t("ledgers.others", language, count=len(others), names=names))}</p>')
    if loaded and seen.edition is None:
        periods.periods(seen, loaded)


seen = view.current()
if not closed("ledger.load", seen.language):
    intake.ledger(seen)
listed(seen)
