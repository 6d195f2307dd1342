"""The older container of Word, Excel and WPS (.doc, .xls, .wps, .et): which streams it holds, and their bytes."""

import struct
from collections.abc import Iterator

from pipelines.domain.errors import DamagedDocument

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY = 128
_LAST, _NONE = 0xFFFFFFFA, 0xFFFFFFFF
_ENCRYPTED = 0x0100
_SMALL, _SMALL_SECTOR = 4096, 64


class Container:
    """The streams and storages at the top of a container; those of embedded documents lie deeper.

    So a Word file with an Excel table in it is a Word file.  Raises DamagedDocument.
    """

    def __init__(self, content: bytes, *, where: str):
        self._content, self._where = content, where
        try:
            self._size = 1 << min(struct.unpack_from("<H", content, 30)[0], 12)
            self._next = self._sector_table()
            entries = list(self._entries(struct.unpack_from("<I", content, 48)[0]))
            self._root = entries[0][4:] if entries else (_NONE, 0)
            self.streams = dict(_siblings(entries, entries[0][2] if entries else _NONE))
        except (struct.error, IndexError, UnicodeDecodeError):
            raise DamagedDocument(where=where, found="Office 97–2003") from None

    def read(self, name: str, *, most: int | None = None) -> bytes:
        """A stream, or its first bytes.  Raises DamagedDocument where it ends before its size.

        One of less than 4 KB stands in small sectors, which together are the root's own stream.
        """
        sector, size = self.streams[name]
        wanted = size if most is None else min(size, most)
        try:
            found = self._chained(sector, wanted) if size >= _SMALL else self._small(sector, wanted)
        except (struct.error, IndexError):
            found = b""
        if len(found) < wanted:
            raise DamagedDocument(where=self._where, found=name)
        return found[:wanted]

    def _chained(self, sector: int, size: int) -> bytes:
        found = bytearray()
        for start in self._sectors(sector):
            if len(found) >= size:
                break
            found += self._content[start : start + self._size]
        return bytes(found)

    def _small(self, sector: int, size: int) -> bytes:
        everything = self._chained(*self._root)
        first, count = struct.unpack_from("<2I", self._content, 60)
        table = self._chained(first, count * self._size)
        found = bytearray()
        for _ in range(len(table) // 4):
            if sector >= _LAST or len(found) >= size:
                break
            found += everything[sector * _SMALL_SECTOR : (sector + 1) * _SMALL_SECTOR]
            (sector,) = struct.unpack_from("<I", table, 4 * sector)
        return bytes(found)

    def is_protected(self) -> bool:
        """Whether a password is asked for: an encrypted package, or Word's own flag."""
        if "EncryptedPackage" in self.streams:
            return True
        if "WordDocument" not in self.streams:
            return False
        head = self.read("WordDocument", most=12)
        return len(head) == 12 and bool(struct.unpack_from("<H", head, 10)[0] & _ENCRYPTED)

    def _sectors(self, sector: int) -> Iterator[int]:
        """Where each sector of a chain begins; a chain that runs in a circle ends."""
        for _ in range(len(self._next)):
            if sector >= len(self._next):
                return
            yield (sector + 1) * self._size
            sector = self._next[sector]

    def _entries(self, sector: int) -> Iterator[tuple[str, int, int, int, int, int]]:
        """(name, left, child, right, first sector, size) of each directory entry."""
        for start in self._sectors(sector):
            for at in range(start, start + self._size, _ENTRY):
                length = struct.unpack_from("<H", self._content, at + 64)[0]
                left, right, child = struct.unpack_from("<3I", self._content, at + 68)
                first, size = struct.unpack_from("<2I", self._content, at + 116)
                name = self._content[at : at + min(max(length - 2, 0), 62)].decode("utf-16-le")
                yield name, left, child, right, first, size

    def _sector_table(self) -> list[int]:
        """Which sector follows each one."""
        per_sector, content = self._size // 4, self._content
        listed = list(struct.unpack_from("<109I", content, 76))
        more, seen = struct.unpack_from("<I", content, 68)[0], 0
        while more < _LAST and seen * self._size < len(content):
            numbers = struct.unpack_from(f"<{per_sector}I", content, (more + 1) * self._size)
            listed += numbers[:-1]
            more, seen = numbers[-1], seen + 1
        table: list[int] = []
        for sector in listed:
            if sector < _LAST and len(table) * self._size <= len(content):
                table += struct.unpack_from(f"<{per_sector}I", content, (sector + 1) * self._size)
        return table


def _siblings(entries: list[tuple[str, int, int, int, int, int]], root: int) -> Iterator[tuple[str, tuple[int, int]]]:
    waiting, seen = [root], set()
    while waiting:
        number = waiting.pop()
        if number < _LAST and number not in seen:
            seen.add(number)
            name, left, _, right, first, size = entries[number]
            yield name, (first, size)
            waiting += [left, right]
