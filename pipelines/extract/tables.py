"""The tables of a text → observations and unmapped numbers, each with its cell.

A number's metric is told by the label of its column or of its row; the other label is then its scope, its year, or
says nothing (数量).  Where both or neither name a metric, the number stays unmapped.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from pipelines.domain.catalogue import Catalogue, Metric
from pipelines.domain.observations import Evidence, Observation, UnmappedQuantity
from pipelines.domain.quantities import misfit
from pipelines.extract.cells import CellReader, Label, Unit
from pipelines.extract.grids import NumberCell, Table, tables
from pipelines.extract.layout import Layout
from pipelines.extract.match import Matcher
from pipelines.extract.pairs import pair_tables
from pipelines.extract.repair import LOST, Repaired
from pipelines.extract.statements import is_outlook
from pipelines.extract.table_metrics import Named, TableMetrics
from pipelines.extract.totals import Entry, by_line, sums_that_differ

MOST_NUMBERS = 100_000
_GATE = re.compile(r"[|｜\t]")
_PLACE = re.compile(
    r"(?:街道|街|镇|乡|社区|村|局|所|队|办|办公室|科|处|股|站|中心|委|委员会|院|校|公司|部门|单位|组|片区|网格|区|县|市|政府|厅|署|馆|会)$"
)
_TITLE_WORDS = re.compile(
    r"^[（(]?(?:附?表|附件)[一二三四五六七八九十\d]{1,3}[）)]?[:：]?|(?:统计|数据|情况|汇总|明细|一览)*表$|情况$"
)
_PERIOD = re.compile(
    r"季度|[上下]半年|(?<!\d)\d{1,2}月?[-—–~～至]\d{1,2}月|月份|截至|近[两二三四五\d]年|20\d\d年?\s*[-—–~～至到]+\s*20\d\d|计划|目标|预算"
)
_AMOUNT = re.compile(r"(?:涉及|总)?(?:金额|总额|总金额)")
_ALL_YEAR = re.compile(r"1月1日?[-—–~～至]12月|1[-—–~～至]12月")


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


@dataclass(frozen=True, slots=True)
class _Read:
    """A number with its labels read: `named` by the row's label or the column's, `unit` and `scope` as they follow."""

    number: NumberCell
    row: Label
    column: Label
    named: Named | None
    unit: Unit | None
    scope: str = ""
    by: str = ""
    year: int | None = None
    flags: tuple[str, ...] = ()


class TableReader:
    """Reads tables with one catalogue.  Build it once."""

    def __init__(self, catalogue: Catalogue, matcher: Matcher):
        self._catalogue = catalogue
        self._cells = CellReader(catalogue.classes_of)
        self._metrics = TableMetrics(catalogue, matcher)

    def read(self, layout: Layout, repaired: Repaired, about: int) -> TableReading:
        """What the tables of a text state about `about` and the years that they name."""
        reading = TableReading()
        if not _GATE.search(layout.text):
            return reading
        left = MOST_NUMBERS
        for found in (pair_tables, tables):
            for table in found(layout.text, self._cells):
                table.numbers = table.numbers[:left]
                left -= len(table.numbers)
                if not table.numbers:
                    return reading
                self._add(reading, table, layout, repaired, about)
        return reading

    def _add(self, reading: TableReading, table: Table, layout: Layout, repaired: Repaired, about: int) -> None:
        one = _OneTable(table, layout, self._cells, self._metrics, self._catalogue)
        reading.spans += table.spans
        for read in one.read():
            place = _evidence(layout, repaired, read.number)
            item = self._item(read, place, about)
            if isinstance(item, Observation):
                reading.observations.append(item)
            elif item:
                reading.unmapped.append(item)

    def _item(self, read: _Read, place: Evidence, about: int) -> Observation | UnmappedQuantity:
        flags = list(read.flags)
        metric = self._catalogue.metric_of[read.named.metric_id] if read.named and read.named.metric_id else None
        unit = read.unit or (Unit(metric.units[0]) if metric else Unit(""))
        value = read.number.printed.number * unit.scale
        bounds = read.number.printed.bounds(unit)
        if metric and not read.unit and metric.kind == "money":
            flags.append("unit_assumed")
        if unfit := misfit(abs(value), is_rate=unit.counter in ("%", "‰")) or ("out_of_range" if value < 0 else None):
            flags.append(unfit)
        if LOST in place.sentence and LOST in place.sentence[max(0, place.span[0] - place.sentence_span[0] - 3) :][:8]:
            flags.append("damaged_neighbour")
        if metric is None or unfit:
            return UnmappedQuantity(bounds, unit.counter, place, 0.5, tuple(flags))
        year = about - 1 if read.year == -1 else read.year or about
        if year != about:
            flags.append("other_year")
        start, end = _period(metric, year)
        assert read.named is not None
        return Observation(
            metric_id=metric.metric_id,
            scope=read.scope,
            bounds=bounds,
            unit=unit.counter,
            kind=metric.kind,
            period_start=start,
            period_end=end,
            evidence=place,
            confidence=round(max(0.1, read.named.sure - 0.15 * len(set(flags))), 2),
            runner_up_id=read.named.runner_up_id,
            flags=tuple(flags),
        )


class _OneTable:
    """One table's numbers, with the labels of each read once."""

    def __init__(self, table: Table, layout: Layout, cells: CellReader, metrics: TableMetrics, catalogue: Catalogue):
        self._table, self._cells, self._metrics, self._catalogue = table, cells, metrics, catalogue
        self._labels: dict[str, Label] = {}
        first = table.numbers[0].cell.start
        section = layout.section(first).title
        self._titles = [self._label(title) for title in (*table.titles, *((section,) if section else ()))]
        self._contexts = tuple(title.text for title in self._titles if title.text)
        if not any(map(metrics.names_act, self._contexts)):
            texts = {self._label(path[-1]).text for each in table.numbers for path in (each.row, each.column) if path}
            implied = metrics.implied_act(texts)
            self._contexts += (implied,) if implied else ()
        self._units = table.units or next((title.units for title in self._titles if title.units), ())
        self._year = next((title.year for title in self._titles if title.year), None)
        self._is_moot = is_outlook(layout, first) or any(
            _PERIOD.search(_ALL_YEAR.sub("", title)) for title in table.titles
        )

    def read(self) -> list[_Read]:
        """Every number that counts something, with its metric, scope, year and flags."""
        found = [self._read(number) for number in self._table.numbers]
        found = self._scoped([read for read in found if read])
        return self._summed(_parts_told_apart(found))

    def _label(self, text: str) -> Label:
        if text not in self._labels:
            self._labels[text] = self._cells.label(text)
        return self._labels[text]

    def _read(self, number: NumberCell) -> _Read | None:
        row = self._label(number.row[-1]) if number.row else Label()
        column = self._label(number.column[-1]) if number.column else Label()
        levels = [self._label(part) for part in (*number.row, *number.column)]
        if row.is_code or column.is_code or not (number.row or number.column):
            return None
        year = column.year or row.year or next((level.year for level in levels if level.year), None) or self._year
        is_moot = self._is_moot or any(level.is_moot for level in levels)
        if (column.is_subtotal or row.is_subtotal) and not (column.is_subtotal and len(number.column) > 1):
            is_moot = True
        named, by = (None, "") if is_moot else self._named(number, row, column)
        unit = self._unit(number, row, column, named)
        if named and named.metric_id and unit and not self._metrics.fits(named.metric_id, unit):
            named, by = None, ""
        if unit == Unit("%") and named and not _is_percent(number, row, column) and number.printed.number <= 1:
            named = None
        return _Read(number, row, column, named, unit, by=by, year=year)

    def _named(self, number: NumberCell, row: Label, column: Label) -> tuple[Named | None, str]:
        """The metric, and whose label told it: column, row, or the table's title."""
        uppers = [self._label(part).text for part in reversed(number.column[:-1])]
        outer = [self._label(part).text for part in reversed(number.row[:-1])]
        group = [self._label(number.group).text] if number.group else []
        beside = [row.text] if self._metrics.names_act(row.text) and not _PLACE.search(row.text) else []
        over = [column.text] if self._metrics.names_act(column.text) and not _PLACE.search(column.text) else []
        by_column = self._label_named(number, column, [*uppers, *beside, *outer, *group, *self._contexts], uppers)
        by_row = self._label_named(number, row, [*outer, *group, *over, *uppers, *self._contexts], outer)
        if by_column and by_row and by_column != by_row:
            if row.is_total and not row.text:
                return by_column, "column"
            if column.is_total and not column.text:
                return by_row, "row"
            if beside and by_row.metric_id and by_row.sure >= by_column.sure and self._needs(number, column, beside):
                return by_column, "both"
            if over and self._needs(number, row, over):
                return by_row, "both"
            if _PLACE.search(row.text):
                return by_column, "column"
            return None, ""
        if by_column:
            is_same = by_row is not None or bool(beside)
            return by_column, "both" if is_same else "column"
        if by_row:
            if over:
                return by_row, "both"
            return (None, "") if not _says_nothing(column, self._metrics) else (by_row, "row")
        if _says_nothing(row, self._metrics) and _says_nothing(column, self._metrics):
            return self._title_named(number, row, column), "title"
        if row.text and column.text and not _PLACE.search(row.text) and not _PLACE.search(column.text):
            unit = self._known_unit(number, column) or self._known_unit(number, row)
            return self._metrics.crossed(row.text, column.text, self._contexts, unit), "both"
        return None, ""

    def _needs(self, number: NumberCell, label: Label, act: list[str]) -> bool:
        """Whether a label alone, with the act beside it, names a metric of that act (行政征收 × 金额)."""
        return self._metrics.named(label.text or "合计", act, self._unit(number, label, label, None)) is not None

    def _label_named(
        self, number: NumberCell, label: Label, contexts: Sequence[str], uppers: Sequence[str]
    ) -> Named | None:
        text = label.text
        if not text and label.is_total and label.year is None:
            text = "合计"
        elif not text or self._metrics.is_generic(text):
            text = next((upper for upper in uppers if upper and not self._metrics.is_generic(upper)), "")
        if not text:
            return None
        return self._metrics.named(text, tuple(contexts), self._known_unit(number, label))

    def _title_named(self, number: NumberCell, row: Label, column: Label) -> Named | None:
        for title in self._contexts:
            text = _TITLE_WORDS.sub("", title)
            unit = self._known_unit(number, column) or self._known_unit(number, row)
            if text and (named := self._metrics.named(text, (), unit)):
                return named
        return None

    def _known_unit(self, number: NumberCell, label: Label) -> Unit | None:
        """The unit that surely is this number's: its own, its label's, its row's, or the only one of the table."""
        if number.printed.unit or number.unit:
            return number.printed.unit or number.unit
        if len(label.units) == 1:
            return label.units[0]
        for units in self._around(number, label):
            if len(units) == 1 and (not label.suffix or _alike(units[0], label.suffix, self._catalogue)):
                return units[0]
        return label.suffix if label.suffix and label.suffix.counter != "人" else None

    def _around(self, number: NumberCell, label: Label) -> list[tuple[Unit, ...]]:
        """The units that stand farther off, the nearest first."""
        parts = (*reversed(number.column), *reversed(number.row))
        found = [label.units, *(self._label(part).units for part in parts), self._units]
        return [units for units in found if units]

    def _unit(self, number: NumberCell, row: Label, column: Label, named: Named | None) -> Unit | None:
        """The unit to show: what is printed nearest and fits the metric; None where nothing is printed."""
        if number.printed.unit or number.unit:
            return number.printed.unit or number.unit
        metric_id = named.metric_id if named else None
        suffix = column.suffix or row.suffix
        for units in self._around(number, column):
            for unit in units:
                if metric_id and not self._metrics.fits(metric_id, unit):
                    continue
                if suffix and not _alike(unit, suffix, self._catalogue):
                    continue
                return unit
        if suffix and (not metric_id or self._metrics.fits(metric_id, suffix)):
            if suffix.counter == "元" or (metric_id and suffix.counter == "人"):
                return None
            return suffix
        return None

    def _scoped(self, found: list[_Read]) -> list[_Read]:
        """Rows of departments are scopes, unless there is one row only; 合计 is the whole."""
        rows = {read.number.at[0] for read in found if read.by == "column"} or {read.number.at[0] for read in found}
        scoped: list[_Read] = []
        for read in found:
            scope = ""
            row, column = read.row, read.column
            if read.by in ("column", "title") and len(rows) > 1 and not row.is_total:
                scope = self._scope(read.number.row)
            if read.by in ("row", "title") and column.text and not column.is_total:
                scope = scope or (column.text if _PLACE.search(column.text) else "")
            part = row.text if row.is_part and read.by == "row" else column.text if column.is_part else ""
            scoped.append(replace(read, scope=scope or part))
        return scoped

    def _scope(self, path: Sequence[str]) -> str:
        labels = [self._label(part) for part in path]
        return " ".join(each.text for each in labels if each.text and not self._metrics.is_generic(each.text))

    def _summed(self, found: list[_Read]) -> list[_Read]:
        """Totals that aren't the sum of their parts, flagged."""

        def entry(key: int, read: _Read, label: Label, path: Sequence[str]) -> Entry:
            unit = read.unit or Unit("")
            value = read.number.printed.number * unit.scale
            is_out = label.is_part or label.is_moot or label.is_subtotal or bool(read.number.printed.words)
            is_known = bool(read.named and read.named.sure >= 0.9)
            return Entry(
                key, value, unit.counter, tuple(path[:-1]), label.is_total and not label.text, is_out, is_known
            )

        along = by_line(
            (read.number.at[0], entry(key, read, read.column, read.number.column)) for key, read in enumerate(found)
        )
        down = by_line(
            (read.number.at[1], entry(key, read, read.row, read.number.row)) for key, read in enumerate(found)
        )
        differing = sums_that_differ([*along, *down])
        return [
            replace(read, flags=(*read.flags, "sum_differs")) if key in differing else read
            for key, read in enumerate(found)
        ]


