"""What a button does when it is pressed: on what stood there when it was drawn, before the page is drawn anew."""

from collections.abc import Callable

import streamlit as st

from dashboards.widgets.recording import told
from pipelines.api import BoardError, explain


def did(language: str, where: str, act: Callable[[], object]) -> bool:
    """Do what a button's callback is for; False where it was refused: `recording.told(where)` then says why.

    Give `act` what the page showed (ids, the last event) as it was drawn.  Read in the callback or after it, that
    would be what somebody else made of it meanwhile, and the person would decide on what they never saw.
    """
    try:
        act()
    except BoardError as error:
        st.session_state[f"refused-{where}"] = explain(error, language)
        return False
    return True


def told_rest(place: str) -> None:
    """Why something wasn't done at a place below `place` that isn't drawn any more, since what it was about is gone."""
    for name in [str(each) for each in st.session_state if str(each).startswith(f"refused-{place}")]:
        told(name.removeprefix("refused-"))
