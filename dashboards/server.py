"""`python -m dashboards.server`: the board on FAZHI_ADDRESS (127.0.0.1), port FAZHI_PORT (8501)."""

import json
import logging
import os
import pkgutil
import resource
import socket
import sys
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

import streamlit as st
import uvicorn
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send
from streamlit import config

from dashboards import downloads, evidence_route, sign_in
from dashboards.guard import Guard, is_loopback, refusal, refusal_of_others
from dashboards.headers import SecurityHeaders, policy_of
from dashboards.i18n import t
from dashboards.sign_in_routes import SignInRoutes
from dashboards.statics import Statics, files
from dashboards.theme import PLOTLY
from dashboards.widgets.frame import failed
from pipelines.api import BoardError, current_settings, explain, languages, prove_private
from pipelines.web import ROUTES

APP = Path(__file__).parents[1] / "app.py"
PARTS = ("Html", "purify.es")
DRAWING = ("BidiComponent", "serialization", "recordbatch", "_arrayReduce")
"""Streamlit's scripts for what pages consist of, by the first part of their names; a gone name fetches nothing."""
SHELL = (Path(__file__).parent / "assets" / "shell.js").read_text(encoding="utf-8")


class Shell(BaseHTTPMiddleware):
    """The one HTML page that every address gives: in the reader's language, told where its server is, with our script.

    Without being told, the browser asks under each part of a page's address for the server first and gets 404s.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Only what asks for a page passes through here: a hundred scripts and the socket go straight on."""
        is_page = any(name == b"accept" and b"text/html" in value for name, value in scope.get("headers", ()))
        await (super().__call__ if is_page else self.app)(scope, receive, send)

    async def dispatch(self, request: Request, call_next: RequestResponseEndpoint) -> Response:
        """The response, with the page's language and its server's address written in where it is that page."""
        plain = [(name, value) for name, value in request.scope["headers"] if name != b"accept-encoding"]
        request.scope["headers"] = plain
        response = await call_next(request)
        if not response.headers.get("content-type", "").startswith("text/html"):
            return response
        html = b"".join([chunk async for chunk in response.body_iterator]).decode()
        asked = request.query_params.get("lang")
        language = asked if asked in languages() else current_settings().language
        html = html.replace('<html lang="en">', f'<html lang="{language}">', 1)
        ahead = fetched_ahead(draws=request.url.path != f"{sign_in.base()}/")
        html = html.replace("<head>", f"<head>{ahead}<script>{told()}{SHELL}</script>", 1)
        kept = {name: value for name, value in response.headers.items() if name in ("cache-control", "vary")}
        kept["content-security-policy"] = policy_of(html)
        return HTMLResponse(html, status_code=response.status_code, headers=kept)


@cache
def fetched_ahead(*, draws: bool) -> str:
    """HTML that fetches, beside Streamlit's first scripts, those that it would ask for once a page's parts arrive.

    `draws`: also what charts need: every page but the overview may have some.
    """
    names = (*PARTS, *DRAWING) if draws else PARTS
    base, known = sign_in.base(), files()
    found = [path for path in known for name in names if path.startswith(f"{base}/static/js/{name}.")]
    links = "".join(f'<link rel="modulepreload" href="{path}">' for path in sorted(found))
    return links + (f'<script async src="{base}/{PLOTLY}"></script>' if draws else "")


def told() -> str:
    """A script that tells Streamlit's where its server is."""
    return f"window.__streamlit = {{BACKEND_BASE_URL: location.origin + {json.dumps(sign_in.base())}}};"


def warm_up() -> None:
    """Load what pages are made of before the first one is asked for."""
    files()
    for module in pkgutil.walk_packages([str(Path(__file__).parent)], "dashboards."):
        if not module.name.startswith(("dashboards.pages", "dashboards.server")):
            import_module(module.name)


def main() -> None:
    """Serve until stopped.  A setting that can't be used is said before anything is served."""
    try:
        language, is_alone = current_settings().language, not sign_in.is_configured()
        if not is_alone:
            prove_private(current_settings())
    except BoardError as error:
        sys.exit(explain(error, "zh"))
    port = os.environ.get("FAZHI_PORT", "8501")
    address = os.environ.get("FAZHI_ADDRESS") or st.get_option("server.address") or "127.0.0.1"
    if is_alone and not is_loopback(address):
        sys.exit(t("server.not_alone", language, address=address[:60]))
    try:
        listener = listening(address, int(port))
    except (ValueError, OverflowError):
        sys.exit(t("server.no_port", language, port=port[:20]))
    except OSError as error:
        sys.exit(t("server.port_taken", language, port=port, why=error.strerror))
    allow_many_pages()
    warm_up()
    layers, base = [Middleware(Statics), Middleware(Shell)], sign_in.base()
    for option, value in {
        "server.baseUrlPath": base,
        "server.enableAgentApi": False,
        "server.trustedUserHeaders": {},  # whatever a file says: nobody is named by a header
        "client.allowedOrigins": [],  # and no page around the board tells it what to do
    }.items():
        config.set_option(option, value)
    # no mount: it would answer for the pages beside them too
    routes = [
        Route(base + each.path, each.endpoint, methods=each.methods)
        for each in (downloads.ROUTE, evidence_route.ROUTE, *ROUTES)
    ]
    app = st.App(APP, routes=routes, middleware=layers, on_script_error=failed)
    most = int(st.get_option("server.maxMessageSize")) * 1024 * 1024
    quiet = {"log_level": "warning", "access_log": False, "server_header": False}
    # open pages would keep a stopped server for as long as they are open
    if is_alone:
        guarded = Guard(app, refusal)
    else:
        guarded = Guard(SignInRoutes(app), refusal_of_others(urlsplit(sign_in.address()).hostname or ""))
    guarded = SecurityHeaders(guarded, is_secure=sign_in.is_secure())
    served = uvicorn.Config(guarded, ws="websockets-sansio", ws_max_size=most, timeout_graceful_shutdown=3, **quiet)
    print(t("server.serving", language, address="http://{}:{}".format(*listener.getsockname())), flush=True)
    with listener, suppress(KeyboardInterrupt):
        uvicorn.Server(served).run([listener])
    _end()


def _end() -> NoReturn:
    """Leave without what Python does at its end: it would end the threads of pages inside DuckDB, which aborts then."""
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def allow_many_pages() -> None:
    """Use as many descriptors as the system allows: each open page takes four, and 1,024 is the usual number."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def listening(address: str, port: int) -> socket.socket:
    """A socket on which what is written is sent at once.  Raises OSError where it can't be had.

    Streamlit's own runner makes one that Python takes for no TCP socket: each answer's body then waits 40 ms for the
    browser to acknowledge its head (seen with Streamlit 1.67, Python 3.11 on Linux).
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((address, port))
        listener.listen()  # until then another server could take the same port
    except BaseException:
        listener.close()
        raise
    return listener


if __name__ == "__main__":
    main()
