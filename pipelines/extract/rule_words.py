"""The words of the matching rules in a sentence, and how well each metric fits a number by the words around it."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import ahocorasick

from pipelines.domain.catalogue import Catalogue
from pipelines.domain.quantities import Quantity

CLAUSE_MARKS = "，,。；;、：:！？!?|\n（(）)"
GAP_REACH = 10
TOUCH, NOUN = -1.0, -3.0
"""What a word costs that touches its number: before it, and right behind its counter (19个领域) as its noun."""
STRONG_MARK, WEAK_MARK, SEMICOLON = 2.0, 0.5, 4.0
OWN_COUNTER = 0.3
"""What it is worth that the printed counter is one of the metric's own (8个领域76项: 个 of fields, 项 of items)."""
RECENT, RECENT_REACH = 0.4, 60
"""What a `within` word is worth right before the number; nothing from `RECENT_REACH` characters on."""
_MARK = re.compile(r"[，,。：:！？!?|\n]|(?P<weak>、)|(?P<semicolon>[；;])")
_COST = {None: STRONG_MARK, "weak": WEAK_MARK, "semicolon": SEMICOLON}
_CLAUSE_MARK = re.compile(r"[，,。；;：:！？!?|\n]")
NOUN_REACH = 24
_STRONG_GAP_STOP = re.compile(r"[，,。；;：:！？!?|\n]")
_GAP_STOP = re.compile(r"[，,。；;、：:！？!?|\n]")
# who did something: a number right before one of these counts nothing else (16个委办局实施告知承诺)
_ACTOR = re.compile(
    r"(?:[市区县镇乡街]?(?:直|级)|执法|行政|职能|政府)?"
    r"(?:部门|单位|委办局|街道|乡镇|镇街|街镇|街乡|处室|科室|站所|方面|行业|工作日|月|小时|大队|班组)"
)
_ADDITION = re.compile(r"(?:新增|新聘|新招|新设|净增|增加|增聘)[^，,。；;、]{0,10}$")
_COUNTS_ACTORS = frozenset(("个", "家"))
_NOT_BARE = frozenset(("percent", "permille", "money", "area", "hours", "rank"))


class Hit(NamedTuple):
    """How well a metric fits (more is better), and where the word stands that says so."""

    score: float
    span: tuple[int, int]


class Reach(NamedTuple):
    """Where the words of a number are looked for: from `start` up to it, and behind it up to `end`."""

    start: int
    head_end: int
    tail_start: int
    end: int


class _Use(NamedTuple):
    """One rule that a word is an anchor of; `earlier` are the parts before it, the nearest first (审查…合同)."""

    metric_id: str
    length: int
    earlier: tuple[str, ...]
    within: tuple[str, ...]
    forbidden: frozenset[str]
    is_stock: bool
    units: frozenset[str]


class _Kind(NamedTuple):
    """What decides which metrics take a number."""

    unit: str
    is_window: bool
    is_requirement: bool


