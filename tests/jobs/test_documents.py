"""Documents and their cards: loaded under their hash, refused where a card can't be used.

Longer than other files because it is a list of cases.
"""

import resource
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
import yaml

from pipelines.domain.errors import (
    BadCard,
    BoardError,
    DamagedDocument,
    DocumentAltered,
    DocumentTooLarge,
    DoubledDocument,
    EmptyDocument,
    LoadedOtherwise,
    LostCard,
    MissingFile,
    NotAFile,
    SameBytes,
    SeveralRefused,
    UnreadableCard,
)
from pipelines.domain.errors import UnknownOrganisation as UnknownOrg
from pipelines.jobs.build import build
from pipelines.jobs.documents import Intake, ingest, load_documents, read_card, read_stream
from pipelines.jobs.inspect import check
from pipelines.jobs.root import Root
from pipelines.jobs.settings import Settings
from pipelines.jobs.verify import verify
from pipelines.warehouse.editions import Warehouse
from pipelines.wording import explain
from tests.extract.readers.files import TITLE, docx_file, html_file, pdf_file

ORIGINAL = (
    "龙津街道2023年法治政府建设年度报告\n"
    "2023年，龙津街道推进法治建设。2023年学法考试完成率100%。\n"
    "审查修改合同95份，出具书面法律意见书88份。\n"
)


@pytest.fixture
def original(tmp_path: Path) -> Path:
    file = tmp_path / "original.txt"
    file.write_text(ORIGINAL, encoding="utf-8")
    return file


def stored(root: Path) -> set[str]:
    return {folder.name for folder in (root / "documents").iterdir()}


def change_card(root: Path, **values: object) -> Path:
    path = root / "documents" / "longjin-2023" / "card.yml"
    content = yaml.safe_load(path.read_text(encoding="utf-8")) | values
    content = {key: value for key, value in content.items() if value is not ...}
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return path


def test_the_shipped_documents_load_with_their_cards(data_root: Path, catalogue) -> None:
    documents = load_documents(data_root / "documents", catalogue)
    assert [(item.card.document_id, item.card.extent, item.card.nature) for item in documents] == [
        ("longjin-2023", "whole", "restatement"),
        ("longjin-2024", "excerpt", "restatement"),
    ]


def test_a_file_is_stored_under_its_hash_with_a_card_proposed_from_its_text(data_root: Path, original: Path) -> None:
    (card,) = ingest(Settings(), [original], Intake())
    assert (card.organisation_id, card.year, card.extent, card.nature) == ("longjin", 2023, "whole", "original")
    assert card.title == "龙津街道2023年法治政府建设年度报告"
    assert card.document_id == f"longjin-2023-{card.sha256[:12]}"
    folder = data_root / "documents" / card.document_id
    assert (folder / card.file).read_bytes() == original.read_bytes()
    assert read_card(folder / "card.yml") == card
    assert stored(data_root) == {"longjin-2023", "longjin-2024", card.document_id}


def test_what_a_person_says_of_a_file_comes_before_what_its_text_says(data_root: Path, original: Path) -> None:
    intake = Intake("liwan", 2022, "标题", "发布者", "来源", date(2024, 2, 1), "excerpt", "restatement")
    (card,) = ingest(Settings(), [original], intake)
    assert (card.organisation_id, card.year, card.title, card.publisher) == ("liwan", 2022, "标题", "发布者")
    assert (card.source, card.published_on, card.extent) == ("来源", date(2024, 2, 1), "excerpt")
    assert card.nature == "restatement"


def test_the_same_file_twice_is_stored_once(data_root: Path, original: Path, tmp_path: Path) -> None:
    twin = tmp_path / "twin.md"
    twin.write_bytes(original.read_bytes())
    first = ingest(Settings(), [original], Intake())
    assert ingest(Settings(), [original], Intake()) == first
    assert ingest(Settings(), [twin, original], Intake()) == first * 2
    assert len(stored(data_root)) == 3


