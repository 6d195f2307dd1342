"""横向比较: an organisation among its peers, and what those under one parent have handed in and come to."""

from html import escape

import streamlit as st

from dashboards import view
from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets.blocks import section
from dashboards.widgets.peers import divided, left_out, rates
from dashboards.widgets.submissions import submissions
from dashboards.widgets.totals import totals
from pipelines.api import worded


def compared(seen: View, place: dict) -> None:
    """Rates, counts after division, and what isn't compared; or why nobody is there to compare with."""
    language, name = seen.language, seen.name(place)
    section(t("peers.title", language, year=seen.year), t("peers.note", language))
    least = place["least_peers"]
    if place["parent_id"] is None or place["beside"] == 0:
        why = "no_parent" if place["parent_id"] is None else "alone"
        said = t(f"peers.{why}", language, organisation=name)
        what_next = t(f"peers.{why}_next", language, least=least)
        st.html(f'<p class="answer">{escape(said)}</p><p class="note">{escape(what_next)}</p>')
        return
    rows = seen.board.peers(seen.organisation_id, seen.year)
    rates(seen, rows, place["level"])
    divided(seen, rows, place["level"])
    left_out(seen, rows, least)


def under(seen: View, parent_id: str, name: str) -> None:
    """What the organisations under a parent have handed in, and their totals."""
    rows = seen.board.submissions(parent_id, seen.year)
    submissions(seen, {"name": name}, rows)
    names = {row["organisation_id"]: seen.name(row) for row in rows}
    totals(seen, {"name": name}, seen.board.totals(parent_id, seen.year), names)


seen = view.current()
here = seen.board.peer_place(seen.organisation_id)
if here:
    compared(seen, here)
    if here["children"]:
        under(seen, here["organisation_id"], seen.name(here))
    elif here["parent_id"]:
        under(seen, here["parent_id"], worded(here, "parent", seen.language))
