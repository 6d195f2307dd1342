"""设置: the catalogue as it stands, changed by who may, with every change kept and every way back."""

from functools import partial
from html import escape

import streamlit as st

from dashboards import view
from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import (
    setting_adding,
    setting_entries,
    setting_entry,
    setting_holders,
    setting_rubric,
    setting_tokens,
)
from dashboards.widgets.blocks import notice, section
from dashboards.widgets.recording import told
from dashboards.widgets.setting_fields import Choices, choices
from pipelines.api import Administered, Entry, administered, decisions_since, explain, may_administer

ADDED_IN = {
    "organisations": "organisations.yml",
    "owners": "owners.yml",
    "key_results": "key_results.yml",
    "dates": "statutory_dates.yml",
}


def standing(seen: View, board: Administered) -> None:
    """How many changes stand, that the next edition takes them in, and the button that builds it."""
    language = seen.language
    count = sum(len(entry.changes) for entry in board.changes)
    st.html(f'<p class="answer">{escape(t("settings.answer", language, count=count, entries=len(board.changes)))}</p>')
    if decisions_since(seen.board) > 0:
        with st.container(key="since", horizontal=True, vertical_alignment="center"):
            st.html(f'<p class="note">{escape(t("settings.next", language))}</p>', width="content")
            if st.button(t("review.build", language), key="settings-build"):
                setting_entry.build(language)


def misfit(seen: View, board: Administered, *, may: bool) -> None:
    """What no longer fits the files, and the undo of each entry that was changed."""
    if board.misfit is None:
        return
    language = seen.language
    notice(explain(board.misfit, language), "refused")
    if not may:
        return
    for entry in board.changes:
        place = setting_entries.place_of(entry)
        told(f"settings-undo-{place}")
        with st.container(key=f"misfit-{place}", horizontal=True, vertical_alignment="center"):
            said = f"{setting_entries.name_of(entry, language)} · {place}"
            st.html(f'<span class="note">{escape(said)}</span>', width="content")
            press = partial(setting_entry.undo, language, entry, [each.event_id for each in entry.changes])
            st.button(t("settings.undo_all", language), key=f"undo-misfit-{place}", on_click=press)


def chosen_section(seen: View) -> str:
    """The sections as a row of choices; the one that is open stands in the address."""
    language = seen.language
    # its key follows the address: under an old key the row would keep an old choice
    here = setting_entries.section_of(seen)
    key = f"settings-section-{here}"
    return st.pills(
        t("settings.sections", language),
        list(setting_entries.SECTIONS),
        format_func=lambda each: t(f"settings.section.{each}", language),
        default=here,
        required=True,
        key=key,
        on_change=_remember_section,
        args=(key,),
        label_visibility="collapsed",
    )


def _remember_section(key: str) -> None:
    # in one step, so that going back leads to the section before
    asked = {name: value for name, value in st.query_params.to_dict().items() if name != "entry"}
    st.query_params.from_dict({**asked, "section": st.session_state[key]})


def one(seen: View, board: Administered, entry: Entry, known: Choices, *, may: bool) -> None:
    """One entry: values on one side, the form on the other, then its history."""
    entries = [entry]
    if entry.file.startswith("metrics/"):
        words = f"lookups/matching/{entry.file.removeprefix('metrics/')}"
        entries += [found for name, found in board.entries.get(words, {}).items() if name == entry.entry_id]
    for each in entries:
        left, right = st.columns([6, 5], gap="large")
        with left:
            setting_entry.values(seen, each, known)
            setting_entry.history(seen, each, known, may=may)
        if may:
            with right:
                setting_entry.change(seen, each, known)
                setting_entry.removal(seen, each)
    if entry.file == "rubrics.yml" and entry.now is not None:
        setting_rubric.table(seen, entry.entry_id, may=may)
    if entry.file == "owners.yml" and entry.now is not None:
        setting_holders.holders(seen, board, entry, known, may=may)


seen = view.current()
language = seen.language
section(t("settings.title", language), t("settings.note", language))
if said := st.session_state.pop(setting_entry.SAID, None):
    st.success(said)
board, may = administered(), may_administer()
if not may:
    notice(t("settings.read_only", language))
standing(seen, board)
misfit(seen, board, may=may)
chosen = chosen_section(seen)
known = choices(board, language)
entries = setting_entries.entries_of(board, chosen)
if chosen == "metrics":
    entries = setting_entries.searched(seen, entries, known)
st.html(f'<p class="note">{escape(t(f"settings.about.{chosen}", language))}</p>')
if chosen == "tokens":
    if may:
        setting_tokens.tokens(seen, known)
else:
    setting_entries.listed(seen, chosen, entries, known)
    if may and chosen in ADDED_IN:
        setting_adding.adding(seen, ADDED_IN[chosen], known)
    section(t("settings.choose", language))
    if entries:
        one(seen, board, setting_entries.chosen(seen, entries), known, may=may)
    else:
        notice(t("settings.nothing", language))
setting_entry.rest(language)
