"""Open editions, kept between reruns.  An edition never changes, so nothing here goes stale."""

import streamlit as st

from pipelines.api import Board, current_edition, open_board


@st.cache_resource(max_entries=4, show_spinner=False)
def _open(edition_id: str) -> Board:
    return open_board(edition=edition_id)


def published() -> Board:
    """The edition that is published right now.  Raises NothingPublished."""
    return _open(current_edition())
