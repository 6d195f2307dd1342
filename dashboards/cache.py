"""Open editions, kept between reruns.  An edition never changes, so nothing here goes stale."""

from pathlib import Path

import streamlit as st

from pipelines.api import Board, current_edition, current_settings, open_board, rows_key


@st.cache_resource(max_entries=24, show_spinner=False)
def _open(data_dir: Path, edition_id: str, rows: str) -> Board:
    del rows  # what is opened depends on who asks; the name keeps them apart
    # which editions this person may look at is view.py's to say
    return open_board(data_dir, edition_id, with_candidates=True)


def board(edition_id: str | None = None) -> Board:
    """An edition by its id, or the one that is published right now.

    Raises NothingPublished, UnknownEdition and UnreadableEdition.
    """
    data_dir = current_settings().data.resolve()
    return _open(data_dir, edition_id or current_edition(data_dir), rows_key())
