"""Plain text and Markdown: bytes → characters, or a refusal that says what the file is."""

import re
from pathlib import Path

from pipelines.domain.errors import (
    BinaryDocument,
    EmptyDocument,
    MissingFile,
    NotAFile,
    NotChinese,
    UnknownEncoding,
    UnknownFormat,
)

_TEXTS = (".txt", ".md", ".html", ".htm", ".shtml", ".pdf")
_OFFICE = (".docx", ".docm", ".doc", ".wps", ".rtf", ".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv", ".tsv")
SUFFIXES = _TEXTS + _OFFICE
"""What the name of a report may end in; what it is read as is decided by its content."""
_SIGNATURES = {
    b"%PDF": "PDF",
    b"PK\x03\x04": "ZIP/Office",
    b"\xd0\xcf\x11\xe0": "Office 97–2003",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"\x7fELF": "a program",
}
_ENCODINGS = ("gb18030", "big5")
_COMMON = re.compile("[的一是在不有和人中大年月日了工作法治政府建设設行执執街道区區民为為、，。]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LETTER = re.compile(r"[^\W\d_]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
MIN_HAN_SHARE = 0.3


def check_name(path: Path) -> None:
    """Whether `path` is a file that some reader takes.  Raises MissingFile, NotAFile and UnknownFormat."""
    if path.is_dir():
        raise NotAFile(where=path)
    if not path.is_file():
        raise MissingFile(where=path)
    if path.suffix.lower() not in SUFFIXES:
        raise UnknownFormat(where=path, found=path.suffix or path.name, readable=", ".join(SUFFIXES))


def decode_text(content: bytes, *, where: str) -> str:
    """The characters of a Chinese text in UTF-8, UTF-16 with a mark, GB18030 or Big5; line ends become \\n.

    Raises EmptyDocument, BinaryDocument and NotChinese.  A carriage return before a line feed is taken away
    here, before any place is counted.
    """
    if not content.strip():
        raise EmptyDocument(where=where)
    for signature, name in _SIGNATURES.items():
        if content.startswith(signature):
            raise BinaryDocument(where=where, found=name)
    text = decoded(content)
    if text is None or len(_CONTROL.findall(text)) > len(text) // 1000:
        raise UnknownEncoding(where=where)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise EmptyDocument(where=where)
    refuse_unreadable(text, where=where)
    return text


def refuse_unreadable(text: str, *, where: str) -> None:
    """Raises NotChinese for a text that hardly any rule here would read."""
    letters = len(_LETTER.findall(text))
    share = len(_HAN.findall(text)) / letters if letters else 0.0
    if share < MIN_HAN_SHARE:
        raise NotChinese(where=where, share=share)


def decoded(content: bytes) -> str | None:
    """The text in UTF-8 or marked UTF-16; else in whichever of GB18030 and Big5 reads more like Chinese.

    GB18030 reads nearly any Big5 bytes too, as rare characters: the one with more of the commonest wins.
    """
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _read_as(content, "utf-16")
    plain = _read_as(content, "utf-8-sig")
    if plain is not None:
        return plain
    read = [text for encoding in _ENCODINGS if (text := _read_as(content, encoding)) is not None]
    return max(read, key=lambda text: len(_COMMON.findall(text)) / len(text), default=None)


def _read_as(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None
