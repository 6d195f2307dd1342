"""Files that were made to harm, or that time has harmed, each with what it must be answered with."""

import io
import zipfile

from pipelines.domain.errors import (
    BinaryDocument,
    DamagedDocument,
    EntitiesRefused,
    NestedTooDeep,
    ProtectedDocument,
    ScannedDocument,
    SheetTooLarge,
    TooManyEntries,
    UnpacksTooLarge,
)
from tests.extract.readers.files import changed_zip, docx_file, html_file, pdf_file, unzipped, xlsx_file, zip_file
from tests.extract.readers.ole_files import ole_file

MAIN = "word/document.xml"


def bomb(megabytes: int) -> bytes:
    """A Word file of a few hundred kilobytes whose text unpacks to so much."""
    return changed_zip(docx_file(), MAIN, lambda text: text + b" " * (megabytes * 1_000_000))


def lying_bomb() -> bytes:
    """A bomb whose list of contents says that it is small."""
    content = bytearray(bomb(300))
    real = (300_000_000 + len(unzipped(docx_file())[MAIN])).to_bytes(4, "little")
    while (at := content.find(real)) >= 0:
        content[at : at + 4] = (1000).to_bytes(4, "little")
    return bytes(content)


def laughs(content: bytes) -> bytes:
    """The XML with entities that unfold to billions of characters."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    head, rest = content.split(b"?>", 1)
    return head + f'?><!DOCTYPE d [<!ENTITY l0 "哈">{entities}]>'.encode() + rest.replace(b"<w:t>", b"<w:t>&l9;", 1)


def quine() -> bytes:
    """An archive with archives in it, five deep."""
    content = docx_file()
    for _ in range(5):
        content = zip_file({"inner.zip": content})
    return content


def many_entries() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(6000):
            archive.writestr(f"{number}.xml", b"")
    return file.getvalue()


def encrypted_zip() -> bytes:
    """A Word file whose parts are marked as encrypted."""
    content = bytearray(docx_file())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := content.find(signature, at + 1)) >= 0:
            content[at + flags] |= 1
    return bytes(content)


def encrypted_pdf() -> bytes:
    """A PDF that asks for a password (the standard handler, a key that nobody has)."""
    return pdf_file(
        trailer="/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<" + "41" * 32 + ">/U<" + "42" * 32 + ">>>"
    )


def protected_word() -> bytes:
    return ole_file(["WordDocument"], content=b"\xec\xa5" + b"\0" * 8 + b"\x00\x01" + b"\0" * 500)


def far_corner(workbook) -> None:
    sheet = workbook.add_worksheet()
    sheet.write("A1", "数")
    sheet.write("XFD1048576", "数")


def with_hole(content: bytes, name: str) -> bytes:
    """A zip file with some bytes lost inside one of its files."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        at = archive.getinfo(name).header_offset + 100
    return content[:at] + bytes(50) + content[at + 50 :]


BAD_FILES = {
    "a zip bomb": ("report.docx", bomb(300), UnpacksTooLarge),
    "a zip bomb below the limit of size": ("report.docx", bomb(60), UnpacksTooLarge),
    "a zip bomb that lies": ("report.docx", lying_bomb(), DamagedDocument),
    "archives in archives": ("report.docx", quine(), BinaryDocument),
    "too many entries": ("report.docx", many_entries(), TooManyEntries),
    "entities in word": ("report.docx", changed_zip(docx_file(), MAIN, laughs), EntitiesRefused),
    "entities in UTF-16": (
        "report.docx",
        changed_zip(
            docx_file(), MAIN, lambda text: laughs(text).decode().replace('"UTF-8"', '"UTF-16"').encode("utf-16")
        ),
        EntitiesRefused,
    ),
    "entities in a sheet": (
        "data.xlsx",
        changed_zip(xlsx_file(), "xl/sharedStrings.xml", laughs),
        EntitiesRefused,
    ),
    "ten thousand columns": (
        "data.xlsx",
        xlsx_file(lambda workbook: workbook.add_worksheet().write_row("A1", ["数"] * 10_000)),
        SheetTooLarge,
    ),
    "a cell at the far corner": ("data.xlsx", xlsx_file(far_corner), SheetTooLarge),
    "a table of huge spans": (
        "report.html",
        html_file("<table><tr><td>a<td>b</tr>" + "<tr><td colspan=99999 rowspan=65534>数<td>x" * 3000 + "</table>"),
        SheetTooLarge,
    ),
    "a page nested a hundred thousand deep": ("report.html", html_file("<div>" * 100_000 + "数"), NestedTooDeep),
    "words nested a thousand deep": (
        "report.docx",
        changed_zip(
            docx_file(), MAIN, lambda t: t.replace(b"<w:body>", b"<w:body>" + b"<w:sdt>" * 1000 + b"</w:sdt>" * 1000)
        ),
        DamagedDocument,
    ),
    "a password on a package": ("report.docx", ole_file(["EncryptedPackage", "EncryptionInfo"]), ProtectedDocument),
    "a password on a zip": ("report.docx", encrypted_zip(), ProtectedDocument),
    "a password on a pdf": ("report.pdf", encrypted_pdf(), ProtectedDocument),
    "a password on a doc": ("report.doc", protected_word(), ProtectedDocument),
    "a docx cut short": ("report.docx", docx_file()[:9000], DamagedDocument),
    "an xlsx cut short": ("data.xlsx", xlsx_file()[:2000], DamagedDocument),
    "a pdf cut short": ("report.pdf", pdf_file()[:-60], DamagedDocument),
    "a docx with a hole": ("report.docx", with_hole(docx_file(), MAIN), DamagedDocument),
    "a scanned pdf": ("report.pdf", pdf_file([None, None]), ScannedDocument),
    "a picture": ("report.pdf", b"\x89PNG\r\n\x1a\n" + bytes(999), BinaryDocument),
}
