"""设置: an administrator changes the catalogue on the page, sees what was, takes it back; others look."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pipelines.api import administered, open_board, people_names, role_holders, today
from pipelines.jobs.administration import Administration, EntryAt
from pipelines.jobs.build import build
from pipelines.jobs.catalogue import catalogue_of
from pipelines.jobs.holders import Role, Staffing
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


def deputy(root: Path) -> Administration:
    """Somebody else who changes settings."""
    return Administration(Settings(data=root), Person("deputy", frozenset({"administrator"})))


def staffing(root: Path) -> Staffing:
    return Staffing(Settings(data=root), Person("deputy", frozenset({"administrator"})))


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
    key = "set-key_results.yml/g2_law_exam-0-zh"
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
    assert {"zh": "“达到序时进度”的下限1", "en": "write a value up to on_track_from"}[language] in words(app)
    assert not app.error  # which would read what a person typed as mark-up
    assert administered().changes == []


def test_another_section_leaves_the_entry_of_the_one_before(root: Path) -> None:
    app = page(**DUE)
    app.pills(key="settings-section-key_results").set_value("dates").run()
    assert app.query_params["section"] == "dates" and "entry" not in app.query_params
    assert "法定日期：8条" in words(app)


def test_nothing_changed_is_refused(root: Path) -> None:
    for asked in (DUE, {"section": "goals"}, {"section": "others"}, {"section": "metrics"}, {"section": "dates"}):
        app = press(page(**asked), "保存更改", -1)
        assert "与现行内容相同" in words(app)


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
    assert "与现行内容相同" in words(press(app, "保存更改", -1))
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
    assert "g2_new.target" in words(app)
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
    app = page(**asked)
    assert next(each for each in app.button if each.label == "删去姓名").disabled
    next(each for each in app.checkbox if "确认删去" in each.label).check().run()
    press(app, "删去姓名")
    assert "姓名已删去" in app.success[0].value
    assert "姓名已删除的人员" in words(page(**asked))


def test_a_viewer_sees_values_and_no_forms(root: Path, seen_by) -> None:
    seen_by(Person("x", frozenset({"viewer"})))
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
    assert {"zh": "不再相符", "en": "no longer fit"}[language] in words(app)
    assert not app.error
    app.button(key="undo-misfit-statutory_dates.yml/drug_control_day").click().run()
    assert {"zh": "已撤销", "en": "Undone"}[language] in app.success[0].value
    assert administered().misfit is None


MEANWHILE = {"zh": "晚于您打开的时间", "en": "after you opened it"}
OFFICE = {"section": "owners", "entry": "owners.yml/justice_office"}
PRESSED = {"zh": "保存更改", "en": "Save the change"}


@BOTH
def test_who_saves_second_is_told_who_was_first_and_keeps_what_they_typed(root: Path, language: str) -> None:
    app = page(language, **DUE)
    key = f"set-key_results.yml/g2_law_exam-0-{language}"
    app.date_input(key=f"{key}-due").set_value(date(2027, 6, 30))
    app.text_input(key=f"{key}-why").input("区里统一延期")
    at = administered().entries["key_results.yml"]["g2_law_exam"].at
    deputy(root).change(at, {"due": "2026-03-31", "owner": "peace_office"}, starts=date(2024, 1, 1))
    press(app, PRESSED[language], -1)
    assert MEANWHILE[language] in words(app)
    assert len(administered().entries["key_results.yml"]["g2_law_exam"].changes) == 1
    # what the person typed stays; what they left alone shows what the other one made of it
    assert app.date_input(key=f"{key}-due").value == date(2027, 6, 30)
    assert app.text_input(key=f"{key}-why").value == "区里统一延期"
    assert next(each for each in app.selectbox if each.value == "peace_office")
    press(app, PRESSED[language], -1)
    now = administered().entries["key_results.yml"]["g2_law_exam"]
    assert (now.changes[-1].entry, now.now["owner"]) == ({"due": "2027-06-30"}, "peace_office")


def test_a_form_that_another_one_s_change_passes_by_never_takes_it_back(root: Path) -> None:
    app = page(**DUE)
    at = administered().entries["key_results.yml"]["g2_law_exam"].at
    deputy(root).change(at, {"due": "2026-03-31"}, starts=date(2024, 1, 1))
    app.run()
    app.text_input(key="set-key_results.yml/g2_law_exam-0-zh-name-zh").input("学法考试（改）")
    press(app, "保存更改", -1)
    assert "已记录" in app.success[0].value
    last = administered().entries["key_results.yml"]["g2_law_exam"].changes[-1]
    assert list(last.entry) == ["name"]


@pytest.mark.parametrize("way", ["undo-last", "undo-all"])
def test_an_undo_takes_back_the_changes_that_stood_on_the_page(root: Path, way: str) -> None:
    place = EntryAt("owners.yml", "justice_office")
    for name in ("一", "二"):
        at = administered().entries["owners.yml"]["justice_office"].at
        deputy(root).change(at, {"name": {**RENAMED, "zh": f"司法所（{name}）"}}, starts=date(2024, 1, 1))
    app = page(**OFFICE)
    at = administered().entries["owners.yml"]["justice_office"].at
    deputy(root).change(at, {"name": {**RENAMED, "zh": "司法所（三）"}}, starts=date(2024, 1, 1))
    next(each for each in app.button if (each.key or "").startswith(f"{way}-owners")).click().run()
    said = words(app)
    assert MEANWHILE["zh"] in said and "司法所（三）" in said
    assert len(administered().entries[place.file][place.entry_id].changes) == 3


def test_an_entry_that_is_gone_meanwhile_is_said_to_be(root: Path) -> None:
    name = {"zh": "新科室", "en": "New office"}
    deputy(root).add(EntryAt("owners.yml", "new_office"), {"name": name}, starts=date(2024, 1, 1))
    app = page(section="owners", entry="owners.yml/new_office")
    app.text_input(key="set-owners.yml/new_office-0-zh-name-zh").input("新科室（改）")
    at = administered().entries["owners.yml"]["new_office"].at
    deputy(root).undo(at)
    press(app, "保存更改", 1)
    assert "您所填的没有记录" in words(app)
    assert administered().changes == []


def test_an_entry_that_somebody_changed_meanwhile_isn_t_taken_away(root: Path) -> None:
    app = page(section="dates", entry="statutory_dates.yml/drug_control_day")
    at = administered().entries["statutory_dates.yml"]["drug_control_day"].at
    deputy(root).change(at, {"day": "06-27"}, starts=date(2024, 1, 1))
    press(app, "去掉这一条")
    assert MEANWHILE["zh"] in words(app)
    assert administered().entries["statutory_dates.yml"]["drug_control_day"].state == "changed"


def test_an_office_that_somebody_filled_meanwhile_is_left_to_them_and_the_name_stays(root: Path) -> None:
    app = page(**OFFICE)
    app.text_input(key="assign-justice_office-0-zh-name").input("甲")
    staffing(root).assign(Role("longjin", "justice_office"), starts=date(2024, 1, 1), name="乙")
    press(app, "保存更改", -1)
    assert MEANWHILE["zh"] in words(app)
    assert app.text_input(key="assign-justice_office-0-zh-name").value == "甲"
    (held,) = role_holders().values()
    assert len(held.holders) == 1


def test_an_office_is_ended_as_it_stood_on_the_page(root: Path) -> None:
    staffing(root).assign(Role("longjin", "justice_office"), starts=date(2024, 1, 1), name="甲")
    (held,) = role_holders().values()
    app = page(**OFFICE)
    staffing(root).assign(Role("longjin", "justice_office", held.seen), starts=date(2024, 2, 1), name="乙")
    press(app, "结束任职")
    assert MEANWHILE["zh"] in words(app)
    (held,) = role_holders().values()
    assert [each.until for each in held.holders] == [None, None]


@BOTH
def test_of_two_people_of_one_name_the_one_that_was_chosen_is_erased(root: Path, language: str) -> None:
    staffing(root).assign(Role("longjin", "justice_office"), starts=date(2024, 1, 1), name="张伟")
    staffing(root).assign(Role("longjin", "peace_office"), starts=date(2024, 1, 1), name="张伟")
    staffing(root).assign(Role("longjin", "grid_centre"), starts=date(2024, 1, 1), name="李娜")
    app = page(language, **OFFICE)
    people = app.selectbox(key=f"erase-who-{language}")
    assert len(set(people.options)) == 3 and sum("张伟" in each for each in people.options) == 2
    people.select(next(found.holders[0].actor_id for place, found in role_holders().items() if "peace_office" in place))
    app.run()
    sure = next(each for each in app.checkbox if each.key.startswith("erase-sure"))
    assert "张伟" in sure.label and {"zh": "平安建设", "en": "Petitions"}[language] in sure.label
    sure.check().run()
    next(each for each in app.button if (each.key or "").startswith("erase-")).click().run()
    assert app.success
    holder = {place[1]: found.holders[0].actor_id for place, found in role_holders().items()}
    names = people_names("zh")
    assert names[holder["justice_office"]] == "张伟" and names[holder["peace_office"]] == "姓名已删除的人员"
    # who is erased is offered no more, and whoever is chosen next has to be confirmed anew
    assert len(app.selectbox(key=f"erase-who-{language}").options) == 2
    assert next(each for each in app.button if (each.key or "").startswith("erase-")).disabled


def test_people_whose_names_were_erased_are_told_apart(root: Path) -> None:
    for office in ("justice_office", "peace_office"):
        staffing(root).assign(Role("longjin", office), starts=date(2024, 1, 1), name="张伟")
    for person in people_names("zh"):
        staffing(root).erase_name(person)
    app = page(**OFFICE)
    options = app.selectbox(key="assign-justice_office-0-zh-known").options
    assert len(set(options)) == len(options) == 3
