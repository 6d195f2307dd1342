"""Who holds the owner roles (责任科室) of an organisation, on the page 设置."""

from html import escape

import streamlit as st

from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import setting_handing, tables
from dashboards.widgets.blocks import plain, section
from dashboards.widgets.recording import told
from dashboards.widgets.setting_entry import record, when_and_why
from dashboards.widgets.setting_fields import Choices
from dashboards.widgets.setting_people import people, whom
from dashboards.widgets.turns import turn_of
from pipelines.api import (
    Administered,
    Entry,
    Role,
    assign_role,
    end_role,
    erase_person,
    people_names,
    role_holders,
    say,
)


def holders(seen: View, board: Administered, entry: Entry, known: Choices, *, may: bool) -> None:
    """Who holds one role in which organisation, since when, and the forms to change that."""
    language = seen.language
    section(t("settings.holders", language), t("settings.holders.note", language))
    held = {place: each for place, each in role_holders().items() if place[1] == entry.entry_id}
    names = people(language, known)
    rows = [
        [
            escape(known.name("parent", organisation_id)),
            escape(names.get(holder.actor_id, holder.actor_id)),
            holder.starts.isoformat(),
            holder.until.isoformat() if holder.until else "—",
        ]
        for (organisation_id, _), found in held.items()
        for holder in found.holders
    ]
    if rows:
        columns = [t(f"settings.holder.{name}", language) for name in ("organisation", "who", "from", "until")]
        st.html(tables.listed(t("settings.holders", language), columns, rows))
    else:
        st.html(f'<p class="note">{escape(t("settings.holders.none", language))}</p>')
    if not may:
        return
    organisations = [each for each, found in board.entries["organisations.yml"].items() if found.now is not None]
    last = {place[0]: found.seen for place, found in held.items()}
    _assign(seen, entry, organisations, known, names, last)
    setting_handing.hand_over(seen, entry, held, known, names)
    _end(seen, entry, held, known, names)
    _erase(seen, names)


def _assign(
    seen: View, entry: Entry, organisations: list[str], known: Choices, names: dict[str, str], last: dict[str, int]
) -> None:
    language, form = seen.language, f"settings-assign-{entry.entry_id}"
    key = f"assign-{entry.entry_id}-{turn_of(form)}-{language}"

    def assign() -> None:
        organisation_id = st.session_state[f"{key}-org"]
        role = Role(organisation_id, entry.entry_id, last.get(organisation_id, 0))
        assign_role(role, **who(), **said())

    with st.expander(t("settings.assign", language), key=f"assigning-{entry.entry_id}"):
        told(form)
        with st.form(key, border=False):
            st.selectbox(
                t("settings.holder.organisation", language),
                organisations,
                organisations.index(seen.organisation_id) if seen.organisation_id in organisations else 0,
                key=f"{key}-org",
                format_func=lambda each: known.name("parent", each),
            )
            who = whom(language, key, names)
            said = when_and_why(language, key)
            st.form_submit_button(
                t("settings.save", language),
                type="primary",
                key=f"{key}-save",
                on_click=lambda: record(language, form, assign, "recorded"),
            )


def _end(seen: View, entry: Entry, held: dict, known: Choices, names: dict[str, str]) -> None:
    language, form = seen.language, f"settings-end-{entry.entry_id}"
    key = f"end-{entry.entry_id}-{turn_of(form)}-{language}"
    open_ones = {
        f"{organisation_id}/{holder.actor_id}": (organisation_id, holder.actor_id, found.seen)
        for (organisation_id, _), found in held.items()
        for holder in found.holders
        if holder.until is None
    }
    if not open_ones:
        return

    def end() -> None:
        organisation_id, actor_id, last = open_ones[st.session_state[f"{key}-who"]]
        end_role(Role(organisation_id, entry.entry_id, last), actor_id, **said())

    with st.expander(t("settings.end", language), key=f"ending-{entry.entry_id}"):
        told(form)
        with st.form(key, border=False):
            st.selectbox(
                t("settings.holder.who", language),
                list(open_ones),
                key=f"{key}-who",
                format_func=lambda each: f"{known.name('parent', open_ones[each][0])} · {names[open_ones[each][1]]}",
            )
            said = when_and_why(language, key)
            st.form_submit_button(
                t("settings.end", language),
                key=f"{key}-save",
                on_click=lambda: record(language, form, end, "recorded"),
            )


def _erase(seen: View, names: dict[str, str]) -> None:
    """Erase a name that is there, after whoever does it has said that it is this one."""
    language = seen.language
    nobody = (say("person.local", language), say("person.unnamed", language))
    named = [each for each, name in people_names(language).items() if name not in nobody]
    told("settings-erase")
    if not named:
        return
    with st.expander(t("settings.erase", language), key="erasing"):
        st.html(f'<p class="note">{escape(t("settings.erase.note", language))}</p>')
        actor_id = st.selectbox(
            t("settings.holder.who", language), named, key=f"erase-who-{language}", format_func=names.__getitem__
        )
        # its key names the person: who chooses somebody else hasn't said yet that they are sure
        sure = t("settings.erase.sure", language, name=plain(names[actor_id]))
        is_sure = st.checkbox(sure, key=f"erase-sure-{actor_id}-{names[actor_id]}")
        st.button(
            t("settings.erase", language),
            key=f"erase-{actor_id}",
            disabled=not is_sure,
            on_click=lambda: record(language, "settings-erase", lambda: erase_person(actor_id), "erased"),
        )
