"""`GET /board/evidence/ROUND/ORGANISATION.zip`: the evidence of one organisation's assessment with its manifest.

A route of its own and no button of a page: it may be larger than memory, so it is written to a file and sent from it.
"""

import tempfile
from pathlib import Path
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from dashboards import cache, sign_in
from dashboards.i18n import t
from pipelines.api import (
    BoardError,
    NotSignedIn,
    asked_by,
    current_settings,
    explain,
    languages,
    open_assessment,
    write_evidence,
)

PATH = "/board/evidence/{round_id}/{organisation_id}.zip"


async def evidence(request: Request) -> Response:
    """The file; 401 for who isn't signed in, 404 in words where it isn't theirs, isn't there, or isn't told yet."""
    asked = request.query_params.get("lang")
    language = asked if asked in languages() else current_settings().language
    round_id, organisation_id = request.path_params["round_id"], request.path_params["organisation_id"]
    try:
        who = sign_in.who_sent(request.cookies)
    except BoardError as error:
        return PlainTextResponse(explain(error, language), status_code=401)

    def made() -> tuple[Path, str]:
        with asked_by(who):
            found = open_assessment(cache.board(), round_id)
            with tempfile.NamedTemporaryFile(prefix="evidence-", suffix=".zip", delete=False) as target:
                path = Path(target.name)
                try:
                    write_evidence(found, organisation_id, target, language)
                except BaseException:
                    path.unlink(missing_ok=True)
                    raise
            name = found.name(organisation_id, language)
            return path, t("assess.evidence_file", language, name=name, year=found.round.plan.year)

    try:
        path, name = await run_in_threadpool(made)
    except NotSignedIn as error:
        return PlainTextResponse(explain(error, language), status_code=401)
    except BoardError as error:
        return PlainTextResponse(explain(error, language), status_code=404)
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return _SentOnce(path, media_type="application/zip", headers=headers)


class _SentOnce(FileResponse):
    """A file that is gone afterwards, also where who asked goes away, or asks for a part that there isn't.

    A background task runs in neither case.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            Path(self.path).unlink(missing_ok=True)


ROUTE = Route(PATH, evidence)
