"""版本差异: what the edition in view has otherwise than an earlier one.  ?with= names the other edition."""

from collections.abc import Mapping
from html import escape
from typing import Any

import streamlit as st

from dashboards import view
from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import approving, changes, editions
from dashboards.widgets.blocks import notice, section


def pair(seen: View) -> tuple[dict, dict] | None:
    """The earlier and the later edition: the one in view and the one asked for, else the one published before it."""
    shown = next(each for each in seen.editions if each["edition_id"] == seen.board.edition_id)
    others = [each for each in seen.editions if each is not shown]
    if not others:
        return None
    older = [each for each in others if _order(each) < _order(shown)]
    asked = [each for each in others if each["edition_id"] == seen.compared]
    other = (asked or older or others)[0]
    before, after = sorted((shown, other), key=_order)
    return before, after


def _order(edition: Mapping[str, Any]) -> tuple[bool, str]:
    """What waits for approval comes after everything that was published."""
    return bool(edition.get("is_waiting")), edition["published_at"]


seen = view.current()
language = seen.language
approving.waiting(seen)
compared = pair(seen)
if compared is None:
    section(t("changes.title", language))
    st.html(f'<p class="note">{escape(t("changes.only_one", language))}</p>')
else:
    before, after = compared
    section(t("changes.title", language))
    if seen.compared and seen.compared not in (before["edition_id"], after["edition_id"]):
        notice(t("changes.unknown", language, id=seen.compared[:60]))
    other = before if after["edition_id"] == seen.board.edition_id else after
    editions.choose_compared(seen, other)
    changes.shown(seen, before, after)
