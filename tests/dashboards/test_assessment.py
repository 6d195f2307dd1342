"""法治建设考评 on its page: each part for each person, every step by its form, refusals in words.

Longer than other files because it walks one page: a part after the other, for each person.
"""

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from dashboards.i18n import t
from pipelines.api import Assessment, Board, assessment_papers
from pipelines.api.assessing import Rectification, number_in, require_rectification
from pipelines.api.assessment_rows import assessment_lines, office_tasks
from pipelines.api.progress import events_now
from pipelines.api.rubric_editing import change_rubric, rubric_rows
from pipelines.domain.assessments import Input
from pipelines.domain.errors import GradesTied, NotAllowed, NotANumber
from pipelines.domain.records import Proof
from pipelines.domain.register import Event, Subject
from pipelines.domain.rounds import Standing
from pipelines.jobs.assessment.filling import Filled
from pipelines.jobs.assessment.rounds import rounds
from pipelines.jobs.assessment.scoring import Given
from pipelines.jobs.days import today
from pipelines.jobs.holders import Role, Staffing
from pipelines.jobs.people import Person
from pipelines.jobs.progress import Noted, ProgressDesk
from pipelines.jobs.settings import current_settings
from pipelines.jobs.supervision import SupervisionDesk
from tests.dashboards.test_pages import ID, opened, words
from tests.jobs.rounds import (
    ASSESSED,
    CHIEF,
    CLERK,
    DISTRICT,
    FIRST,
    OTHER_CHIEF,
    SECOND,
    THIRD,
    YEAR,
    assessee,
    assessor,
    at,
    hand_in,
    handed_in_round,
    line,
    move_on,
    open_lines,
    organiser,
    plan,
    publish,
    rubric,
    score_everything,
)

ORG, OTHER = ASSESSED[:2]
LINE = "contracts"
PARTS = ("tasks", "fill", "review", "differences", "grades", "results", "plan")
BOTH = pytest.mark.parametrize("language", ["zh", "en"])
EVERYBODY = {"assessor": FIRST, "clerk": CLERK, "approver": CHIEF, "local": Person()}
STAGES = ("open", "handed_in", "announced", "published")


@pytest.fixture(autouse=True)
def district(assessed_district: Path) -> Path:
    return assessed_district


@pytest.fixture
def round_id() -> str:
    return organiser().open(plan())


@pytest.fixture
def handed_in(round_like: Callable[..., str]) -> str:
    return round_like(handed_in_round)


def page(language: str = "zh", **asked: str) -> AppTest:
    return opened("assessment", **({"lang": language, "org": ORG} | asked))


def said_on(app: AppTest) -> str:
    """All that a page says, blanks made one; a page that fails, or shows what is no word, fails the test."""
    assert not app.exception and not app.error, [each.value for each in (*app.exception, *app.error)]
    said = re.sub(r"\s+", " ", words(app))
    labels = [each.label for each in (*app.button, *app.text_input, *app.expander, *app.selectbox, *app.checkbox)]
    assert not re.search(r"\bnan\b|\bNone\b(?!\.)|\bNaT\b|assess\.[a-z]", " ".join([said, *map(str, labels)]))
    return said


def press(app: AppTest, key: str) -> str:
    """What the page says once a button was pressed, that it was done or why not."""
    app.button(key=key).click().run()
    return " ".join([said_on(app), *(each.value for each in app.success)])


def keys(app: AppTest) -> set[str]:
    return {each.key for each in app.button if each.key}


def standing(round_id: str, item_id: str = LINE, organisation_id: str = ORG) -> Standing:
    return at(round_id).standing(organisation_id, item_id)


def scoring(round_id: str, item_id: str = LINE, language: str = "zh") -> str:
    """What the keys of a line's scoring form begin with."""
    return f"score-{ORG}-{item_id}-{standing(round_id, item_id).seen}-{language}"


def filling(round_id: str, item_id: str = LINE, language: str = "zh") -> str:
    return f"fill-{ORG}-{item_id}-{standing(round_id, item_id).seen}-{language}"


def feed(monkeypatch: pytest.MonkeyPatch, given: Mapping[tuple[str, str], Input]) -> None:
    """From now on the edition has other figures of these (organisation, line)."""
    known = Board.assessment_inputs

    def inputs(*asked: Any) -> dict[str, dict[str, Input]]:
        found = {organisation_id: dict(lines) for organisation_id, lines in known(*asked).items()}
        for (organisation_id, item_id), each in given.items():
            if organisation_id in found:
                found[organisation_id][item_id] = each
        return found

    monkeypatch.setattr(Board, "assessment_inputs", inputs)


def test_where_no_round_is_an_assessor_gets_the_form_of_a_plan(seen_by: Callable[[Person], None]) -> None:
    seen_by(FIRST)
    app = page()
    assert "印发考评方案" in said_on(app)
    assert app.selectbox(key="assess-open-zh-district").value == DISTRICT
    said = press(app, "assess-open-zh-do")
    assert "考评方案已印发" in said and f"{YEAR}年度街道法治建设考评" in said and "我的任务" in said
    [found] = rounds(current_settings())
    assert found.plan.organisations == tuple(sorted(ASSESSED, key=found.plan.organisations.index))
    assert set(found.plan.organisations) == set(ASSESSED) and found.plan.version == rubric().version
    assert found.plan.dates.issued_on == today()


@pytest.mark.parametrize("who", ["clerk", "approver"])
@BOTH
def test_where_no_round_is_others_are_told_that_there_is_none(
    seen_by: Callable[[Person], None], language: str, who: str
) -> None:
    seen_by(EVERYBODY[who])
    app = page(language)
    assert {"zh": "目前没有正在进行的考评", "en": "No assessment is going on"}[language] in said_on(app)
    assert not [key for key in keys(app) if key.startswith("assess")]


def test_a_plan_without_order_in_its_days_is_refused_in_words_and_stays_in_the_form() -> None:
    app = page()
    form = f"assess-open-zh-{DISTRICT}"
    app.text_input(key=f"{form}-name").input("法治考评（试行）")
    app.date_input(key=f"{form}-self").set_value(today() - timedelta(days=1))
    said = press(app, "assess-open-zh-do")
    assert "日期" in said and not rounds(current_settings())
    assert app.text_input(key=f"{form}-name").value == "法治考评（试行）"
    app.date_input(key=f"{form}-self").set_value(today() + timedelta(days=9))
    app.multiselect(key=f"{form}-organisations").set_value([])
    press(app, "assess-open-zh-do")
    assert not rounds(current_settings())
    app.multiselect(key=f"{form}-organisations").set_value([ORG])
    app.text_area(key=f"{form}-groups").input("城区：某某街道")
    assert "某某街道" in press(app, "assess-open-zh-do") and not rounds(current_settings())
    app.text_area(key=f"{form}-groups").input("城区：砚汀街道")
    assert "法治考评（试行）" in press(app, "assess-open-zh-do")
    [found] = rounds(current_settings())
    assert (found.plan.organisations, found.plan.groups) == ((ORG,), {ORG: "城区"})


