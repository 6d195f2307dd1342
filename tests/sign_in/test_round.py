"""One round of 法治建设考评 from its plan to the published grades, walked by five people in their own browsers.

What would only repeat a step already walked (lines that are filled in or scored alike, the other three subdistricts) is
done in this process, over the same register.

Longer than other files because it is one walk.
"""

import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from pipelines.jobs.assessment.desk import Line
from pipelines.jobs.assessment.filling import Filled
from pipelines.jobs.assessment.scoring import Given
from pipelines.jobs.people import Person
from tests.browser.serving import shoot, still
from tests.jobs.rounds import (
    ASSESSED,
    CLERK,
    DISTRICT,
    FIRST,
    YEAR,
    assessee,
    assessor,
    at,
    hand_in,
    make_district,
    open_lines,
    score_everything,
)
from tests.sign_in.conftest import Signed, signed_board
from tests.sign_in.test_sign_in import arrived, enter

pytestmark = [pytest.mark.services, pytest.mark.browser]
expect.set_options(timeout=40_000)
ORG, NEIGHBOUR, RIVAL, _ = ASSESSED
ROUND = f"{DISTRICT}-{YEAR}"
PHONE = {"width": 390, "height": 844}
CONTESTED = "officers_trained"
"""The line whose figure the subdistrict contests, on whose mark it objects later: 0 % on the board."""
PEOPLE = {
    "clerk": ("填报员甲", "clerk", [ORG]),
    "chief": ("审定员甲", "approver", [ORG]),
    "outsider": ("审定员乙", "approver", [NEIGHBOUR]),
    "first": ("考评员甲", "assessor", [DISTRICT]),
    "second": ("考评员乙", "assessor", [DISTRICT]),
}
"""Made-up people: name, role, organisations."""


@dataclass(frozen=True)
class People:
    """A board with a day of its own, and a browser for each person who is signed in there."""

    board: Signed
    pages: dict[str, Page]
    day: Path

    def open(self, who: str, part: str, organisation_id: str = ORG, **asked: str) -> Page:
        """The page of assessment as somebody asks for it by its address."""
        page = self.pages[who]
        more = "".join(f"&{name}={value}" for name, value in asked.items())
        page.goto(f"{self.board.address}/assessment?lang=zh&org={organisation_id}&section={part}{more}")
        arrived(page)
        return page

    def asks(self, who: str | None, path: str) -> httpx.Response:
        """What a route answers to somebody, or to who isn't signed in."""
        known = self.pages[who].context.cookies() if who else []
        cookies = {each["name"]: each["value"] for each in known if each["name"].startswith("_streamlit")}
        return httpx.get(self.board.address + path, cookies=cookies, timeout=30)


