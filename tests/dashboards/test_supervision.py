"""督办与整改, records of progress and targets on their pages: what is recorded stands there, with who and when."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from pipelines.api import open_board
from pipelines.domain.records import Proof
from pipelines.domain.register import Subject
from pipelines.jobs.build import build
from pipelines.jobs.days import today
from pipelines.jobs.documents import Intake, ingest
from pipelines.jobs.people import Person
from pipelines.jobs.progress import Noted, ProgressDesk
from pipelines.jobs.settings import Settings
from pipelines.jobs.supervision import Found, Order, SupervisionDesk
from tests.dashboards.test_pages import ID, opened, words

BOTH = pytest.mark.parametrize("language", ["zh", "en"])
OFFICE = "enforcement_office"


@pytest.fixture
def root(root_like: Callable[..., Path]) -> Path:
    return root_like("reviewed", lambda root: build(Settings(data=root)))


def page(name: str, language: str = "zh", **asked: str):
    return opened(name, lang=language, org="longjin", year="2023", **asked)


def button(app, label: str):
    return next(each for each in app.button if each.label == label)


def field(fields, form: str, name: str = ""):
    """A form's field; without a name the list of what the form is about."""
    wanted = re.compile(rf"{form}-\d+-(zh|en)" + (f"-(.*-)?{name}" if name else ""))
    return next(each for each in fields if wanted.fullmatch(each.key or ""))


def choose(app, form: str, problem_id: str):
    """The page with the form of another problem."""
    return field(app.selectbox, form).select(("problem", f"longjin/{problem_id}")).run()


def office(app, form: str = "problem-longjin"):
    return field(app.selectbox, form, "owner")


@BOTH
def test_the_page_opens_with_the_problems_of_the_report(root: Path, language: str) -> None:
    said = words(page("supervision", language))
    assert {"zh": "在办0项，其中逾期0项；已办结0项", "en": "0 open, 0 of them overdue; 0 closed"}[language] in said
    assert {"zh": "待整改3项", "en": "3 to be mended"}[language] in said
    assert not ID.findall(said)


def test_a_task_is_given_answered_and_closed(root: Path) -> None:
    app = page("supervision", item="key_result/g1_coordination")
    form = "assign-longjin-key_result-g1_coordination"
    assert field(app.text_input, form, "what").value == "推进：统筹协调机制印发运行"
    button(app, "交办").click().run()
    assert app.success[0].value == "已交办。" and "在办1项" in words(app)
    app.text_area[0].input("文件已印发")
    button(app, "反馈").click().run()
    said = words(app)
    assert "已反馈" in said and "文件已印发" in said
    button(app, "办结").click().run()
    assert "在办0项，其中逾期0项；已办结1项" in words(app)


