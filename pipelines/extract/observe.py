"""One report's text → everything it states: observations, unmapped quantities, practices, problems, goals."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from pipelines.domain.catalogue import Catalogue, Goal, Metric, Problem
from pipelines.domain.documents import ReadText
from pipelines.domain.observations import Observation, StatedItem, StatedPractice, UnmappedQuantity
from pipelines.domain.quantities import Quantity
from pipelines.extract import statements
from pipelines.extract.layout import Layout
from pipelines.extract.match import CLAUSE_MARKS, Match, Matcher
from pipelines.extract.proposals import TITLES, YEAR, proposed_year
from pipelines.extract.quantities import QuantityReader
from pipelines.extract.repair import LOST, Repaired, repair

_PARTS = "其中"
_CLAUSE_MARK = re.compile(rf"[{re.escape(CLAUSE_MARKS)}]")
_NEIGHBOURHOOD = 3
Item = TypeVar("Item", Problem, Goal)


@dataclass(frozen=True)
class Extraction:
    """Everything that was read from one document; nothing with a counter is dropped in silence."""

    repaired: Repaired
    year: int
    observations: tuple[Observation, ...]
    unmapped: tuple[UnmappedQuantity, ...]
    practices: tuple[StatedPractice, ...]
    problems: tuple[StatedItem, ...]
    goals: tuple[StatedItem, ...]


class ReportReader:
    """Reads reports with one catalogue.  Build it once for many documents."""

    def __init__(self, catalogue: Catalogue):
        self._catalogue = catalogue
        self._quantities = QuantityReader(catalogue.classes_of)
        self._matcher = Matcher(catalogue)

    def read(
        self, original: str | ReadText, *, year: int | None = None, organisation_id: str | None = None, where: str = "-"
    ) -> Extraction:
        """What `original` states about `year`, or about the year the text itself is about.

        A plain text may come as its characters.  Problems and goals are tied to those that the catalogue lists for the
        organisation; without one, for any.
        A goal belongs to the report that sets it; a problem may come back in later reports, never in earlier ones.
        Raises UnknownYear where neither caller nor text says a year.
        """
        read = ReadText(original) if isinstance(original, str) else original
        repaired = replace(repair(read.text), read=read)
        layout = Layout(repaired.text)
        about = year or proposed_year(repaired.text, where=where, said=read.title)
        quantities = [
            replace(quantity, is_unsettled=True) if statements.is_outlook(layout, quantity.span[0]) else quantity
            for quantity in self._quantities.read(repaired.text)
        ]
        matches = self._matcher.match(layout, quantities)
        scopes = _take_parts(layout, quantities, matches, self._catalogue)
        found = [
            self._observation(layout, repaired, quantity, match, about, scope)
            for quantity, matched, scope in zip(quantities, matches, scopes, strict=True)
            for match in matched
        ]
        unmapped = [
            _unmapped(layout, repaired, quantity)
            for quantity, matched in zip(quantities, matches, strict=True)
            if not matched and not quantity.is_requirement
        ]
        problems = [each for each in _of(self._catalogue.problems, organisation_id) if each.source_year <= about]
        goals = [each for each in _of(self._catalogue.goals, organisation_id) if each.source_year == about]
        return Extraction(
            repaired,
            about,
            tuple(_each_fact_once(found)),
            tuple(unmapped),
            tuple(statements.practices(layout, repaired, self._catalogue.practices)),
            tuple(statements.problems(layout, repaired, problems)),
            tuple(statements.goals(layout, repaired, goals)),
        )

    def _observation(
        self, layout: Layout, repaired: Repaired, quantity: Quantity, match: Match, about: int, scope: str
    ) -> Observation:
        metric = self._catalogue.metric_of[match.metric_id]
        flags = [*quantity.flags, *_damage(repaired, quantity)]
        year = about if quantity.window else _year_of(layout, quantity, about)
        if year != about:
            flags.append("other_year")
        kind = "standard" if quantity.is_requirement else metric.kind
        if quantity.window:
            kind = "window"
            if quantity.window.years:
                flags.append("window_assumed")
        start, end = _period(metric, quantity, year)
        return Observation(
            metric_id=match.metric_id,
            scope=scope,
            bounds=quantity.bounds,
            unit=quantity.unit,
            kind=kind,
            period_start=start,
            period_end=end,
            evidence=statements.evidence(layout, repaired, quantity.span),
            confidence=_confidence(match, flags),
            runner_up_id=match.runner_up_id,
            flags=tuple(flags),
        )


def _of(items: Iterable[Item], organisation_id: str | None) -> list[Item]:
    return [item for item in items if organisation_id in (None, item.organisation_id)]


def read_report(original: str, catalogue: Catalogue, *, year: int | None = None, where: str = "-") -> Extraction:
    """What one text states; see `ReportReader.read`."""
    return ReportReader(catalogue).read(original, year=year, where=where)


def _period(metric: Metric, quantity: Quantity, year: int) -> tuple[date, date]:
    """A flow has its year, a stock its last day, a window the years that it counts together."""
    end = date(year, 12, 31)
    if window := quantity.window:
        last = window.last_year or year
        first = window.first_year or last - (window.years or 1) + 1
        return date(min(first, last), 1, 1), date(last, 12, 31)
    if metric.kind in ("stock", "ordinal"):
        return end, end
    return date(year, 1, 1), end


def _year_of(layout: Layout, quantity: Quantity, about: int) -> int:
    """The year that the number's own clause names (2021年度考评), else the report's."""
    start, _ = layout.sentence(quantity.span[0])
    clause = re.split(r"[，,；;]", layout.text[start : quantity.span[0]])[-1]
    named = YEAR.findall(TITLES.sub("", clause))
    return int(named[-1]) if named else about


def _take_parts(
    layout: Layout, quantities: list[Quantity], matches: list[list[Match]], catalogue: Catalogue
) -> list[str]:
    """The scope of each quantity; a part that names no metric of its own takes the metric it is a part of.

    普法活动40场，其中面向企业12场 (or 其中12场面向企业): 12 belongs to the same metric with the scope 面向企业.  A part
    without a name is left out: it would pass for a second whole.  `matches` is completed.
    """
    scopes = [""] * len(quantities)
    whole: int | None = None
    for index, quantity in enumerate(quantities):
        start = quantity.span[0]
        if whole is None or quantities[whole].span[0] < layout.sentence(start)[0]:
            whole = index if matches[index] else None
            continue
        previous_end = quantities[index - 1].span[1]
        after_parts = layout.text.find(_PARTS, quantities[whole].span[1], start)
        is_same = not matches[index] or matches[index][0].metric_id == matches[whole][0].metric_id
        classes = [catalogue.classes_of.get(quantities[i].unit, frozenset()) for i in (index, whole)]
        if after_parts >= 0 and is_same and classes[0] & classes[1] and not quantity.is_unsettled:
            named = layout.text[max(previous_end, after_parts + len(_PARTS)) : start]
            if not named.strip() or named.rstrip()[-1] in CLAUSE_MARKS:
                named = _CLAUSE_MARK.split(layout.text[quantities[index].span[1] : layout.sentence(start)[1]])[0]
            scopes[index] = _scope(named, matches[whole][0], layout.text)
            matches[index] = [replace(match, score=match.score / 2) for match in matches[whole] if scopes[index]]
        elif matches[index]:
            whole = index
    return scopes


def _scope(named: str, match: Match, text: str) -> str:
    """What a part is called, without the marks around it and without the metric's own word at its end."""
    name = named.strip("，,、；;：:和及 ")
    own = text[slice(*match.word_span)]
    return name.removesuffix(own).strip() or name


