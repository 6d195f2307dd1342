"""Figures that a text states without a number: none of something (无行政诉讼败诉案件), and all of it (“双百”)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from pipelines.domain.catalogue import MatchingRule
from pipelines.domain.quantities import Bounds, Quantity

_CLAUSE_MARK = re.compile(r"[，,。；;：:！？!?|\n]")
_REACH, _LEAD = 24, 60
_ABSENCE = re.compile(
    r"(?:未|没有|没(?=[一1]|发生|出现|被)|从未)(?:[一1](?:例|件|起|宗|次|项))?"
    r"(?:(?:发生|出现|产生|收到|接到|新增|制定|制发|出台|印发|作出|发现|有|被|(?=吊销|撤销|败诉))(?:过|一?[件起宗例])?|(?<=没有)|(?<=[件起宗例])被)"
    r"|不存在|(?<![绝毫有])无(?:[一1](?:例|件|起|宗|次|项))?(?![证人障偿所论法需序关疑讼违纸理正])|[“\"]?零[”\"]?(?=[败纠复])"
)
# where an absence can begin: the long pattern is asked nowhere else
_BEGINNING = re.compile('[未没无零不从“"](?:(?<=[未没无零])|(?<=不)(?=存在)|(?<=从)(?=未)|(?<=[“"])(?=零))')
_DEMAND = re.compile(r"(?:确保|力争|应当|必须|争取|防止|避免|如|若|是否)[^，,。；;]{0,8}$")
_ALL = re.compile(r"双(?:百|100%?|一百)[”\"’]?(?![方双工企])")
_QUOTES = frozenset('“"‘')
_RATE = re.compile(r"率[^，,。；;！？!?\n]*$")
_NO_COUNT = Bounds(Decimal(0), Decimal(0), Decimal(0), "implied")
_WHOLE = Bounds(Decimal(100), Decimal(100), Decimal(100), "implied")
# a negated verb that says the opposite of none: 未按期办结的行政复议案件 isn't "no cases"
_OTHER_VERB = re.compile(r"[按及能经予依如结审到完]|超期|终结|妥善")
# what may stand behind the word: its own end, or a word for such cases; anything else is about something else
_ENDS = re.compile(
    r"(?:人员|对象|许可|证|案件|案|事件|事项|情形|情况|现象|问题|申请|决定|行为|纠纷|败诉|被|等|的|发生|或者?|、|，|,|。|；|;|和|及|与|）|\n|$)"
    r"(?!\d)"
)


@dataclass(frozen=True, slots=True)
class _Absent:
    metric_id: str
    parts: tuple[str, ...]


class AbsenceReader:
    """Finds what a text says there was none of.  Build it once for a catalogue's rules."""

    def __init__(self, rules: Iterable[MatchingRule]):
        self._words = [_Absent(rule.metric_id, tuple(word.split("…"))) for rule in rules for word in rule.absent]

    def read(self, text: str, unit_of: Mapping[str, str]) -> Iterator[tuple[Quantity, str]]:
        """The quantities, 0 and implied, each with its metric; the span goes from the negation to the word."""
        for beginning in _BEGINNING.finditer(text):
            found = _ABSENCE.match(text, beginning.start())
            if not found:
                continue
            start, after = found.span()
            if _DEMAND.search(text, max(0, start - 12), start) or _OTHER_VERB.match(text, after):
                continue
            mark = _CLAUSE_MARK.search(text, after, after + _REACH)
            named = self._named(text, (max(0, start - _LEAD), after, mark.start() if mark else after + _REACH))
            if named and not _ENDS.match(text, max(end for _, end in named.values())):
                continue
            for metric_id, (_, end) in named.items():
                if not _qualifies_another(text, metric_id, named):
                    unit = unit_of[metric_id]
                    yield Quantity((start, end), text[start:end], _NO_COUNT, unit, unit), metric_id

    def _named(self, text: str, place: tuple[int, int, int]) -> dict[str, tuple[int, int]]:
        """Where each metric's words stand behind the negation; the first part of one with a gap may stand before."""
        floor, after, stop = place
        named: dict[str, tuple[int, int]] = {}
        for word in self._words:
            at = text.find(word.parts[-1], after, stop)
            if at < 0 or (len(word.parts) > 1 and text.find(word.parts[0], floor, at) < 0):
                continue
            end = at + len(word.parts[-1])
            first, last = named.get(word.metric_id, (at, end))
            named[word.metric_id] = (min(first, at), max(last, end))
        return named


def _clause_start(text: str, position: int) -> int:
    low = max(0, position - _LEAD)
    marks = [mark.end() for mark in _CLAUSE_MARK.finditer(text, low, position)]
    return marks[-1] if marks else low


def _qualifies_another(text: str, metric_id: str, named: Mapping[str, tuple[int, int]]) -> bool:
    """Whether a metric's word only says more of another one's (the 行政诉讼 of 无行政诉讼败诉)."""
    first, end = named[metric_id]
    if any(start <= first and end <= last for start, last in named.values() if (start, last) != (first, end)):
        return True
    return any(
        other_id != metric_id and start >= end and not re.search("[、和及或]", text[end:start])
        for other_id, (start, _) in named.items()
    )


def whole_rates(text: str) -> Iterator[Quantity]:
    """“双百” behind the rates that it speaks of (参考率、优秀率“双百”): 100 each."""
    for found in _ALL.finditer(text):
        if _RATE.search(text, _clause_start(text, found.start()), found.start()):
            start = found.start() - (text[found.start() - 1 : found.start()] in _QUOTES)
            yield Quantity((start, found.end()), text[start : found.end()], _WHOLE, "%", "%")
