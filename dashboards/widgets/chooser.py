"""A list whose choice stands in the address."""

from collections.abc import Mapping

import streamlit as st


def chooser(parameter: str, label: str, names: Mapping[str, str], chosen: str, language: str) -> None:
    """A list of `names` (value → what is shown) whose choice goes into the address as `parameter`.

    Its key follows the name that is chosen: under an old key a browser keeps showing the old name.
    """
    options = list(names)
    key = f"choose-{parameter}-{names[chosen]}-{language}"
    st.selectbox(
        label,
        options,
        index=options.index(chosen),
        format_func=names.__getitem__,
        key=key,
        on_change=_choose,
        args=(parameter, key),
        label_visibility="collapsed",
    )


def _choose(parameter: str, key: str) -> None:
    """Another organisation opens on its own best year; an empty choice takes its parameter out of the address."""
    st.query_params[parameter] = st.session_state[key]
    if not st.session_state[key]:
        st.query_params.pop(parameter)
    if parameter == "org":
        st.query_params.pop("year", None)
