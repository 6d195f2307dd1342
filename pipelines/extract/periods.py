"""The time that a number counts, where a text says it: several years together, a part of one, or another year."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from pipelines.domain.quantities import PartYear, Window
from pipelines.extract.numerals import read_numeral

_CLAUSE_MARK = re.compile(r"[，,。；;！？!?\n]")
_SENTENCE_MARK = re.compile(r"[。！？!?\n]")
_NUMBER = r"\d{1,2}|[一二两三四五六七八九十]{1,2}"
_MENTION = re.compile(
    rf"(?:近|连续|最近|过去)(?P<years>{_NUMBER})年(?!级)"
    r"|(?P<first>20\d\d)年?(?:至|到|—|–|-|~|～)(?P<last>20\d\d)年"
    r"|(?P<since>20\d\d)年以来"
    rf"|截[至止]到?(?:(?P<day_year>20\d\d)年|今年|当年|本年)?(?P<day_month>{_NUMBER})月份?(?:(?P<day>\d{{1,2}})日|底|末)?"
    rf"|(?:(?P<range_year>20\d\d)年|今年|本年|全年)?(?P<from_month>{_NUMBER})月?份?(?:至|到|—|–|-|~|～)"
    rf"(?P<to_month>{_NUMBER})月(?!\d)"
    r"|(?:(?P<half_year>20\d\d)年)?(?P<half>[上下]半年|(?:前|第)?[一二三四]季度)(?!会)"
    r"|(?<![^\s。！？!?：:])(?P<about>20[0-4]\d)年(?:度|全年|全街|全镇|全区|全县)?[，,]"
    r"|(?P<whole>全年|年内|本年度)"
)
# where a mention can begin: the long pattern is asked nowhere else
_BEGINNING = re.compile(r"[近连最过截今当本全上下前第年\d一二三四五六七八九十](?=[^，,。；;！？!?\n]{0,10}[年月季内])")
_PARTS_OF_YEAR = {
    "上半年": (1, 6),
    "下半年": (7, 12),
    "前三季度": (1, 9),
    "前二季度": (1, 6),
    "一季度": (1, 3),
    "二季度": (4, 6),
    "三季度": (7, 9),
    "四季度": (10, 12),
}
_EVERY = frozenset("每各按")


class Time(NamedTuple):
    """What a place's words say of time; each is None where they say nothing."""

    window: Window | None = None
    part: PartYear | None = None
    year: int | None = None


_UNSAID = Time()


class Periods:
    """The times that one text names, asked by position.

    A window rules its own clause; a part of a year, and a year that opens a sentence, rule the rest of the sentence,
    until 全年 or another time is named.
    """

    def __init__(self, text: str):
        self._text = text
        self._found = list(_mentions(text))
        self._ends = [end for end, _ in self._found]

    def at(self, position: int) -> Time:
        """What is said of the time of a number at `position`."""
        index = bisect_right(self._ends, position) - 1
        if index < 0:
            return _UNSAID
        end, time = self._found[index]
        mark = _CLAUSE_MARK if time.window else _SENTENCE_MARK
        return _UNSAID if mark.search(self._text, end, position) else time


def _mentions(text: str) -> Iterator[tuple[int, Time]]:
    """Where each mention of a time ends, and what it says."""
    position = 0
    while beginning := _BEGINNING.search(text, position):
        start = beginning.start()
        found = _MENTION.match(text, start)
        if not found:
            position = start + 1
            continue
        position = found.end()
        time = _time(found)
        if time is not None and text[start - 1 : start] not in _EVERY:
            yield found.end(), time


def _time(found: re.Match[str]) -> Time | None:
    if found["years"]:
        return Time(window=Window(years=int(read_numeral(found["years"]))))
    if found["since"]:
        return Time(window=Window(first_year=int(found["since"])))
    if found["first"]:
        first, last = sorted((int(found["first"]), int(found["last"])))
        return Time(window=Window(first_year=first, last_year=last))
    if found["about"]:
        return Time(year=int(found["about"]))
    if found["whole"]:
        return _UNSAID
    return _part(found)


def _part(found: re.Match[str]) -> Time | None:
    """A part of a year; None where the months or the day can't be."""
    year: str | None = found["half_year"] or found["day_year"] or found["range_year"]
    day = None
    if found["half"]:
        first, last = _PARTS_OF_YEAR.get(found["half"].removeprefix("第"), (1, 12))
    elif found["day_month"]:
        first, last = 1, int(read_numeral(found["day_month"]))
        day = int(found["day"]) if found["day"] else None
    else:
        first, last = int(read_numeral(found["from_month"])), int(read_numeral(found["to_month"]))
    if not 1 <= first <= last <= 12 or (day is not None and not 1 <= day <= 31):
        return None
    return Time(part=PartYear(last, day, first, int(year) if year else None))
