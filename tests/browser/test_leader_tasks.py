"""What a leader asks of the board, done in a real browser from 总览: each answer within three clicks."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.serving import still

pytestmark = pytest.mark.browser
expect.set_options(timeout=30_000)
MOST = 3
LEADERS = [("wide", "light", "zh"), ("phone", "dark", "zh")]
ON_BOTH = pytest.mark.parametrize("reader", LEADERS, indirect=True, ids="-".join)


class Leader:
    """A reader who counts clicks."""

    def __init__(self, page: Page):
        self.page, self.clicks = page, 0
        expect(page.locator(".conclusion")).to_contain_text("2023年度报告载明")

    def click(self, what: Locator) -> None:
        self.clicks += 1
        assert self.clicks <= MOST, f"more than {MOST} clicks"
        what.click()

    def open_page(self, name: str) -> None:
        self.click(self.page.locator("nav.pages").get_by_role("link", name=name, exact=True))
        still(self.page)  # what both pages have stands there until it is drawn anew

    def reads(self, what: str | Locator, *words: str) -> None:
        """These words stand there, and can be seen."""
        found = self.page.locator(what) if isinstance(what, str) else what
        for word in words:
            expect(found.first).to_contain_text(word)
        expect(found.first).to_be_visible()

    def reads_sentence_with(self, quote: str) -> None:
        """The words of the report, with the figure marked in them."""
        marked = self.page.locator("mark.quote", has_text=re.compile(f"^{re.escape(quote)}$")).first
        expect(marked).to_be_visible()
        assert len(marked.locator("xpath=ancestor::blockquote").inner_text()) > len(quote)


@pytest.fixture
def leader(reader) -> Leader:
    return Leader(reader)


@ON_BOTH
def test_1_which_things_to_push_this_month(leader):
    steps = leader.page.locator("ol.steps li")
    expect(steps).to_have_count(3)
    for place in range(3):
        expect(steps.nth(place)).to_contain_text("责任科室" if place else "各责任科室")
    leader.click(steps.nth(2).get_by_role("link").first)
    leader.reads(".metric-value", "未采录")
    leader.reads("header.metric", "责任科室：综合行政执法办公室")


@ON_BOTH
def test_2_what_falls_due_next(leader):
    item = leader.page.locator("ul.due li").first
    leader.reads(item, "责任科室：", "还有" if "今天" not in item.inner_text() else "今天")
    assert re.match(r"\d{2}-\d{2}", item.locator("time").inner_text())


@ON_BOTH
def test_3_is_each_goal_on_its_pace(leader):
    leader.click(leader.page.get_by_role("link", name="进一步提升行政执法水平"))
    rows = leader.page.locator("article.key-result")
    expect(rows).to_have_count(17)
    for row in rows.all():
        assert row.locator(".chip.status").inner_text().strip()
        assert len(row.locator(".why").inner_text()) > 8


@ON_BOTH
def test_4_is_anything_unpublished_or_unchecked_in_enforcement(leader):
    leader.open_page("工作目标")
    leader.click(leader.page.get_by_role("link", name="行政许可处罚7个工作日公示率"))
    leader.reads(leader.page.get_by_text("需要2024年度的以下数据"))
    leader.reads(leader.page.locator("ul.ways").first, "应公示的许可处罚决定（可由综合行政执法办公室补充）")


@ON_BOTH
def test_5_what_would_decide_a_key_result_and_who_has_it(leader):
    leader.click(leader.page.locator(".conclusion").get_by_role("link", name=re.compile("到期未见数据")))
    leader.click(leader.page.get_by_role("link", name="法制审核人员占执法人员比"))
    leader.reads(leader.page.locator("ul.ways").first, "执法人员（可由综合行政执法办公室补充）")


@ON_BOTH
def test_6_what_is_met_and_the_sentence_that_says_so(leader):
    leader.click(leader.page.locator(".conclusion").get_by_role("link", name="已达标1项"))
    leader.click(leader.page.locator("article[data-key=g2_law_exam]").get_by_role("link"))
    leader.reads(".chip.status", "已达标")
    leader.reads_sentence_with("100%")


@ON_BOTH
def test_7_did_i_do_my_duties_as_the_first_person_responsible(leader):
    leader.open_page("制度落实与存在问题")
    duty = leader.page.locator("details.practice", has_text="党政主要负责人履行推进法治建设第一责任人职责")
    leader.click(duty.locator("summary"))
    expect(duty.locator("mark.quote")).to_be_visible()
    leader.reads(duty.locator("blockquote"), "第一责任人")


@ON_BOTH
def test_8_may_i_say_this_figure_in_a_meeting(leader):
    leader.click(leader.page.locator("a.figure[data-metric=street_occupation_cases]"))
    leader.reads(".citable", "1,349宗", "口径：", "转述（非原文）", "数据截至2023-12-31", "未审核")
    leader.reads_sentence_with("1349宗")


@ON_BOTH
def test_9_which_problems_are_open_and_in_what_words(leader):
    problem = leader.page.locator("section.problem", has_text="法治宣传形式不够丰富")
    leader.reads(problem, "待整改", "报告未载整改时限")
    leader.click(problem.locator("summary"))
    expect(problem.locator("mark.quote")).to_be_visible()


@ON_BOTH
def test_10_how_far_the_data_can_be_trusted(leader):
    leader.reads("dl.trust", "载明", "12", "未审核")
    leader.reads(leader.page.get_by_text("报告与台账比对：无台账"))
    leader.click(leader.page.locator("nav.years").get_by_role("link", name="2024年度"))
    leader.reads(leader.page.get_by_text(re.compile("无数据的指标：本看板只有摘录")))


@pytest.mark.parametrize(("year", "count"), [("2023年度", 12), ("2024年度", 3)])
@pytest.mark.parametrize("reader", LEADERS[:1], indirect=True, ids="-".join)
def test_every_figure_is_within_three_clicks_of_its_sentence(leader, year, count):
    leader.click(leader.page.locator("nav.years").get_by_role("link", name=year))
    expect(leader.page.locator("nav.years [aria-current]")).to_contain_text(year)
    leader.open_page("指标")
    cards = leader.page.locator("a.figure")
    expect(cards).to_have_count(count)
    clicks = leader.clicks
    for place in range(count):
        leader.clicks = clicks
        shown = cards.nth(place).locator(".figure-value").inner_text()
        leader.click(cards.nth(place))
        expect(leader.page.locator("mark.quote").first).to_be_visible()
        number = re.search(r"\d+", shown).group()
        expect(leader.page.locator("blockquote mark.quote").first).to_contain_text(number)
        leader.page.go_back()
        expect(cards).to_have_count(count)