def test_a_bad_file_among_good_ones_stores_nothing(data_root: Path, original: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"")
    with pytest.raises(BoardError, match="bad"):
        ingest(Settings(), [original, bad], Intake())
    assert stored(data_root) == {"longjin-2023", "longjin-2024"}


def test_every_bad_file_of_a_batch_is_named_at_once(data_root: Path, original: Path, tmp_path: Path) -> None:
    empty, cut = tmp_path / "empty.txt", tmp_path / "cut.docx"
    empty.write_bytes(b"")
    cut.write_bytes(docx_file()[:5000])
    with pytest.raises(SeveralRefused) as refusal:
        ingest(Settings(), [empty, original, tmp_path / "nowhere.pdf", cut], Intake())
    assert [type(fault) for fault in refusal.value.parts["faults"]] == [EmptyDocument, MissingFile, DamagedDocument]
    for language in ("zh", "en"):
        said = explain(refusal.value, language)
        assert all(name in said for name in ("empty.txt", "nowhere.pdf", "cut.docx"))
        assert "original.txt" not in said
    assert stored(data_root) == {"longjin-2023", "longjin-2024"}


@pytest.mark.parametrize(
    ("name", "make"),
    [("r.docx", docx_file), ("r.pdf", pdf_file), ("r.html", html_file), ("r.doc", html_file), ("r.pdf", docx_file)],
)
def test_a_report_in_any_format_is_stored_as_it_came_and_builds(
    data_root: Path, tmp_path: Path, name: str, make: Callable[[], bytes]
) -> None:
    file = tmp_path / name
    file.write_bytes(make())
    (card,) = ingest(Settings(), [file], Intake())
    assert (card.organisation_id, card.year, card.title) == ("longjin", 2023, TITLE)
    assert (data_root / "documents" / card.document_id / card.file).read_bytes() == make()
    outcome = build(Settings(), as_of=date(2025, 1, 31))
    with Warehouse(Root(data_root).warehouse).connect(outcome.manifest.edition_id) as connection:
        (value,) = connection.execute(
            "select cast(value as integer) from marts.metric_year"
            " where year = 2023 and metric_id = 'contracts_reviewed'"
        ).fetchall()[0]
        ((place,),) = connection.execute(
            "select place from marts.observation where metric_id = 'contracts_reviewed' and document_id = $id",
            {"id": card.document_id},
        ).fetchall()
    assert value == 92
    known = {key: part for key, part in place.items() if part is not None}
    assert known == ({"page": 1, "row": 2} if make is pdf_file else {"paragraph": 2})
    assert verify(Settings())[1] >= 2


def test_what_a_page_says_of_itself_is_proposed(data_root: Path, tmp_path: Path) -> None:
    head = f'<title>{TITLE}_荔湾区政府网</title><meta name="PubDate" content="2024-01-12 09:00">'
    file = tmp_path / "page.html"
    file.write_bytes(html_file("<div>首页 荔湾区 广州市</div><p>2022年、2022年、2023年审查合同92份。</p>", head=head))
    (card,) = ingest(Settings(), [file], Intake())
    assert (card.title, card.organisation_id, card.year) == (TITLE, "longjin", 2023)
    assert card.published_on == date(2024, 1, 12)


