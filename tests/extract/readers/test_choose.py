"""What a file is, its content says; what it is called doesn't matter."""

from collections.abc import Callable

import pytest

from pipelines.domain.errors import BinaryDocument, BoardError, DamagedDocument, EmptyDocument, NotChinese
from pipelines.extract.readers import Limits, kind_of, read_bytes
from tests.extract.readers.files import docx_file, html_file, ods_file, pdf_file, xlsx_file, zip_file

MAKERS = {"docx": docx_file, "xlsx": xlsx_file, "ods": ods_file, "pdf": pdf_file, "html": html_file}


@pytest.mark.parametrize("ending", ["txt", "pdf", "docx", "xlsx", "html", "doc", "csv"])
@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_a_file_under_a_wrong_ending_is_read_as_what_it_is(make: Callable[[], bytes], ending: str) -> None:
    content = make()
    assert read_bytes(content, f"report.{ending}", Limits()) == read_bytes(content, "report", Limits())


def test_a_text_under_an_office_ending_is_read_as_a_text() -> None:
    assert read_bytes("审查合同92份".encode(), "report.docx", Limits()).text == "审查合同92份"


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"\x89PNG\r\n\x1a\n....", "PNG"),
        (zip_file({"report.docx": docx_file()}), "ZIP"),
        (b"Rar!\x1a\x07\x00", "RAR"),
        ("<?xml version='1.0'?><w:wordDocument>审查</w:wordDocument>".encode(), "XML"),
    ],
)
def test_a_file_that_no_reader_takes_is_refused_by_its_kind(content: bytes, found: str) -> None:
    with pytest.raises(BinaryDocument, match=rf"report\.docx.*\({found}\)"):
        read_bytes(content, "report.docx", Limits())


@pytest.mark.parametrize("make", [docx_file, xlsx_file, ods_file, pdf_file], ids=["docx", "xlsx", "ods", "pdf"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_file_cut_short_is_refused(make: Callable[[], bytes], share: float) -> None:
    content = make()
    with pytest.raises(DamagedDocument, match="damaged or cut short"):
        read_bytes(content[: int(len(content) * share)], "report", Limits())


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", EmptyDocument),
        (b"<html><body></body></html>", EmptyDocument),
        (b"<html><body>Annual report: 92 contracts</body></html>", NotChinese),
        (docx_file(lambda document: None), EmptyDocument),
        (docx_file(lambda document: document.add_paragraph("Annual report")), NotChinese),
        (xlsx_file(lambda workbook: workbook.add_worksheet()), EmptyDocument),
    ],
)
def test_a_file_without_a_chinese_text_is_refused(content: bytes, refusal: type[BoardError]) -> None:
    with pytest.raises(refusal):
        read_bytes(content, "report", Limits())


def test_an_embedded_workbook_doesn_t_make_a_word_file_a_workbook() -> None:
    from tests.extract.readers.ole_files import ole_file

    assert kind_of(ole_file(["WordDocument", "1Table"], inside=["Workbook"]), "report.doc") == "word"
    assert kind_of(ole_file(["Workbook"]), "report.et") == "sheet"
