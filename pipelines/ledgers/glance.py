"""What one look at all bytes of a column of texts rules out, so that nothing is looked for in each text.

A million texts lie in one buffer behind each other.  A glance may say that something could be there and err; what it
says can't be there isn't.
"""

import numpy as np
import pyarrow as pa

_STABLE = bytes([*range(0xC0), *range(0xE4, 0xEA)])
"""The bytes of ASCII and of U+4000 to U+9FFF, which are Chinese characters and nothing that NFKC changes."""
_BLANK = 0x20
_BLOCK = 1 << 19
"""So many bytes are looked at together: they fit a processor's own memory."""


def values_of(column: pa.Array) -> pa.Array:
    """Each different text of a column that was read so (a dictionary); all texts of another."""
    return column.dictionary if pa.types.is_dictionary(column.type) else column


def by_row(column: pa.Array, of_values: pa.Array) -> pa.Array:
    """What was found of a column's values (`values_of`), by row."""
    return of_values.take(column.indices) if pa.types.is_dictionary(column.type) else of_values


def bytes_of(texts: pa.Array) -> bytes:
    """The bytes of all texts (UTF-8), one behind the other."""
    _, starts, data = texts.buffers()
    if data is None or not len(texts):
        return b""
    ends = np.frombuffer(starts, dtype=np.int32)[texts.offset : texts.offset + len(texts) + 1]
    return data.slice(int(ends[0]), int(ends[-1] - ends[0])).to_pybytes()


def is_normal(held: bytes) -> bool:
    """Whether NFKC leaves every text as it is, and none holds a character that nobody sees."""
    return held.isascii() or not held.translate(None, _STABLE)


def has_blank(held: bytes) -> bool:
    """Whether a blank, a tab or a line end is there, in ASCII; texts that are normal have no others."""
    return bool(held) and bool(np.frombuffer(held, dtype=np.uint8).min() <= _BLANK)


def has_digits(held: bytes, *, in_a_row: int) -> bool:
    """Whether so many digits stand in a row, be it where one text ends and the next begins."""
    each = np.frombuffer(held, dtype=np.uint8)
    return any(
        _has_run(_are_digits(each[start : start + _BLOCK + in_a_row]), in_a_row)
        for start in range(0, len(each), _BLOCK)
    )


def _has_run(is_one: np.ndarray, in_a_row: int) -> bool:
    length = 1
    while length < in_a_row and is_one.any():
        more = min(length, in_a_row - length)
        is_one, length = is_one[:-more] & is_one[more:], length + more
    return bool(is_one.any())


def _are_digits(each: np.ndarray) -> np.ndarray:
    return (each - np.uint8(ord("0"))) < 10  # a byte below turns round and is large


def are_digits(texts: pa.Array, *, most: int) -> bool:
    """Whether each text that is there has one to so many digits and nothing else."""
    if not _are_digits(np.frombuffer(bytes_of(texts), dtype=np.uint8)).all():
        return False
    ends = np.frombuffer(texts.buffers()[1], dtype=np.int32)[texts.offset : texts.offset + len(texts) + 1]
    lengths = np.diff(ends)
    return bool((lengths <= most).all()) and int((lengths == 0).sum()) == texts.null_count
