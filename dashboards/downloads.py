"""`POST /board/table.csv|xlsx`: the table that a page shows, as a file.  It knows nothing but what it is sent."""

from pydantic import BaseModel, Field, ValidationError
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dashboards import sign_in
from pipelines.api import BoardError, table_file

MOST_BYTES = 8_000_000
TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


class Sent(BaseModel):
    """A table as widgets/chart.py gives it to the browser."""

    title: str = Field(max_length=200)
    columns: list[str] = Field(min_length=1, max_length=200)
    rows: list[list[str | int | float | None]]
    note: str = Field("", max_length=4000)


async def table(request: Request) -> Response:
    """The file; 401 for who isn't signed in, 404 for another format, 413 where too much is sent, 400 for no table."""
    try:
        sign_in.who_sent(request.cookies)
    except BoardError:
        return PlainTextResponse("sign in first", status_code=401)
    form = request.path_params["form"]
    if form not in TYPES:
        return PlainTextResponse(f"there is no .{form}; ask for .csv or .xlsx", status_code=404)
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            return PlainTextResponse(f"more than {MOST_BYTES} bytes", status_code=413)
    try:
        sent = Sent.model_validate_json(body)
    except ValidationError:
        return PlainTextResponse("no table: send title, columns, rows and note as JSON", status_code=400)
    content = table_file(sent.title, sent.columns, sent.rows, form, sent.note)
    return Response(content, media_type=TYPES[form])


ROUTE = Route("/board/table.{form}", table, methods=["POST"])
