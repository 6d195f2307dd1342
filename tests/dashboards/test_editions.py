"""An earlier edition in view: chosen in the header, carried by the address, compared with another one."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest
import streamlit as st

from dashboards.navigation import FOR_STRANGERS
from dashboards.widgets import changes
from pipelines.api import SUBJECTS, open_board
from pipelines.domain.errors import EditionTooOld, UnknownEdition
from pipelines.jobs.approving import publish
from pipelines.jobs.build import build
from pipelines.jobs.settings import Settings
from tests.dashboards.test_pages import PAGES, followed, links, offered, opened, words


def with_two_editions(root: Path) -> None:
    """One edition without the 2024 excerpt, and then one with it."""
    documents, kept = root / "documents", root / "kept"
    shutil.move(documents / "longjin-2024", kept)
    build(Settings(data=root), as_of=date(2024, 2, 1))
    shutil.move(kept, documents / "longjin-2024")
    build(Settings(data=root), as_of=date(2026, 11, 27))


@pytest.fixture
def root_of_two(root_like) -> Path:
    return root_like("two-editions", with_two_editions)


@pytest.fixture
def two_editions(root_of_two: Path) -> Iterator[tuple[str, str]]:
    """The ids of an edition without the 2024 excerpt and of the current one, which has it."""
    earlier, current = sorted(path.name for path in (root_of_two / "warehouse" / "editions").iterdir())
    yield earlier, current
    st.cache_resource.clear()


def altered(data_root: Path, edition_id: str, statement: str) -> None:
    """Change a published file as only other code could have made it."""
    folder = data_root / "warehouse" / "editions" / edition_id
    with duckdb.connect(str(folder / "board.duckdb")) as connection:
        connection.execute(statement)
    manifest = folder / "manifest.json"
    text = manifest.read_text(encoding="utf-8")
    version = text.split('"code_version": "')[1].split('"')[0]
    manifest.write_text(text.replace(version, "0.0.9+old"), encoding="utf-8")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("page", [page for page in PAGES if page not in FOR_STRANGERS])
def test_every_page_reads_the_edition_of_the_address(two_editions, page: str, language: str) -> None:
    earlier, _ = two_editions
    app = opened(page, lang=language, edition=earlier)
    assert not app.exception and not app.error
    said = words(app)
    assert earlier in said
    assert ("不是当前版本" if language == "zh" else "not the current one") in said
    asked = [query for query in links(app) if "lang=" in query]
    assert len(asked) > 5
    kept = [query for query in asked if f"edition={earlier}" in query]
    assert not any("year=2024" in query for query in kept), "the earlier edition doesn't know that year"
    assert page == "changes" or len(kept) >= len(asked) - 3, "all but the three ways out keep the edition"


def test_an_edition_is_chosen_in_the_header_and_the_current_one_needs_no_parameter(two_editions) -> None:
    earlier, current = two_editions
    app = opened("overview")
    assert list(offered(app, "数据版本")) == [f"{current}（当前）", earlier]
    assert "不是当前版本" not in words(app)
    app = followed(app, offered(app, "数据版本")[earlier])
    assert app.query_params["edition"] == earlier and "不是当前版本" in words(app)
    app = followed(app, offered(app, "数据版本")[f"{current}（当前）"])
    assert "edition" not in app.query_params and "不是当前版本" not in words(app)


def test_a_single_edition_needs_no_list(data_root: Path) -> None:
    build(Settings())
    app = opened("overview")
    assert not offered(app, "数据版本")
    assert "目前只有一个数据版本" in words(opened("changes"))


@pytest.mark.parametrize("odd", ["2020-01-01-00000000", "../candidates", "<b>x</b>", ".", "x" * 3000])
def test_an_edition_that_is_not_there_is_answered_with_the_current_one(two_editions, odd: str) -> None:
    app = opened("overview", edition=odd)
    assert not app.exception and not app.error
    said = words(app)
    assert "现显示当前版本" in said and "不是当前版本" not in said
    assert not any("<b>x" in element.proto.body for element in app.get("html"))


def test_a_damaged_edition_is_refused_with_a_way_back(two_editions, root_of_two: Path) -> None:
    earlier, _ = two_editions
    (root_of_two / "warehouse" / "editions" / earlier / "board.duckdb").write_bytes(b"no database")
    app = opened("overview", edition=earlier)
    assert not app.exception
    said = words(app)
    assert "无法读取" in said and "回到当前版本" in said


def test_an_edition_of_older_code_refuses_the_page_and_keeps_the_way_back(two_editions, root_of_two: Path) -> None:
    earlier, _ = two_editions
    altered(root_of_two, earlier, "drop table marts.goal_progress")
    app = opened("goals", edition=earlier)
    assert not app.exception
    said = words(app)
    assert "较早版本的看板生成（0.0.9+old）" in said and "回到当前版本" in said
    assert not opened("practices", edition=earlier).error


def test_a_comparison_goes_on_without_what_the_older_edition_lacks(two_editions, root_of_two: Path) -> None:
    earlier, current = two_editions
    altered(root_of_two, earlier, "drop table marts.goal_progress")
    app = opened("changes")
    assert not app.exception
    said = words(app)
    assert "指标数据新增3项" in said and "较早版本的看板生成" in said
    board = open_board(edition=current)
    with pytest.raises(EditionTooOld):
        board.changes_since(earlier, "key_results")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_changed_is_counted_listed_and_linked(two_editions, language: str) -> None:
    earlier, _ = two_editions
    app = opened("changes", lang=language)
    said = words(app)
    expected = {
        "zh": "指标数据新增3项；重点任务变更16项；资料新增1项；制度落实新增2项；无数据的指标中，状态有变化的229项。",
        "en": "Figures: 3 new; Key results: 16 changed; Documents: 1 new; Practices: 2 new; "
        "metrics without a figure whose state changed: 229.",
    }
    assert expected[language] in said
    tables = " ".join(element.proto.body for element in app.get("html") if "<table" in element.proto.body)
    assert "metric=legality_reviewers" in tables and "year=2024" in tables
    seen = opened("changes", lang=language, edition=earlier)
    assert expected[language] in words(seen), "from the earlier edition the same two are compared, in the same order"


def test_a_missing_figure_leads_to_the_edition_that_has_it(data_root: Path, tmp_path: Path) -> None:
    full = build(Settings(), as_of=date(2026, 1, 1)).manifest.edition_id
    shutil.move(data_root / "documents" / "longjin-2024", tmp_path / "kept")
    build(Settings(), as_of=date(2026, 1, 2))
    app = opened("changes")
    said = words(app)
    assert "指标数据缺失3项" in said and "缺失：前一版本有，后一版本没有" in said
    tables = " ".join(element.proto.body for element in app.get("html") if "<table" in element.proto.body)
    assert f"edition={full}" in tables
    st.cache_resource.clear()


def test_the_other_edition_can_be_chosen(two_editions, root_of_two: Path) -> None:
    earlier, current = two_editions
    third = build(Settings(), as_of=date(2026, 11, 28)).manifest.edition_id
    app = opened("changes")
    assert "目标没有差异" in words(app)
    assert list(offered(app, "与哪个版本比较")) == [current, earlier]
    app = followed(app, offered(app, "与哪个版本比较")[earlier])
    assert app.query_params["with"] == earlier
    assert "指标数据新增3项" in words(app)
    assert third in words(app)


def test_a_notebook_asks_for_the_same(two_editions) -> None:
    earlier, current = two_editions
    board = open_board()
    assert [each["edition_id"] for each in board.editions()] == [current, earlier]
    counts = {subject: len(board.changes_since(earlier, subject)) for subject in SUBJECTS}
    assert counts["figures"] == 3 and counts["documents"] == 1 and counts["goals"] == 0
    with pytest.raises(UnknownEdition):
        board.changes_since("2020-01-01-00000000")
    with pytest.raises(ValueError, match="figures"):
        board.changes_since(earlier, "everything")


def test_an_edition_that_is_later_than_the_current_one_is_not_called_earlier(two_editions) -> None:
    earlier, later = two_editions
    publish(Settings(), earlier)
    said = words(opened("overview", edition=later))
    assert "正在查看较晚的数据版本" in said and "较早" not in said


def test_an_organisation_that_the_edition_lacks_is_said(two_editions) -> None:
    said = words(opened("changes", org="liwan"))
    assert "该数据版本中没有填报单位 liwan，现显示龙津街道" in said


def test_an_edition_to_compare_with_that_is_not_there_is_said(two_editions) -> None:
    app = opened("changes", **{"with": "<b>2020</b>"})
    assert not app.exception
    assert "没有可与之比较的数据版本" in words(app) and "指标数据新增3项" in words(app)


def test_a_damaged_manifest_of_the_current_edition_is_refused_in_words(two_editions, root_of_two: Path) -> None:
    _, current = two_editions
    app = opened("overview")
    (root_of_two / "warehouse" / "editions" / current / "manifest.json").write_text("{", encoding="utf-8")
    app.run()
    assert not app.exception and "无法读取" in words(app)


def test_a_metric_of_an_edition_without_forecasts_keeps_its_page(two_editions, root_of_two: Path) -> None:
    earlier, _ = two_editions
    altered(root_of_two, earlier, "drop table marts.metric_forecast")
    app = opened("metrics", edition=earlier, metric="contracts_reviewed", year="2023")
    assert not app.error and "92份" in words(app) and "口径" in words(app)


def test_a_mistake_in_ones_own_sql_is_no_old_edition(two_editions, root_of_two: Path) -> None:
    earlier, _ = two_editions
    altered(root_of_two, earlier, "drop table marts.metric_forecast")
    with pytest.raises(duckdb.BinderException):
        open_board(edition=earlier).sql("select valu from marts.metric_year")


def test_the_same_figure_over_another_period_shows_both_periods(data_root: Path) -> None:
    row = {
        f"{side}_{name}": value
        for side, end in (("before", date(2023, 6, 30)), ("after", date(2023, 12, 31)))
        for name, value in {
            "value": 95,
            "unit": "件",
            "qualifier": "exact",
            "reason": None,
            "state": "reported",
            "period_start": date(2023, 1, 1),
            "period_end": end,
            "is_restated": side == "after",
        }.items()
    }
    assert changes.figure_of(row, "before", "zh") == "95件、2023-01-01 至 2023-06-30"
    assert changes.figure_of(row, "after", "zh") == "95件、2023-01-01 至 2023-12-31、差异待核实"


def test_a_target_that_was_confirmed_shows_in_both_cells() -> None:
    row = {
        f"{side}_{name}": value
        for side, state in (("before", "proposed"), ("after", "confirmed"))
        for name, value in {
            "status_zh": "未到期",
            "sentence_zh": "原因",
            "target_zh": "100%",
            "target_state": state,
        }.items()
    }
    said = [changes.SAYS["key_results"](row, side, "zh") for side in ("before", "after")]
    assert said == ["未到期：原因（目标值100%，建议值（未经街道确认））", "未到期：原因（目标值100%，已确认）"]
