"""The fields of the catalogue's entries on the page 设置: how each is shown, and how it is asked for."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

import streamlit as st

from dashboards.i18n import t
from pipelines.api import Administered, base_of, read_written, written

# field → how it is shown and asked for; a field that isn't here is one line of text
KINDS = {
    "name": "both",
    "full_name": "both",
    "basis": "both",
    "reason": "both",
    "definition": "long",
    "parts": "several",
    "aliases": "words",
    "list": "metrics",
    "rules": "rules",
    "level": "choice",
    "parent": "choice",
    "owner": "choice",
    "goal": "choice",
    "frequency": "choice",
    "direction": "choice",
    "due": "day",
    "target_year": "whole",
    "milestones": "milestones",
    "grades": "yaml",
    "quota": "yaml",
    "kind": "choice",
}
FIXED = {
    "level": ("city", "district", "subdistrict"),
    "frequency": ("month", "quarter", "year"),
    "direction": ("higher_is_better", "lower_is_better", "neutral"),
    "kind": ("example", "shape", "own"),
}
LISTED_IN = {"parent": "organisations.yml", "owner": "owners.yml", "goal": "goals.yml"}


@dataclass(frozen=True)
class Choices:
    """What a field can be: field → value → name in the reader's language."""

    language: str
    of: Mapping[str, Mapping[str, str]]

    def name(self, field: str, value: str) -> str:
        return self.of[field].get(value, value)


def choices(board: Administered, language: str) -> Choices:
    """Everything that can be chosen, by name, as it stands today."""
    of: dict[str, dict[str, str]] = {
        field: {value: t(f"settings.{field}.{value}", language) for value in values} for field, values in FIXED.items()
    }
    for field, file in LISTED_IN.items():
        of[field] = {entry_id: entry.now["name"][base_of(language)] for entry_id, entry in _present(board, file)}
    of["list"] = {
        entry_id: entry.now["name"][base_of(language)]
        for file in board.entries
        if file.startswith("metrics/")
        for entry_id, entry in _present(board, file)
    }
    return Choices(language, of)


def _present(board: Administered, file: str):
    return [(entry_id, entry) for entry_id, entry in board.entries[file].items() if entry.now is not None]


def shown(field: str, value: Any, known: Choices) -> str:
    """A field's value as HTML: both languages where it has both."""
    kind = KINDS.get(field, "text")
    if value in (None, "", []):
        return "—"
    if kind in ("both", "long"):
        return f'{escape(value["zh"])}<br><span lang="en" class="quiet">{escape(value["en"])}</span>'
    if kind == "choice":
        return escape(known.name(field, value))
    if kind == "metrics":
        return "<br>".join(escape(known.name(field, each)) for each in value)
    if kind == "words":
        return escape(t("list_comma", known.language).join(value))
    if kind == "rules":
        return "<br>".join(_rule(rule, known.language) for rule in value)
    if kind == "yaml":
        return "<br>".join(map(escape, written(value).splitlines()))
    if kind == "several":
        return "<br>".join(escape(each[known.language]) for each in value)
    if kind == "milestones":
        return "<br>".join(
            escape(f"{each['due']} · {each['share']}% · {each['name'][known.language]}") for each in value
        )
    return escape(str(value))


def _rule(rule: Mapping[str, Any], language: str) -> str:
    parts = [
        t(f"settings.rule.{name}", language, words=t("list_comma", language).join(rule[name]))
        for name in ("near", "within", "not", "absent")
        if rule.get(name)
    ]
    return escape(t("list_clauses", language).join(parts))