def test_a_gigabyte_is_refused_by_its_size_before_it_is_read(data_root: Path, tmp_path: Path) -> None:
    file = tmp_path / "huge.txt"
    with file.open("wb") as opened:
        opened.truncate(1_000_000_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(DocumentTooLarge, match=r"1000\.0 MB"):
        ingest(Settings(), [file], Intake())
    with file.open("rb") as opened, pytest.raises(DocumentTooLarge, match="> 50 MB"):
        read_stream(opened, Settings(), where="-")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000


def test_a_stored_document_leaves_no_half_folder_where_storing_fails(
    data_root: Path, original: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("pipelines.jobs.documents.Path.write_bytes", full)
    with pytest.raises(OSError, match="disk full"):
        ingest(Settings(), [original], Intake())
    assert stored(data_root) == {"longjin-2023", "longjin-2024"}


def test_ingesting_builds_nothing(data_root: Path, original: Path) -> None:
    ingest(Settings(), [original], Intake())
    assert not (data_root / "warehouse").exists()


def test_the_original_supersedes_its_restatement_after_a_build(data_root: Path, original: Path) -> None:
    build(Settings(), as_of=date(2025, 1, 31))
    (card,) = ingest(Settings(), [original], Intake())
    outcome = build(Settings(), as_of=date(2025, 1, 31))
    with Warehouse(Root(data_root).warehouse).connect(outcome.manifest.edition_id) as connection:
        told = connection.execute(
            "select superseded_by from marts.document where document_id = 'longjin-2023'"
        ).fetchone()
        figures = connection.execute(
            "select metric_id, cast(value as integer) from marts.metric_year where year = 2023 and value is not null"
        ).fetchall()
    assert told == (card.document_id,)
    assert dict(figures) == {"law_exam_completion_rate": 100, "contracts_reviewed": 95, "legal_opinions_issued": 88}


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"year": "soon"}, "year is 'soon'. Allowed: 1990–2100"),
        ({"year": 1850}, "year is '1850'"),
        ({"year": 12023}, "year is '12023'"),
        ({"extent": "part"}, "extent is 'part'. Allowed: whole, excerpt"),
        ({"nature": "copy"}, "nature is 'copy'"),
        ({"colour": "red"}, "colour is 'red'. Allowed: document_id, organisation_id, year"),
        ({"title": ""}, "title is ''"),
        ({"title": "一\n二"}, "title is '一"),
        ({"title": ...}, "title is '-'"),
        ({"sha256": "abc"}, "sha256 is 'abc'"),
        ({"file": "../report.txt"}, "file is '../report.txt'"),
        ({"document_id": "Longjin 2023"}, "document_id is 'Longjin 2023'"),
        ({"published_on": "yesterday"}, "published_on is 'yesterday'. Allowed: YYYY-MM-DD"),
    ],
)
def test_a_card_with_a_wrong_key_is_refused_with_the_key(data_root: Path, values: dict, found: str) -> None:
    path = change_card(data_root, **values)
    with pytest.raises(BadCard) as refusal:
        check(Settings())
    assert str(refusal.value).startswith(f"{path}: {found}")


@pytest.mark.parametrize(
    "content",
    ["a: [", "- one\n- two\n", "", "just words", "year: 2023\nyear: 2024\n", "published_on: 2024-02-30\n", "[" * 5000],
)
def test_a_card_that_is_no_card_is_refused(data_root: Path, content: str) -> None:
    path = data_root / "documents" / "longjin-2023" / "card.yml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UnreadableCard, match=r"card\.yml"):
        check(Settings())


def test_a_card_that_is_not_utf_8_is_refused(data_root: Path) -> None:
    path = data_root / "documents" / "longjin-2023" / "card.yml"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))
    with pytest.raises(UnreadableCard):
        check(Settings())


def test_an_altered_document_is_refused_with_both_hashes(data_root: Path) -> None:
    file = data_root / "documents" / "longjin-2023" / "report.txt"
    file.write_text(file.read_text(encoding="utf-8").replace("92份", "93份"), encoding="utf-8")
    with pytest.raises(DocumentAltered, match="changed after it was loaded") as refusal:
        check(Settings())
    assert refusal.value.parts["expected"] == "366950afda32"


def test_a_document_whose_file_is_gone_is_refused(data_root: Path) -> None:
    (data_root / "documents" / "longjin-2023" / "report.txt").unlink()
    with pytest.raises(MissingFile, match=r"report\.txt"):
        check(Settings())


def test_a_document_of_nobody_known_is_refused(data_root: Path) -> None:
    change_card(data_root, organisation_id="yuexiu")
    with pytest.raises(UnknownOrg, match=r"'yuexiu'.*guangzhou, liwan, longjin"):
        check(Settings())


