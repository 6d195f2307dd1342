"""The time that a number counts, where a text says it: several years together, a part of one, or another year."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from pipelines.domain.quantities import PartYear, Quantity, Window
from pipelines.extract.layout import LONGEST_SENTENCE
from pipelines.extract.numerals import read_numeral

_CLAUSE_MARK = re.compile(r"[，,。；;！？!?\n]")
_SENTENCE_MARK = re.compile(r"[。！？!?\n]")
_OPENS = re.compile(r"(?:^|[。！？!?\n，,；;：:、\s])[\s（(]*$")
_TITLE = re.compile(r"《[^》\n]{0,200}》")
_NUMBER = r"\d{1,2}|十[一二三四五六七八九]?|[一二两三四五六七八九](?![一二两三四五六七八九])"
_YEAR = r"20[0-4]\d"
_TO = r"(?:至|到|—|–|-|~|～)"
_MENTION = re.compile(
    rf"(?:近|连续|最近|过去)(?P<years>{_NUMBER})(?:个)?年(?!级)(?:来|间|内)?"
    rf"|(?<![一第每\d])(?P<years_on>{_NUMBER})年来"
    rf"|(?P<first>{_YEAR})年?{_TO}(?P<last>{_YEAR})年(?:间|期间)?"
    rf"|自?(?P<since>{_YEAR})年(?:\d{{1,2}}月)?(?:以来|起)"
    r"|(?P<unknown>(?:(?<=普法)|(?<=任职)|(?<=换届)|(?<=五”)|(?<=五))以来)"
    rf"|截[至止]到?(?:(?P<day_year>{_YEAR})年|今年|当年|本年)?(?P<day_month>{_NUMBER})月份?(?:(?P<day>\d{{1,2}})日|底|末)?"
    rf"|(?:(?P<range_year>{_YEAR})年|今年|本年|全年)?(?P<from_month>{_NUMBER})月?份?{_TO}(?P<to_month>{_NUMBER})月(?!\d)"
    rf"|(?:(?P<months_year>{_YEAR})年|今年)?前(?P<months>{_NUMBER})个月"
    rf"|(?:(?P<half_year>{_YEAR})年)?(?P<half>[上下]半年|(?:(?:前|第?一(?:[、至到—-]第?二)?[、至到—-]第?)?[一二三四]|前[二两三]|第[一二三四])季度)"
    r"|(?P<past>(?<![较比同与占对以])(?:去年|上一?年)(?!度?同期|底|末))"
    rf"|(?P<about>{_YEAR})年(?P<of>度|全年|底|末|年底|年末)?"
    r"|(?P<whole>全年|年内|本年度?|今年以来|今年|一年来|目前|现有)"
)
# where a mention can begin: the long pattern is asked nowhere else
_BEGINNING = re.compile(
    r"[近连最过截今本全上下前第去自一二两三四五六七八九十\d年以目现](?:"
    r"(?<=[近连最过截今本全上下前第去自])(?=[^，,。；;！？!?\n]{0,10}[年月季])"
    r"|(?<=[一二两三四五六七八九十\d])(?=[一二三四五六七八九十\d]{0,3}(?:[年月季至到—–~～-]|个[年月]))"
    r"|(?<=年)(?=内)|(?<=以)(?=来)|(?<=目)(?=前)|(?<=现)(?=有))"
)
# a year that says when a thing was made, not what a number counts (废止2015年印发的规范性文件2份)
_OF_A_THING = re.compile(
    r"(?:\d{1,2}月)?(?:印发|制定|出台|采购|发布|修订|建成|颁布|签订|版|第|以前|之前|[^，,。；;\d]{0,6}的(?!\d))"
)
_COMPARED = frozenset("较比同与占对至到每各按")
_QUARTERS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4}


class Time(NamedTuple):
    """What a place's words say of time; each is None where they say nothing.  A `year` of -1 is the year before.

    `is_unknown`: years are counted together and nothing says which (“八五”普法以来).
    """

    window: Window | None = None
    part: PartYear | None = None
    year: int | None = None
    is_unknown: bool = False


class _Mention(NamedTuple):
    """Up to where a mention rules, and which earlier one rules behind that."""

    reach: int
    time: Time
    opening: int


_UNSAID = Time()


class Periods:
    """The times that one text names, asked by position.

    A time that opens its clause with nothing but a comma behind it (2022年，…; 近三年来，…), and a part of a year, rule
    the rest of the sentence until another time is named; any other one rules its own clause.
    """

    def __init__(self, text: str):
        self._found: list[_Mention] = []
        self._ends: list[int] = []
        opening = -1
        for start, end, time in _mentions(text):
            clause_end, sentence_end = _end(_CLAUSE_MARK, text, end), _end(_SENTENCE_MARK, text, end)
            if opening >= 0 and self._found[opening].reach < end:
                opening = -1
            ruled = self._found[opening].time if opening >= 0 else _UNSAID
            if time.part and not time.part.year and ruled.year:
                time = time._replace(part=replace(time.part, year=ruled.year))
            opens_clause = _OPENS.search(text, max(0, start - 4), start) is not None
            is_alone = (time.window is not None or time.is_unknown) and clause_end - end <= 1
            is_opening = is_alone or (opens_clause and clause_end - end <= _LONGEST_OPENING)
            rules_sentence = time.part is not None or time == _UNSAID or is_opening
            self._found.append(_Mention(sentence_end if rules_sentence else clause_end, time, opening))
            self._ends.append(end)
            if rules_sentence:
                opening = len(self._found) - 1

    def at(self, position: int) -> Time:
        """What is said of the time of a number at `position`."""
        index = bisect_right(self._ends, position) - 1
        while index >= 0:
            found = self._found[index]
            if position <= found.reach:
                return found.time
            index = found.opening
        return _UNSAID

    def dated(self, quantity: Quantity) -> Quantity:
        """A quantity with the time that its place says."""
        time = self.at(quantity.span[0])
        unsettled = quantity.is_unsettled or time.is_unknown
        return replace(quantity, window=time.window, part=time.part, year=time.year, is_unsettled=unsettled)


_LONGEST_OPENING = 8
"""A time phrase with up to so many characters behind it before its comma opens the sentence (2022年我街道，…)."""


def _end(mark: re.Pattern[str], text: str, position: int) -> int:
    """Where the next mark stands; no sentence is longer than `LONGEST_SENTENCE`."""
    stop = min(len(text), position + LONGEST_SENTENCE)
    found = mark.search(text, position, stop)
    return found.start() if found else stop


def _mentions(text: str) -> Iterator[tuple[int, int, Time]]:
    """Where each mention of a time begins and ends, and what it says."""
    titles = [title.span() for title in _TITLE.finditer(text)]
    starts = [start for start, _ in titles]
    position = 0
    while beginning := _BEGINNING.search(text, position):
        start = beginning.start()
        found = _MENTION.match(text, start)
        if not found:
            position = start + 1
            continue
        position = found.end()
        inside = bisect_right(starts, start) - 1
        if inside >= 0 and titles[inside][1] > start:
            continue
        time = _time(found, text)
        if time is not None and text[start - 1 : start] not in _COMPARED:
            yield start, found.end(), time


def _time(found: re.Match[str], text: str) -> Time | None:
    if years := found["years"] or found["years_on"]:
        number = int(read_numeral(years))
        return Time(window=Window(years=number)) if number > 1 else _UNSAID
    if found["since"]:
        return Time(window=Window(first_year=int(found["since"])))
    if found["first"]:
        first, last = sorted((int(found["first"]), int(found["last"])))
        return Time(window=Window(first_year=first, last_year=last))
    if found["unknown"]:
        return Time(is_unknown=True)
    if found["about"]:
        if not found["of"] and _OF_A_THING.match(text, found.end()):
            return None
        return Time(year=int(found["about"]))
    if found["past"]:
        return Time(year=-1)
    if found["whole"]:
        return _UNSAID
    return _part(found)


def _part(found: re.Match[str]) -> Time | None:
    """A part of a year; None where the months or the day can't be."""
    year: str | None = found["half_year"] or found["day_year"] or found["range_year"] or found["months_year"]
    day = None
    if found["half"]:
        first, last = _half(found["half"])
    elif found["months"]:
        first, last = 1, int(read_numeral(found["months"]))
    elif found["day_month"]:
        first, last = 1, int(read_numeral(found["day_month"]))
        day = int(found["day"]) if found["day"] else None
    else:
        first, last = int(read_numeral(found["from_month"])), int(read_numeral(found["to_month"]))
    if not 1 <= first <= last <= 12 or (day is not None and not 1 <= day <= 31):
        return None
    return Time(part=PartYear(last, day, first, int(year) if year else None))


def _half(printed: str) -> tuple[int, int]:
    """The first and last month of 上半年, 前三季度, 一至三季度, 第二季度."""
    if printed.endswith("半年"):
        return (1, 6) if printed[0] == "上" else (7, 12)
    quarters = [_QUARTERS[character] for character in printed if character in _QUARTERS]
    first = 1 if printed[0] == "前" else quarters[0]
    return 3 * first - 2, 3 * quarters[-1]
