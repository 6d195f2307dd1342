"""一句话结论: what the report states, and where its goals stand; each clause a link to what it counts."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import streamlit as st

from dashboards import navigation
from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import status

PAGES = {"figures": navigation.METRICS, "goals": navigation.GOALS}


def conclusion(seen: View, stated: Mapping[str, int], progress: Sequence[Mapping[str, Any]]) -> None:
    """`stated`: how many figures, practices, problems and goals the year's report has; `progress`: its key results."""
    with st.container(key="conclusion", horizontal=True, gap=None):
        _stated(seen, stated)
        if progress:
            _progress(seen, progress)


def _stated(seen: View, stated: Mapping[str, int]) -> None:
    language, extent = seen.language, seen.year_coverage["extent"]
    _words(t("conclusion.opening." + extent, language, year=seen.year))
    named = [name for name, count in stated.items() if count]
    for name in named:
        if name != named[0]:
            _words(t("list_comma", language))
        number = "one" if stated[name] == 1 else "many"
        label = t(f"conclusion.{name}.{number}", language, count=stated[name])
        st.page_link(PAGES.get(name, navigation.PRACTICES), label=label, query_params=seen.elsewhere())
    missing = [t(f"conclusion.word.{name}", language) for name, count in stated.items() if not count]
    if missing:
        _words(t("conclusion.missing." + extent, language, what=t("list_mark", language).join(missing)))
    _words(t("conclusion.no_targets" if stated["goals"] else "conclusion.end", language))


def _progress(seen: View, progress: Sequence[Mapping[str, Any]]) -> None:
    language = seen.language
    _words(t("conclusion.progress", language, year=progress[0]["target_year"]))
    label = t("conclusion.key_results", language, count=len(progress))
    st.page_link(navigation.GOALS, label=label, query_params=seen.elsewhere())
    proposed = sum(row["target_state"] == "proposed" for row in progress)
    how_many = "proposed" if proposed == len(progress) else "some_proposed" if proposed else "colon"
    _words(t(f"conclusion.{how_many}", language, count=proposed))
    for place, (found, count) in enumerate(status.counts(progress).items()):
        if place:
            _words(t("list_comma", language))
        label = t("conclusion.status", language, status=status.word(found, language), count=count)
        st.page_link(navigation.GOALS, label=label, query_params=seen.elsewhere(status=found))
    _words(t("conclusion.end", language))


def _words(text: str) -> None:
    st.html(f"<span>{escape(text)}</span>")