def asked(field: str, value: Any, known: Choices, key: str) -> Any:
    """Ask for a field's value; gives what the person says, as the file writes it."""
    language, kind = known.language, KINDS.get(field, "text")
    label = t(f"settings.field.{field}", language)
    if kind in ("both", "long"):
        return _both(label, value, key, language, long=kind == "long")
    if kind == "choice":
        options = list(known.of[field])
        if field == "parent":
            options = ["", *options]
        at = options.index(value) if value in options else 0
        return (
            st.selectbox(label, options, at, key=key, format_func=lambda each: known.name(field, each) if each else "—")
            or None
        )
    if kind == "metrics":
        return st.multiselect(label, list(known.of[field]), value, key=key, format_func=known.of[field].__getitem__)
    if kind == "words":
        return _lines(st.text_area(t("settings.one_a_line", language, what=label), "\n".join(value or []), key=key))
    if kind == "rules":
        return [_asked_rule(at, rule, key, language) for at, rule in enumerate(value)]
    if kind == "several":
        return _several(label, value or [], key, language)
    if kind == "day":
        day = st.date_input(label, date.fromisoformat(value) if value else None, key=key)
        return day.isoformat() if isinstance(day, date) else None
    if kind == "whole":
        return int(st.number_input(label, 1990, 2100, int(value), key=key))
    if kind == "yaml":
        return read_written(st.text_area(label, written(value) if value else "", key=key, height=160))
    if kind == "milestones":
        return _milestones(label, value or [], key, language)
    return st.text_input(label, str(value or ""), key=key).strip() or None


def _both(label: str, value: Mapping[str, str] | None, key: str, language: str, *, long: bool) -> dict | None:
    ask = st.text_area if long else st.text_input
    said = {
        each: ask(t(f"settings.in.{each}", language, what=label), (value or {}).get(each, ""), key=f"{key}-{each}")
        for each in ("zh", "en")
    }
    return said if value or any(text.strip() for text in said.values()) or not long else None


def _several(label: str, value: list[Mapping[str, str]], key: str, language: str) -> list[dict[str, str]]:
    """Texts in both languages, one a line: the n-th Chinese line goes with the n-th English one."""
    zh, en = (
        _lines(
            st.text_area(
                t("settings.one_a_line", language, what=t(f"settings.in.{each}", language, what=label)),
                "\n".join(part[each] for part in value),
                key=f"{key}-{each}",
                height=190,
            )
        )
        for each in ("zh", "en")
    )
    # a line without its twin is kept with an empty one, so that the catalogue's own rule says what is missing
    longest = max(len(zh), len(en))
    return [{"zh": (zh + [""] * longest)[at], "en": (en + [""] * longest)[at]} for at in range(longest)]


def _milestones(label: str, value: list[Mapping[str, Any]], key: str, language: str) -> list[dict[str, Any]]:
    """One milestone a line: day, share, Chinese name | English name."""
    text = st.text_area(
        t("settings.milestones", language, what=label),
        "\n".join(f"{each['due']} {each['share']} {each['name']['zh']} | {each['name']['en']}" for each in value),
        key=key,
        help=t("settings.milestones.help", language),
    )
    found = []
    for line in _lines(text):
        due, share, names = (*line.split(maxsplit=2), "", "")[:3]
        zh, _, en = names.partition("|")
        found.append({"due": due, "share": share, "name": {"zh": zh.strip(), "en": en.strip()}})
    return found


def _asked_rule(at: int, rule: Mapping[str, Any], key: str, language: str) -> dict[str, Any]:
    """The words of one rule of a metric; what the rule says besides stays."""
    said = dict(rule)
    for name in ("near", "within", "not", "absent"):
        if name == "near" or rule.get(name):
            label = t(f"settings.rule.{name}.label", language, number=at + 1)
            before = rule.get(name, [])
            said[name] = _words(st.text_area(label, "\n".join(before), key=f"{key}-{at}-{name}"), before)
    return {name: value for name, value in said.items() if value or name == "near"}


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _words(text: str, before: Collection[str]) -> list[str]:
    """Words one a line or with commas between; one that was there `before` is whole though it holds a comma itself."""
    found: list[str] = []
    for part in re.split("[，,；;\n]", text):
        whole = part.strip()
        found += [whole] if whole in before else [word.strip() for word in whole.split("、")]
    return [word for word in found if word]
