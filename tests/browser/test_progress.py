"""What people decide, in a real browser: a milestone recorded moves its key result; a second value is settled."""

import re
import shutil

import pytest
from playwright.sync_api import expect

from pipelines.api import open_board
from tests.browser.serving import REPOSITORY, run_pipeline, served, shoot, still

pytestmark = pytest.mark.browser
expect.set_options(timeout=40_000)


@pytest.fixture
def root(tmp_path_factory):
    """A root of the two shipped reports."""
    root = tmp_path_factory.mktemp("progress") / "data"
    for name in ("catalogue", "documents/longjin-2023", "documents/longjin-2024"):
        shutil.copytree(REPOSITORY / "data" / name, root / name)
    run_pipeline(root, "build", "--as-of", "2026-11-01")
    return root


@pytest.fixture
def address(root):
    with served(root) as url:
        yield url


def choose(page, label: str, *options: str, inside=None) -> None:
    box = (inside or page).get_by_role("combobox", name=re.compile(f"(^|[ .])({label})$")).first
    for option in options:
        wanted = page.get_by_role("option", name=option)
        for _ in range(5):  # a list that opens while the page is still being drawn closes again
            box.click()
            page.wait_for_timeout(1000)
            if wanted.is_visible():
                break
        wanted.click()
        still(page)
    if len(options) > 1:  # in a list of one choice Escape takes it back
        page.keyboard.press("Escape")


@pytest.mark.parametrize("reader", [("wide", "light", "zh"), ("phone", "dark", "zh")], indirect=True, ids="-".join)
def test_a_milestone_recorded_moves_its_key_result_and_the_earlier_edition_stays(reader, address, root):
    page = reader
    page.goto(f"{address}/goals?lang=zh&year=2023&key=g1_coordination")
    expect(page.get_by_text("时间节点的完成情况没有记录").first).to_be_visible()
    still(page)
    choose(page, "事项", "2024-03-31 机制文件印发", "2024-06-30 首件协同事项办结")
    page.get_by_label("依据（文件名称、文号）").fill("荔龙办〔2024〕3号")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_text("已登记；发布新的数据版本后看板更新。").first).to_be_visible()
    expect(page.get_by_text("荔龙办〔2024〕3号").first).to_be_visible()
    expect(page.get_by_text("本机用户 · 审核人").first).to_be_visible()
    expect(page.get_by_text("到期未见数据").first).to_be_visible()
    run_pipeline(root, "build")
    expect(page.get_by_text("共2项，全部完成")).to_be_visible()
    expect(page.locator(".chip.status.achieved")).to_be_visible()
    shoot(page, "milestone-recorded")
    page.goto(f"{address}/goals?lang=zh&year=2023")
    before = [
        each for each in run_pipeline(root, "show", "editions", "--format", "csv").split() if "2026-11-01" in each
    ]
    earlier = before[0].split(",")[0]
    page.goto(f"{address}/goals?lang=zh&year=2023&key=g1_coordination&edition={earlier}")
    expect(page.get_by_text("时间节点的完成情况没有记录").first).to_be_visible()
    expect(page.get_by_role("button", name="登记", exact=True)).to_have_count(0)


@pytest.mark.parametrize("reader", [("wide", "light", "zh")], indirect=True, ids="-".join)
def test_a_problem_is_closed_and_the_form_is_empty_for_the_next(reader, address):
    page = reader
    page.goto(f"{address}/supervision?lang=zh&year=2023")
    page.get_by_text("登记整改情况").click()
    form = page.locator(".st-key-rectifying-record")
    proof = form.get_by_label("依据（文件名称、文号）")
    choose(page, "事项", "少数干部和执法人员重视不够", inside=form)
    choose(page, "情况", "已销号", inside=form)
    choose(page, "责任科室", "司法所", inside=form)
    proof.fill("销号单1号")
    form.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_text("已登记；发布新的数据版本后看板更新。").first).to_be_visible()
    expect(page.get_by_text("已销号1项").first).to_be_visible()
    expect(proof).to_have_value("")
    choose(page, "情况", "已销号", inside=form)
    choose(page, "责任科室", "司法所", inside=form)
    form.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_text("问题销号须有佐证").first).to_be_visible()


@pytest.mark.parametrize("reader", [("wide", "light", "zh")], indirect=True, ids="-".join)
def test_a_second_value_is_typed_accepted_and_shown_as_settled(reader, address, root):
    page = reader
    page.goto(f"{address}/entry?lang=zh&year=2023&metric=law_trainings")
    still(page)
    page.get_by_label("数值", exact=True).fill("87")
    page.get_by_label("数据依据（文号、台账、业务系统）").fill("培训台账")
    page.get_by_role("button", name="保存，填下一项").click()
    expect(page.get_by_text("培训台账").first).to_be_visible()
    run_pipeline(root, "build")
    page.goto(f"{address}/metrics?lang=zh&year=2023&metric=law_trainings")
    expect(page.locator(".metric-value")).to_contain_text("78场次")
    expect(page.get_by_text("差异待核实").first).to_be_visible()
    page.goto(f"{address}/?lang=zh&year=2023")
    expect(page.locator("a.figure[data-metric=law_trainings]")).to_contain_text("78场次")
    shoot(page, "second-value-open")
    readings = open_board(root).observations("longjin", "law_trainings")
    typed = readings[readings["value"] == 87].iloc[0]["observation_id"]
    page.goto(f"{address}/review?lang=zh&year=2023&item={typed}")
    still(page)
    expect(page.locator("header.metric .metric-value")).to_contain_text("87场次")
    page.locator(".st-key-review-accept button").click()
    expect(page.get_by_text("已记录：确认")).to_be_visible()
    run_pipeline(root, "build")
    page.goto(f"{address}/metrics?lang=zh&year=2023&metric=law_trainings")
    expect(page.locator(".metric-value")).to_contain_text("87场次")
    expect(page.get_by_text("已修订").first).to_be_visible()
    page.goto(f"{address}/?lang=zh&year=2023")
    expect(page.locator("a.figure[data-metric=law_trainings]")).to_contain_text("87场次")
    shoot(page, "second-value-settled")
