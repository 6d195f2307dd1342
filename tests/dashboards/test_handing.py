"""移交 on 设置 and 我的待办 on 督办与整改: who hands over sees what is open, who takes over finds it first."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from pipelines.api import role_holders, today
from pipelines.domain.register import Subject
from pipelines.jobs.build import build
from pipelines.jobs.holders import HandOver, Role, Staffing
from pipelines.jobs.people import Person
from pipelines.jobs.progress import Noted, ProgressDesk
from pipelines.jobs.register import register_of
from pipelines.jobs.settings import Settings
from pipelines.jobs.supervision import Found, Order, SupervisionDesk
from tests.dashboards.test_pages import ID, opened, words

BOTH = pytest.mark.parametrize("language", ["zh", "en"])
OFFICE = "enforcement_office"
ASKED = {"section": "owners", "entry": f"owners.yml/{OFFICE}"}
ACCOUNT = "u-" + "ab12" * 6
DAY = date(2024, 1, 1)
HAND_OVER = {"zh": "移交", "en": "Hand over"}
MINE = {"zh": "我的待办", "en": "For me"}


@pytest.fixture
def root(root_like: Callable[..., Path]) -> Path:
    return root_like("handed-pages", lambda root: build(Settings(data=root)))


@pytest.fixture
def leaving(root: Path) -> str:
    """Who holds the office, with a task, a problem and a record open."""
    settings = Settings(data=root)
    who = Staffing(settings, Person()).assign(Role("longjin", OFFICE), starts=DAY, name="甲<某>").payload["actor_id"]
    desk = SupervisionDesk(settings, Person())
    desk.assign(Order("longjin", "other", "", "补充<执法>人员", OFFICE, today() + timedelta(days=3)))
    desk.assign(Order("longjin", "other", "", "别的科室的事", "justice_office", today()))
    desk.find(Found("longjin", "案卷超期", "court", date(2026, 3, 1), OFFICE, today()))
    clerk = ProgressDesk(Settings(data=root, review_steps=2), Person("c", frozenset({"clerk"})))
    clerk.record(Noted(Subject("milestone", "g1_coordination/2024-03-31"), "done", date(2024, 3, 20), OFFICE))
    return who


def named(root: Path, actor_id: str, name: str) -> None:
    with register_of(Settings(data=root)) as register:
        register.name_actor(actor_id, name)


def settings_page(language: str = "zh") -> AppTest:
    return opened("settings", lang=language, org="longjin", year="2023", **ASKED)


def field(app: AppTest, kind: str, name: str):
    """A field of the form that asks who takes over."""
    return next(
        each for each in getattr(app, kind) if (each.key or "").startswith("hand-") and each.key.endswith(f"-{name}")
    )


def press(app: AppTest, language: str = "zh") -> AppTest:
    next(each for each in app.button if each.label == HAND_OVER[language]).click().run(timeout=60)
    assert not app.exception
    return app


def held() -> list[tuple[str, date | None]]:
    return [(each.actor_id, each.until) for each in role_holders()["longjin", OFFICE].holders]


@BOTH
def test_what_is_open_is_listed_with_the_way_to_it_and_handed_over(root: Path, leaving: str, language: str) -> None:
    app = settings_page(language)
    (listed,) = [each.body for each in app.get("html") if 'class="log"' in each.body]
    lines = listed.split("<li>")[1:]
    assert "补充&lt;执法&gt;人员" in listed and "别的科室的事" not in listed
    ways = {
        "补充": "supervision?",
        "案卷超期": "supervision?",
        "2024-03-31": "key=g1_coordination",
        {"zh": "待确认目标值", "en": "Target to be confirmed"}[language]: "goals?",
    }
    for said, way in ways.items():
        assert any(said in line and way in line for line in lines), said
    assert not ID.findall("".join(each.split("</a>")[1] for each in lines))
    field(app, "text_input", "name").input("乙")
    field(app, "date_input", "from").set_value(date(2024, 7, 1))
    field(app, "text_input", "why").input("岗位轮换")
    press(app, language)
    assert {"zh": "已移交。", "en": "Handed over."}[language] in app.success[0].value
    assert [until for _, until in held()] == [date(2024, 7, 1), None]
    said = words(opened("supervision", lang=language, org="longjin", year="2023"))
    moved = {"zh": "移交：甲<某>移交给乙，自2024-07-01起", "en": "handed over by 甲<某> to 乙 from 2024-07-01 on"}
    assert said.count(moved[language]) == 1 and "岗位轮换" in said
    said = words(opened("log", lang=language, org="longjin", year="2023"))
    assert {"zh": "甲<某>移交给乙：", "en": "甲<某> handed over to 乙"}[language] in said


@BOTH
def test_a_hand_over_to_nobody_is_refused_in_the_reader_s_language(root: Path, leaving: str, language: str) -> None:
    app = press(settings_page(language), language)
    assert {"zh": "没有填写姓名", "en": "no name was given"}[language] in words(app)
    assert held() == [(leaving, None)]


@BOTH
def test_a_number_that_no_account_has_is_refused_and_says_where_the_number_is(
    root: Path, leaving: str, language: str
) -> None:
    app = settings_page(language)
    field(app, "text_input", "name").input("乙")
    field(app, "text_input", "account").input("wang@example")
    press(app, language)
    assert {"zh": "页面顶部姓名下的菜单", "en": "the menu under the person's name"}[language] in words(app)
    field(app, "text_input", "account").input(ACCOUNT)
    press(app, language)
    assert [each for each, _ in held()] == [leaving, ACCOUNT]


@BOTH
def test_who_hands_over_second_is_told_and_what_they_typed_stays(root: Path, leaving: str, language: str) -> None:
    app = settings_page(language)
    field(app, "text_input", "name").input("乙")
    seen = role_holders()["longjin", OFFICE].seen
    other = Person("deputy", frozenset({"administrator"}))
    Staffing(Settings(data=root), other).assign(Role("longjin", OFFICE, seen), starts=DAY, name="丙")
    press(app, language)
    assert {"zh": "晚于您打开的时间", "en": "after you opened it"}[language] in words(app)
    assert field(app, "text_input", "name").value == "乙"
    assert len(held()) == 2


@BOTH
def test_what_was_given_to_the_office_meanwhile_is_shown_before_it_is_handed_over(
    root: Path, leaving: str, language: str
) -> None:
    app = settings_page(language)
    field(app, "text_input", "name").input("乙")
    desk = SupervisionDesk(Settings(data=root), Person())
    desk.assign(Order("longjin", "other", "", "刚刚交办", OFFICE, today()))
    press(app, language)
    assert {"zh": "未办结事项已有变化", "en": "what is open of this office changed"}[language] in words(app)
    assert "刚刚交办" in words(app) and held() == [(leaving, None)]
    press(app, language)
    assert len(held()) == 2


@BOTH
def test_of_two_people_of_one_name_the_one_who_signs_in_can_be_told_and_chosen(
    root: Path, leaving: str, language: str
) -> None:
    named(root, ACCOUNT, "张伟")
    Staffing(Settings(data=root), Person()).assign(Role("longjin", "peace_office"), starts=DAY, name="张伟")
    app = settings_page(language)
    known = field(app, "selectbox", "known")
    assert len(set(known.options)) == len(known.options) == 3
    assert {"zh": "张伟 · 登录账号", "en": "张伟 · signs in"}[language] in known.options
    assert not any("甲" in each for each in known.options)
    known.select(ACCOUNT)
    press(app, language)
    assert [each for each, _ in held()] == [leaving, ACCOUNT]


def test_an_office_that_nobody_holds_has_nothing_to_hand_over(root: Path) -> None:
    assert HAND_OVER["zh"] not in [each.label for each in settings_page().button]


def test_who_may_not_change_settings_sees_no_hand_over(root: Path, leaving: str, seen_by: Callable) -> None:
    seen_by(Person("r", frozenset({"reviewer", "approver"})))
    app = settings_page()
    assert "甲" in words(app) and HAND_OVER["zh"] not in [each.label for each in app.button]


@BOTH
def test_what_is_a_person_s_own_stands_first_and_is_marked(
    root: Path, leaving: str, language: str, seen_by: Callable
) -> None:
    settings = Settings(data=root)
    seen = role_holders()["longjin", OFFICE].seen
    staffing = Staffing(settings, Person())
    staffing.hand_over(Role("longjin", OFFICE, seen), HandOver(leaving, today(), ACCOUNT, "乙"))
    page = {"lang": language, "org": "longjin", "year": "2023"}

    def order() -> tuple[str, bool]:
        said = words(opened("supervision", **page))
        return said, said.index("补充<执法>人员") < said.index("别的科室的事")

    said, is_first = order()
    assert MINE[language] not in said and not is_first
    seen_by(Person(ACCOUNT, frozenset({"clerk"}), frozenset({"longjin"}), "乙"))
    said, is_first = order()
    assert is_first and said.count(MINE[language]) == 3
    count = {"zh": "督办事项1项，问题1项", "en": "Tasks: 1; problems: 1"}[language]
    assert count in said
    seen_by(Person("somebody", frozenset({"clerk"}), frozenset({"longjin"}), "丁"))
    said, is_first = order()
    assert MINE[language] not in said and not is_first


@BOTH
def test_who_holds_an_office_without_anything_open_is_told_so(root: Path, language: str, seen_by: Callable) -> None:
    staffing = Staffing(Settings(data=root), Person())
    staffing.assign(Role("longjin", "grid_centre"), starts=DAY, actor_id=ACCOUNT, name="乙")
    seen_by(Person(ACCOUNT, frozenset({"viewer"}), None, "乙"))
    said = words(opened("supervision", lang=language, org="longjin", year="2023"))
    assert MINE[language] in said and {"zh": "目前没有未办结的事项", "en": "Nothing is open"}[language] in said


@BOTH
def test_who_signs_in_finds_the_number_of_their_account_under_their_name(
    root: Path, language: str, seen_by: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboards.widgets.frame.sign_in", SimpleNamespace(is_configured=lambda: True))
    seen_by(Person(ACCOUNT, frozenset({"viewer"}), None, "乙"))
    said = words(opened("overview", lang=language))
    assert {"zh": "账号编号", "en": "Number of the account"}[language] in said and ACCOUNT in said
