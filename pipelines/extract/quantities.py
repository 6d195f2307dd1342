"""Every number with a counter in a repaired text, with its qualifier; and the numbers that are no quantity.

Numbers inside 《》 and 〔〕 and short quoted names (“八五”) are none, nor is what `not_counts` rules out by its form.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from decimal import Context, Decimal
from functools import lru_cache
from typing import NamedTuple

from pipelines.domain.quantities import Bounds, Quantity, misfit
from pipelines.extract.not_counts import why_no_count
from pipelines.extract.numerals import (
    SCALE_WORDS,
    SCALES,
    contradicts_itself,
    read_bounds,
    read_numeral,
    read_scaled,
)
from pipelines.extract.periods import Periods
from pipelines.extract.standing import is_requirement, is_unsettled

_EXACT = Context(prec=10_000)  # enough that no printed digit is rounded away
_GROUP_MARKS = ",，\u2009\u202f\u00a0 "
_BLANK = "[ \u3000\u00a0]?"
_ARABIC = rf"\d{{1,3}}(?:[{_GROUP_MARKS}]\d{{3}}){{1,6}}(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_NUMERALS = "〇零一二两三四五六七八九十百千"
_CHINESE = f"(?:[{_NUMERALS}]+万零?[{_NUMERALS}]+|[{_NUMERALS}]+)"
_BLURRED = re.compile("[一二两三四五六七八九]{2}[十百千万]")
_BEFORE = (
    "不少于",
    "不低于",
    "不下于",
    "不下",
    "至少",
    "超过",
    "突破",
    "超",
    "逾",
    "不超过",
    "不高于",
    "不多于",
    "至多",
    "不足",
    "不到",
    "大约",
    "大概",
    "约",
    "近",
)
_AFTER = r"以上|及以上|以内|之内|以下|左右|上下|余"
_LEAD_ENDS = frozenset(word[-1] for word in _BEFORE)
_LEADS = tuple(sorted(_BEFORE, key=len, reverse=True))
_NO_FIGURES = frozenset(("out_of_range", "too_precise", "blurred_number"))
_BLANKS = frozenset(" \u00a0")
_DIVIDED = re.compile(r"\d[ \u00a0]$")
_ROUND = frozenset("百千万")
_APART = re.compile(r"(?P<limit>不少于|不低于|至少|不超过|至多)[\u4e00-\u9fff]{1,4}$")
# A counter that the next character makes another word: 1310部署 counts no 部.
_NO_COUNTER = {
    "部": "署门分",
    "处": "罚理置",
    "期": "间限",
    "条": "例款件",
    "份": "额",
    "起": "诉草",
    "支": "持部",
    "户": "籍",
    "次": "要",
    "人": "民大均",
    "名": "列称",
    "分": "别之为管",
    "类": "别似",
    "车": "位",
    "本": "级街镇区市县单年",
    "个": "月百",
    "天": "然",
    "项": "目",
    "组": "织",
    "所": "有",
    "回": "复应访",
    "间": "接",
    "点": "击位多",
    "面": "对向积",
}
_CLOSED = re.compile(r"《[^》\n]{0,200}》|〔[^〕\n]{0,20}〕|“[^”\n]{1,10}”|‘[^’\n]{1,10}’|\[\d{4}\]")


class _Printed(NamedTuple):
    """The parts of a number as the text has them; a part that isn't there is None."""

    high: str | None
    number: str | None
    scale: str | None
    more: str | None
    late_scale: str | None
    late_more: str | None
    counter: str | None
    parts: str | None
    after: str | None


class _Candidate(NamedTuple):
    """A number with a counter, before it is known whether it counts: `at` is where the number itself begins."""

    start: int
    at: int
    end: int
    before: str | None
    printed: _Printed
    why_not: str | None


