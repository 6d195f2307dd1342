"""Which metric a quantity belongs to, by the words around it.

A report writes the counted thing right before its number (审查合同92份) or right after (38名网格员).  Each metric's
rules name such words (data/catalogue/lookups/matching); the longest word nearest to the number wins among the
metrics whose units allow the printed counter's class.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipelines.domain.catalogue import Catalogue
from pipelines.domain.quantities import Quantity
from pipelines.extract.layout import Layout
from pipelines.extract.respectively import Apart
from pipelines.extract.rule_words import RECENT_REACH, Hit, Reach, RuleWords, SentenceWords

HEAD_REACH, TAIL_REACH = 60, 24
MIN_SCORE = 1.5
LONGEST_HEADING, FAR = 40, 0.5
"""A paragraph's opening up to this length is its heading; a `within` word that only stands there costs `FAR`."""
_JOINT = re.compile(r"(?:均|都|皆|双双|分别均|全部)(?:为|达到?|是|在|实现|保持)?$")
_JOINT_RATES = re.compile(r"率[、和与及][^，,。；;、]{1,14}率[^，,。；;率]{0,10}$")
# brackets around a short word belong to it: 村（社区）干部
_SHORT = "[\u4e00-\u9fff]{1,4}"
_TAIL_STOP = re.compile(
    r"无[一1]|未(?:发生|出现|被|有|败)|没有|均不|不予(?!许可)|避免|"
    rf"[，,。；;、：:！？!?|\n]|（(?!{_SHORT}）)|\((?!{_SHORT}\))|(?<![（(].)(?<![（(]..)(?<![（(]...)(?<![（(]....)[）)]"
)
_CLAUSE = re.compile(r"[，,。；;！？!?\n]")


@dataclass(frozen=True, slots=True)
class Match:
    """A metric for a quantity, how well it fits (more is better), and the next best metric."""

    metric_id: str
    score: float
    runner_up_id: str | None
    runner_up_score: float
    word_span: tuple[int, int]


class Matcher:
    """The catalogue's matching rules, ready to be asked.  Build it once."""

    def __init__(self, catalogue: Catalogue):
        self._words = RuleWords(catalogue)

    def match(self, layout: Layout, quantities: Sequence[Quantity], groups: Iterable[Apart] = ()) -> list[list[Match]]:
        """For each quantity the metrics it states: none, one, or several where one number serves all (均为).

        `groups`: the quantities that 分别 tells apart.
        """
        text = layout.text
        apart = {group.first: group for group in groups}
        matched: list[list[Match]] = []
        # two numbers that touch (17处2960平方米) have the words before them in common
        taken = settled_end = settled_head = 0
        sentence = self._words.of("", (0, 0))
        for index, quantity in enumerate(quantities):
            if index < len(matched):
                settled_end = quantity.span[1]
                continue
            if quantity.is_unsettled:
                matched.append([])
                continue
            start, end = quantity.span
            span = layout.sentence(start)
            if sentence.span != span:
                sentence = self._words.of(text, span)
            if not index or quantities[index - 1].span[1] < start:
                settled_head = settled_end
            head_start = max(span[0], settled_head, taken, start - HEAD_REACH)
            if group := apart.get(index):
                matched += self._told_apart(quantities, group, head_start, sentence)
                settled_end = end
                continue
            limit = min(span[1], end + TAIL_REACH)
            if index + 1 < len(quantities):
                limit = min(limit, quantities[index + 1].span[0])
            stop = _TAIL_STOP.search(text, end, limit)
            reach = Reach(head_start, start, end, stop.start() if stop else limit)
            hits = sentence.hits(quantity, reach)
            if not hits:
                hits = self._hits_by_heading(quantity, reach, sentence, _heading(layout, span[0]))
            found = _chosen(text, quantity, hits) if hits else []
            matched.append(found)
            if found or not quantity.is_requirement:
                settled_end = end
            # the noun behind a number is that number's, not the next one's of the same counter
            follows = index + 1 < len(quantities) and quantities[index + 1].unit == quantity.unit
            for match in found if follows else ():
                if match.word_span[0] >= end:
                    taken = max(taken, match.word_span[1])
        return matched

    def _told_apart(
        self, quantities: Sequence[Quantity], group: Apart, floor: int, sentence: SentenceWords
    ) -> list[list[Match]]:
        """What 分别 tells apart: the metric named first takes the first number, and so on; one metric for all years."""
        members = quantities[group.first : group.first + len(group.names)]
        found = []
        for quantity, name in zip(members, group.names, strict=True):
            start, at = max(floor, name[0]), quantity.span[0]
            hits = {}
            if start < name[1]:
                reach = Reach(start, name[1], at, at)
                hits = sentence.hits(quantity, reach, sentence.places(*sentence.span))
            found.append(_chosen(sentence.text, quantity, hits)[:1] if hits else [])
        return found

    def _hits_by_heading(
        self, quantity: Quantity, reach: Reach, sentence: SentenceWords, heading: str
    ) -> dict[str, Hit]:
        """The same where a rule's `within` words stand in a heading over the sentence."""
        away = quantity.span[0] - RECENT_REACH
        around = dict.fromkeys(self._words.of(heading, (0, len(heading))).places(0, len(heading)), away)
        hits = sentence.hits(quantity, reach, around)
        return {metric_id: Hit(score - FAR, span) for metric_id, (score, span) in hits.items()}


def _heading(layout: Layout, position: int) -> str:
    """What stands over a sentence: its section's title, and the short opening of its paragraph (（三）加强普法。)."""
    text = layout.text
    start = text.rfind("\n", max(0, position - 2000), position) + 1
    end = text.find("。", start, min(position, start + LONGEST_HEADING))
    return f"{layout.section(position).title}\n{text[start:end] if end >= 0 else ''}"


def _chosen(text: str, quantity: Quantity, hits: dict[str, Hit]) -> list[Match]:
    """The best metric, or all that one number serves; none where two fit equally well: a guess is worse."""
    if len(hits) == 1:
        ((metric_id, hit),) = hits.items()
        return [Match(metric_id, hit.score, None, 0.0, hit.span)] if hit.score >= MIN_SCORE else []
    ranked = sorted(hits.items(), key=lambda hit: (-hit[1].score, hit[0]))
    top = ranked[0][1].score
    if top < MIN_SCORE:
        return []
    chosen = _joint(text, quantity, ranked)
    if not chosen:
        best = ranked[0][0] if ranked[1][1].score < top else _widest([hit for hit in ranked if hit[1].score == top])
        if best is None:
            return []
        chosen = [best]
    left = next((hit for hit in ranked if hit[0] not in chosen), None)
    runner_up_id, runner_up_score = (left[0], left[1].score) if left else (None, 0.0)
    return [Match(each, hits[each].score, runner_up_id, runner_up_score, hits[each].span) for each in chosen]


def _widest(tied: list[tuple[str, Hit]]) -> str | None:
    """Of metrics that fit equally well the one whose words hold those of the others (持证…执法人员), if any."""
    metric_id, (_, (start, end)) = min(tied, key=lambda hit: hit[1].span[0] - hit[1].span[1])
    others = [hit.span for other, hit in tied if other != metric_id]
    is_widest = all(start <= span[0] and span[1] <= end and span != (start, end) for span in others)
    return metric_id if is_widest else None


def _joint(text: str, quantity: Quantity, ranked: list[tuple[str, Hit]]) -> list[str]:
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