def _says_nothing(label: Label, metrics: TableMetrics) -> bool:
    """Whether a label names no thing that is counted: empty, 合计, 数量, or a department."""
    text = label.text
    return not text or metrics.is_generic(text) or bool(_AMOUNT.fullmatch(text) or _PLACE.search(text))


def _is_percent(number: NumberCell, row: Label, column: Label) -> bool:
    units = (*column.units, *row.units, *((number.printed.unit,) if number.printed.unit else ()))
    return number.unit == Unit("%") or any(unit.counter == "%" for unit in units)


def _alike(unit: Unit, other: Unit, catalogue: Catalogue) -> bool:
    classes = catalogue.classes_of
    own, others = classes.get(unit.counter, frozenset()), classes.get(other.counter, frozenset())
    counts = frozenset(("item", "occasion", "entity", "team"))
    return bool(own & others) or bool(own & counts and others & counts)


def _parts_told_apart(found: list[_Read]) -> list[_Read]:
    """Several labels of a table that name one metric (警告, 通报批评) are its parts, each with its label as scope."""
    same: dict[tuple, list[int]] = defaultdict(list)
    for index, read in enumerate(found):
        if read.named and read.named.metric_id:
            same[read.named.metric_id, read.scope, read.year].append(index)
    told = list(found)
    for indexes in same.values():
        labels = {_own_label(found[index]) for index in indexes}
        values = {found[index].number.printed.number for index in indexes}
        if len(labels) > 1 and len(values) > 1:
            for index in indexes:
                scope = " ".join(part for part in (found[index].scope, _own_label(found[index])) if part)
                told[index] = replace(found[index], scope=scope)
    return told


def _own_label(read: _Read) -> str:
    label = read.row if read.by == "row" else read.column
    return label.text or ("合计" if label.is_total else "")


def _period(metric: Metric, year: int) -> tuple[date, date]:
    """A flow has its year, a stock its last day."""
    end = date(year, 12, 31)
    return (end, end) if metric.kind in ("stock", "ordinal") else (date(year, 1, 1), end)


def _evidence(layout: Layout, repaired: Repaired, number: NumberCell) -> Evidence:
    span, sentence_span = (number.cell.start, number.cell.end), number.sentence_span
    return Evidence(
        span=span,
        span_original=repaired.original_span(*span),
        quote=layout.text[slice(*span)],
        sentence=layout.text[slice(*sentence_span)],
        sentence_span=sentence_span,
        section=layout.section(span[0]).number,
    )
