"""What a query answers: a table, a chart where it has something to draw, files, and a cell for a notebook."""

import re
from collections.abc import Sequence
from html import escape
from urllib.parse import urlencode

import streamlit as st

from dashboards.charts import answer as charts
from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import tables
from dashboards.widgets.asking import asked
from dashboards.widgets.blocks import anchor, note, notice, section
from dashboards.widgets.chart import Table, chart, notebook_cell
from dashboards.widgets.copying import copyable
from pipelines.api import Answer, BoardError, answer_file, explain, query_expression, run_query

SHOWN = 200
_LONGEST_CELL = 400
_YEARS = re.compile("year|年", re.IGNORECASE)
_TIMES = re.compile("year|month|年|月", re.IGNORECASE)
"""Columns whose whole numbers name rows."""
_FORMS = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def answered(seen: View) -> None:
    """Run the query of the address and show what it gives, or why it gives nothing."""
    language, select = seen.language, asked(seen)
    if not select:
        st.html(note(t("query.empty", language)))
        return
    try:
        with st.spinner(t("query.running", language)):
            answer = _answer(seen, select)
    except BoardError as error:
        notice(explain(error, language), "refused")
        return
    section(t("query.answer", language), _counted(answer, language))
    if not answer.rows:
        st.html(note(t("query.no_rows", language)))
        return
    _chart(seen, answer)
    rows = [[_shown(cell) for cell in row] for row in answer.rows[:SHOWN]]
    with st.container(key="query-answer"):
        st.html(tables.listed(t("query.answer", language), answer.columns, rows))
    _files(seen, select, answer)


def _answer(seen: View, select: str) -> Answer:
    """The answer, kept while nothing else is asked: an edition gives the same one every time."""
    key = (seen.board.edition_id, select)
    kept = st.session_state.get("query-answer")
    if kept and kept[0] == key:
        return kept[1]
    answer = run_query(seen.board, select)
    st.session_state["query-answer"] = (key, answer)
    return answer


def _counted(answer: Answer, language: str) -> str:
    count = f"{len(answer.rows):,}"
    said = t(f"query.count.{answer.cut or 'all'}", language, count=count)
    return said + (t("query.count.shown", language, count=SHOWN) if len(answer.rows) > SHOWN else "")


def _shown(cell: object) -> str:
    """A cell as HTML; an empty one is a dash, a long one is cut."""
    text = "—" if cell is None else str(cell)
    return escape(text if len(text) <= _LONGEST_CELL else f"{text[:_LONGEST_CELL]}…")


def _chart(seen: View, answer: Answer) -> None:
    """Bars or a line over a column that names the rows; which columns stands in the address."""
    language = seen.language
    names, numbers = _names(answer), _numbers(answer)
    if not names or not numbers or not 2 <= len(answer.rows) <= charts.MOST:
        return
    across = _chosen(seen.across, answer, names)
    up = _chosen(seen.up, answer, [at for at in numbers if at != across])
    if across is None or up is None:
        return
    is_line = seen.drawn == "line"
    labels = ["—" if row[across] is None else str(row[across]) for row in answer.rows]
    values = [row[up] if isinstance(row[up], int | float) else None for row in answer.rows]
    words = {"across": answer.columns[across], "up": answer.columns[up]}
    choices = {
        "across": [(answer.columns[at], at == across) for at in names],
        "up": [(answer.columns[at], at == up) for at in numbers],
        "drawn": [("bar", not is_line), ("line", is_line)],
    }
    said = []
    for field, options in choices.items():
        if len(options) > 1:
            links = " ".join(_choice(seen, field, name, chosen) for name, chosen in options)
            said.append(f"<span>{escape(t(f'query.{field}', language))} {links}</span>")
    st.html(f'<p class="choices">{"".join(said)}</p>')
    figure = charts.drawn(labels, values, words, line=is_line)
    label = t("query.chart", language, up=words["up"], across=words["across"])
    rows = [[name, value] for name, value in zip(labels, values, strict=True)]
    chart(
        seen,
        figure,
        Table(label, [words["across"], words["up"]], rows, query_expression(asked(seen))),
        key="query-chart",
    )


def _choice(seen: View, field: str, name: str, chosen: bool) -> str:
    label = t(f"query.drawn.{name}", seen.language) if field == "drawn" else name
    return anchor(seen.here(**{field: name}), label, chosen)


def _names(answer: Answer) -> list[int]:
    """Columns whose cells name rows: texts, days, and whole numbers called year or month."""
    return [at for at, column in enumerate(answer.columns) if not _is_number(answer, at) or _TIMES.search(column)]


def _numbers(answer: Answer) -> list[int]:
    return [at for at in range(len(answer.columns)) if _is_number(answer, at)]


def _is_number(answer: Answer, at: int) -> bool:
    cells = [row[at] for row in answer.rows if row[at] is not None]
    return bool(cells) and all(isinstance(cell, int | float) for cell in cells)


def _chosen(name: str | None, answer: Answer, options: Sequence[int]) -> int | None:
    named = [at for at in options if answer.columns[at] == name]
    others = [at for at in options if not _YEARS.search(answer.columns[at])]
    return next(iter([*named, *others, *options]), None) if name or others else next(iter(options), None)


def _files(seen: View, select: str, answer: Answer) -> None:
    """The answer as files, the address to pass on, and the cell that gives the same in a notebook."""
    language = seen.language
    with st.container(key="query-files", horizontal=True, vertical_alignment="center", gap="small"):
        for form, mime in _FORMS.items():
            name = f"{t('query.file', language)}.{form}"

            def made(form: str = form) -> bytes:
                return answer_file(seen.board, select, answer, form, language)

            st.download_button(t(f"query.{form}", language), made, name, mime, on_click="ignore", key=f"query-{form}")
        to = "?" + urlencode(seen.params(edition=seen.board.edition_id))
        link = f'<a href="{escape(to)}">{escape(t("query.link", language))}</a>'
        st.html(f'<p class="note">{link}</p>', width="content")
    section(t("query.cell", language), t("query.cell_note", language))
    with st.container(key="query-cell"):
        copyable(notebook_cell(seen, query_expression(select)), language)
