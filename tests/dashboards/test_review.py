"""数据审核: a person looks at a figure beside its sentence and decides, and the next edition has it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pipelines.api import open_board, review_queue
from pipelines.jobs.build import build
from pipelines.jobs.people import Person
from pipelines.jobs.review import Desk
from pipelines.jobs.settings import Settings
from tests.dashboards.test_pages import opened, words

BOTH = pytest.mark.parametrize("language", ["zh", "en"])


@pytest.fixture
def root(root_like: Callable[..., Path]) -> Path:
    return root_like("reviewed", lambda root: build(Settings(data=root)))


def page(language: str = "zh", **asked: str):
    return opened("review", lang=language, org="longjin", year="2023", **asked)


def button(app: AppTest, name: str):
    """One of the buttons about the figure in hand."""
    return next(each for each in app.button if (each.key or "").startswith(f"{name}-"))


def somebody_else(root: Path) -> Desk:
    return Desk(Settings(data=root), Person("deputy", frozenset({"approver"})))


@BOTH
def test_the_page_shows_a_figure_beside_its_sentence(root: Path, language: str) -> None:
    said = words(page(language))
    assert {"zh": "已审核0项，共12项", "en": "0 of 12 are reviewed"}[language] in said
    assert {"zh": "第1项，共12项", "en": "1 of 12"}[language] in said


@BOTH
def test_accepting_goes_on_to_the_next_and_says_what_was_recorded(root: Path, language: str) -> None:
    app = page(language)
    button(app, "accept").click().run()
    said = words(app)
    assert {"zh": "已审核1项，共12项", "en": "1 of 12 are reviewed"}[language] in said
    assert app.success[0].value == {"zh": "已记录：确认", "en": "Recorded: accepted"}[language]
    assert {"zh": "本数据版本发布后又有1条决定", "en": "1 decisions since this edition"}[language] in said


def test_a_correction_is_typed_and_stands_in_the_next_edition(root: Path) -> None:
    board = open_board(root)
    trainings = board.metric_year("longjin", 2023, "law_trainings").iloc[0]["observation_id"]
    app = page(item=trainings)
    app.text_input[0].input("原文为87").run()
    button(app, "correct").click().run()
    value = next(each for each in app.text_input if each.label == "数值")
    value.input("87")
    next(each for each in app.button if each.label == "保存更正").click().run()
    assert not app.exception and not app.error
    app = page(item=trainings)
    assert "更正为87场次" in words(app) and "原文为87" in words(app)
    app.button(key="review-build").click().run(timeout=60)
    assert "看板已更新到数据版本" in app.success[0].value
    row = open_board(root).metric_year("longjin", 2023, "law_trainings").iloc[0]
    assert (row["value"], row["review_state"]) == (87, "corrected")


@BOTH
def test_where_approval_is_on_the_page_says_that_the_edition_waits(root: Path, language: str, monkeypatch) -> None:
    monkeypatch.setenv("FAZHI_APPROVAL", "true")
    before = open_board(root).edition_id
    app = page(language)
    button(app, "accept").click().run()
    app.button(key="review-build").click().run(timeout=60)
    assert {"zh": "待审定", "en": "waits for approval"}[language] in app.success[0].value
    assert open_board(root).edition_id == before


def test_a_correction_that_can_t_be_is_refused_in_words(root: Path) -> None:
    trainings = open_board(root).metric_year("longjin", 2023, "law_trainings").iloc[0]["observation_id"]
    app = page(item=trainings)
    button(app, "correct").click().run()
    next(each for each in app.text_input if each.label == "数值").input("很多")
    next(each for each in app.button if each.label == "保存更正").click().run()
    assert "“很多”不能作为数值" in words(app)
    assert next(each for each in app.text_input if each.label == "数值").value == "很多"


def test_the_whole_document_is_accepted_at_once(root: Path) -> None:
    app = page()
    app.toggle(key="review-whole-longjin-2023").set_value(True).run()
    app.button(key="review-accept-all").click().run()
    assert "已审核12项，共12项" in words(app)


def test_a_decision_is_taken_back(root: Path) -> None:
    first = page()
    button(first, "accept").click().run()
    app = page()
    app.toggle(key="review-all").set_value(True).run()
    button(app, "undo").click().run()
    assert "已审核0项，共12项" in words(app)
    assert "撤销上一决定" in words(app)


MEANWHILE = {"zh": "晚于您打开的时间", "en": "after you opened it"}
FIRST = {"zh": "不采用", "en": "rejected"}


@BOTH
@pytest.mark.parametrize("named", [True, False], ids=["a figure of the address", "the first of the queue"])
@pytest.mark.parametrize("name", ["accept", "reject"])
def test_who_decides_second_is_told_of_the_first_and_decides_on_nothing(
    root: Path, name: str, named: bool, language: str
) -> None:
    first = review_queue(open_board(root), "longjin", 2023)[0]
    app = page(language, **({"item": first.row["observation_id"]} if named else {}))
    somebody_else(root).decide(first.looked, "rejected")
    button(app, name).click().run()
    said = words(app)
    assert not app.exception and MEANWHILE[language] in said and FIRST[language] in said
    assert app.query_params["item"] == first.row["observation_id"]  # the figure stays, with its history
    states = {each.row["observation_id"]: each.state for each in review_queue(open_board(root), "longjin", 2023)}
    assert states.pop(first.row["observation_id"]) == "rejected" and set(states.values()) == {"open"}


def test_a_correction_of_what_somebody_decided_meanwhile_is_refused_and_its_text_stays(root: Path) -> None:
    first = review_queue(open_board(root), "longjin", 2023)[0]
    app = page()
    app.text_input[0].input("原文为87").run()
    button(app, "correct").click().run()
    next(each for each in app.text_input if each.label == "数值").input("87")
    somebody_else(root).decide(first.looked, "rejected")
    next(each for each in app.button if each.label == "保存更正").click().run()
    assert MEANWHILE["zh"] in words(app)
    held = {each.label: each.value for each in app.text_input}
    assert held["数值"] == "87" and "原文为87" in held.values()
    assert review_queue(open_board(root), "longjin", 2023)[-1].state == "open"


def test_all_are_accepted_as_they_stood_in_the_list_or_none(root: Path) -> None:
    app = page()
    app.toggle(key="review-whole-longjin-2023").set_value(True).run()
    somebody_else(root).decide(review_queue(open_board(root), "longjin", 2023)[3].looked, "rejected")
    app.button(key="review-accept-all").click().run()
    assert MEANWHILE["zh"] in words(app) and "已审核1项，共12项" in words(app)


def test_a_second_click_meets_no_other_figure_s_button(root: Path) -> None:
    app = page()
    late = button(app, "accept")
    late.click().run()
    assert late.key not in [each.key for each in app.button]
    assert "已审核1项，共12项" in words(app)


def test_going_on_leads_to_the_figure_that_came_next_when_the_page_was_drawn(root: Path) -> None:
    first, second = review_queue(open_board(root), "longjin", 2023)[:2]
    app = page()
    somebody_else(root).decide(first.looked, "rejected")
    app.button(key="review-next").click().run()
    assert app.query_params["item"] == second.row["observation_id"]
