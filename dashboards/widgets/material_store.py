"""材料库 itself: files are stored, found again, described otherwise, withdrawn, deleted after their retention."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from html import escape
from math import ceil
from pathlib import PurePath
from typing import Any

import streamlit as st

from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets.blocks import back, notice, plain, section
from dashboards.widgets.labels import distinct
from dashboards.widgets.pressing import did, told_rest
from dashboards.widgets.recording import told
from dashboards.widgets.turns import next_turn, turn_of
from pipelines.api import (
    BoardError,
    MaterialCard,
    add_material,
    as_now,
    change_material,
    current_settings,
    explain,
    material_content,
    material_uses,
    owner_names,
    purge_material,
    say,
    today,
    withdraw_material,
)

Row = Mapping[str, Any]
SHOWN = 50
FIRST_DAY = date(1949, 10, 1)
_SAID = "materials-said"


def upload(seen: View) -> None:
    """Files are dropped, described together (each has its title), and stored; what can't be stored is said."""
    language = seen.language
    for text, kind in st.session_state.pop(_SAID, ()):
        notice(text, kind)
    limit = current_settings().max_material_mb
    turn = st.session_state.get("materials-turn", 0)
    with st.container(key=f"upload-{language}"):
        uploaded = st.file_uploader(
            t("materials.upload", language, limit=f"{limit:g}"),
            accept_multiple_files=True,
            key=f"materials-files-{turn}",
            max_upload_size=max(1, ceil(limit)),
        )
    if not uploaded:
        return
    with st.form(f"materials-add-{turn}"):
        titles = [
            st.text_input(
                t("materials.field.title_of", language, name=plain(each.name)),
                PurePath(each.name).stem[:200],
                key=f"materials-title-{each.file_id}",
            )
            for each in uploaded
        ]
        card = _described(seen, None, f"add-{turn}")
        is_meant = st.form_submit_button(t("materials.add", language, count=len(uploaded)), type="primary")
    if is_meant:
        said = [
            _stored(language, each.getvalue(), each.name, card(title))
            for each, title in zip(uploaded, titles, strict=True)
        ]
        st.session_state[_SAID] = said
        st.session_state["materials-turn"] = turn + 1
        st.rerun()


def listed(seen: View, rows: Sequence[Row]) -> None:
    """The materials that fit what is asked for, the latest first, each with where it stands."""
    language = seen.language
    section(t("materials.list", language))
    if not rows:
        st.html(f'<p class="note">{escape(t("materials.none", language))}</p>')
        return
    found = _filtered(language, rows)
    said = t("materials.count", language, all=len(rows), found=len(found))
    st.html(f'<p class="note">{escape(said if found else t("materials.none_found", language))}</p>')
    most = st.session_state.get("materials-most", SHOWN)
    owners = owner_names(language)
    st.html(f'<ul class="lines">{"".join(_material(seen, row, owners) for row in found[:most])}</ul>')
    if len(found) > most and st.button(t("materials.more", language, count=min(SHOWN, len(found) - most))):
        st.session_state["materials-most"] = most + SHOWN
        st.rerun()


def _material(seen: View, row: Row, owners: Mapping[str, str]) -> str:
    to, line = seen.here(material_id=row["material_id"]), _line(row, owners, seen.language)
    return f'<li><a href="{escape(to)}">{escape(row["title"])}</a><p class="note">{escape(line)}</p></li>'


def one(seen: View, row: Row) -> None:
    """One material: what it is, its file, where it is used, and what can be done with it."""
    language = seen.language
    for text, kind in st.session_state.pop(_SAID, ()):
        notice(text, kind)
    back(seen.here(material_id=None), t("materials.back", language))
    st.html(f'<header class="metric"><h1>{escape(row["title"])}</h1></header>')
    facts = _facts(row, language)
    items = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(fact)}</dd></div>" for name, fact in facts)
    st.html(f'<dl class="source">{items}</dl>')
    if row["state"] != "purged":
        # the file is read only for who asks for it
        st.download_button(
            t("materials.download", language),
            as_now(lambda: material_content(row["material_id"])),
            row["name"],
            "application/octet-stream",
            on_click="ignore",
            key="material-download",
        )
    uses = material_uses(row["material_id"], language)
    section(t("materials.uses", language, count=len(uses)))
    shown = "".join(f"<li>{escape(use)}</li>" for use in uses)
    nothing = f'<p class="note">{escape(t("materials.no_uses", language))}</p>'
    st.html(f'<ul class="due">{shown}</ul>' if uses else nothing)
    if row["state"] != "purged":
        _change(seen, row)
        if row["state"] == "kept":
            _withdraw(seen, row, uses)
        if row["is_over"]:
            _purge(seen, row)
    told_rest("material-")


