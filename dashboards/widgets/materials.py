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
from pipelines.api import (
    BoardError,
    MaterialCard,
    Settings,
    add_material,
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
    known = {each["material_id"]: each["title"] for each in materials(organisation_id)}
    chosen = st.multiselect(
        t("materials.choose", language),
        list(known),
        format_func=known.__getitem__,
        placeholder=t("materials.choose_note", language),
        key=f"{key}-known-{language}",
    )
    limit = Settings().max_material_mb
    with st.container(key=f"upload-{language}-{key}"):
        st.file_uploader(
            t("materials.choose_new", language, limit=f"{limit:g}"),
            accept_multiple_files=True,
            key=f"{key}-new",
            max_upload_size=max(1, ceil(limit)),
        )
    try:
        return collected(language, organisation_id, key, period=period, owner_id=owner_id)
    except BoardError as error:
        st.error(explain(error, language))
        return chosen


def collected(
    language: str,
    organisation_id: str,
    key: str,
    *,
    period: tuple[date, date] | None = None,
    owner_id: str | None = None,
) -> list[str]:
    """The ids of what `choose` holds right now, new files stored; also for a callback, before the page is drawn anew.

    Raises what storing a material raises.
    """
    known = {each["material_id"] for each in materials(organisation_id)}
    ids = list(st.session_state.get(f"{key}-known-{language}", []))
    start, end = period or (date(today().year, 1, 1), date(today().year, 12, 31))
    for file in st.session_state.get(f"{key}-new") or []:
        card = MaterialCard(
            organisation_id, PurePath(file.name).stem, start, end, owner_id or next(iter(owner_names(language)))
        )
        digest = sha256(file.getvalue()).hexdigest()
        ids.append(digest if digest in known else add_material(file.getvalue(), file.name, card))
    return list(dict.fromkeys(ids))


def named(material_ids: Collection[str], language: str) -> str:
    """HTML of materials' titles, each a link to its own page; empty where there are none."""
    links = []
    for each in materials_named(material_ids):
        asked = {"lang": language, "org": each["organisation_id"], "material": each["material_id"]}
        state = "" if each["state"] == "kept" else " · " + escape(say(f"material.{each['state']}", language))
        links.append(f'<a href="materials?{escape(urlencode(asked))}">{escape(each["title"])}</a>{state}')
    return f'<p class="note">{t("list_comma", language).join(links)}</p>' if links else ""
