"""Years counted together (近3年, 2021年至2023年累计, 2021年以来) and where in a text they rule."""

import re
from bisect import bisect_left, bisect_right

from pipelines.domain.quantities import Window
from pipelines.extract.numerals import read_numeral

_CLAUSE_MARK = re.compile(r"[，,。；;！？!?\n]")
_WINDOW = re.compile(
    r"(?:近|连续|最近|过去)(?P<years>\d{1,2}|[两二三四五六七八九十])年"
    r"|(?P<first>20\d\d)年?(?:至|到|—|–|-|~|～)(?P<last>20\d\d)年"
    r"|(?P<since>20\d\d)年以来"
)


class Windows:
    """The windows of one text, asked by position."""

    def __init__(self, text: str):
        self._found = list(_WINDOW.finditer(text))
        self._starts = [found.start() for found in self._found]
        self._marks = [mark.start() for mark in _CLAUSE_MARK.finditer(text)]

    def at(self, position: int) -> Window | None:
        """The window that the clause of a number names before it."""
        index = bisect_right(self._starts, position) - 1
        if index < 0:
            return None
        found = self._found[index]
        if bisect_left(self._marks, found.end()) < bisect_left(self._marks, position):
            return None
        if found["years"]:
            return Window(years=int(read_numeral(found["years"])))
        if found["since"]:
            return Window(first_year=int(found["since"]))
        first, last = sorted((int(found["first"]), int(found["last"])))
        return Window(first_year=first, last_year=last)
