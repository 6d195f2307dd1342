"""How the board looks: one style sheet over Streamlit's theme (.streamlit/config.toml), light and dark."""

from base64 import b64encode
from functools import cache
from pathlib import Path

import streamlit as st

from dashboards.i18n import t

ASSETS = Path(__file__).parent / "assets"
PLOTLY = "board/plotly-basic-4.1.1.min.js"
"""Where the server gives plotly.js, relative to any page."""


def configure(title: str, language: str) -> None:
    """Page title, icon, layout and the style sheet."""
    st.set_page_config(
        page_title=f"{title} · {t('board', language)}",
        page_icon=icon(),
        layout="wide",
        initial_sidebar_state="collapsed",
    )
    st.html(ASSETS / "board.css")


@cache
def icon() -> str:
    """The icon itself and no address of it: Streamlit takes away an address that a run gave when the next run starts,
    and a browser that is just asking for it is told that there is no such picture.
    """
    return f"data:image/png;base64,{b64encode((ASSETS / 'icon.png').read_bytes()).decode()}"
