"""评分细则 on the page 设置: a table whose changes are saved together, on what the person had before them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboards.widgets import setting_rubric
from pipelines.api import people
from pipelines.api.rubric_editing import change_rubric, rubric_rows
from pipelines.jobs.days import today
from pipelines.jobs.people import Person
from tests.dashboards.test_pages import opened, words
from tests.jobs.rounds import FIRST, rubric

EXAMPLE = "subdistrict_example"
SAVE = f"settings-rubric-{EXAMPLE}-0-zh-save"
Cells = dict[tuple[str, str], str]


@pytest.fixture(autouse=True)
def district(assessed_district: Path) -> Path:
    return assessed_district


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[[Cells], None]:
    """`typed(cells)`: from now on these stand in cells (line, column) of the table.

    Streamlit's tester types into no table.  As the real one, it forgets what was typed once other lines are under it.
    """
    cells: Cells = {}
    under: list[pd.DataFrame] = []

    def editor(frame: pd.DataFrame, *, key: str, **_: Any) -> pd.DataFrame:
        if under and not under[-1].equals(frame):
            cells.clear()
        under.append(frame)
        st.session_state[key] = {"edited_rows": dict(cells), "added_rows": [], "deleted_rows": []}
        shown = frame.copy()
        for (item_id, column), value in cells.items():
            shown.loc[shown["id"] == item_id, column] = value
        return shown

    monkeypatch.setattr(setting_rubric.st, "data_editor", editor)
    return cells.update


def page(language: str = "zh") -> AppTest:
    return opened("settings", lang=language, section="rubrics", entry=f"rubrics.yml/{EXAMPLE}")


def pressed(app: AppTest) -> str:
    app.button(key=SAVE).click().run()
    assert not app.exception
    return " ".join([words(app), *(each.value for each in app.success)])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_table_has_a_row_for_each_line(language: str) -> None:
    app = page(language)
    assert not app.exception and not app.error
    [table] = app.data_editor
    assert list(table.value["id"]) == [item.item_id for item in rubric().items]
    assert {"zh": "评分细则", "en": "ubric"}[language] in words(app)


def test_marks_that_were_moved_are_saved_together_and_one_alone_is_refused(typed: Callable[[Cells], None]) -> None:
    app = page()
    typed({("contracts", "marks"): "9"})
    said = pressed(app)
    assert "下级各项分值合计21" in said and "请使合计等于20" in said
    assert str(rubric().item_of["contracts"].marks) == "8"
    typed({("major_decisions", "marks"): "6"})  # what was typed before still stands
    assert "已记录" in pressed(app)
    assert [str(rubric().item_of[each].marks) for each in ("contracts", "major_decisions")] == ["9", "6"]


def test_marks_that_were_moved_together_are_taken_back_together(typed: Callable[[Cells], None]) -> None:
    rows, marks = rubric_rows(EXAMPLE), {"contracts": "9", "major_decisions": "6"}
    moved = [{**row, "marks": marks.get(row["id"], row["marks"])} for row in rows]
    change_rubric(EXAMPLE, rows, moved, starts=today(), why="会上<b>确定</b>")
    app = page()
    said = words(app)
    assert "合同应审尽审：分值 9" in said and "重大行政决策合法性审查：分值 6" in said
    assert "会上&lt;b&gt;确定" in "".join(each.value for each in app.get("html")) or "会上<b>确定</b>" not in said
    app.button(key=f"settings-undo-rubric-{EXAMPLE}-do").click().run()
    assert not app.exception and "已撤销" in " ".join(each.value for each in app.success)
    assert [str(rubric().item_of[each].marks) for each in marks] == ["8", "7"]
    assert f"settings-undo-rubric-{EXAMPLE}-do" not in {each.key for each in app.button}


def test_a_table_in_which_nothing_was_typed_changes_nothing(typed: Callable[[Cells], None]) -> None:
    before = rubric()
    pressed(page())
    assert rubric() == before


def test_who_saves_on_lines_that_somebody_else_changed_meanwhile_is_told_who_was_first(
    typed: Callable[[Cells], None],
) -> None:
    app = page()
    typed({("contracts", "zh"): "合同审查"})
    app.run()
    with people.asked_by(Person("deputy", frozenset({"administrator"}), name="副手")):
        rows = rubric_rows(EXAMPLE)
        marks = {"contracts": "9", "major_decisions": "6"}
        change_rubric(
            EXAMPLE, rows, [{**row, "marks": marks.get(row["id"], row["marks"])} for row in rows], starts=today()
        )
    said = pressed(app)
    assert "副手" in said and "请重新查看" in said
    found = rubric().item_of["contracts"]
    assert (str(found.marks), found.name.zh) == ("9", "合同应审尽审")
    assert "合同审查" not in str(rubric_rows(EXAMPLE))


def test_who_typed_nothing_yet_sees_what_somebody_else_changed(typed: Callable[[Cells], None]) -> None:
    app = page()
    with people.asked_by(Person("deputy", frozenset({"administrator"}))):
        rows = rubric_rows(EXAMPLE)
        changed = [{**row, "zh": "合同审查"} if row["id"] == "contracts" else row for row in rows]
        change_rubric(EXAMPLE, rows, changed, starts=today())
    app.run()
    typed({("contracts", "en"): "Contracts"})
    assert "已记录" in pressed(app)
    assert rubric().item_of["contracts"].name.zh == "合同审查"


def test_who_may_not_change_settings_sees_the_table_and_no_button(seen_by: Callable[[Person], None]) -> None:
    seen_by(FIRST)
    app = page()
    assert not app.exception
    assert not [each for each in app.button if each.key == SAVE]
