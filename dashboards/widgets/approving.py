"""Editions that wait for approval: what each is, its difference to the current one, approving or sending back."""

from collections.abc import Mapping
from datetime import datetime
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from dashboards import navigation
from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets.blocks import notice, section, ways
from pipelines.api import BoardError, approve_edition, explain, send_edition_back


def waiting(seen: View) -> None:
    """Every candidate with its two ways out; nothing where none waits."""
    language = seen.language
    if said := st.session_state.pop("approving-said", None):
        notice(*said)
    candidates = [each for each in seen.editions if each.get("is_waiting")]
    if not candidates:
        return
    section(t("approving.title", language, count=len(candidates)), t("approving.note", language))
    for each in candidates:
        with st.container(key=f"candidate-{each['edition_id']}", border=True):
            _one(seen, each)


def _one(seen: View, candidate: Mapping[str, Any]) -> None:
    language, edition_id = seen.language, candidate["edition_id"]
    current = next(each["edition_id"] for each in seen.editions if each["is_current"])
    when = datetime.fromisoformat(candidate["published_at"]).astimezone(ZoneInfo("Asia/Shanghai"))
    facts = {"id": edition_id, "as_of": candidate["as_of"], "when": f"{when:%Y-%m-%d %H:%M}"}
    counts = {"count": candidate["warnings"], "checks": candidate["checks"]}
    warned = t("approving.warnings", language, **counts) if counts["count"] else t("approving.no_warnings", language)
    said = t("approving.candidate", language, **facts) + warned
    st.html(f"<p>{escape(said)}</p>")
    difference = seen.link(navigation.CHANGES, edition=edition_id, compared=current)
    looked = seen.link(navigation.OVERVIEW, edition=edition_id)
    ways([(difference, t("approving.difference", language)), (looked, t("approving.look", language))])
    st.text_input(t("approving.why", language), key=f"approving-why-{edition_id}")
    with st.container(horizontal=True, gap="small"):
        for name, kind in (("approve", "primary"), ("refuse", "secondary")):
            label, asked = t(f"approving.{name}", language), (name, edition_id, candidate["seen"], language)
            st.button(label, key=f"{name}-{edition_id}", type=kind, on_click=_decide, args=asked)


def _decide(name: str, edition_id: str, looked: int, language: str) -> None:
    """What the person had before them is what stood there when the button was drawn."""
    record = approve_edition if name == "approve" else send_edition_back
    try:
        record(edition_id, seen=looked, why=st.session_state.get(f"approving-why-{edition_id}", ""))
    except BoardError as error:
        st.session_state["approving-said"] = (explain(error, language), "refused")
        return
    st.session_state["approving-said"] = (t(f"approving.{name}d", language, id=edition_id), "done")
