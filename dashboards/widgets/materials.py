"""Materials (佐证材料) on other pages: to be chosen as evidence in a form, and named where they stand as evidence."""

from collections.abc import Collection
from datetime import date
from hashlib import sha256
from html import escape
from math import ceil
from pathlib import PurePath
from urllib.parse import urlencode

import streamlit as st

from dashboards.i18n import t
from dashboards.widgets.blocks import notice
from dashboards.widgets.labels import distinct
from pipelines.api import (
    BoardError,
    MaterialCard,
    add_material,
    current_settings,
    explain,
    materials,
    materials_named,
    owner_names,
    say,
    today,
)


def choose(
    language: str,
    organisation_id: str,
    key: str,
    *,
    period: tuple[date, date] | None = None,
    owner_id: str | None = None,
) -> list[str]:
    """The ids of the materials that a person chooses or uploads in place, inside a form or outside of one.

    A new file is stored as soon as it arrives here, under its own name as title, with `period` (this year where None)
    and `owner_id` (the catalogue's first office where None); both can be changed on the page of materials.  A file that
    can't be stored is said, and isn't among the ids.
    """
    rows = {each["material_id"]: each for each in materials(organisation_id)}
    known = distinct(
        {each: row["title"] for each, row in rows.items()},
        {each: row["name"] for each, row in rows.items()},
        {each: row["added_on"] for each, row in rows.items()},
        {each: each[:6] for each in rows},
    )
    st.multiselect(
        t("materials.choose", language),
        list(known),
        format_func=known.__getitem__,
        placeholder=t("materials.choose_note", language),
        key=f"{key}-known-{language}",
    )
    limit = current_settings().max_material_mb
    with st.container(key=f"upload-{language}-{key}"):
        st.file_uploader(
            t("materials.choose_new", language, limit=f"{limit:g}"),
            accept_multiple_files=True,
            key=f"{key}-new",
            max_upload_size=max(1, ceil(limit)),
        )
    ids, refused = _collected(language, organisation_id, key, period, owner_id)
    for error in refused:
        notice(explain(error, language), "refused")
    return ids


def collected(language: str, organisation_id: str, key: str) -> list[str]:
    """The ids of what `choose` holds right now, new files stored, for a callback: before the page is drawn anew.

    Raises what storing the first file raises that can't be stored.
    """
    ids, refused = _collected(language, organisation_id, key)
    for error in refused:
        raise error
    return ids


def _collected(
    language: str,
    organisation_id: str,
    key: str,
    period: tuple[date, date] | None = None,
    owner_id: str | None = None,
) -> tuple[list[str], list[BoardError]]:
    """(ids of what is chosen and stored, why the other files aren't)."""
    refused: list[BoardError] = []
    known = {each["material_id"] for each in materials(organisation_id)}
    ids = list(st.session_state.get(f"{key}-known-{language}", []))
    start, end = period or (date(today().year, 1, 1), date(today().year, 12, 31))
    for file in st.session_state.get(f"{key}-new") or []:
        card = MaterialCard(
            organisation_id, PurePath(file.name).stem, start, end, owner_id or next(iter(owner_names(language)))
        )
        digest = sha256(file.getvalue()).hexdigest()
        try:
            ids.append(digest if digest in known else add_material(file.getvalue(), file.name, card))
        except BoardError as error:
            refused.append(error)
    return list(dict.fromkeys(ids)), refused


def named(material_ids: Collection[str], language: str) -> str:
    """HTML of materials' titles, each a link to its own page; empty where there are none."""
    links = []
    for each in materials_named(material_ids):
        asked = {"lang": language, "org": each["organisation_id"], "material": each["material_id"]}
        state = "" if each["state"] == "kept" else " · " + escape(say(f"material.{each['state']}", language))
        links.append(f'<a href="materials?{escape(urlencode(asked))}">{escape(each["title"])}</a>{state}')
    return f'<p class="note">{t("list_comma", language).join(links)}</p>' if links else ""
