"""留痕记录 of 法治建设考评: every step in words, as its plan had them then, and found by the names in them."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from pipelines.api import LogFilter, log_page
from pipelines.api.rubric_editing import change_rubric, rubric_rows
from pipelines.jobs.assessment.filling import Filled
from pipelines.jobs.assessment.scoring import Given
from pipelines.jobs.days import today
from pipelines.jobs.people import Person
from pipelines.jobs.register import register_url
from pipelines.jobs.settings import current_settings
from tests.jobs.rounds import (
    ASSESSED,
    CHIEF,
    CLERK,
    FIRST,
    SECOND,
    THIRD,
    assessee,
    assessor,
    at,
    hand_in,
    line,
    organiser,
    plan,
    rubric,
    score_everything,
)

ORG = ASSESSED[0]
NAME, WHOSE = "2024年度街道法治建设考评", "2024年度街道法治建设考评：砚汀街道"


@pytest.fixture(autouse=True)
def district(assessed_district: Path, decided_in: str) -> None:
    """The small district, decided in a file and in PostgreSQL."""


@pytest.fixture
def round_id() -> str:
    return organiser().open(plan())


def seen(round_id: str) -> int:
    return at(round_id).state.assessee(ORG).seen


def told(language: str = "zh", sought: str = "") -> list[str]:
    """About what and what, the earliest first."""
    rows = [row for page in range(1, 9) for row in log_page(LogFilter(text=sought), page, language)[0]]
    return [f"{row['about']} | {row['what']}" for row in reversed(rows)]


def test_what_is_said_before_the_feedback_is_told_in_words(round_id: str) -> None:
    def fill(item_id: str, **said: object) -> None:
        filled = Filled(**said, seen=at(round_id).standing(ORG, item_id).seen)  # ty: ignore[invalid-argument-type]
        assessee().fill(round_id, ORG, {item_id: filled})

    assessee().receive(round_id, ORG, seen=0)
    owners = {"contracts": "economic_office", "litigation": "economic_office", "mediation": "peace_office"}
    assessee().divide(round_id, ORG, owners, seen=seen(round_id))
    assessee().divide(round_id, ORG, {"contracts": "justice_office"}, seen=seen(round_id))
    fill("report_on_time", figure=Decimal(date(2025, 3, 28).toordinal()), why="见网页")
    fill("contracts", figure=Decimal("97.50"), marks=Decimal("7.80"))
    fill("contracts")
    fill("law_exam", why="见台账")
    fill("court_appearance", is_applicable=False, why="没有应诉案件")
    hand_in(round_id, ORG, CLERK, CHIEF)
    assessor().send_back(round_id, ORG, today() + timedelta(days=2), why="缺材料", seen=seen(round_id))
    assessee(CHIEF).submit(round_id, ORG, at(round_id).inputs, seen=seen(round_id))
    organiser().draw(round_id, ASSESSED, 2, "种子", seen=at(round_id).round.seen)
    organiser().amend(round_id, plan(document="区委文件"), why="补文号", seen=at(round_id).round.seen)
    relative = Person("u-relative", frozenset({"assessor"}), FIRST.organisations)
    assessor(relative).declare(round_id, ORG, why="亲属", seen=seen(round_id))
    assessor().score(line(round_id, ORG, "contracts"), Given(Decimal("7.50"), why="核查"), at(round_id).inputs)
    again = line(round_id, ORG, "contracts")
    assessor(SECOND).score(again, Given(None, why="不适用"), at(round_id).inputs, is_second=True)
    zh = told()
    assert zh[:8] == [
        f"{NAME} | 印发考评方案",
        f"{WHOSE} | 签收考评方案",
        f"{WHOSE} | 分解任务：合同应审尽审、行政诉讼败诉交由经济发展办公室负责，"
        "人民调解成功率交由平安建设办公室（综治、信访）负责",
        f"{WHOSE} | 分解任务：合同应审尽审交由司法所负责",
        f"{WHOSE} 年度报告按期公开 | 自评：本单位数据2025-03-28",
        f"{WHOSE} 合同应审尽审 | 自评：本单位数据97.5%，7.8分",
        f"{WHOSE} 合同应审尽审 | 撤回填报内容",
        f"{WHOSE} 学法考试参考率 | 填报自评说明",
    ]
    assert f"{WHOSE} 行政机关负责人出庭应诉 | 自评为不适用" in zh
    assert f"{WHOSE} 第一责任人职责落实 | 自评：5分" in zh
    assert zh[-8:] == [
        f"{WHOSE} | 提交自评",
        f"{WHOSE} | 退回自评，{(today() + timedelta(days=2)).isoformat()}以前补正",
        f"{WHOSE} | 提交自评",
        f"{NAME} | 抽取核查样本",
        f"{NAME} | 调整考评方案",
        f"{WHOSE} | 申报回避",
        f"{WHOSE} 合同应审尽审 | 评为7.5分",
        f"{WHOSE} 合同应审尽审 | 复评为不适用",
    ]
    prove_words(zh)


def test_what_is_said_from_the_feedback_on_is_told_in_words(round_id: str, later: Callable[[int], None]) -> None:
    later(11)
    for organisation_id in ASSESSED:
        score_everything(round_id, organisation_id)
    later(20)
    organiser().announce(round_id, edition_id="e", seen=at(round_id).round.seen)
    assessee(CHIEF).object(line(round_id, ORG, "contracts"), Decimal(8), why="已补审")
    assessee(CHIEF).object(line(round_id, ORG, "litigation"), None, why="请再看")
    assessor(THIRD).rule(line(round_id, ORG, "contracts"), None, is_upheld=False, why="没有新材料")
    assessor(THIRD).rule(line(round_id, ORG, "litigation"), Decimal(2), is_upheld=True, why="属实")
    later(26)
    organiser().publish(round_id, edition_id="e", seen=at(round_id).round.seen)
    zh = told()
    assert zh[-6:] == [
        f"{NAME} | 反馈评分",
        f"{WHOSE} 合同应审尽审 | 提出异议，请求改为8分",
        f"{WHOSE} 行政诉讼败诉 | 提出异议，请求重新核查",
        f"{WHOSE} 合同应审尽审 | 异议不成立，维持原分",
        f"{WHOSE} 行政诉讼败诉 | 异议成立，改为2分",
        f"{NAME} | 公布等次",
    ]
    prove_words(zh)


def prove_words(zh: list[str]) -> None:
    """No code in Chinese, nothing Chinese in English but the name that people gave the round."""
    assert not [each for each in zh if re.search("[a-z]{3}", each)]
    assert not [each for each in told("en") if re.search("[一-鿿]", each.replace(NAME, ""))]


def test_a_line_keeps_the_name_and_unit_that_it_had_when_something_was_said_of_it(round_id: str) -> None:
    day = Decimal(date(2025, 3, 28).toordinal())
    assessee().fill(round_id, ORG, {"report_on_time": Filled(figure=day), "contracts": Filled(figure=Decimal(5))})
    source = {"contracts": "{kind: timely, source: report_published, due: 04-01, step: 1}"}
    rows = [row for row in rubric_rows(rubric().rubric_id) if row["id"] != "report_on_time"]
    changed = [
        row
        | ({"rule": source[row["id"]]} if row["id"] in source else {})
        | ({"marks": "10"} if row["id"] == "first_responsible" else {})
        for row in rows
    ]
    change_rubric(rubric().rubric_id, rubric_rows(rubric().rubric_id), changed, starts=today(), why="会上确定")
    organiser().amend(round_id, plan(version=rubric().version), why="按会议纪要", seen=at(round_id).round.seen)
    zh = told()
    assert f"{WHOSE} 年度报告按期公开 | 自评：本单位数据2025-03-28" in zh
    assert f"{WHOSE} 合同应审尽审 | 自评：本单位数据5%" in zh


@pytest.mark.parametrize(
    ("sought", "about"), [("砚汀", "砚汀街道"), ("yanting sub", "砚汀街道"), ("合同应审", "合同应审尽审"), (NAME, NAME)]
)
def test_a_step_is_found_by_the_name_of_its_round_organisation_or_line(round_id: str, sought: str, about: str) -> None:
    for organisation_id in ASSESSED[:2]:
        who = Person(f"u-{organisation_id}", frozenset({"clerk"}), frozenset({organisation_id}))
        said = {"contracts": Filled(marks=Decimal(7)), "litigation": Filled(marks=Decimal(1))}
        assessee(who).fill(round_id, organisation_id, said)
    everything, found = told(), told(sought=sought)
    # the plan's own event holds the names of all lines
    assert [each for each in found if "印发" not in each] == [
        each for each in everything if about in each and "印发" not in each
    ]
    assert 2 <= len(found) <= 5


def test_a_text_of_all_organisations_finds_every_step_of_whom_one_sees(
    round_id: str, seen_by: Callable[[Person], None]
) -> None:
    for organisation_id in ASSESSED[:2]:
        who = Person(f"u-{organisation_id}", frozenset({"clerk"}), frozenset({organisation_id}))
        assessee(who).fill(round_id, organisation_id, {"contracts": Filled(marks=Decimal(7))})
    assert len(told(sought="街道")) == 3
    seen_by(Person("u-reviewer", frozenset({"reviewer"}), frozenset({ORG})))
    assert told(sought="街道") == told() == [f"{WHOSE} 合同应审尽审 | 自评：7分"]


def test_beside_a_damaged_step_the_log_goes_on(round_id: str) -> None:
    assessee().fill(round_id, ORG, {"contracts": Filled(marks=Decimal(7))})
    store = create_engine(register_url(current_settings()))
    with store.begin() as connection:
        connection.execute(text("update events set payload = '{broken' where kind = 'claimed'"))
    store.dispose()
    assert len(told()) == 2 and "内容已损坏" in told()[-1]
    assert told(sought="砚汀") is not None
