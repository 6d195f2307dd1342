"""Who holds the owner roles (责任科室) of an organisation, on the page 设置.  Names appear nowhere else."""

from html import escape

import streamlit as st

from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import tables
from dashboards.widgets.blocks import section
from dashboards.widgets.setting_entry import record, when_and_why
from dashboards.widgets.setting_fields import Choices
from pipelines.api import Administered, Entry, Role, assign_role, end_role, erase_person, people_names, role_holders


def holders(seen: View, board: Administered, entry: Entry, known: Choices, *, may: bool) -> None:
    """Who holds one role in which organisation, since when, and the forms to change that."""
    language = seen.language
    section(t("settings.holders", language), t("settings.holders.note", language))
    held = {place: each for place, each in role_holders().items() if place[1] == entry.entry_id}
    names = people_names(language)
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
    _assign(seen, entry, organisations, known, {place[0]: found.seen for place, found in held.items()})
    _end(seen, entry, held, known, names)
    _erase(seen, names)


def _assign(seen: View, entry: Entry, organisations: list[str], known: Choices, last: dict[str, int]) -> None:
    language, key = seen.language, f"assign-{entry.entry_id}-{sum(last.values())}-{seen.language}"
    names = people_names(language)
    with st.expander(t("settings.assign", language)), st.form(key, border=False):
        at = organisations.index(seen.organisation_id) if seen.organisation_id in organisations else 0
        organisation_id = st.selectbox(
            t("settings.holder.organisation", language),
            organisations,
            at,
            key=f"{key}-org",
            format_func=lambda each: known.name("parent", each),
        )
        actor_id = st.selectbox(
            t("settings.known_person", language),
            ["", *names],
            key=f"{key}-known",
            format_func=lambda each: names[each] if each else t("settings.new_person", language),
        )
        name = st.text_input(t("settings.person_name", language), key=f"{key}-name")
        starts, why = when_and_why(language, key)
        if st.form_submit_button(t("settings.save", language), type="primary"):
            role = Role(organisation_id, entry.entry_id, last.get(organisation_id, 0))
            # a known person keeps the name that they have
            given = "" if actor_id else name
            record(seen, lambda: assign_role(role, starts=starts, actor_id=actor_id, name=given, why=why), "recorded")


def _end(seen: View, entry: Entry, held: dict, known: Choices, names: dict[str, str]) -> None:
    language, key = seen.language, f"end-{entry.entry_id}-{sum(each.seen for each in held.values())}-{seen.language}"
    open_ones = {
        f"{organisation_id}/{holder.actor_id}": (organisation_id, holder.actor_id, found.seen)
        for (organisation_id, _), found in held.items()
        for holder in found.holders
        if holder.until is None
    }
    if not open_ones:
        return
    with st.expander(t("settings.end", language)), st.form(key, border=False):
        which = st.selectbox(
            t("settings.holder.who", language),
            list(open_ones),
            key=f"{key}-who",
            format_func=lambda each: f"{known.name('parent', open_ones[each][0])} · {names[open_ones[each][1]]}",
        )
        starts, why = when_and_why(language, key)
        if st.form_submit_button(t("settings.end", language)):
            organisation_id, actor_id, last = open_ones[which]
            role = Role(organisation_id, entry.entry_id, last)
            record(seen, lambda: end_role(role, actor_id, starts=starts, why=why), "recorded")


def _erase(seen: View, names: dict[str, str]) -> None:
    language = seen.language
    if not names:
        return
    with st.expander(t("settings.erase", language)), st.form(f"erase-{language}", border=False):
        st.html(f'<p class="note">{escape(t("settings.erase.note", language))}</p>')
        actor_id = st.selectbox(
            t("settings.holder.who", language), list(names), key=f"erase-who-{language}", format_func=names.__getitem__
        )
        if st.form_submit_button(t("settings.erase", language)):
            record(seen, lambda: erase_person(actor_id), "erased")