@BOTH
def test_an_office_that_answered_in_time_is_never_late_unless_its_answer_is_sent_back(
    root: Path, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(data=root)
    desk, due_on = SupervisionDesk(settings, Person()), today() - timedelta(days=5)
    with monkeypatch.context() as earlier:
        earlier.setattr("pipelines.jobs.supervision.today", lambda: due_on)
        task_id = desk.assign(Order("longjin", "other", "", "补充执法人员", OFFICE, due_on))
        desk.answer(task_id, proof=Proof(), why="已补充", seen=1)
    late = {"zh": "逾期5天", "en": "5 days overdue"}[language]
    waits = {"zh": "已反馈，待办结", "en": "answered, to be closed"}[language]
    build(settings)
    said = words(page("supervision", language))
    assert waits in said and late not in said
    assert {"zh": "在办1项，其中逾期0项", "en": "1 open, 0 of them overdue"}[language] in said
    assert {"zh": "督办逾期", "en": "Task overdue"}[language] not in words(page("overview", language))
    desk.send_back(task_id, why="", seen=2)
    build(settings)
    said = words(page("supervision", language))
    assert late in said and waits not in said
    assert {"zh": "督办逾期5天", "en": "Task overdue by 5 days"}[language] in words(page("overview", language))


@BOTH
def test_an_answer_that_came_late_says_by_how_many_days(
    root: Path, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = SupervisionDesk(Settings(data=root), Person())
    with monkeypatch.context() as earlier:
        earlier.setattr("pipelines.jobs.supervision.today", lambda: today() - timedelta(days=3))
        due_on = today() - timedelta(days=3)
        task_id = desk.assign(Order("longjin", "other", "", "补充执法人员", OFFICE, due_on))
    desk.answer(task_id, proof=Proof(), why="已补充", seen=1)
    said = words(page("supervision", language))
    assert {"zh": "逾期3天反馈", "en": "answered 3 days late"}[language] in said
    assert {"zh": "其中逾期0项", "en": "0 of them overdue"}[language] in said


@BOTH
def test_what_a_report_names_is_never_counted_as_found_by_others(root: Path, tmp_path: Path, language: str) -> None:
    report = tmp_path / "2022.txt"
    report.write_text("龙津街道2022年度法治政府建设报告\n\n一、依法决策\n全年审查合同88份。\n", encoding="utf-8")
    ingest(Settings(data=root), [report], Intake(organisation_id="longjin", year=2022))
    build(Settings(data=root))
    said = words(opened("overview", lang=language, org="longjin", year="2022"))
    assert {"zh": "督察、审计等提出", "en": "problems found by"}[language] not in said
    assert {"zh": "查看督办与整改", "en": "See tasks and rectification"}[language] in said


def test_who_decides_on_an_old_page_is_told_what_the_other_did(root: Path) -> None:
    settings = Settings(data=root)
    desk = SupervisionDesk(settings, Person())
    task_id = desk.assign(Order("longjin", "problem", "team_capacity", "补充执法人员", OFFICE, today()))
    desk.answer(task_id, proof=Proof(), why="第一次反馈", seen=1)
    app = page("supervision")
    desk.send_back(task_id, why="", seen=2)
    desk.answer(task_id, proof=Proof(), why="第二次反馈", seen=3)
    button(app, "办结").click().run()
    said = words(app)
    assert "本机用户 已于" in said and "（反馈）" in said and "请重新查看后再决定" in said
    assert "第二次反馈" in said and "在办1项" in said
    form = choose(page("supervision"), "problem-longjin", "team_capacity")
    subject = Subject("problem", "longjin/team_capacity")
    ProgressDesk(settings, Person()).record(Noted(subject, "closed", today(), OFFICE, Proof("销号单")))
    field(form.selectbox, "problem-longjin", "state").select("open")
    button(form, "登记").click().run()
    assert "已销号1项" in words(form)


@BOTH
def test_a_step_that_came_too_late_is_refused_in_words(root: Path, language: str) -> None:
    desk = SupervisionDesk(Settings(data=root), Person())
    task_id = desk.assign(Order("longjin", "problem", "team_capacity", "补充执法人员", OFFICE, today()))
    desk.answer(task_id, proof=Proof(), why="已补充", seen=1)
    app = page("supervision", language)
    desk.close(task_id, seen=2)
    button(app, {"zh": "退回", "en": "Send back"}[language]).click().run()
    refused = {"zh": "该督办事项目前为“已办结”，不能退回", "en": "the task is closed, so it can't be sent back"}
    assert refused[language] in words(app)


@BOTH
def test_a_task_without_words_is_refused_on_the_page(root: Path, language: str) -> None:
    app = page("supervision", language)
    button(app, {"zh": "交办", "en": "Assign"}[language]).click().run()
    assert {"zh": "督办事项：没有填写内容", "en": "supervised task: nothing was written"}[language] in words(app)


def test_closing_a_problem_asks_for_proof(root: Path) -> None:
    app = page("supervision")
    field(app.selectbox, "problem-longjin", "state").select("closed")
    office(app).select(OFFICE)
    button(app, "登记").click().run()
    assert "问题销号须有佐证" in words(app) and "已销号0项" in words(app)
    field(app.text_input, "problem-longjin", "reference").input("销号单1号")
    button(app, "登记").click().run()
    said = words(app)
    assert "已销号1项" in said and "销号单1号" in said and "新登记，尚未进入数据版本" in said


@BOTH
def test_what_others_found_and_is_overdue_comes_first_on_the_overview(root: Path, language: str) -> None:
    desk = SupervisionDesk(Settings(data=root), Person())
    due_on = today() - timedelta(days=5)
    desk.find(Found("longjin", "案卷<b>超期</b>", "court", date(2026, 3, 1), OFFICE, due_on))
    desk.assign(Order("longjin", "problem", "team_capacity", "补充执法人员", OFFICE, today() + timedelta(days=3)))
    build(Settings(data=root))
    app = page("overview", language)
    said = words(app)
    assert {"zh": "整改逾期5天", "en": "Rectification overdue by 5 days"}[language] in said
    assert "补充执法人员" in said
    assert {"zh": "尚未销号的问题1项，其中逾期1项", "en": "1 problems found by"}[language] in said
    said = words(page("supervision", language))
    assert "案卷<b>超期</b>" in said
    assert {"zh": "逾期5天", "en": "5 days overdue"}[language] in said


@BOTH
def test_what_others_found_in_a_year_that_the_board_shows_stands_on_its_pages(root: Path, language: str) -> None:
    row = open_board(root).goal_progress_rows("longjin")[0]
    found = Found("longjin", "案卷超期", "court", date(2024, 6, 1), OFFICE, goal_ids=(row["goal_id"],))
    SupervisionDesk(Settings(data=root), Person()).find(found)
    build(Settings(data=root))
    places: list[tuple[str, dict[str, str]]] = [("overview", {}), ("practices", {}), ("goals", {}), ("supervision", {})]
    for name, asked in [*places, ("goals", {"key": row["key_result_id"]})]:
        app = opened(name, lang=language, org="longjin", year="2024", **asked)
        assert not app.exception and not app.error, name
        assert "案卷超期" in words(app), name


def test_a_milestone_is_recorded_on_the_page_of_its_key_result(root: Path) -> None:
    app = page("goals", key="g1_coordination")
    field(app.multiselect, "milestone-g1_coordination").set_value([("milestone", "g1_coordination/2024-03-31")])
    field(app.text_input, "milestone-g1_coordination", "reference").input("荔龙办〔2024〕3号")
    button(app, "登记").click().run()
    said = words(app)
    assert "荔龙办〔2024〕3号" in said and "已审核" in said and "本机用户 · 审核人" in said
    build(Settings(data=root))
    said = words(page("goals", key="g1_coordination"))
    assert "已到期2项：完成1项，1项没有记录，无法判定" in said
    app = page("goals", key="g1_coordination")
    button(app, "撤销").click().run()
    assert "尚无记录" in words(app)


@BOTH
def test_what_waits_is_accepted_by_a_reviewer(root: Path, language: str) -> None:
    two = Settings(data=root, review_steps=2)
    subject = Subject("practice", "longjin/law_exam")
    noted = Noted(subject, "in_place", date(2024, 5, 6), "justice_office", Proof("通知"))
    ProgressDesk(two, Person("c", frozenset({"clerk"}))).record(noted)
    app = page("practices", language)
    assert {"zh": "待审核", "en": "waits for review"}[language] in words(app)
    button(app, {"zh": "审核通过", "en": "Accept"}[language]).click().run()
    build(two)
    practice = open_board(root).practice_status("longjin", 2024).set_index("practice_id").loc["law_exam"]
    assert practice["status"] == "evidenced"
    said = words(opened("practices", lang=language, org="longjin", year="2024"))
    assert {"zh": "有佐证材料（有记录）", "en": "(on record)"}[language] in said


@BOTH
def test_a_target_is_changed_and_taken_back(root: Path, language: str) -> None:
    app = page("goals", language, key="g3_campaigns")
    field(app.text_input, "target-g3_campaigns", "value").input("5")
    button(app, {"zh": "确认目标值", "en": "Confirm"}[language]).click().run()
    build(Settings(data=root))
    app = page("goals", language, key="g3_campaigns")
    said = words(app)
    assert {"zh": "目标值：5项，已确认", "en": "Target: 5, confirmed"}[language] in said
    assert {"zh": "完成时限过后才记录", "en": "recorded only after the due date"}[language] in said
    button(app, {"zh": "撤销最近一次", "en": "Take back the last one"}[language]).click().run()
    build(Settings(data=root))
    said = words(page("goals", language, key="g3_campaigns"))
    assert {"zh": "建议值（未经街道确认）", "en": "not confirmed"}[language] in said


def test_proposed_targets_are_confirmed_at_once_and_the_overview_says_how_many_are_left(root: Path) -> None:
    app = page("goals")
    chosen = field(app.multiselect, "targets-longjin-2023", "chosen")
    assert len(chosen.value) == 16
    chosen.set_value(chosen.value[:15])
    button(app, "确认所选").click().run()
    build(Settings(data=root))
    assert "其中2项目标值为本看板建议" in words(page("overview"))
    assert "2项重点任务的目标值仍为本看板的建议值" in words(page("goals"))


def test_an_earlier_edition_takes_nothing_in(root: Path) -> None:
    before = open_board(root).edition_id
    ProgressDesk(Settings(data=root), Person()).record(
        Noted(Subject("milestone", "g1_coordination/2024-03-31"), "done", date(2024, 3, 20), OFFICE)
    )
    build(Settings(data=root))
    app = page("supervision", edition=before)
    assert not app.get("form") and "请先返回当前版本" in words(app)
    app = page("goals", edition=before, key="g1_coordination")
    said = words(app)
    assert "时间节点的完成情况没有记录" in said and "登记" not in [each.label for each in app.button]