class QuantityReader:
    """Finds quantities with one set of counters.  Build it once; reading is linear in the text's length."""

    def __init__(self, classes_of: Mapping[str, Iterable[str]]):
        counters = sorted((counter for counter in classes_of if counter not in ("元", "")), key=len, reverse=True)
        counter = "|".join(
            re.escape(counter) + (f"(?![{_NO_COUNTER[counter]}])" if counter in _NO_COUNTER else "")
            for counter in counters
        )
        # numerals that no counter can follow (进一步, 统一) are passed by
        firsts = re.escape("".join({each[0] for each in counters}))
        follow = f"{_NUMERALS}万亿元余多几分点 \u3000\u00a0{firsts}"
        self._run = re.compile(
            rf"\d|[{_NUMERALS}](?=[{follow}])|(?<=[近上超逾过约])万|(?<![{_NUMERALS}\d])万(?=[余多])"
        )
        self._pattern = re.compile(
            rf"(?:(?P<high>(?<![\dA-Za-z.\-—–+/·])(?:(?:{_ARABIC})(?:{SCALE_WORDS})){{1,3}}(?=\d))?"
            rf"(?P<number>(?<![\dA-Za-z.+/·])(?:{_ARABIC})|(?<![{_NUMERALS}万]){_CHINESE}|(?<=[近上超逾过约])万(?=[余多]?[\u4e00-\u9fff])|(?<![{_NUMERALS}\d万百千亿])万(?=[余多]))"
            rf"{_BLANK}(?P<scale>百万|千万|万|亿|千)?(?P<more>余|多|几)?{_BLANK}(?P<late_scale>万|亿)?(?P<late_more>余|多)?"
            rf"{_BLANK}(?P<counter>元|{counter}|(?<=\d[万亿])(?![\dA-Za-z])|(?<=\d[万亿][余多])(?![\dA-Za-z]))"
            rf"|百分之(?P<parts>{_CHINESE}(?:点[〇零一二三四五六七八九]+)?))"
            rf"(?P<after>{_AFTER})?"
        )

    def read(self, text: str, periods: Periods | None = None) -> list[Quantity]:
        """The quantities of `text` in order; no two overlap.  `periods`: the text's, where the caller has them."""
        periods = periods or Periods(text)
        return [_quantity(text, found, periods) for found in self._candidates(text) if found.why_not is None]

    def ruled_out(self, text: str) -> list[tuple[tuple[int, int], str]]:
        """The numbers with a counter that count nothing, each with the reason's code."""
        return [((found.start, found.end), found.why_not) for found in self._candidates(text) if found.why_not]

    def _candidates(self, text: str) -> Iterator[_Candidate]:
        """Every number with a counter: the pattern is asked only where digits or numerals begin."""
        closed = [found.span() for found in _CLOSED.finditer(text)]
        starts = [start for start, _ in closed]
        search, match = self._run.search, self._pattern.match
        position = floor = 0
        while run := search(text, position):
            at = run.start()
            found = match(text, at)
            if not found:
                position = _run_end(text, at)
                if position - at > 1 and text[position - 1] == "百" and text.startswith("分之", position):
                    position -= 1
                continue
            position = end = found.end()
            printed = _Printed(*found.groups())
            before = _before(text, at, floor) if text[at - 1 : at] in _LEAD_ENDS else None
            if printed.number in _ROUND and text[at - 1 : at] == "上":
                before = "上"
            start = at - len(before or "")
            floor = end
            inside = bisect_right(starts, at) - 1
            if inside >= 0 and closed[inside][1] > at:
                why_not: str | None = "name"
            elif printed.number:
                is_inexact = bool(printed.more or printed.late_more or before)
                counter = printed.counter or ""
                why_not = why_no_count(text, start, end, printed.number, counter, is_inexact=is_inexact)
            else:
                why_not = None
            yield _Candidate(start, at, end, before, printed, why_not)


_DIGITS_END = re.compile(rf"\d+|{_CHINESE}|万")


def _run_end(text: str, at: int) -> int:
    found = _DIGITS_END.match(text, at)
    assert found is not None
    return found.end()


def _before(text: str, at: int, floor: int) -> str | None:
    """The qualifier that stands right before a number, none of it behind `floor`."""
    for word in _LEADS:
        if text.endswith(word, floor, at):
            return word
    return None


def _quantity(text: str, found: _Candidate, periods: Periods) -> Quantity:
    printed = found.printed
    before = found.before
    if before is None and found.at > 3:
        lead = text[max(0, found.at - 8) : found.at]
        if ("不" in lead or "至" in lead) and (apart := _APART.search(lead)):
            before = apart["limit"]
    bounds, counter, flags = _reading(before, printed)
    if text[found.at - 1 : found.at] in _BLANKS and _DIVIDED.search(text, max(0, found.at - 2), found.at):
        flags = (*flags, "divided_number")
    time = periods.at(found.start)
    scale = printed.late_scale or printed.scale or ""
    is_demanded = is_requirement(
        text, found.start, limit=found.before, has_after=printed.after is not None, is_rate=counter == "%"
    )
    is_open = (
        not _NO_FIGURES.isdisjoint(flags)
        or time.is_unknown
        or ("divided_number" in flags and " " not in (printed.number or ""))
        or is_unsettled(text, found.start, found.end, is_demanded=is_demanded)
    )
    return Quantity(
        (found.start, found.end),
        text[found.start : found.end],
        bounds,
        counter,
        scale + counter if printed.number else counter,
        time.window,
        time.part,
        time.year,
        is_demanded,
        is_open,
        flags,
    )


@lru_cache(maxsize=65_536)
def _reading(before: str | None, printed: _Printed) -> tuple[Bounds, str, tuple[str, ...]]:
    """Bounds, unit and flags of a number as printed."""
    words = tuple(
        "余" if word == "几" else word
        for word in (before, printed.more, printed.late_more, printed.after)
        if word is not None
    )
    if printed.parts:
        whole, _, part = printed.parts.partition("点")
        digits = "".join(str(read_numeral(digit)) for digit in part)
        number, counter = read_numeral(whole) + (Decimal(f"0.{digits}") if digits else 0), "%"
    else:
        scale = SCALES[printed.scale or ""] * SCALES[printed.late_scale or ""]
        assert printed.number is not None
        number = _EXACT.add(read_scaled(printed.high or ""), _EXACT.multiply(read_numeral(printed.number), scale))
        counter = printed.counter or ""
    unfit = misfit(number, is_rate=counter == "%")
    # 二三十 is between twenty and thirty
    is_blurred = _BLURRED.match(printed.number or "") is not None
    flags = tuple(
        flag
        for flag, holds in (
            ("contradictory", contradicts_itself(words)),
            ("divided_number", " " in (printed.number or "")),
            (unfit, unfit is not None),
            ("blurred_number", is_blurred),
        )
        if holds and flag is not None
    )
    bounds = Bounds(None, None, None, "about") if is_blurred else _bounds(number, words, counter)
    return bounds, counter, flags


def _bounds(number: Decimal, words: tuple[str, ...], counter: str) -> Bounds:
    """A number that no figure can hold keeps its qualifier alone; a rate over 100 isn't cut down to 100."""
    if misfit(number, is_rate=False):
        return Bounds(None, None, None, read_bounds(number, words).qualifier)
    return read_bounds(number, words, is_rate=counter == "%" and number <= 100)