class RuleWords:
    """The words of a catalogue's rules, ready to be looked for.  Build it once."""

    def __init__(self, catalogue: Catalogue):
        self._classes_of = dict(catalogue.classes_of)
        self._classes_of[""] = frozenset().union(*catalogue.classes_of.values()) - _NOT_BARE
        self._kind_of = {metric.metric_id: metric.kind for metric in catalogue.metrics}
        self._classes = {
            metric.metric_id: frozenset().union(*(self._classes_of[unit] for unit in metric.units))
            for metric in catalogue.metrics
        }
        units_of = {metric.metric_id: metric.units for metric in catalogue.metrics}
        anchors: dict[str, list[_Use]] = defaultdict(list)
        for rule in catalogue.rules:
            for word in rule.near:
                *earlier, last = word.split("…")
                length = len(last) + sum(map(len, earlier))
                use = _Use(
                    rule.metric_id,
                    length,
                    tuple(reversed(earlier)),
                    rule.within,
                    frozenset(rule.forbidden),
                    self._kind_of[rule.metric_id] == "stock",
                    frozenset(units_of[rule.metric_id]),
                )
                anchors[last].append(use)
        self._uses = dict(anchors)
        self._uses_of: dict[_Kind, dict[str, tuple[_Use, ...]]] = {}
        present = (word for rule in catalogue.rules for word in (*rule.within, *rule.forbidden))
        self._automaton = ahocorasick.Automaton()
        for word in {*anchors, *present}:
            self._automaton.add_word(word, (word, len(word) - 1))
        self._automaton.make_automaton()

    def of(self, text: str, span: tuple[int, int]) -> "SentenceWords":
        """The words in text[span]."""
        start, end = span
        # a slice: the automaton takes time for the whole text it is given, whatever part of it is asked for
        words = [
            (start + last - before, start + last + 1, word)
            for last, (word, before) in self._automaton.iter(text[start:end])
        ]
        return SentenceWords(self, text, span, words)

    def uses_of(self, kind: _Kind) -> dict[str, tuple[_Use, ...]]:
        """The words that speak for a metric which takes numbers of this kind, with their uses.

        A window metric takes windows only.  A stock takes no requirement: 每个社区不少于3名调解员 says nothing of how
        many there are, and no page would show it.
        """
        found = self._uses_of.get(kind)
        if found is None:
            classes = self._classes_of.get(kind.unit, frozenset())
            admitted = {
                metric_id
                for metric_id, of_metric in self._classes.items()
                if classes & of_metric
                and (kind.is_window or self._kind_of[metric_id] != "window")
                and not (kind.is_requirement and self._kind_of[metric_id] == "stock")
            }
            chosen = {
                word: tuple(use for use in uses if use.metric_id in admitted) for word, uses in self._uses.items()
            }
            found = self._uses_of[kind] = {word: uses for word, uses in chosen.items() if uses}
        return found


_Placed = tuple[int, int, tuple[_Use, ...]]


