"""评分细则 as a table: what was changed together is recorded together or not at all, and nothing else is touched.

Longer than other files because it is a list of cases.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipelines.api import LogFilter, log_page, people
from pipelines.api.assessment_plan import changed_lines
from pipelines.api.rubric_editing import (
    COLUMNS,
    change_rubric,
    read_written,
    rubric_changes,
    rubric_rows,
    rubric_warned,
    undo_rubric_change,
)
from pipelines.domain.assessments import Rubric
from pipelines.domain.errors import (
    BadRubricRow,
    BoardError,
    ChangeRefused,
    DecidedMeanwhile,
    NoChangeToUndo,
    NotAllowed,
    NothingChanged,
)
from pipelines.domain.register import Event
from pipelines.jobs.administration import Administration, EntryAt
from pipelines.jobs.catalogue import entry_events
from pipelines.jobs.days import today
from pipelines.jobs.people import Person
from pipelines.jobs.register import register_of
from pipelines.jobs.settings import current_settings
from pipelines.wording import explain
from tests.jobs.rounds import YEAR, at, organiser, plan, rubric

EXAMPLE = "subdistrict_example"
FILE = f"rubrics/{EXAMPLE}.yml"
MOVED = {"contracts": {"marks": "9"}, "major_decisions": {"marks": "6"}}
"""A mark moved from one line of a heading to another."""
DEPUTY = Person("deputy", frozenset({"administrator"}), name="副手")

Row = dict[str, str]


@pytest.fixture(autouse=True)
def district(assessed_district: Path) -> Path:
    return assessed_district


def changed(rows: Sequence[Mapping[str, str]], changes: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The table with other values in some rows."""
    assert set(changes) <= {row["id"] for row in rows}
    return [{**row, **changes.get(row["id"], {})} for row in rows]


def edit(changes: Mapping[str, Mapping[str, Any]], *, starts: date | None = None) -> int:
    """One person opens the table, changes some rows, and saves."""
    rows = rubric_rows(EXAMPLE)
    return change_rubric(EXAMPLE, rows, changed(rows, changes), starts=starts or today(), why="会上确定")


def recorded() -> list[Event]:
    """Everything that was recorded of the rubric."""
    return [event for event in entry_events(current_settings()) if event.payload["file"] == FILE]


def refused(kind: type[BoardError], changes: Mapping[str, Mapping[str, Any]]) -> str:
    """What a person is told who saves these changes; nothing is recorded."""
    before = recorded()
    with pytest.raises(kind) as refusal:
        edit(changes)
    assert recorded() == before
    assert explain(refusal.value, "en") != explain(refusal.value, "zh")
    return explain(refusal.value, "zh")


def marks_of(found: Rubric) -> dict[str, str]:
    return {item.item_id: str(item.marks) for item in found.items}


def test_the_table_has_every_line_as_the_files_write_it() -> None:
    rows = {row["id"]: row for row in rubric_rows(EXAMPLE)}
    assert list(rows) == [item.item_id for item in rubric().items]
    assert all(tuple(row) == COLUMNS and set(map(type, row.values())) == {str} for row in rows.values())
    assert rows["decisions"] == {
        "id": "decisions",
        "parent": "",
        "zh": "依法决策与合法性审查",
        "en": "Lawful decisions and legality checks",
        "marks": "20",
        "rule": "",
        "evidence": "",
        "owner": "",
    }
    assert rows["report_on_time"]["rule"] == "{kind: timely, source: report_published, due: 04-01, step: 0.5}"
    assert rows["first_responsible"]["evidence"].splitlines() == [
        "听取汇报、部署、督办的会议纪要或批示 | Minutes or written instructions",
        "述法报告 | Reports on duties",
    ]
    assert rows["grave_violation"]["marks"] == ""


def test_marks_of_two_lines_changed_together_are_taken() -> None:
    before = marks_of(rubric())
    assert edit(MOVED) == 2
    assert marks_of(rubric()) == before | {"contracts": "9", "major_decisions": "6"}
    assert [(event.payload["id"], event.payload["entry"]) for event in recorded()] == [
        ("contracts", {"marks": "9"}),
        ("major_decisions", {"marks": "6"}),
    ]
    with register_of(current_settings()) as register:
        words = register.reasons([event.event_id for event in recorded()])
    assert {why for _, why in words.values()} == {"会上确定"}


