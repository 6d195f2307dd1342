"""Forms of 督办与整改, milestones and targets: what they say was done, nothing of one stays for the next."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from dashboards.widgets.labels import distinct
from pipelines.api import MaterialCard, add_material, open_board
from pipelines.domain.register import Subject
from pipelines.jobs.build import build
from pipelines.jobs.days import today
from pipelines.jobs.documents import Intake, ingest
from pipelines.jobs.people import Person
from pipelines.jobs.register import register_of
from pipelines.jobs.settings import Settings
from pipelines.jobs.supervision import Found, SupervisionDesk
from pipelines.jobs.targets import Aim, TargetDesk
from tests.dashboards.test_pages import opened, words
from tests.dashboards.test_supervision import BOTH, OFFICE, button, choose, field, office, page

RECORD = {"zh": "登记", "en": "Record"}


@pytest.fixture
def root(root_like: Callable[..., Path]) -> Path:
    return root_like("reviewed", lambda root: build(Settings(data=root)))


@pytest.fixture
def two_organisations(root_like: Callable[..., Path]) -> Path:
    return root_like("two_organisations", _with_liwan)


def _with_liwan(root: Path) -> None:
    report = root.parent / "liwan.txt"
    report.write_text("荔湾区2023年法治政府建设年度报告\n一、工作情况\n审查合同52份。\n", encoding="utf-8")
    ingest(Settings(data=root), [report], Intake(organisation_id="liwan", year=2023))
    build(Settings(data=root))


def events(root: Path) -> int:
    with register_of(Settings(data=root)) as register:
        return register.head().length


def said(app: AppTest) -> str:
    """What the page says was done; empty where nothing was."""
    return " ".join(each.value for each in app.success)


def found(root: Path, name: str = "案卷超期", on: date = date(2024, 6, 1), **values) -> str:
    return SupervisionDesk(Settings(data=root), Person()).find(Found("longjin", name, "court", on, OFFICE, **values))


# --- what the page says


@BOTH
def test_nothing_chosen_is_refused_and_not_said_to_be_recorded(root: Path, language: str) -> None:
    app = page("goals", language, key="g1_coordination")
    button(app, RECORD[language]).click().run()
    assert {"zh": "没有选择事项，未登记任何内容。请选择事项。", "en": "no item was chosen"}[language] in words(app)
    app = page("goals", language)
    field(app.multiselect, "targets-longjin-2023", "chosen").set_value([])
    button(app, {"zh": "确认所选", "en": "Confirm those chosen"}[language]).click().run()
    assert {"zh": "没有选择重点任务", "en": "no key result was chosen"}[language] in words(app)
    assert not said(app) and events(root) == 0


@BOTH
def test_what_waits_is_taken_back_or_refused_is_not_said_to_count(
    root: Path, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAZHI_REVIEW_STEPS", "2")
    app = page("supervision", language)
    office(app).select(OFFICE)
    button(app, RECORD[language]).click().run()
    assert {"zh": "已登记，待审核；", "en": "it waits for review"}[language] in said(app)
    button(app, {"zh": "不通过", "en": "Refuse"}[language]).click().run()
    assert {"zh": "已记为不通过，不计入", "en": "it doesn't count"}[language] in said(app)
    button(app, {"zh": "撤销", "en": "Take back"}[language]).click().run()
    assert {"zh": "已撤销；", "en": "Taken back"}[language] in said(app)
    button(app, {"zh": "审核通过", "en": "Accept"}[language]).click().run()
    assert {"zh": "已审核通过；发布新的数据版本后", "en": "Accepted; the board shows it"}[language] in said(app)


@BOTH
def test_what_counts_at_once_is_said_to_show_with_the_next_edition(root: Path, language: str) -> None:
    app = page("supervision", language)
    office(app).select(OFFICE)
    button(app, RECORD[language]).click().run()
    assert {"zh": "已登记；发布新的数据版本后", "en": "Recorded; the board shows it"}[language] in said(app)


# --- what stays in a form


def test_a_problem_is_not_closed_on_the_proof_of_another(root: Path) -> None:
    card = MaterialCard("longjin", "销号通知", date(2024, 1, 1), date(2024, 12, 31), OFFICE)
    stored = add_material("销号通知".encode(), "proof.txt", card)
    app = choose(page("supervision"), "problem-longjin", "team_capacity")
    field(app.selectbox, "problem-longjin", "state").select("closed")
    office(app).select(OFFICE)
    field(app.text_input, "problem-longjin", "reference").input("销号单1号")
    field(app.text_input, "problem-longjin", "why").input("人员已配齐")
    field(app.multiselect, "problem-longjin", "materials-known-zh").set_value([stored])
    app.run()
    other = next(each for each in rectified(root) if each != "team_capacity")
    app = choose(app, "problem-longjin", other)
    assert filled(app) == ("measure_taken", None, "", "", [])
    app = choose(app, "problem-longjin", "team_capacity")
    field(app.selectbox, "problem-longjin", "state").select("closed")
    office(app).select(OFFICE)
    field(app.text_input, "problem-longjin", "reference").input("销号单1号")
    button(app, "登记").click().run()
    assert said(app) and filled(app) == ("measure_taken", None, "", "", [])
    app = choose(app, "problem-longjin", other)
    field(app.selectbox, "problem-longjin", "state").select("closed")
    office(app).select(OFFICE)
    button(app, "登记").click().run()
    assert "问题销号须有佐证" in words(app) and "已销号1项" in words(app)


def rectified(root: Path) -> list[str]:
    return [each["problem_id"] for each in open_board(root).rectification_rows("longjin")]


def filled(app: AppTest) -> tuple:
    form = "problem-longjin"
    texts = [field(app.text_input, form, name).value for name in ("reference", "why")]
    chosen = field(app.multiselect, form, "materials-known-zh").value
    return (field(app.selectbox, form, "state").value, office(app).value, *texts, chosen)


def test_a_subject_chosen_at_the_last_moment_is_not_recorded_with_the_fields_of_the_one_before(root: Path) -> None:
    app = choose(page("supervision"), "problem-longjin", "team_capacity")
    office(app).select(OFFICE)
    other = next(each for each in rectified(root) if each != "team_capacity")
    field(app.selectbox, "problem-longjin").select(("problem", f"longjin/{other}"))
    button(app, "登记").click().run()
    assert "所选事项刚刚改变，未作登记" in words(app) and events(root) == 0


def test_each_problem_comes_with_its_own_office_and_without_one_an_office_is_asked_for(root: Path) -> None:
    problem_id = found(root)
    app = choose(page("supervision"), "problem-longjin", problem_id)
    assert office(app).value == OFFICE
    app = choose(app, "problem-longjin", "team_capacity")
    assert office(app).value is None
    button(app, "登记").click().run()
    assert "没有选择责任科室" in words(app) and events(root) == 1


def test_a_problem_that_was_entered_leaves_an_empty_form(root: Path) -> None:
    earlier = found(root)
    app = page("supervision")
    field(app.text_input, "find-longjin", "name").input("案卷归档不全")
    field(app.text_input, "find-longjin", "reference").input("〔2026〕5号")
    field(app.selectbox, "find-longjin", "repeats").select(earlier)
    field(app.date_input, "find-longjin", "due").set_value(today() + timedelta(days=9))
    goals = field(app.multiselect, "find-longjin", "goals")
    goals.set_value([open_board(root).goals("longjin")["goal_id"].iloc[0]])
    button(app, "登记问题").click().run()
    assert "已登记" in said(app) and "案卷归档不全" in words(app)
    assert field(app.text_input, "find-longjin", "name").value == ""
    assert field(app.text_input, "find-longjin", "reference").value == ""
    assert field(app.selectbox, "find-longjin", "repeats").value == ""
    assert field(app.date_input, "find-longjin", "due").value is None
    assert field(app.multiselect, "find-longjin", "goals").value == []


def test_a_task_is_given_once_and_the_form_is_empty_afterwards(root: Path) -> None:
    app = page("supervision", item="key_result/g1_coordination")
    form = "assign-longjin-key_result-g1_coordination"
    field(app.text_input, form, "why").input("本月完成")
    button(app, "交办").click().run()
    assert said(app) == "已交办。" and "item" not in app.query_params
    assert field(app.text_input, "assign-longjin-other-", "what").value == ""
    button(app, "交办").click().run()
    assert "没有填写内容" in words(app) and events(root) == 1


def test_what_a_click_did_is_not_done_again_by_a_second_click_on_the_same_form() -> None:
    def script() -> None:
        import streamlit

        from dashboards.widgets.recording import done
        from dashboards.widgets.turns import turned

        given, turn = [], turned("form")
        for _ in range(2):
            done("zh", "form", lambda: given.append(1), "tasks.assigned", turn)
        streamlit.text(f"{len(given)} {turned('form') != turn}")

    assert AppTest.from_function(script).run().text[0].value == "1 True"


def test_what_was_written_for_one_organisation_is_not_on_the_page_of_another(two_organisations: Path) -> None:
    app = page("supervision")
    field(app.text_input, "assign-longjin-other-", "what").input("龙津的要求")
    field(app.text_input, "find-longjin", "name").input("龙津的问题")
    app.run()
    app.query_params["org"] = "liwan"
    app.run()
    assert field(app.text_input, "assign-liwan-other-", "what").value == ""
    assert field(app.text_input, "find-liwan", "name").value == ""
    assert "龙津的" not in " ".join(each.value for each in app.text_input)


# --- what has the same name


@given(st.dictionaries(st.text("abc", min_size=1), st.sampled_from(["甲", "甲 ", "乙", "甲 · a", "乙 · 2024年度"])))
def test_no_two_labels_are_the_same(names: dict[str, str]) -> None:
    parts = dict.fromkeys(list(names)[:2], "2024年度")
    labels = distinct(names, parts)
    assert list(labels) == list(names)
    assert len({" ".join(each.split()) for each in labels.values()}) == len(names)
    assert all(label.startswith(names[each]) for each, label in labels.items())


def test_of_two_problems_of_one_name_the_one_that_is_chosen_is_closed(root: Path) -> None:
    first, second = found(root), found(root)
    third = found(root, on=date(2024, 7, 2))
    for wanted in (first, third, second):
        app = choose(page("supervision"), "problem-longjin", wanted)
        assert field(app.selectbox, "problem-longjin").value == ("problem", f"longjin/{wanted}")
        field(app.selectbox, "problem-longjin", "state").select("closed")
        field(app.text_input, "problem-longjin", "reference").input("销号单")
        button(app, "登记").click().run()
        with register_of(Settings(data=root)) as register:
            last = register.events(subject=Subject("problem", f"longjin/{wanted}"))[-1]
        assert last.kind == "recorded" and last.payload["state"] == "closed"
    options = field(app.selectbox, "problem-longjin").options
    assert len(set(options)) == len(options)
    assert "案卷超期 · 2024-07-02" in options


def test_a_problem_repeats_and_a_task_pushes_the_one_of_its_name_that_is_chosen(root: Path) -> None:
    first, second = found(root), found(root, on=date(2024, 7, 2))
    app = page("supervision")
    for name, form in (("repeats", "find-longjin"), ("about", "assign-longjin-other-")):
        options = field(app.selectbox, form, name).options
        assert len(set(options)) == len(options)
    field(app.text_input, "find-longjin", "name").input("案卷又超期")
    field(app.selectbox, "find-longjin", "repeats").select(first)
    button(app, "登记问题").click().run()
    field(app.selectbox, "assign-longjin-other-", "about").select(("problem", second))
    field(app.text_input, "assign-longjin-other-", "what").input("改正")
    button(app, "交办").click().run()
    with register_of(Settings(data=root)) as register:
        *_, again, task = register.events()
    assert again.payload["repeats"] == first and task.payload["about_id"] == second


# --- targets


@BOTH
def test_a_target_that_was_decided_since_the_edition_is_not_confirmed_over(root: Path, language: str) -> None:
    TargetDesk(Settings(data=root), Person()).confirm(Aim("g3_campaigns", date(2024, 1, 1), "3"))
    app = page("goals", language)
    chosen = field(app.multiselect, "targets-longjin-2023", "chosen")
    assert len(chosen.value) == 15 and "g3_campaigns" not in chosen.value
    assert {"zh": "另有1项的目标值在本数据版本之后已有决定", "en": "1 more targets were decided on since"}[
        language
    ] in words(app)
    button(app, {"zh": "确认所选", "en": "Confirm those chosen"}[language]).click().run()
    assert {"zh": "已确认目标值；", "en": "Confirmed;"}[language] in said(app)
    build(Settings(data=root))
    rows = {row["key_result_id"]: row for row in open_board(root).goal_progress_rows("longjin")}
    assert (rows["g3_campaigns"]["target"], rows["g3_campaigns"]["target_state"]) == (3, "confirmed")


def test_a_target_decided_while_the_list_stood_there_refuses_all_of_them(root: Path) -> None:
    app = page("goals")
    TargetDesk(Settings(data=root), Person()).confirm(Aim("g3_campaigns", date(2024, 1, 1), "3"))
    button(app, "确认所选").click().run()
    assert not said(app) and "请重新查看后再决定" in words(app) and events(root) == 1


def test_a_key_result_s_form_begins_with_what_was_set_last(root: Path) -> None:
    TargetDesk(Settings(data=root), Person()).confirm(Aim("g3_campaigns", date(2024, 1, 1), "3"))
    app = page("goals", key="g3_campaigns")
    assert field(app.text_input, "target-g3_campaigns", "value").value == "3"
    button(app, "提出建议值").click().run()
    assert "已提出建议值" in said(app)


def test_of_two_numbers_in_the_same_words_the_one_that_is_chosen_is_given_to_the_metric(data_root: Path) -> None:
    report = data_root.parent / "liwan.txt"
    text = "荔湾区2023年法治政府建设年度报告\n一、工作情况\n三月走访20家，五月走访20家。\n"
    report.write_text(text, encoding="utf-8")
    ingest(Settings(data=data_root), [report], Intake(organisation_id="liwan", year=2023))
    build(Settings(data=data_root))
    first, second = open_board(data_root).unmapped("liwan", 2023)["quantity_id"]
    for wanted in (first, second):
        app = opened("review", lang="zh", org="liwan", year="2023")
        numbers = app.selectbox(key="mapping-number")
        assert len(set(numbers.options)) == 2
        assert numbers.select(wanted).run().selectbox(key="mapping-number").value == wanted
