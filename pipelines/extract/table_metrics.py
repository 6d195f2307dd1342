"""Which metric a label of a table names: by the rules for tables, else by the words that name metrics in prose.

A rule holds where its words, with those that add nothing, make up all of a label: 不予处罚案件数量 is no 处罚案件.
A label that two metrics fit equally well names none.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import ahocorasick

from pipelines.domain.catalogue import Catalogue, TableRule
from pipelines.domain.quantities import Bounds, Quantity
from pipelines.extract.cells import MONEY, Unit
from pipelines.extract.layout import Layout
from pipelines.extract.match import Matcher

MOST_KEPT = 20_000
LEAST_COVERED, LEAST_IMPLYING = 0.6, 3
RULE_SURE, WORDS_SURE = 0.9, 0.6
SOFT = frozenset(("item", "occasion", "entity", "team"))
"""Classes that offices mix up in the heads of tables (行政检查 in 宗): they never rule a labelled metric out."""
_MARKS = frozenset("、，,/／和及与或者·—-：:（）()“”")
_GENERIC = (
    "数值",
    "数据",
    "结果",
    "完成",
    "实际",
    "统计",
    "值",
    "工作量",
    "具体",
    "今年",
    "成效",
    "指标",
    "金额单位",
    "小计",
)
_ANY_UNIT = ("件", "次", "名", "人次", "家", "支", "学时", "平方米")
_TOTAL_WORDS = re.compile(r"[合总共小]计|总?金额|总额|其[他它]")
_ONE = Bounds(None, None, None, "exact")


@dataclass(frozen=True, slots=True)
class Named:
    """A metric that a label names, how sure that is, and the next best.  `metric_id` is None for what none counts."""

    metric_id: str | None
    sure: float
    runner_up_id: str | None = None


class TableMetrics:
    """The catalogue's words for tables, ready to be asked.  Build it once."""

    def __init__(self, catalogue: Catalogue, matcher: Matcher):
        self._catalogue, self._matcher = catalogue, matcher
        self._fillers = _by_first(catalogue.tables.fillers)
        self._generic = _by_first((*catalogue.tables.fillers, *_GENERIC))
        self._classes = {
            metric.metric_id: frozenset().union(*(catalogue.classes_of[unit] for unit in metric.units))
            for metric in catalogue.metrics
        }
        self._rules = [
            (rule, _by_first((*rule.labels, *rule.also, *rule.titles, *catalogue.tables.fillers)))
            for rule in catalogue.tables.rules
        ]
        self._titles = tuple(dict.fromkeys(word for rule in catalogue.tables.rules for word in rule.titles))
        uses: dict[str, list[int]] = {}
        for index, rule in enumerate(catalogue.tables.rules):
            for word in rule.labels:
                uses.setdefault(word, []).append(index)
        self._words = ahocorasick.Automaton()
        for word, indexes in uses.items():
            self._words.add_word(word, indexes)
        self._words.make_automaton()
        self._kept: dict[tuple, Named | None] = {}

    def is_generic(self, label: str) -> bool:
        """Whether a label says no more than that a number stands under it (数量, 完成情况)."""
        return _made_of(label, self._generic) is not None

    def names_act(self, label: str) -> bool:
        """Whether a label names an enforcement act that rules are tied to (行政处罚)."""
        return any(word in label for word in self._titles)

    def implied_act(self, labels: Iterable[str]) -> str | None:
        """The act that the labels of a table without a title are about: three or more are names under it alone."""
        names = {label for label in labels if label and not self.is_generic(label)}
        counts = {
            title: sum(
                named is not None and named.sure == RULE_SURE for named in (self._under(n, title) for n in names)
            )
            for title in self._titles
        }
        ranked = sorted(counts, key=lambda title: -counts[title])
        if len(ranked) < 2 or counts[ranked[0]] < LEAST_IMPLYING or counts[ranked[1]] == counts[ranked[0]]:
            return None
        return ranked[0]

    def _under(self, label: str, title: str) -> Named | None:
        if label == title or _TOTAL_WORDS.fullmatch(label):
            return None
        named = self._by_rule(label, (title,), None)
        return named if named and self._by_rule(label, (), None) is None else None

    def crossed(self, row: str, column: str, contexts: Sequence[str], unit: Unit | None) -> Named | None:
        """The metric that row and column name only together (规范性文件 × 制发件数), in either order."""
        found = {
            named.metric_id: named
            for first, second in ((row, column), (column, row))
            if (
                named := self._by_words(
                    self._stripped(first) + second, contexts, unit, crosses=len(self._stripped(first))
                )
            )
        }
        return next(iter(found.values())) if len(found) == 1 else None

    def fits(self, metric_id: str, unit: Unit, *, by_rule: bool = True) -> bool:
        """Whether a metric can be counted so.  Where a rule names it, classes that offices mix up are no hindrance."""
        classes, own = self._catalogue.classes_of.get(unit.counter, frozenset()), self._classes[metric_id]
        return bool(classes & own) or (by_rule and bool(classes & SOFT and own & SOFT))

    def named(self, label: str, contexts: Sequence[str], unit: Unit | None) -> Named | None:
        """The metric of a label; `contexts` are what stands over and beside it, the nearest first.

        Without a unit a metric of money or in % isn't named unless the label says so.
        """
        key = (label, tuple(contexts), unit)
        if key not in self._kept:
            if len(self._kept) > MOST_KEPT:
                self._kept.clear()
            self._kept[key] = self._by_rule(label, contexts, unit) or self._by_words(label, contexts, unit)
        return self._kept[key]

    def _by_rule(self, label: str, contexts: Sequence[str], unit: Unit | None) -> Named | None:
        """The rule that explains most of a label, among those whose title is in the nearest context that has any."""
        candidates = sorted({index for _, indexes in self._words.iter(label) for index in indexes})
        if not candidates:
            return None
        near = next((context for context in (*contexts, label) if self.names_act(context)), "")
        best: dict[str | None, int] = {}
        for index in candidates:
            rule, words = self._rules[index]
            if rule.titles and not any(title in near for title in rule.titles):
                continue
            if rule.metric_id and not self._is_counted(rule.metric_id, label, unit):
                continue
            length = _explained(label, rule, words)
            if length:
                best[rule.metric_id] = max(best.get(rule.metric_id, 0), length)
        if not best:
            return None
        most = max(best.values())
        first = [metric_id for metric_id, length in best.items() if length == most]
        return Named(first[0] if len(first) == 1 else None, RULE_SURE)

    def _is_counted(self, metric_id: str, label: str, unit: Unit | None) -> bool:
        kind = self._catalogue.metric_of[metric_id].kind
        if unit:
            return self.fits(metric_id, unit)
        return bool(MONEY.search(label)) if kind == "money" else kind != "rate" or label.endswith("率")

    def _stripped(self, label: str) -> str:
        """A label without the fillers at its edges, and without a hotline's number before it."""
        fillers, label = self._catalogue.tables.fillers, label.lstrip("0123456789")
        while shorter := next((label[: -len(word)] for word in fillers if label.endswith(word)), ""):
            label = shorter
        while shorter := next((label[len(word) :] for word in fillers if label.startswith(word)), ""):
            label = shorter
        return label

    def _by_words(
        self, label: str, contexts: Sequence[str], unit: Unit | None, *, crosses: int | None = None
    ) -> Named | None:
        """The metric that the words of prose give for `label`, read as 标题，名称1份; the title itself names nothing.

        With `crosses` the words must stand on both sides of that place.
        """
        stripped = self._stripped(label)
        if len(stripped) < 2:
            return None
        found: dict[str, Named] = {}
        for counter in (unit.counter,) if unit else _ANY_UNIT:
            for variant in dict.fromkeys((label, stripped)):
                named = self._asked(variant, stripped, contexts, counter, crosses)
                if named and named.metric_id:
                    found.setdefault(named.metric_id, named)
        return next(iter(found.values())) if len(found) == 1 else None

    def _asked(
        self, label: str, stripped: str, contexts: Sequence[str], counter: str, crosses: int | None
    ) -> Named | None:
        lead = "，".join([*reversed(contexts[-2:]), ""]) if contexts else ""
        text = f"{lead}{label}1{counter}"
        start = len(lead) + len(label)
        quantity = Quantity((start, len(text)), text[start:], _ONE, counter, counter)
        matches = self._matcher.match(Layout(text), [quantity])[0]
        if len(matches) != 1:
            return None
        match = matches[0]
        low, high = match.word_span
        metric = self._catalogue.metric_of[match.metric_id]
        is_covered = low >= len(lead) and high <= start and high - low >= LEAST_COVERED * len(stripped)
        if crosses is not None and not low - len(lead) < crosses < high - len(lead):
            return None
        if not is_covered or metric.kind in ("window", "standard"):
            return None
        lead_over = max(0.0, min(match.score - match.runner_up_score, 2.0))
        return Named(match.metric_id, round(WORDS_SURE + 0.03 * min(match.score, 5.0) + 0.03 * lead_over, 2))


def _by_first(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Words by their first character, the longest first."""
    found: dict[str, list[str]] = {}
    for word in sorted(set(words), key=len, reverse=True):
        found.setdefault(word[0], []).append(word)
    return {first: tuple(listed) for first, listed in found.items()}


def _made_of(label: str, words: dict[str, tuple[str, ...]], telling: frozenset[str] = frozenset()) -> int | None:
    """How many characters of `telling` words a label holds that is made of `words` alone; None for any other label."""
    best: list[int | None] = [0, *[None] * len(label)]
    for at, character in enumerate(label):
        so_far = best[at]
        if so_far is None:
            continue
        if character in _MARKS:
            best[at + 1] = max(best[at + 1] or 0, so_far)
        for word in words.get(character, ()):
            if label.startswith(word, at):
                length = so_far + (len(word) if word in telling else 0)
                best[at + len(word)] = max(best[at + len(word)] or 0, length)
    return best[-1]


def _explained(label: str, rule: TableRule, words: dict[str, tuple[str, ...]]) -> int:
    return _made_of(label, words, frozenset(rule.labels)) or 0