def test_marks_of_one_line_alone_are_refused_with_both_sums() -> None:
    said = refused(ChangeRefused, {"contracts": {"marks": "9"}})
    assert "decisions.marks" in said and "下级各项分值合计21" in said and "请使合计等于20" in said


def test_the_sum_of_all_headings_is_proved_too() -> None:
    said = refused(ChangeRefused, {"contracts": {"marks": "9"}, "decisions": {"marks": "21"}})
    assert "合计101" in said and "请使合计等于100" in said


def test_a_line_is_added_with_the_marks_that_it_takes_from_another() -> None:
    rows = rubric_rows(EXAMPLE)
    new = {
        "id": "contract_archive",
        "parent": "decisions",
        "zh": "合同归档",
        "en": "Contracts archived",
        "marks": "2",
        "rule": "{kind: occurrence, source: counted, step: 0.5}",
        "evidence": "合同档案 | The archive\n\n 归档清单|List of what is archived",
    }
    after = [*changed(rows, {"contracts": {"marks": "6"}}), new]
    assert change_rubric(EXAMPLE, rows, after, starts=today()) == 2
    found = rubric().item_of["contract_archive"]
    assert found.rule and (found.parent_id, found.name.zh, str(found.marks)) == ("decisions", "合同归档", "2")
    assert (found.rule.kind, str(found.rule.step)) == ("occurrence", "0.5")
    assert [each.zh for each in found.evidence] == ["合同档案", "归档清单"]
    [shown] = [row for row in rubric_rows(EXAMPLE) if row["id"] == "contract_archive"]
    assert shown == new | {"owner": "", "evidence": "合同档案 | The archive\n归档清单 | List of what is archived"}


def test_a_heading_is_added_with_its_lines() -> None:
    rows = rubric_rows(EXAMPLE)
    heading = {"id": "culture", "zh": "法治文化", "en": "Culture", "marks": "3"}
    line = {
        "id": "culture_places",
        "parent": "culture",
        "zh": "阵地",
        "en": "Places",
        "marks": "3",
        "rule": "{kind: judgement}",
    }
    after = changed(rows, {"publicity": {"marks": "12"}, "publicity_quality": {"marks": "1"}, "law_exam": {"marks": 3}})
    assert change_rubric(EXAMPLE, rows, [*after, heading, line], starts=today()) == 5
    assert [item.item_id for item in rubric().children_of["culture"]] == ["culture_places"]


def test_a_line_without_marks_for_it_isn_t_added() -> None:
    rows = rubric_rows(EXAMPLE)
    new = {
        "id": "extra",
        "parent": "decisions",
        "zh": "另一项",
        "en": "Another",
        "marks": "1",
        "rule": "kind: judgement",
    }
    with pytest.raises(ChangeRefused) as refusal:
        change_rubric(EXAMPLE, rows, [*rows, new], starts=today())
    assert "合计21" in explain(refusal.value, "zh") and recorded() == []


def test_a_line_is_removed_and_its_marks_go_to_another() -> None:
    rows = rubric_rows(EXAMPLE)
    after = [row for row in changed(rows, {"contracts": {"marks": "13"}}) if row["id"] != "document_filing"]
    assert change_rubric(EXAMPLE, rows, after, starts=today()) == 2
    assert "document_filing" not in rubric().item_of and str(rubric().item_of["contracts"].marks) == "13"
    assert [row["id"] for row in rubric_rows(EXAMPLE)] == [row["id"] for row in after]


def test_a_heading_isn_t_removed_from_over_its_lines() -> None:
    rows = rubric_rows(EXAMPLE)
    with pytest.raises(ChangeRefused) as refusal:
        change_rubric(EXAMPLE, rows, [row for row in rows if row["id"] != "decisions"], starts=today())
    assert "前面已有的标题行" in explain(refusal.value, "zh") and recorded() == []


