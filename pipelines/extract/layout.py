"""Where a text's sections, sentences and numbered items begin and end.  Everything is half-open spans."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

_SENTENCE_END = re.compile(r"[。！？!?\n]")
_CLAUSE_MARKS = "；;，,、"
LONGEST_SENTENCE = 2000
_HEADING = re.compile(r"^[ \t\u3000]*(?P<number>[一二三四五六七八九十]{1,3})、(?P<title>[^\n]{1,80})$", re.MULTILINE)
_NUMERAL = "一二三四五六七八九十"
_ITEM_STYLES = (
    re.compile(rf"^[ \t\u3000]*[（(][{_NUMERAL}]{{1,3}}[）)]", re.MULTILINE),
    re.compile(rf"(?:(?<=[。；;：:\n])|^)[ \t\u3000]*[{_NUMERAL}]{{1,2}}是", re.MULTILINE),
    re.compile(r"^[ \t\u3000]*\d{1,2}[.．、](?!\d)", re.MULTILINE),
)


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered section (一、…); `number` is empty for what stands before the first heading."""

    number: str
    title: str
    start: int
    end: int


class Layout:
    """The sections and sentences of one text."""

    def __init__(self, text: str):
        self.text = text
        self._ends = list(_sentence_ends(text))
        headings = list(_HEADING.finditer(text))
        bounds = [match.start() for match in headings] + [len(text)]
        self.sections = [Section("", "", 0, bounds[0])] if bounds[0] or not headings else []
        self.sections += [
            Section(match["number"], match["title"].strip(), start, end)
            for match, start, end in zip(headings, bounds, bounds[1:], strict=False)
        ]
        self._section_starts = [section.start for section in self.sections]

    def sentence(self, position: int) -> tuple[int, int]:
        """The sentence around a position, without blanks at its edges; its end mark belongs to it."""
        index = bisect_right(self._ends, position)
        start = self._ends[index - 1] if index else 0
        end = self._ends[index] if index < len(self._ends) else len(self.text)
        return _trimmed(self.text, start, end)

    def sentences(self) -> Iterator[tuple[int, int]]:
        """Every sentence that holds something."""
        start = 0
        for end in (*self._ends, len(self.text)):
            span = _trimmed(self.text, start, end)
            if span[0] < span[1]:
                yield span
            start = end

    def section(self, position: int) -> Section:
        """The section that a position stands in."""
        return self.sections[max(bisect_right(self._section_starts, position) - 1, 0)]

    def items(self, section: Section) -> list[tuple[int, int]]:
        """The numbered items of a section, in the outermost style it uses; the spans leave the numbers out."""
        for style in _ITEM_STYLES:
            marks = list(style.finditer(self.text, section.start, section.end))
            marks = [mark for mark in marks if mark.start() != section.start]
            if marks:
                stops = [mark.start() for mark in marks[1:]] + [section.end]
                return [_trimmed(self.text, mark.end(), stop) for mark, stop in zip(marks, stops, strict=True)]
        return []


def _sentence_ends(text: str) -> Iterator[int]:
    """Where sentences end.  One that runs on for thousands of characters is cut at its last clause that still fits.

    No office writes such a sentence: it is a table or a page that lost its marks, and nobody could read it as evidence.
    """
    start = 0
    for end in (*(match.end() for match in _SENTENCE_END.finditer(text)), len(text)):
        while end - start > LONGEST_SENTENCE:
            limit = start + LONGEST_SENTENCE
            start = max(text.rfind(mark, start, limit) for mark in _CLAUSE_MARKS) + 1 or limit
            yield start
        yield end
        start = end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
