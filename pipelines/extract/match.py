"""Which metric a quantity belongs to, by the words around it.

A report writes the counted thing right before its number (审查合同92份) or right after (38名网格员).  Each metric's
rules name such words (data/catalogue/lookups/matching); the longest word nearest to the number wins among the
metrics whose units allow the printed counter's class.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import ahocorasick

from pipelines.domain.catalogue import Catalogue, MatchingRule
from pipelines.domain.quantities import Quantity
from pipelines.extract.layout import Layout
from pipelines.extract.respectively import Apart

CLAUSE_MARKS = "，,。；;、：:！？!?\n（(）)"
_GAP_STOPS = "，,。；;、：:！？!?\n"
HEAD_REACH, TAIL_REACH, GAP_REACH = 60, 24, 10
MIN_SCORE = 1.5
TOUCH, NOUN = -1.0, -3.0
"""What a word costs that touches its number: before it, and right behind its counter (19个领域) as its noun."""
STRONG_MARK, WEAK_MARK = 2.0, 0.5
RECENT, RECENT_REACH = 0.4, 60
"""What a `within` word is worth right before the number; nothing from `RECENT_REACH` characters on."""
LONGEST_HEADING, FAR = 40, 0.5
"""A paragraph's opening up to this length is its heading; a `within` word that only stands there costs `FAR`."""
_JOINT = re.compile(r"(?:均|都|皆|双双|分别均|全部)(?:为|达到?|是|在|实现|保持)?$")
_JOINT_RATES = re.compile(r"率[、和与及][^，,。；;、]{1,14}率[^，,。；;率]{0,10}$")
# brackets around a short word belong to it: 村（社区）干部
_SHORT = "[\u4e00-\u9fff]{1,4}"
_TAIL_STOP = re.compile(
    rf"[，,。；;、：:！？!?\n]|（(?!{_SHORT}）)|\((?!{_SHORT}\))|(?<![（(].)(?<![（(]..)(?<![（(]...)(?<![（(]....)[）)]"
)
_MARK = re.compile(r"[，,。；;：:！？!?\n]|(?P<weak>、)")
_CLAUSE = re.compile(r"[，,。；;！？!?\n]")
_NOT_BARE = frozenset(("percent", "permille", "money", "area", "hours", "rank"))


@dataclass(frozen=True, slots=True)
class Match:
    """A metric for a quantity, how well it fits (more is better), and the next best metric."""

    metric_id: str
    score: float
    runner_up_id: str | None
    runner_up_score: float
    word_span: tuple[int, int]


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
    admitted: dict[tuple[str, bool, bool], tuple[_Use, ...]] = field(default_factory=dict, compare=False)


_Hit = tuple[float, tuple[int, int]]
"""How well a metric fits, and where the word stands that says so."""


class _Sentence:
    """The rules' words in one sentence, found in one pass: `words` with their spans, in the order of their ends."""

    __slots__ = ("ends", "span", "text", "words")

    def __init__(self, automaton: ahocorasick.Automaton, text: str, span: tuple[int, int]):
        start, end = self.span = span
        self.text = text
        # a slice: the automaton takes time for the whole text it is given, whatever part of it is asked for
        self.words = [
            (start + last + 1 - len(word.text), start + last + 1, word)
            for last, word in automaton.iter(text[start:end])
        ]
        self.ends = [word[1] for word in self.words]

    def between(self, start: int, end: int) -> list[tuple[int, int, _Word]]:
        """The words that stand wholly between two places."""
        found = self.words[bisect_right(self.ends, start) : bisect_right(self.ends, end)]
        return [word for word in found if word[0] >= start]

    def distance(self, start: int, end: int) -> float:
        """What the gap between word and number costs; a word that touches its number is worth more."""
        if start >= end:
            return TOUCH
        cost = 0.1 * (end - start) if end - start < 20 else 2.0
        for mark in _MARK.finditer(self.text, start, end):
            cost += WEAK_MARK if mark["weak"] else STRONG_MARK
        return cost


