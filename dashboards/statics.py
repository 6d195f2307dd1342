"""Scripts, styles and fonts from memory: a page needs seventy, and Streamlit leads each through five layers to disk."""

import mimetypes
from functools import cache
from pathlib import Path

import streamlit
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboards import sign_in

FOLDERS = {
    "/static/": Path(streamlit.__file__).parent / "static" / "static",
    "/board/": Path(__file__).parent / "assets" / "plotly",
}
"""Files whose names change with what they hold, by the address that they stand under."""
FOR_GOOD = "public, immutable, max-age=31536000"


class Statics:
    """Answers for a file that it knows, and leaves everything else to the app."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A whole file, whichever part of it is asked for."""
        file = files().get(scope["path"]) if scope["type"] == "http" and scope["method"] in ("GET", "HEAD") else None
        if file is None:
            await self.app(scope, receive, send)
            return
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        await Response(content(file), media_type=kind, headers={"cache-control": FOR_GOOD})(scope, receive, send)


@cache
def files() -> dict[str, Path]:
    """Every file by its address."""
    base = sign_in.base()
    return {
        base + address + path.relative_to(folder).as_posix(): path
        for address, folder in FOLDERS.items()
        for path in folder.rglob("*")
        if path.is_file()
    }


@cache
def content(file: Path) -> bytes:
    """What a file holds; it is kept once somebody asked for it."""
    return file.read_bytes()
