"""Reports through the API that pages use: looked at, loaded all or none, bad names and files refused."""

from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.api import check_document, explain, load_documents, open_board
from pipelines.domain.errors import BadFileName, BoardError, BuildRunning, ChecksFailed, DocumentTooLarge, EmptyDocument
from pipelines.jobs import build as building
from tests.jobs.bad_files import BAD_FILES

REPORT = "龙津街道2025年法治政府建设年度报告\n全年审查合同97份，开展法治培训86场次。\n"


def stored(root: Path) -> list[str]:
    return sorted(folder.name for folder in (root / "documents").iterdir())


def report(text: str = REPORT) -> bytes:
    return text.encode()


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_harmful_or_damaged_file_is_refused_in_both_languages_and_leaves_nothing(data_root: Path, name: str) -> None:
    file, content, refusal = BAD_FILES[name]
    before = stored(data_root)
    with pytest.raises(refusal) as refused:
        check_document(content, file, "zh")
    for language in ("zh", "en"):
        said = explain(refused.value, language)
        assert said.startswith(file) and "/tmp" not in said
    assert stored(data_root) == before


@pytest.mark.parametrize(
    "name",
    ["../../x.docx", "/etc/x.docx", "..\\x.docx", ".docx", "", "a\0b.txt", "报\n告.txt", "x\u202etxt.exe", "长" * 130],
)
def test_a_name_that_leads_elsewhere_or_hides_something_is_refused(data_root: Path, name: str) -> None:
    with pytest.raises(BadFileName) as refused:
        check_document(report(), name, "zh")
    assert all(character == "\ufffd" or character.isprintable() for character in explain(refused.value, "zh"))


@pytest.mark.parametrize("name", ["龙津　2025年(终稿).txt", "a b-c_d.final.txt", "~$x.txt", "<b>粗.txt"])
def test_any_other_name_is_only_shown(data_root: Path, name: str) -> None:
    assert check_document(report(), name, "zh").intake.year == 2025


def test_an_empty_file_and_one_over_the_limit_are_refused(data_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(EmptyDocument):
        check_document(b"", "空.docx", "zh")
    monkeypatch.setenv("FAZHI_MAX_DOCUMENT_MB", "0.01")
    with pytest.raises(DocumentTooLarge):
        check_document(b"a" * 20_000, "大.txt", "zh")


def test_two_files_of_one_name_are_two_documents_each_with_its_own_words(data_root: Path) -> None:
    first = check_document(report(), "报告.txt", "zh")
    second = check_document(report(REPORT.replace("2025", "2022")), "报告.txt", "zh")
    loaded = load_documents([(first, first.intake), (second, replace(second.intake, extent="excerpt"))])
    assert [(card.year, card.extent) for card in loaded.documents] == [(2025, "whole"), (2022, "excerpt")]
    assert loaded.is_published and open_board(data_root).edition_id == loaded.edition_id
    again = check_document(report(), "同一份.md", "zh")
    assert again.same_as == loaded.documents[0]


def test_a_file_is_read_once(data_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checked = check_document(report(), "报告.txt", "zh")
    monkeypatch.setattr("pipelines.jobs.reading.ReaderProcess.read", lambda *_: pytest.fail("read again"))
    monkeypatch.setattr(building, "raw_of", lambda *_, **__: _refused(BuildRunning(where="x")))
    assert load_documents([(checked, checked.intake)]).edition_id is None


def test_one_that_cant_be_stored_stores_none(data_root: Path) -> None:
    good = check_document(report(), "好.txt", "zh")
    bad = check_document(report(REPORT + "另一份。\n"), "坏.txt", "zh")
    before = stored(data_root)
    with pytest.raises(BoardError, match="title"):
        load_documents([(good, good.intake), (bad, replace(bad.intake, title="长" * 300))])
    assert stored(data_root) == before


def test_what_can_t_be_built_is_taken_out_again(data_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checked = check_document(report(), "报告.txt", "zh")
    before = stored(data_root)
    monkeypatch.setattr(building, "raw_of", lambda *_, **__: _refused(ChecksFailed(where="x", count=1, faults="y")))
    with pytest.raises(ChecksFailed):
        load_documents([(checked, checked.intake)])
    assert stored(data_root) == before


def test_while_another_build_runs_the_document_stays_for_the_next(data_root: Path) -> None:
    checked = check_document(report(), "报告.txt", "zh")
    with building.Warehouse(data_root / "warehouse").building():
        loaded = load_documents([(checked, checked.intake)])
    assert (loaded.edition_id, loaded.is_published) == (None, False)
    assert loaded.documents[0].document_id in stored(data_root)


def _refused(error: BoardError) -> None:
    raise error
