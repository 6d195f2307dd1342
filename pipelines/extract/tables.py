"""The tables of a text → observations and unmapped numbers, each with its cell."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

from pipelines.domain.catalogue import Catalogue, Metric
from pipelines.domain.observations import Evidence, Observation, UnmappedQuantity
from pipelines.domain.quantities import misfit
from pipelines.extract.cells import CellReader, Unit
from pipelines.extract.grids import Table, tables
from pipelines.extract.layout import Layout
from pipelines.extract.match import Matcher
from pipelines.extract.pairs import pair_tables
from pipelines.extract.repair import LOST, Repaired
from pipelines.extract.statements import evidence
from pipelines.extract.table_labels import Read, TableLabels
from pipelines.extract.table_metrics import TableMetrics
from pipelines.extract.table_scopes import scoped, summed, told_apart

MOST_NUMBERS = 100_000
_MARKS = ("|", "\t", "｜")
_NEIGHBOURHOOD = 3


@dataclass
class TableReading:
    """What the tables of a text state, and the stretches of it that aren't prose."""

    observations: list[Observation] = field(default_factory=list)
    unmapped: list[UnmappedQuantity] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)

    def covers(self) -> "Covered":
        return Covered(self.spans)


class Covered:
    """Asks whether a stretch of the text belongs to a table."""

    def __init__(self, spans: Sequence[tuple[int, int]]):
        self._starts = sorted(spans)
        self._at = 0

    def __call__(self, span: tuple[int, int]) -> bool:
        """Asked in the order of the text."""
        while self._at < len(self._starts) and self._starts[self._at][1] <= span[0]:
            self._at += 1
        return self._at < len(self._starts) and self._starts[self._at][0] < span[1]


class TableReader:
    """Reads tables with one catalogue.  Build it once."""

    def __init__(self, catalogue: Catalogue, matcher: Matcher):
        self._catalogue = catalogue
        self._cells = CellReader(catalogue.classes_of)
        self._metrics = TableMetrics(catalogue, matcher)

    def read(self, layout: Layout, repaired: Repaired, about: int) -> TableReading:
        """What the tables of a text state about `about` and the years that they name."""
        reading = TableReading()
        if not any(mark in layout.text for mark in _MARKS):
            return reading
        left = MOST_NUMBERS
        found = chain(pair_tables(layout.text, self._cells, self._metrics.names_act), tables(layout.text, self._cells))
        for table in found:
            table.numbers = table.numbers[:left]
            left -= len(table.numbers)
            if not table.numbers:
                break
            self._add(reading, table, layout, repaired, about)
        return reading

    def _add(self, reading: TableReading, table: Table, layout: Layout, repaired: Repaired, about: int) -> None:
        labels = TableLabels(table, layout, self._cells, self._metrics, self._catalogue)
        reading.spans += table.spans
        for read in summed(told_apart(scoped(labels.read(), labels.scope))):
            cell = read.number.cell
            place = evidence(layout, repaired, (cell.start, cell.end), read.number.sentence_span)
            item = self._item(read, place, about)
            if isinstance(item, Observation):
                reading.observations.append(item)
            else:
                reading.unmapped.append(item)

    def _item(self, read: Read, place: Evidence, about: int) -> Observation | UnmappedQuantity:
        flags = list(read.flags)
        metric = self._catalogue.metric_of[read.named.metric_id] if read.named and read.named.metric_id else None
        unit = read.unit or (Unit(metric.units[0]) if metric else Unit(""))
        value = read.number.printed.number * unit.scale
        bounds = read.number.printed.bounds(unit)
        if metric and not read.unit and metric.kind == "money":
            flags.append("unit_assumed")
        if unfit := misfit(abs(value), is_rate=unit.counter in ("%", "‰")) or ("out_of_range" if value < 0 else None):
            flags.append(unfit)
        start, end = (at - place.sentence_span[0] for at in place.span)
        if LOST in place.sentence[max(0, start - _NEIGHBOURHOOD) : end + _NEIGHBOURHOOD]:
            flags.append("damaged_neighbour")
        if metric is None or unfit:
            return UnmappedQuantity(bounds, unit.counter, place, 0.5, tuple(flags))
        year = about - 1 if read.year == -1 else read.year or about
        if year != about:
            flags.append("other_year")
        first, last = _period(metric, year)
        assert read.named is not None
        return Observation(
            metric_id=metric.metric_id,
            scope=read.scope,
            bounds=bounds,
            unit=unit.counter,
            kind=metric.kind,
            period_start=first,
            period_end=last,
            evidence=place,
            confidence=round(max(0.1, read.named.sure - 0.15 * len(set(flags))), 2),
            runner_up_id=read.named.runner_up_id,
            flags=tuple(flags),
        )


def _period(metric: Metric, year: int) -> tuple[date, date]:
    """A flow has its year, a stock its last day."""
    end = date(year, 12, 31)
    return (end, end) if metric.kind in ("stock", "ordinal") else (date(year, 1, 1), end)
