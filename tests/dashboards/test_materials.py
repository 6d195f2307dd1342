"""材料库: files are stored, found, described, withdrawn; other pages choose and name them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboards.widgets import materials as widget
from pipelines.api import MaterialCard, add_material, materials, today
from pipelines.domain.register import Decision, Subject
from pipelines.jobs.build import build
from pipelines.jobs.materials import MaterialStore
from pipelines.jobs.people import Person
from pipelines.jobs.register import register_of
from pipelines.jobs.settings import Settings
from tests.dashboards.test_pages import opened, words

BOTH = pytest.mark.parametrize("language", ["zh", "en"])
CARD = MaterialCard("longjin", "会议纪要<b>", date(2023, 3, 1), date(2023, 3, 1), "justice_office")


@pytest.fixture
def root(root_like: Callable[..., Path]) -> Path:
    return root_like("today", lambda root: build(Settings(data=root)))


def page(language: str = "zh", **asked: str) -> AppTest:
    return opened("materials", lang=language, org="longjin", year="2023", **asked)


def button(app: AppTest, label: str):
    return next(each for each in app.button if each.label == label)


def tick(app: AppTest, name: str):
    return next(each for each in app.checkbox if each.key.startswith(name)).check()


@BOTH
def test_several_files_are_stored_at_once_and_a_refused_one_is_named(root: Path, language: str) -> None:
    app = page(language)
    files = [("纪要.pdf", b"one", "application/pdf"), ("空.pdf", b"", "application/pdf")]
    app.file_uploader[0].set_value(files).run()
    assert [each.value for each in app.text_input][:2] == ["纪要", "空"]
    button(app, {"zh": "存入2份", "en": "Store 2"}[language]).click().run()
    assert not app.exception
    said = words(app)
    assert {"zh": "已存入“纪要”", "en": "Stored: 纪要"}[language] in said
    assert {"zh": "空.pdf：文件是空的", "en": "空.pdf: the file is empty"}[language] in said
    assert {"zh": "共1份", "en": "1 in all"}[language] in said
    (row,) = materials("longjin")
    assert (row["title"], row["period_start"], row["uses"]) == ("纪要", date(2023, 1, 1), 0)


def test_the_list_is_narrowed_by_text_office_and_year(root: Path) -> None:
    add_material(b"one", "a.pdf", CARD)
    later = (date(2024, 1, 1), date(2024, 12, 31))
    add_material(b"two", "b.pdf", MaterialCard("longjin", "培训照片", *later, "peace_office"))
    app = page()
    assert "共2份，符合条件2份" in words(app)
    app.text_input(key="material-text").input("照片").run()
    assert "共2份，符合条件1份" in words(app) and "会议纪要" not in words(app)
    app.text_input(key="material-text").input("B.PDF").run()
    assert "培训照片" in words(app)
    app.text_input(key="material-text").input("").run()
    app.selectbox(key="material-year-zh").select(2023).run()
    assert "会议纪要" in words(app) and "培训照片" not in words(app)
    app.selectbox(key="material-year-zh").select(None).run()
    app.selectbox(key="material-owner-zh").select("peace_office").run()
    assert "培训照片" in words(app) and "会议纪要" not in words(app)


@BOTH
def test_a_material_in_use_is_withdrawn_after_its_places_were_seen(root: Path, language: str) -> None:
    material_id = add_material(b"one", "a.pdf", CARD)
    with register_of(Settings(data=root)) as register:
        payload = {"materials": [material_id], "metric_id": "law_trainings"}
        register.record(Decision(Subject("figure", "a1"), "noted", Person().acting("figure.note", "longjin"), payload))
    app = page(language, material=material_id)
    said = words(app)
    assert {"zh": "使用之处（1）", "en": "Where it is used (1)"}[language] in said
    assert {"zh": "指标数据：法治培训", "en": "figure: "}[language] in said
    assert app.button(key="material-withdraw").disabled
    tick(app, "material-although").run()
    app.button(key="material-withdraw").click().run()
    assert not app.exception
    assert {"zh": "已撤下“会议纪要", "en": "Withdrawn: 会议纪要"}[language] in words(app)
    assert materials("longjin") == []
    assert page(language).selectbox  # the list still opens


def test_a_material_is_described_otherwise_and_its_file_deleted_after_its_retention(root: Path) -> None:
    material_id = add_material(b"one", "a.pdf", CARD)
    app = page(material=material_id)
    assert not [each for each in app.button if each.key == "material-purge"]
    next(each for each in app.text_input if each.label == "标题").input("会议记录")
    next(each for each in app.date_input if each.label == "保管至（长期则留空）").set_value(date(2024, 1, 1))
    button(app, "保存修改").click().run()
    assert not app.exception and "会议记录" in words(app)
    tick(app, "material-sure").run()
    app.button(key="material-purge").click().run()
    assert "已删除“会议记录”的文件" in words(app)
    assert not (root / "register" / "materials" / material_id).exists()


@BOTH
def test_an_unknown_material_is_answered_in_words(root: Path, language: str) -> None:
    said = words(page(language, material="<b>x"))
    assert {"zh": "龙津街道没有这份材料（<b>x）", "en": "has no such material (<b>x)"}[language] in said


def test_an_earlier_edition_takes_no_files(root: Path) -> None:
    earlier = next((root / "warehouse" / "editions").iterdir()).name
    build(Settings(data=root), as_of=date(2025, 1, 31))
    assert "不能存入" in words(page(edition=earlier))


def test_a_title_is_no_markdown(root: Path) -> None:
    add_material(b"one", "a.pdf", replace(CARD, title="![x](http://x.example/y) :red[z] $k$ 第1稿"))
    assert "![x](http://x.example/y) :red[z] $k$ 第1稿" in words(page())


def test_names_of_materials_are_text_and_lead_to_their_pages(root: Path) -> None:
    material_id = add_material(b"one", "a.pdf", CARD)
    shown = widget.named([material_id, "0" * 64], "zh")
    assert "会议纪要&lt;b&gt;" in shown and f"material={material_id}" in shown
    assert widget.named([], "zh") == ""


def test_a_form_takes_known_and_new_materials(root: Path) -> None:
    known = add_material(b"one", "a.pdf", CARD)

    def form() -> None:
        import streamlit as st

        from dashboards.widgets import materials as widget

        with st.form("f"):
            chosen = widget.choose("zh", "longjin", "proof")
            if st.form_submit_button("保存"):
                st.write(" ".join(chosen))

    app = AppTest.from_function(form)
    app.run()
    app.multiselect[0].select(known)
    app.file_uploader[0].set_value([("b.pdf", b"two", ""), ("c.pdf", b"one", ""), ("d.pdf", b"", "")])
    app.button[0].click().run()
    assert not app.exception
    new = next(each["material_id"] for each in materials("longjin") if each["name"] == "b.pdf")
    assert app.markdown[0].value == f"{known} {new}"
    assert "d.pdf：文件是空的" in words(app)


MEANWHILE = {"zh": "晚于您打开的时间", "en": "after you opened it"}


def deputy(root: Path) -> MaterialStore:
    """Somebody else who works on the materials."""
    return MaterialStore(Settings(data=root), Person("deputy", frozenset({"approver"})))


def used_in(root: Path, figure: str, material_id: str) -> None:
    with register_of(Settings(data=root)) as register:
        payload = {"materials": [material_id], "metric_id": "law_trainings"}
        register.record(
            Decision(Subject("figure", figure), "noted", Person().acting("figure.note", "longjin"), payload)
        )


def field(app: AppTest, kind: str, label: str):
    return next(each for each in getattr(app, kind) if each.label == label)


@BOTH
def test_who_describes_a_material_second_is_told_and_keeps_what_they_typed(root: Path, language: str) -> None:
    material_id = add_material(b"one", "a.pdf", CARD)
    (row,) = materials("longjin")
    app = page(language, material=material_id)
    title = field(app, "text_input", {"zh": "标题", "en": "Title"}[language])
    title.input("会议记录")
    deputy(root).change(material_id, replace(CARD, title="别的标题", is_public=True), seen=row["seen"])
    save = {"zh": "保存修改", "en": "Save"}[language]
    button(app, save).click().run()
    assert not app.exception and MEANWHILE[language] in words(app)
    assert materials("longjin")[0]["title"] == "别的标题"
    # what was typed stays, what was left alone shows what the other one made of it, and isn't taken back
    assert app.text_input(key=title.key).value == "会议记录"
    button(app, save).click().run()
    (row,) = materials("longjin")
    assert (row["title"], row["is_public"]) == ("会议记录", True)
    assert not app.warning


def test_a_material_that_came_to_be_used_meanwhile_is_withdrawn_only_once_its_places_were_seen(root: Path) -> None:
    material_id = add_material(b"one", "a.pdf", CARD)
    app = page(material=material_id)
    used_in(root, "a1", material_id)
    app.button(key="material-withdraw").click().run()
    assert "该材料已用于 1 处" in words(app) and len(materials("longjin")) == 1
    tick(app, "material-although").run()
    used_in(root, "a2", material_id)
    app.button(key="material-withdraw").click().run()
    assert "该材料已用于 2 处" in words(app) and len(materials("longjin")) == 1
    # the places that came since are to be looked at too
    assert app.button(key="material-withdraw").disabled
    tick(app, "material-although").run()
    app.button(key="material-withdraw").click().run()
    assert "已撤下“会议纪要" in words(app) and materials("longjin") == []


def test_a_tick_for_one_material_holds_for_that_one_alone(root: Path) -> None:
    first, second = (add_material(each, "a.pdf", CARD) for each in (b"one", b"two"))
    for each in (first, second):
        used_in(root, f"f{each[:6]}", each)
    app = page(material=first)
    tick(app, "material-although").run()
    assert not app.button(key="material-withdraw").disabled
    app.query_params["material"] = second
    app.run()
    assert app.button(key="material-withdraw").disabled


def test_what_somebody_deleted_meanwhile_is_said(root: Path) -> None:
    material_id = add_material(b"one", "a.pdf", replace(CARD, keep_until=date(2024, 1, 1)))
    (row,) = materials("longjin")
    app = page(material=material_id)
    deputy(root).purge(material_id, seen=row["seen"])
    button(app, "保存修改").click().run()
    assert not app.exception and "没有可用的材料" in words(app)


def test_each_file_has_the_title_of_its_own_name_whichever_is_taken_out(root: Path) -> None:
    app = page()
    files = [("甲.pdf", b"one", "application/pdf"), ("乙.pdf", b"two", "application/pdf")]
    app.file_uploader[0].set_value(files).run()
    app.file_uploader[0].set_value(files[1:]).run()
    assert app.text_input[0].value == "乙"


def test_a_material_is_kept_for_thirty_years(root: Path) -> None:
    material_id = add_material(b"one", "a.pdf", CARD)
    app = page(material=material_id)
    until = date(today().year + 30, 12, 31)
    kept = field(app, "date_input", "保管至（长期则留空）")
    assert kept.max >= until and kept.min <= date(1990, 1, 1)
    kept.set_value(until)
    button(app, "保存修改").click().run()
    assert materials("longjin")[0]["keep_until"] == until
    # and for good again
    field(app, "date_input", "保管至（长期则留空）").set_value(None)
    button(app, "保存修改").click().run()
    assert materials("longjin")[0]["keep_until"] is None


def test_of_two_materials_of_one_title_the_one_that_was_chosen_is_taken(root: Path) -> None:
    ids = [add_material(each, name, CARD) for each, name in ((b"one", "a.pdf"), (b"two", "b.pdf"), (b"three", "b.pdf"))]

    def form() -> None:
        import streamlit as st

        from dashboards.widgets import materials as widget

        st.write(" ".join(widget.choose("zh", "longjin", "proof")))

    app = AppTest.from_function(form)
    app.run()
    assert len(set(app.multiselect[0].options)) == 3 and "会议纪要<b> · a.pdf" in app.multiselect[0].options
    for each in ids:
        app.multiselect[0].set_value([each]).run()
        assert app.markdown[0].value == each


def test_a_file_s_name_is_no_markup_where_it_is_refused(root: Path) -> None:
    def form() -> None:
        from dashboards.widgets import materials as widget

        widget.choose("zh", "longjin", "proof")

    app = AppTest.from_function(form)
    app.run()
    app.file_uploader[0].set_value([("![x](http://x.example/y).pdf", b"", "")]).run()
    assert not app.error and "![x](http://x.example/y).pdf" in words(app)
