"""`python -m dashboards.server`: the board on 127.0.0.1, port FAZHI_PORT (8501)."""

import os
import pkgutil
import sys
from importlib import import_module
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from dashboards import downloads
from dashboards.theme import BUNDLES, PLOTLY
from pipelines.api import BoardError, Settings, explain, languages

APP = Path(__file__).parents[1] / "app.py"
TOLD = "window.__streamlit = {BACKEND_BASE_URL: location.origin};"
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
        language = asked if asked in languages() else Settings().language
        html = html.replace('<html lang="en">', f'<html lang="{language}">', 1)
        # every page but the overview may have charts: what draws them comes in beside Streamlit's own scripts
        drawing = "" if request.url.path == "/" else f'<link rel="preload" as="script" href="/{PLOTLY}">'
        html = html.replace("<head>", f"<head>{drawing}<script>{TOLD}{SHELL}</script>", 1)
        kept = {name: value for name, value in response.headers.items() if name in ("cache-control", "vary")}
        return HTMLResponse(html, status_code=response.status_code, headers=kept)


def warm_up() -> None:
    """Load what pages are made of before the first one is asked for."""
    for module in pkgutil.walk_packages([str(Path(__file__).parent)], "dashboards."):
        if not module.name.startswith(("dashboards.pages", "dashboards.server")):
            import_module(module.name)


def main() -> None:
    """Serve until stopped.  A setting that can't be used is said before anything is served."""
    try:
        Settings()
    except BoardError as error:
        sys.exit(explain(error, "zh"))
    warm_up()
    routes = [downloads.ROUTE, Mount("/board", StaticFiles(directory=BUNDLES))]
    app = st.App(APP, routes=routes, middleware=[Middleware(Shell)])
    app.run(config={"server.port": int(os.environ.get("FAZHI_PORT", "8501"))})


if __name__ == "__main__":
    main()