def at_stage(stage: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if stage in ("announced", "published"):
        round_id = request.getfixturevalue("announced")
        if stage == "published":
            publish(round_id, monkeypatch)
        return round_id
    return request.getfixturevalue({"open": "round_id", "handed_in": "handed_in"}[stage])


@pytest.mark.parametrize(
    ("language", "who", "stage"),
    [
        *(("zh", who, stage) for who in ("assessor", "clerk") for stage in STAGES),
        *(("en", who, stage) for who in ("assessor", "clerk") for stage in ("open", "announced")),
        *(("zh", who, "announced") for who in ("approver", "local")),
    ],
)
def test_every_part_is_shown_to_everybody_at_every_step(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    seen_by: Callable[[Person], None],
    language: str,
    who: str,
    stage: str,
) -> None:
    at_stage(stage, request, monkeypatch)
    seen_by(EVERYBODY[who])
    for part in PARTS:
        said = said_on(page(language, section=part))
        assert plan().name in said and not set(ID.findall(said))
        assert {"zh": "评分细则为示例", "en": "example rubric"}[language] in said.lower()


def shown_parts(app: AppTest) -> set[str]:
    html = " ".join(each.proto.body for each in app.get("html"))
    return set(re.findall(r"section=(\w+)", html)) & set(PARTS)


def test_each_sees_the_parts_that_are_theirs(round_id: str, seen_by: Callable[[Person], None]) -> None:
    seen_by(FIRST)
    assert shown_parts(page()) == set(PARTS) - {"fill"}
    seen_by(CLERK)
    assert shown_parts(page()) == {"tasks", "fill", "results", "plan"}
    assert "规则能判定的一次确认" not in said_on(page(section="review"))  # the note under the part of assessors
    seen_by(Person())
    assert shown_parts(page()) == set(PARTS)


@pytest.mark.parametrize(
    "asked",
    [
        {"round": "nothing"},
        {"round": "../x"},
        {"section": "nothing"},
        {"section": "open_one"},
        {"entry": "nothing", "section": "review"},
        {"entry": "decisions", "section": "fill"},
        {"entry": "nothing", "section": "results"},
        {"org": "longjin"},
        {"org": DISTRICT, "section": "fill"},
        {"org": DISTRICT, "section": "review"},
        {"org": DISTRICT, "section": "results"},
        {"org": "nowhere", "section": "results"},
        {"year": "1999"},
        {"lang": "xx"},
    ],
)
@pytest.mark.parametrize("who", ["assessor", "clerk"])
def test_an_address_that_leads_nowhere_still_shows_a_page(
    announced: str, seen_by: Callable[[Person], None], who: str, asked: dict[str, str]
) -> None:
    seen_by(EVERYBODY[who])
    assert plan().name in said_on(page(**({"lang": "zh"} | asked)))


def test_of_several_rounds_the_latest_is_shown_and_the_address_names_another(round_id: str) -> None:
    earlier = organiser().open(plan(year=YEAR - 1, name="上一年度考评"))
    assert f"<b>{plan().name}</b>" in html_of(page())
    assert "<b>上一年度考评</b>" in html_of(page(round=earlier)) and plan().name in said_on(page(round=earlier))


def html_of(app: AppTest) -> str:
    said_on(app)
    return " ".join(each.proto.body for each in app.get("html"))


@pytest.mark.parametrize("part", ["fill", "results"])
def test_an_organisation_that_isn_t_assessed_is_told_so_with_the_ways_to_those_that_are(part: str) -> None:
    organiser().open(plan(organisations=(ORG, ASSESSED[2])))
    app = page(org=OTHER, section=part)
    assert "霁岚街道不在这一轮考评中，请选择被考评单位" in said_on(app)
    assert "org=yanting" in html_of(app) and not [key for key in keys(app) if key.startswith("fill")]
    assert "霁岚街道：接下来" not in said_on(page(org=OTHER))


def test_an_assessed_organisation_sees_nothing_of_another(announced: str, seen_by: Callable[[Person], None]) -> None:
    seen_by(OTHER_CHIEF)
    for part in PARTS:
        for org in (ORG, OTHER):
            said = said_on(page(section=part, org=org))
            assert "砚汀街道" not in said and "楼宇名录有误" not in said and "全年没有应诉案件" not in said


def test_a_plan_is_signed_for_on_the_first_part(round_id: str, seen_by: Callable[[Person], None]) -> None:
    seen_by(CLERK)
    app = page()
    assert "自评截止" in said_on(app)
    assert "已签收" in press(app, "assess-receive")
    assert at(round_id).state.assessee(ORG).received == rubric().version
    assert "assess-receive" not in keys(app)


@pytest.mark.parametrize(
    ("language", "given", "said"),
    [("zh", "责任科室已改派", "经济发展办公室"), ("en", "given to the office", "Economic Development Office")],
)
def test_lines_are_given_to_another_office_by_the_form(
    round_id: str, language: str, given: str, said: str, seen_by: Callable[[Person], None]
) -> None:
    seen_by(CLERK)
    app = page(language)
    assert said not in html_of(app)
    [lines] = [each for each in app.multiselect if (each.key or "").startswith("divide-")]
    key = lines.key.removesuffix("-lines")
    refusal = press(app, f"{key}-save")
    assert {"zh": "没有选择", "en": "chosen"}[language] in refusal
    app.multiselect(key=f"{key}-lines").set_value([LINE, "litigation"])
    app.selectbox(key=f"{key}-owner").select("economic_office")
    assert given in press(app, f"{key}-save")
    assert at(round_id).state.assessee(ORG).owners == {LINE: "economic_office", "litigation": "economic_office"}
    assert said in html_of(page(language)) and said in html_of(page(language, section="fill", entry=LINE))


def test_the_lines_of_ones_own_office_come_first(round_id: str, seen_by: Callable[[Person], None]) -> None:
    holder = replace(CLERK, actor_id=f"u-{'a' * 24}")
    staffing = Staffing(current_settings(), Person())
    staffing.assign(Role(ORG, "peace_office"), starts=today(), actor_id=holder.actor_id, name="丁")
    assessee().divide(round_id, ORG, {"mediation": "peace_office"}, seen=0)
    seen_by(holder)
    table = html_of(page()).partition("分解任务")[2].partition("</table>")[0]
    first = table.partition("<tbody>")[2].partition("</tr>")[0]
    assert all(each in first for each in ("平安建设办公室", "您所在科室", "人民调解成功率", "entry=mediation"))
    seen_by(CHIEF)
    assert "您所在科室" not in html_of(page())


def test_an_office_that_the_catalogue_doesn_t_list_any_more_answers_for_nothing(
    round_id: str, seen_by: Callable[[Person], None]
) -> None:
    usual = at(round_id).office(ORG, rubric().item_of[LINE])
    assessee().divide(round_id, ORG, {LINE: "economic_office"}, seen=0)
    found = at(round_id)
    owners = tuple(each for each in found.catalogue.owners if each.owner_id != "economic_office")
    without = replace(found, catalogue=replace(found.catalogue, owners=owners))
    assert without.office(ORG, rubric().item_of[LINE]) == usual


def test_who_only_looks_sees_the_offices_without_ways_that_lead_nowhere(
    round_id: str, seen_by: Callable[[Person], None]
) -> None:
    seen_by(Person("u-viewer", frozenset({"viewer"}), frozenset({ORG})))
    html = html_of(page())
    assert "分解任务" in html and "人民调解成功率" in html and "section=fill" not in html


def test_what_is_to_be_filled_in_is_counted_alike_in_the_sentence_and_by_office(
    round_id: str, seen_by: Callable[[Person], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    unsure = Input(Decimal(99), Decimal(97), None, unit="%", qualifier="about", origin="report")
    feed(monkeypatch, {(ORG, LINE): unsure})
    seen_by(CLERK)
    waiting = sum(row["waiting"] for row in office_tasks(at(round_id), ORG, "zh"))
    assert f"还有{waiting}项需要填报" in said_on(page())


def test_once_the_self_assessment_is_submitted_nobody_divides_it(
    handed_in: str, seen_by: Callable[[Person], None]
) -> None:
    seen_by(CLERK)
    app = page()
    assert "分解任务" in said_on(app) and not app.multiselect


def test_a_line_is_filled_in_by_its_form(round_id: str, seen_by: Callable[[Person], None]) -> None:
    seen_by(CLERK)
    app, form = page(section="fill", entry=LINE), filling(round_id)
    app.text_input(key=f"{form}-figure").input(" ９８．５ ％ ")
    app.text_input(key=f"{form}-marks").input("7.8分")
    app.text_area(key=f"{form}-why").input("台账漏记<b>两份</b>")
    assert "已保存" in press(app, f"{form}-save")
    claim = standing(round_id).claim
    assert claim and (claim.figure, claim.marks, claim.is_applicable) == (Decimal("98.5"), Decimal("7.8"), True)
    html = html_of(page(section="fill", entry=LINE))
    assert "台账漏记&lt;b&gt;两份" in html and "98.5%" in html and "自评7.8分" in html
    seen_by(FIRST)
    said = said_on(page(section="differences"))
    assert "共1项" in said and "98.5%" in said


@BOTH
def test_a_line_that_is_said_not_to_apply_without_a_reason_is_refused_in_words(
    round_id: str, language: str, seen_by: Callable[[Person], None]
) -> None:
    seen_by(CLERK)
    app, form = page(language, section="fill"), filling(round_id, language=language)
    app.checkbox(key=f"{form}-na").check()
    assert {"zh": "合同应审尽审", "en": "Contracts reviewed"}[language] in press(app, f"{form}-save")
    assert standing(round_id).claim is None and app.checkbox(key=f"{form}-na").value is True
    app.text_area(key=f"{form}-why").input("全年没有合同")
    assert {"zh": "已保存", "en": "Saved"}[language] in press(app, f"{form}-save")
    claim = standing(round_id).claim
    assert claim and not claim.is_applicable


def test_what_is_no_number_is_refused_in_words_and_stays_in_the_field(
    round_id: str, seen_by: Callable[[Person], None]
) -> None:
    seen_by(CLERK)
    app, form = page(section="fill"), filling(round_id)
    for typed in ("98-99", "%", "1e20"):
        app.text_input(key=f"{form}-figure").input(typed)
        said = press(app, f"{form}-save")
        assert f"“{typed}”不能作为数值" in said and standing(round_id).claim is None
        assert app.text_input(key=f"{form}-figure").value == typed


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("8", "8"),
        (" 8 ", "8"),
        ("８", "8"),
        ("７．５", "7.5"),
        ("98 %", "98"),
        ("98％", "98"),
        ("1，349.5", "1349.5"),
        ("7 分", "7"),
        ("　8　", "8"),
        ("", None),
        ("  ", None),
    ],
)
def test_a_number_is_read_as_people_type_it(typed: str, number: str | None) -> None:
    assert number_in(typed, where="x") == (None if number is None else Decimal(number))


def test_a_day_is_claimed_and_confirmed_as_a_day(
    round_id: str, monkeypatch: pytest.MonkeyPatch, seen_by: Callable[[Person], None]
) -> None:
    day = Decimal(date(YEAR + 1, 4, 3).toordinal())
    seen_by(CLERK)
    app, form = page(section="fill"), filling(round_id, "report_on_time")
    app.text_input(key=f"{form}-figure").input("4月3日")
    assert "“4月3日”不是日期" in press(app, f"{form}-save")
    app.text_input(key=f"{form}-figure").input(f"{YEAR + 1}年4月3日")
    app.text_area(key=f"{form}-why").input("首次公开的日期")
    press(app, f"{form}-save")
    claim = standing(round_id, "report_on_time").claim
    assert claim and claim.figure == day
    assert f"单位自报{YEAR + 1}-04-03公开" in html_of(page(section="fill"))
    assert f"fill-{ORG}-first_responsible-0-zh-figure" not in keys(page(section="fill"))
    move_on(monkeypatch, 11)
    seen_by(FIRST)
    app, form = page(section="review"), scoring(round_id, "report_on_time")
    app.text_input(key=f"{form}-figure").input(f"{YEAR + 1}-04-03")
    app.text_input(key=f"{form}-marks").input("4")
    app.text_area(key=f"{form}-why").input("以首次公开为准")
    press(app, f"{form}-score")
    found = standing(round_id, "report_on_time").score
    assert found and (found.given.value, found.marks, found.proposed.marks) == (day, 4, 4)


def test_a_figure_below_zero_is_refused(round_id: str, seen_by: Callable[[Person], None]) -> None:
    seen_by(CLERK)
    app, form = page(section="fill"), filling(round_id)
    app.text_input(key=f"{form}-figure").input("-5")
    assert "“-5”不能作为数值" in press(app, f"{form}-save")
    assert standing(round_id, LINE).claim is None


@pytest.mark.parametrize("typed", ["", " ", "%", "分", "八", "--8", "8 9", "0x10", "inf", "nan", "1" * 17])
def test_what_is_no_number_is_none_where_one_is_needed(typed: str) -> None:
    with pytest.raises(NotANumber):
        number_in(typed, where="x", is_needed=True)


def test_a_self_assessment_is_submitted_once_nothing_is_missing(
    round_id: str, seen_by: Callable[[Person], None]
) -> None:
    seen_by(CHIEF)
    app, missing = page(section="fill"), open_lines(at(round_id), ORG)
    assert f"还有{len(missing)}项看板没有数据、也没有填报" in said_on(app)
    assert app.button(key="assess-submit").disabled
    assessee(CLERK).fill(round_id, ORG, {item_id: Filled(marks=Decimal(1), why="x") for item_id in missing})
    app = page(section="fill")
    assert not app.button(key="assess-submit").disabled
    assert "自评已提交" in press(app, "assess-submit")
    assert at(round_id).state.assessee(ORG).submitted is not None
    app = page(section="fill")
    assert "自评已提交，等待评审" in said_on(app) and not [key for key in keys(app) if key.endswith("-save")]


def test_a_clerk_fills_in_and_doesn_t_submit(round_id: str, seen_by: Callable[[Person], None]) -> None:
    seen_by(CLERK)
    app = page(section="fill")
    assert f"{filling(round_id)}-save" in keys(app) and "assess-submit" not in keys(app)


def test_after_its_last_day_a_self_assessment_has_no_forms(
    round_id: str, monkeypatch: pytest.MonkeyPatch, seen_by: Callable[[Person], None]
) -> None:
    seen_by(CHIEF)
    before, form = page(section="fill"), filling(round_id)
    move_on(monkeypatch, 11)
    app = page(section="fill")
    assert "自评已于" in said_on(app) and not [key for key in keys(app) if key.startswith(("fill", "assess-submit"))]
    before.text_input(key=f"{form}-marks").input("5")  # on a page that was open since yesterday
    press(before, f"{form}-save")
    assert standing(round_id).claim is None


def test_a_form_that_came_back_is_read_on_the_page(round_id: str, seen_by: Callable[[Person], None]) -> None:
    seen_by(CLERK)
    key = f"assess-form-{ORG}"
    app = page(section="fill")
    same = assessment_papers.self_assessment_sheet(at(round_id), ORG, "zh")
    app.file_uploader(key=f"{key}-{at(round_id).state.after}").set_value(("自评表.xlsx", same, "application/x")).run()
    assert "自评表.xlsx" in said_on(app)
    assert "没有改动" in press(app, f"{key}-read")
    app.file_uploader(key=f"{key}-{at(round_id).state.after}").set_value(("坏.xlsx", same[:400], "application/x")).run()
    assert "坏.xlsx" in press(app, f"{key}-read") and at(round_id).state.standings == {}
    book, filled = load_workbook(io.BytesIO(same)), io.BytesIO()
    book.worksheets[0]["F10"] = "98.5%"
    book.save(filled)
    sent = ("自评表.xlsx", filled.getvalue(), "application/x")
    app.file_uploader(key=f"{key}-{at(round_id).state.after}").set_value(sent).run()
    assert "自评表已读入" in press(app, f"{key}-read")
    claim = standing(round_id).claim
    assert claim and claim.figure == Decimal("98.5") and "98.5%" in said_on(page(section="fill"))


def test_scoring_waits_while_a_self_assessment_runs(round_id: str, seen_by: Callable[[Person], None]) -> None:
    seen_by(FIRST)
    app = page(section="review")
    assert "提交后才能评分" in said_on(app) and not [key for key in keys(app) if key.startswith("score")]


def test_a_line_is_scored_by_its_form(handed_in: str, seen_by: Callable[[Person], None]) -> None:
    seen_by(FIRST)
    app, form = page(section="review", entry=LINE), scoring(handed_in)
    assert app.text_input(key=f"{form}-marks").value == "8"  # what the rule gives
    assert "已评分" in press(app, f"{form}-score") and standing(handed_in).marks == 8
    found = standing(handed_in).score
    assert found and (found.way, found.by.actor_id) == ("paper", FIRST.actor_id)


@BOTH
def test_another_mark_than_the_rule_s_needs_its_reason(
    handed_in: str, language: str, seen_by: Callable[[Person], None]
) -> None:
    seen_by(FIRST)
    app, form = page(language, section="review"), scoring(handed_in, language=language)
    app.text_input(key=f"{form}-marks").input("７．５")
    app.radio(key=f"{form}-way").set_value("site")
    assert {"zh": "合同应审尽审", "en": "Contracts reviewed"}[language] in press(app, f"{form}-score")
    assert not standing(handed_in).is_decided and app.text_input(key=f"{form}-marks").value == "７．５"
    app.text_area(key=f"{form}-why").input("抽查一份<i>未审</i>")
    assert {"zh": "已评分", "en": "Scored"}[language] in press(app, f"{form}-score")
    found = standing(handed_in).score
    assert found and (found.marks, found.way) == (Decimal("7.5"), "site")
    assert "抽查一份&lt;i&gt;未审" in html_of(page(language, section="results"))


def test_a_mark_that_no_line_can_have_is_refused_in_words(handed_in: str, seen_by: Callable[[Person], None]) -> None:
    seen_by(FIRST)
    app, form = page(section="review"), scoring(handed_in)
    app.text_area(key=f"{form}-why").input("理由")
    for typed in ("", "八", "8.001", "9", "-1"):
        app.text_input(key=f"{form}-marks").input(typed)
        press(app, f"{form}-score")
        assert not standing(handed_in).is_decided
        [refusal] = [each.proto.body for each in app.get("html") if 'class="notice refused"' in each.proto.body]
        assert "合同应审尽审" in refusal and typed in refusal


def test_a_line_that_doesn_t_apply_is_scored_so_with_its_reason(
    handed_in: str, seen_by: Callable[[Person], None]
) -> None:
    seen_by(FIRST)
    app, form = page(section="review"), scoring(handed_in)
    app.text_input(key=f"{form}-marks").input("")
    app.checkbox(key=f"{form}-na").check()
    press(app, f"{form}-score")
    assert not standing(handed_in).is_decided
    app.text_area(key=f"{form}-why").input("全年没有合同")
    press(app, f"{form}-score")
    assert standing(handed_in).is_decided and standing(handed_in).marks is None
    assert "不适用" in said_on(page(section="results"))


def test_an_assessor_s_own_figure_is_kept_beside_the_board_s(handed_in: str, seen_by: Callable[[Person], None]) -> None:
    seen_by(FIRST)
    app, form = page(section="review"), scoring(handed_in)
    app.text_input(key=f"{form}-figure").input("96％")
    app.text_input(key=f"{form}-marks").input("7.68")
    app.text_area(key=f"{form}-why").input("核查合同台账")
    press(app, f"{form}-score")
    found = standing(handed_in).score
    assert found and found.given.value == 96 and found.board.value == 100 and found.proposed.marks == Decimal("7.68")


def test_what_rules_can_tell_is_confirmed_at_once_and_the_rest_waits(
    handed_in: str, seen_by: Callable[[Person], None]
) -> None:
    seen_by(FIRST)
    found = at(handed_in)
    told = [each for each in found.rubric.scored if found.proposed(ORG, each).state == "decided" and not each.is_veto]
    app = page(section="review")
    # a bonus that nobody claimed is 0
    assert app.button(key="assess-accept").label == f"按规则确认{len(told) + 1}项"
    assert "已按规则确认" in press(app, "assess-accept")
    now = at(handed_in)
    decided = [each.item_id for each in now.rubric.scored if now.standing(ORG, each.item_id).is_decided]
    assert set(decided) == {each.item_id for each in told} | {"experience"}
    assert not now.standing(ORG, "first_responsible").is_decided and "assess-accept" not in keys(app)


AT_LEAST = Input(Decimal(97), Decimal(97), None, unit="%", qualifier="at_least", origin="report")
"""97余%: at least 97, and nothing says that it is under 100."""


@BOTH
def test_a_figure_that_can_t_tell_is_shown_so_and_waits_for_a_person(
    handed_in: str, language: str, monkeypatch: pytest.MonkeyPatch, seen_by: Callable[[Person], None]
) -> None:
    feed(monkeypatch, {(ORG, LINE): AT_LEAST})
    seen_by(FIRST)
    app, form = page(language, section="review", entry=LINE), scoring(handed_in, language=language)
    [label] = [each.label for each in app.expander if re.match("合同应审尽审|Contracts reviewed", each.label)]
    assert {"zh": "数值性质使规则无法判定", "en": "The rule can"}[language] in label
    assert {"zh": "按规则在7.76至8分之间，无法判定", "en": "7.76"}[language] in said_on(app)
    assert app.text_input(key=f"{form}-marks").value == ""  # nobody's mark is proposed
    press(app, "assess-accept")
    assert not standing(handed_in).is_decided and standing(handed_in, "litigation").is_decided
    form = scoring(handed_in, language=language)
    app.text_input(key=f"{form}-marks").input("7.8")
    press(app, f"{form}-score")
    assert not standing(handed_in).is_decided  # nobody decides it without a reason
    app.text_area(key=f"{form}-why").input("核实为97.5%")
    press(app, f"{form}-score")
    assert standing(handed_in).marks == Decimal("7.8")


def test_what_can_t_be_told_counts_from_the_least_to_the_most_in_the_distribution(
    handed_in: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    score_everything(handed_in, ORG)
    whole = at(handed_in).expected[ORG]
    feed(monkeypatch, {(OTHER, LINE): AT_LEAST})
    found = at(handed_in).expected[OTHER]
    assert whole.lower == whole.upper and found.lower < found.upper
    assert "还有3个单位没有评完" in said_on(page(section="grades"))


@BOTH
def test_a_figure_that_is_read_otherwise_after_a_mark_is_flagged_everywhere(
    handed_in: str, language: str, monkeypatch: pytest.MonkeyPatch, seen_by: Callable[[Person], None]
) -> None:
    seen_by(FIRST)
    score_everything(handed_in, ORG)
    chip = f'<span class="chip late">{t("assess.flag.moved", language)}</span>'
    assert chip not in html_of(page(language)) + html_of(page(language, section="results"))
    eighty = Input(Decimal(80), Decimal(80), Decimal(80), unit="%", qualifier="exact", origin="ledger")
    feed(monkeypatch, {(ORG, LINE): eighty})
    assert chip in html_of(page(language)) and chip in html_of(page(language, section="results"))
    said = said_on(page(language, section="differences"))
    assert "100%" in said and "80%" in said and "6.4" in said
    app = page(language, section="review", entry=LINE)
    assert any("80%" in each.proto.body and "notice" in each.proto.body for each in app.get("html"))
    assert standing(handed_in).marks == 8
    seen_by(CHIEF)
    assert chip not in html_of(page(language, section="results"))


def test_a_second_mark_is_another_person_s_and_doesn_t_hold(handed_in: str, seen_by: Callable[[Person], None]) -> None:
    score_everything(handed_in, ORG)
    seen_by(FIRST)
    app, form = page(section="review", entry=LINE), scoring(handed_in)
    assert {f"{form}-rescore", f"{form}-second"} <= keys(app)
    app.text_area(key=f"{form}-why").input("再看")
    press(app, f"{form}-second")
    assert standing(handed_in).second is None  # nobody checks their own mark
    seen_by(SECOND)
    app = page(section="review", entry=LINE)
    app.text_input(key=f"{form}-marks").input("6")
    app.text_area(key=f"{form}-why").input("抽查两份未审")
    press(app, f"{form}-second")
    found = standing(handed_in)
    assert found.second and (found.second.marks, found.marks) == (6, 8)
    said = said_on(page(section="grades"))
    assert "两人评分1项，一致0项；平均相差分值的25%" in said


def test_a_second_mark_can_be_given_without_seeing_the_first(handed_in: str, seen_by: Callable[[Person], None]) -> None:
    said = Given(Decimal("6.25"), why="抽查三份未审")
    assessor(FIRST).score(line(handed_in, ORG, LINE), said, at(handed_in).inputs)
    seen_by(SECOND)
    app = page(section="review")
    assert "6.25" in said_on(app) and "抽查三份未审" in said_on(app)
    app.toggle(key="assess-blind").set_value(True).run()
    labels = " ".join(each.label for each in app.expander)
    assert "已评分（未显示）" in labels and not re.search(r"6\.25|抽查三份未审", said_on(app) + labels)
    form = f"{scoring(handed_in)}-blind"
    assert app.text_input(key=f"{form}-marks").value == "8" and f"{form}-rescore" not in keys(app)
    press(app, f"{form}-second")
    found = standing(handed_in)
    assert found.second and (found.second.marks, found.marks) == (8, Decimal("6.25"))
    seen_by(FIRST)
    app = page(section="review")
    app.toggle(key="assess-blind").set_value(True).run()
    assert "抽查三份未审" in said_on(app)  # one's own mark is no secret


def test_a_claimed_figure_that_the_board_lacks_stands_in_the_form_to_be_confirmed_with_a_reason(
    round_id: str, seen_by: Callable[[Person], None]
) -> None:
    assessee(CLERK).fill(round_id, ORG, {"law_exam": Filled(figure=Decimal(95), why="签到表")})
    hand_in(round_id, ORG, CLERK, CHIEF)
    seen_by(FIRST)
    app, form = page(section="review"), scoring(round_id, "law_exam")
    assert (app.text_input(key=f"{form}-figure").value, app.text_input(key=f"{form}-marks").value) == ("95", "3.8")
    press(app, f"{form}-score")
    assert not standing(round_id, "law_exam").is_decided
    app.text_area(key=f"{form}-why").input("核对签到表")
    press(app, f"{form}-score")
    found = standing(round_id, "law_exam").score
    assert found and (found.marks, found.given.value, found.board.value) == (Decimal("3.8"), 95, None)


def test_an_organisation_learns_its_marks_from_the_feedback_on(
    handed_in: str, seen_by: Callable[[Person], None]
) -> None:
    given = Given(Decimal("6.25"), why="抽查三份未审")
    assessor(FIRST).score(line(handed_in, ORG, LINE), given, at(handed_in).inputs)
    seen_by(CHIEF)
    assert "评分尚未反馈" in said_on(page(section="results"))
    for part in PARTS:
        assert not re.search(r"6\.25|抽查三份未审|93\.\d", said_on(page(section=part)))


def test_who_scores_on_an_old_page_is_told_who_was_first(handed_in: str, seen_by: Callable[[Person], None]) -> None:
    seen_by(SECOND)
    app, form = page(section="review"), scoring(handed_in)
    assessor(FIRST).score(line(handed_in, ORG, LINE), Given(Decimal(8)), at(handed_in).inputs)
    app.text_area(key=f"{form}-why").input("另一分值")
    app.text_input(key=f"{form}-marks").input("5")
    app.button(key=f"{form}-score").click().run()
    assert "请重新查看" in said_on(app) and standing(handed_in).marks == 8


def test_a_self_assessment_is_sent_back_until_a_day(handed_in: str, seen_by: Callable[[Person], None]) -> None:
    seen_by(FIRST)
    app = page(section="review")
    press(app, "assess-back-save")
    assert at(handed_in).state.assessee(ORG).submitted is not None  # not without a reason
    app.text_input(key="assess-back-why").input("缺佐证材料")
    assert "已退回补正" in press(app, "assess-back-save")
    found = at(handed_in).state.assessee(ORG)
    assert found.submitted is None and found.until == plan().dates.self_until
    seen_by(CHIEF)
    assert "自评已退回补正" in said_on(page())


def test_who_declares_a_conflict_scores_nothing_more_of_it(handed_in: str, seen_by: Callable[[Person], None]) -> None:
    seen_by(FIRST)
    app = page(section="review")
    app.text_input(key="assess-conflict-why").input("亲属在该街道任职")
    assert "已申报回避" in press(app, "assess-conflict-save")
    form = scoring(handed_in)
    app.button(key=f"{form}-score").click().run()
    said_on(app)
    assert not standing(handed_in).is_decided and FIRST.actor_id in at(handed_in).state.assessee(ORG).conflicts


def test_feedback_waits_until_every_line_has_its_mark(
    handed_in: str, monkeypatch: pytest.MonkeyPatch, seen_by: Callable[[Person], None]
) -> None:
    seen_by(FIRST)
    app = page(section="grades")
    assert app.button(key="assess-close").disabled and "未评分" in said_on(app)
    move_on(monkeypatch, 11)
    for organisation_id in ASSESSED:
        score_everything(handed_in, organisation_id)
    app = page(section="grades")
    assert app.button(key="assess-close").label == "向各单位反馈" and not app.button(key="assess-close").disabled
    assert "已反馈，异议期开始" in press(app, "assess-close")
    assert at(handed_in).round.stage == "objections"
    assert "异议期到" in press(app, "assess-close")  # grades are published after the time for objections


def objecting(round_id: str, item_id: str) -> str:
    return f"object-{ORG}-zh-{item_id}-{standing(round_id, item_id).seen}"


def test_an_objection_is_made_and_decided_by_their_forms(
    announced: str, seen_by: Callable[[Person], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    item_id = "communities_reached"
    before = standing(announced, item_id).marks
    seen_by(CHIEF)
    app = page(section="results", entry=item_id)
    assert app.selectbox(key=f"object-{ORG}-zh-line").value == item_id
    form = objecting(announced, item_id)
    app.text_input(key=f"{form}-asks").input("五")
    assert "“五”不能作为数值" in press(app, f"{form}-save")
    app.text_input(key=f"{form}-asks").input("４．５")
    assert standing(announced, item_id).objection is None
    press(app, f"{form}-save")
    assert standing(announced, item_id).objection is None  # not without a reason
    app.text_area(key=f"{form}-why").input("社区名录有误")
    assert "异议已提出" in press(app, f"{form}-save")
    objection = standing(announced, item_id).objection
    assert objection and objection.asks == Decimal("4.5")
    html = html_of(page(section="results"))
    assert "异议待复核" in html and "社区名录有误" in html

    seen_by(THIRD)
    publishing = page(section="grades")
    assert publishing.button(key="assess-close").disabled and "待复核异议1项" in said_on(publishing)
    app = page(section="results")
    assert "请求改为4.5分" in said_on(app)
    form = f"rule-{item_id}-{standing(announced, item_id).seen}-zh"
    assert app.text_input(key=f"{form}-marks").value == "4.5"
    app.text_input(key=f"{form}-marks").input("３")
    press(app, f"{form}-uphold")
    assert standing(announced, item_id).ruling is None
    app.text_area(key=f"{form}-why").input("部分属实")
    assert "复核结论已记录" in press(app, f"{form}-uphold")
    found = standing(announced, item_id)
    assert found.ruling and (found.marks, found.ruling.before) == (3, before)
    assert "异议成立" in html_of(page(section="results"))

    move_on(monkeypatch, 26)
    assert "等次已公布" in press(page(section="grades"), "assess-close")
    assert at(announced).round.stage == "published"


def test_who_gave_the_mark_isn_t_offered_to_decide_on_the_objection(
    announced: str, seen_by: Callable[[Person], None]
) -> None:
    item_id = "communities_reached"
    assessee(CHIEF).object(line(announced, ORG, item_id), Decimal(5), why="社区名录有误")
    form = f"rule-{item_id}-{standing(announced, item_id).seen}-zh"
    seen_by(FIRST)
    app = page(section="results")
    assert "这一项由您评过分，须由其他考评人员复核" in said_on(app) and f"{form}-uphold" not in keys(app)
    seen_by(THIRD)
    app = page(section="results")
    app.text_area(key=f"{form}-why").input("没有新材料")
    press(app, f"{form}-reject")
    found = standing(announced, item_id)
    assert found.ruling and not found.ruling.is_upheld and "异议不成立" in html_of(page(section="results"))


@pytest.mark.parametrize(
    ("organisation_id", "item_id", "asks", "effect"),
    [
        (ASSESSED[3], "legality_check", "0", "筠浦街道由“良好”变为“合格”"),
        (ORG, "communities_reached", "5", "改为该分值不影响任何单位的等次"),  # the one place of 优秀 is another's
    ],
)
def test_an_objection_says_whose_grade_it_would_change(
    announced: str, seen_by: Callable[[Person], None], organisation_id: str, item_id: str, asks: str, effect: str
) -> None:
    chief = replace(CHIEF, organisations=frozenset({organisation_id}))
    assessee(chief).object(line(announced, organisation_id, item_id), Decimal(asks), why="请核对")
    seen_by(THIRD)
    assert effect in said_on(page(section="results", org=organisation_id))


def test_an_objection_that_would_leave_no_grades_says_so(
    announced: str, monkeypatch: pytest.MonkeyPatch, seen_by: Callable[[Person], None]
) -> None:
    def tied(*_: object) -> None:
        raise GradesTied(where="优秀", group="—", places=1, found="砚汀街道、霁岚街道")

    assessee(CHIEF).object(line(announced, ORG, "communities_reached"), Decimal(5), why="请核对")
    seen_by(THIRD)
    monkeypatch.setattr(Assessment, "effect", tied)
    assert "砚汀街道、霁岚街道在最后一个名额上分值相同" in said_on(page(section="results"))


def test_a_line_whose_rule_an_amendment_changed_is_marked_anew(
    round_id: str, monkeypatch: pytest.MonkeyPatch, seen_by: Callable[[Person], None]
) -> None:
    move_on(monkeypatch, 11)
    assessor().score(line(round_id, ORG, "contracts"), Given(Decimal("7.5"), why="核查"), at(round_id).inputs)
    rows, marks = rubric_rows("subdistrict_example"), {"contracts": "7", "document_filing": "6"}
    moved = [{**row, "marks": marks.get(row["id"], row["marks"])} for row in rows]
    change_rubric("subdistrict_example", rows, moved, starts=today(), why="会上确定")
    organiser().amend(round_id, plan(version=rubric().version), why="按会议纪要", seen=at(round_id).round.seen)
    seen_by(FIRST)
    assert "原评7.5分不再有效，请重新评分" in html_of(page(section="review"))


def test_no_objection_is_offered_after_its_last_day(
    announced: str, monkeypatch: pytest.MonkeyPatch, seen_by: Callable[[Person], None]
) -> None:
    seen_by(CHIEF)
    move_on(monkeypatch, 26)
    app = page(section="results")
    assert not [key for key in keys(app) if key.startswith("object-")]
    assert "异议期已于" in said_on(page())


def test_a_draw_is_made_by_its_form_and_stands_with_seed_and_pool(
    round_id: str, seen_by: Callable[[Person], None]
) -> None:
    seen_by(FIRST)
    app = page(section="plan")
    form = f"assess-draw-{at(round_id).round.seen}-zh"
    app.number_input(key=f"{form}-count").set_value(2)
    app.text_input(key=f"{form}-seed").input(" 2025-11-05 <考评组> ")
    assert "已抽取" in press(app, f"{form}-do")
    [draw] = at(round_id).round.draws
    assert (draw.seed, len(draw.drawn)) == ("2025-11-05 <考评组>", 2)
    html = html_of(page(section="plan"))
    assert "从4个单位中抽取2个" in html and "2025-11-05 &lt;考评组&gt;" in html
    seen_by(CLERK)
    assert "实地核查抽样" not in said_on(page(section="plan"))


def test_a_plan_is_amended_with_its_reason(round_id: str, seen_by: Callable[[Person], None]) -> None:
    seen_by(FIRST)
    app, form = page(section="plan"), f"assess-amend-{at(round_id).round.seen}-zh"
    later = plan().dates.self_until + timedelta(days=2)
    app.date_input(key=f"{form}-self").set_value(later)
    press(app, f"{form}-do")
    assert at(round_id).round.plan.dates.self_until != later
    app.text_input(key=f"{form}-why").input("顺延两天")
    press(app, f"{form}-do")
    assert at(round_id).round.plan.dates.self_until == later and at(round_id).rubric == rubric()


def test_rectification_is_asked_for_of_a_line_that_lost_marks(
    announced: str, seen_by: Callable[[Person], None]
) -> None:
    seen_by(FIRST)
    app = page(section="results")
    [chosen] = [each for each in app.selectbox if re.fullmatch(f"rectify-{ORG}-.*-line", each.key or "")]
    lost = [row for row in assessment_lines(at(announced), ORG, "zh") if row.get("marks") is not None]
    assert len(chosen.options) == sum(row["marks"] < row["ceiling"] for row in lost)
    key = chosen.key.removesuffix("-line")
    chosen.select("communities_reached")
    app.text_input(key=f"{key}-what").input("补齐<b>普法</b>")
    press(app, f"{key}-save")
    assert "社区普法覆盖：补齐&lt;b&gt;普法" in html_of(page(section="results"))
    seen_by(CHIEF)
    assert "社区普法覆盖：补齐&lt;b&gt;普法" in html_of(page(section="results"))


def test_what_is_to_be_mended_is_counted_for_the_district_and_for_whom_it_is_asked_of(
    announced: str, seen_by: Callable[[Person], None]
) -> None:
    seen_by(FIRST)
    assert "要求整改" not in said_on(page())
    for line_id, what, days in (("communities_reached", "补齐两个社区", 40), ("contracts", "补审三份", 20)):
        wanted = Rectification(line_id, what, "justice_office", today() + timedelta(days=days))
        require_rectification(at(announced), ORG, wanted)
    later, sooner = at(announced).rectifications[ORG]
    assert "整改销号 0/2" in said_on(page())
    assert "要求整改2项：已销号0项，待复查0项，待整改2项；逾期0项。" in said_on(page())
    assert "砚汀街道 待销号2项" in said_on(page())
    seen_by(CHIEF)
    day = (today() + timedelta(days=20)).isoformat()
    assert f"逾期0项。最先到期的是“合同应审尽审：补审三份”（{day}）。" in said_on(page())
    note(later, "closed", Proof("销号单2号"))
    check(sooner, note(sooner, "closed", Proof("销号单1号")))
    said = said_on(page())
    assert "要求整改2项：已销号1项，待复查1项，待整改0项；逾期0项。" in said and "最先到期" not in said
    assert "Rectification asked for: 2; closed: 1, to be checked again: 1, to be mended: 0" in said_on(page("en"))
    assert [each in said_on(page(section="results")) for each in ("待复查", "已销号")] == [True, True]
    check(later, about(later)[-1])
    assert "整改销号 2/2" in said_on(page())
    seen_by(OTHER_CHIEF)
    assert "要求整改" not in said_on(page(org=OTHER))


def asked_to_mend(round_id: str) -> Mapping[str, Any]:
    """整改 of one line, as an assessor asks for it; its row."""
    wanted = Rectification(LINE, "补审三份", "justice_office", today() + timedelta(days=20))
    require_rectification(at(round_id), ORG, wanted)
    return at(round_id).rectifications[ORG][-1]


def about(row: Mapping[str, Any]) -> list[Event]:
    """What was decided of a problem."""
    return [each for each in events_now() if each.subject.id == f"{ORG}/{row['problem_id']}"]


def note(row: Mapping[str, Any], state: str, proof: Proof) -> Event:
    """What became of a problem, as the subdistrict writes it down."""
    last = about(row)[-1]
    noted = Noted(last.subject, state, today(), row["owner_id"], proof=proof, seen=last.sequence)
    (event,) = ProgressDesk(current_settings(), CLERK).record(noted)
    return event


def check(row: Mapping[str, Any], event: Event) -> None:
    """What an assessor finds: it is so."""
    desk = ProgressDesk(current_settings(), FIRST)
    desk.judge(event.subject, event.event_id, "accepted", why="复查属实", seen=about(row)[-1].sequence)


def test_only_an_assessor_checks_what_the_assessment_asked_to_be_mended_or_takes_that_back(
    announced: str, seen_by: Callable[[Person], None]
) -> None:
    seen_by(FIRST)
    row = asked_to_mend(announced)
    event = note(row, "closed", Proof("销号单1号"))
    acts = (f"accepted-{event.event_id}", f"refused-{event.event_id}", f"undo-{event.event_id}")

    def offered() -> list[str]:
        return [key for key in acts if key in keys(opened("supervision", lang="zh", org=ORG))]

    assert offered() == [*acts[:2]]
    seen_by(CHIEF)
    assert offered() == [acts[2]]
    check(row, event)
    assert offered() == []
    with pytest.raises(NotAllowed):
        ProgressDesk(current_settings(), CHIEF).undo(event.subject, event.event_id, seen=about(row)[-1].sequence)
    assert [each["status"] for each in at(announced).rectifications[ORG]] == ["closed"]
    seen_by(FIRST)
    assert offered() == [acts[2]]
    ProgressDesk(current_settings(), FIRST).undo(event.subject, event.event_id, seen=about(row)[-1].sequence)
    assert [each["awaits"] for each in at(announced).rectifications[ORG]] == [True]


def test_only_an_assessor_takes_back_what_the_assessment_asked_for(
    announced: str, seen_by: Callable[[Person], None]
) -> None:
    seen_by(FIRST)
    row = asked_to_mend(announced)
    key, subject = f"take-back-{row['problem_id']}", Subject("problem", f"{ORG}/{row['problem_id']}")
    seen_by(CHIEF)
    assert key not in keys(opened("supervision", lang="zh", org=ORG))
    with pytest.raises(NotAllowed):
        SupervisionDesk(current_settings(), CHIEF).undo(subject, seen=about(row)[-1].sequence)
    seen_by(FIRST)
    press(opened("supervision", lang="zh", org=ORG), key)
    assert at(announced).rectifications[ORG] == []


def test_what_was_closed_stays_closed_for_its_round_when_a_later_one_asks_again(
    announced: str, seen_by: Callable[[Person], None]
) -> None:
    seen_by(FIRST)
    row = asked_to_mend(announced)
    check(row, note(row, "closed", Proof("销号单1号")))
    later = organiser().open(plan(year=YEAR + 1, name="下一年度考评"))
    asked_to_mend(later)
    assert [each["status"] for each in at(announced).rectifications[ORG]] == ["closed"]
    assert [each["status"] for each in at(later).rectifications[ORG]] == ["repeated"]
    assert "整改销号 1/1" in said_on(page(round=announced)) and "整改销号 0/1" in said_on(page(round=later))


def test_what_a_round_asks_for_again_repeats_only_what_an_earlier_round_asked_for(
    announced: str, seen_by: Callable[[Person], None]
) -> None:
    seen_by(FIRST)
    for what in ("补齐两个社区", "另补讲座记录"):
        wanted = Rectification("communities_reached", what, "justice_office", today() + timedelta(days=40))
        require_rectification(at(announced), ORG, wanted)
    assert [row["status"] for row in at(announced).rectifications[ORG]] == ["open", "open"]


def test_papers_to_take_along_are_there_for_whom_they_are(announced: str, seen_by: Callable[[Person], None]) -> None:
    def taken(app: AppTest) -> set[str]:
        said_on(app)
        return {each.key.removeprefix("assess-take-") for each in app.get("download_button") if each.key}

    seen_by(FIRST)
    assert taken(page(section="results")) == {"sheet", "letter"} and taken(page(section="grades")) == {"overview"}
    assert f"board/evidence/{announced}/{ORG}.zip?lang=zh" in html_of(page(section="results"))
    seen_by(CHIEF)
    assert taken(page(section="results")) == {"sheet"} and taken(page(section="fill")) == {"form"}


def test_an_earlier_edition_shows_no_assessment(round_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboards.view._other_edition", lambda asked, _editions: asked)
    edition = at(round_id).board.edition_id
    assert "请先返回当前版本" in said_on(page(edition=edition))
