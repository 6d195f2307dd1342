"""移交 on the page 设置: an office goes from one person to another, with what is open of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from html import escape
from typing import Any

import streamlit as st

from dashboards import cache, navigation
from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets.blocks import anchor, note
from dashboards.widgets.labels import distinct
from dashboards.widgets.recording import told
from dashboards.widgets.setting_entry import record, when_and_why
from dashboards.widgets.setting_fields import Choices
from dashboards.widgets.setting_people import whom
from dashboards.widgets.turns import turn_of
from pipelines.api import Board, Entry, HandOver, OpenItem, Role, ids_of, open_items, people_names
from pipelines.api import hand_over as record_hand_over

_WORKED_ON = {"target": navigation.GOALS, "milestone": navigation.GOALS, "practice": navigation.PRACTICES}
"""Type of a subject → the page where it is worked on; all others are on that of 督办与整改."""


@dataclass(frozen=True)
class _Leaving:
    """Somebody who can hand their office over, and what is open of it, as the page was drawn."""

    role: Role
    actor_id: str
    since: date
    items: Sequence[OpenItem] = ()


def hand_over(seen: View, entry: Entry, held: Mapping, known: Choices, people: Mapping[str, str]) -> None:
    """Who hands the office over, what is open of it there, and the form that asks to whom, from when on and why."""
    language, form, names = seen.language, f"settings-hand-{entry.entry_id}", people_names(seen.language)
    key = f"hand-{entry.entry_id}-{turn_of(form)}-{language}"
    leaving = {
        f"{organisation_id}/{holder.actor_id}": _Leaving(
            Role(organisation_id, entry.entry_id, found.seen), holder.actor_id, holder.starts
        )
        for (organisation_id, _), found in held.items()
        for holder in found.holders
        if holder.until is None
    }
    if not leaving:
        return
    called = distinct(
        {
            each: f"{known.name('parent', who.role.organisation_id)} · {names[who.actor_id]}"
            for each, who in leaving.items()
        },
        {each: who.since.isoformat() for each, who in leaving.items()},
    )
    with st.expander(t("settings.hand_over", language), key=f"handing-{entry.entry_id}"):
        told(form)
        label = t("settings.hand_over.who", language)
        chosen = st.selectbox(label, list(leaving), key=f"{key}-who", format_func=called.__getitem__)
        board, who = cache.board(), leaving[chosen]
        who = replace(who, items=open_items(board, who.role.organisation_id, who.role.owner_id, language))
        st.html(_listed(seen, who))
        with st.form(f"{key}-{chosen}", border=False):
            others = {each: name for each, name in people.items() if each != who.actor_id}
            coming = whom(language, f"{key}-{chosen}", others)
            said = when_and_why(language, f"{key}-{chosen}", "settings.hand_over.from")
            st.form_submit_button(
                t("settings.hand_over", language),
                type="primary",
                key=f"{key}-save",
                on_click=lambda: record(language, form, lambda: _record(board, who, coming(), said()), "handed_over"),
            )


def _record(board: Board, who: _Leaving, coming: Mapping[str, str], said: Mapping[str, Any]) -> None:
    open_ids = ids_of(who.items)
    over = HandOver(who.actor_id, said["starts"], coming["actor_id"], coming["name"], open_ids)
    record_hand_over(board, who.role, over, why=said["why"])


def _listed(seen: View, who: _Leaving) -> str:
    """HTML of what is open, a line each, with the way to where it is worked on."""
    language = seen.language
    if not who.items:
        return note(t("settings.open.none", language))
    lines = "".join(f"<li>{_line(seen, who.role, each)}</li>" for each in who.items)
    return f'{note(t("settings.open", language, count=len(who.items)))}<ul class="log">{lines}</ul>'


def _line(seen: View, role: Role, item: OpenItem) -> str:
    language = seen.language
    facts = [item.state_said] if item.state_said else []
    if item.due_on:
        day = "settings.open.day" if item.kind == "record" else "tasks.due"
        facts.append(t(day, language, date=item.due_on.isoformat()))
    if item.days_overdue:
        facts.append(t("tasks.overdue", language, days=item.days_overdue))
    kind = t(f"settings.open.{item.kind}", language)
    return " · ".join([f"{escape(kind)} {anchor(_way(seen, role, item), item.name)}", *map(escape, facts)])


def _way(seen: View, role: Role, item: OpenItem) -> str:
    page = _WORKED_ON.get(item.about.type, navigation.SUPERVISION)
    key_result = item.about.id.partition("/")[0] if page == navigation.GOALS else None
    year = seen.year if role.organisation_id == seen.organisation_id else None
    return seen.link(page, organisation_id=role.organisation_id, year=year, edition=None, key_result_id=key_result)
