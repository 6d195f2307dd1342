"""Whose report a text is, and of which year."""

from dataclasses import replace
from datetime import date

import pytest

from pipelines.domain.catalogue import Catalogue
from pipelines.domain.errors import NoOrganisation, UnknownOrganisation, UnknownYear
from pipelines.extract import (
    ReportReader,
    proposed_organisation,
    proposed_publication,
    proposed_title,
    proposed_type,
    proposed_year,
)


@pytest.mark.parametrize(
    ("text", "organisation_id"),
    [
        ("荔湾区龙津街道2023年法治政府建设年度报告\n荔湾区、荔湾区、荔湾区", "longjin"),
        ("2023年度报告\n\n广州市荔湾区人民政府龙津街道办事处\n一年来", "longjin"),
        ("广州市荔湾区2023年法治政府建设年度报告\n龙津街道、龙津街道、龙津街道", "liwan"),
        ("2023年全市新型城镇化情况\n龙津街", "longjin"),
        ("统筹城乡发展\n一\n二\n龙津街道办事处、广州市、龙津街", "longjin"),
        ("年度报告\n一\n二\n广州市荔湾区龙津街道，荔湾区龙津街道", "longjin"),
        ("年度报告\n一\n二\n荔湾区、荔湾区、龙津街道", "liwan"),
    ],
)
def test_the_first_lines_decide_then_the_name_used_most(catalogue: Catalogue, text: str, organisation_id: str) -> None:
    assert proposed_organisation(text, catalogue, where="-") == organisation_id


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("广州市荔湾区金花街道2023年法治政府建设年度报告\n龙津街道", "金花街道"),
        ("关于金花街道2023年法治政府建设情况的报告\n荔湾区", "金花街道"),
        ("2023年石岗镇法治政府建设年度报告\n荔湾区", "石岗镇"),
    ],
)
def test_a_report_of_an_office_that_isn_t_listed_is_refused(catalogue: Catalogue, text: str, named: str) -> None:
    with pytest.raises(UnknownOrganisation) as refusal:
        proposed_organisation(text, catalogue, where="report.txt")
    assert named in str(refusal.value)
    assert "longjin" in str(refusal.value)


def test_a_catalogue_without_organisations_knows_nobody(catalogue: Catalogue) -> None:
    with pytest.raises(NoOrganisation):
        proposed_organisation("法治报告", replace(catalogue, organisations=()), where="-")
    with pytest.raises(NoOrganisation, match="--org with one of: guangzhou, liwan, longjin"):
        proposed_organisation("今年工作\n荣誉", catalogue, where="-")


def test_the_year_named_most_wins_and_titles_of_papers_don_t_count() -> None:
    assert proposed_year("2022年、2023年、2023年，《2021年规划》《2021年要点》《2021年总结》", where="-") == 2023
    assert proposed_year("2022年和2023年", where="-") == 2022
    with pytest.raises(UnknownYear):
        proposed_year("《2021年规划》", where="-")


def test_the_year_of_the_title_wins() -> None:
    text = "关于2022年度工作的报告\n2023年、2023年、2023年"
    assert proposed_year(text, where="-") == 2022
    assert proposed_year(text, where="-", said="龙津街道二〇二一年法治政府建设年度报告") == 2021
    assert proposed_year("二○二三年度法治政府建设工作报告\n2024年1月5日", where="-") == 2023
    # two years in a title: the text decides
    assert proposed_year("2022年工作总结和2023年工作计划情况\n2023年、2023年", where="-") == 2023


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("龙津街道2023年法治政府建设年度报告\n一年来", "龙津街道2023年法治政府建设年度报告"),
        ("穗荔龙字〔2024〕3号\n\n关于2023年法治政府建设情况的报告\n区政府：", "关于2023年法治政府建设情况的报告"),
        ("龙津街道2023年法治政府\n建设年度报告\n一年来", "龙津街道2023年法治政府建设年度报告"),
        ("一年来，街道推进各项工作，情况良好。\n二", None),
        ("许可|情况\n12|3", None),
    ],
)
def test_a_title_is_one_of_the_first_lines_that_says_what_it_is(text: str, title: str | None) -> None:
    assert proposed_title(text) == title