def _described(seen: View, row: Row | None, key: str) -> Callable[[str], MaterialCard]:
    """The fields that describe a material, but for its title: a function of that, which reads what they hold."""
    language = seen.language
    owners = distinct(owner_names(language))
    keys = {name: f"material-{name}-{key}" for name in ("start", "end", "keep", "public")}
    keys["owner"] = f"material-owner-{key}-{language}"
    _follow(keys["start"], row["period_start"] if row else date(seen.year, 1, 1))
    _follow(keys["end"], row["period_end"] if row else date(seen.year, 12, 31))
    _follow(keys["keep"], row["keep_until"] if row else None)
    _follow(keys["owner"], row["owner_id"] if row and row["owner_id"] in owners else next(iter(owners)))
    _follow(keys["public"], row["is_public"] if row else False)
    # Streamlit's own last day is ten years off, and evidence is kept for longer
    days = {"min_value": FIRST_DAY, "max_value": date(today().year + 100, 12, 31), "format": "YYYY-MM-DD"}
    first, second, third = st.columns(3)
    first.date_input(t("materials.field.start", language), key=keys["start"], **days)
    second.date_input(t("materials.field.end", language), key=keys["end"], **days)
    third.date_input(t("materials.field.keep_until", language), None, key=keys["keep"], **days)
    left, right = st.columns([2, 1], vertical_alignment="bottom")
    left.selectbox(
        t("materials.field.owner", language), list(owners), format_func=owners.__getitem__, key=keys["owner"]
    )
    right.checkbox(t("materials.field.public", language), key=keys["public"])

    def card(title: str) -> MaterialCard:
        held = {name: st.session_state[each] for name, each in keys.items()}
        period = (held["start"], held["end"])
        return MaterialCard(seen.organisation_id, title, *period, held["owner"], held["public"], held["keep"])

    return card


def _follow(key: str, value: Any) -> None:
    """Let a field hold `value` for as long as nobody touches it; what a person put there stays."""
    held, before = st.session_state, f"{key}-before"
    if key not in held or (held.get(before, value) != value and held[key] == held[before]):
        held[key] = value
    held[before] = value


def _stored(language: str, content: bytes, name: str, card: MaterialCard) -> tuple[str, str]:
    """What came of storing a file, in words, and the kind of notice that says it."""
    try:
        add_material(content, name, card)
    except BoardError as error:
        return explain(error, language), "refused"
    return t("materials.added", language, title=card.title.strip()), "done"


def _filtered(language: str, rows: Sequence[Row]) -> list[Row]:
    owners = distinct(owner_names(language))
    years = sorted({year for row in rows for year in _years(row)}, reverse=True)
    with st.container(key="material-filters", horizontal=True, vertical_alignment="bottom"):
        text = st.text_input(t("materials.search", language), key="material-text", width=220).strip().lower()
        owner_id = st.selectbox(
            t("materials.field.owner", language),
            ["", *(each for each in owners if any(row["owner_id"] == each for row in rows))],
            format_func=lambda each: owners[each] if each else t("materials.all_owners", language),
            key=f"material-owner-{language}",
            width=240,
        )
        year = st.selectbox(
            t("context.year", language),
            [None, *years],
            format_func=lambda each: str(each) if each else t("materials.all_years", language),
            key=f"material-year-{language}",
            width=140,
        )
        everything = st.checkbox(t("materials.with_withdrawn", language), key="material-withdrawn")
    return [
        row
        for row in rows
        if (text in row["title"].lower() or text in row["name"].lower())
        and owner_id in ("", row["owner_id"])
        and (year is None or year in _years(row))
        and (everything or row["state"] == "kept")
    ]


