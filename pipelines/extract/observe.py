"""One report's text → everything it states: observations, unmapped quantities, practices, problems, goals."""

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from pipelines.domain.catalogue import Catalogue, Goal, Metric, Problem
from pipelines.domain.documents import ReadText
from pipelines.domain.observations import Observation, StatedDuty, StatedItem, StatedPractice, UnmappedQuantity
from pipelines.domain.quantities import Ignored, Quantity
from pipelines.extract import statements
from pipelines.extract.ignored import ignored
from pipelines.extract.implied import AbsenceReader, whole_rates
from pipelines.extract.layout import Layout
from pipelines.extract.look_backs import take_look_backs
from pipelines.extract.match import Match, Matcher
from pipelines.extract.parts import take_parts
from pipelines.extract.periods import Periods
from pipelines.extract.proposals import proposed_year
from pipelines.extract.quantities import QuantityReader
from pipelines.extract.ranks import ranks
from pipelines.extract.repair import LOST, Repaired, repair
from pipelines.extract.respectively import Apart, told_apart, with_years
from pipelines.extract.standing import is_demanded, is_unsettled
from pipelines.extract.tables import TableReader

_NEIGHBOURHOOD = 3
Item = TypeVar("Item", Problem, Goal)
Read = TypeVar("Read", Observation, UnmappedQuantity)


@dataclass(frozen=True)
class Extraction:
    """Everything that was read from one document; nothing with a counter is dropped in silence.

    `set_aside`: numbers that were read and are neither: requirements that no metric takes, and facts repeated.
    """

    repaired: Repaired
    year: int
    observations: tuple[Observation, ...]
    unmapped: tuple[UnmappedQuantity, ...]
    set_aside: tuple[Ignored, ...]
    practices: tuple[StatedPractice, ...]
    problems: tuple[StatedItem, ...]
    goals: tuple[StatedItem, ...]
    duties: tuple[StatedDuty, ...]


class ReportReader:
    """Reads reports with one catalogue.  Build it once for many documents."""

    def __init__(self, catalogue: Catalogue):
        self._catalogue = catalogue
        self._quantities = QuantityReader(catalogue.classes_of)
        self._matcher = Matcher(catalogue)
        self._absences = AbsenceReader(catalogue.rules)
        self._unit_of = {metric.metric_id: metric.units[0] for metric in catalogue.metrics}
        self._tables = TableReader(catalogue, self._matcher)

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
        tables = self._tables.read(layout, repaired, about)
        periods = Periods(repaired.text)
        absences = [
            (periods.dated(quantity), metric_id)
            for quantity, metric_id in self._absences.read(repaired.text, self._unit_of)
            if not statements.is_outlook(layout, quantity.span[0])
        ]
        quantities, groups = self._quantities_of(layout, tables.covers(), periods, absences)
        matches = self._matcher.match(layout, quantities, groups)
        take_look_backs(layout, quantities, matches, self._catalogue.classes_of)
        scopes, part_flags = take_parts(layout, quantities, matches, self._catalogue.classes_of)
        found = [
            self._observation(layout, repaired, replace(quantity, flags=(*quantity.flags, *flags)), match, about, scope)
            for quantity, matched, scope, flags in zip(quantities, matches, scopes, part_flags, strict=True)
            for match in matched
        ]
        found += [
            self._observation(layout, repaired, quantity, Match(metric_id, 3.0, None, 0.0, quantity.span), about, "")
            for quantity, metric_id in absences
            if not quantity.is_unsettled
        ]
        found.sort(key=lambda observation: observation.evidence.span)
        unmapped = [
            _unmapped(layout, repaired, quantity)
            for quantity, matched in zip(quantities, matches, strict=True)
            if not matched and not quantity.is_requirement
        ]
        requirements = [
            Ignored(quantity.span, "requirement")
            for quantity, matched in zip(quantities, matches, strict=True)
            if not matched and quantity.is_requirement
        ]
        observations, repeated = _each_fact_once(_in_order(found, tables.observations))
        problems = [each for each in _of(self._catalogue.problems, organisation_id) if each.source_year <= about]
        goals = [each for each in _of(self._catalogue.goals, organisation_id) if each.source_year == about]
        return Extraction(
            repaired,
            about,
            tuple(observations),
            tuple(_in_order(unmapped, tables.unmapped)),
            (*requirements, *repeated),
            tuple(statements.practices(layout, repaired, self._catalogue.practices)),
            tuple(statements.problems(layout, repaired, problems)),
            tuple(statements.goals(layout, repaired, goals)),
            tuple(statements.duties(layout, repaired, self._catalogue.duties)),
        )

    def ignored(self, found: Extraction) -> list[Ignored]:
        """The numbers of a text that were read as nothing, each with the reason's code, in order."""
        read = {each.evidence.span for each in (*found.observations, *found.unmapped)}
        aside = [each for each in found.set_aside if each.span not in read]
        others = ignored(found.repaired.text, self._quantities, [*read, *(each.span for each in aside)])
        return sorted((*aside, *others), key=lambda each: each.span)

    def _quantities_of(
        self,
        layout: Layout,
        in_table: Callable[[tuple[int, int]], bool],
        periods: Periods,
        absences: Iterable[tuple[Quantity, str]],
    ) -> tuple[list[Quantity], list[Apart]]:
        """The quantities of a text's prose, those of its outlook unsettled; and what 分别 tells apart."""
        text = layout.text
        denied = [quantity.span for quantity, _ in absences]
        quantities = [
            quantity
            for quantity in self._quantities.read(text, periods)
            if not in_table(quantity.span) and not _overlaps(quantity.span, denied)
        ]
        if others := [*whole_rates(text), *ranks(text)]:
            settled = (
                replace(each, is_unsettled=is_unsettled(text, *each.span) or is_demanded(text, each.span[0]))
                for each in map(periods.dated, others)
            )
            quantities = sorted((*quantities, *settled), key=lambda quantity: quantity.span)
        if any(map(statements.is_outlook_section, layout.sections)):
            quantities = [
                replace(quantity, is_unsettled=True) if statements.is_outlook(layout, quantity.span[0]) else quantity
                for quantity in quantities
            ]
        groups = list(told_apart(text, quantities)) if "分别" in text else []
        return with_years(quantities, groups), groups

    def _observation(
        self, layout: Layout, repaired: Repaired, quantity: Quantity, match: Match, about: int, scope: str
    ) -> Observation:
        metric = self._catalogue.metric_of[match.metric_id]
        quantity = _settled_time(quantity, metric, about)
        flags = [*quantity.flags, *_damage(repaired, quantity)]
        year = _year_of(quantity, about)
        if year != about:
            flags.append("other_year")
        if quantity.part and not quantity.window and metric.kind not in ("stock", "ordinal"):
            flags.append("part_year")
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
            unit=quantity.unit or metric.units[0],
            kind=kind,
            period_start=start,
            period_end=end,
            evidence=statements.evidence(layout, repaired, quantity.span),
            confidence=_confidence(match, flags),
            runner_up_id=match.runner_up_id,
            flags=tuple(flags),
        )