class Matcher:
    """The catalogue's matching rules, ready to be asked.  Build it once."""

    def __init__(self, catalogue: Catalogue):
        self._classes_of = dict(catalogue.classes_of)
        self._classes_of[""] = frozenset().union(*catalogue.classes_of.values()) - _NOT_BARE
        self._kind_of = {metric.metric_id: metric.kind for metric in catalogue.metrics}
        self._classes = {
            metric.metric_id: frozenset().union(*(self._classes_of[unit] for unit in metric.units))
            for metric in catalogue.metrics
        }
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

    def match(self, layout: Layout, quantities: Sequence[Quantity], groups: Iterable[Apart] = ()) -> list[list[Match]]:
        """For each quantity the metrics it states: none, one, or several where one number serves all (均为).

        `groups`: the quantities that 分别 tells apart.
        """
        text = layout.text
        apart = {group.first: group for group in groups}
        matched: list[list[Match]] = []
        taken = settled_end = 0
        sentence = _Sentence(self._words, "", (0, 0))
        for index, quantity in enumerate(quantities):
            if index < len(matched):
                settled_end = quantity.span[1]
                continue
            start, end = quantity.span
            if quantity.is_unsettled:
                matched.append([])
                continue
            span = layout.sentence(start)
            if sentence.span != span:
                sentence = _Sentence(self._words, text, span)
            next_start = quantities[index + 1].span[0] if index + 1 < len(quantities) else len(text)
            head = (max(span[0], settled_end, taken, start - HEAD_REACH), start)
            if group := apart.get(index):
                matched += self._told_apart(quantities, group, head[0], sentence)
                settled_end = end
                continue
            limit = min(span[1], end + TAIL_REACH, next_start)
            stop = _TAIL_STOP.search(text, end, limit)
            tail = (end, stop.start() if stop else limit)
            hits = self._hits(quantity, head, tail, sentence)
            if not hits:
                hits = self._hits_by_heading(quantity, head, tail, sentence, _heading(layout, span[0]))
            found = _chosen(text, quantity, hits) if hits else []
            matched.append(found)
            if found or not quantity.is_requirement:
                settled_end = end
            for match in found:
                if match.word_span[0] >= end:
                    taken = max(taken, match.word_span[1])
        return matched

    def _told_apart(
        self, quantities: Sequence[Quantity], group: Apart, floor: int, sentence: _Sentence
    ) -> list[list[Match]]:
        """What 分别 tells apart: the metric named first takes the first number, and so on; one metric for all years."""
        members = quantities[group.first : group.first + len(group.names)]
        found = []
        for quantity, name in zip(members, group.names, strict=True):
            head = (max(floor, name[0]), name[1])
            tail = (quantity.span[0], quantity.span[0])
            hits = {}
            if head[0] < head[1]:
                hits = self._hits(quantity, head, tail, sentence)
                hits = hits or self._hits_by_heading(quantity, head, tail, sentence, "")
            found.append(_chosen(sentence.text, quantity, hits)[:1] if hits else [])
        return found

    def _hits_by_heading(
        self, quantity: Quantity, head: tuple[int, int], tail: tuple[int, int], sentence: _Sentence, heading: str
    ) -> dict[str, _Hit]:
        """The same where a rule's `within` words stand in a heading over the sentence, or later in it."""
        around = {word.text: quantity.span[0] - RECENT_REACH for _, word in self._words.iter(heading)}
        around |= {word.text: end for _, end, word in sentence.words}
        hits = self._hits(quantity, head, tail, sentence, around)
        return {metric_id: (score - FAR, span) for metric_id, (score, span) in hits.items()}

    def _hits(
        self,
        quantity: Quantity,
        head: tuple[int, int],
        tail: tuple[int, int],
        sentence: _Sentence,
        context: dict[str, int] | None = None,
    ) -> dict[str, _Hit]:
        """The best fit of each metric that a word in head or tail speaks for.

        `context`: the words that count as `within`, with their places; the sentence's where it is None.
        """
        near = sentence.between(head[0], tail[1])
        key = (quantity.unit, quantity.window is None, quantity.is_requirement)
        present: set[str] | None = None
        is_before_number = sentence.text[tail[1] : tail[1] + 1] not in CLAUSE_MARKS and tail[1] < sentence.span[1]
        best: dict[str, _Hit] = {}
        for start, end, word in near:
            if not word.uses:
                continue
            is_head = end <= head[1]
            if not is_head and (start < tail[0] or (end == tail[1] and start > tail[0] and is_before_number)):
                continue
            uses = word.admitted.get(key)
            if uses is None:
                uses = word.admitted[key] = self._admitted(word, quantity)
            for use in uses:
                if use.forbidden:
                    if present is None:
                        present = {each.text for _, _, each in near}
                    if not present.isdisjoint(use.forbidden):
                        continue
                first: int | None = start
                if len(use.parts) > 1:
                    skipped = 0 if is_head else quantity.span[1] - quantity.span[0]
                    first = _first_part(sentence.text, use.parts, start, head[0], skipped)
                    if first is None:
                        continue
                extra = 0.0
                if use.rule.within:
                    if context is None:
                        context_end = sentence.span[1] if quantity.is_requirement else tail[1]
                        context = {
                            each.text: each_end for _, each_end, each in sentence.between(sentence.span[0], context_end)
                        }
                    extra = _context_worth(use.rule.within, context, head[1])
                    if not extra:
                        continue
                if is_head:
                    cost = sentence.distance(end, head[1])
                elif start == tail[0] or first == tail[0]:
                    cost = NOUN if quantity.unit != "%" else TOUCH
                else:
                    cost = sentence.distance(tail[0], start)
                score = use.length + extra - cost
                known = best.get(use.rule.metric_id)
                if known is None or score > known[0]:
                    best[use.rule.metric_id] = (score, (first, end))
        return best

    def _admitted(self, word: _Word, quantity: Quantity) -> tuple[_Use, ...]:
        """The uses of a word whose metric takes a number with this counter.

        A window metric takes windows only.  A requirement (每人不少于40学时) is no result: it goes to standards only.
        """
        classes = self._classes_of.get(quantity.unit, frozenset())
        return tuple(
            use
            for use in word.uses
            if classes & self._classes[use.rule.metric_id]
            and not (self._kind_of[use.rule.metric_id] == "window" and quantity.window is None)
            and (self._kind_of[use.rule.metric_id] == "standard" or not quantity.is_requirement)
        )


