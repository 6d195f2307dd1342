"""What stands before every page: whether somebody may go on, and what they see instead."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from dashboards import guard, navigation, sign_in
from dashboards.i18n import t
from dashboards.widgets.blocks import notice, plain, ways
from pipelines.api import BoardError, NotSignedIn, explain, person

FAILED = ("down", "refused", "failed", "large")
"""What `?signin=` says of a sign-in that came to nothing (sign_in_routes)."""


def is_open(language: str) -> bool:
    """Whether the person may go on to the pages; where not, why, and what they can do."""
    if not sign_in.is_configured():
        return _is_alone(language)
    if st.query_params.get("sign_out"):
        sign_in.leave()
        return False
    try:
        person()
    except NotSignedIn as error:
        _sign_in(language, str(error.parts["code"]))
        return False
    except BoardError as error:
        _brand(language)
        with st.container(key="entrance"):
            notice(explain(error, language), "refused")
            ways([(leave_link(language), t("person.leave", language))])
        return False
    return True


def leave_link(language: str) -> str:
    """Where a person signs out."""
    return navigation.href(navigation.OVERVIEW, {"lang": language, "sign_out": "yes"})


def _is_alone(language: str) -> bool:
    """Whether a request comes from this machine, whatever server it came in by."""
    sent = list(st.context.headers.items())
    why = guard.refusal(sent) if sent else None
    if why:
        _brand(language)
        with st.container(key="entrance"):
            notice(t(why, language), "refused")
    return why is None


def _sign_in(language: str, code: str) -> None:
    _brand(language, t("sign_in.title", language))
    names: Sequence[str] = list(sign_in.providers())
    with st.container(key="entrance"):
        failed = st.query_params.get("signin")
        if failed in FAILED:
            notice(t(f"signin.{failed}", language), "refused")
        notice(t(f"sign_in.{code}", language))
        for name in names:
            label = t("sign_in.button", language)
            if len(names) > 1:
                label = t("sign_in.button_of", language, provider=plain(name))
            wanted = None if name == "default" else name
            st.button(label, key=f"sign-in-{name}", type="primary", on_click=st.login, args=(wanted,), width="stretch")


def _brand(language: str, title: str = "") -> None:
    heading = f"<h1>{escape(title)}</h1>" if title else ""
    st.html(f'<header class="entrance"><div class="brand">{escape(t("board", language))}</div>{heading}</header>')
