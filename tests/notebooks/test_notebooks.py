"""The analyst's notebooks run on any data root, say what the board says, and are kept without outputs."""

import ast
import json
import re
import shutil
import sys
from collections.abc import Callable
from datetime import date
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet
import pytest
from nbclient.exceptions import CellExecutionError

from pipelines.api import open_board
from pipelines.jobs.build import build
from pipelines.jobs.documents import Intake, ingest
from pipelines.jobs.settings import Settings
from tests.notebooks.running import FOLDER, NOTEBOOKS, REPOSITORY, charts_of, code_of, run_notebook, said

AS_OF = date(2025, 1, 31)
TOOLS = {"pandas", "plotly", "pyarrow", "IPython"}
LIWAN = (
    "荔湾区2023年法治政府建设年度报告\n一、工作情况\n审查合同52份。组织法治培训约30场次。全年安装路灯45盏。\n"
    "每年应当旁听庭审不少于2次。近三年整治占道经营900宗。2021年审查合同25份。\n"
)


@pytest.fixture(scope="session")
def only_2023(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A root that holds the report of 2023 alone."""
    root = tmp_path_factory.mktemp("only-2023") / "data"
    shutil.copytree(REPOSITORY / "data" / "catalogue", root / "catalogue")
    shutil.copytree(REPOSITORY / "data" / "documents" / "longjin-2023", root / "documents" / "longjin-2023")
    build(Settings(data=root), as_of=AS_OF)
    return root


@pytest.fixture(scope="session")
def liwan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A root of another organisation: no goals, a year without a document, a number that no metric takes."""
    folder = tmp_path_factory.mktemp("liwan")
    settings = Settings(data=folder / "data")
    shutil.copytree(REPOSITORY / "data" / "catalogue", settings.data / "catalogue")
    (folder / "report.txt").write_text(LIWAN, encoding="utf-8")
    ingest(settings, [folder / "report.txt"], Intake(organisation_id="liwan", year=2023))
    build(settings, as_of=AS_OF)
    return settings.data


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that notebooks take for the repository."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def outputs(home: Path) -> Callable[..., list[Any]]:
    return cache(lambda name, data, language="zh": run_notebook(name, home, data, language))


def test_the_first_look_shows_figures_with_their_bounds_and_sentence(built_once: Path, outputs) -> None:
    text = said(outputs("01-first-look", built_once))
    board = open_board(built_once)
    assert board.edition_id in text
    assert "<mark>43余次</mark>" in text
    for words in ("不少于43次", "[43, ∞)", "1,349宗", "[1349, 1349]", "2021—2023", "转述（非原文）", "未审核"):
        assert words in text, words
    assert "本版本每个带计量单位的数字都有指标" in text
    assert f"通过 {len(board.quality())} / {len(board.quality())}" in text


def test_the_first_look_tells_what_is_not_captured_from_what_is_not_reported(built_once: Path, outputs) -> None:
    text = said(outputs("01-first-look", built_once))
    for words in ("报告未载", "未采录", "全文已读，报告未载明此项", "不代表报告未载", "台账尚未导入"):
        assert words in text, words
    assert "写明为零的数据：0项" in text


def test_the_first_look_exports_exact_decimals(built_once: Path, outputs, home: Path) -> None:
    assert "read back as written: True" in said(outputs("01-first-look", built_once))
    name = f"longjin-2023-{open_board(built_once).edition_id}"
    folder = home / "build" / "exports"
    table = parquet.read_table(folder / f"{name}.parquet")
    assert str(table.schema.field("value").type) == "decimal128(20, 4)"
    assert len(table) == len(open_board(built_once).metric_year("longjin", 2023))
    assert set(table["is_synthetic"].to_pylist()) == {False}
    content = (folder / f"{name}.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert "43.0000,43.0000,," in content.decode()


def test_goals_say_the_status_and_reason_of_each_key_result(built_once: Path, outputs) -> None:
    text = said(outputs("02-goals-and-bounds", built_once))
    rows = open_board(built_once).goal_progress_rows("longjin")
    assert len(rows) == 17
    assert "3个目标，17项重点任务" in text
    for row in rows:
        for key in ("name_zh", "target_zh", "status_zh", "sentence_zh"):
            assert escape(row[key], quote=False) in text, row[key]
    assert text.count("建议值（未经街道确认）") >= 17


def test_bounds_take_part_in_the_arithmetic(built_once: Path, outputs) -> None:
    text = said(outputs("02-goals-and-bounds", built_once))
    for words in ("43余次", "[43, ∞)", "(−∞, 0]", "[0, 0]", "≥ 44次", "现有数据无法判定"):
        assert words in text, words


@pytest.mark.parametrize(("root", "year"), [("built_once", 2024), ("only_2023", 2023)])
def test_the_trial_says_which_number_of_officers_would_decide(root: str, year: int, outputs, request) -> None:
    data = request.getfixturevalue(root)
    text = said(outputs("02-goals-and-bounds", data))
    (row,) = [row for row in open_board(data).goal_progress_rows() if row["key_result_id"] == "g2_reviewer_share"]
    reviewers = {each["year"]: each["value"] for each in open_board(data).measure_years("longjin", row["numerator_id"])}
    edge = int(100 * reviewers[year] / row["target"])
    assert edge == 40
    assert f"法制审核人员 2名 ({year})：执法人员 ≤ {edge} → 达到；执法人员 &gt; {edge} → 未达到" in text


def test_with_the_report_of_2023_alone_what_is_missing_says_why(only_2023: Path, outputs) -> None:
    first, goals = (said(outputs(name, only_2023)) for name in NOTEBOOKS)
    assert "<mark>43余次</mark>" in first
    assert "还没有两个年度都有的数据" in goals
    assert "本看板首个数据年度，暂无可比上年" in goals
    assert "已达标" not in goals
    assert "待年报" in goals


def test_another_organisation_without_goals_runs_too(liwan: Path, outputs) -> None:
    first, goals = (said(outputs(name, liwan, "en")) for name in NOTEBOOKS)
    assert "about 30" in first
    assert "(−∞, ∞)" in first
    assert "45盏" in first
    assert "no key results for this organisation" in goals
    assert "no pace to draw" in goals


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_without_an_edition_a_notebook_says_what_to_do(data_root: Path, name: str, tmp_path: Path) -> None:
    with pytest.raises(CellExecutionError, match=r"尚未发布任何数据版本.*python -m pipelines build") as stopped:
        run_notebook(name, tmp_path, data_root)
    assert "no edition has been published yet" in str(stopped.value)


def test_every_chart_is_in_chinese_with_a_chinese_font(built_once: Path, outputs) -> None:
    charts = [chart for name in NOTEBOOKS for chart in charts_of(outputs(name, built_once))]
    assert len(charts) == 5
    for chart in charts:
        assert re.search(r"[\u4e00-\u9fff]", chart["layout"]["title"]["text"])
        assert chart["layout"]["template"]["layout"]["font"]["family"].startswith("Noto Sans CJK SC")


def test_a_figure_without_an_upper_bound_is_drawn_open(built_once: Path, outputs) -> None:
    (chart,) = charts_of(outputs("01-first-look", built_once))
    arrows = [trace for trace in chart["data"] if trace["type"] == "scatter" and len(trace["y"])]
    assert [label for trace in arrows for label in trace["y"]] == ["向机关提供法律咨询<br><b>不少于43次</b>"]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_of_our_code_a_notebook_imports_the_api_alone(name: str) -> None:
    used: set[str] = set()
    for cell in code_of(name):
        for node in ast.walk(ast.parse(cell)):
            if isinstance(node, ast.Import):
                used |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                used.add(str(node.module))
    assert "pipelines.api" in used
    foreign = {module for module in used if module.split(".")[0] not in {*sys.stdlib_module_names, *TOOLS}}
    assert foreign == {"pipelines.api"}


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_no_figure_of_a_report_is_written_into_the_code(name: str, built_once: Path) -> None:
    figures = {float(value) for value in open_board(built_once).metric_year()["value"].dropna() if value > 10} - {100.0}
    assert {43.0, 1349.0} <= figures
    written = {
        float(node.value)
        for cell in code_of(name)
        for node in ast.walk(ast.parse(cell))
        if isinstance(node, ast.Constant) and type(node.value) in (int, float)
    }
    assert not written & figures


def test_a_notebook_is_kept_without_outputs_counts_or_paths_of_a_machine() -> None:
    files = sorted(FOLDER.glob("*.ipynb"))
    assert [file.stem for file in files] == list(NOTEBOOKS)
    for file in files:
        content = file.read_text(encoding="utf-8")
        notebook = json.loads(content)
        assert set(notebook["metadata"]) == {"kernelspec", "language_info"}
        assert notebook["metadata"]["language_info"] == {"name": "python"}
        for cell in notebook["cells"]:
            assert cell["metadata"] == {}
            assert cell.get("outputs", []) == []
            assert cell.get("execution_count") is None
        assert not re.search(r"/(home|root|Users|tmp|work)/|[A-Z]:\\\\", content)
