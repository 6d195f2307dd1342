"""The numbers of a text that are no quantity, each with why: what a person checks before trusting the rest."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from pipelines.domain.quantities import Ignored
from pipelines.extract.quantities import QuantityReader

# in the order of their precedence; each form's name is the reason's code
_YEAR = r"(?:19|20)\d\d"
_FORMS = re.compile(
    r"(?P<document_number>《[^》\n]{0,200}》|〔[^〕\n]{0,20}〕\d*号?|\[\d{4}\]\d*号?"
    r"|(?<![A-Za-z\d])[A-Za-z]*\d{6,}(?:[-/A-Za-z]*\d+)*)"
    rf"|(?P<date>{_YEAR}[-./年]\d{{1,2}}[-./月]\d{{1,2}}日?|(?:{_YEAR}年)?\d{{1,2}}月(?:\d{{1,2}}日|底|末|份|初)?"
    r"|\d{1,2}[·.]\d{1,2}(?=国家|宪法|日|节))"
    r"|(?P<time>\d{1,2}:\d\d(?::\d\d)?)"
    rf"|(?P<year>{_YEAR}(?:年|[-—–~～]{_YEAR}年?)(?:度|以来)?)"
    r"|(?P<name>“[^”\n]{1,10}”|‘[^’\n]{1,10}’|\d+(?:\+[\dA-Za-z]+)+)"
    r"|(?P<law_article>第[\d一二三四五六七八九十百]+[条款项])"
    r"|(?P<ordinal>第\d+)"
    r"|(?P<list_number>(?:^|(?<=\n)|(?<=[。；;：:]))[ \t\u3000]*[（(]?\d{1,2}[.．、)）](?!\d))"
    r"|(?P<hotline>(?<!\d)1[12]\d{3}(?!\d)|(?<!\d)0\d{2,3}-\d{7,8})"
    r"|(?P<no_counter>\d+(?:[.,]\d+)*)",
)
_DIGIT = re.compile(r"\d")


def ignored(text: str, reader: QuantityReader, taken: Iterable[tuple[int, int]]) -> list[Ignored]:
    """Every number of `text` outside the spans `taken`, in order; none overlaps another.

    Chinese numerals are listed where a counter follows them (三项制度), not in every 一 of a text.
    """
    free = _Free(taken)
    found: list[Ignored] = []
    forms = list(_with_digits(text))
    known = (form for form in forms if form[1] != "no_counter")
    bare = (form for form in forms if form[1] == "no_counter")
    for span, reason in chain(known, reader.ruled_out(text), bare):
        if free.take(span):
            found.append(Ignored(span, reason))
    return sorted(found, key=lambda each: each.span)


def _with_digits(text: str) -> Iterator[tuple[tuple[int, int], str]]:
    for form in _FORMS.finditer(text):
        reason = form.lastgroup
        assert reason is not None
        if _DIGIT.search(form.group()):
            start, end = form.span()
            blanks = len(form.group()) - len(form.group().lstrip())
            yield (start + blanks, end), reason


class _Free:
    """What of a text isn't taken yet, by characters."""

    def __init__(self, taken: Iterable[tuple[int, int]]):
        self._taken = {position for start, end in taken for position in range(start, end)}

    def take(self, span: tuple[int, int]) -> bool:
        """Whether a stretch was free; it is taken from now on."""
        stretch = range(*span)
        if not self._taken.isdisjoint(stretch):
            return False
        self._taken.update(stretch)
        return True
