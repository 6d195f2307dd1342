"""What every response says to the browser about itself: who may frame it, where scripts may come from, TLS alone."""

from base64 import b64encode
from hashlib import sha256
from re import DOTALL, findall

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
NOTHING = "default-src 'none'; frame-ancestors 'none'"
"""The policy of what is no page: whatever it holds, a browser runs and loads nothing of it."""
PAGE = (
    "default-src 'self'; script-src 'self' blob: {scripts}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; media-src 'self' blob:; connect-src 'self' data:; "
    "worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""The policy of the board's page: scripts from here alone, and of those written in it only the ones that we wrote.

Streamlit runs a component's script from a blob: that takes a script that runs already.  A chart becomes a picture by
asking for the data: that it was drawn into.
"""
YEAR = "max-age=31536000"


class SecurityHeaders:
    """Adds them to each response; `is_secure`: people reach the board over TLS alone."""

    def __init__(self, app: ASGIApp, *, is_secure: bool):
        self._app, self._is_secure = app, is_secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                for name, value in ALWAYS.items():
                    headers[name] = value
                headers.setdefault("content-security-policy", NOTHING)
                if self._is_secure:
                    headers["strict-transport-security"] = YEAR
                message["headers"] = headers.raw
            await send(message)

        await self._app(scope, receive, told if scope["type"] == "http" else send)


def policy_of(html: str) -> str:
    """The policy of a page of ours, which names the scripts that stand in it by their hashes."""
    scripts = findall(r"<script>(.*?)</script>", html, DOTALL)
    hashes = (b64encode(sha256(each.encode()).digest()).decode() for each in scripts)
    return PAGE.format(scripts=" ".join(f"'sha256-{each}'" for each in hashes))
