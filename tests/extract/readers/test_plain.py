"""Files → characters, or a refusal that says what the file is."""

from pathlib import Path

import pytest

from pipelines.domain.errors import (
    BinaryDocument,
    EmptyDocument,
    MissingFile,
    NotAFile,
    NotChinese,
    UnknownEncoding,
    UnknownFormat,
)
from pipelines.extract.readers import check_name, decode_text

TEXT = "龙津街道2023年法治政府建设报告。\n审查合同92份。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_a_chinese_text_is_read_in_its_encoding(encoding: str) -> None:
    assert decode_text(TEXT.encode(encoding), where="x") == TEXT


def test_a_traditional_text_in_big5_is_read() -> None:
    text = "龍津街道2023年法治政府建設報告：本年度學法考試完成率100%，受理案件12件。"
    assert decode_text(text.encode("big5"), where="x") == text


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_line_ends_become_line_feeds_before_any_place_is_counted(line_end: str) -> None:
    assert decode_text(TEXT.replace("\n", line_end).encode(), where="x") == TEXT


@pytest.mark.parametrize("content", [b"", b" \n\t ", b"\xef\xbb\xbf", "\u3000\n".encode()])
def test_a_file_without_text_is_refused(content: bytes) -> None:
    with pytest.raises(EmptyDocument, match="report"):
        decode_text(content, where="report.txt")


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04....", "ZIP/Office"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
    ],
)
def test_a_file_that_is_no_text_is_refused_by_its_kind(content: bytes, found: str) -> None:
    with pytest.raises(BinaryDocument) as refusal:
        decode_text(content, where="report.txt")
    assert refusal.value.parts == {"where": "report.txt", "found": found}


@pytest.mark.parametrize("content", [bytes(range(256)) * 8, "报告".encode() + b"\x00\x01\x02" * 40])
def test_bytes_in_no_known_encoding_are_refused(content: bytes) -> None:
    with pytest.raises(UnknownEncoding, match=r"report\.txt.*GB18030"):
        decode_text(content, where="report.txt")


def test_an_english_text_is_refused_with_its_share_of_chinese() -> None:
    with pytest.raises(NotChinese, match="only 0%"):
        decode_text(b"Annual report on the rule of law: 92 contracts.", where="report.txt")


def test_an_ending_that_no_reader_takes_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "report.pptx"
    file.write_text(TEXT, encoding="utf-8")
    with pytest.raises(UnknownFormat, match=r"'\.pptx'.*\.txt, \.md, .*\.docx"):
        check_name(file)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MissingFile, match="nowhere"):
        check_name(tmp_path / "nowhere.txt")
    with pytest.raises(NotAFile, match="this is a folder"):
        check_name(tmp_path)


@pytest.mark.parametrize("name", ["report.txt", "report.MD"])
def test_text_and_markdown_are_read(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_text(TEXT, encoding="utf-8")
    check_name(file)
    assert decode_text(file.read_bytes(), where=str(file)) == TEXT
