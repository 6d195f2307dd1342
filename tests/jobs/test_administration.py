"""设置: changes of the catalogue, proved before they are recorded, in the next edition, and never in earlier ones.

One file past 300 lines on purpose: one desk, proved from the form to the edition.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipelines.api import open_board
from pipelines.domain.errors import (
    BoardError,
    CatalogueFault,
    CatalogueRefused,
    ChangeRefused,
    ChangesDoNotFit,
    DecidedMeanwhile,
    HoldsAlready,
    HoldsNot,
    NoChangeToUndo,
    NoName,
    NotAllowed,
    NotChangedHere,
    NothingChanged,
    StillUsed,
)
from pipelines.domain.register import Subject
from pipelines.jobs.administration import Administration, EntryAt
from pipelines.jobs.batch.run import Said, _terms
from pipelines.jobs.build import build
from pipelines.jobs.catalogue import catalogue_of
from pipelines.jobs.corrections import Wanted
from pipelines.jobs.days import today
from pipelines.jobs.documents import Intake, ingest
from pipelines.jobs.hand import HandDesk, Typed
from pipelines.jobs.holders import Role, Staffing
from pipelines.jobs.inspect import check
from pipelines.jobs.materials import MaterialCard, MaterialStore
from pipelines.jobs.people import Person
from pipelines.jobs.progress import Noted, ProgressDesk
from pipelines.jobs.register import last_of, register_of
from pipelines.jobs.settings import Settings
from pipelines.jobs.supervision import Found, Order, SupervisionDesk
from pipelines.jobs.verify import verify
from pipelines.register import HOLDER, holders_of
from pipelines.wording import explain

AS_OF = date(2025, 6, 1)
DAY = date(2024, 1, 1)
KEY_RESULT = EntryAt("key_results.yml", "g2_law_exam")
OWNER = EntryAt("owners.yml", "justice_office")
METRIC = EntryAt("metrics/training.yml", "law_trainings")
RENAMED = {"zh": "法治培训（改）", "en": "Trainings renamed"}
WORDS = {"zh": "新街道", "en": "New Subdistrict"}
ORGANISATION = {"name": WORDS, "full_name": WORDS, "level": "subdistrict", "parent": "liwan", "code": None}


@pytest.fixture
def root(root_like: Callable[..., Path]) -> Path:
    return root_like("administered", lambda root: build(Settings(data=root), as_of=AS_OF))


@pytest.fixture
def office(root: Path) -> Administration:
    return Administration(Settings(data=root), Person())


def recorded(root: Path) -> int:
    with register_of(Settings(data=root)) as register:
        return register.head().length


def key_result(root: Path, key_result_id: str) -> dict[str, Any]:
    rows = open_board(root).goal_progress_rows("longjin")
    return next(row for row in rows if row["key_result_id"] == key_result_id)


def test_a_due_date_moves_the_status_in_the_next_edition_and_not_in_the_earlier_one(
    root: Path, office: Administration
) -> None:
    at = EntryAt("key_results.yml", "g2_law_exam")
    first = build(office.settings, as_of=AS_OF).manifest
    before = key_result(root, at.entry_id)
    office.change(at, {"due": "2025-12-31"}, starts=DAY, why="区里统一延期")
    second = build(office.settings, as_of=AS_OF).manifest
    after = key_result(root, at.entry_id)
    assert first.edition_id != second.edition_id
    assert (str(before["due"]), str(after["due"])) == ("2024-12-31", "2025-12-31")
    assert (before["status"], after["status"]) == ("achieved", "on_track")
    earlier = open_board(root, first.edition_id).goal_progress_rows("longjin")
    assert next(row for row in earlier if row["key_result_id"] == at.entry_id)["status"] == before["status"]
    for edition in (first, second):
        assert verify(office.settings, edition.edition_id)[0].edition_id == edition.edition_id


def test_a_change_holds_from_its_day_on(root: Path, office: Administration) -> None:
    office.change(OWNER, {"name": {"zh": "司法所（新）", "en": "New Judicial Office"}}, starts=date(2025, 3, 1))

    def name(day: date) -> str:
        owners = catalogue_of(office.settings, as_of=day).owners
        return next(each.name.zh for each in owners if each.owner_id == "justice_office")

    assert (name(date(2025, 2, 28)), name(date(2025, 3, 1))) == ("司法所", "司法所（新）")


def test_only_what_differs_is_recorded(root: Path, office: Administration) -> None:
    event = office.change(KEY_RESULT, {"owner": "peace_office", "frequency": "year"}, starts=DAY)
    present = {each.key_result_id: each for each in catalogue_of(office.settings, as_of=AS_OF).progress.key_results}
    assert present[KEY_RESULT.entry_id].owner_id == "peace_office"
    assert "owner" in event.payload["entry"]
    with pytest.raises(NothingChanged):
        office.change(EntryAt(KEY_RESULT.file, KEY_RESULT.entry_id, 1), {"owner": "peace_office"}, starts=DAY)


def test_a_field_that_was_left_alone_isn_t_dated_back(root: Path, office: Administration) -> None:
    office.change(METRIC, {"owner": "peace_office"}, starts=date(2025, 6, 1))
    shown = {"definition": WORDS, "owner": "peace_office"}
    meant = {"zh": "更正后的口径", "en": "The definition as corrected"}
    at = EntryAt(METRIC.file, METRIC.entry_id, 1, shown)
    event = office.change(at, {**shown, "definition": meant}, starts=DAY)
    assert event.payload["entry"] == {"definition": meant}
    before = next(
        each
        for each in catalogue_of(office.settings, as_of=date(2025, 5, 31)).metrics
        if each.metric_id == METRIC.entry_id
    )
    assert (before.owner_id, before.definition.zh) == ("justice_office", meant["zh"])


def test_a_coming_change_of_a_field_that_was_left_alone_stays(root: Path, office: Administration) -> None:
    office.change(KEY_RESULT, {"owner": "peace_office"}, starts=date(2027, 1, 1))
    shown = {"name": {"zh": "学法考试完成率", "en": "Law exam completion"}, "owner": "justice_office"}
    at = EntryAt(KEY_RESULT.file, KEY_RESULT.entry_id, 1, shown)
    event = office.change(at, {**shown, "name": WORDS}, starts=date(2027, 2, 1))
    assert event.payload["entry"] == {"name": WORDS}
    with pytest.raises(NothingChanged):
        office.change(EntryAt(KEY_RESULT.file, KEY_RESULT.entry_id, 2, shown), shown, starts=date(2027, 2, 1))


def test_words_of_a_metric_decide_what_is_read(root: Path, office: Administration) -> None:
    at = EntryAt("lookups/matching/training.yml", "law_trainings")
    office.change(at, {"rules": [{"near": ["绝无此词"]}]}, starts=DAY)
    build(office.settings, as_of=AS_OF)
    row = open_board(root).metric_year("longjin", 2023, "law_trainings").iloc[0]
    assert row["value"] != row["value"]


def test_a_metric_its_owner_and_a_threshold_reach_the_edition(root: Path, office: Administration) -> None:
    office.change(METRIC, {"name": RENAMED, "owner": "peace_office"}, starts=DAY)
    office.change(EntryAt("status_rules.csv", "at_risk_from"), {"value": "0.7"}, starts=DAY)
    office.change(EntryAt("highlights.yml", "list"), {"list": ["law_trainings"]}, starts=DAY)
    build(office.settings, as_of=AS_OF)
    row = open_board(root).metric_year("longjin", 2023, "law_trainings").iloc[0]
    assert (row["name_zh"], row["owner_zh"]) == ("法治培训（改）", "平安建设办公室（综治、信访）")
    rules = dict(catalogue_of(office.settings, as_of=AS_OF).progress.status_rules)
    assert str(rules["at_risk_from"]) == "0.7"
    assert catalogue_of(office.settings, as_of=AS_OF).highlights == ("law_trainings",)


def test_an_undo_gives_the_files_value_back_as_a_new_event(root: Path, office: Administration) -> None:
    office.change(OWNER, {"name": {"zh": "一所", "en": "One"}}, starts=DAY)
    office.change(EntryAt(*_at(OWNER), 1), {"name": {"zh": "二所", "en": "Two"}}, starts=DAY)
    office.undo(EntryAt(*_at(OWNER), 2), why="改错")
    owners = catalogue_of(office.settings, as_of=AS_OF).owners
    assert next(each.name.zh for each in owners if each.owner_id == "justice_office") == "司法所"
    assert recorded(root) == 3
    with pytest.raises(NoChangeToUndo):
        office.undo(EntryAt(*_at(OWNER), 3))


def test_one_of_several_changes_is_taken_back(root: Path, office: Administration) -> None:
    first = office.change(OWNER, {"name": {"zh": "一所", "en": "One"}}, starts=DAY)
    last = office.change(EntryAt(*_at(OWNER), 1), {"name": {"zh": "二所", "en": "Two"}}, starts=DAY)
    office.undo(EntryAt(*_at(OWNER), 2), [last.event_id])
    owners = catalogue_of(office.settings, as_of=AS_OF).owners
    assert next(each.name.zh for each in owners if each.owner_id == "justice_office") == "一所"
    with pytest.raises(NoChangeToUndo):
        office.undo(EntryAt(*_at(OWNER), 3), [first.event_id, last.event_id])


def test_an_organisation_is_added_and_taken_away_while_nothing_is_loaded_of_it(
    root: Path, office: Administration
) -> None:
    at = EntryAt("organisations.yml", "xinjie")
    office.add(at, ORGANISATION, starts=DAY)
    assert "xinjie" in catalogue_of(office.settings, as_of=AS_OF).organisation_of
    office.remove(EntryAt(*_at(at), 1), starts=date(2030, 1, 1))
    assert "xinjie" in catalogue_of(office.settings, as_of=AS_OF).organisation_of
    assert "xinjie" not in catalogue_of(office.settings, as_of=date(2030, 1, 1)).organisation_of


def test_an_organisation_that_something_is_loaded_of_stays(root: Path, office: Administration) -> None:
    office.add(EntryAt("organisations.yml", "xinjie"), ORGANISATION, starts=DAY)
    card = root / "documents" / "longjin-2024" / "card.yml"
    card.write_text(card.read_text(encoding="utf-8").replace("longjin\n", "xinjie\n", 1), encoding="utf-8")
    assert "xinjie" in card.read_text(encoding="utf-8")
    for refused in (
        lambda: office.undo(EntryAt("organisations.yml", "xinjie", 1)),
        lambda: office.remove(EntryAt("organisations.yml", "xinjie", 1), starts=AS_OF),
    ):
        with pytest.raises(StillUsed):
            refused()
    assert recorded(root) == 1


def typed(settings: Settings) -> Callable[[], object]:
    wanted = Wanted("law_trainings", "", "90", "exact", "场次", date(2023, 1, 1), date(2023, 12, 31))
    figure = HandDesk(settings, Person()).enter(Typed("xinjie", wanted, "新司〔2024〕3号"))
    return lambda: HandDesk(settings, Person()).withdraw(figure.hand_id, seen=figure.seen)


def entered(settings: Settings) -> Callable[[], object]:
    desk = SupervisionDesk(settings, Person())
    problem_id = desk.find(Found("xinjie", "卷宗不齐", "audit", date(2024, 5, 1), "justice_office"))
    subject = Subject("problem", f"xinjie/{problem_id}")
    return lambda: desk.undo(subject, seen=last_of(settings, subject))


def assigned(settings: Settings) -> Callable[[], object]:
    desk = SupervisionDesk(settings, Person())
    task_id = desk.assign(Order("xinjie", "other", "", "补齐卷宗", "justice_office", today()))
    subject = Subject("task", task_id)
    return lambda: desk.undo(subject, seen=last_of(settings, subject))


def noted(settings: Settings) -> Callable[[], object]:
    desk, subject = ProgressDesk(settings, Person()), Subject("practice", "xinjie/legal_training")
    (event,) = desk.record(Noted(subject, "in_place", date(2024, 5, 1), "justice_office"))
    return lambda: desk.undo(subject, event.event_id, seen=event.sequence)


def stored(settings: Settings) -> Callable[[], object]:
    card = MaterialCard("xinjie", "签到表", date(2024, 1, 1), date(2024, 12, 31), "justice_office")
    store = MaterialStore(settings, Person())
    material = store.add("签到".encode(), "签到.txt", card)
    return lambda: store.withdraw(material.material_id, seen=material.seen)


@pytest.mark.parametrize(
    ("work", "zh", "en"),
    [
        (typed, "仍有手工填报的数据，", "has typed figures,"),
        (entered, "仍有录入的问题，", "has entered problems,"),
        (assigned, "仍有督办事项，", "has supervised tasks,"),
        (noted, "仍有制度和问题的办理记录，", "has records of practices and problems,"),
        (stored, "仍有佐证材料，", "has stored materials,"),
    ],
)
def test_an_organisation_that_somebody_worked_on_stays_until_that_is_taken_back(
    root: Path, office: Administration, work: Callable[[Settings], Callable[[], object]], zh: str, en: str
) -> None:
    at = EntryAt("organisations.yml", "xinjie")
    seen = office.add(at, ORGANISATION, starts=DAY).sequence
    take_back = work(office.settings)
    before = recorded(root)
    for refused in (
        lambda: office.undo(EntryAt(*_at(at), seen)),
        lambda: office.remove(EntryAt(*_at(at), seen), starts=AS_OF),
    ):
        with pytest.raises(StillUsed, match=en) as refusal:
            refused()
        assert zh in explain(refusal.value, "zh")
    assert recorded(root) == before
    take_back()
    office.undo(EntryAt(*_at(at), seen))
    assert "xinjie" not in catalogue_of(office.settings).organisation_of


def test_everything_that_keeps_an_organisation_is_named_at_once(root: Path, office: Administration) -> None:
    seen = office.add(EntryAt("organisations.yml", "xinjie"), ORGANISATION, starts=DAY).sequence
    typed(office.settings)
    stored(office.settings)
    with pytest.raises(StillUsed, match="has typed figures, stored materials, so") as refusal:
        office.undo(EntryAt("organisations.yml", "xinjie", seen))
    assert "仍有手工填报的数据、佐证材料，" in explain(refusal.value, "zh")


@pytest.mark.parametrize(
    ("at", "wanted", "says"),
    [
        (KEY_RESULT, {"owner": "the_office"}, "owners.yml"),
        (METRIC, {"owner": "the_office"}, "owners.yml"),
        (EntryAt("status_rules.csv", "at_risk_from"), {"value": "1.5"}, "“达到序时进度”的下限1"),
        (EntryAt("status_rules.csv", "at_risk_from"), {"value": "很多"}, "请填写数字"),
        (KEY_RESULT, {"due": "2023-12-31"}, "完成时限应在2024-01-01或者以后"),
        (KEY_RESULT, {"due": "某日"}, "请填写日期"),
        (EntryAt("goals.yml", "goal_1"), {"target_year": 2026}, "目标年度是2024年"),
        (EntryAt("organisations.yml", "longjin"), {"aliases": ["荔湾"]}, "填报单位liwan已用这个名称"),
        (EntryAt("organisations.yml", "longjin"), {"aliases": ["龙津街", "龙津街"]}, "请只写一次"),
        (EntryAt("organisations.yml", "guangzhou"), {"parent": "longjin"}, "不能是自己的上级"),
        (OWNER, {"name": {"zh": "", "en": "Office"}}, "不能为空"),
        (OWNER, {"name": {"zh": "所", "en": " "}}, "不能为空"),
        (OWNER, {"name": {"zh": "所", "en": "所"}}, "不能有汉字"),
        (OWNER, {"name": {"zh": "Office", "en": "Office"}}, "请填写中文"),
        (METRIC, {"direction": "better"}, "请使用其中之一"),
        (EntryAt("highlights.yml", "list"), {"list": ["no_metric"]}, "没有编号'no_metric'"),
        (EntryAt("lookups/matching/training.yml", "law_trainings"), {"rules": [{"near": []}]}, "不能为空"),
        (EntryAt("owners.yml", "no_office"), {"name": {"zh": "所", "en": "Office"}}, "文件中没有的条目"),
        (EntryAt("statutory_dates.yml", "annual_report"), {"day": "02-30"}, "写法不对"),
        (EntryAt("metrics/nothing.yml", "law_trainings"), {"owner": "peace_office"}, "文件中没有的条目"),
    ],
)
def test_a_change_that_breaks_a_promise_is_refused_in_words_and_nothing_is_recorded(
    root: Path, office: Administration, at: EntryAt, wanted: dict, says: str
) -> None:
    with pytest.raises(ChangeRefused) as refusal:
        office.change(at, wanted, starts=DAY)
    said = explain(refusal.value, "zh")
    assert says in said and "没有记录任何内容" in said and "此项在“设置”页面更改" in said
    assert "changed on the page Administration" in str(refusal.value)
    assert recorded(root) == 0


def test_a_later_change_is_proved_too(root: Path, office: Administration) -> None:
    office.change(EntryAt("status_rules.csv", "on_track_from"), {"value": "0.85"}, starts=date(2030, 1, 1))
    with pytest.raises(ChangeRefused):
        office.change(EntryAt("status_rules.csv", "at_risk_from"), {"value": "0.9"}, starts=DAY)
    assert recorded(root) == 1


@pytest.mark.parametrize(
    ("refused", "error"),
    [
        (
            lambda office: office.add(EntryAt("owners.yml", "justice_office"), {"name": WORDS}, starts=DAY),
            ChangeRefused,
        ),
        (lambda office: office.add(EntryAt("owners.yml", "Not An Id"), {"name": WORDS}, starts=DAY), ChangeRefused),
        (lambda office: office.add(EntryAt("owners.yml", "a" * 81), {"name": WORDS}, starts=DAY), ChangeRefused),
        (lambda office: office.remove(OWNER, starts=DAY), ChangeRefused),
        (lambda office: office.remove(EntryAt("organisations.yml", "liwan"), starts=DAY), ChangeRefused),
        (lambda office: office.remove(METRIC, starts=DAY), NotChangedHere),
        (lambda office: office.add(EntryAt("metrics/training.yml", "x"), {}, starts=DAY), NotChangedHere),
        (lambda office: office.change(KEY_RESULT, {"target": {}}, starts=DAY), NotChangedHere),
        (lambda office: office.change(EntryAt("corrections.yml", "x"), {"value": 1}, starts=DAY), NotChangedHere),
        (lambda office: office.change(EntryAt("../owners.yml", "x"), {"name": 1}, starts=DAY), NotChangedHere),
        (lambda office: office.undo(OWNER), NoChangeToUndo),
        (lambda office: office.undo(OWNER, ["no-such-event"]), NoChangeToUndo),
    ],
)
def test_what_can_t_be_done_is_refused_and_nothing_is_recorded(
    root: Path, office: Administration, refused: Callable, error: type[BoardError]
) -> None:
    with pytest.raises(error) as refusal:
        refused(office)
    assert explain(refusal.value, "zh") != explain(refusal.value, "en")
    assert recorded(root) == 0


def test_only_an_administrator_changes_the_catalogue(root: Path) -> None:
    settings, role = Settings(data=root), Role("longjin", "justice_office")
    for person in (Person("x", frozenset({"viewer"})), Person("y", frozenset({"approver", "clerk"}))):
        office, staffing = Administration(settings, person), Staffing(settings, person)
        for refused in (
            lambda office=office: office.change(OWNER, {"name": WORDS}, starts=DAY),
            lambda office=office: office.add(EntryAt("owners.yml", "x"), {"name": WORDS}, starts=DAY),
            lambda office=office: office.remove(OWNER, starts=DAY),
            lambda office=office: office.undo(OWNER),
            lambda staffing=staffing: staffing.assign(role, starts=DAY, name="甲"),
            lambda staffing=staffing: staffing.end(role, "x", starts=DAY),
            lambda staffing=staffing: staffing.erase_name("x"),
        ):
            with pytest.raises(NotAllowed):
                refused()
    assert recorded(root) == 0


def test_who_changes_what_somebody_changed_meanwhile_is_refused(root: Path, office: Administration) -> None:
    office.change(OWNER, {"name": WORDS}, starts=DAY)
    with pytest.raises(DecidedMeanwhile):
        office.change(OWNER, {"name": {"zh": "另一所", "en": "Another"}}, starts=DAY)
    with pytest.raises(DecidedMeanwhile):
        office.undo(OWNER)
    assert recorded(root) == 1


def test_a_change_that_the_files_no_longer_fit_is_named_and_can_be_taken_back(
    root: Path, office: Administration, run: Callable
) -> None:
    office.add(EntryAt("owners.yml", "new_office"), {"name": WORDS}, starts=DAY)
    office.change(METRIC, {"owner": "new_office"}, starts=DAY)
    office.change(EntryAt("statutory_dates.yml", "drug_control_day"), {"day": "06-27"}, starts=DAY)
    dates, owners = root / "catalogue" / "statutory_dates.yml", root / "catalogue" / "owners.yml"
    dates.write_text(dates.read_text(encoding="utf-8").replace("id: drug_control_day", "id: drug_day"), "utf-8")
    with owners.open("a", encoding="utf-8") as file:
        file.write("- {id: new_office, name: {zh: 新办, en: New Office}}\n")
    for fails in (lambda: build(office.settings, as_of=AS_OF), lambda: check(office.settings)):
        with pytest.raises(ChangesDoNotFit) as refusal:
            fails()
        said = explain(refusal.value, "zh")
        assert (
            "statutory_dates.yml: drug_control_day（此项在“设置”页面更改）" in said and "owners.yml/new_office" in said
        )
        assert "changes undo" in said
    listed = run("changes", "list").stdout
    assert "statutory_dates.yml/drug_control_day" in listed and "06-27" in listed
    office.undo(EntryAt("statutory_dates.yml", "drug_control_day", 3))
    assert run("changes", "undo", "owners.yml/new_office", "--why", "已写入文件").exit_code == 0
    assert run("changes", "undo", "owners.yml/new_office").exit_code == 1
    assert check(office.settings)["changes made on the page"] == 1
    build(office.settings, as_of=AS_OF)
    assert open_board(root).metric_year("longjin", 2023, METRIC.entry_id).iloc[0]["owner_zh"] == "新办"


def test_files_that_are_wrong_by_themselves_are_said_first(root: Path, office: Administration) -> None:
    office.change(OWNER, {"name": WORDS}, starts=DAY)
    goals = root / "catalogue" / "goals.yml"
    goals.write_text(
        goals.read_text(encoding="utf-8").replace("target_year: 2024", "target_year: 2026"), encoding="utf-8"
    )
    with pytest.raises(CatalogueRefused):
        catalogue_of(office.settings)


def test_names_of_people_stay_in_the_register_and_can_be_erased(root: Path) -> None:
    settings, role = Settings(data=root), Role("longjin", "justice_office")
    staffing = Staffing(settings, Person())
    who = staffing.assign(role, starts=DAY, name="甲某").payload["actor_id"]
    with register_of(settings) as register:
        assert register.actors()[who] == "甲某"
        events = register.events(types=(HOLDER,))
        assert all("甲某" not in str(each.payload) for each in events)
    with pytest.raises(HoldsAlready):
        staffing.assign(Role("longjin", "justice_office", 1), starts=DAY, actor_id=who)
    with pytest.raises(HoldsNot):
        staffing.end(Role("longjin", "justice_office", 1), who, starts=DAY)
    staffing.end(Role("longjin", "justice_office", 1), who, starts=AS_OF)
    staffing.erase_name(who)
    with register_of(settings) as register:
        assert who not in register.actors()
        (holder,) = holders_of(register.events(types=(HOLDER,)))["longjin", "justice_office"].holders
    assert (holder.actor_id, holder.starts, holder.until) == (who, DAY, AS_OF)
    build(settings, as_of=AS_OF)
    for path in (root / "warehouse").rglob("board.duckdb"):
        assert "甲某".encode() not in path.read_bytes()


@pytest.mark.parametrize(
    ("role", "given", "error"),
    [
        (Role("nowhere", "justice_office"), {"name": "甲"}, CatalogueFault),
        (Role("longjin", "no_office"), {"name": "甲"}, CatalogueFault),
        (Role("longjin", "justice_office"), {"name": "  "}, NoName),
        (Role("longjin", "justice_office", 7), {"name": "甲"}, DecidedMeanwhile),
    ],
)
def test_a_role_that_can_t_be_given_is_refused_and_no_name_is_kept(
    root: Path, role: Role, given: dict, error: type[BoardError]
) -> None:
    settings = Settings(data=root)
    with pytest.raises(error):
        Staffing(settings, Person()).assign(role, starts=DAY, **given)
    with register_of(settings) as register:
        assert (register.head().length, register.actors()) == (0, {})


def test_check_proves_files_and_changes_and_counts_them(root: Path, office: Administration, run: Callable) -> None:
    assert "0 changes made on the page" in run("check").stdout
    office.change(OWNER, {"name": WORDS}, starts=date(2031, 1, 1))
    assert "1 changes made on the page" in run("check").stdout


def test_a_batch_reads_with_the_changes_and_its_output_says_so(
    root: Path, office: Administration, tmp_path: Path
) -> None:
    _, before = _terms(office.settings, tmp_path, Said())
    office.change(OWNER, {"name": WORDS}, starts=DAY)
    terms, after = _terms(office.settings, tmp_path, Said())
    assert before["catalogue"] != after["catalogue"]
    assert WORDS["zh"] in {each.name.zh for each in terms.catalogue.owners}


def test_a_report_of_an_added_organisation_is_loaded_and_built(
    root: Path, office: Administration, tmp_path: Path
) -> None:
    office.add(EntryAt("organisations.yml", "xinjie"), ORGANISATION, starts=DAY)
    report = tmp_path / "report.txt"
    report.write_text("新街道2024年法治政府建设年度报告\n2024年，举办法治培训12场次。\n", encoding="utf-8")
    (card,) = ingest(office.settings, [report], Intake())
    assert (card.organisation_id, card.year) == ("xinjie", 2024)
    build(office.settings, as_of=AS_OF)
    assert "xinjie" in set(open_board(root).organisations()["organisation_id"])
    verify(office.settings)


def _at(at: EntryAt) -> tuple[str, str]:
    return at.file, at.entry_id
