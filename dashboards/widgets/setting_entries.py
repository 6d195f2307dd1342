"""Entries of the catalogue on the page 设置: which a section has, how each is called, and the list of them."""

from html import escape

import streamlit as st

from dashboards.i18n import labels, t
from dashboards.view import View
from dashboards.widgets import tables
from dashboards.widgets.chooser import labelled
from dashboards.widgets.setting_fields import Choices, shown
from pipelines.api import Administered, Entry, base_of, people_names, role_holders, today

# section → the files that it shows (a folder by its name with a stroke)
SECTIONS = {
    "organisations": ("organisations.yml",),
    "owners": ("owners.yml",),
    "goals": ("goals.yml",),
    "key_results": ("key_results.yml",),
    "metrics": ("metrics/",),
    "thresholds": ("status_rules.csv",),
    "dates": ("statutory_dates.yml",),
    "others": ("practices.yml", "problems.yml", "highlights.yml"),
    "rubrics": ("rubrics.yml",),
    "tokens": (),
}
_COLUMNS = {
    "organisations": ("level", "parent", "aliases"),
    "goals": ("target_year", "parts"),
    "key_results": ("due", "owner"),
    "metrics": ("owner", "direction"),
    "thresholds": ("value",),
    "dates": ("day", "owner"),
    "rubrics": ("kind", "marks"),
}


def section_of(seen: View) -> str:
    return seen.section if seen.section in SECTIONS else "organisations"


def entries_of(board: Administered, section: str) -> list[Entry]:
    """The entries of a section, those of the files in their order."""
    return [
        entry
        for file, listed in board.entries.items()
        if file in SECTIONS[section] or any(file.startswith(home) for home in SECTIONS[section] if home.endswith("/"))
        for entry in listed.values()
    ]


def place_of(entry: Entry) -> str:
    return f"{entry.file}/{entry.entry_id}"


def name_of(entry: Entry, language: str) -> str:
    """What a person calls an entry."""
    if "rules" in entry.fields:
        return t("settings.field.rules", language)
    said = f"settings.name.{entry.entry_id}"
    if said in labels(language):
        return t(said, language)
    held = [entry.now, entry.shipped, *(change.entry for change in entry.changes)]
    names = [each["name"][base_of(language)] for each in held if each and "name" in each]
    return names[0] if names else entry.entry_id


def chosen(seen: View, entries: list[Entry]) -> Entry:
    """The entry that the address names, else the first; a list to choose another one."""
    names = {place_of(entry): name_of(entry, seen.language) for entry in entries}
    doubled = {name for name in names.values() if list(names.values()).count(name) > 1}
    names = {place: f"{name} ({place})" if name in doubled else name for place, name in names.items()}
    place = seen.entry_id if seen.entry_id in names else next(iter(names))
    choices = [(seen.here(entry_id=each), name, each == place) for each, name in names.items()]
    st.html(labelled(t("settings.choose", seen.language), choices, seen.language))
    return next(entry for entry in entries if place_of(entry) == place)


def searched(seen: View, entries: list[Entry], known: Choices) -> list[Entry]:
    """The entries that hold the words which the reader searches for."""
    words = st.text_input(t("settings.search", seen.language), key="setting-search").strip().lower()
    return [entry for entry in entries if words in _text(entry, known).lower()]


def _text(entry: Entry, known: Choices) -> str:
    now = entry.now or {}
    owner = known.name("owner", now.get("owner", ""))
    return " ".join([place_of(entry), owner, *map(str, now.values())])


def listed(seen: View, section: str, entries: list[Entry], known: Choices) -> None:
    """The section's entries with their present values; offices with who holds them today."""
    language = seen.language
    fields = _COLUMNS.get(section, ())
    more = {"thresholds": "settings.meaning", "owners": "settings.holders"}.get(section)
    headings = [
        t("settings.field.name", language),
        *(t(f"settings.field.{field}", language) for field in fields),
        *([t(more, language)] if more else []),
        t("settings.state", language),
    ]
    held = _held_today(language) if section == "owners" else {}
    rows = []
    for entry in entries:
        values = [shown(field, (entry.now or {}).get(field), known) for field in fields]
        told = held.get(entry.entry_id, "—") if section == "owners" else meaning_of(entry, language)
        last = [escape(told), chip(entry, language)] if more else [chip(entry, language)]
        rows.append([escape(name_of(entry, language)), *values, *last])
    title = t("settings.listed", language, section=t(f"settings.section.{section}", language), count=len(rows))
    st.html(tables.folded(title, headings, rows))


def meaning_of(entry: Entry, language: str) -> str:
    """What a threshold decides; of one that the status engine doesn't read, what the file says."""
    said = f"settings.means.{entry.entry_id}"
    return t(said, language) if said in labels(language) else (entry.now or {}).get("meaning", "")


def _held_today(language: str) -> dict[str, str]:
    """Office → the names of those who hold it today, in whichever organisation."""
    names, held = people_names(language), {}
    for (_, owner_id), found in role_holders().items():
        held.setdefault(owner_id, []).extend(names[each.actor_id] for each in found.holders if each.on(today()))
    return {owner_id: t("list_comma", language).join(listed) for owner_id, listed in held.items() if listed}


def chip(entry: Entry, language: str) -> str:
    """Whether an entry is as the files have it."""
    kind = "quiet" if entry.state == "shipped" else "stated"
    return f'<span class="chip {kind}">{escape(t(f"settings.state.{entry.state}", language))}</span>'
