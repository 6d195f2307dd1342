"""Which reader a file's content asks for.  The ending of its name decides only what the content leaves open."""

from pathlib import PurePath

from pipelines.domain.documents import ReadText
from pipelines.domain.errors import BinaryDocument, EmptyDocument, NeedsLibreOffice, ProtectedDocument
from pipelines.extract.readers import ole
from pipelines.extract.readers.csv_text import read_csv
from pipelines.extract.readers.limits import Limits
from pipelines.extract.readers.plain import decode_text, refuse_unreadable

_ZIP, _PDF = b"PK\x03\x04", b"%PDF-"
_OTHERS = {
    b"PK\x05\x06": "ZIP",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"II*\0": "TIFF",
    b"MM\0*": "TIFF",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
    b"\x7fELF": "ELF",
    b"MZ\x90": "EXE",
    b"\x1f\x8b": "gzip",
}
_MARKUP = (b"<!doctype html", b"<html", b"<head", b"<body", b"<table", b"<meta", b"<div", b"<p>", b"<center", b"<!--")
_PAGES = (".html", ".htm", ".shtml", ".mht", ".mhtml")
_TABLES = (".csv", ".tsv")
_SHEETS = (".xls", ".et", ".xlsx")
_HEAD = 1024
_EXPORTED = 64 * _HEAD


def kind_of(content: bytes, name: str) -> str:
    """`plain`, `csv`, `html`, `pdf`, `zip`, `sheet` (older Excel) or `word` (older Word, RTF), by the content.

    A file under a wrong ending is read as what it is.  Raises EmptyDocument, BinaryDocument, ProtectedDocument and
    DamagedDocument.
    """
    if not content.strip():
        raise EmptyDocument(where=name)
    head = content[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    if content.startswith(ole.SIGNATURE):
        return _kind_of_container(content, name)
    if content.startswith(_ZIP):
        return "zip"
    if head.startswith(_PDF):
        return "pdf"
    if head.startswith(b"{\\rtf"):
        return "word"
    for signature, found in _OTHERS.items():
        if content.startswith(signature):
            raise BinaryDocument(where=name, found=found)
    suffix = PurePath(name).suffix.lower()
    if _is_page(content, suffix):
        return "html"
    if head.startswith(b"<?xml") or head.startswith(b"MIME-Version:"):
        raise BinaryDocument(where=name, found="XML" if head.startswith(b"<?xml") else "MHTML")
    return "csv" if suffix in _TABLES else "plain"


def _kind_of_container(content: bytes, name: str) -> str:
    container = ole.Container(content, where=name)
    if container.is_protected():
        raise ProtectedDocument(where=name)
    if "WordDocument" in container.streams:
        return "word"
    if container.streams.keys() & {"Workbook", "Book"}:
        return "sheet"
    raise BinaryDocument(where=name, found="Office 97–2003")


def _is_page(content: bytes, suffix: str) -> bool:
    """A web page by its first mark-up; under its own ending, any text.  Saved as UTF-16 it has a zero in each mark."""
    head = content[:_HEAD].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    is_xhtml = head.startswith(b"<?xml") and b"<html" in content[: 4 * _HEAD].lower()
    if suffix in (".txt", ".md"):
        # a text may begin with a mark of its own; only a whole page is one
        return head.startswith(_MARKUP[:2]) or is_xhtml
    if suffix in _SHEETS and head.startswith(b"<") and b"<table" in content[:_EXPORTED].replace(b"\0", b"").lower():
        return True  # a system's export, which may begin with a style or a script
    return head.startswith(_MARKUP) or is_xhtml or (suffix in _PAGES and not head.startswith(b"mime-version:"))


def read_bytes(content: bytes, name: str, limits: Limits) -> ReadText:
    """A file's text with its places, by the reader that its content asks for; `name` is what messages call it.

    Parses what may have been made to harm: call it in a process of its own (jobs/reading.py).  Raises what the
    readers raise, and NeedsLibreOffice for older Word files, which are converted before they come here.
    """
    kind = kind_of(content, name)
    if kind == "plain":
        return ReadText(decode_text(content, where=name))
    read = _parsed(kind, content, name, limits)
    if not read.text.strip():
        raise EmptyDocument(where=name)
    refuse_unreadable(read.text, where=name)
    return read


def _parsed(kind: str, content: bytes, name: str, limits: Limits) -> ReadText:
    # each parser is loaded where its first file comes: none of them costs a text anything
    if kind == "csv":
        return read_csv(decode_text(content, where=name), where=name, limits=limits)
    if kind == "html":
        from pipelines.extract.readers.html import read_html

        return read_html(content, where=name, limits=limits)
    if kind == "pdf":
        from pipelines.extract.readers.pdf import read_pdf

        return read_pdf(content, where=name, limits=limits)
    if kind == "sheet":
        from pipelines.extract.readers import xls
        from pipelines.extract.readers.sheets import read_workbook

        shares = xls.shares_of(ole.Container(content, where=name))
        return read_workbook(content, where=name, limits=limits, shares=shares)
    if kind == "zip":
        return _packed(content, name, limits)
    raise NeedsLibreOffice(where=name)


def _packed(content: bytes, name: str, limits: Limits) -> ReadText:
    from pipelines.extract.readers import docx, ods, xlsx
    from pipelines.extract.readers.archive import Archive
    from pipelines.extract.readers.sheets import read_workbook

    archive = Archive(content, where=name, limits=limits)
    if docx.MAIN in archive.names:
        return docx.read_docx(archive, where=name, limits=limits)
    if xlsx.MAIN in archive.names:
        shares = xlsx.shares_of(archive, where=name, limits=limits)
        return read_workbook(content, where=name, limits=limits, shares=shares)
    if ods.MAIN in archive.names:
        return ods.read_ods(archive, where=name, limits=limits)
    raise BinaryDocument(where=name, found="ZIP")
