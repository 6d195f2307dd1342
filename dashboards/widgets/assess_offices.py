"""分解任务: which office (责任科室) answers for which lines, and the form that gives them to another one."""

from html import escape

import streamlit as st

from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import assess_lines
from dashboards.widgets.assess_frame import to_line
from dashboards.widgets.blocks import section
from dashboards.widgets.labels import distinct
from dashboards.widgets.recording import done, told
from dashboards.widgets.tables import listed
from dashboards.widgets.turns import turned
from pipelines.api import Assessment, divide_tasks, office_tasks, owner_names, text_of


def draw(seen: View, at: Assessment, *, may_divide: bool) -> None:
    """Each office with its lines, those of who looks first; the form for who may divide them."""
    language, names = seen.language, owner_names(seen.language)
    section(t("assess.offices", language), t("assess.offices_note", language))
    columns = [t(f"assess.column.{name}", language) for name in ("owner", "waiting", "lines")]
    rows = []
    for row in office_tasks(at, seen.organisation_id, language):
        mine = f' <span class="chip">{escape(t("assess.offices_mine", language))}</span>' if row["is_mine"] else ""
        links = [
            f"<b>{to_line(seen, at, item_id, name)}</b>" if waits else to_line(seen, at, item_id, name)
            for item_id, name, waits in row["items"]
        ]
        office = escape(names.get(row["owner_id"], t("assess.offices_none", language)))
        rows.append([office + mine, str(row["waiting"]), t("list_comma", language).join(links)])
    st.html(listed(t("assess.offices", language), columns, rows, short=(1,)))
    if may_divide:
        _form(seen, at)


def _form(seen: View, at: Assessment) -> None:
    """Give some lines to another office."""
    language, organisation_id = seen.language, seen.organisation_id
    items = {item.item_id: item for item in at.in_order() if item.rule is not None and not item.is_veto}
    titles = {
        item_id: assess_lines.title({"name": text_of(item.name, language), "ceiling": item.marks}, language)
        for item_id, item in items.items()
    }
    lines, owners = distinct(titles), distinct(owner_names(language))
    where = f"divide-{organisation_id}"
    turn = turned(where)
    key = f"{turn}-{language}"
    with st.expander(t("assess.offices_change", language), key="assess-offices"), st.form(key, border=False):
        st.multiselect(
            t("assess.column.line", language),
            list(lines),
            format_func=lines.__getitem__,
            placeholder=t("assess.offices_choose", language),
            key=f"{key}-lines",
        )
        st.selectbox(
            t("assess.column.owner", language), list(owners), format_func=owners.__getitem__, key=f"{key}-owner"
        )
        st.form_submit_button(
            t("assess.offices_save", language),
            type="primary",
            key=f"{key}-save",
            on_click=done,
            args=(language, where, lambda: _divide(at, organisation_id, key), "assess.said.divided", turn),
        )
    told(where)


def _divide(at: Assessment, organisation_id: str, key: str) -> None:
    held = st.session_state
    divide_tasks(at, organisation_id, dict.fromkeys(held[f"{key}-lines"], held[f"{key}-owner"]))
