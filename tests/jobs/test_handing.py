"""移交: an office goes from one person to another with what is open of it, as one decision or not at all."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from pipelines.api import LogFilter, ids_of, log_page, my_offices, open_board, open_items, rectifications, tasks
from pipelines.api import hand_over as hand_over_page
from pipelines.domain.errors import (
    BoardError,
    CatalogueFault,
    DecidedMeanwhile,
    HoldsAlready,
    HoldsNot,
    NoName,
    NotAllowed,
    NotTheirs,
    OpenMeanwhile,
    SamePerson,
    TextUnwritable,
    UnknownPerson,
)
from pipelines.domain.records import Proof
from pipelines.domain.register import Subject
from pipelines.jobs.build import build
from pipelines.jobs.days import today
from pipelines.jobs.holders import HandOver, Role, Staffing
from pipelines.jobs.people import Person
from pipelines.jobs.progress import Noted, ProgressDesk
from pipelines.jobs.register import last_of, register_of
from pipelines.jobs.settings import Settings
from pipelines.jobs.sign_in import actor_id_of
from pipelines.jobs.supervision import Found, Order, SupervisionDesk
from pipelines.jobs.targets import Aim, TargetDesk
from pipelines.jobs.verify import verify, verify_register
from pipelines.register import HOLDER, holder_subject, holders_of

OFFICE, OTHER = "enforcement_office", "justice_office"
DAY, HANDED = date(2024, 1, 1), date(2024, 7, 1)
ACCOUNT = actor_id_of({"iss": "https://sso.example", "sub": "wang"})
SIGNED_IN = Person(ACCOUNT, frozenset({"clerk"}), frozenset({"longjin"}), "乙")


@pytest.fixture
def root(root_like: Callable[..., Path]) -> Path:
    return root_like("handed", lambda root: build(Settings(data=root)))


@pytest.fixture
def settings(root: Path) -> Settings:
    return Settings(data=root)


@pytest.fixture
def staffing(settings: Settings) -> Staffing:
    return Staffing(settings, Person())


@pytest.fixture
def leaving(staffing: Staffing) -> str:
    """Who holds the office since DAY."""
    return staffing.assign(Role("longjin", OFFICE), starts=DAY, name="甲").payload["actor_id"]


def role(settings: Settings, owner_id: str = OFFICE) -> Role:
    """The office as it stands now."""
    return Role("longjin", owner_id, last_of(settings, holder_subject("longjin", owner_id)))


def spans(settings: Settings) -> dict[str, tuple[date, date | None]]:
    """Who holds or held the office by name (else by id), from when until when."""
    with register_of(settings) as register:
        held, names = holders_of(register.events(types=(HOLDER,)))["longjin", OFFICE], register.actors()
    return {names.get(each.actor_id, each.actor_id): (each.starts, each.until) for each in held.holders}


def length(settings: Settings) -> int:
    with register_of(settings) as register:
        return register.head().length


def names(settings: Settings) -> set[str]:
    with register_of(settings) as register:
        return set(register.actors().values())


def given(settings: Settings, what: str, owner_id: str = OFFICE) -> str:
    return SupervisionDesk(settings, Person()).assign(Order("longjin", "other", "", what, owner_id, today()))


def kinds(root: Path, owner_id: str = OFFICE) -> dict[str, list[str]]:
    return ids_of(open_items(open_board(root), "longjin", owner_id, "zh"))


def test_one_event_ends_the_one_begins_the_other_and_names_what_is_open(
    root: Path, settings: Settings, staffing: Staffing, leaving: str
) -> None:
    task_id = given(settings, "补充执法人员")
    before = length(settings)
    over = HandOver(leaving, HANDED, name="乙", open_ids=kinds(root))
    event = staffing.hand_over(role(settings), over, why="岗位轮换")
    assert length(settings) == before + 1
    assert spans(settings) == {"甲": (DAY, HANDED), "乙": (HANDED, None)}
    assert event.payload["open"]["task"] == [task_id]
    assert "甲" not in str(event.payload) and "乙" not in str(event.payload)
    verify_register(settings)


def test_an_edition_of_before_it_verifies_and_the_next_one_holds_no_name(
    root: Path, settings: Settings, staffing: Staffing, leaving: str
) -> None:
    first = open_board(root).edition_id
    staffing.hand_over(role(settings), HandOver(leaving, HANDED, name="接任者甲乙"))
    second = build(settings).manifest.edition_id
    for edition_id in (first, second):
        assert verify(settings, edition_id)[0].edition_id == edition_id
    for path in (root / "warehouse").rglob("board.duckdb"):
        assert "接任者甲乙".encode() not in path.read_bytes()


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"coming": "leaving"}, SamePerson),
        ({"coming": "holds"}, HoldsAlready),
        ({"starts": DAY}, HoldsNot),
        ({"starts": DAY - timedelta(days=1)}, HoldsNot),
        ({"leaving": "person-nobody"}, HoldsNot),
        ({"name": "  "}, NoName),
        ({"coming": ACCOUNT, "name": ""}, NoName),
        ({"coming": "u-0", "name": "乙"}, UnknownPerson),
        ({"coming": "person-unknown", "name": "乙"}, UnknownPerson),
        ({"name": "乙\0"}, TextUnwritable),
    ],
)
def test_a_hand_over_that_can_t_be_is_refused_and_neither_event_nor_name_is_kept(
    settings: Settings, staffing: Staffing, leaving: str, change: dict, error: type[BoardError]
) -> None:
    second = staffing.assign(role(settings), starts=DAY, name="丙").payload["actor_id"]
    meant = {"leaving": leaving, "holds": second}
    asked = {"leaving": leaving, "starts": HANDED, "name": "乙"} | change
    asked = {name: meant.get(value, value) for name, value in asked.items()}
    before = length(settings)
    with pytest.raises(error):
        staffing.hand_over(role(settings), HandOver(**asked))
    assert (length(settings), names(settings)) == (before, {"甲", "丙"})
    assert spans(settings) == {"甲": (DAY, None), "丙": (DAY, None)}


@pytest.mark.parametrize("place", [Role("nowhere", OFFICE), Role("longjin", "no_office")])
def test_an_office_that_isn_t_there_can_t_be_handed_over(staffing: Staffing, leaving: str, place: Role) -> None:
    with pytest.raises(CatalogueFault):
        staffing.hand_over(place, HandOver(leaving, HANDED, name="乙"))


def test_an_office_that_nobody_holds_can_t_be_handed_over(settings: Settings, staffing: Staffing) -> None:
    with pytest.raises(HoldsNot):
        staffing.hand_over(Role("longjin", OFFICE), HandOver("person-nobody", HANDED, name="乙"))
    assert (length(settings), names(settings)) == (0, set())


def test_of_two_who_hand_over_at_once_the_second_is_told_and_nothing_is_recorded(
    settings: Settings, staffing: Staffing, leaving: str
) -> None:
    seen = role(settings)
    staffing.hand_over(seen, HandOver(leaving, HANDED, name="乙"))
    before = length(settings)
    with pytest.raises(DecidedMeanwhile):
        staffing.hand_over(seen, HandOver(leaving, HANDED, name="丁"))
    assert (length(settings), names(settings)) == (before, {"甲", "乙"})


def test_who_held_it_before_may_take_it_over_again_but_not_while_they_held_it(
    settings: Settings, staffing: Staffing, leaving: str
) -> None:
    back = date(2024, 10, 1)
    third = staffing.assign(role(settings), starts=DAY, name="丙").payload["actor_id"]
    coming = staffing.hand_over(role(settings), HandOver(leaving, HANDED, name="乙")).payload["to"]
    staffing.end(role(settings), coming, starts=back)
    with pytest.raises(HoldsAlready):
        staffing.hand_over(role(settings), HandOver(third, back - timedelta(days=1), coming))
    staffing.hand_over(role(settings), HandOver(third, back, coming))
    with register_of(settings) as register:
        held = holders_of(register.events(types=(HOLDER,)))["longjin", OFFICE]
    assert [each.actor_id for each in held.holders if each.on(back)] == [coming]


@pytest.mark.parametrize(
    ("person", "error"),
    [
        (Person("x", frozenset({"clerk", "reviewer", "approver"})), NotAllowed),
        (Person("x", frozenset({"administrator"}), frozenset({"longjin"})), NotTheirs),
    ],
)
def test_only_an_administrator_of_the_board_hands_over(
    settings: Settings, leaving: str, person: Person, error: type[BoardError]
) -> None:
    before = length(settings)
    with pytest.raises(error):
        Staffing(settings, person).hand_over(role(settings), HandOver(leaving, HANDED, name="乙"))
    assert length(settings) == before


def test_the_organisation_s_own_people_find_it_in_the_log_and_others_don_t(
    root: Path, settings: Settings, staffing: Staffing, leaving: str, seen_by: Callable
) -> None:
    given(settings, "补充执法人员")
    event = staffing.hand_over(role(settings), HandOver(leaving, HANDED, name="乙", open_ids=kinds(root)))
    assert event.organisation_id == "longjin"
    count = sum(map(len, event.payload["open"].values()))
    for whose, found in (("longjin", True), ("liwan", False)):
        seen_by(Person("r", frozenset({"reviewer"}), frozenset({whose})))
        told = {language: [row["what"] for row in log_page(LogFilter(), 1, language)[0]] for language in ("zh", "en")}
        assert (f"甲移交给乙：{count}项未办结（自2024-07-01起）" in told["zh"]) is found
        assert (f"甲 handed over to 乙 from 2024-07-01 on; open: {count}" in told["en"]) is found


def test_a_name_that_was_erased_is_gone_from_the_log_and_from_the_steps_of_tasks(
    root: Path, settings: Settings, staffing: Staffing, leaving: str
) -> None:
    given(settings, "补充执法人员")
    staffing.hand_over(role(settings), HandOver(leaving, HANDED, name="乙", open_ids=kinds(root)))
    staffing.erase_name(leaving)
    assert log_page(LogFilter(), 1, "zh")[0][0]["what"].startswith("姓名已删除的人员移交给乙")
    (task,) = tasks("longjin", "zh")
    assert task["steps"][-1]["what"] == "移交：姓名已删除的人员移交给乙，自2024-07-01起"


def test_each_task_that_was_open_says_that_it_was_handed_over_and_others_don_t(
    root: Path, settings: Settings, staffing: Staffing, leaving: str
) -> None:
    desk, mine, other = SupervisionDesk(settings, Person()), given(settings, "一"), given(settings, "二", OTHER)
    done = given(settings, "三")
    desk.answer(done, proof=Proof(), why="办了", seen=last_of(settings, Subject("task", done)))
    desk.close(done, seen=last_of(settings, Subject("task", done)))
    staffing.hand_over(role(settings), HandOver(leaving, HANDED, name="乙", open_ids=kinds(root)), why="轮岗")
    steps = {row["task_id"]: row["steps"][-1] for row in tasks("longjin", "zh")}
    assert steps[mine]["what"] == "移交：甲移交给乙，自2024-07-01起"
    assert (steps[mine]["role"], steps[mine]["why"]) == ("系统管理员", "轮岗")
    assert not any("移交" in steps[each]["what"] for each in (other, done))
    # a task's own steps go on from where they were
    desk.answer(mine, proof=Proof(), why="办了", seen=last_of(settings, Subject("task", mine)))
    said = next(row["steps"] for row in tasks("longjin", "en") if row["task_id"] == mine)
    assert [each["what"] for each in said][1:] == ["handed over by 甲 to 乙 from 2024-07-01 on", "answered"]


def test_what_is_open_is_what_the_office_has_not_finished(root: Path, settings: Settings) -> None:
    before = kinds(root)
    assert before["target"] and not before["task"] and not before["record"]
    desk, two = SupervisionDesk(settings, Person()), Settings(data=root, review_steps=2)
    task_id = given(settings, "补充执法人员")
    given(settings, "别的科室", OTHER)
    problem_id = desk.find(Found("longjin", "案卷超期", "court", date(2026, 3, 1), OFFICE, today()))
    clerk = ProgressDesk(two, Person("c", frozenset({"clerk"})))
    milestone = Subject("milestone", "g1_coordination/2024-03-31")
    (waits,) = clerk.record(Noted(milestone, "done", date(2024, 3, 20), OFFICE, Proof("文号")))
    after = kinds(root)
    assert after == before | {"task": [task_id], "problem": [problem_id], "record": [waits.event_id]}
    ProgressDesk(two, Person()).judge(milestone, waits.event_id, "accepted", seen=waits.sequence)
    subject = Subject("problem", f"longjin/{problem_id}")
    closed = Noted(subject, "closed", today(), OFFICE, Proof("销号单"), last_of(settings, subject))
    ProgressDesk(settings, Person()).record(closed)
    TargetDesk(settings, Person()).confirm(Aim("g1_coordination", today()))
    left = kinds(root)
    assert (left["problem"], left["record"]) == ([], [])
    assert set(before["target"]) - set(left["target"]) == {"g1_coordination"}


def test_what_is_open_elsewhere_is_not_handed_over(root: Path, settings: Settings) -> None:
    given(settings, "补充执法人员")
    assert not any(ids_of(open_items(open_board(root), "liwan", OFFICE, "zh")).values())


def test_a_list_that_changed_since_it_was_shown_is_not_handed_over(
    root: Path, settings: Settings, leaving: str
) -> None:
    shown = kinds(root)
    given(settings, "刚刚交办")
    before = length(settings)
    with pytest.raises(OpenMeanwhile):
        hand_over_page(open_board(root), role(settings), HandOver(leaving, HANDED, name="乙", open_ids=shown))
    assert length(settings) == before
    over = HandOver(leaving, HANDED, name="乙", open_ids=kinds(root))
    hand_over_page(open_board(root), role(settings), over)
    assert list(spans(settings)) == ["甲", "乙"]


def test_an_account_that_never_decided_is_entered_by_its_number_and_a_name(
    settings: Settings, staffing: Staffing, leaving: str
) -> None:
    staffing.hand_over(role(settings), HandOver(leaving, HANDED, f" {ACCOUNT} ", "乙"))
    assert spans(settings) == {"甲": (DAY, HANDED), "乙": (HANDED, None)}
    # who has a name keeps it
    staffing.assign(role(settings, OTHER), starts=DAY, actor_id=ACCOUNT, name="别名")
    assert names(settings) == {"甲", "乙"}


def test_what_belongs_to_one_s_offices_today_stands_first(
    root: Path, settings: Settings, staffing: Staffing, leaving: str, seen_by: Callable
) -> None:
    late, soon = given(settings, "别的科室", OTHER), given(settings, "本科室")
    desk = SupervisionDesk(settings, Person())
    desk.postpone(soon, today() + timedelta(days=9), why="", seen=last_of(settings, Subject("task", soon)))
    desk.find(Found("longjin", "别的", "court", date(2026, 3, 1), OTHER, date(2026, 3, 2)))
    own = desk.find(Found("longjin", "本科室的", "court", date(2026, 3, 1), OFFICE, today()))
    plain = [row["task_id"] for row in tasks("longjin", "zh")]
    assert plain == [late, soon]
    staffing.hand_over(role(settings), HandOver(leaving, today(), ACCOUNT, "乙"))
    assert not any(row["is_mine"] for row in tasks("longjin", "zh"))
    seen_by(SIGNED_IN)
    assert my_offices("longjin") == {OFFICE} and my_offices("liwan") == set()
    rows = tasks("longjin", "zh")
    assert [(row["task_id"], row["is_mine"]) for row in rows] == [(soon, True), (late, False)]
    first = rectifications(open_board(root), "longjin")[0]
    assert (first["problem_id"], first["is_mine"]) == (own, True)


def test_an_office_that_is_taken_over_later_or_was_given_up_is_nobody_s_today(
    settings: Settings, staffing: Staffing, leaving: str, seen_by: Callable
) -> None:
    tomorrow = today() + timedelta(days=1)
    staffing.hand_over(role(settings), HandOver(leaving, tomorrow, ACCOUNT, "乙"))
    seen_by(SIGNED_IN)
    assert my_offices("longjin") == set()
    seen_by(Person(leaving, frozenset({"clerk"})))
    assert my_offices("longjin") == {OFFICE}
