"""Forms whose fields are empty again once what they held was recorded, and that a second click sends only once."""

import streamlit as st


def turn_of(form: str) -> int:
    """How often what the form held was recorded."""
    return st.session_state.get(_key(form), 0)


def turned(form: str) -> str:
    """What the keys of a form's fields begin with: another one after `next_turn`, so that every field is drawn anew."""
    return f"{form}-{turn_of(form)}"


def next_turn(form: str) -> None:
    """What the form held was recorded."""
    st.session_state[_key(form)] = turn_of(form) + 1


def _key(form: str) -> str:
    return f"turn-{form}"
