"""大屏: what it shows, in turn or at once, and that nothing else can be asked of it."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pipelines.api import asked_by, asked_by_stranger, open_board, people_come_from, person
from pipelines.domain.errors import BadSetting, NotSignedIn
from pipelines.jobs.build import build
from pipelines.jobs.people import Person
from pipelines.jobs.settings import Settings, current_settings
from tests.dashboards.test_pages import links, opened, words
from tests.dashboards.test_peers import STREETS, fill

BOTH = pytest.mark.parametrize("language", ["zh", "en"])
CORE = ("1,349宗", "92份", "88份", "不少于43次", "78场次", "100%", "2名", "7名")


@pytest.fixture
def board(root_like) -> Path:
    return root_like("today", lambda root: build(Settings(data=root)))


def html(app: AppTest) -> str:
    return " ".join(each.proto.body for each in app.get("html") if "{ --ink" not in each.proto.body)


def test_title_sentence_goals_and_every_core_figure_stand_there(board: Path) -> None:
    app = opened("wall")
    said = words(app)
    assert not app.exception and "龙津街道 · 2023年度" in said
    assert "2023年度报告载明12项指标数据、3项工作目标" in said and "进一步强化街道法治力量" in said
    assert all(figure in said for figure in CORE)
    assert html(app).count('class="turn"') == 2 and html(app).count("wall-figure") == len(CORE)


@BOTH
def test_no_problem_stands_there_unless_a_setting_says_so(board: Path, language: str, monkeypatch) -> None:
    name = {"zh": "存在问题", "en": "problem"}[language]
    problems = open_board().problem_status("longjin", 2023)[f"name_{language}"].tolist()
    said = words(opened("wall", lang=language))
    assert len(problems) == 3 and not any(each in said for each in problems) and name not in said
    monkeypatch.setenv("FAZHI_PUBLIC_SHOWS", "problems")
    said = words(opened("wall", lang=language))
    assert all(each in said for each in problems) and name in said


@BOTH
def test_it_leads_nowhere_but_to_itself_and_back(board: Path, language: str) -> None:
    to = {each.partition("?")[0] for each in links(opened("wall", lang=language))}
    assert to == {"", "./"}


def test_an_earlier_edition_is_not_shown(root_like: Callable[..., Path]) -> None:
    root = root_like("today", lambda root: build(Settings(data=root)))
    earlier = open_board().edition_id
    build(Settings(data=root), as_of=date(2027, 1, 1))
    current = open_board().edition_id
    said = words(opened("wall", edition=earlier))
    assert earlier != current and f"数据版本 {current}" in said


def test_what_it_asks_is_a_stranger_s_whoever_stands_there(root_like, seen_by: Callable[[Person], None]) -> None:
    root_like("peers", fill)
    seen_by(Person("a1", frozenset({"administrator"}), frozenset({STREETS[1]})))
    said = words(opened("wall"))
    assert "乙街道" in said and "甲街道" not in said
    with asked_by_stranger():
        assert person().is_stranger and not person().roles and person().organisations == {STREETS[1]}
        assert open_board().observations(STREETS[1]).empty and not open_board().quality().size
    assert not person().is_stranger and not open_board().observations(STREETS[1]).empty


def nobody() -> Person:
    raise NotSignedIn(where="FAZHI_SIGN_IN", code="first")


@pytest.fixture
def asked_by_nobody() -> Iterator[None]:
    people_come_from(nobody)
    yield
    people_come_from(Person)


@pytest.mark.parametrize(("public", "expected"), [("*", None), (STREETS[0], {STREETS[0]}), (" a , b ", {"a", "b"})])
def test_without_sign_in_strangers_are_shown_what_a_setting_names(
    data_root: Path, monkeypatch, asked_by_nobody: None, public: str, expected: set[str] | None
) -> None:
    with asked_by_stranger(), pytest.raises(NotSignedIn):
        person()
    monkeypatch.setenv("FAZHI_PUBLIC", public)
    with asked_by_stranger():
        assert person().organisations == expected and person().is_stranger and not person().roles
    with pytest.raises(NotSignedIn):
        person()


def test_who_asks_for_a_request_is_a_stranger_within_it(data_root: Path) -> None:
    with asked_by(Person("x", frozenset({"viewer"}), frozenset({"longjin"}))), asked_by_stranger():
        assert person() == Person("x", frozenset(), frozenset({"longjin"}), is_stranger=True)


@pytest.mark.parametrize("shown", ["persons", "problems,merchants", "all"])
def test_what_is_never_shown_cannot_be_asked_for(data_root: Path, monkeypatch, shown: str) -> None:
    monkeypatch.setenv("FAZHI_PUBLIC_SHOWS", shown)
    with pytest.raises(BadSetting, match="FAZHI_PUBLIC_SHOWS"):
        current_settings()


def test_few_figures_take_no_turns(root_like) -> None:
    root_like("peers", fill)
    app = opened("wall", org=STREETS[5])
    assert len(re.findall('class="turn"', html(app))) == 1 and "@keyframes" not in html(app)