class SentenceWords:
    """The rules' words in one sentence, found in one pass, in the order of their ends."""

    __slots__ = ("_by_kind", "_ends", "_rules", "_words", "span", "text")

    def __init__(self, rules: RuleWords, text: str, span: tuple[int, int], words: list[tuple[int, int, str]]):
        self._rules, self.text, self.span, self._words = rules, text, span, words
        self._ends = [word[1] for word in words]
        self._by_kind: dict[_Kind, tuple[list[int], list[_Placed]]] = {}

    def places(self, start: int, end: int) -> dict[str, int]:
        """The words that stand wholly between two places, each with its last end there."""
        found = self._words[bisect_right(self._ends, start) : bisect_right(self._ends, end)]
        return {word: word_end for word_start, word_end, word in found if word_start >= start}

    def _is_noun_free(self, forbidden: Iterable[str], noun: tuple[int, int], floor: int) -> bool:
        """Whether forbidden words around a noun right behind its number don't touch it: another clause's before the
        number, or its own in another word later (143个网格全部配齐网格员)."""
        start, end = noun
        text, printed = self.text, self.text[start:end]
        marks = [mark.end() for mark in _CLAUSE_MARK.finditer(text, floor, start)]
        clause = marks[-1] if marks else floor

        def touches(word: str) -> bool:
            if text.find(word, clause, start) >= 0:
                return True
            return text.startswith(word, start) if word.startswith(printed) else word in text[start : end + NOUN_REACH]

        return not any(map(touches, forbidden))

    def hits(self, quantity: Quantity, reach: Reach, context: Mapping[str, int] | None = None) -> dict[str, Hit]:
        """The best fit of each metric that a word within reach of a quantity speaks for.

        `context`: the words that count as `within`, with their places; the sentence's up to the reach where it is
        None, the whole sentence's for a requirement.
        """
        text, (first_start, head_end, tail_start, last_end) = self.text, reach
        ends, words = self._of_kind(_Kind(quantity.unit, quantity.window is not None, quantity.is_requirement))
        low, high = bisect_right(ends, first_start), bisect_right(ends, last_end)
        best: dict[str, Hit] = {}
        if low == high:
            return best
        present: dict[str, int] | None = None
        # what came newly isn't what there is
        is_addition = _ADDITION.search(text, max(first_start, head_end - 12), head_end) is not None
        is_of_actor = quantity.unit in _COUNTS_ACTORS and _ACTOR.match(text, tail_start) is not None
        # a word that touches the next number is that one's
        is_before_number = last_end < self.span[1] and text[last_end] not in CLAUSE_MARKS
        for start, end, uses in words[low:high]:
            if start < first_start:
                continue
            is_head = end <= head_end
            if not is_head and (start < tail_start or (end == last_end and start > tail_start and is_before_number)):
                continue
            is_noun = start == tail_start
            if is_of_actor and not is_noun:
                continue
            for use in uses:
                if is_addition and use.is_stock:
                    continue
                if use.forbidden:
                    if present is None:
                        present = self.places(first_start, last_end)
                    found = use.forbidden.intersection(present)
                    if found and not (is_noun and self._is_noun_free(found, (start, end), first_start)):
                        continue
                begin = start
                if use.earlier:
                    # the number may stand in the gap (审查92份合同)
                    gap = GAP_REACH if is_head else GAP_REACH + tail_start - head_end
                    begin = _begin(text, use.earlier, start, first_start, gap)
                    if begin < 0:
                        continue
                score = use.length + (OWN_COUNTER if quantity.unit in use.units else 0.0)
                if use.within:
                    if context is None:
                        context_end = self.span[1] if quantity.is_requirement else last_end
                        context = self.places(self.span[0], context_end)
                    worth = _context_worth(use.within, context, head_end)
                    if not worth:
                        continue
                    score += worth
                if is_head:
                    score -= _distance(text, end, head_end)
                elif tail_start in (start, begin):
                    score -= TOUCH if quantity.unit == "%" else NOUN
                else:
                    score -= _distance(text, tail_start, start)
                known = best.get(use.metric_id)
                if known is None or score > known[0]:
                    best[use.metric_id] = Hit(score, (begin, end))
        return best

    def _of_kind(self, kind: _Kind) -> tuple[list[int], list[_Placed]]:
        """The words that speak for a metric which takes numbers of this kind, and their ends."""
        found = self._by_kind.get(kind)
        if found is None:
            uses_of = self._rules.uses_of(kind)
            words = [(start, end, uses_of[word]) for start, end, word in self._words if word in uses_of]
            found = self._by_kind[kind] = ([end for _, end, _ in words], words)
        return found


def _begin(text: str, earlier: Iterable[str], start: int, floor: int, gap: int) -> int:
    """Where a word with gaps begins, its last part standing at `start`; -1 if the earlier parts aren't there."""
    for part in earlier:
        low = start - gap - len(part)
        found = text.rfind(part, low if low > floor else floor, start)
        # 化解草场、虫草等纠纷: what 等 closes is one thing
        stop = _STRONG_GAP_STOP if text[start - 1] == "等" else _GAP_STOP
        if found < 0 or stop.search(text, found + len(part), start):
            return -1
        start = found
    return start


def _context_worth(words: Iterable[str], context: Mapping[str, int], start: int) -> float:
    """What the best of a rule's `within` words is worth: half its length, and more the nearer it stands."""
    best = 0.0
    for word in words:
        end = context.get(word)
        if end is not None:
            away = abs(start - end)
            worth = 0.5 * len(word) + (RECENT * (1 - away / RECENT_REACH) if away < RECENT_REACH else 0.0)
            if worth > best:
                best = worth
    return best


def _distance(text: str, start: int, end: int) -> float:
    """What the gap between word and number costs; a word that touches its number is worth more."""
    if start >= end:
        return TOUCH
    cost = 0.1 * (end - start) if end - start < 20 else 2.0
    for mark in _MARK.finditer(text, start, end):
        cost += _COST[mark.lastgroup]
    return cost