NO_RULES = [
    "{kind: ratio",
    "kind: ratio, bar: 100",
    "ratio",
    "[ratio]",
    "100",
    "- {kind: ratio}",
    "{kind: ratio, kind: bands}",
    "&a {kind: *a}",
    "!!python/object/apply:os.system ['true']",
    "{due: 2024-02-31}",
    "\x00",
    "{" * 500,
    "{kind: judgement, a: &a [x,x,x,x,x,x,x,x,x,x], b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a], "
    "c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b], d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c], "
    "e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d], f: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e,*e], "
    "g: &g [*f,*f,*f,*f,*f,*f,*f,*f,*f,*f], h: [*g,*g,*g,*g,*g,*g,*g,*g,*g,*g]}",
]
"""Texts that are no list of keys; the last one would stand for more than any memory holds."""


def test_a_rule_that_is_no_list_of_keys_is_refused_with_an_example() -> None:
    number = [row["id"] for row in rubric_rows(EXAMPLE)].index("contracts") + 1
    for rule in NO_RULES:
        said = refused(BadRubricRow, {"contracts": {"rule": rule}})
        assert f"{FILE} {number}" in said and "kind: ratio, source: {derived: contract_review_rate}" in said, rule


@pytest.mark.parametrize(
    ("rule", "named"),
    [
        ("{kind: ratio, source: counted, bar: 100, weight: 2}", "weight"),
        ("{kind: ratio, source: {derived: nothing}, bar: 100}", "没有编号'nothing'"),
        ("{kind: linear, source: counted}", "linear"),
        ("{kind: ratio, source: counted}", "contracts.rule.bar"),
        ("{kind: veto, source: counted, on: true}", "一票否决须有文件规定"),
        ("{1: 2}", "contracts.rule"),
        ("", "contracts"),
    ],
)
def test_a_rule_that_says_what_no_rule_says_is_refused_with_what(rule: str, named: str) -> None:
    assert named in refused(ChangeRefused, {"contracts": {"rule": rule}})


def test_a_veto_is_switched_on_by_its_document_and_off_again() -> None:
    shipped = rubric_rows(EXAMPLE)
    edit({"grave_violation": {"rule": "{kind: veto, source: counted, on: true, order: 区法办〔2024〕1号}"}})
    veto = rubric().item_of["grave_violation"].rule
    assert veto and veto.is_on and veto.order == "区法办〔2024〕1号"
    [row] = [row for row in rubric_rows(EXAMPLE) if row["id"] == "grave_violation"]
    with pytest.raises(NothingChanged):
        edit({"grave_violation": {"rule": f" {row['rule']} "}})
    edit({"grave_violation": {"rule": "{kind: veto, source: counted}"}})
    assert rubric_rows(EXAMPLE) == shipped


def test_an_id_that_is_none_is_refused_with_its_row() -> None:
    rows = rubric_rows(EXAMPLE)
    for entry_id in ("", " ", "Contracts", "1st", "合同", "a-b", "a b", "../x", "x" * 81, None):
        new = {"id": entry_id, "parent": "decisions", "zh": "另一项", "en": "Another", "marks": "1", "rule": ""}
        with pytest.raises(BadRubricRow) as refusal:
            change_rubric(EXAMPLE, rows, [*rows, new], starts=today())
        said = explain(refusal.value, "zh")
        assert f"{FILE} {len(rows) + 1}" in said and "小写英文字母" in said and len(said) < 300
    assert recorded() == []


def test_an_id_that_stands_twice_is_refused_with_its_second_row() -> None:
    rows = rubric_rows(EXAMPLE)
    with pytest.raises(BadRubricRow) as refusal:
        change_rubric(EXAMPLE, rows, [*rows, rows[3]], starts=today())
    assert f"{FILE} {len(rows) + 1}" in explain(refusal.value, "zh") and "互不相同" in explain(refusal.value, "zh")


def test_marks_that_are_no_number_are_refused_with_their_row() -> None:
    for marks in ("eight", "八", "8分", "8,5", "1/2", "--"):
        assert "分值请填数字" in refused(BadRubricRow, {"contracts": {"marks": marks}})


def test_marks_that_no_line_has_are_refused() -> None:
    for marks in ("NaN", "Infinity", "-8", "1e9", "0", "8.001", ""):
        assert "contracts.marks" in refused(ChangeRefused, {"contracts": {"marks": marks}})


@pytest.mark.parametrize("column", ["zh", "en", "evidence"])
def test_a_text_in_one_language_alone_is_refused(column: str) -> None:
    assert "contracts" in refused(ChangeRefused, {"contracts": {column: "" if column != "evidence" else "合同台账"}})