def test_one_id_on_two_cards_is_refused(data_root: Path) -> None:
    change_card(data_root, document_id="longjin-2024")
    with pytest.raises(DoubledDocument, match="stands on two cards"):
        check(Settings())


def test_one_file_on_two_cards_is_refused(data_root: Path) -> None:
    folder = data_root / "documents"
    shutil.copytree(folder / "longjin-2023", folder / "twin")
    card = folder / "twin" / "card.yml"
    text = card.read_text(encoding="utf-8")
    card.write_text(text.replace("document_id: longjin-2023", "document_id: twin"), encoding="utf-8")
    with pytest.raises(SameBytes, match=r"twin: the same file as document 'longjin-2023'"):
        check(Settings())


@pytest.mark.parametrize(
    ("intake", "found"),
    [
        (Intake(year=2024), "year: 2023"),
        (Intake(extent="excerpt"), "extent: whole"),
        (Intake(title="别的", nature="restatement"), "title: 龙津街道2023年法治政府建设年度报告, nature: original"),
        (Intake(organisation_id="liwan"), "organisation_id: longjin"),
        (Intake(published_on=date(2024, 3, 1)), "published_on: None"),
    ],
)
def test_a_file_loaded_again_with_other_words_is_refused(
    data_root: Path, original: Path, intake: Intake, found: str
) -> None:
    (card,) = ingest(Settings(), [original], Intake())
    with pytest.raises(LoadedOtherwise) as refusal:
        ingest(Settings(), [original], intake)
    assert f"loaded already as {card.document_id}, with {found}" in str(refusal.value)
    assert str(data_root / "documents" / card.document_id / "card.yml") in str(refusal.value)
    assert ingest(Settings(), [original], Intake(year=2023, extent="whole")) == [card]


@pytest.mark.parametrize(
    ("intake", "found"),
    [
        (Intake(year=0), "year is '0'"),
        (Intake(year=20230), "year is '20230'"),
        (Intake(title=" "), "title is ' '"),
        (Intake(title="长" * 300), "title is '长长"),
        (Intake(source="x" * 501), "source is 'x"),
    ],
)
def test_words_that_no_card_can_hold_are_refused_at_intake(
    data_root: Path, original: Path, intake: Intake, found: str
) -> None:
    with pytest.raises(BadCard) as refusal:
        ingest(Settings(), [original], intake)
    assert found in str(refusal.value)
    assert stored(data_root) == {"longjin-2023", "longjin-2024"}


def test_a_lost_card_comes_back_and_a_strange_folder_stays(data_root: Path, original: Path) -> None:
    (card,) = ingest(Settings(), [original], Intake())
    folder = data_root / "documents" / card.document_id
    (folder / "card.yml").unlink()
    assert ingest(Settings(), [original], Intake()) == [card]
    assert read_card(folder / "card.yml") == card
    (folder / "card.yml").unlink()
    (folder / card.file).write_text("别的文字", encoding="utf-8")
    with pytest.raises(LostCard, match=card.document_id):
        ingest(Settings(), [original], Intake())
    assert (folder / card.file).read_text(encoding="utf-8") == "别的文字"


def test_a_file_over_the_limit_and_a_folder_are_refused(
    data_root: Path, original: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAZHI_MAX_DOCUMENT_MB", "0.0001")
    with pytest.raises(DocumentTooLarge, match="FAZHI_MAX_DOCUMENT_MB"):
        ingest(Settings(), [original], Intake())
    with pytest.raises(NotAFile, match="this is a folder"):
        ingest(Settings(), [original.parent], Intake())
    assert stored(data_root) == {"longjin-2023", "longjin-2024"}


def test_intakes_at_one_time_store_a_file_once(data_root: Path, original: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        cards = list(pool.map(lambda _: ingest(Settings(), [original], Intake())[0], range(16)))
    assert len({card.document_id for card in cards}) == 1
    assert stored(data_root) == {"longjin-2023", "longjin-2024", cards[0].document_id}
    check(Settings())
