"""签发前比对: the draft report, ledgers, enforcement data and disclosure report side by side."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.api import open_board
from pipelines.jobs import documents
from pipelines.jobs.build import build
from pipelines.jobs.settings import Settings
from tests.dashboards.test_pages import opened, words

BOTH = pytest.mark.parametrize("language", ["zh", "en"])
DRAFT = (
    "龙津街道2025年法治政府建设年度报告（送审稿，模拟数据）\n"
    "一、工作情况\n全年作出行政处罚决定20宗，办理依申请公开12件。\n"
)
DISCLOSURE = (
    "龙津街道2025年政府信息公开工作年度报告（模拟数据）\n信息内容|本年处理决定数量\n行政处罚|21\n\n"
    "项目|总计\n一、本年新收政府信息公开申请数量|12\n"
)
ENFORCEMENT = "龙津街道2025年度行政执法数据（模拟数据）\n行政处罚（宗）\n警告|罚款|合计\n3|17|20\n"


def fill(root: Path) -> None:
    settings = Settings(data=root)
    texts = {"draft": DRAFT, "disclosure": DISCLOSURE, "enforcement": ENFORCEMENT}
    for name, text in texts.items():
        path = root.parent / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        documents.ingest(settings, [path], documents.Intake(organisation_id="longjin"))
    build(settings)


@pytest.fixture
def root(root_like: Callable[..., Path]) -> Path:
    return root_like("signing", fill)


def test_each_document_is_known_by_its_title(root: Path) -> None:
    types = {row["type"] for row in open_board(root).year_documents("longjin", 2025)}
    assert types == {"draft_report", "disclosure_report", "enforcement_data"}


def test_what_differs_comes_first_with_every_figure(root: Path) -> None:
    first, *rest = open_board(root).signing("longjin", 2025)
    assert (first["metric_id"], first["state"]) == ("admin_penalty_cases", "differs")
    values = {source: each["value"] for source, each in first["figures"].items()}
    assert values == {"draft_report": 20, "enforcement_data": 20, "disclosure_report": 21}
    assert first["why_zh"] == "报告草稿20宗，行政执法数据20宗，信息公开年报21宗，请综合行政执法办公室核实"
    assert [row["metric_id"] for row in rest if row["state"] == "agrees"] == ["foi_requests"]


def test_a_draft_is_no_figure_of_the_board_and_no_reading_of_its_metric(root: Path) -> None:
    board = open_board(root)
    known = board.metric_year("longjin", 2025, "foi_requests").iloc[0]
    assert known["value"] == 12
    assert board.observation(known["observation_id"])["document_type"] == "disclosure_report"
    readings = board.observations("longjin", "foi_requests")
    assert set(readings["document_type"]) == {"disclosure_report"}


@BOTH
def test_the_page_says_what_to_clear_up_before_signing(root: Path, language: str) -> None:
    said = words(opened("signing", lang=language, org="longjin", year="2025"))
    answer = {
        "zh": "1项不一致，请先核实再签发；1项一致，0项无法比对。未载入或本年度无数据：台账。",
        "en": "1 differ and should be cleared up before signing; 1 agree, 0 can't be compared. "
        "Not loaded, or without data of this year: Ledgers.",
    }
    assert answer[language] in said
    assert {"zh": "报告草稿", "en": "Draft report"}[language] in said
    assert "作出行政处罚决定" in said  # the sentence that the draft's figure stands in


@BOTH
def test_a_year_with_one_source_says_that_nothing_can_be_compared(root: Path, language: str) -> None:
    said = words(opened("signing", lang=language, org="longjin", year="2023"))
    assert {"zh": "尚无法比对", "en": "nothing can be compared yet"}[language] in said
