"""The table that a page shows, as a file: what is sent comes back, and what is no table is refused."""

import asyncio
import io
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from openpyxl import load_workbook
from starlette.requests import Request
from starlette.responses import Response

from dashboards import downloads

TABLE = {"title": "历年数据", "columns": ["年度", "数值"], "rows": [[2023, 92], [2024, None]], "note": "来源：甲"}


def sent(form: str, body: str) -> Response:
    async def receive() -> dict:
        return {"type": "http.request", "body": body.encode(), "more_body": False}

    scope = {"type": "http", "method": "POST", "headers": [], "path_params": {"form": form}}
    # in a thread of its own: a browser test before this one leaves its loop running here
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, downloads.table(Request(scope, receive))).result()


def test_a_table_comes_back_as_csv_and_as_a_workbook() -> None:
    answer = sent("csv", json.dumps(TABLE))
    assert answer.headers["content-type"].startswith("text/csv")
    assert bytes(answer.body).decode("utf-8-sig").splitlines() == ["年度,数值", "2023,92", "2024,", "", "来源：甲"]
    book = load_workbook(io.BytesIO(bytes(sent("xlsx", json.dumps(TABLE)).body)))
    assert book.sheetnames == ["历年数据"] and book.active is not None and book.active["B2"].value == 92


@pytest.mark.parametrize(
    ("form", "body", "code"),
    [
        ("pdf", json.dumps(TABLE), 404),
        ("csv", "{", 400),
        ("csv", json.dumps({**TABLE, "columns": []}), 400),
        ("csv", json.dumps({**TABLE, "rows": [[{"a": 1}]]}), 400),
        ("csv", "x" * (downloads.MOST_BYTES + 1), 413),
    ],
)
def test_what_is_no_table_is_refused(form: str, body: str, code: int) -> None:
    assert sent(form, body).status_code == code


def test_a_title_that_no_sheet_can_hold_is_shortened() -> None:
    answer = sent("xlsx", json.dumps({**TABLE, "title": "a/b:c" * 20}))
    assert load_workbook(io.BytesIO(bytes(answer.body))).sheetnames == [("a b c" * 20)[:31]]
