"""What people recorded of milestones, practices and problems: the list with what can be decided, and the form."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

import streamlit as st

from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import materials
from dashboards.widgets.blocks import notice
from dashboards.widgets.labels import distinct
from dashboards.widgets.turns import next_turn, turned
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
RECORDED = {"accepted": "recording.saved", "waiting": "recording.waits"}
JUDGED = {"accepted": "recording.accepted_said", "refused": "recording.refused_said", "undo": "recording.undone"}
Pair = tuple[str, str]


@dataclass(frozen=True)
class Asked:
    """What a form offers to record: the subjects of `subjects_of`, and the office that usually acts on each."""

    key: str
    items: Mapping[Pair, str]
    owners: Mapping[Pair, str | None] = field(default_factory=dict)
    several: bool = False


@dataclass(frozen=True)
class _Drawn:
    """A form as it was drawn.

    `turn`: see `turned`; `which`: the key of the list of subjects; `subject`: the one that its fields are about, None
    where several are chosen in it; `known`: a subject's id → its last event.
    """

    asked: Asked
    language: str
    organisation_id: str
    turn: str
    which: str
    subject: Pair | None
    known: Mapping[str, int]

    @property
    def key(self) -> str:
        """What the keys of the fields begin with: those of another subject are others."""
        return "-".join((self.which, *(self.subject or ())))


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
            if row["verdict"] == "waiting" and may(row["acceptance"]):
                for verdict in ("accepted", "refused"):
                    _button(
                        seen,
                        row,
                        verdict,
                        lambda verdict=verdict: judge_record(subject, row["record_id"], verdict, seen=row["seen"]),
                    )
            if may("progress.record" if row["verdict"] == "waiting" else row["acceptance"]):
                _button(seen, row, "undo", lambda: undo_record(subject, row["record_id"], seen=row["seen"]))


def _button(seen: View, row: Mapping[str, Any], name: str, act: Callable[[], object]) -> None:
    where = f"record-{row['record_id']}"
    label = t(f"recording.{name}", seen.language)
    st.button(label, key=f"{name}-{row['record_id']}", on_click=done, args=(seen.language, where, act, JUDGED[name]))


def form(seen: View, asked: Asked) -> None:
    """Record what was done: which, in what state, on which day, by whom, shown by what.

    One subject is chosen above the form, whose fields are those of this subject alone; several are chosen in it.
    """
    language, turn = seen.language, turned(asked.key)
    which = f"{turn}-{language}"  # under an old key a browser keeps showing the old names
    names, label, subjects = asked.items, t("recording.which", language), list(asked.items)
    subject = None
    if not asked.several:
        subject = st.selectbox(label, subjects, format_func=names.__getitem__, key=which)
    drawn = _Drawn(asked, language, seen.organisation_id, turn, which, subject, last_seen(subjects))
    with st.form(f"record-{drawn.key}", border=True):
        if asked.several:
            note = t("recording.choose", language)
            st.multiselect(label, subjects, format_func=names.__getitem__, key=which, placeholder=note)
        _fields(drawn)
        st.form_submit_button(
            t("recording.save", language),
            type="primary",
            key=f"{drawn.key}-save",
            on_click=_save,
            args=(drawn,),
        )
    told(asked.key)


def _fields(drawn: _Drawn) -> None:
    key, language, owners = drawn.key, drawn.language, owner_names(drawn.language)
    subjects = list(drawn.asked.items) if drawn.subject is None else [drawn.subject]
    usual = {drawn.asked.owners.get(each) for each in subjects}
    owner_id = usual.pop() if len(usual) == 1 else None
    first, second, third = st.columns(3)
    first.selectbox(
        t("recording.state", language),
        STATES[subjects[0][0]],
        format_func=lambda each: say(f"record.{each}", language),
        key=f"{key}-state",
    )
    second.date_input(t("recording.on", language), today(), key=f"{key}-on")
    third.selectbox(
        t("recording.owner", language),
        list(owners),
        list(owners).index(owner_id) if owner_id in owners else None,
        format_func=distinct(owners).__getitem__,
        key=f"{key}-owner",
        placeholder=t("recording.choose", language),
    )
    st.text_input(t("recording.reference", language), key=f"{key}-reference")
    materials.choose(language, drawn.organisation_id, f"{key}-materials")
    st.text_input(t("recording.why", language), key=f"{key}-why")


def _save(drawn: _Drawn) -> None:
    """Record it, unless another subject was chosen so late that the form of the one before was still there."""
    where = drawn.asked.key
    if drawn.subject not in (None, st.session_state[drawn.which]):
        st.session_state[f"refused-{where}"] = t("recording.moved", drawn.language)
    else:
        done(drawn.language, where, lambda: _record(drawn), RECORDED, drawn.turn)


def _record(drawn: _Drawn) -> str:
    """Record what the form holds, on what stood there when it was drawn; whether that counts at once or waits."""
    key, held = drawn.key, st.session_state
    state, on, owner_id = (held[f"{key}-{name}"] for name in ("state", "on", "owner"))
    stored = materials.collected(drawn.language, drawn.organisation_id, f"{key}-materials")
    proof = Proof(held[f"{key}-reference"], tuple(stored))
    noted = [
        Noted(Subject(*each), state, on, owner_id or "", proof, drawn.known.get(each[1], 0))
        for each in (held[drawn.which] if drawn.subject is None else [drawn.subject])
    ]
    return record_progress(noted, why=held[f"{key}-why"])


def done(
    language: str, where: str, act: Callable[[], Any], what: str | Mapping[Any, str], turn: str | None = None
) -> None:
    """A button's callback: do it, and keep in words that it was done, or at `where` why it wasn't.

    It runs before the page is drawn anew: what a person decides on is what stood there when they pressed.
    `what`: the label that says it, or what `act` gave → such a label.  `turn`: that of the form `where` as it was
    drawn; it is empty afterwards, and a second click on it does nothing.
    """
    if turn is not None and turn != turned(where):
        return
    try:
        outcome = act()
    except BoardError as error:
        st.session_state[f"refused-{where}"] = explain(error, language)
        return
    st.session_state[SAID] = t(what if isinstance(what, str) else what[outcome], language)
    if turn is not None:
        next_turn(where)


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
    """Subjects with their names, no two of them the same, for `recorded` and `form`."""
    return distinct({(type_, each): name for each, name in zip(ids, names, strict=True)})
