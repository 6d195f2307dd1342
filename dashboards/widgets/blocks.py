"""The two blocks that every page is made of: a section's heading, and a notice in plain words."""

from html import escape

import streamlit as st


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
