"""资料导入: files are dropped, read, corrected and loaded; what can't be is said, and the others go on."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pipelines.api import open_board
from pipelines.jobs.build import build
from pipelines.jobs.documents import read_card
from pipelines.jobs.settings import Settings
from tests.dashboards.test_pages import opened, words
from tests.extract.readers.files import docx_file, pdf_file, printed
from tests.jobs.bad_files import encrypted_zip

BOTH = pytest.mark.parametrize("language", ["zh", "en"])
REPORT = (
    "龙津街道2025年法治政府建设年度报告（模拟数据）\n"
    "2025年，龙津街道推进法治建设。2025年学法考试完成率100%。\n"
    "审查修改合同97份，出具书面法律意见书90份。开展无人机航拍17次。\n"
    "发布日期：2026年3月20日\n"
)


@pytest.fixture
def root(root_like: Callable[..., Path]) -> Path:
    return root_like("intake", lambda root: build(Settings(data=root)))


def dropped(*files: tuple[str, bytes], language: str = "zh", **asked: str) -> AppTest:
    app = opened("intake", lang=language, org="longjin", year="2023", **asked)
    app.file_uploader[0].set_value([(name, content, "application/octet-stream") for name, content in files])
    app.run(timeout=60)
    assert not app.exception
    return app


def report(text: str = REPORT) -> bytes:
    return text.encode()


def stored(root: Path) -> list[str]:
    return sorted(folder.name for folder in (root / "documents").iterdir())


def load(app: AppTest) -> AppTest:
    app.button(key="intake-load").click().run(timeout=120)
    assert not app.exception
    return app


@BOTH
def test_a_file_is_said_as_it_was_read_and_nothing_is_stored(root: Path, language: str) -> None:
    before = stored(root)
    app = dropped(("报告.txt", report()), language=language)
    said = words(app)
    assert {"zh": "读出：指标数据3项", "en": "Read: figures 3"}[language] in said
    assert {"zh": "另有1个数字没有对应指标", "en": "Numbers without a metric: 1"}[language] in said
    title, year = app.text_input[0].value, app.number_input[0].value
    assert (title, year) == ("龙津街道2025年法治政府建设年度报告（模拟数据）", 2025)
    assert [box.value for box in app.selectbox if "-" in box.key][-2:] == ["longjin", "annual_report"]
    assert str(app.date_input[0].value) == "2026-03-20"
    assert [radio.value for radio in app.radio] == ["whole", "original"]
    assert stored(root) == before


def test_a_file_is_loaded_with_what_was_corrected_and_sent_to_review(root: Path) -> None:
    app = dropped(("报告.txt", report()))
    app.text_input[0].input("龙津街道2025年度报告（模拟数据）")
    app.radio[0].set_value("excerpt")
    app.date_input[0].set_value(None)
    app.run()
    load(app)
    assert "各项数据待审核" in words(app)
    assert "去数据审核：龙津街道2025年度" in words(app)
    (new,) = [name for name in stored(root) if name.startswith("longjin-2025")]
    card = read_card(root / "documents" / new / "card.yml")
    assert (card.title, card.extent, card.published_on) == ("龙津街道2025年度报告（模拟数据）", "excerpt", None)
    assert card.source == "报告.txt"
    assert (root / "documents" / new / card.file).read_bytes() == report()
    assert open_board(root).metric_year("longjin", 2025, "contracts_reviewed").iloc[0]["value"] == 97


@BOTH
def test_bad_files_are_each_said_and_the_good_one_is_loaded(root: Path, language: str) -> None:
    app = dropped(
        ("../../x.docx", docx_file()),
        ("报\x07告.docx", docx_file()),
        ("空.txt", b""),
        ("密.docx", encrypted_zip()),
        ("坏.docx", docx_file()[:9000]),
        ("其实是图.pdf", b"\x89PNG\r\n\x1a\n" + bytes(999)),
        ("好.txt", report()),
        ("再来.txt", report()),
        language=language,
    )
    said = words(app)
    assert sum("notice refused" in element.proto.body for element in app.get("html")) == 6
    for name in ("../../x.docx", "报\ufffd告.docx", "空.txt", "密.docx", "坏.docx", "其实是图.pdf"):
        assert name in said
    assert {"zh": "再来.txt：与“好.txt”是同一份文件", "en": "再来.txt: the same file as '好.txt'"}[language] in said
    assert {"zh": "可导入1份；其余7份", "en": "To be loaded: 1. Left out: 7"}[language] in said
    load(app)
    assert len(stored(root)) == 3


@BOTH
def test_a_file_that_is_loaded_already_is_named(root: Path, language: str) -> None:
    original = next((root / "documents" / "longjin-2023").glob("*.[!y]*"))
    app = dropped((f"又一份{original.suffix}", original.read_bytes()), language=language)
    said = words(app)
    assert "longjin-2023" in said
    assert {"zh": "这份文件此前已导入", "en": "This very file is loaded already"}[language] in said
    assert app.button(key="intake-load").disabled


@BOTH
def test_a_text_of_nobody_and_no_year_asks_for_both(root: Path, language: str) -> None:
    app = dropped(("某报告.txt", "法治工作情况报告\n全年审查合同12份。\n".encode()), language=language)
    said = words(app)
    assert {"zh": "没有出现目录中的任何填报单位", "en": "names no organisation"}[language] in said
    assert {"zh": "没有写明年度", "en": "names no year"}[language] in said
    assert app.button(key="intake-load").disabled
    next(box for box in app.selectbox if box.key.startswith("organisation-")).set_value("longjin")
    app.number_input[0].set_value(2022)
    app.run()
    load(app)
    assert open_board(root).metric_year("longjin", 2022, "contracts_reviewed").iloc[0]["value"] == 12


def test_a_file_under_a_lying_ending_is_read_as_what_it_is(root: Path) -> None:
    app = dropped(("其实是word.pdf", docx_file()))
    assert "读出" in words(app)


@BOTH
def test_scanned_pages_among_others_are_said_and_make_an_excerpt(root: Path, language: str) -> None:
    app = dropped(
        ("半扫描.pdf", pdf_file([printed(REPORT.splitlines()[:1]), None])),
        language=language,
    )
    assert {"zh": "第 2 页是没有文字的扫描页", "en": "page(s) 2 are scans"}[language] in words(app)
    assert app.radio[0].value == "excerpt"


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice isn't installed")
def test_an_older_word_file_is_read_through_libreoffice(root: Path) -> None:
    rtf = r"{\rtf1\ansi " + "".join(f"\\u{ord(each)}?" for each in "龙津街道2025年法治政府建设年度报告") + "}"
    assert "读出" in words(dropped(("报告.rtf", rtf.encode())))


def test_what_was_corrected_stays_in_the_other_language(root: Path) -> None:
    app = dropped(("报告.txt", report()))
    next(box for box in app.selectbox if box.key.startswith("organisation-")).set_value("liwan")
    app.text_input[0].input("另一标题（模拟数据）")
    app.radio[1].set_value("restatement")
    app.run()
    for language in ("en", "zh"):
        app.query_params["lang"] = language
        app.run()
        assert next(box for box in app.selectbox if box.key.startswith("organisation-")).value == "liwan"
        assert (app.text_input[0].value, app.radio[1].value) == ("另一标题（模拟数据）", "restatement")


def test_what_was_loaded_is_no_longer_kept_in_memory(root: Path) -> None:
    app = load(dropped(("报告.txt", report())))
    assert not app.session_state["intake-checks"]


def test_a_file_over_the_limit_is_refused_in_words(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAZHI_MAX_DOCUMENT_MB", "0.1")
    app = dropped(("大.txt", b"a" * 200_000))
    assert "大.txt：文件有" in words(app) and "0.1 MB" in words(app)


def test_with_approval_on_the_page_says_what_it_waits_for(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAZHI_APPROVAL", "true")
    before = open_board(root).edition_id
    app = load(dropped(("报告.txt", report())))
    assert "待审定的数据版本" in words(app) and "pipelines publish" in words(app)
    assert open_board(root).edition_id == before
    assert "去数据审核" not in words(app)


def test_real_reports_stay_out_of_made_up_data_and_nothing_is_stored(root: Path) -> None:
    (root / "synthetic").touch()
    before = stored(root)
    app = load(dropped(("报告.txt", report(REPORT.replace("（模拟数据）", "")))))
    assert "没有导入任何文件" in words(app)
    assert stored(root) == before


def test_a_draft_goes_to_the_page_before_signing(root: Path) -> None:
    app = dropped(("送审稿.txt", report(REPORT.replace("年度报告", "年度报告（送审稿）"))))
    assert "只用于签发前比对" in words(app)
    assert "去签发前比对：龙津街道2025年度" in words(load(app))


def test_an_earlier_edition_takes_nothing_in(root: Path) -> None:
    earlier = open_board(root).edition_id
    load(dropped(("报告.txt", report())))
    app = opened("intake", lang="zh", edition=earlier)
    assert "不能导入" in words(app) and not app.file_uploader
