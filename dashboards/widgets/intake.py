"""Loading a ledger on a page: choose the kind, upload, see what was found, and only then load."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from html import escape
from pathlib import PurePath
from typing import Any

import streamlit as st

from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import tables
from dashboards.widgets.blocks import notice, plain, section
from dashboards.widgets.chooser import labelled
from dashboards.widgets.editions import built
from pipelines.api import (
    BoardError,
    LedgerCheck,
    as_now,
    check_ledger,
    explain,
    ledger_columns,
    ledger_template,
    load_ledger,
    marked_ledger,
    worded,
)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = ["xlsx", "xls", "et", "ods", "csv"]
SHOWN = 50


def ledger(seen: View) -> None:
    """The whole way of one file into the board; what came of the last one stays above."""
    language = seen.language
    section(t("ledgers.intake", language), t("ledgers.intake_note", language))
    if seen.edition is not None:
        notice(t("ledgers.not_now", language))
        return
    if said := st.session_state.pop("ledger-loaded", None):
        st.success(said)
    kinds = {kind["ledger_id"]: kind for kind in seen.board.ledgers(seen.organisation_id)}
    chosen = seen.ledger_id if seen.ledger_id in kinds else next(iter(kinds))
    left, right = st.columns([3, 4], gap="large")
    with left:
        names = {ledger_id: seen.name(kind) for ledger_id, kind in kinds.items()}
        choices = [(seen.here(ledger_id=each), name, each == chosen) for each, name in names.items()]
        st.html(labelled(t("ledgers.kind", language), choices, language))
        st.html(f'<p class="definition">{escape(worded(kinds[chosen], "purpose", language))}</p>')
        st.download_button(
            t("ledgers.template", language),
            ledger_template(chosen),
            f"{names[chosen]}.xlsx",
            XLSX,
            on_click="ignore",
            key="ledger-template",
        )
    with right:
        key = f"ledger-file-{seen.organisation_id}-{chosen}-{st.session_state.get('ledger-turn', 0)}"
        with st.container(key=f"upload-{language}"):
            uploaded = st.file_uploader(t("ledgers.upload", language), TYPES, key=key)
    if uploaded is not None:
        _uploaded(seen, chosen, uploaded.getvalue(), uploaded.name)


def _uploaded(seen: View, ledger_id: str, content: bytes, name: str) -> None:
    language = seen.language
    digest = sha256(content).hexdigest()[:12]
    mapping = st.session_state.setdefault(f"ledger-map-{ledger_id}-{digest}", {})
    try:
        checked = check_ledger(content, name, ledger_id, seen.organisation_id, language, mapping)
    except BoardError as error:
        st.error(plain(explain(error, language)))
        unread = str(error.parts.get("unread", ""))
        _mapped(seen, ledger_id, unread.split("、") if unread.strip("-") else [], mapping, is_needed=True)
        return
    said = t("ledgers.checked", language, name=name, entries=checked.entries, good=checked.good)
    st.html(f'<p class="answer">{escape(said)}</p>')
    _found(checked, language)
    _mapped(seen, ledger_id, checked.unread_headers, mapping)
    if checked.same_as:
        notice(t("ledgers.same_as", language, batch=checked.same_as))
        return
    wish = _wish(checked, language)
    if st.button(t("ledgers.load", language), type="primary", disabled=wish is None, key="ledger-load") and wish:
        _load(seen, ledger_id, content, name, wish, mapping)


def _found(checked: LedgerCheck, language: str) -> None:
    """What was left out, what is refused, and what would change."""
    notes = [t("ledgers.skipped", language, rows=rows) for rows in checked.skipped]
    if checked.unread_sheets:
        notes.append(t("ledgers.unread_sheets", language, names=t("list_comma", language).join(checked.unread_sheets)))
    counts = {"added": checked.added, "changed": len(checked.changed), "same": checked.same}
    notes.append(t("ledgers.difference", language, **counts))
    if checked.changed:
        keys = t("list_comma", language).join(checked.changed[:10])
        notes.append(t("ledgers.changed", language, keys=keys + ("…" if len(checked.changed) > 10 else "")))
    if checked.late:
        notes.append(t("ledgers.late", language, count=checked.late, until=checked.locked_until))
    st.html("".join(f'<p class="note">{escape(note)}</p>' for note in notes))
    if not checked.refusals:
        return
    title = t("ledgers.refused", language, count=len(checked.refusals))
    section(title, t("ledgers.refused_note", language))
    headings = [t(f"ledgers.{name}", language) for name in ("place", "found", "why")]
    rows = [[escape(each[name]) or "—" for name in ("place", "found", "why")] for each in checked.refusals[:SHOWN]]
    st.html(tables.listed(title, headings, rows))
    if len(checked.refusals) > SHOWN:
        more = t("ledgers.more", language, count=len(checked.refusals) - SHOWN)
        st.html(f'<p class="note">{escape(more)}</p>')
    label = t("ledgers.marked", language)
    name = t("ledgers.marked_name", language, name=PurePath(checked.name).stem)
    st.download_button(
        label, as_now(lambda: marked_ledger(checked)), name, XLSX, on_click="ignore", key="ledger-marked"
    )


def _mapped(
    seen: View, ledger_id: str, unread: Sequence[str], mapping: dict[str, str], *, is_needed: bool = False
) -> None:
    """Headers that no column has: a person says once what they stand for."""
    language = seen.language
    headers = list(dict.fromkeys((*mapping, *unread)))
    if not headers:
        return
    columns = ledger_columns(ledger_id, language)
    names = t("list_comma", language).join(unread)
    title = t("ledgers.unread_headers", language, names=names or "—")
    with st.expander(plain(title), expanded=is_needed, key="ledger-headers"):
        for header in headers:
            chosen = st.selectbox(
                plain(t("ledgers.map", language, header=header)),
                [None, *columns],
                index=0 if header not in mapping else 1 + list(columns).index(mapping[header]),
                format_func=lambda column_id: columns.get(column_id, t("ledgers.map_none", language)),
                key=f"ledger-map-{ledger_id}-{header}",
            )
            if chosen != mapping.get(header):
                mapping.pop(header, None)
                if chosen:
                    mapping[header] = chosen
                st.rerun()


def _wish(checked: LedgerCheck, language: str) -> dict[str, bool] | None:
    """How the person wants it loaded; None until what must be confirmed is."""
    wish: dict[str, Any] = {"good_rows": False, "confirmed": False, "replace": False}
    if checked.refusals:
        label = t("ledgers.good_rows", language, good=checked.good)
        wish["good_rows"] = st.checkbox(label, key="ledger-good", disabled=checked.good == 0)
    if checked.missing:
        note = t("ledgers.missing", language, count=len(checked.missing))
        st.html(f'<p class="note">{escape(note)}</p>')
        wish["replace"] = st.checkbox(t("ledgers.replace", language, count=len(checked.missing)), key="ledger-replace")
    if checked.changed or wish["replace"]:
        wish["confirmed"] = st.checkbox(t("ledgers.confirm", language), key="ledger-confirm")
    is_ready = (not checked.refusals or wish["good_rows"]) and checked.good > 0
    needs_word = bool(checked.changed) or wish["replace"]
    return wish if is_ready and (wish["confirmed"] or not needs_word) else None


def _load(
    seen: View, ledger_id: str, content: bytes, name: str, wish: Mapping[str, bool], mapping: Mapping[str, str]
) -> None:
    language = seen.language
    try:
        with st.spinner(t("ledgers.load", language)):
            batch = load_ledger(content, name, ledger_id, seen.organisation_id, wish, mapping)
        said = built(language)
    except BoardError as error:
        st.error(plain(explain(error, language)))
        return
    st.session_state["ledger-loaded"] = t("ledgers.loaded", language, batch=batch) + said
    st.session_state["ledger-turn"] = st.session_state.get("ledger-turn", 0) + 1
    st.rerun()
