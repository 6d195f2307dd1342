"""The log of decisions: its filters, which stand in the address, a page of it, its export, its proof."""

from collections.abc import Mapping
from datetime import date
from html import escape

import streamlit as st

from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import tables
from dashboards.widgets.blocks import notice
from pipelines.api import (
    LOG_PAGE,
    LogFilter,
    as_now,
    check_log,
    export_log,
    log_choices,
    log_page,
    may_check_log,
    may_export_log,
    say,
)

COLUMNS = ("at", "about", "what", "who", "why")
PARAMETERS = ("from", "until", "kind", "who", "find")
FORMS = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def asked(seen: View) -> LogFilter:
    """What the address asks for; a day that is none asks for nothing."""
    return LogFilter(
        _day(seen.since), _day(seen.until), seen.subject_type or "", seen.actor_id or "", (seen.text or "").strip()
    )


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def filters(seen: View, asked: LogFilter) -> None:
    """Period, kind, person, text: each goes into the address, and the list begins at its first page again."""
    language = seen.language
    kinds, people = log_choices(language)
    with st.container(key="log-filters", horizontal=True, vertical_alignment="bottom", gap="small"):
        for name, day in (("from", asked.since), ("until", asked.until)):
            key = f"log-{name}-{day}"
            label = t(f"log.{name}", language)
            st.date_input(label, day, key=key, format="YYYY-MM-DD", on_change=_ask, args=(name, key), width=150)
        _choice("kind", kinds, asked.subject_type, language)
        _choice("who", people, asked.actor_id, language)
        key = f"log-find-{asked.text}"
        st.text_input(t("log.find", language), asked.text, key=key, on_change=_ask, args=("find", key), width=280)
        if asked != LogFilter():
            st.button(t("log.clear", language), key="log-clear", on_click=_clear)


def _choice(name: str, names: Mapping[str, str], chosen: str, language: str) -> None:
    shown = {"": t("log.all", language), **({chosen: chosen} if chosen else {}), **names}
    key = f"log-{name}-{chosen}-{language}"
    options = list(shown)
    st.selectbox(
        t(f"log.{name}", language),
        options,
        options.index(chosen),
        format_func=shown.__getitem__,
        key=key,
        on_change=_ask,
        args=(name, key),
        width=180,
    )


def _ask(name: str, key: str) -> None:
    wanted = st.session_state[key]
    st.query_params.pop("p", None)
    if wanted:
        st.query_params[name] = wanted.isoformat() if isinstance(wanted, date) else wanted
    else:
        st.query_params.pop(name, None)


def _clear() -> None:
    for name in (*PARAMETERS, "p"):
        st.query_params.pop(name, None)


def listed(seen: View, asked: LogFilter) -> None:
    """A page of what is asked for, with how many there are, the way to other pages, and the files."""
    language = seen.language
    page = max(int(seen.page), 1) if (seen.page or "").isdecimal() else 1
    rows, count = log_page(asked, page, language)
    pages = max(-(-count // LOG_PAGE), 1)
    if page > pages:
        page = pages
        rows, count = log_page(asked, page, language)
    st.html(f'<p class="answer">{escape(t("log.count", language, count=f"{count:,}"))}</p>')
    if not rows:
        st.html(f'<p class="note">{escape(t("log.empty" if asked == LogFilter() else "log.none", language))}</p>')
        return
    headings = [say(f"log.column.{column}", language) for column in COLUMNS]
    cells = [
        [
            f"<time>{escape(row['at'])}</time>",
            escape(row["about"]),
            escape(row["what"]),
            escape(f"{row['who']} · {row['role']}"),
            escape(row["why"] or "—"),
        ]
        for row in rows
    ]
    st.html(tables.listed(t("log.title", language), headings, cells))
    with st.container(key="log-pages", horizontal=True, vertical_alignment="center", gap="small"):
        for name, to in (("previous", page - 1), ("next", page + 1)):
            is_there = 1 <= to <= pages
            label = t(f"log.{name}", language)
            st.button(label, key=f"log-{name}", disabled=not is_there, on_click=_turn, args=(to,))
        place = t("log.place", language, page=page, pages=pages)
        st.html(f'<span class="note">{escape(place)}</span>', width="content")
        if may_export_log():
            for form, mime in FORMS.items():
                name = f"{t('log.file', language)}.{form}"
                label, made = t(f"log.{form}", language), _made(asked, language, form)
                st.download_button(label, made, name, mime, on_click="ignore", key=f"log-{form}")


def _made(asked: LogFilter, language: str, form: str):
    """The file is made once somebody asks for it."""
    return as_now(lambda: export_log(asked, language, form))


def _turn(page: int) -> None:
    st.query_params["p"] = str(page)


def check(seen: View) -> None:
    """Prove the whole chain and say so in one sentence; what is damaged is a refusal that names it."""
    language = seen.language
    if not may_check_log():
        return
    if st.button(t("log.check", language), key="log-check"):
        with st.spinner(t("log.checking", language)):
            head = check_log()
        code = "checked" if head.length else "check_none"
        notice(t(f"log.{code}", language, count=f"{head.length:,}", hash=head.hash[:12]), "done")
