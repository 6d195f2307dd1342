"""By which names a board may be reached: without sign-in by a person at this machine, and through no proxy.

Also from where: a page of another site may lead here, and neither opens the socket nor sends anything.
"""

import ipaddress
from collections.abc import Callable, Iterable
from html import escape
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboards.i18n import t
from pipelines.api import current_settings, languages

FORWARDED = ("forwarded", "via", "x-real-ip")
"""Headers that a proxy adds, besides those that begin with x-forwarded-."""
READING = ("GET", "HEAD", "OPTIONS")
CLOSED = "/_stcore/metrics"
"""What Streamlit tells everybody of the inside: names of functions, how often each was called, who is here."""


def is_loopback(name: str) -> bool:
    """Whether an address, or a host's name, is this machine's own."""
    if name.rstrip(".").lower() == "localhost":
        return True
    try:
        address = ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


def refusal(headers: Iterable[tuple[str, str]]) -> str | None:
    """Why a request isn't one of a person at this machine, as a key of the labels; None where it is."""
    sent = [(name.lower(), value) for name, value in headers]
    if any(name in FORWARDED or name.startswith("x-forwarded-") for name, _ in sent):
        return "guard.forwarded"
    return None if _is_for(sent, is_loopback) else "guard.host"


def refusal_of_others(name: str) -> Callable[[Iterable[tuple[str, str]]], str | None]:
    """The same for a board with sign-in: it answers to its own name and to this machine's, and to no other."""

    def refuse(headers: Iterable[tuple[str, str]]) -> str | None:
        is_ours = _is_for(headers, lambda host: host == name or is_loopback(host))
        return None if is_ours else "guard.other_host"

    return refuse


def _is_from_elsewhere(scope: Scope) -> bool:
    """Whether a page of another site asks for more than to read; a program that isn't a browser names no origin.

    Streamlit's own check lets in whatever is served on this machine's addresses, and asks a server on the Internet
    for the outer one of them.
    """
    if scope.get("method") in READING:
        return False
    headers = Headers(scope=scope)
    host = headers.get("host", "").lower()
    return any(origin.partition("://")[2].lower() != host for origin in headers.getlist("origin"))


def _is_for(headers: Iterable[tuple[str, str]], is_ours: Callable[[str], bool]) -> bool:
    hosts = [value for name, value in headers if name.lower() == "host"]
    return len(hosts) == 1 and is_ours(_host(hosts[0]))


def _host(value: str) -> str:
    """The host of a Host header; what is no host is given as it stands."""
    try:
        return urlsplit(f"//{value}").hostname or ""
    except ValueError:
        return value


class Guard:
    """Refuses, before anything else sees them, requests for which `refuse` (of their headers) says why.

    Whatever it says, a page of another site sends nothing here.
    """

    def __init__(self, app: ASGIApp, refuse: Callable[[Iterable[tuple[str, str]]], str | None]):
        self._app, self._refuse = app, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A page that says why, with status 403; a socket is closed before it opens."""
        is_asked = scope["type"] in ("http", "websocket")
        why = self._refuse(Headers(scope=scope).items()) if is_asked else None
        if is_asked and why is None and _is_from_elsewhere(scope):
            why = "guard.origin"
        if why is None and scope["type"] == "http" and scope["path"].endswith(CLOSED):
            await PlainTextResponse("Not Found", status_code=404)(scope, receive, send)
        elif why is None:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await HTMLResponse(_page(scope, why), status_code=403)(scope, receive, send)


def _page(scope: Scope, why: str) -> str:
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("lang", [""])[0]
    language = asked if asked in languages() else current_settings().language
    name, text = escape(t("board", language)), escape(t(why, language))
    style = "body{font-family:sans-serif;max-width:40rem;margin:4rem auto;padding:0 1rem;line-height:1.6}"
    return (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>{name}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{style}</style><h1>{name}</h1><p>{text}</p></html>'
    )