@pytest.fixture
def people(
    made_once: Callable[[str, Callable[[Path], object]], Path],
    visit: Callable[[], Page],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[People]:
    root, day = tmp_path / "data", tmp_path / "days_later"
    shutil.copytree(made_once("assessed_district", make_district), root)
    monkeypatch.setenv("FAZHI_DATA", str(root))
    day.write_text("0", encoding="utf-8")
    with signed_board(root, tmp_path, module="tests.sign_in.days_later", DAYS_LATER=str(day)) as board:
        pages = {}
        for login, (name, role, organisations) in PEOPLE.items():
            board.provider.say(login, name=name, roles=[role], organisations=organisations)
            pages[login] = visit()
            enter(pages[login], board, login, f"/assessment?lang=zh&org={ORG}&year={YEAR}")
            arrived(pages[login])
        yield People(board, pages, day)


def told(page: Page, said: str) -> None:
    """Wait until the page says that something was done."""
    expect(page.get_by_test_id("stAlert").filter(has_text=said)).to_be_visible()
    still(page)


def unfolded(page: Page, part: str, item_id: str) -> Locator:
    """A line of 自评 (`fill`) or 评审 (`score`), opened by keys: a click may miss it while lines above still move."""
    box = page.locator(f".st-key-line-{part}-{ORG}-{item_id}")
    if box.locator("details[open]").count() == 0:
        box.locator("summary").press("Enter")
    return box


def write(form: Locator, label: str, text: str) -> None:
    form.get_by_role("textbox", name=label).fill(text)


def press(form: Page | Locator, name: str) -> None:
    form.get_by_role("button", name=name, exact=True).click()


def tick(form: Locator, label: str) -> None:
    form.get_by_role("checkbox", name=label).press("Space")


def issue_the_plan(page: Page) -> None:
    write(page, "印发文件", "示例办〔2025〕1号")
    press(page, "印发")
    told(page, "考评方案已印发。")
    expect(page.locator("body")).to_contain_text("待评分84项")


def sign_for_it(page: Page) -> None:
    expect(page.locator("body")).to_contain_text("还有9项需要填报")
    press(page, "签收考评方案")
    told(page, "已签收。")
    expect(page.get_by_role("button", name="签收考评方案")).to_have_count(0)


def see_where_a_figure_comes_from(page: Page) -> None:
    """What the board knows isn't asked for: it stands there with the way to its source."""
    figure = unfolded(page, "fill", "contracts").locator(".figure-line")
    expect(figure).to_contain_text("看板数据： 100% 按规则得8分")
    with page.context.expect_page() as opened:
        figure.get_by_role("link", name="100%").click(modifiers=["Control"])
    source = opened.value
    arrived(source)
    assert "/metrics?" in source.url
    expect(source.locator("body")).to_contain_text("合同")
    source.close()


def fill(page: Page, item_id: str, why: str, *, figure: str = "", marks: str = "", applies: bool = True) -> None:
    box = unfolded(page, "fill", item_id)
    if figure:
        write(box, "本单位数据", figure)
    if marks:
        write(box, "自评分值", marks)
    if not applies:
        tick(box, "这一项不适用")
    write(box, "说明", why)
    press(box, "保存")
    expect(box.locator("summary")).to_contain_text("已填报")
    still(page)


def fill_in_what_only_the_subdistrict_knows(page: Page) -> None:
    """A figure, marks, what doesn't apply, a contested figure; a colleague without a browser fills in the rest."""
    fill(page, "law_exam", "应考50人，实考49人", figure="98")
    fill(page, "first_responsible", "四项均有材料，见会议纪要", marks="5")
    fill(page, "court_appearance", "当年没有应诉案件", applies=False)
    fill(page, CONTESTED, "学时台账漏登，人人都满60学时", figure="100")
    left = open_lines(at(ROUND), ORG)
    expect(page.locator("body")).to_contain_text(f"还有{len(left)}项需要填报")
    assessee(CLERK).fill(ROUND, ORG, {item_id: Filled(why="见材料") for item_id in left})


def submit(page: Page) -> None:
    press(page, "提交自评")
    told(page, "自评已提交。")


def score(page: Page, item_id: str, marks: str | None, why: str, *, button: str = "评分") -> Locator:
    """Give marks (None: it doesn't apply); the line."""
    box = unfolded(page, "score", item_id)
    if marks is None:
        tick(box, "这一项不适用")
    else:
        write(box, "分值（满分", marks)
    write(box, "说明", why)
    press(box, button)
    return box


def scored(box: Locator, said: str) -> None:
    """Wait until a line stands among those that were scored."""
    expect(box.get_by_role("button", name="重新评分")).to_be_attached()
    expect(box.locator("summary")).to_have_text(re.compile(f"分） · {said}$"))
    still(box.page)


def refused(box: Page | Locator, *, because: str) -> None:
    expect(box.get_by_role("alert").filter(has_text=because)).to_be_visible()


def score_by_rules_and_by_hand(page: Page) -> None:
    """What rules can tell is confirmed at once; another mark than the rule's needs a reason; a colleague does the rest.

    A contested figure isn't confirmed with the others.
    """
    press(page, "按规则确认10项")
    told(page, "已按规则确认。")
    expect(page.locator("body")).to_contain_text("已评分10项，共21项")
    expect(unfolded(page, "score", CONTESTED)).to_contain_text("0% · 单位自报100% · 按规则得0分")
    refused(score(page, CONTESTED, "5", "全员"), because="5不在0至4之间")
    refused(score(page, CONTESTED, "2", ""), because="原因")
    scored(score(page, CONTESTED, "2", "抽查学时记录，半数满60学时"), "2分")
    scored(score(page, "court_appearance", None, "当年没有应诉案件"), "不适用")
    scored(score(page, "law_exam", "3.92", "准考证核对无误"), "3.92分")
    score_everything(ROUND, ORG)


def score_the_others() -> None:
    """The other three subdistricts, without a browser: the rival comes just before the one that objects."""
    for each in ASSESSED[1:]:
        clerk = Person(f"u-clerk-{each}", frozenset({"clerk"}), frozenset({each}))
        chief = Person(f"u-chief-{each}", frozenset({"approver"}), frozenset({each}))
        hand_in(ROUND, each, clerk, chief)
    found = at(ROUND)
    line = Line(ROUND, RIVAL, CONTESTED, found.standing(RIVAL, CONTESTED).seen)
    assessor(FIRST).score(line, Given(Decimal(2), why="抽查学时记录，半数满60学时"), found.inputs)
    for each in ASSESSED[1:]:
        score_everything(ROUND, each)


def see_no_marks_yet(people: People) -> None:
    """Not where they will stand, and not by asking for the part of assessors by its address."""
    for who, part, said in (("chief", "results", "评分尚未反馈。"), ("clerk", "review", "自评已提交，等待评审")):
        body = people.open(who, part).locator("body")
        expect(body).to_contain_text(said)
        expect(body).not_to_contain_text("考评人员评为")


def mark_a_second_time(page: Page) -> None:
    box = score(page, "law_exam", "3.5", "两人缺考证明不全", button="作为复评")
    expect(box.locator("summary")).to_have_text(re.compile("3.92分 · 已复评$"))
    told(page, "已评分。")


def see_how_far_two_agree(page: Page) -> None:
    expect(page.locator("body")).to_contain_text("两人评分1项，一致0项；平均相差分值的10.5%。")
    expect(page.locator("body")).to_contain_text("该等次名额已满，评为“良好”。")


def give_feedback(page: Page) -> None:
    press(page, "向各单位反馈")
    told(page, "已反馈，异议期开始。")


def mark(page: Page, name: str) -> Locator:
    """A line of 评分结果."""
    return page.locator("details.mark", has_text=name)


def see_every_mark_explained(page: Page) -> None:
    expect(page.locator("body")).to_contain_text("得90.41分。")
    expect(page.locator("body")).not_to_contain_text("等次：")
    expect(page.locator("details.mark")).to_have_count(21)
    for each in page.locator("details.mark > summary p.note").all_inner_texts():
        assert each.endswith("。"), each
    expect(mark(page, "合同应审尽审")).to_contain_text("100%；达到100%得满分，不足的按比例计分；得8分（满分8分）。")
    expect(mark(page, "执法人员培训满60学时")).to_contain_text("考评人员评为2分（满分4分）。")
    expect(mark(page, "行政机关负责人出庭应诉")).to_contain_text("不适用：")


def object_to_one(page: Page) -> None:
    write(page, "请求改为的分值", "4")
    write(page, "理由", "补录的学时台账显示全员满60学时")
    press(page, "提出异议")
    told(page, "异议已提出。")
    expect(mark(page, "执法人员培训满60学时")).to_contain_text("异议待复核")


def see_that_somebody_else_decides(page: Page) -> None:
    """Whoever gave the mark isn't offered to decide on the objection to it."""
    box = page.locator(f".st-key-objection-{CONTESTED}")
    expect(box).to_contain_text("这一项由您评过分，须由其他考评人员复核。")
    expect(box.get_by_role("button", name="异议成立，改为上述分值")).to_have_count(0)


def uphold(page: Page) -> Locator:
    """Decide on the objection; the box in which it stands."""
    box = page.locator(f".st-key-objection-{CONTESTED}")
    expect(box).to_contain_text("请求改为4分。")
    expect(box).to_contain_text("砚汀街道由“良好”变为“优秀”；黛峪街道由“优秀”变为“良好”")
    write(box, "复核结论", "台账属实")
    press(box, "异议成立，改为上述分值")
    return box


def see_both_marks(page: Page) -> None:
    told(page, "复核结论已记录。")
    line = mark(page, "执法人员培训满60学时")
    expect(line).to_contain_text("考评人员评为2分（满分4分）。异议成立：由2分改为4分。")
    line.locator("summary").click()
    expect(line.locator(".log li")).to_have_text(
        [
            re.compile("评分 · 考评员甲 · .*抽查学时记录"),
            re.compile("异议 · 审定员甲 · .*补录"),
            re.compile("复核结论 · 考评员乙 · .*台账属实"),
        ]
    )


def publish(page: Page, people: People) -> None:
    """Not before the time for objections is over: the board's day is moved past it."""
    press(page, "公布等次")
    refused(page, because="异议期到")
    people.day.write_text("6", encoding="utf-8")
    press(page, "公布等次")
    told(page, "等次已公布。")


def see_the_grade(page: Page) -> None:
    expect(page.locator("body")).to_contain_text("得92.41分。等次：优秀。")


def see_nothing_of_others(people: People) -> None:
    """Neither on one's own page nor by asking for another subdistrict, or for a part of assessors, by address."""
    body = people.open("outsider", "results", NEIGHBOUR).locator("body")
    expect(body).to_contain_text("得88.79分。等次：良好。")
    for organisation_id, part in ((NEIGHBOUR, "results"), (ORG, "results"), (ORG, "review"), (ORG, "grades")):
        page = people.open("outsider", part, organisation_id)
        expect(page.locator("body")).to_contain_text("霁岚街道")
        html = page.content()
        assert not [each for each in OF_OTHERS if each in html], (part, organisation_id)


def see_what_is_left(page: Page) -> None:
    """Nothing: the round is over for the subdistrict, and its page says so."""
    expect(page.locator("body")).to_contain_text("等次已经公布，见“评分结果”。")


OF_OTHERS = ("砚汀街道", "黛峪街道", "92.41", "91.2分", "83.69", "考评人员评为2分")
"""Names, totals and a mark of the subdistricts that the outsider has nothing to do with."""


def take_evidence_of_ones_own_alone(people: People) -> None:
    path = f"/board/evidence/{ROUND}/{ORG}.zip"
    assert people.asks(None, path).status_code == 401
    assert people.asks("outsider", path).status_code == 404
    own = people.asks("chief", path)
    assert own.status_code == 200
    with zipfile.ZipFile(io.BytesIO(own.content)) as bundle:
        about = json.loads(bundle.read("manifest.json"))["about"]
    assert (about["organisation"], about["total"]["lower"], about["lines"][CONTESTED]["scored"]) == (ORG, "92.41", "2")


def test_a_round_goes_from_its_plan_to_the_grade_of_each_subdistrict(people: People) -> None:
    issue_the_plan(people.pages["first"])
    sign_for_it(people.open("clerk", "tasks"))
    see_where_a_figure_comes_from(people.open("clerk", "fill"))
    fill_in_what_only_the_subdistrict_knows(people.pages["clerk"])
    shoot(people.pages["clerk"], "round-self-assessment")
    submit(people.open("chief", "fill"))
    score_by_rules_and_by_hand(people.open("first", "review"))
    shoot(people.pages["first"], "round-review")
    score_the_others()
    see_no_marks_yet(people)
    mark_a_second_time(people.open("second", "review"))
    see_how_far_two_agree(people.open("second", "grades"))
    give_feedback(people.open("first", "grades"))
    see_every_mark_explained(people.open("chief", "results", entry=CONTESTED))
    shoot(people.pages["chief"], "round-feedback")
    object_to_one(people.pages["chief"])
    shoot(people.pages["chief"], "round-objection")
    see_that_somebody_else_decides(people.open("first", "results"))
    uphold(people.open("second", "results"))
    see_both_marks(people.pages["second"])
    shoot(people.pages["second"], "round-results")
    publish(people.open("first", "grades"), people)
    see_the_grade(people.open("chief", "results"))
    shoot(people.pages["chief"], "round-grade")
    people.pages["chief"].set_viewport_size(PHONE)
    shoot(people.pages["chief"], "round-grade-phone")
    see_what_is_left(people.open("chief", "tasks"))
    shoot(people.pages["chief"], "round-tasks-phone")
    see_nothing_of_others(people)
    take_evidence_of_ones_own_alone(people)