def test_who_saves_what_they_found_is_told_that_nothing_changed() -> None:
    assert refused(NothingChanged, {}).startswith(f"{FILE}：")


SAME = [
    {"marks": "8.00"},
    {"marks": "８"},
    {"marks": " 8 "},
    {"marks": "0.8e1"},
    {"rule": "{bar: 100, source: {derived: contract_review_rate}, kind: ratio}"},
    {"rule": "kind: ratio\nsource:\n  derived: contract_review_rate\nbar: 100\n"},
    {"evidence": "合同台账、法律意见书|Contract ledger and legal opinions\n"},
    {"zh": " 合同应审尽审 "},
]


def test_the_same_in_another_writing_is_no_change() -> None:
    for same in SAME:
        refused(NothingChanged, {"contracts": same})


def test_an_empty_cell_of_a_table_is_an_empty_text() -> None:
    for nothing in (None, float("nan"), ""):
        refused(NothingChanged, {"decisions": {"parent": nothing, "rule": nothing, "evidence": nothing}})


def test_what_is_put_back_is_as_it_was_to_the_last_digit() -> None:
    before, shipped = rubric_rows(EXAMPLE), rubric()
    edit(MOVED)
    assert rubric_rows(EXAMPLE) == changed(before, MOVED)
    edit({"contracts": {"marks": "8"}, "major_decisions": {"marks": "7"}})
    assert rubric_rows(EXAMPLE) == before
    assert rubric() == shipped and rubric().version == shipped.version


def test_of_a_row_that_is_changed_only_what_was_changed_is_recorded() -> None:
    before = rubric()
    rows = rubric_rows(EXAMPLE)
    renamed = {row["id"]: {"zh": f"{row['zh']}改"} for row in rows}
    assert edit(renamed) == len(rows)
    assert {tuple(event.payload["entry"]) for event in recorded()} == {("name",)}
    assert [replace(each, name=before.item_of[each.item_id].name) for each in rubric().items] == list(before.items)
    assert rubric_rows(EXAMPLE) == changed(rows, renamed)


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        (
            "contracts",
            "{kind: timely, source: report_published, due: '04-15', step: 0.1, per: 5, begun: in_part, most: 2.5, "
            "floor: 1}",
        ),
        (
            "contracts",
            "{kind: bands, source: {metric: mediation_success_rate}, few_good: true, "
            "bands: [{bar: 1.5, share: 100}, {bar: 2, share: 33.3333}]}",
        ),
        (
            "contracts",
            "{kind: judgement, levels: [{share: 100, words: {zh: '是：“好”', en: 'Yes: \"good\" # fine'}}, "
            "{share: 0, words: {zh: 否, en: 'No'}}]}",
        ),
        ("contracts", "{kind: all_or_nothing, source: {practice: legal_training}, bar: 1}"),
        ("experience", "{kind: bonus, source: counted, step: 0.25, per: 2, begun: counted}"),
        ("grave_violation", "{kind: veto, source: counted, on: true, order: '2024-01-01'}"),
    ],
)
def test_every_kind_of_rule_stands_in_the_table_so_that_it_can_be_saved_again(line: str, rule: str) -> None:
    edit({line: {"rule": rule}})
    [row] = [row for row in rubric_rows(EXAMPLE) if row["id"] == line]
    assert read_written(row["rule"]) == read_written(rule) and "\n" not in row["rule"]
    before = rubric()
    refused(NothingChanged, {line: {"rule": f" {row['rule']}\n"}})
    edit({line: {"en": "Other words"}})
    assert rubric().item_of[line].rule == before.item_of[line].rule
    assert recorded()[-1].payload["entry"].keys() == {"name"}


def as_deputy(changes: Mapping[str, Mapping[str, Any]], **said: Any) -> None:
    """Somebody else saves changes meanwhile."""
    with people.asked_by(DEPUTY):
        edit(changes, **said)


