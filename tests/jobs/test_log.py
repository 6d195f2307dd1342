"""留痕记录: every kind of event in words, found by period, kind, person and text, exported, proved."""

import sqlite3
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from pipelines.api import LogFilter, check_log, export_log, log_choices, log_page, open_board
from pipelines.domain.errors import NotAllowed, NotTheirs, RegisterAltered
from pipelines.domain.register import Actor, Decision, Subject
from pipelines.jobs.build import today
from pipelines.jobs.differences import DifferenceDesk
from pipelines.jobs.ledgers.decide import LedgerDesk
from pipelines.jobs.people import Person
from pipelines.jobs.register import register_of
from pipelines.jobs.review import Desk, Looked
from pipelines.jobs.settings import Settings
from tests.jobs.test_differences import difference, with_contracts
from tests.jobs.test_review import TRAININGS


def with_decisions(root: Path) -> None:
    """Six decisions: on a figure two, on a ledger, a difference, an edition, and of a kind that nothing here knows."""
    with_contracts(root)
    settings = Settings(data=root)
    board = open_board(root)
    row = board.observations("longjin", "law_trainings").query("year == 2023").iloc[0]
    at = Looked(row["observation_id"], row["reading_hash"])
    desk = Desk(settings, Person())
    first = desk.decide(at, "corrected", wanted=TRAININGS, why="=原文为87")
    desk.note(Looked(at.observation_id, at.reading_hash, first.sequence), why="已核对")
    LedgerDesk(settings, "longjin", "contracts", Person()).lock(date(2023, 12, 31))
    DifferenceDesk(settings, Person("r7", frozenset({"reviewer"}))).settle(difference(root), "report", why="以报告为准")
    with register_of(settings) as register:
        actor = Actor("local", "approver")
        register.record(
            Decision(Subject("edition", board.edition_id), "approved", actor),
            Decision(Subject("weather", "w1"), "forecast", actor),
        )
        register.name_actor("r7", "甲")


@pytest.fixture
def root(root_like: Callable[..., Path]) -> Path:
    return root_like("logged", with_decisions)


def found(language: str = "zh", **asked) -> list[dict[str, str]]:
    return log_page(LogFilter(**asked), 1, language)[0]


def test_every_kind_of_event_is_told_in_words_the_latest_first(root: Path) -> None:
    told = [(row["about"], row["what"], row["who"], row["role"], row["why"]) for row in found()]
    edition = open_board(root).edition_id
    assert told == [
        ("weather w1", "forecast", "本机用户", "审定人", ""),
        (f"数据版本 {edition}", "审定发布", "本机用户", "审定人", ""),
        ("龙津街道2023年度 合同审查：报告与台账差异", "以报告为准（报告92份，台账2份）", "甲", "审核人", "以报告为准"),
        ("龙津街道 合同审查台账", "锁定至 2023-12-31", "本机用户", "审核人", ""),
        ("龙津街道2023年度 法治培训/讲座（对内）", "备注", "本机用户", "填报人", "已核对"),
        ("龙津街道2023年度 法治培训/讲座（对内）", "更正为87场次", "本机用户", "审定人", "=原文为87"),
    ]
    assert not any("一" <= letter <= "鿿" for row in found("en") for letter in row["about"] + row["what"])


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"subject_type": "figure"}, 2),
        ({"subject_type": "nothing"}, 0),
        ({"actor_id": "r7"}, 1),
        ({"text": "合同"}, 2),
        ({"text": "培训"}, 2),
        ({"text": "contracts"}, 2),
        ({"text": "已核对"}, 1),
        ({"text": "100%_"}, 0),
        ({"text": "'; drop table events; --"}, 0),
        ({"text": "合同", "subject_type": "ledger"}, 1),
    ],
)
def test_the_log_is_found_by_kind_person_and_text(root: Path, asked: dict[str, str], count: int) -> None:
    rows, all_of_them = log_page(LogFilter(**asked), 1, "zh")
    assert len(rows) == all_of_them == count


def test_the_log_is_found_by_day_in_shanghai(root: Path) -> None:
    day, one = today(), timedelta(days=1)
    assert len(found(since=day - one, until=day)) == 6
    assert found(since=day + one) == [] == found(until=day - one * 2)


def test_a_day_that_nobody_means_asks_for_nothing(root: Path) -> None:
    assert len(found(since=date(1, 1, 1), until=date(9999, 12, 31))) == 6


