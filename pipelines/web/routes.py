"""The routes of the API, and the two that say whether the server is alive and ready."""

import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import wraps
from uuid import uuid4

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pipelines.api import current_edition
from pipelines.api.people import asked_by
from pipelines.api.refusals import explain
from pipelines.domain.errors import BoardError, NothingPublished, RegisterUnreachable
from pipelines.jobs.register import has_register, register_of
from pipelines.jobs.settings import current_settings
from pipelines.web import answers
from pipelines.web.answers import BASE, LISTS, Answer
from pipelines.web.asking import asked, page_of, year_of
from pipelines.web.limits import Buckets
from pipelines.web.openapi import openapi
from pipelines.web.problems import Problem, language_of, problem, told
from pipelines.web.tokens import person_of

LOG = logging.getLogger(__name__)
PAGED = ("page", "size")
_buckets: dict[float, Buckets] = {}
Handler = Callable[[Request], Awaitable[Response]]


def guarded(answer: Callable[[Request], Answer]) -> Handler:
    """A route whose answer is made in a thread, in the name of who asks and as often as they may ask."""

    @wraps(answer)
    async def handle(request: Request) -> Response:
        try:
            return await run_in_threadpool(_answered, request, answer)
        except Problem as found:
            return told(request, found)
        except (NothingPublished, RegisterUnreachable) as error:
            LOG.warning("A request of the API waits: %s", error)
            return problem(request, 503, explain(error, language_of(request)), {"Retry-After": "10"})
        except BoardError as error:
            return problem(request, 400, explain(error, language_of(request)))
        except Exception as error:
            number = uuid4().hex[:8]
            LOG.exception("A request of the API failed: %s (%s)", number, type(error).__name__)
            return told(request, Problem(500, "failed", number=number))

    return handle


def _answered(request: Request, answer: Callable[[Request], Answer]) -> Response:
    person = person_of(request)
    rate = current_settings().api_per_minute
    if seconds := _buckets.setdefault(rate, Buckets(rate)).wait(person.actor_id):
        whole = str(int(seconds) + 1)
        raise Problem(429, "too_often", headers={"Retry-After": whole}, seconds=whole)
    with asked_by(person):
        found = answer(request)
    headers = {"ETag": found.etag, "Cache-Control": "private, no-cache", "Vary": "Authorization"}
    if found.links:
        headers["Link"] = found.links
    if found.etag in [each.strip() for each in request.headers.get("if-none-match", "").split(",")]:
        return Response(status_code=304, headers=headers)
    return Response(found.body, headers=headers, media_type="application/json")


def _list(name: str) -> Route:
    def answer(request: Request) -> Answer:
        filters = LISTS[name].filters
        parameters = asked(request, (*filters, *PAGED))
        values: dict[str, str | int | None] = {each: parameters.get(each) for each in filters if each != "year"}
        if "year" in filters:
            values["year"] = year_of(parameters)
        return answers.listed(name, values, page_of(parameters))

    return Route(f"{BASE}/{name}", guarded(answer), methods=["GET"], name=name)


@guarded
def _observation(request: Request) -> Answer:
    asked(request, ())
    return answers.observation(request.path_params["observation_id"])


@guarded
def _editions(request: Request) -> Answer:
    return answers.editions(page_of(asked(request, PAGED)))


@guarded
def _openapi(request: Request) -> Answer:
    asked(request, ())
    return openapi()


async def _unknown(request: Request) -> Response:
    return told(request, Problem(404, "no_path", known=f"{BASE.removeprefix('/')}/openapi.json"))


async def _alive(_: Request) -> Response:
    return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})


async def _ready(_: Request) -> Response:
    """Whether there is an edition to answer from and, where decisions were made, a register to record in."""
    failed = await run_in_threadpool(_failing)
    content = {"status": "not ready", "failed": failed} if failed else {"status": "ready"}
    return JSONResponse(content, 503 if failed else 200, {"Cache-Control": "no-store"})


def _failing() -> list[str]:
    works = dict.fromkeys(("edition", "register"), False)
    with suppress(BoardError):
        current_edition()
        works["edition"] = True
    with suppress(BoardError):
        if has_register(current_settings()):
            with register_of(current_settings()) as register:
                register.head()
        works["register"] = True
    return [name for name, is_working in works.items() if not is_working]


ROUTES = [
    Route("/healthz", _alive, methods=["GET"]),
    Route("/readyz", _ready, methods=["GET"]),
    *map(_list, LISTS),
    Route(BASE + "/observations/{observation_id}", _observation, methods=["GET"]),
    Route(f"{BASE}/editions", _editions, methods=["GET"]),
    Route(f"{BASE}/openapi.json", _openapi, methods=["GET"]),
    Route("/api/{path:path}", _unknown, methods=["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]),
]
