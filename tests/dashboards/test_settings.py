"""设置: an administrator changes the catalogue on the page, sees what was, takes it back; others look."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pipelines.api import administered, administration, open_board, today
from pipelines.jobs.administration import Administration, EntryAt
from pipelines.jobs.build import build
from pipelines.jobs.catalogue import catalogue_of
from pipelines.jobs.people import Person
from pipelines.jobs.settings import Settings
from tests.dashboards.test_pages import opened, words

BOTH = pytest.mark.parametrize("language", ["zh", "en"])
SECTIONS = ("organisations", "owners", "goals", "key_results", "metrics", "thresholds", "dates", "others")
TITLES = {"zh": "在目录文件之上更改", "en": "Changes lie over the catalogue's files"}
DUE = {"section": "key_results", "entry": "key_results.yml/g2_law_exam"}
RENAMED = {"zh": "司法所（改）", "en": "Renamed Office"}


@pytest.fixture
def root(root_like: Callable[..., Path]) -> Path:
    return root_like("settings", lambda root: build(Settings(data=root)))


def page(language: str = "zh", **asked: str) -> AppTest:
    return opened("settings", lang=language, org="longjin", year="2023", **asked)


def press(app: AppTest, label: str, at: int = 0) -> AppTest:
    [each for each in app.button if each.label == label][at].click().run(timeout=60)
    assert not app.exception
    return app


def field(app: AppTest, kind: str, label: str):
    return next(each for each in getattr(app, kind) if each.label == label)


@BOTH
@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_shows_its_entries_as_in_the_files(root: Path, section: str, language: str) -> None:
    app = page(language, section=section)
    assert not app.exception and not app.error
    said = words(app)
    assert TITLES[language] in said
    assert {"zh": "文件原值", "en": "As in the files"}[language] in said
    assert "None" not in said and "settings." not in said


def test_a_due_date_is_changed_shown_with_its_reason_and_in_the_next_edition(root: Path) -> None:
    app = page(**DUE)
    key = "set-key_results.yml/g2_law_exam-0-zh"
    app.date_input(key=f"{key}-due").set_value(date(2027, 6, 30))
    app.text_input(key=f"{key}-why").input("区里统一<b>延期</b>")
    press(app, "保存更改", -1)
    assert "已记录" in app.success[0].value
    app = page(**DUE)
    said = words(app)
    assert "现有1项更改，涉及1条" in said and "已更改" in said
    assert "2024-12-31" in said and "2027-06-30" in said and "本机用户 · 系统管理员" in said
    # a person's words are text and never mark-up
    assert any("区里统一&lt;b&gt;延期" in element.proto.body for element in app.get("html"))
    before = open_board(root).edition_id
    app.button(key="settings-build").click().run(timeout=60)
    assert "看板已更新到数据版本" in app.success[0].value
    assert open_board(root).edition_id != before
    rows = open_board(root).goal_progress_rows("longjin")
    assert next(str(row["due"]) for row in rows if row["key_result_id"] == "g2_law_exam") == "2027-06-30"


def test_a_field_that_nobody_touched_on_the_page_stays_as_a_coming_change_has_it(root: Path) -> None:
    at = EntryAt("key_results.yml", "g2_law_exam")
    coming = date(today().year + 1, 1, 1)
    Administration(Settings(data=root), Person()).change(at, {"owner": "peace_office"}, starts=coming)
    app = page(**DUE)
    key = "set-key_results.yml/g2_law_exam-1-zh"
    app.text_input(key=f"{key}-name-zh").input("学法考试（改）")
    app.date_input(key=f"{key}-from").set_value(coming.replace(month=2))
    press(app, "保存更改", -1)
    assert "已记录" in app.success[0].value
    changes = administered().entries["key_results.yml"]["g2_law_exam"].changes
    assert [list(each.entry) for each in changes] == [["owner"], ["name"]]


def test_a_change_is_taken_back_on_the_page(root: Path) -> None:
    at = EntryAt("owners.yml", "justice_office")
    Administration(Settings(data=root), Person()).change(at, {"name": RENAMED}, starts=date(2024, 1, 1))
    app = page(section="owners", entry="owners.yml/justice_office")
    assert "司法所（改）" in words(app)
    app.button(key="undo-all-owners.yml/justice_office").click().run()
    assert "已撤销" in app.success[0].value
    said = words(page(section="owners", entry="owners.yml/justice_office"))
    assert "撤销上一决定" in said and "（已撤销）" in said and "现有0项更改" in said
    assert administered().entries["owners.yml"]["justice_office"].state == "shipped"


@BOTH
def test_a_refused_change_is_said_in_the_reader_s_language_and_nothing_is_recorded(root: Path, language: str) -> None:
    app = page(language, section="thresholds", entry="status_rules.csv/at_risk_from")
    field(app, "text_input", {"zh": "数值", "en": "Value"}[language]).input("1.5")
    press(app, {"zh": "保存更改", "en": "Save the change"}[language])
    assert {"zh": "“达到序时进度”的下限1", "en": "write a value up to on_track_from"}[language] in app.error[0].value
    assert administered().changes == []


def test_another_section_leaves_the_entry_of_the_one_before(root: Path) -> None:
    app = page(**DUE)
    app.pills(key="settings-section-key_results").set_value("dates").run()
    assert app.query_params["section"] == "dates" and "entry" not in app.query_params
    assert "法定日期：8条" in words(app)


def test_nothing_changed_is_refused(root: Path) -> None:
    for asked in (DUE, {"section": "goals"}, {"section": "others"}, {"section": "metrics"}, {"section": "dates"}):
        app = press(page(**asked), "保存更改", -1)
        assert "与现行内容相同" in app.error[0].value


def test_words_of_a_metric_are_found_and_changed(root: Path) -> None:
    app = page(section="metrics")
    app.text_input(key="setting-search").input("law_trainings").run()
    assert "指标：1条" in words(app)
    app = page(section="metrics", entry="metrics/training.yml/law_trainings")
    first = next(each for each in app.text_area if each.label.startswith("规则1：数字旁"))
    first.input(f"{first.value}，新的说法")
    press(app, "保存更改", -1)
    assert "已记录" in app.success[0].value
    rules = [each for each in catalogue_of(Settings()).rules if each.metric_id == "law_trainings"]
    assert rules[0].near[-1] == "新的说法" and len(rules[0].near) > 2
    app = page(section="metrics")
    app.text_input(key="setting-search").input("绝无此词").run()
    assert "没有符合查找条件" in words(app)


def test_a_matching_word_that_holds_a_comma_stays_whole_where_another_is_added(root: Path) -> None:
    file, metric_id = "lookups/matching/legal_review.yml", "legality_reviews"
    before = administered().entries[file][metric_id].now["rules"]
    assert any("、" in word for rule in before for word in rule["near"])
    app = page(section="metrics", entry=f"metrics/legal_review.yml/{metric_id}")
    assert "与现行内容相同" in press(app, "保存更改", -1).error[0].value
    first = next(each for each in app.text_area if each.label.startswith("规则1：数字旁"))
    first.input(f"{first.value}\n新的说法、另一说法")
    press(app, "保存更改", -1)
    after = administered().entries[file][metric_id].now["rules"]
    assert after == [{**before[0], "near": [*before[0]["near"], "新的说法", "另一说法"]}, *before[1:]]


def test_an_organisation_is_added(root: Path) -> None:
    app = page(section="organisations")
    prefix = "add-organisations.yml-zh"
    app.text_input(key=f"{prefix}-id").input("xinjie")
    for name in ("name", "full_name"):
        app.text_input(key=f"{prefix}-{name}-zh").input("新街道")
        app.text_input(key=f"{prefix}-{name}-en").input("New Subdistrict")
    app.selectbox(key=f"{prefix}-level").set_value("subdistrict")
    app.selectbox(key=f"{prefix}-parent").set_value("liwan")
    press(app, "保存更改")
    assert "已记录" in app.success[0].value
    assert catalogue_of(Settings()).organisation_of["xinjie"].parent_id == "liwan"
    assert "本页增加" in words(page(section="organisations"))


def test_a_key_result_is_added_with_a_proposed_target(root: Path) -> None:
    app = page(section="key_results")
    prefix = "add-key_results.yml-zh"
    app.text_input(key=f"{prefix}-id").input("g2_new")
    for name, zh, en in (("name", "培训场次", "Trainings"), ("reason", "参照上年", "As last year")):
        app.text_input(key=f"{prefix}-{name}-zh").input(zh)
        app.text_input(key=f"{prefix}-{name}-en").input(en)
    app.date_input(key=f"{prefix}-due").set_value(date(2024, 12, 31))
    app.selectbox(key=f"{prefix}-goal").set_value("goal_2")
    app.selectbox(key=f"{prefix}-kind").set_value("keep_at_least")
    app.selectbox(key=f"{prefix}-metric").set_value("law_trainings")
    press(app, "保存更改")
    assert "g2_new.target" in app.error[0].value
    app.text_input(key=f"{prefix}-target").input("80")
    press(app, "保存更改")
    assert "已记录" in app.success[0].value
    added = next(each for each in catalogue_of(Settings()).progress.key_results if each.key_result_id == "g2_new")
    assert (str(added.target.value), added.target.state) == ("80", "proposed")


def test_who_holds_an_office_is_named_ended_and_erased(root: Path) -> None:
    asked = {"section": "owners", "entry": "owners.yml/justice_office"}
    app = page(**asked)
    app.text_input(key="assign-justice_office-0-zh-name").input("甲<某>")
    press(app, "保存更改", -1)
    app = page(**asked)
    assert "甲<某>" in words(app)
    press(app, "结束任职")
    assert "已记录" not in words(app)
    app = press(page(**asked), "删去姓名")
    assert "姓名已删去" in app.success[0].value
    assert "姓名已删除的人员" in words(page(**asked))


def test_a_viewer_sees_values_and_no_forms(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(administration, "Person", lambda: Person("x", frozenset({"viewer"})))
    for section in SECTIONS:
        app = page(section=section)
        assert "更改须由系统管理员办理" in words(app)
        assert [each.label for each in app.button if each.label != "English"] == []


@BOTH
def test_a_change_that_no_longer_fits_is_named_and_taken_back_on_the_page(root: Path, language: str) -> None:
    at = EntryAt("statutory_dates.yml", "drug_control_day")
    Administration(Settings(data=root), Person()).change(at, {"day": "06-27"}, starts=date(2024, 1, 1))
    dates = root / "catalogue" / "statutory_dates.yml"
    dates.write_text(dates.read_text(encoding="utf-8").replace("id: drug_control_day", "id: drug_day"), "utf-8")
    app = page(language)
    assert {"zh": "不再相符", "en": "no longer fit"}[language] in words(app)
    app.button(key="settings-build").click().run(timeout=60)
    assert {"zh": "不再相符", "en": "no longer fit"}[language] in app.error[0].value
    app.button(key="undo-misfit-statutory_dates.yml/drug_control_day").click().run()
    assert {"zh": "已撤销", "en": "Undone"}[language] in app.success[0].value
    assert administered().misfit is None