def test_what_can_t_be_read_any_more_says_so_in_its_place(root: Path) -> None:
    store = sqlite3.connect(root / "register" / "register.sqlite3")
    store.execute("update events set payload = '{broken' where subject_type in ('figure', 'difference')")
    store.commit()
    store.close()
    assert sum(row["what"] == "（内容已损坏，无法读取，请核验留痕）" for row in found()) == 3
    with pytest.raises(RegisterAltered):
        check_log()


def test_the_log_is_read_beside_an_edition_of_older_code(root: Path) -> None:
    board = root / "warehouse" / "editions" / open_board(root).edition_id / "board.duckdb"
    board.chmod(0o600)
    with duckdb.connect(str(board)) as connection:
        connection.execute("drop table marts.rectification")
    assert len(found()) == 6


def test_a_page_beyond_the_last_is_empty_and_pages_don_t_overlap(root: Path) -> None:
    with register_of(Settings()) as register:
        actor = Actor("local", "approver")
        register.record(*(Decision(Subject("edition", f"e{number}"), "approved", actor) for number in range(60)))
    pages = [log_page(LogFilter(), page, "zh") for page in (1, 2, 3)]
    assert [len(rows) for rows, _ in pages] == [50, 16, 0] and {count for _, count in pages} == {66}
    assert pages[0][0][0]["about"] == "数据版本 e59" and pages[1][0][0]["about"] == "数据版本 e9"


def test_words_and_names_that_were_erased_say_so_and_the_chain_still_holds(root: Path) -> None:
    with register_of(Settings()) as register:
        settled = register.events(types=("difference",))[0]
        register.erase_reason(settled.event_id)
        register.erase_actor("r7")
    (row,) = found(subject_type="difference")
    assert (row["who"], row["why"]) == ("姓名已删除的人员", "（已删除）")
    assert check_log().length == 6


def test_the_whole_of_what_is_asked_for_is_exported_and_nothing_runs(root: Path) -> None:
    lines = export_log(LogFilter(subject_type="figure"), "zh", "csv").decode("utf-8-sig").splitlines()
    assert lines[0] == "时间,事项,决定,人员,角色,说明" and len(lines) == 3
    assert lines[2].endswith(",'=原文为87")
    assert export_log(LogFilter(), "en", "xlsx").startswith(b"PK")


def test_the_log_and_its_export_are_for_their_roles(root: Path, seen_by) -> None:
    seen_by(Person("x", frozenset({"viewer"})))
    for ask in (lambda: log_page(LogFilter(), 1, "zh"), lambda: log_choices("zh"), check_log):
        with pytest.raises(NotAllowed):
            ask()
    seen_by(Person("x", frozenset({"reviewer"})))
    assert len(found()) == 6
    with pytest.raises(NotAllowed):
        export_log(LogFilter(), "zh", "csv")


def test_a_register_that_was_changed_is_named(root: Path) -> None:
    with sqlite3.connect(root / "register" / "register.sqlite3") as connection:
        connection.execute("update events set role = 'viewer' where sequence = 3")
    with pytest.raises(RegisterAltered):
        check_log()


def test_a_register_of_the_first_form_is_brought_to_this_one(root: Path) -> None:
    path = root / "register" / "register.sqlite3"
    with sqlite3.connect(path) as connection:
        for index in ("events_by_time", "events_of_actor", "events_by_type", "events_of_organisation"):
            connection.execute(f"drop index {index}")
        connection.execute("alter table events drop column organisation_id")
        connection.execute("update alembic_version set version_num = '0001'")
    assert len(found()) == 6
    with sqlite3.connect(path) as connection:
        names = {name for (name,) in connection.execute("select name from sqlite_master where type = 'index'")}
    assert {"events_by_time", "events_of_actor", "events_by_type"} <= names


def test_a_reader_of_one_organisation_sees_the_decisions_for_it_alone(root: Path, seen_by) -> None:
    with register_of(Settings(data=root)) as register:
        register.record(Decision(Subject("task", "t1"), "assigned", Actor("c1", "reviewer", "xinjie"), {"what": "甲"}))
    seen_by(Person("x", frozenset({"reviewer"}), frozenset({"xinjie"})))
    rows, count = log_page(LogFilter(), 1, "zh")
    assert count == len(rows) == 1
    types, people = log_choices("zh")
    assert (list(types), list(people)) == (["task"], ["c1"])
    with pytest.raises(NotTheirs):
        check_log()
    seen_by(Person("y", frozenset({"reviewer"})))
    assert log_page(LogFilter(), 1, "zh")[1] == 7
