"""A PDF page's characters → its printed lines, with what their places say: what goes on, and what is a column."""

import ctypes
import re
from dataclasses import dataclass, replace
from statistics import median

import pypdfium2 as pdfium
import pypdfium2.raw as raw

_PAGE_NUMBER = re.compile(r"[\s\-—–－·]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:[\s/／，,]*(?:共\s*)?\d{1,4}\s*页?)?[\s\-—–－·]*")
_GAP = 1.6
"""How many characters of room part two columns: more than the two that begin a paragraph never stand inside a line."""
_SENTENCE_END = "。！？；!?;"
_SHORT, _INDENT, _APART = 2.0, 0.8, 2.6


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: its cells from left to right, where they begin, and the box around them in points.

    `margins` are the left and right edges of the text of its page, `middle` the middle of the page, `size` the height
    of its characters.
    """

    cells: tuple[str, ...]
    edges: tuple[float, ...]
    left: float
    right: float
    bottom: float
    top: float
    size: float
    margins: tuple[float, float] = (0.0, 0.0)
    middle: float = 0.0

    @property
    def text(self) -> str:
        return " ".join(self.cells)


@dataclass(slots=True)
class _Character:
    text: str
    left: float
    right: float
    bottom: float
    top: float


def page_lines(page: pdfium.PdfPage, *, most: int) -> list[Line]:
    """The lines of a page in reading order, blank ones left out; of a page past `most` characters the first ones."""
    text_page = page.get_textpage()
    lines: list[list[_Character]] = [[]]
    edges = [ctypes.c_double() for _ in range(4)]
    left, right, bottom, top = edges
    pointers = [ctypes.byref(edge) for edge in edges]
    for index in range(min(text_page.count_chars(), most)):
        code = raw.FPDFText_GetUnicode(text_page, index)
        if code in (10, 13):
            if lines[-1]:
                lines.append([])
            continue
        if not code or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
            continue
        raw.FPDFText_GetCharBox(text_page, index, *pointers)
        character = _Character(chr(code), left.value, right.value, bottom.value, top.value)
        if character.text.isspace() or code in (2, 0xFFFE):
            # a blank says nothing that its room doesn't; 2 and FFFE are hyphens at a line's end
            character.text = " "
        lines[-1].append(character)
    text_page.close()
    merged: list[list[_Character]] = []
    for line in lines:
        seen = [character for character in line if character.text != " "]
        if not seen:
            continue
        if merged and _goes_on(merged[-1], seen):
            merged[-1] += [_Character(" ", *([0.0] * 4)), *line]
        else:
            merged.append(line)
    found = [_line(line) for line in merged]
    margins = (min((each.left for each in found), default=0.0), max((each.right for each in found), default=0.0))
    middle = page.get_width() / 2
    return [replace(each, margins=margins, middle=middle) for each in found]


def _goes_on(line: list[_Character], more: list[_Character]) -> bool:
    """Whether characters stand to the right of a line at its height: the next cell of a row."""
    seen = [character for character in line if character.text != " "]
    right = max(character.right for character in seen)
    middle = (more[0].bottom + more[0].top) / 2
    return more[0].left > right and min(c.bottom for c in seen) < middle < max(c.top for c in seen)


def _line(characters: list[_Character]) -> Line:
    """The characters parted where there is room for more than a character; narrow room beside Chinese is none."""
    seen = [character for character in characters if character.text != " "]
    size = median(max(c.top - c.bottom, c.right - c.left) for c in seen) or 1.0
    cells, edges = [""], [seen[0].left]
    before, has_blank = None, False
    for character in characters:
        if character.text == " ":
            has_blank = True
            continue
        room = character.left - before.right if before is not None else 0.0
        if before is not None and room > _GAP * size:
            cells.append("")
            edges.append(character.left)
        elif before is not None and has_blank and (room > 0.8 * size or _is_latin(before.text, character.text)):
            cells[-1] += " "
        cells[-1] += character.text
        before, has_blank = character, False
    return Line(
        tuple(cells),
        tuple(edges),
        min(c.left for c in seen),
        max(c.right for c in seen),
        min(c.bottom for c in seen),
        max(c.top for c in seen),
        size,
    )


def _is_latin(before: str, after: str) -> bool:
    return before < "\u2000" and after < "\u2000"


def is_page_number(text: str) -> bool:
    """Whether a line holds a page's number and nothing else (— 3 —, 第3页 共10页)."""
    return bool(_PAGE_NUMBER.fullmatch(text))


def table_rows(lines: list[Line]) -> frozenset[int]:
    """The lines that are rows of tables: two or more in a row with columns at the same places.

    Two numbers of columns may differ where a cell is empty, so that one shared edge past the first is enough.
    """
    found: set[int] = set()
    for index in range(1, len(lines)):
        above, below = lines[index - 1], lines[index]
        if len(above.cells) > 1 and len(below.cells) > 1 and _share_column(above, below):
            found |= {index - 1, index}
    return frozenset(found)


def _share_column(above: Line, below: Line) -> bool:
    reach = 3 * max(above.size, below.size)
    return any(abs(one - other) < reach for one in above.edges[1:] for other in below.edges[1:])


def joint(above: Line, below: Line) -> str | None:
    """What stands between two lines of one paragraph: nothing, or a blank between words; None where a new one begins.

    A paragraph goes on where the line above reaches the right margin and the one below begins at the left one.  Behind
    the end of a sentence it makes no difference to the reading, and a heading may follow: a new one begins.
    """
    is_full = above.right >= max(above.margins[1] - _SHORT * above.size, above.middle)
    is_indented = below.left > below.margins[0] + _INDENT * below.size
    is_apart = above.margins == below.margins and above.bottom - below.top > _APART * above.size
    is_other = abs(above.size - below.size) > 0.2 * above.size
    if above.text[-1] in _SENTENCE_END or not is_full or is_indented or is_apart or is_other:
        return None
    first, second = above.cells[-1][-1], below.cells[0][0]
    return " " if first.isascii() and second.isascii() and (first.isalpha() or second.isalpha()) else ""
