"""One figure under review: what was read, what can be decided, what was decided before."""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

import streamlit as st

from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import tables
from dashboards.widgets.blocks import section
from pipelines.api import (
    BoardError,
    Queued,
    Wanted,
    accept_figures,
    decide_figure,
    explain,
    figure,
    figure_history,
    metric_names,
    note_figure,
    say,
    send_figure_back,
    step_of,
    undo_figure,
)

QUALIFIERS = ("exact", "at_least", "at_most", "about", "implied")
# C and R belong to Streamlit
KEYS = {
    "accept": "A",
    "correct": "E",
    "reject": "X",
    "note_it": "N",
    "back": "B",
    "undo": "U",
    "next": "J",
    "previous": "K",
}
_DOUBTFUL, _LARGE = 0.8, 0.5


def _key(name: str) -> str | None:
    return KEYS[name] if st.session_state.get("review-keys", True) else None


def steps(seen: View, ids: Sequence[str], at: int) -> None:
    """Which figure of how many; to the one before and after, and what the keys do."""
    language = seen.language
    with st.container(key="review-steps", horizontal=True, vertical_alignment="center"):
        place = t("review.place", language, at=at + 1, all=len(ids))
        st.html(f'<span class="note">{escape(place)}</span>', width="content")
        for name, to in (("previous", at - 1), ("next", at + 1)):
            is_there = 0 <= to < len(ids)
            label = t(f"review.{name}", language)
            if st.button(label, key=f"review-{name}", disabled=not is_there, shortcut=_key(name)) and is_there:
                _go(ids[to])
        st.toggle(t("review.all", language), key="review-all")
        with st.popover(t("review.keys", language)):
            st.toggle(t("review.keys_on", language), value=True, key="review-keys")
            lines = "".join(
                f"<li><kbd>{KEYS[name]}</kbd> {escape(t(f'review.{name}', language))}</li>" for name in KEYS
            )
            st.html(f'<ul class="keys">{lines}</ul>')


def reading(seen: View, item: Queued, row: Mapping[str, Any]) -> None:
    """What the machine read, with how sure it is, and what is odd about it."""
    language = seen.language
    shown = figure(row["value"], row["unit"], row["qualifier"], language)
    chips = [
        t(f"review.state.{item.state}", language),
        say(f"qualifier.{row['qualifier']}", language),
        t(f"kind.{row['kind']}", language),
    ]
    if row["scope"]:
        chips.append(t("readings.part", language, scope=row["scope"]))
    if row["confidence"] < _DOUBTFUL:
        chips.append(t("review.doubtful", language, confidence=f"{row['confidence']:.0%}"))
    change = item.row["change_share"]
    if change is not None and abs(change) >= _LARGE:
        chips.append(t("review.changed", language, change=f"{change:+.0%}"))
    labels = "".join(f'<span class="chip">{escape(chip)}</span>' for chip in chips)
    period = t("period.from_to", language, start=row["period_start"].isoformat(), end=row["period_end"].isoformat())
    st.html(
        f'<header class="metric"><h1>{escape(seen.name(item.row))}</h1>'
        f'<div class="metric-value">{escape(shown)}<small>{escape(period)}</small></div><p>{labels}</p></header>'
    )


def decide(seen: View, item: Queued, row: Mapping[str, Any], following: str | None) -> None:
    """Accept, correct, reject; send back, note, take back.  What is recorded stays, as does what it replaced."""
    language, looked = seen.language, item.looked
    step, of = step_of(item)
    if of > 1:
        st.html(f'<p class="note">{escape(t(f"review.step.{of}.{step}", language))}</p>')
    why = st.text_input(t("review.why", language), key=f"why-{looked.observation_id}-{looked.seen}")
    with st.container(key="review-verdicts", horizontal=True):
        if st.button(t("review.accept", language), key="review-accept", type="primary", shortcut=_key("accept")):
            _record(seen, lambda: decide_figure(looked, "accepted", why=why), "accepted", following)
        if st.button(t("review.correct", language), key="review-correct", shortcut=_key("correct")):
            st.session_state["review-correcting"] = looked.observation_id
        if st.button(t("review.reject", language), key="review-reject", shortcut=_key("reject")):
            _record(seen, lambda: decide_figure(looked, "rejected", why=why), "rejected", following)
    with st.container(key="review-others", horizontal=True):
        if st.button(t("review.note_it", language), key="review-note", disabled=not why, shortcut=_key("note_it")):
            _record(seen, lambda: note_figure(looked, why=why), "noted", None)
        is_decided = item.review.verdict is not None
        if st.button(t("review.back", language), key="review-back", disabled=not is_decided, shortcut=_key("back")):
            _record(seen, lambda: send_figure_back(looked, why=why), "returned", None)
        if st.button(t("review.undo", language), key="review-undo", disabled=not is_decided, shortcut=_key("undo")):
            _record(seen, lambda: undo_figure(looked, why=why), "undone", None)
    is_correcting = st.session_state.get("review-correcting") == looked.observation_id
    if is_correcting and (wanted := _correction(seen, row)) is not None:
        _record(seen, lambda: decide_figure(looked, "corrected", wanted=wanted, why=why), "corrected", following)


