"""数据填报: figures are typed one after the other, go to review, and show what they rest on wherever they stand."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pipelines.api import (
    MaterialCard,
    Typed,
    Wanted,
    add_material,
    enter_figure,
    hand_figures,
    open_board,
    withdraw_hand_figure,
)
from pipelines.jobs.build import build
from pipelines.jobs.settings import Settings
from tests.dashboards.test_pages import opened, words
from tests.dashboards.test_review import button

BOTH = pytest.mark.parametrize("language", ["zh", "en"])
YEAR = (date(2025, 1, 1), date(2025, 12, 31))
SAVE = {"zh": "保存，填下一项", "en": "Save and go on to the next"}


@pytest.fixture
def root(root_like: Callable[..., Path]) -> Path:
    return root_like("today", lambda root: build(Settings(data=root)))


def page(language: str = "zh", **asked: str) -> AppTest:
    return opened("entry", **{"lang": language, "org": "longjin", "year": "2023", **asked})


def fill(app: AppTest, value: str, reference: str, language: str = "zh") -> AppTest:
    labels = {"zh": ("数值", "数据依据（文号、台账、业务系统）"), "en": ("Value", "What it rests on")}[language]
    for label, text in zip(labels, (value, reference), strict=True):
        if text:
            next(each for each in app.text_input if each.label.startswith(label)).input(text)
    next(each for each in app.button if each.label == SAVE[language]).click().run()
    assert not app.exception
    return app


def value_of(app: AppTest, label: str) -> str:
    return next(each for each in app.text_input if each.label.startswith(label)).value


@BOTH
def test_figures_are_typed_one_after_the_other(root: Path, language: str) -> None:
    material_id = add_material(b"one", "a.pdf", MaterialCard("longjin", "培训台账", *YEAR, "justice_office"))
    app = page(language, metric="law_trainings", year="2024")
    said = " ".join(words(app).split())
    assert {"zh": "上年（2023年度） 78场次（年度报告，未审核）", "en": "78 (annual report"}[language] in said
    app.multiselect[0].select(material_id)
    fill(app, "95", "龙司〔2025〕3号", language)
    said = words(app)
    assert {"zh": "已填报：法治培训/讲座（对内） 95场次", "en": "Typed: In-house legal trainings and lectures 95"}[
        language
    ] in said
    assert {"zh": "共1项，其中1项尚未进入数据版本", "en": "1 in all, 1 of them not in an edition"}[language] in said
    # the next metric is at hand, the value empty, reference, materials and period as they were
    metric = next(each for each in app.selectbox if each.label == {"zh": "指标", "en": "Metric"}[language])
    assert metric.value != "law_trainings"
    assert value_of(app, {"zh": "数值", "en": "Value"}[language]) == ""
    assert value_of(app, {"zh": "数据依据", "en": "What it rests on"}[language]) == "龙司〔2025〕3号"
    assert app.multiselect[0].value == [material_id]
    fill(app, "7", "", language)
    rows = hand_figures(open_board(root), "longjin", language)
    assert [(row["value"], row["reference"], row["materials"], row["state"]) for row in rows] == [
        (7, "龙司〔2025〕3号", [material_id], "later"),
        (95, "龙司〔2025〕3号", [material_id], "later"),
    ]


def test_it_goes_to_review_with_the_next_edition_and_shows_what_it_rests_on(root: Path) -> None:
    material_id = add_material(b"one", "a.pdf", MaterialCard("longjin", "培训台账", *YEAR, "justice_office"))
    wanted = Wanted("law_trainings", "", "95", "exact", "场次", *YEAR)
    hand_id = enter_figure(Typed("longjin", wanted, "龙司<3>号", [material_id]), seen=0)
    app = page()
    app.button(key="entry-build").click().run(timeout=60)
    assert "看板已更新到数据版本" in words(app) and "其中0项尚未进入" in words(app)
    assert "去审核" in words(app)
    app = opened("review", lang="zh", org="longjin", year="2025", item=hand_id)
    said = words(app)
    assert "数据出处：手工填报" in said and "龙司<3>号" in said and "培训台账" in said and "填报为95场次" in said
    button(app, "accept").click().run()
    assert "已审核1项，共1项" in words(app)
    assert "已审核" in words(page())
    for language, title in (("zh", "数据出处：手工填报"), ("en", "Source: typed by hand")):
        said = words(opened("metrics", lang=language, org="longjin", year="2025", metric="law_trainings"))
        assert not opened("overview", lang=language, org="longjin", year="2025").exception
        assert title in said and "龙司<3>号" in said


@BOTH
def test_typed_figures_of_a_year_are_accepted_at_once(root: Path, language: str) -> None:
    for metric_id, unit in (("law_trainings", "场次"), ("contracts_reviewed", "份")):
        enter_figure(Typed("longjin", Wanted(metric_id, "", "9", "exact", unit, *YEAR), "台账"), seen=0)
    build(Settings(data=root))
    app = opened("review", lang=language, org="longjin", year="2025")
    app.toggle(key="review-whole-typed").set_value(True).run()
    app.button(key="review-accept-all").click().run()
    assert {"zh": "已审核2项，共2项", "en": "2 of 2 are reviewed"}[language] in words(app)


def test_what_is_stated_and_what_was_typed_before_is_said_beside_it(root: Path) -> None:
    app = page(metric="law_trainings")
    assert "报告已载明这一数据" in words(app)
    fill(app, "90", "区局函")
    app = page(metric="law_trainings")
    assert "已于" in words(app) and "填报90场次；再次保存即更正" in words(app)
    fill(app, "91", "区局函")
    (row,) = hand_figures(open_board(root), "longjin", "zh")
    assert row["value"] == 91
    build(Settings(data=root))
    said = words(opened("metrics", lang="zh", org="longjin", year="2023", metric="law_trainings"))
    assert "手工填报为91场次，差异待核实" in said


def test_another_one_s_figure_that_came_meanwhile_isn_t_written_over(root: Path) -> None:
    app = page(metric="law_trainings")
    year = (date(2023, 1, 1), date(2023, 12, 31))
    enter_figure(Typed("longjin", Wanted("law_trainings", "", "88", "exact", "场次", *year), "台账"), seen=0)
    fill(app, "90", "区局函")
    assert "晚于您打开的时间" in words(app)
    (row,) = hand_figures(open_board(root), "longjin", "zh")
    assert row["value"] == 88


@pytest.mark.parametrize(
    ("value", "reference", "said"), [("很多", "函", "“很多”不能作为数值"), ("9", "", "数据依据有 0 个字")]
)
def test_what_can_t_be_is_refused_in_words(root: Path, value: str, reference: str, said: str) -> None:
    app = fill(page(metric="law_trainings"), value, reference)
    assert said in words(app)
    assert hand_figures(open_board(root), "longjin", "zh") == []


def test_a_state_is_asked_for_its_day_and_a_late_beginning_is_named(root: Path) -> None:
    app = page(metric="legality_reviewers")
    assert [each.label for each in app.date_input] == ["截至"]
    app = page(metric="law_trainings")
    app.date_input[0].set_value(date(2023, 7, 1)).run()
    assert "时段不是从1月1日起" in words(app)


def test_a_typed_figure_is_taken_back(root: Path) -> None:
    hand_id = enter_figure(Typed("longjin", Wanted("law_trainings", "", "95", "exact", "场次", *YEAR), "台账"), seen=0)
    app = page()
    app.button(key=f"entry-withdraw-{hand_id}").click().run()
    assert "已撤回：法治培训" in words(app)
    assert hand_figures(open_board(root), "longjin", "zh") == []


def test_a_metric_without_data_leads_to_typing_it(root: Path) -> None:
    app = opened("metrics", lang="zh", org="longjin", year="2024", metric="contracts_reviewed")
    assert "手工填报这一数据" in words(app)


def test_an_earlier_edition_takes_no_figures(root: Path) -> None:
    earlier = next((root / "warehouse" / "editions").iterdir()).name
    build(Settings(data=root), as_of=date(2025, 1, 31))
    assert "不能填报" in words(page(edition=earlier))


def metric_of(app: AppTest, language: str = "zh") -> str:
    return next(each for each in app.selectbox if each.label == {"zh": "指标", "en": "Metric"}[language]).value


def go(app: AppTest, page_file: str, **asked: str) -> AppTest:
    """Another page, or this one at another address, in the same session."""
    app.switch_page(f"dashboards/pages/{page_file}.py")
    app.query_params.clear()
    for name, value in {"lang": "zh", "org": "longjin", "year": "2023", **asked}.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def test_the_form_stands_on_the_metric_of_the_address_whenever_one_comes_to_it(root: Path) -> None:
    app = page(metric="law_trainings")
    assert metric_of(app) == "law_trainings"
    assert metric_of(go(app, "entry", metric="contracts_reviewed")) == "contracts_reviewed"
    fill(app, "9", "台账")
    following = metric_of(app)
    assert following != "contracts_reviewed"
    app.run()  # the address stays as it was: the form stays where the person is
    assert metric_of(app) == following
    go(app, "metrics", metric="contracts_reviewed")
    assert metric_of(go(app, "entry", metric="contracts_reviewed")) == "contracts_reviewed"
    go(app, "metrics")
    assert metric_of(go(app, "entry")) == "contracts_reviewed"


@pytest.mark.parametrize("asked", [{}, {"metric": "law_trainings"}], ids=["no metric asked for", "a metric asked for"])
def test_another_language_shows_the_same_metric_and_what_was_typed(root: Path, asked: dict[str, str]) -> None:
    app = page(**asked)
    fill(app, "9", "台账")
    before = metric_of(app)
    fill(app, "很多", "")  # refused, and so still there
    app.query_params["lang"] = "en"
    app.run()
    assert metric_of(app, "en") == before
    assert value_of(app, "Value") == "很多" and value_of(app, "What it rests on") == "台账"


def test_what_was_typed_for_one_organisation_doesn_t_stand_on_another_one_s_page(root: Path) -> None:
    other = Typed("liwan", Wanted("law_trainings", "", "5", "exact", "场次", *YEAR), "台账")
    enter_figure(other, seen=0)
    build(Settings(data=root))
    app = page(metric="law_trainings", year="2025", org="liwan")
    next(each for each in app.text_input if each.label.startswith("范围")).input("其中线上").run()
    fill(app, "很多", "龙司函")  # refused, and so still there
    assert {"很多", "龙司函", "其中线上"} <= {each.value for each in app.text_input}
    app.query_params["org"] = "longjin"
    app.query_params["year"] = "2023"
    app.run()
    assert metric_of(app) == "law_trainings"
    assert not {each.value for each in app.text_input} & {"很多", "龙司函", "其中线上"}


@BOTH
def test_a_figure_that_somebody_typed_anew_meanwhile_isn_t_taken_back(root: Path, language: str) -> None:
    wanted = Wanted("law_trainings", "", "95", "exact", "场次", *YEAR)
    hand_id = enter_figure(Typed("longjin", wanted, "台账"), seen=0)
    (row,) = hand_figures(open_board(root), "longjin", "zh")
    app = page(language)
    enter_figure(Typed("longjin", replace(wanted, value="96"), "台账"), seen=row["seen"])
    app.button(key=f"entry-withdraw-{hand_id}").click().run()
    said = words(app)
    assert {"zh": "晚于您打开的时间", "en": "after you opened it"}[language] in said
    (row,) = hand_figures(open_board(root), "longjin", "zh")
    assert row["value"] == 96


def test_a_figure_that_is_gone_meanwhile_is_said_to_be(root: Path) -> None:
    wanted = Wanted("law_trainings", "", "95", "exact", "场次", *YEAR)
    hand_id = enter_figure(Typed("longjin", wanted, "台账"), seen=0)
    (row,) = hand_figures(open_board(root), "longjin", "zh")
    app = page()
    withdraw_hand_figure(hand_id, seen=row["seen"])
    app.button(key=f"entry-withdraw-{hand_id}").click().run()
    assert not app.exception and "可能已经撤回" in words(app)