def _heading(layout: Layout, position: int) -> str:
    """What stands over a sentence: its section's title, and the short opening of its paragraph (（三）加强普法。)."""
    text = layout.text
    start = text.rfind("\n", max(0, position - 2000), position) + 1
    end = text.find("。", start, min(position, start + LONGEST_HEADING))
    return f"{layout.section(position).title}\n{text[start:end] if end >= 0 else ''}"


def _context_worth(words: tuple[str, ...], context: dict[str, int], start: int) -> float:
    """What the best of a rule's `within` words is worth: half its length, and more the nearer it stands."""
    best = 0.0
    for word in words:
        end = context.get(word)
        if end is not None:
            nearness = 1 - min(abs(start - end), RECENT_REACH) / RECENT_REACH
            best = max(best, 0.5 * len(word) + RECENT * nearness)
    return best


def _first_part(text: str, parts: tuple[str, ...], start: int, floor: int, skipped: int) -> int | None:
    """Where a word with gaps (审查…合同) begins, its last part standing at `start`; None if it isn't there.

    `skipped`: the length of a number that may stand in the gap (审查92份合同).
    """
    for part in reversed(parts[:-1]):
        low = max(floor, start - GAP_REACH - skipped - len(part))
        found = text.rfind(part, low, start)
        if found < 0 or any(mark in text[found + len(part) : start] for mark in _GAP_STOPS):
            return None
        start = found
    return start


def _chosen(text: str, quantity: Quantity, hits: dict[str, _Hit]) -> list[Match]:
    """The best metric, or all that one number serves; none where two fit equally well: a guess is worse."""
    ranked = sorted(hits.items(), key=lambda hit: (-hit[1][0], hit[0]))
    if ranked[0][1][0] < MIN_SCORE:
        return []
    chosen = _joint(text, quantity, ranked) if len(ranked) > 1 else []
    if not chosen:
        best = _widest([hit for hit in ranked if hit[1][0] == ranked[0][1][0]])
        if best is None:
            return []
        chosen = [best]
    left = next((hit for hit in ranked if hit[0] not in chosen), None)
    runner_up_id, runner_up_score = (left[0], left[1][0]) if left else (None, 0.0)
    return [Match(each, hits[each][0], runner_up_id, runner_up_score, hits[each][1]) for each in chosen]


def _widest(tied: list[tuple[str, _Hit]]) -> str | None:
    """Of metrics that fit equally well the one whose words hold those of the others (持证…执法人员), if any."""
    metric_id, (_, (start, end)) = min(tied, key=lambda hit: hit[1][1][0] - hit[1][1][1])
    if all(
        other == metric_id or (start <= span[0] and span[1] <= end and span != (start, end))
        for other, (_, span) in tied
    ):
        return metric_id
    return None


def _joint(text: str, quantity: Quantity, ranked: list[tuple[str, _Hit]]) -> list[str]:
    """All the metrics of an enumeration that one number serves: 办结率、满意率均为100%, in the text's order."""
    start = quantity.span[0]
    if quantity.bounds.qualifier != "implied" and not _JOINT.search(text, max(0, start - 6), start):
        is_rate = quantity.unit == "%"
        if not (is_rate and _JOINT_RATES.search(text, max(0, start - 40), start)):
            return []
    named: dict[tuple[int, int], str] = {}
    for metric_id, (_, span) in ranked:
        if span[1] > start or _CLAUSE.search(text, span[1], start):
            continue
        if not any(span[0] < other[1] and other[0] < span[1] for other in named):
            named[span] = metric_id
    return [named[span] for span in sorted(named)]
