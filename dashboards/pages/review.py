"""数据审核: each figure that was read beside its sentence, to be accepted, corrected or rejected."""

from html import escape

import streamlit as st

from dashboards import view
from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import editions, evidence, mapping, reviewing
from dashboards.widgets.blocks import notice, section
from pipelines.api import Queued, decisions_since, open_quantities, review_queue

WAITING = ("open", "in_review")


def progress(seen: View, items: list[Queued]) -> None:
    """How far the review of the year's documents is, and what a new edition would take in."""
    language = seen.language
    counts = {state: sum(item.state == state for item in items) for state in WAITING}
    done = len(items) - sum(counts.values())
    said = t("review.answer", language, done=done, all=len(items), **counts)
    st.html(f'<p class="answer">{escape(said)}</p>')
    if items:
        st.progress(done / len(items))
    since = decisions_since(seen.board)
    if since:
        with st.container(key="since", horizontal=True, vertical_alignment="center"):
            st.html(f'<p class="note">{escape(t("review.since", language, count=since))}</p>', width="content")
            if st.button(t("review.build", language), key="review-build"):
                st.session_state["review-said"] = editions.built(language)
                st.rerun()


def queue(seen: View, items: list[Queued]) -> None:
    """The figure in hand: the document on one side, the reading and what to do with it on the other."""
    waiting = [item for item in items if item.state in WAITING]
    shown = items if st.session_state.get("review-all") else waiting or items
    if seen.observation_id and seen.observation_id not in [item.row["observation_id"] for item in shown]:
        # what was just decided stays in view until the reader goes on
        shown = [item for item in items if item in shown or item.row["observation_id"] == seen.observation_id]
    ids = [item.row["observation_id"] for item in shown]
    at = ids.index(seen.observation_id) if seen.observation_id in ids else 0
    item = shown[at]
    reading = seen.board.observation(item.row["observation_id"])
    if reading is None:
        notice(t("review.gone", seen.language))
        return
    document = seen.board.document(reading["document_id"])
    left, right = st.columns([6, 5], gap="large")
    with right:
        reviewing.steps(seen, ids, at)
        reviewing.reading(seen, item, reading)
        reviewing.decide(seen, item, reading, ids[at + 1] if at + 1 < len(ids) else None)
        reviewing.history(seen, item)
    with left:
        evidence.panel(seen, reading, document)
        reviewing.whole_document(seen, [each for each in items if each.row["document_id"] == reading["document_id"]])


seen = view.current()
section(t("review.title", seen.language, year=seen.year), t("review.note", seen.language))
if seen.edition is not None:
    notice(t("review.not_now", seen.language))
else:
    if said := st.session_state.pop("review-said", None):
        st.success(said)
    found = review_queue(seen.board, seen.organisation_id, seen.year)
    unknown = open_quantities(seen.board, seen.organisation_id, seen.year)
    is_asked_for = seen.quantity_id in {row["quantity_id"] for row in unknown}
    if seen.quantity_id and not is_asked_for:
        notice(t("mapping.unknown", seen.language))
    if is_asked_for:
        mapping.quantities(seen, unknown)
    progress(seen, found)
    if found:
        queue(seen, found)
    else:
        st.html(f'<p class="note">{escape(t("review.none", seen.language))}</p>')
    if unknown and not is_asked_for:
        mapping.quantities(seen, unknown)