def test_a_line_that_somebody_else_changed_meanwhile_is_not_overwritten() -> None:
    mine = rubric_rows(EXAMPLE)
    as_deputy(MOVED)
    before = recorded()
    for changes in (
        {"contracts": {"marks": "10"}, "document_filing": {"marks": "3"}},
        {"contracts": {"zh": "合同审查"}},
    ):
        with pytest.raises(DecidedMeanwhile) as refusal:
            change_rubric(EXAMPLE, mine, changed(mine, changes), starts=today())
        said = explain(refusal.value, "zh")
        assert "副手" in said and "请重新查看" in said
    assert recorded() == before


def test_a_line_that_somebody_else_changed_meanwhile_is_not_removed() -> None:
    mine = rubric_rows(EXAMPLE)
    as_deputy({"document_filing": {"zh": "规范性文件按期备案"}})
    before = recorded()
    after = [row for row in changed(mine, {"contracts": {"marks": "13"}}) if row["id"] != "document_filing"]
    with pytest.raises(DecidedMeanwhile):
        change_rubric(EXAMPLE, mine, after, starts=today())
    assert recorded() == before


def test_a_line_that_somebody_else_removed_meanwhile_is_not_changed() -> None:
    mine = rubric_rows(EXAMPLE)
    with people.asked_by(DEPUTY):
        after = [row for row in changed(mine, {"contracts": {"marks": "13"}}) if row["id"] != "document_filing"]
        change_rubric(EXAMPLE, mine, after, starts=today())
    before = recorded()
    with pytest.raises(DecidedMeanwhile):
        change_rubric(EXAMPLE, mine, changed(mine, {"document_filing": {"zh": "备案"}}), starts=today())
    assert recorded() == before


def test_two_people_who_add_a_line_of_one_id_get_one_line() -> None:
    mine = rubric_rows(EXAMPLE)
    new = {"id": "second_bonus", "zh": "另一加分项", "en": "Another bonus", "marks": "1"}
    new["rule"] = "{kind: bonus, source: counted, step: 1}"
    with people.asked_by(DEPUTY):
        change_rubric(EXAMPLE, mine, [*mine, new], starts=today())
    with pytest.raises((ChangeRefused, DecidedMeanwhile)):
        change_rubric(EXAMPLE, mine, [*mine, {**new, "zh": "又一加分项"}], starts=today())
    assert len(recorded()) == 1 and rubric().item_of["second_bonus"].name.zh == "另一加分项"


def test_what_somebody_else_changed_in_another_line_stays() -> None:
    mine = rubric_rows(EXAMPLE)
    as_deputy(MOVED)
    change_rubric(EXAMPLE, mine, changed(mine, {"litigation": {"zh": "诉讼败诉"}}), starts=today())
    found = rubric().item_of
    assert (str(found["contracts"].marks), found["litigation"].name.zh) == ("9", "诉讼败诉")


def test_a_field_that_nobody_touched_stays_as_a_coming_change_has_it() -> None:
    coming = today() + timedelta(days=30)
    as_deputy(MOVED, starts=coming)
    rows = rubric_rows(EXAMPLE)
    later = today() + timedelta(days=60)
    change_rubric(EXAMPLE, rows, changed(rows, {"contracts": {"zh": "合同审查"}}), starts=later)
    assert [event.payload["entry"] for event in recorded()][-1] == {
        "name": {"zh": "合同审查", "en": "Contracts reviewed of those due"}
    }


def test_a_change_from_a_later_day_holds_from_that_day_on() -> None:
    before = rubric()
    edit(MOVED, starts=today() + timedelta(days=30))
    assert rubric() == before and len(recorded()) == 2


def test_undoing_one_of_two_changes_that_need_each_other_is_refused() -> None:
    edit(MOVED)
    before = recorded()
    desk = Administration(current_settings(), Person())
    one = before[0]
    with pytest.raises(ChangeRefused) as refusal:
        desk.undo(EntryAt(FILE, "contracts", one.sequence), [one.event_id])
    assert "下级各项分值合计19" in explain(refusal.value, "zh")
    assert recorded() == before


