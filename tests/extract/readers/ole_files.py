"""The older Office container with streams of a size that stands in sectors, for tests of what it holds."""

import struct
from collections.abc import Sequence

SECTOR = 512
_FREE, _END, _TABLE, _NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF


def xls_file(rows: Sequence[Sequence[str | float]], *, name: str = "汇总") -> bytes:
    """A workbook of Excel 97–2003 with one sheet of texts and numbers; numbers under 1 are shown as 0.0%."""

    def record(kind: int, content: bytes) -> bytes:
        return struct.pack("<HH", kind, len(content)) + content

    def text(value: str) -> bytes:
        return struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")

    begins = struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6)
    sheet = record(0x0809, begins.replace(b"\x05\0", b"\x10\0", 1))
    sheet += record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0))
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            is_share = isinstance(value, float) and value < 1
            place = struct.pack("<HHH", row, column, 1 if is_share else 0)
            kind, stored = (0x0204, text(value)) if isinstance(value, str) else (0x0203, struct.pack("<d", value))
            sheet += record(kind, place + stored)
    sheet += record(0x000A, b"")
    listed = struct.pack("<BBBB", 0, 0, len(name), 1) + name.encode("utf-16-le")
    head = record(0x0809, begins) + record(0x0042, struct.pack("<H", 1200))
    head += record(0x041E, struct.pack("<HHB", 164, 4, 0) + b"0.0%")
    head += b"".join(record(0x00E0, struct.pack("<HH", 0, form) + bytes(16)) for form in (0, 164))
    at = len(head) + 4 + 4 + len(listed) + 4
    book = head + record(0x0085, struct.pack("<I", at) + listed) + record(0x000A, b"") + sheet
    return ole_file(["Workbook"], content=book)


def ole_file(streams: Sequence[str], *, inside: Sequence[str] = (), content: bytes = b"") -> bytes:
    """A container with `streams` at its top, each with `content`, and a storage that holds `inside`."""
    content = content.ljust(4096, b"\0")
    names = [("Root Entry", 5), *((name, 2) for name in streams)]
    if inside:
        names += [("ObjectPool", 1), *((name, 2) for name in inside)]
    top, pool = 1, 1 + len(streams)
    directory_sectors = -(-len(names) * 128 // SECTOR)
    size = -(-len(content) // SECTOR)
    begins = 1 + directory_sectors
    table = [_TABLE, *range(2, 1 + directory_sectors), _END]
    entries = b""
    for number, (name, kind) in enumerate(names):
        encoded = name.encode("utf-16-le")
        is_last = number in (pool if inside else len(names) - 1, len(names) - 1)
        right = _NONE if is_last or kind == 5 else number + 1
        child = top if kind == 5 else pool + 1 if kind == 1 else _NONE
        first = _END if kind != 2 else begins
        if kind == 2:
            table += [*range(begins + 1, begins + size), _END]
            begins += size
        entries += encoded.ljust(64, b"\0") + struct.pack("<HBB", len(encoded) + 2, kind, 1)
        entries += struct.pack("<3I", _NONE, right, child) + b"\0" * 36
        entries += struct.pack("<IQ", first, len(content) if kind == 2 else 0)
    table += [_FREE] * (SECTOR // 4 - len(table))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<9I", 0, 1, 1, 0, 0, _END, 0, _END, 0) + struct.pack("<109I", 0, *[_FREE] * 108)
    data = content.ljust(size * SECTOR, b"\0") * sum(kind == 2 for _, kind in names)
    return header + struct.pack("<128I", *table) + entries.ljust(directory_sectors * SECTOR, b"\0") + data
