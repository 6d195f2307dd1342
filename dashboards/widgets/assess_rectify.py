"""整改销号: what the assessment asks an organisation to mend, by which office, until when, and how far it is."""

from datetime import timedelta
from html import escape

import streamlit as st

from dashboards import navigation
from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import assess_lines
from dashboards.widgets.assess_frame import next_step
from dashboards.widgets.blocks import note, section, ways
from dashboards.widgets.labels import distinct
from dashboards.widgets.recording import done, told
from dashboards.widgets.tables import listed
from dashboards.widgets.turns import turned
from pipelines.api import Assessment, Rectification, may, owner_names, require_rectification, say, today


def draw(seen: View, at: Assessment, rows: list[assess_lines.Row]) -> None:
    """What was asked for with its state, the way to where it is worked on, and the form for another one."""
    if at.round.stage == "open":
        return
    language, organisation_id = seen.language, seen.organisation_id
    section(t("assess.rectify", language), t("assess.rectify_note", language))
    found = at.rectifications[organisation_id]
    if found:
        _table(seen, found)
        ways([(seen.link(navigation.SUPERVISION), t("assess.rectify_work", language))])
    else:
        st.html(note(t("assess.rectify_none", language)))
    if at.is_organiser and may("assess.rectify"):
        _form(seen, at, rows)


def _table(seen: View, found: list) -> None:
    language, owners = seen.language, owner_names(seen.language)
    columns = [t(f"assess.column.{name}", language) for name in ("problem", "owner", "due", "state", "repeats")]
    rows = [
        [
            escape(seen.name(row)),
            escape(owners.get(row["owner_id"], "—")),
            row["due_on"].isoformat() if row["due_on"] else "—",
            escape(_state(row, language)),
            t("assess.yes" if row["repeats"] else "assess.no", language),
        ]
        for row in found
    ]
    st.html(listed(t("assess.rectify", language), columns, rows))


def _state(row: assess_lines.Row, language: str) -> str:
    is_to_check = next_step(row) == "check"
    status = t("assess.rectify_check", language) if is_to_check else say(f"problem_status.{row['status']}", language)
    late = t("tasks.overdue", language, days=row["days_overdue"]) if row["days_overdue"] else ""
    return " · ".join(filter(None, (status, late)))


def _form(seen: View, at: Assessment, rows: list[assess_lines.Row]) -> None:
    language, organisation_id = seen.language, seen.organisation_id
    lost = {row["item_id"]: row for row in rows if assess_lines.lost_marks(row)}
    if not lost:
        return
    names = distinct({item_id: assess_lines.title(row, language) for item_id, row in lost.items()})
    owners = distinct(owner_names(language))
    form = f"rectify-{organisation_id}"
    turn = turned(form)
    key = f"{turn}-{language}"
    with st.expander(t("assess.rectify_ask", language), key="assess-rectify"), st.form(key, border=False):
        st.selectbox(t("assess.column.line", language), list(lost), format_func=names.__getitem__, key=f"{key}-line")
        st.text_input(t("assess.rectify_what", language), key=f"{key}-what")
        first, second = st.columns(2)
        first.selectbox(
            t("recording.owner", language), list(owners), format_func=owners.__getitem__, key=f"{key}-owner"
        )
        usual = max(at.round.plan.dates.rectify_until, today() + timedelta(days=1))
        second.date_input(t("tasks.until", language), usual, key=f"{key}-due")
        st.form_submit_button(
            t("assess.rectify_ask", language),
            type="primary",
            key=f"{key}-save",
            on_click=done,
            args=(language, form, lambda: _ask(at, organisation_id, key), "assess.said.rectify", turn),
        )
    told(form)


def _ask(at: Assessment, organisation_id: str, key: str) -> None:
    held = st.session_state
    wanted = Rectification(held[f"{key}-line"], held[f"{key}-what"], held[f"{key}-owner"], held[f"{key}-due"])
    require_rectification(at, organisation_id, wanted)
