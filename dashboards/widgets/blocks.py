"""The two blocks that every page is made of, a section's heading and a notice, and labels that stay plain words."""

import re
from collections.abc import Iterable
from html import escape

import pandas as pd
import streamlit as st

from pipelines.api import refusal_of


def notice(text: str, kind: str = "") -> None:
    """Something in plain words: whatever an address, a file's name or a title held stays text, and is no mark-up.

    `kind`: `refused` (what can't be done), `done`, or nothing for what else is to be known.
    """
    role = "alert" if kind == "refused" else "status"
    st.html(f'<p class="notice {kind}" role="{role}">{escape(text)}</p>')


def section(title: str, note: str = "") -> None:
    """A section's heading with a quiet note beside it."""
    quiet = f'<span class="note">{escape(note)}</span>' if note else ""
    st.html(f'<h2 class="section">{escape(title)}{quiet}</h2>')


def band(name: str, title: str, body: str, note: str = "") -> None:
    """A band of a page that is read as a form: what it is about at its left, `body` (HTML) beside it."""
    quiet = f"<small>{escape(note)}</small>" if note else ""
    st.html(f'<section class="band {name}"><h2>{escape(title)}{quiet}</h2><div class="body">{body}</div></section>')


def note(text: str) -> str:
    """HTML of a quiet remark."""
    return f'<p class="note">{escape(text)}</p>'


def anchor(to: str, words: str, is_here: bool = False, quiet: str = "") -> str:
    """HTML of a link that says whether it is where the reader is, with a quiet word under it."""
    here = ' aria-current="true"' if is_here else ""
    small = f"<small>{escape(quiet)}</small>" if quiet else ""
    return f'<a href="{escape(to)}"{here}>{escape(words)}{small}</a>'


def nav(name: str, label: str, links: Iterable[str]) -> str:
    """HTML of a list of links under a name that is read to who can't see it."""
    return f'<nav class="{name}" aria-label="{escape(label)}">{"".join(links)}</nav>'


def ways(links: Iterable[tuple[str, str]]) -> None:
    """Where a reader can go on from here: (address, words) each."""
    items = "".join(f"<li>{anchor(to, label)}</li>" for to, label in links)
    if items:
        st.html(f'<ul class="ways">{items}</ul>')


def back(to: str, label: str) -> None:
    """The way back to the page that this one was opened from."""
    st.html(f'<p class="back">{anchor(to, label)}</p>')


def closed(action: str, language: str) -> bool:
    """Whether the roles of who looks don't allow an action; in the place of its form it is then said who may."""
    why = refusal_of(action, language)
    if why:
        st.html(note(why))
    return why is not None


def plain_table(rows: pd.DataFrame) -> None:
    """A table that shows its words as they are: Streamlit reads cells, heads and index as Markdown."""
    st.table(rows.map(_plain_cell).rename(index=_plain_cell, columns=_plain_cell))


def _plain_cell(cell: object) -> object:
    return plain(cell) if isinstance(cell, str) else cell


def plain(text: str) -> str:
    """A label of a link or a field that shows `text` as it is: Streamlit reads labels as Markdown."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)