def _damage(repaired: Repaired, quantity: Quantity) -> Iterator[str]:
    start, end = quantity.span
    if LOST in repaired.text[max(0, start - _NEIGHBOURHOOD) : end + _NEIGHBOURHOOD]:
        yield "damaged_neighbour"


def _confidence(match: Match, flags: list[str]) -> float:
    """0–1: long words near the number and a clear lead over the runner-up make a reading sure."""
    lead = match.score - match.runner_up_score
    sure = 0.55 + 0.06 * min(match.score, 5.0) + 0.05 * min(max(lead, 0.0), 2.0)
    return round(max(0.1, sure - 0.15 * len(set(flags) - {"window_assumed"})), 2)


def _unmapped(layout: Layout, repaired: Repaired, quantity: Quantity) -> UnmappedQuantity:
    place = statements.evidence(layout, repaired, quantity.span)
    return UnmappedQuantity(quantity.bounds, quantity.unit, place, 0.5, tuple(quantity.flags))


def _each_fact_once(found: list[Observation]) -> Iterator[Observation]:
    """A fact that a text repeats is one observation, at its first place, flagged."""
    first: dict[tuple, int] = {}
    kept: list[Observation] = []
    for observation in found:
        fact = (observation.metric_id, observation.scope, observation.bounds, observation.period_end, observation.kind)
        if fact in first:
            at = first[fact]
            kept[at] = replace(kept[at], flags=tuple(dict.fromkeys((*kept[at].flags, "repeated"))))
        else:
            first[fact] = len(kept)
            kept.append(observation)
    yield from kept
