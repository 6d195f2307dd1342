"""What people recorded of milestones, practices and problems: the list with what can be decided, and the form."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import streamlit as st

from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import materials
from dashboards.widgets.blocks import notice
from pipelines.api import (
    STATES,
    BoardError,
    Noted,
    Proof,
    Subject,
    explain,
    judge_record,
    last_seen,
    may,
    owner_names,
    record_progress,
    records_about,
    say,
    today,
    undo_record,
)

SAID = "progress-said"
Pair = tuple[str, str]


@dataclass(frozen=True)
class Asked:
    """What a form offers to record: the subjects (type, id) with their names, and the owner who usually acts."""

    key: str
    items: Mapping[Pair, str]
    owner_id: str | None = None
    several: bool = False

    @property
    def states(self) -> tuple[str, ...]:
        return STATES[next(iter(self.items))[0]]


def recorded(seen: View, items: Mapping[Pair, str]) -> None:
    """Everything recorded of some subjects, with what can be done about what waits."""
    rows = records_about(items, seen.language)
    if not rows:
        st.html(f'<p class="note">{escape(t("recording.none", seen.language))}</p>')
    for row in rows:
        _one(seen, row, items[row["type"], row["subject_id"]])


def _one(seen: View, row: Mapping[str, Any], name: str) -> None:
    language, subject = seen.language, (row["type"], row["subject_id"])
    owner = owner_names(language).get(row["owner_id"], row["owner_id"])
    facts = [t("metric.owner", language, owner=owner), f"{row['who']} · {row['role']} · {row['at']}"]
    facts += [t("recording.judged", language, who=row["judged"])] if row["judged"] else []
    words = [text for text in (row["reference"], row["why"]) if text]
    with st.container(key=f"record-{row['record_id'][:12]}", border=True, gap=None):
        st.html(
            f'<p class="answer"><b>{escape(name)}</b> <span class="chip {row["verdict"]}">{escape(row["state_said"])}'
            f'</span><span class="chip quiet">{escape(row["verdict_said"])}</span>{row["on"].isoformat()}</p>'
            f'<p class="note">{escape(" · ".join(facts))}</p>'
            + "".join(f'<p class="definition">{escape(each)}</p>' for each in words)
            + materials.named(row["materials"], language)
        )
        told(f"record-{row['record_id']}")
        with st.container(key=f"acts-{row['record_id'][:12]}", horizontal=True):
            if row["verdict"] == "waiting" and may("progress.accept"):
                for verdict in ("accepted", "refused"):
                    _button(
                        seen,
                        row,
                        verdict,
                        lambda verdict=verdict: judge_record(subject, row["record_id"], verdict, seen=row["seen"]),
                    )
            if row["verdict"] == "waiting" or may("progress.accept"):
                _button(seen, row, "undo", lambda: undo_record(subject, row["record_id"], seen=row["seen"]))


def _button(seen: View, row: Mapping[str, Any], name: str, act: Callable[[], object]) -> None:
    where = f"record-{row['record_id']}"
    label = t(f"recording.{name}", seen.language)
    st.button(label, key=f"{name}-{row['record_id']}", on_click=done, args=(seen.language, where, act))


def form(seen: View, asked: Asked) -> None:
    """Record what was done: which, in what state, on which day, by whom, shown by what."""
    language, key = seen.language, asked.key
    owners = owner_names(language)
    subjects = list(asked.items)
    with st.form(f"record-{key}", border=True):
        if asked.several:
            st.multiselect(
                t("recording.which", language),
                subjects,
                format_func=asked.items.__getitem__,
                key=f"{key}-which",
                placeholder=t("recording.choose", language),
            )
        else:
            st.selectbox(
                t("recording.which", language), subjects, format_func=asked.items.__getitem__, key=f"{key}-which"
            )
        first, second, third = st.columns(3)
        first.selectbox(
            t("recording.state", language),
            asked.states,
            format_func=lambda each: say(f"record.{each}", language),
            key=f"{key}-state",
        )
        second.date_input(t("recording.on", language), today(), key=f"{key}-on")
        usual = asked.owner_id if asked.owner_id in owners else next(iter(owners))
        third.selectbox(
            t("recording.owner", language),
            list(owners),
            list(owners).index(usual),
            format_func=owners.__getitem__,
            key=f"{key}-owner",
        )
        st.text_input(t("recording.reference", language), key=f"{key}-reference")
        materials.choose(language, seen.organisation_id, f"{key}-materials")
        st.text_input(t("recording.why", language), key=f"{key}-why")
        asked_of = (asked, language, seen.organisation_id, last_seen(subjects))
        st.form_submit_button(
            t("recording.save", language),
            type="primary",
            key=f"{key}-save",
            on_click=done,
            args=(language, key, lambda: _record(*asked_of)),
        )
    told(key)


def _record(asked: Asked, language: str, organisation_id: str, known: Mapping[str, int]) -> None:
    """Record what the form holds, on what stood there when it was drawn."""
    field = {name: st.session_state[f"{asked.key}-{name}"] for name in ("which", "state", "on", "owner", "reference")}
    stored = materials.collected(language, organisation_id, f"{asked.key}-materials")
    proof = Proof(field["reference"], tuple(stored))
    noted = [
        Noted(Subject(*each), field["state"], field["on"], field["owner"], proof, known.get(each[1], 0))
        for each in (field["which"] if asked.several else [field["which"]])
    ]
    if noted:
        record_progress(noted, why=st.session_state[f"{asked.key}-why"])


def done(language: str, where: str, act: Callable[[], object], what: str = "recording.saved") -> None:
    """A button's callback: do it, and keep in words that it was done, or at `where` why it wasn't.

    It runs before the page is drawn anew: what a person decides on is what stood there when they pressed.
    """
    try:
        act()
    except BoardError as error:
        st.session_state[f"refused-{where}"] = explain(error, language)
        return
    st.session_state[SAID] = t(what, language)


def told(where: str) -> None:
    """Why what was asked for at this place wasn't done, once."""
    if refusal := st.session_state.pop(f"refused-{where}", None):
        notice(refusal, "refused")


def said() -> None:
    """What was just recorded, once: on top of the page, and over it for who is far down."""
    if text := st.session_state.pop(SAID, None):
        st.success(text)
        st.toast(text)


def subjects_of(type_: str, ids: Sequence[str], names: Sequence[str]) -> dict[Pair, str]:
    """Subjects with their names, for `recorded` and `form`."""
    return {(type_, each): name for each, name in zip(ids, names, strict=True)}
