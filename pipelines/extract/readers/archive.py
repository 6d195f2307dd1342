"""Zip files under limits: what Word, Excel and OpenDocument files are packed in."""

import io
import re
import struct
import zipfile
import zlib

import lxml.etree as etree

from pipelines.domain.errors import DamagedDocument, EntitiesRefused, ProtectedDocument, TooManyEntries, UnpacksTooLarge
from pipelines.extract.readers.limits import Limits

_DOCTYPE = re.compile(rb"<\0?!\0?(?:D\0?O\0?C\0?T\0?Y\0?P\0?E|E\0?N\0?T\0?I\0?T\0?Y)")
_MB = 1_000_000
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    struct.error,
    UnicodeDecodeError,
    ValueError,
)


class Archive:
    """A zip file whose list of contents was found within limits.  Raises DamagedDocument for a broken one.

    Raises TooManyEntries, UnpacksTooLarge and ProtectedDocument too; `kind` is its name in messages (Word, Excel).
    """

    def __init__(self, content: bytes, *, where: str, limits: Limits):
        self._where, self._limits = where, limits
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            listed = self._zip.infolist()
        except _BROKEN:
            raise DamagedDocument(where=where, found="ZIP") from None
        if len(listed) > limits.entries:
            raise TooManyEntries(where=where, found=len(listed), limit=limits.entries)
        if any(entry.flag_bits & 1 for entry in listed):
            raise ProtectedDocument(where=where)
        self._check_sizes(listed, len(content))
        self.names = frozenset(self._zip.namelist())

    def _check_sizes(self, listed: list[zipfile.ZipInfo], packed: int) -> None:
        total, limits = sum(entry.file_size for entry in listed), self._limits
        bombs = [
            entry.file_size
            for entry in listed
            if entry.file_size > 10 * _MB and entry.file_size > entry.compress_size * limits.entry_ratio
        ]
        is_bomb = bombs or (total > 10 * _MB and total > packed * limits.total_ratio)
        if is_bomb or total > limits.unpacked_mb * _MB:
            raise UnpacksTooLarge(
                where=self._where, found=f"{max([total, *bombs]) / _MB:.0f}", limit=f"{limits.unpacked_mb:g}"
            )

    def bytes_of(self, name: str) -> bytes:
        """One packed file.  Raises DamagedDocument, and UnpacksTooLarge where it is larger than its entry says."""
        try:
            with self._zip.open(name) as packed:
                content = packed.read(int(self._limits.unpacked_mb * _MB) + 1)
        except RuntimeError:
            raise ProtectedDocument(where=self._where) from None
        except _BROKEN:
            raise DamagedDocument(where=self._where, found=name) from None
        if len(content) > self._limits.unpacked_mb * _MB:
            limit = f"{self._limits.unpacked_mb:g}"
            raise UnpacksTooLarge(where=self._where, found=f"> {limit}", limit=limit)
        return content

    def xml_of(self, name: str) -> etree._Element:
        """The root of one packed XML file.  Raises DamagedDocument, and EntitiesRefused for one with a DOCTYPE."""
        return parse_xml(self.bytes_of(name), where=self._where, name=name)


def parse_xml(content: bytes, *, where: str, name: str) -> etree._Element:
    """The root of an XML text.  No office program writes a DOCTYPE; one is refused before anything is parsed.

    Raises EntitiesRefused and DamagedDocument.
    """
    refuse_entities(content, where=where, name=name)
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, remove_comments=True)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise DamagedDocument(where=where, found=name) from None
    if root is None or root.getroottree().docinfo.internalDTD is not None:
        raise EntitiesRefused(where=where, found=name)
    return root


def refuse_entities(content: bytes, *, where: str, name: str) -> None:
    """Raises EntitiesRefused for XML that declares a document type or an entity, in UTF-8 or UTF-16."""
    if _DOCTYPE.search(content):
        raise EntitiesRefused(where=where, found=name)
