"""Whose report a text is, and of which year."""

from dataclasses import replace

import pytest

from pipelines.domain.catalogue import Catalogue
from pipelines.domain.errors import NoOrganisation, UnknownOrganisation, UnknownYear
from pipelines.extract import ReportReader, proposed_organisation, proposed_year


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
