"""One figure under review: what was read, what can be decided, what was decided before."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import Any

import streamlit as st

from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import tables
from dashboards.widgets.blocks import closed, section
from dashboards.widgets.pressing import did
from dashboards.widgets.recording import told
from pipelines.api import (
    Looked,
    Queued,
    Wanted,
    accept_figures,
    action_of,
    decide_figure,
    figure,
    figure_history,
    may,
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
            press = partial(_go, ids[to]) if is_there else None
            st.button(label, key=f"review-{name}", disabled=not is_there, shortcut=_key(name), on_click=press)
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


@dataclass(frozen=True)
class _Hand:
    """A figure as it stood on the page when its buttons were drawn, and which one follows it."""

    language: str
    looked: Looked
    following: str | None
    turn: int

    @property
    def why_key(self) -> str:
        return f"review-why-{self.looked.observation_id}-{self.turn}"

    @property
    def why(self) -> str:
        return st.session_state.get(self.why_key, "")


def decide(seen: View, item: Queued, row: Mapping[str, Any], following: str | None) -> None:
    """Accept, correct, reject; send back, note, take back.  What is recorded stays, as does what it replaced."""
    language, looked = seen.language, item.looked
    hand = _Hand(language, looked, following, st.session_state.get("review-turn", 0))
    step, of = step_of(item)
    if of > 1:
        st.html(f'<p class="note">{escape(t(f"review.step.{of}.{step}", language))}</p>')
    told("review")
    why = st.text_input(t("review.why", language), key=hand.why_key)
    is_closed = closed(action_of(item), language)
    with st.container(key="review-verdicts", horizontal=True):
        for name, kind in (("accept", "accepted"), ("correct", ""), ("reject", "rejected")):
            act = partial(_record, hand, partial(decide_figure, looked, kind), kind)
            _button(hand, name, act if kind else partial(_correct, looked.observation_id), is_closed)
    is_decided = item.review.verdict is not None
    with st.container(key="review-others", horizontal=True):
        _button(hand, "note_it", partial(_record, hand, partial(note_figure, looked), "noted"), not why)
        for name, act, kind, action in (
            ("back", send_figure_back, "returned", "figure.review"),
            ("undo", undo_figure, "undone", "figure.submit"),
        ):
            act = partial(_record, hand, partial(act, looked), kind)
            _button(hand, name, act, not is_decided or not may(action))
    if st.session_state.get("review-correcting") == looked.observation_id:
        _correction(hand, row)


def _button(hand: _Hand, name: str, press: Callable[[], None], disabled: bool = False) -> None:
    """A button about the figure that it was drawn for.

    Its key names the figure as it was seen, so that a second click, which comes once the page has gone on, meets no
    other figure's button.
    """
    looked = hand.looked
    with st.container(key=f"review-{name}", width="content"):
        st.button(
            t(f"review.{name}", hand.language),
            key=f"{name}-{looked.observation_id}-{looked.seen}",
            type="primary" if name == "accept" else "secondary",
            disabled=disabled,
            shortcut=_key(name),
            on_click=press,
        )


def _correct(observation_id: str) -> None:
    st.session_state["review-correcting"] = observation_id
    _go(observation_id)


def _correction(hand: _Hand, row: Mapping[str, Any]) -> None:
    """What the document says in the person's reading; bounds follow from the qualifier."""
    language, looked = hand.language, hand.looked
    names = metric_names(language)
    keys = {
        name: f"correction-{name}-{looked.observation_id}-{hand.turn}-{language}"
        for name in ("metric_id", "scope", "value", "qualifier", "unit", "period_start", "period_end")
    }

    def correct(*, why: str) -> None:
        held = {name: st.session_state[key] for name, key in keys.items()}
        decide_figure(looked, "corrected", wanted=Wanted(**{**held, "unit": held["unit"] or ""}), why=why)

    with st.form("review-correction"):
        options = list(names)
        st.selectbox(
            t("review.metric", language),
            options,
            options.index(row["metric_id"]),
            format_func=lambda each: names[each][0],
            key=keys["metric_id"],
        )
        units = list(dict.fromkeys([row["unit"], *names[row["metric_id"]][1]]))
        first, second, third = st.columns(3)
        first.text_input(t("review.value", language), format(row["value"].normalize() + 0, "f"), key=keys["value"])
        second.selectbox(
            t("review.qualifier", language),
            QUALIFIERS,
            QUALIFIERS.index(row["qualifier"]),
            format_func=lambda each: say(f"qualifier.{each}", language),
            key=keys["qualifier"],
        )
        third.selectbox(t("review.unit", language), units, accept_new_options=True, key=keys["unit"])
        begin, end, part = st.columns(3)
        begin.date_input(t("review.start", language), row["period_start"], key=keys["period_start"])
        end.date_input(t("review.end", language), row["period_end"], key=keys["period_end"])
        part.text_input(t("review.scope", language), row["scope"], key=keys["scope"])
        st.form_submit_button(
            t("review.save", language),
            type="primary",
            key=f"correction-save-{looked.observation_id}-{looked.seen}",
            on_click=partial(_record, hand, correct, "corrected"),
        )


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
    told("review-all")
    waiting = [item for item in items if item.state in ("open", "in_review")]
    if len(waiting) < 2 or not all(may(action_of(item)) for item in waiting):
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
    label = t("review.accept_all", language, count=len(waiting))
    st.button(label, key="review-accept-all", on_click=_accept_all, args=(language, [item.looked for item in waiting]))


def _accept_all(language: str, looked: Sequence[Looked]) -> None:
    """Accept what stood in the list, all or none: none where somebody decided on one of them meanwhile."""
    if did(language, "review-all", lambda: accept_figures(looked)):
        _say(language, "accepted")


def _record(hand: _Hand, act: Callable[..., object], kind: str) -> None:
    """A button's callback: record and go on to the next figure.  Refused, the figure stays, with the reason."""
    if not did(hand.language, "review", lambda: act(why=hand.why)):
        _go(hand.looked.observation_id)
        return
    st.session_state.pop("review-correcting", None)
    _say(hand.language, kind)
    if hand.following and kind in ("accepted", "corrected", "rejected"):
        _go(hand.following)


def _say(language: str, kind: str) -> None:
    st.session_state["review-said"] = t("review.recorded", language, what=say(f"decision.{kind}", language))
    st.session_state["review-turn"] = st.session_state.get("review-turn", 0) + 1


def _go(observation_id: str) -> None:
    st.query_params["item"] = observation_id
