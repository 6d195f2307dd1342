"""The door of 自助查询: what is offered, an answer as a file, as a notebook's cell, examples and saved queries."""

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipelines.api import (
    LogFilter,
    answer_file,
    decisions_since,
    example_queries,
    log_page,
    offered_tables,
    open_board,
    query_expression,
    run_query,
    save_query,
    saved_before,
    saved_query_rows,
)

SELECT = "select '=1+1' as risky, 92 as number, null as nothing"


def test_every_offered_table_has_columns_with_types(built_root: Path) -> None:
    tables = {table["table"]: table for table in offered_tables(open_board())}
    assert {"marts.metric_year", "catalogue.metrics"} <= set(tables)
    assert not any(name.startswith(("raw.", "staging.")) for name in tables)
    columns = {column["name"]: column["type"] for column in tables["marts.metric_year"]["columns"]}
    assert columns["value"] == "DECIMAL(20,4)"
    assert not {"text", "original"} & {column["name"] for column in tables["marts.document"]["columns"]}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_answer_as_a_file_says_where_it_comes_from(built_root: Path, language: str) -> None:
    board = open_board()
    answer = run_query(board, SELECT)
    text = answer_file(board, SELECT, answer, "csv", language).decode("utf-8-sig")
    assert text.splitlines()[:2] == ["risky,number,nothing", "'=1+1,92,"]
    for told in (board.edition_id, "2025-01-31", SELECT):
        assert told in text.splitlines()[-1]
    sheet = load_workbook(io.BytesIO(answer_file(board, SELECT, answer, "xlsx", language))).active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]] == ["=1+1", 92, None]
    assert board.edition_id in sheet.cell(sheet.max_row, 1).value


def test_a_file_that_is_cut_says_so(built_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAZHI_QUERY_ROWS", "3")
    board, select = open_board(), "select range from range(9)"
    text = answer_file(board, select, run_query(board, select), "csv", "zh").decode("utf-8-sig")
    assert "只含前3行" in text


@pytest.mark.parametrize(
    "select", ["select 1 as one", 'select \'a"\' as "b"', 'select \'"""\' as q', "select '\\n' as q"]
)
def test_a_notebook_s_cell_gives_the_same_rows(built_root: Path, select: str) -> None:
    board = open_board()
    frame = eval(query_expression(select), {"board": board})
    assert [[str(cell) for cell in row] for row in frame.to_numpy()] == [
        [str(cell) for cell in row] for row in run_query(board, select).rows
    ]


def test_there_are_examples_and_each_answers(built_root: Path) -> None:
    examples = example_queries()
    assert len(examples) == 8
    board = open_board()
    answers = {each.query_id: run_query(board, each.select) for each in examples}
    assert answers["figures_of_a_year"].rows and answers["states_by_year"].rows and answers["key_result_status"].rows


def test_a_saved_query_is_listed_logged_and_no_decision(data_root: Path) -> None:
    from pipelines.jobs.build import build
    from pipelines.jobs.settings import Settings

    build(Settings())
    save_query("合同", "select 1", seen=saved_before("合同"))
    save_query("合同", "select 2", seen=saved_before("合同"))
    (row,) = saved_query_rows("zh")
    assert (row["name"], row["select"], row["is_mine"]) == ("合同", "select 2", True)
    assert decisions_since(open_board()) == 0
    told = log_page(LogFilter(), 1, "zh")[0]
    assert {(each["about"], each["what"]) for each in told} == {("自助查询 合同", "存为常用查询")}