def _years(row: Row) -> range:
    return range(row["period_start"].year, row["period_end"].year + 1)


def _line(row: Row, owners: Mapping[str, str], language: str) -> str:
    used = t("materials.used", language, count=row["uses"]) if row["uses"] else t("materials.unused", language)
    parts = [
        _period(row, language),
        owners.get(row["owner_id"], row["owner_id"]),
        t("materials.public" if row["is_public"] else "materials.internal", language),
        used,
    ]
    if row["state"] != "kept":
        parts.append(say(f"material.{row['state']}", language))
    return " · ".join(parts)


def _period(row: Row, language: str) -> str:
    return t("materials.period", language, start=row["period_start"].isoformat(), end=row["period_end"].isoformat())


def _facts(row: Row, language: str) -> list[tuple[str, str]]:
    public = t("materials.public" if row["is_public"] else "materials.internal", language)
    kept = row["keep_until"].isoformat() if row["keep_until"] else say("material.for_good", language)
    facts = {
        "file": row["name"],
        "period": _period(row, language),
        "owner": owner_names(language).get(row["owner_id"], row["owner_id"]),
        "public": public,
        "keep_until": kept,
        "size": f"{row['size'] / 1_000_000:.2f} MB" if row["size"] >= 100_000 else f"{row['size'] / 1_000:.1f} kB",
        "added": row["added_on"],
        "hash": row["material_id"][:12],
        "state": say(f"material.{row['state']}", language),
    }
    return [(t(f"materials.fact.{name}", language), fact) for name, fact in facts.items()]


def _change(seen: View, row: Row) -> None:
    language, where = seen.language, f"material-change-{row['material_id'][:12]}"
    key = f"{where}-{turn_of(where)}"
    with st.expander(t("materials.change", language), key=where):
        told(where)
        with st.form(key):
            title = f"material-title-{key}"
            _follow(title, row["title"])
            st.text_input(t("materials.field.title", language), key=title)
            card = _described(seen, row, key)
            st.form_submit_button(
                t("materials.save", language),
                key=f"{key}-save",
                on_click=lambda: _record(
                    language,
                    where,
                    lambda: change_material(row["material_id"], card(st.session_state[title]), seen=row["seen"]),
                    t("materials.saved", language),
                ),
            )


def _withdraw(seen: View, row: Row, uses: Sequence[str]) -> None:
    """Withdrawing is a click; where the material is used, only after who does it has said to have seen where."""
    language, material_id = seen.language, row["material_id"]
    where, is_sure = f"material-withdraw-{material_id[:12]}", True
    told(where)
    if uses:
        said = t("materials.in_use", language, count=len(uses), uses=t("list_comma", language).join(uses))
        notice(said)
        # its key holds how many places were seen: one more, and they are to be looked at again
        is_sure = st.checkbox(t("materials.although", language), key=f"material-although-{material_id}-{len(uses)}")

    def withdraw() -> None:
        are_seen = bool(uses) and material_uses(material_id, language) == uses
        withdraw_material(material_id, seen=row["seen"], although_used=are_seen)

    st.button(
        t("materials.withdraw", language),
        key="material-withdraw",
        disabled=not is_sure,
        on_click=lambda: _record(language, where, withdraw, t("materials.withdrawn", language, title=row["title"])),
    )


def _purge(seen: View, row: Row) -> None:
    language, material_id = seen.language, row["material_id"]
    where = f"material-purge-{material_id[:12]}"
    told(where)
    notice(t("materials.purge_note", language, date=row["keep_until"].isoformat()))
    is_sure = st.checkbox(t("materials.purge_sure", language), key=f"material-sure-{material_id}")
    st.button(
        t("materials.purge", language),
        key="material-purge",
        disabled=not is_sure,
        on_click=lambda: _record(
            language,
            where,
            lambda: purge_material(material_id, seen=row["seen"]),
            t("materials.purged", language, title=row["title"]),
        ),
    )


def _record(language: str, where: str, record: Callable[[], object], said: str) -> None:
    """A button's callback: record and say so; a refusal is said at its place, and then nothing was recorded."""
    if did(language, where, record):
        next_turn(where)
        st.session_state[_SAID] = [(said, "done")]
