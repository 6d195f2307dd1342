"""差异: where an organisation's figure isn't the board's, by marks at stake; and figures that changed after a mark."""

from html import escape

import streamlit as st

from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets.blocks import anchor, note, section
from dashboards.widgets.tables import listed
from pipelines.api import Assessment, figure_differences, moved_figures, plain_marks


def draw(seen: View, at: Assessment) -> None:
    language = seen.language
    rows = figure_differences(at, language)
    section(t("assess.differences.title", language), t("assess.differences.note", language))
    stake = plain_marks(sum(row["at_stake"] for row in rows)) if rows else "0"
    st.html(f'<p class="answer">{escape(t("assess.differences.answer", language, count=len(rows), marks=stake))}</p>')
    if rows:
        names = ("organisation", "line", "claim", "report", "ledger", "board", "stake")
        columns = [t(f"assess.column.{name}", language) for name in names]
        cells = [
            [
                escape(row["organisation"]),
                anchor(
                    seen.here(section="review", organisation_id=row["organisation_id"], entry_id=row["item_id"]),
                    row["name"],
                ),
                *(escape(row[name]) or "—" for name in ("claim", "report", "ledger", "board")),
                f"<b>{escape(plain_marks(row['at_stake']))}</b>",
            ]
            for row in rows
        ]
        st.html(listed(t("assess.differences.title", language), columns, cells))
    _moved(seen, at)


def _moved(seen: View, at: Assessment) -> None:
    language, rows = seen.language, moved_figures(at, seen.language)
    section(t("assess.moved.title", language), t("assess.moved.note", language))
    if not rows:
        st.html(note(t("assess.moved.none", language)))
        return
    columns = [
        t(f"assess.column.{name}", language) for name in ("organisation", "line", "before", "now", "by_now", "holds")
    ]
    cells = [
        [
            escape(row["organisation"]),
            anchor(
                seen.here(section="review", organisation_id=row["organisation_id"], entry_id=row["item_id"]),
                row["name"],
            ),
            escape(row["before"]),
            escape(row["now"]),
            escape(row["by_rule"]),
            "—" if row["marks"] is None else plain_marks(row["marks"]),
        ]
        for row in rows
    ]
    st.html(listed(t("assess.moved.title", language), columns, cells))
