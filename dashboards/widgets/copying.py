"""A text with a button that copies it, labelled in the reader's language (Streamlit's own is in English only)."""

from html import escape

import streamlit as st

from dashboards.i18n import t


def copyable(text: str, language: str) -> None:
    """The text, and a button that puts it on the clipboard and says so (assets/shell.js)."""
    label, done = escape(t("copy", language)), escape(t("copied", language))
    button = f'<button type="button" data-copies="p" data-done="{done}">{label}</button>'
    st.html(f'<div class="citable"><p>{escape(text)}</p>{button}</div>')
