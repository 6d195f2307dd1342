"""The two blocks that every page is made of: a section's heading, and a notice in plain words."""

from html import escape

import streamlit as st


def notice(text: str) -> None:
    """Something that was asked for and can't be shown, in plain words: whatever the address held stays text."""
    st.html(f'<p class="notice" role="status">{escape(text)}</p>')


def section(title: str, note: str = "") -> None:
    """A section's heading with a quiet note beside it."""
    quiet = f'<span class="note">{escape(note)}</span>' if note else ""
    st.html(f'<h2 class="section">{escape(title)}{quiet}</h2>')
