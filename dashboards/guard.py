"""Who may reach a board without sign-in: a person at this machine, and nobody through a proxy that serves others."""

import ipaddress
from collections.abc import Iterable
from html import escape
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboards.i18n import t
from pipelines.api import current_settings, languages

FORWARDED = ("forwarded", "via", "x-real-ip")
"""Headers that a proxy adds, besides those that begin with x-forwarded-."""


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
    hosts = [value for name, value in sent if name == "host"]
    return None if len(hosts) == 1 and is_loopback(_host(hosts[0])) else "guard.host"


def _host(value: str) -> str:
    """The host of a Host header; what is no host is given as it stands."""
    try:
        return urlsplit(f"//{value}").hostname or ""
    except ValueError:
        return value


class Loopback:
    """Refuses, before anything else sees them, requests that don't come from a person at this machine."""

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A page that says why, with status 403; a socket is closed before it opens."""
        why = refusal(Headers(scope=scope).items()) if scope["type"] in ("http", "websocket") else None
        if why is None:
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
