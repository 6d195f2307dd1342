"""Refusals of the API as problem details (RFC 9457), in the language that the program asks for."""

from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse

from pipelines.jobs.settings import current_settings
from pipelines.wording import languages, say

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):
    """Something that the program can mend; `code` names its sentence in the wording (api.CODE)."""

    def __init__(self, status: int, code: str, *, headers: dict[str, str] | None = None, **parts: object):
        super().__init__(code)
        self.status, self.code, self.headers, self.parts = status, code, headers or {}, parts


def language_of(request: Request) -> str:
    """The first language of Accept-Language that is spoken here, else the board's own."""
    for asked in request.headers.get("accept-language", "").split(","):
        code = asked.partition(";")[0].strip().lower().partition("-")[0]
        if code in languages():
            return code
    return current_settings().language


def problem(request: Request, status: int, detail: str, headers: dict[str, str] | None = None) -> JSONResponse:
    """A response that says where, what, and what next; nothing of the inside."""
    content: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "instance": request.url.path,
    }
    return JSONResponse(content, status, headers, media_type=MEDIA_TYPE)


def told(request: Request, found: Problem) -> JSONResponse:
    """The response for a Problem."""
    return problem(request, found.status, say(f"api.{found.code}", language_of(request), **found.parts), found.headers)
