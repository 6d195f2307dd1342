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
    newest: set[str] = set()
    for row in rows:
        is_last = row["subject_id"] not in newest
        newest.add(row["subject_id"])
        _one(seen, row, items[row["type"], row["subject_id"]], is_last=is_last)


def _one(seen: View, row: Mapping[str, Any], name: str, *, is_last: bool) -> None:
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
        with st.container(key=f"acts-{row['record_id'][:12]}", horizontal=True):
            if row["verdict"] == "waiting" and may("progress.accept"):
                for verdict in ("accepted", "refused"):
                    if st.button(t(f"recording.{verdict}", language), key=f"{verdict}-{row['record_id']}"):
                        attempt(
                            seen,
                            lambda verdict=verdict: judge_record(subject, row["record_id"], verdict, seen=row["seen"]),
                        )
            if is_last and st.button(t("recording.undo", language), key=f"undo-{row['record_id']}"):
                attempt(seen, lambda: undo_record(subject, seen=row["seen"]))


def form(seen: View, asked: Asked) -> None:
    """Record what was done: which, in what state, on which day, by whom, shown by what."""
    language, key = seen.language, asked.key
    owners = owner_names(language)
    subjects = list(asked.items)
    with st.form(f"record-{key}", border=True):
        if asked.several:
            chosen = st.multiselect(
                t("recording.which", language),
                subjects,
                format_func=asked.items.__getitem__,
                key=f"{key}-which",
                placeholder=t("recording.choose", language),
            )
        else:
            one = st.selectbox(
                t("recording.which", language), subjects, format_func=asked.items.__getitem__, key=f"{key}-which"
            )
            chosen = [one]
        first, second, third = st.columns(3)
        state = first.selectbox(
            t("recording.state", language),
            asked.states,
            format_func=lambda each: say(f"record.{each}", language),
            key=f"{key}-state",
        )
        on = second.date_input(t("recording.on", language), "today", key=f"{key}-on")
        usual = asked.owner_id if asked.owner_id in owners else next(iter(owners))
        owner_id = third.selectbox(
            t("recording.owner", language),
            list(owners),
            list(owners).index(usual),
            format_func=owners.__getitem__,
            key=f"{key}-owner",
        )
        reference = st.text_input(t("recording.reference", language), key=f"{key}-reference")
        stored = materials.choose(language, seen.organisation_id, f"{key}-materials")
        why = st.text_input(t("recording.why", language), key=f"{key}-why")
        if st.form_submit_button(t("recording.save", language), type="primary") and chosen:
            known = last_seen(chosen)
            noted = [
                Noted(Subject(*each), state, on, owner_id, Proof(reference, tuple(stored)), known.get(each[1], 0))
                for each in chosen
            ]
            attempt(seen, lambda: record_progress(noted, why=why))


def attempt(seen: View, record: Callable[[], object], said: str = "recording.saved") -> None:
    """Record something and say so; a refusal is said, and then nothing was recorded."""
    try:
        record()
    except BoardError as error:
        notice(explain(error, seen.language), "refused")
        return
    st.session_state[SAID] = t(said, seen.language)
    st.rerun()


def said() -> None:
    """What was just recorded, once."""
    if text := st.session_state.pop(SAID, None):
        st.success(text)


def subjects_of(type_: str, ids: Sequence[str], names: Sequence[str]) -> dict[Pair, str]:
    """Subjects with their names, for `recorded` and `form`."""
    return {(type_, each): name for each, name in zip(ids, names, strict=True)}
