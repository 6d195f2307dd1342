"""Sign-in by an OpenID provider, where FAZHI_SIGN_IN names a file that says which; without it the one local person."""

import json
import time
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from streamlit import config
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.errors import StreamlitSecretNotFoundError
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from pipelines.api import NotSignedIn, Person, Settings, SignInIncomplete, current_settings, people_come_from, person_of

NEEDED = ("client_id", "client_secret", "server_metadata_url")
SHARED = ("redirect_uri", "cookie_secret")
SHORTEST_SECRET = 32
SIGN_IN = "FAZHI_SIGN_IN"
CALLBACK = "/oauth2callback"
SECONDS, MOST_KNOWN = 5.0, 2_000
"""A page asks a dozen times who looks at it: for so long the answer stays, of so many tokens."""
_known: dict[tuple[str, Settings], tuple[float, Person]] = {}
"""Token and settings → until when it is known, and as whom."""
_ended: dict[str, float] = {}
"""Tokens whose persons signed out → when they would have ended."""


@cache
def providers() -> Mapping[str, Mapping[str, Any]]:
    """The providers that one can sign in by, by name (`default` for the only one); none where there is no sign-in.

    Raises SignInIncomplete: a file that can't be used is no reason to let everybody in.
    """
    file = current_settings().sign_in
    if file is None:
        return {}
    config.set_option("secrets.files", [str(file.resolve())])
    where = f"{file} [auth]"
    if file.is_file() and file.stat().st_mode & 0o077:
        raise SignInIncomplete(where=SIGN_IN, found=f"{file}: chmod 600")
    try:
        auth = st.secrets.to_dict()["auth"]
    except (StreamlitSecretNotFoundError, KeyError, OSError):
        raise SignInIncomplete(where=SIGN_IN, found=where) from None
    named = {name: value for name, value in auth.items() if isinstance(value, Mapping) and name != "client_kwargs"}
    found = named or {"default": auth}
    missing = [name for name in SHARED if not auth.get(name)]
    missing += [name for each in found.values() for name in NEEDED if not each.get(name)]
    if not missing and len(auth["cookie_secret"]) < SHORTEST_SECRET:
        missing = [f"cookie_secret (≥ {SHORTEST_SECRET})"]
    elif not missing and not urlsplit(auth["redirect_uri"]).path.endswith(CALLBACK):
        missing = [f"redirect_uri (…{CALLBACK})"]
    if missing:
        raise SignInIncomplete(where=where, found=", ".join(missing))
    return found


def is_configured() -> bool:
    return bool(providers())


def address() -> str:
    """Where people reach the board: what the provider sends them back to, without the callback's own path."""
    return st.secrets["auth"]["redirect_uri"].removesuffix(CALLBACK)


def base() -> str:
    """The path under which the board is served, without a slash at its end; empty where it is served by itself."""
    return urlsplit(address()).path.rstrip("/") if is_configured() else ""


def is_secure() -> bool:
    """Whether people reach the board over TLS."""
    return is_configured() and address().startswith("https:")


def who() -> Person:
    """Who looks at the page.  Raises NotSignedIn, and what `person_of` raises."""
    return Person() if not is_configured() else _person(st.user.to_dict())


def who_sent(cookies: Mapping[str, str]) -> Person:
    """Who sent a request that belongs to no page, by the cookies of their sign-in.  Raises what `who` raises."""
    if not is_configured():
        return Person()
    secret = get_cookie_secret()

    def kept(name: str) -> bytes | None:
        sent = cookies.get(name)
        return None if sent is None else decode_signed_value(secret, name, sent.encode("latin-1", "replace"))

    told = get_cookie_with_chunks(kept, USER_COOKIE_NAME)
    claims = json.loads(told) if told else {}
    return _person(claims if isinstance(claims, dict) else {})


def _person(claims: Mapping[str, Any]) -> Person:
    if not claims.get("is_logged_in") or not claims.get("sub"):
        raise NotSignedIn(where=SIGN_IN, code="first")
    if not _is_for_us(claims):
        raise NotSignedIn(where=SIGN_IN, code="others")
    token = _token(claims)
    if time.time() >= float(claims.get("exp", 0)) or token in _ended:
        raise NotSignedIn(where=SIGN_IN, code="ended")
    settings, now = current_settings(), time.monotonic()
    known = _known.get((token, settings))
    if known is None or now >= known[0]:
        if len(_known) >= MOST_KNOWN:
            _known.clear()
        known = _known[token, settings] = (now + SECONDS, person_of(settings, claims))
    return known[1]


def leave() -> None:
    """Sign out here, in every other window of this sign-in, and at the provider."""
    claims = st.user.to_dict()
    if claims.get("sub"):
        now = time.time()
        for token in [token for token, until in _ended.items() if until < now]:
            del _ended[token]
        _ended[_token(claims)] = float(claims.get("exp", 0))
    st.logout()


def _is_for_us(claims: Mapping[str, Any]) -> bool:
    """Whether a token was issued for this board and not for another client of the same provider."""
    client_id = providers().get(str(claims.get("provider")), {}).get("client_id")
    audience = claims.get("aud")
    return client_id is not None and client_id in (audience if isinstance(audience, list) else [audience])


def _token(claims: Mapping[str, Any]) -> str:
    said = [str(claims.get(name)) for name in ("iss", "sub", "iat", "exp", "nonce", "at_hash")]
    return sha256("\0".join(said).encode()).hexdigest()


people_come_from(who)
