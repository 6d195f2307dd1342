"""Which edition is read: the list in the header, the banner over one that isn't current, the list to compare with."""

from collections.abc import Mapping
from datetime import datetime
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from dashboards import navigation
from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets.blocks import notice, ways
from dashboards.widgets.chooser import chooser, labelled
from pipelines.api import build_edition


def built(language: str) -> str:
    """Build an edition with everything that is loaded and decided; in words whether it is published or waits.

    Raises what building raises.
    """
    with st.spinner(t("edition.building", language)):
        edition_id, is_published = build_edition()
    return t(f"edition.{'published' if is_published else 'waits'}", language, edition=edition_id)


def choose(view: View) -> str:
    """HTML of which edition is read, and of which others can be."""
    if len(view.editions) == 1:
        return escape(view.board.edition_id)
    choices = [
        (
            view.here(edition=None if each["is_current"] else each["edition_id"]),
            edition_name(each, view.language),
            each["edition_id"] == view.board.edition_id,
        )
        for each in view.editions
    ]
    return chooser(t("context.edition", view.language), choices, view.language)


def edition_name(edition: Mapping[str, Any], language: str) -> str:
    """An edition's id, and whether it is the current one or waits for approval."""
    if edition["is_current"]:
        return t("edition.current", language, id=edition["edition_id"])
    return t("edition.candidate", language, id=edition["edition_id"]) if _waits(edition) else edition["edition_id"]


def _waits(edition: Mapping[str, Any]) -> bool:
    return bool(edition.get("is_waiting"))


def choose_compared(view: View, other: Mapping[str, Any]) -> None:
    """A list to choose the edition that the one in view is compared with."""
    choices = [
        (
            view.here(compared=each["edition_id"]),
            edition_name(each, view.language),
            each["edition_id"] == other["edition_id"],
        )
        for each in view.editions
        if each["edition_id"] != view.board.edition_id
    ]
    st.html(labelled(t("changes.with", view.language), choices, view.language))


def banner(view: View) -> None:
    """That another edition than the current one is shown, with the way back; or that what is asked for isn't there."""
    language, asked = view.language, st.query_params.get("edition")
    if view.board.manifest.synthetic:
        st.html(f'<p class="simulated" role="status">{escape(t("simulated", language))}</p>')
    current = next(each for each in view.editions if each["is_current"])
    if view.edition:
        shown = next(each for each in view.editions if each["edition_id"] == view.edition)
        with st.container(key="earlier-edition", horizontal=True, vertical_alignment="center", gap="small"):
            when = "later" if shown["published_at"] > current["published_at"] else "earlier"
            when = "waiting" if _waits(shown) else when
            said = t(f"edition.{when}", language, id=view.edition, as_of=shown["as_of"], published=day(shown))
            st.html(f'<span role="status">{escape(said)}</span>', width="content")
            links = [(view.here(edition=None), t("edition.back", language))]
            since = view.elsewhere(edition=None, compared=view.edition)
            links.append((navigation.href(navigation.CHANGES, since), t("edition.since", language)))
            ways(links)
    elif asked and asked != current["edition_id"]:
        notice(t("edition.unknown", language, id=asked[:60]))


def day(edition: Mapping[str, Any]) -> str:
    """The day that an edition was published, in Shanghai."""
    moment = datetime.fromisoformat(edition["published_at"]).astimezone(ZoneInfo("Asia/Shanghai"))
    return moment.date().isoformat()