def _in_order(prose: list[Read], tables: list[Read]) -> list[Read]:
    """What prose and tables state, in the order of the text."""
    return sorted([*prose, *tables], key=lambda each: each.evidence.span) if tables else prose


def _of(items: Iterable[Item], organisation_id: str | None) -> list[Item]:
    return [item for item in items if organisation_id in (None, item.organisation_id)]


def read_report(original: str, catalogue: Catalogue, *, year: int | None = None, where: str = "-") -> Extraction:
    """What one text states; see `ReportReader.read`."""
    return ReportReader(catalogue).read(original, year=year, where=where)


def _period(metric: Metric, quantity: Quantity, year: int) -> tuple[date, date]:
    """A flow has its year or a part of it, a stock its last day or the day named, a window the years it counts."""
    if window := quantity.window:
        last = window.last_year or year
        first = window.first_year or last - (window.years or 1) + 1
        return date(min(first, last), 1, 1), date(last, 12, 31)
    start, end = date(year, 1, 1), date(year, 12, 31)
    if part := quantity.part:
        days = monthrange(year, part.last_month)[1]
        start, end = date(year, part.first_month, 1), date(year, part.last_month, min(part.last_day or days, days))
    if metric.kind in ("stock", "ordinal"):
        return end, end
    return start, end


def _year_of(quantity: Quantity, about: int) -> int:
    """The year that a number's own words name, else the report's."""
    if quantity.window:
        return about
    named = quantity.part.year if quantity.part and quantity.part.year else quantity.year
    return about - 1 if named == -1 else named or about


def _settled_time(quantity: Quantity, metric: Metric, about: int) -> Quantity:
    """A quantity with a time that its metric can have.

    2023年以来 in the report of 2023 is that year.  A later day up to which a flow was counted (截至2024年1月) makes no
    year of its own: the report's whole year is meant.
    """
    window, part = quantity.window, quantity.part
    if window and window.first_year == about and not window.last_year:
        window = None
    if part and part.year and part.year > about and metric.kind not in ("stock", "ordinal"):
        part = None
    if window is quantity.window and part is quantity.part:
        return quantity
    return replace(quantity, window=window, part=part)


def _overlaps(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)


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


def _each_fact_once(found: list[Observation]) -> tuple[list[Observation], list[Ignored]]:
    """A fact that a text repeats is one observation, at its first place, flagged; and the places that repeat one."""
    first: dict[tuple, int] = {}
    kept: list[Observation] = []
    repeated: list[Ignored] = []
    for observation in found:
        period = (observation.period_start, observation.period_end)
        fact = (observation.metric_id, observation.scope, observation.bounds, *period, observation.kind)
        if fact in first:
            at = first[fact]
            kept[at] = replace(kept[at], flags=tuple(dict.fromkeys((*kept[at].flags, "repeated"))))
            repeated.append(Ignored(observation.evidence.span, "repeated"))
        else:
            first[fact] = len(kept)
            kept.append(observation)
    return kept, repeated