def _correction(seen: View, row: Mapping[str, Any]) -> Wanted | None:
    """What the document says in the person's reading; bounds follow from the qualifier."""
    language = seen.language
    names = metric_names(language)
    with st.form("review-correction"):
        options = list(names)
        metric_id = st.selectbox(
            t("review.metric", language),
            options,
            options.index(row["metric_id"]),
            format_func=lambda each: names[each][0],
        )
        units = list(dict.fromkeys([row["unit"], *names[row["metric_id"]][1]]))
        first, second, third = st.columns(3)
        value = first.text_input(t("review.value", language), format(row["value"].normalize() + 0, "f"))
        qualifier = second.selectbox(
            t("review.qualifier", language),
            QUALIFIERS,
            QUALIFIERS.index(row["qualifier"]),
            format_func=lambda each: say(f"qualifier.{each}", language),
        )
        unit = third.selectbox(t("review.unit", language), units, accept_new_options=True)
        begin, end, part = st.columns(3)
        start = begin.date_input(t("review.start", language), row["period_start"])
        until = end.date_input(t("review.end", language), row["period_end"])
        scope = part.text_input(t("review.scope", language), row["scope"])
        if st.form_submit_button(t("review.save", language), type="primary"):
            return Wanted(metric_id, scope, value, qualifier, unit or "", start, until)
    return None


def history(seen: View, item: Queued) -> None:
    """What was decided on the figure so far."""
    rows = figure_history(item.row["observation_id"], seen.language)
    if not rows:
        return
    section(t("review.history", seen.language))
    columns = [t(f"review.column.{name}", seen.language) for name in ("at", "who", "what", "why")]
    cells = [
        [escape(row["at"]), escape(f"{row['who']} · {row['role']}"), escape(row["what"]), escape(row["why"] or "—")]
        for row in rows
    ]
    st.html(tables.listed(t("review.history", seen.language), columns, cells))


def whole_document(seen: View, items: Sequence[Queued]) -> None:
    """Accept everything of a document (or everything that was typed) that waits, with the list of what that is."""
    language = seen.language
    waiting = [item for item in items if item.state in ("open", "in_review")]
    if len(waiting) < 2:
        return
    document_id = items[0].row["document_id"]
    label = t("review.whole" if document_id else "review.whole_typed", language, count=len(waiting))
    # a long list is made only for who asks for it
    if not st.toggle(label, key=f"review-whole-{document_id or 'typed'}"):
        return
    found = seen.board.observations(seen.organisation_id, document_id=document_id)
    rows = {row["observation_id"]: row for row in found.to_dict("records")}
    columns = [t(f"review.{name}", language) for name in ("metric", "value")]
    cells = []
    for item in waiting:
        row = rows[item.row["observation_id"]]
        shown = figure(row["value"], row["unit"], row["qualifier"], language)
        cells.append([escape(seen.name(item.row)), escape(f"{shown} {row['scope']}")])
    st.html(tables.listed(label, columns, cells))
    if st.button(t("review.accept_all", language, count=len(waiting)), key="review-accept-all"):
        looked = [item.looked for item in waiting]
        _record(seen, lambda: accept_figures(looked), "accepted", None)


def _record(seen: View, record: Callable[[], object], kind: str, following: str | None) -> None:
    """Record, say so, and go on to the next figure; a refusal is said, and then nothing was recorded."""
    try:
        record()
    except BoardError as error:
        st.error(explain(error, seen.language))
        return
    st.session_state.pop("review-correcting", None)
    st.session_state["review-said"] = t("review.recorded", seen.language, what=say(f"decision.{kind}", seen.language))
    if following:
        _go(following)
    st.rerun()


def _go(observation_id: str) -> None:
    st.query_params["item"] = observation_id
    st.rerun()