def test_what_was_changed_at_once_is_taken_back_at_once() -> None:
    shipped = rubric()
    edit(MOVED)
    edit({"litigation": {"zh": "行政诉讼败诉情况"}})
    named, moved = rubric_changes(EXAMPLE, "zh")
    assert (moved.why, moved.starts, moved.who) == ("会上确定", today().isoformat(), "本机用户")
    assert {(entry.entry_id, kind, values["marks"]) for entry, kind, values in moved.lines} == {
        ("contracts", "changed", "9"),
        ("major_decisions", "changed", "6"),
    }
    assert [entry.entry_id for entry, _, _ in named.lines] == ["litigation"]
    undo_rubric_change(moved, why="会议改期")
    assert rubric().item_of["contracts"] == shipped.item_of["contracts"]
    assert rubric().item_of["litigation"].name.zh == "行政诉讼败诉情况"
    assert [each.change_id for each in rubric_changes(EXAMPLE, "zh")] == [named.change_id]
    with pytest.raises(NoChangeToUndo):
        undo_rubric_change(moved)
    undo_rubric_change(named)
    assert rubric() == shipped and rubric_changes(EXAMPLE, "zh") == []


def test_a_change_on_which_another_was_made_meanwhile_is_not_taken_back_unseen() -> None:
    edit(MOVED)
    [moved] = rubric_changes(EXAMPLE, "zh")
    edit({"contracts": {"zh": "合同审查"}})
    before = recorded()
    with pytest.raises(DecidedMeanwhile):
        undo_rubric_change(moved)
    assert recorded() == before


def test_only_an_administrator_changes_a_rubric() -> None:
    with people.asked_by(Person("u", frozenset({"assessor"}))):
        refused(NotAllowed, MOVED)


def test_a_round_that_was_opened_keeps_its_rubric_and_the_next_one_says_what_is_new() -> None:
    first = organiser().open(plan(year=YEAR - 1))
    shipped = rubric()
    rows = rubric_rows(EXAMPLE)
    new = {"id": "contract_archive", "parent": "decisions", "zh": "合同归档", "en": "Contracts archived", "marks": "5"}
    new["rule"] = "{kind: judgement}"
    changes = MOVED | {"litigation": {"zh": "诉讼败诉"}}
    after = [row for row in changed(rows, changes) if row["id"] != "document_filing"]
    change_rubric(EXAMPLE, rows, [*after, new], starts=today())
    assert at(first).rubric == shipped and [plan.version for _, plan in at(first).round.plans] == [shipped.version]
    assert changed_lines(at(first)) is None
    second = organiser().open(plan(year=YEAR))
    assert at(second).rubric == rubric() != shipped
    found = changed_lines(at(second))
    assert found is not None and {kind: [each.zh for each in names] for kind, names in found.items()} == {
        "added": ["合同归档"],
        "dropped": ["规范性文件备案"],
        "changed": ["合同应审尽审", "重大行政决策合法性审查"],
    }


def test_a_rubric_that_scores_activity_is_warned_of_as_it_stands_today() -> None:
    assert rubric_warned(EXAMPLE) == []
    edit({"contracts": {"rule": "{kind: ratio, source: {metric: law_trainings}, bar: 12}"}})
    [warning] = rubric_warned(EXAMPLE)
    assert "不按数量计分" in explain(warning, "zh") and rubric_warned("national_shape") == []


def test_a_rubric_that_isn_t_there_has_no_rows_and_gets_none() -> None:
    assert rubric_rows("nothing") == [] == rubric_rows("../rubrics")
    new = {"id": "one", "zh": "一", "en": "One", "marks": "100", "rule": "{kind: judgement}"}
    with pytest.raises(BoardError):
        change_rubric("nothing", [], [new], starts=today())
    assert recorded() == []


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("zh", ["设置 重大行政决策合法性审查（", "设置 合同应审尽审（"]),
        ("en", ["setting Major decisions checked for legality (", "setting Contracts reviewed of those due ("]),
    ],
)
def test_the_log_names_the_line_and_not_a_ledger_of_the_same_id(language: str, names: list[str]) -> None:
    edit({"contracts": {"marks": "7"}, "major_decisions": {"marks": "8"}})
    rows, _ = log_page(LogFilter(), 1, language)
    assert [row["about"].partition(f"{FILE}/")[0] for row in rows] == names
    take_back = rubric_changes(EXAMPLE, language)[0]
    undo_rubric_change(take_back)
    rows, _ = log_page(LogFilter(), 1, language)
    assert [row["about"].partition(f"{FILE}/")[0] for row in rows[:2]] == names  # though no change of it stands
