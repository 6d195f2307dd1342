"""The older container of Word, Excel and WPS (.doc, .xls, .wps, .et): which kind of document it holds."""

import struct
from collections.abc import Iterator

from pipelines.domain.errors import DamagedDocument

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY = 128
_LAST = 0xFFFFFFFA
_NONE = 0xFFFFFFFF


def top_streams(content: bytes, *, where: str) -> dict[str, int]:
    """The streams and storages at the top, by name, each with where its first sector begins.

    Those of embedded documents lie deeper: a Word file with an Excel table in it is a Word file.
    Raises DamagedDocument.
    """
    try:
        entries = list(_entries(content))
        return dict(_siblings(entries, entries[0][2] if entries else _NONE))
    except (struct.error, IndexError, UnicodeDecodeError):
        raise DamagedDocument(where=where, found="Office 97–2003") from None


def is_protected(content: bytes, streams: dict[str, int]) -> bool:
    """Whether a password is asked for: an encrypted package, or Word's own flag."""
    if "EncryptedPackage" in streams:
        return True
    begins = streams.get("WordDocument", len(content))
    flags = content[begins + 10 : begins + 12]
    return len(flags) == 2 and bool(struct.unpack("<H", flags)[0] & 0x0100)


def _entries(content: bytes) -> Iterator[tuple[str, int, int, int, int]]:
    """(name, left, child, right, where it begins) of each directory entry."""
    size = 1 << min(struct.unpack_from("<H", content, 30)[0], 12)
    table = _sector_table(content, size)
    sector, seen = struct.unpack_from("<I", content, 48)[0], 0
    while sector < _LAST and seen <= len(table):
        begins = (sector + 1) * size
        for at in range(begins, begins + size, _ENTRY):
            length = struct.unpack_from("<H", content, at + 64)[0]
            left, right, child = struct.unpack_from("<3I", content, at + 68)
            first = struct.unpack_from("<I", content, at + 116)[0]
            name = content[at : at + min(max(length - 2, 0), 62)].decode("utf-16-le")
            yield name, left, child, right, (first + 1) * size
        sector, seen = table[sector], seen + 1


def _sector_table(content: bytes, size: int) -> list[int]:
    """Which sector follows each one."""
    listed = list(struct.unpack_from("<109I", content, 76))
    more, seen = struct.unpack_from("<I", content, 68)[0], 0
    while more < _LAST and seen * size < len(content):
        numbers = struct.unpack_from(f"<{size // 4}I", content, (more + 1) * size)
        listed += numbers[:-1]
        more, seen = numbers[-1], seen + 1
    table: list[int] = []
    for sector in listed:
        if sector < _LAST:
            table += struct.unpack_from(f"<{size // 4}I", content, (sector + 1) * size)
    return table


def _siblings(entries: list[tuple[str, int, int, int, int]], root: int) -> Iterator[tuple[str, int]]:
    waiting, seen = [root], set()
    while waiting:
        number = waiting.pop()
        if number < _LAST and number not in seen:
            seen.add(number)
            name, left, _, right, begins = entries[number]
            yield name, begins
            waiting += [left, right]