def test_the_title_of_the_file_wins_where_it_says_what_it_is() -> None:
    assert proposed_title("2023年工作情况", said="龙津街道2023年年度报告") == "龙津街道2023年年度报告"
    assert proposed_title("2023年工作情况", said="首页") == "2023年工作情况"


def test_the_title_of_the_file_names_the_organisation(catalogue: Catalogue) -> None:
    text = "首页 荔湾区\n政务公开 广州市\n正文"
    assert proposed_organisation(text, catalogue, where="-", said="龙津街道2023年年度报告") == "longjin"
    with pytest.raises(UnknownOrganisation, match="金花街道"):
        proposed_organisation(text, catalogue, where="-", said="荔湾区金花街道2023年年度报告")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("报告\n发布时间：2024-01-12 10:30 来源：本街道\n正文", date(2024, 1, 12)),
        ("报告\n发布日期: 2024/3/5\n正文", date(2024, 3, 5)),
        ("成文日期|2024年1月12日\n正文", date(2024, 1, 12)),
        ("报告\n时间：2024.1.12\n正文", date(2024, 1, 12)),
        ("报告\n正文\n龙津街道办事处\n2024年1月12日", date(2024, 1, 12)),
        ("报告\n正文\n二〇二四年一月十二日\n", date(2024, 1, 12)),
        ("报告\n正文\n二○二四年十二月三十一日\n（此件公开发布）", date(2024, 12, 31)),
        ("报告\n2024年1月12日召开会议。\n正文", None),
        ("报告\n正文\n2024年2月30日", None),
        ("报告\n正文", None),
    ],
)
def test_the_day_of_publication_is_named_or_signed(text: str, day: date | None) -> None:
    assert proposed_publication(text) == day


def test_the_day_that_the_file_gives_wins() -> None:
    assert proposed_publication("报告\n2024年1月12日", said=date(2024, 2, 1)) == date(2024, 2, 1)


@pytest.mark.parametrize(
    ("year", "is_goal", "is_problem"), [(2022, False, False), (2023, True, True), (2024, False, True)]
)
def test_goals_tie_to_their_own_report_and_problems_to_theirs_and_later_ones(
    reader: ReportReader, catalogue: Catalogue, year: int, is_goal: bool, is_problem: bool
) -> None:
    (problem, *_), (goal, *_) = catalogue.problems, catalogue.goals
    text = f"四、存在问题\n（一）{''.join(problem.words[0])}。\n五、工作目标\n（一）{''.join(goal.words[0])}。\n"
    found = reader.read(text, year=year)
    assert [item.item_id is not None for item in found.goals] == [is_goal]
    assert [item.item_id is not None for item in found.problems] == [is_problem]


@pytest.mark.parametrize(
    ("title", "document_type"),
    [
        ("龙津街道2023年法治政府建设年度报告", "annual_report"),
        ("龙津街道办事处2023年政府信息公开工作年度报告", "disclosure_report"),
        ("2023年度政府信息公开年报", "disclosure_report"),
        ("龙津街道2023年度行政执法数据", "enforcement_data"),
        ("2023年度行政执法统计年报", "enforcement_data"),
        ("龙津街道2023年法治政府建设年度报告（送审稿）", "draft_report"),
        ("龙津街道2023年行政执法工作情况", "annual_report"),
    ],
)
def test_a_title_says_what_a_document_is(title: str, document_type: str) -> None:
    assert proposed_type(title) == document_type


def test_a_sheet_s_name_above_the_title_is_not_the_title() -> None:
    assert proposed_title("行政执法数据\n龙津街道2025年度行政执法数据\n表1 行政处罚") == "龙津街道2025年度行政执法数据"
