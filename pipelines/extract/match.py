"""Which metric a quantity belongs to, by the words around it.

A report writes the counted thing right before its number (审查合同92份) or right after (38名网格员).  Each metric's
rules name such words (data/catalogue/lookups/matching); the longest word nearest to the number wins among the
metrics whose units allow the printed counter's class.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import ahocorasick

from pipelines.domain.catalogue import Catalogue, MatchingRule
from pipelines.domain.quantities import Quantity
from pipelines.extract.layout import Layout

CLAUSE_MARKS = "，,。；;、：:！？!?\n（(）)"
HEAD_REACH, TAIL_REACH, GAP_REACH = 60, 24, 10
MIN_SCORE = 1.5
_JOINT = re.compile(r"(?:均|都|皆|双双|分别均|全部)(?:为|达到?|是|在)?$")
_TAIL_STOP = re.compile(rf"[{re.escape(CLAUSE_MARKS)}]")


@dataclass(frozen=True, slots=True)
class Match:
    """A metric for a quantity, how well it fits (more is better), and the next best metric."""

    metric_id: str
    score: float
    runner_up_id: str | None
    runner_up_score: float
    word_span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Hit:
    metric_id: str
    score: float
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Use:
    """One rule that a word is an anchor of; the word itself is the last of `parts` (审查…合同)."""

    rule: MatchingRule
    parts: tuple[str, ...]
    length: int
    forbidden: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Word:
    """A word that rules name: as an anchor, or only for its presence (then without uses)."""

    text: str
    uses: tuple[_Use, ...]


class _Sentence:
    """The rules' words in one sentence, found in one pass: `words` with their spans, in the order of their ends."""

    __slots__ = ("ends", "span", "words")

    def __init__(self, automaton: ahocorasick.Automaton, text: str, span: tuple[int, int]):
        start, end = self.span = span
        # a slice: the automaton takes time for the whole text it is given, whatever part of it is asked for
        self.words = [
            (start + last + 1 - len(word.text), start + last + 1, word)
            for last, word in automaton.iter(text[start:end])
        ]
        self.ends = [word_end for _, word_end, _ in self.words]

    def between(self, start: int, end: int) -> list[tuple[int, int, _Word]]:
        """The words that stand wholly between two places."""
        found = self.words[bisect_right(self.ends, start) : bisect_right(self.ends, end)]
        return [word for word in found if word[0] >= start]


class Matcher:
    """The catalogue's matching rules, ready to be asked.  Build it once."""

    def __init__(self, catalogue: Catalogue):
        self._classes_of = catalogue.classes_of
        self._kind_of = {metric.metric_id: metric.kind for metric in catalogue.metrics}
        self._classes = {
            metric.metric_id: frozenset().union(*(self._classes_of[unit] for unit in metric.units))
            for metric in catalogue.metrics
        }
        self._admitted: dict[tuple[str, str, bool], tuple[_Use, ...]] = {}
        anchors: dict[str, list[_Use]] = defaultdict(list)
        for rule in catalogue.rules:
            forbidden = frozenset(rule.forbidden)
            for word in rule.near:
                parts = tuple(word.split("…"))
                anchors[parts[-1]].append(_Use(rule, parts, sum(map(len, parts)), forbidden))
        for rule in catalogue.rules:
            for word in (*rule.within, *rule.forbidden):
                anchors.setdefault(word, [])
        self._words = ahocorasick.Automaton()
        for word, uses in anchors.items():
            self._words.add_word(word, _Word(word, tuple(uses)))
        self._words.make_automaton()

    def match(self, layout: Layout, quantities: list[Quantity]) -> list[list[Match]]:
        """For each quantity the metrics it states: none, one, or several where one number serves all (均为)."""
        matched: list[list[Match]] = []
        taken = settled_end = 0
        sentence = _Sentence(self._words, "", (0, 0))
        for index, quantity in enumerate(quantities):
            start, end = quantity.span
            sentence_start, sentence_end = layout.sentence(start)
            next_start = quantities[index + 1].span[0] if index + 1 < len(quantities) else len(layout.text)
            head = (max(sentence_start, settled_end, taken, start - HEAD_REACH), start)
            stop = _TAIL_STOP.search(layout.text, end, min(sentence_end, end + TAIL_REACH))
            tail = (end, min(stop.start() if stop else sentence_end, next_start, end + TAIL_REACH))
            if quantity.is_unsettled:
                matched.append([])
                continue
            if sentence.span != (sentence_start, sentence_end):
                sentence = _Sentence(self._words, layout.text, (sentence_start, sentence_end))
            hits = list(self._hits(layout.text, quantity, head, tail, sentence))
            found = _chosen(layout.text, quantity, hits)
            matched.append(found)
            settled_end = end
            taken = max([match.word_span[1] for match in found if match.word_span[0] >= end], default=taken)
        return matched

    def _hits(
        self, text: str, quantity: Quantity, head: tuple[int, int], tail: tuple[int, int], sentence: _Sentence
    ) -> Iterator[_Hit]:
        near = sentence.between(head[0], tail[1])
        present = {word.text for _, _, word in near}
        context: set[str] | None = None
        for region, is_head in ((head, True), (tail, False)):
            for start, end, word in near:
                if not word.uses or start < region[0] or end > region[1]:
                    continue
                for use in self._uses(word, quantity):
                    if not present.isdisjoint(use.forbidden):
                        continue
                    first = start if len(use.parts) == 1 else _first_part(text, use.parts, start, region[0])
                    if first is None:
                        continue
                    extra = 0
                    if use.rule.within:
                        if context is None:
                            context = {each.text for _, _, each in sentence.between(sentence.span[0], tail[1])}
                        extra = max((len(each) for each in use.rule.within if each in context), default=0)
                        if not extra:
                            continue
                    between = text[end : quantity.span[0]] if is_head else text[quantity.span[1] : first]
                    yield _Hit(use.rule.metric_id, use.length + 0.5 * extra - _distance(between), (first, end))

    def _uses(self, word: _Word, quantity: Quantity) -> tuple[_Use, ...]:
        """The uses of a word whose metric takes a number with this counter; a window metric takes windows only."""
        key = (word.text, quantity.unit, quantity.window is None)
        found = self._admitted.get(key)
        if found is None:
            classes = self._classes_of.get(quantity.unit, frozenset())
            found = self._admitted[key] = tuple(
                use
                for use in word.uses
                if classes & self._classes[use.rule.metric_id]
                and not (self._kind_of[use.rule.metric_id] == "window" and quantity.window is None)
            )
        return found


