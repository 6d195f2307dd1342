"""Loading reports on a page: drop the files, see what each was read as, correct it, and only then load."""

from collections.abc import Sequence
from html import escape
from math import ceil

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dashboards import navigation
from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets.blocks import notice, section, ways
from dashboards.widgets.document_card import card
from pipelines.api import (
    BoardError,
    DocumentCheck,
    DocumentsLoaded,
    Intake,
    build_edition,
    check_document,
    current_settings,
    explain,
    load_documents,
)

TYPES = ["docx", "pdf", "xlsx", "xls", "et", "ods", "csv", "html", "htm", "txt", "md", "doc", "wps", "rtf"]
_LOADED = "intake-loaded"


def intake(seen: View) -> None:
    """The whole way of some files into the board; what came of the last ones stays until others are dropped."""
    language = seen.language
    section(t("intake.title", language), t("intake.note", language))
    if seen.edition is not None:
        notice(t("intake.not_now", language))
        return
    limit = current_settings().max_document_mb
    with st.container(key=f"upload-{language}"):
        uploaded = st.file_uploader(
            t("intake.upload", language, limit=f"{limit:g}"),
            TYPES,
            accept_multiple_files=True,
            key=f"intake-files-{st.session_state.get('intake-turn', 0)}",
            max_upload_size=max(1, ceil(limit)),
        )
    _forget({each.file_id for each in uploaded})
    if not uploaded:
        if _LOADED in st.session_state:
            _loaded(seen, st.session_state[_LOADED])
        return
    st.session_state.pop(_LOADED, None)
    checked = [(each.name, _check(each, language)) for each in uploaded]
    _load(seen, _said(checked, language), len(checked))


def _check(uploaded: UploadedFile, language: str) -> DocumentCheck | BoardError:
    """What a file was read as, or why it can't be loaded; a file is read once, however often the page runs."""
    kept = st.session_state.setdefault("intake-checks", {})
    key = (uploaded.file_id, language)
    if key not in kept:
        with st.spinner(t("intake.reading", language)):
            try:
                kept[key] = check_document(uploaded.getvalue(), uploaded.name, language)
            except BoardError as error:
                kept[key] = error
    return kept[key]


def _forget(file_ids: set[str]) -> None:
    """Keep nothing of files that were taken off the page or loaded."""
    kept = st.session_state.get("intake-checks", {})
    for key in [key for key in kept if key[0] not in file_ids]:
        del kept[key]
    if not file_ids:
        for name in ("intake-said", "intake-opened"):
            st.session_state.pop(name, None)


def _said(
    checked: Sequence[tuple[str, DocumentCheck | BoardError]], language: str
) -> list[tuple[DocumentCheck, Intake]]:
    """Each file with what the person says of it; those that can't be loaded are shown and left out."""
    wanted, seen = [], {}
    for number, (name, check) in enumerate(checked):
        if isinstance(check, BoardError):
            notice(explain(check, language), "refused")
            continue
        if check.digest in seen:
            notice(t("intake.twin", language, name=name, other=seen[check.digest]))
            continue
        seen[check.digest] = name
        with st.container(border=True, key=f"document-{number}"):
            said = card(check, language)
        if said is not None:
            wanted.append((check, said))
    return wanted


def _load(seen: View, wanted: Sequence[tuple[DocumentCheck, Intake]], of: int) -> None:
    language = seen.language
    if of > len(wanted):
        note = t("intake.left_out", language, count=len(wanted), others=of - len(wanted))
        st.html(f'<p class="note">{escape(note)}</p>')
    if not st.button(t("intake.load", language), type="primary", disabled=not wanted, key="intake-load"):
        return
    try:
        with st.spinner(t("intake.loading", language)):
            st.session_state[_LOADED] = load_documents(wanted)
    except BoardError as error:
        notice(t("intake.nothing", language) + "\n" + explain(error, language), "refused")
        return
    st.session_state["intake-turn"] = st.session_state.get("intake-turn", 0) + 1
    st.rerun()


def _loaded(seen: View, loaded: DocumentsLoaded) -> None:
    """What was loaded, where it stands now, and where to go on."""
    language = seen.language
    titles = t("list_comma", language).join(t("intake.titled", language, title=each.title) for each in loaded.documents)
    state = "later" if loaded.edition_id is None else "published" if loaded.is_published else "waits"
    said = t(f"intake.loaded.{state}", language, titles=titles, edition=loaded.edition_id)
    notice(said, "done" if state == "published" else "")
    if state == "later" and st.button(t("intake.build", language), key="intake-build"):
        try:
            with st.spinner(t("edition.building", language)):
                edition_id, is_published = build_edition()
        except BoardError as error:
            notice(explain(error, language), "refused")
            return
        st.session_state[_LOADED] = DocumentsLoaded(loaded.documents, edition_id, is_published)
        st.rerun()
    if state != "published":
        return
    with st.container(key="intake-next"):
        _links(seen, loaded)


def _links(seen: View, loaded: DocumentsLoaded) -> None:
    """To what comes next for each organisation and year: the review, for a draft the comparison before signing."""
    language = seen.language
    names = {organisation_id: seen.name(row) for organisation_id, row in seen.organisations.items()}
    links = []
    for organisation_id, year, is_draft in dict.fromkeys(
        (each.organisation_id, each.year, each.type == "draft_report") for each in loaded.documents
    ):
        if organisation_id not in names:
            continue  # an edition without it was published meanwhile
        label = t(f"intake.to.{'signing' if is_draft else 'review'}", language, name=names[organisation_id], year=year)
        page = navigation.SIGNING if is_draft else navigation.REVIEW
        links.append((seen.link(page, organisation_id=organisation_id, year=year), label))
    ways(links)
