"""Adding an entry to the catalogue on the page 设置."""

from typing import Any

import streamlit as st

from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets.recording import told
from dashboards.widgets.setting_entry import record, when_and_why
from dashboards.widgets.setting_fields import Choices, asked
from pipelines.api import EntryAt, add_entry

FIELDS = {
    "organisations.yml": ("name", "full_name", "level", "parent", "code", "aliases"),
    "owners.yml": ("name",),
    "key_results.yml": ("goal", "name", "owner", "frequency", "due", "milestones"),
    "statutory_dates.yml": ("day", "name", "basis", "owner"),
}
_KINDS = ("keep_at_least", "keep_at_most", "reach", "reduce", "milestone")
_BASELINES = ("", "zero", "first_year")


def adding(seen: View, file: str, known: Choices) -> None:
    """The form for a new entry of a file."""
    language, key = seen.language, f"add-{file}-{seen.language}"
    with st.expander(t("settings.add", language, what=t(f"settings.one.{file}", language))), st.form(key, border=False):
        entry_id = st.text_input(t("settings.id", language), key=f"{key}-id", help=t("settings.id.help", language))
        entry = {field: asked(field, None, known, f"{key}-{field}") for field in FIELDS[file]}
        if file == "key_results.yml":
            entry = _measured(entry, known, key)
        said = when_and_why(language, key)
        if st.form_submit_button(t("settings.save", language), type="primary"):
            at = EntryAt(file, entry_id.strip())
            if record(language, key, lambda: add_entry(at, entry, **said()), "recorded"):
                st.rerun()
        told(key)


def _measured(entry: dict[str, Any], known: Choices, key: str) -> dict[str, Any]:
    """How a key result is measured and what it proposes as its target; confirming that is another page's work."""
    language = known.language
    kind = st.selectbox(
        t("settings.measured", language),
        _KINDS,
        key=f"{key}-kind",
        format_func=lambda each: t(f"settings.way.{each}", language),
    )
    metric = st.selectbox(
        t("settings.metric", language),
        ["", *known.of["list"]],
        key=f"{key}-metric",
        format_func=lambda each: known.name("list", each) if each else "—",
    )
    baseline = st.selectbox(
        t("settings.baseline", language),
        _BASELINES,
        key=f"{key}-baseline",
        format_func=lambda each: t(f"settings.baseline.{each}", language) if each else "—",
    )
    value = st.text_input(t("settings.proposed", language), key=f"{key}-target").strip()
    reason = asked("reason", None, known, f"{key}-reason")
    target = {"state": "proposed", "reason": reason, **({"value": value} if value else {})}
    more = {"measure": {"metric": metric}} if metric else {}
    more |= {"baseline": baseline} if baseline else {}
    return {**{name: each for name, each in entry.items() if each}, "kind": kind, "target": target, **more}