def _first_part(text: str, parts: tuple[str, ...], start: int, floor: int) -> int | None:
    """Where a word with gaps (审查…合同) begins, its last part standing at `start`; None if it isn't there."""
    for part in reversed(parts[:-1]):
        low = max(floor, start - GAP_REACH - len(part))
        found = text.rfind(part, low, start)
        if found < 0 or any(mark in text[found + len(part) : start] for mark in CLAUSE_MARKS):
            return None
        start = found
    return start


def _distance(between: str) -> float:
    """What the gap between word and number costs; a word that touches its number is worth more."""
    if not between:
        return -1.0
    return min(2.0, 0.1 * len(between)) + 2.0 * len(_TAIL_STOP.findall(between))


def _chosen(text: str, quantity: Quantity, hits: list[_Hit]) -> list[Match]:
    """The best metric, or all that one number serves; none where two fit equally well: a guess is worse."""
    best: dict[str, _Hit] = {}
    for hit in hits:
        if hit.metric_id not in best or hit.score > best[hit.metric_id].score:
            best[hit.metric_id] = hit
    ranked = sorted(best.values(), key=lambda hit: (-hit.score, hit.metric_id))
    if not ranked or ranked[0].score < MIN_SCORE:
        return []
    chosen = _joint(text, quantity, ranked) or ranked[:1]
    if len(chosen) == 1 and len(ranked) > 1 and ranked[1].score == ranked[0].score:
        return []
    left = next((hit for hit in ranked if hit not in chosen), None)
    return [
        Match(hit.metric_id, hit.score, left.metric_id if left else None, left.score if left else 0.0, hit.span)
        for hit in chosen
    ]


def _joint(text: str, quantity: Quantity, ranked: list[_Hit]) -> list[_Hit]:
    """All the metrics of an enumeration that one number serves: 办结率、满意率均为100%."""
    start = quantity.span[0]
    if not _JOINT.search(text, max(0, start - 6), start):
        return []
    named: dict[int, _Hit] = {}
    for hit in sorted(ranked, key=lambda hit: -hit.score):
        clause = text[hit.span[1] : start]
        if hit.span[1] <= start and not re.search(r"[，,。；;！？!?\n]", clause):
            overlap = any(hit.span[0] < other.span[1] and other.span[0] < hit.span[1] for other in named.values())
            if not overlap:
                named[hit.span[0]] = hit
    return [named[at] for at in sorted(named)]
