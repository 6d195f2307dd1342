"""Damaged copies made readable, with every character's place in the original kept.

Five kinds of damage, each seen on published copies of reports: a pinyin gloss in brackets after a character,
a character lost before its gloss, ordinals like （一） shifted by one byte of GB18030, traditional characters, and
characters that nobody sees (controls, zero width, direction marks), which would split a word or a number.
Simplifying is one to one: it changes characters, never words, and never a length.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cache

import opencc

from pipelines.domain.documents import NOWHERE, Place, ReadText

LOST = "□"
_TONED = "āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜńňǹ"
_SYLLABLE = rf"[a-zA-Zü]{{0,4}}[{_TONED}][a-zA-Zü:]{{0,4}}"
_ORDINAL_BYTES = {ordinal: ordinal.encode("gb18030") for ordinal in "一二三四五六七八九十"}
_FIRST_BYTE = {code[0]: ordinal for ordinal, code in _ORDINAL_BYTES.items()}
_SHIFTED_LEADS = "".join(
    character for first in _FIRST_BYTE if len(character := bytes([0xA8, first]).decode("gbk", errors="ignore")) == 1
)
_DAMAGE = re.compile(
    rf"(?P<gloss>\(\s*{_SYLLABLE}\s*\)|（\s*{_SYLLABLE}\s*）)"
    rf"|(?P<lost>[?？\ufffd]{_SYLLABLE}[)）])"
    rf"|(?P<ordinal>[?？\ufffd]。[{_SHIFTED_LEADS}])"
    # both pairs of （六） fall into the private area and were dropped: only the box character is left
    r"|(?P<sixth>[?？\ufffd]。(?=[\u2500-\u257f]))"
    # what no reader sees: control characters, soft hyphens, zero-width characters, marks of writing direction
    r"|(?P<unseen>[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]+)"
)
_FULL_WIDTH = str.maketrans("０１２３４５６７８９％．", "0123456789%.")


@dataclass(frozen=True)
class Repaired:
    """A repaired text and the way back.

    `text` is what every other step reads.  Piece i starts at `_starts[i]` of the text and at `_originals[i]`
    of the original; a rewritten piece stands for its whole original stretch up to `_ends[i]`.  `read` is what a reader
    knows of the original's places in its file.
    """

    text: str
    original: str
    _starts: list[int] = field(repr=False)
    _originals: list[int] = field(repr=False)
    _ends: list[int] = field(repr=False)
    read: ReadText | None = field(default=None, repr=False)

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original that text[start:end] was read from; half open, never empty."""
        return self._to_original(start)[0], self._to_original(max(end - 1, start))[1]

    def place(self, position: int) -> tuple[Place, int]:
        """Where in the file a position of the original stands: its piece, and how far into it."""
        if self.read is None:
            return NOWHERE, position
        return self.read.place(position), self.read.offset(position)

    def _to_original(self, position: int) -> tuple[int, int]:
        piece = bisect_right(self._starts, position) - 1
        if self._ends[piece] >= 0:
            return self._originals[piece], self._ends[piece]
        place = self._originals[piece] + position - self._starts[piece]
        return place, place + 1


def repair(original: str) -> Repaired:
    """The readable text of a report, and for each stretch of it the place in the original."""
    pieces: list[str] = []
    starts, originals, ends = [], [], []
    length = done = 0

    def add(text: str, at: int, end: int = -1) -> None:
        nonlocal length
        if text:
            pieces.append(text)
            starts.append(length)
            originals.append(at)
            ends.append(end)
            length += len(text)

    position = 0
    while damage := _DAMAGE.search(original, position):
        start, end = damage.span()
        if damage.lastgroup in ("ordinal", "sixth"):
            replacement, end = _unshifted(original, start)
        else:
            replacement = LOST if damage.lastgroup == "lost" else ""
        add(original[done:start], done)
        add(replacement, start, end)
        done = position = end
    add(original[done:], done)
    if not starts:
        starts, originals, ends = [0], [0], [-1]
    return Repaired(_simplified("".join(pieces).translate(_FULL_WIDTH)), original, starts, originals, ends)


def _unshifted(original: str, start: int) -> tuple[str, int]:
    """What stands behind `?。ㄒ唬┻M`, and where that damage ends.

    The source had a full-width blank and （一）進 in GB18030; one byte was lost, and every later pair was read
    one byte off until an ASCII byte brought the pairs back in step.  The first byte of an ordinal is enough to
    know it, which helps where its second half fell into the private area and was dropped.  The character after
    the bracket is known where an ASCII byte closes it; else it is lost, and what follows is left as it was
    printed, since dropped pairs would turn it into words that nobody wrote.
    """
    at = start + 2
    lead = _pair(original[at]) if at < len(original) else b""
    ordinal = _FIRST_BYTE[lead[1]] if lead[:1] == b"\xa8" else "六"
    at += lead[:1] == b"\xa8"
    if at < len(original) and _pair(original[at])[:1] == _ORDINAL_BYTES[ordinal][1:]:
        at += 1
    box = _pair(original[at]) if at < len(original) else b""
    if box[:1] != b"\xa9":
        return f"（{ordinal}）", at
    trail = original[at + 1 : at + 2].encode("ascii", errors="ignore")
    whole = (box[1:] + trail).decode("gbk", errors="ignore") if trail not in (b"", b"?") else ""
    if len(whole) == 1 and whole != trail.decode():
        return f"（{ordinal}）{whole}", at + 2
    return f"（{ordinal}）{LOST}", at + 1


def _pair(character: str) -> bytes:
    """The two bytes of a GBK character, or nothing."""
    code = character.encode("gbk", errors="ignore")
    return code if len(code) == 2 else b""


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def _simplified(text: str) -> str:
    """Traditional → simplified, one character for one."""
    converted = _converter().convert(text)
    if len(converted) == len(text):
        return converted
    return "".join(single if len(single := _converter().convert(character)) == 1 else character for character in text)
