"""What the labels of one table say of its numbers: which metric, counted in what, of which year.

A number's metric is told by the label of its column or of its row; the other label is then its scope, its year, or
says nothing (数量).  Where both name one, or neither, the number stays unmapped.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.domain.catalogue import Catalogue
from pipelines.extract.cells import CellReader, Label, Unit
from pipelines.extract.grids import NumberCell, Table
from pipelines.extract.heads import UNTOLD
from pipelines.extract.layout import Layout
from pipelines.extract.statements import is_outlook
from pipelines.extract.table_metrics import RULE_SURE, SOFT, Named, TableMetrics

PLACE = re.compile(
    r"(?:街道|街|镇|乡|社区|村|局|所|队|办|办公室|科|处|股|站|中心|委|委员会|院|校|公司|部门|单位|组|片区|网格|区|县|市|政府|厅|署|馆|会)$"
)
_TITLE_WORDS = re.compile(
    r"^[（(]?(?:附?表|附件)[一二三四五六七八九十\d]{1,3}[）)]?[:：]?|(?:统计|数据|情况|汇总|明细|一览)*表$|情况$"
)
_PERIOD = re.compile(
    r"季度|[上下]半年|(?<!\d)\d{1,2}月?[-—–~～至]\d{1,2}月|月份|截至|近[两二三四五\d]年|20\d\d年?\s*[-—–~～至到]+\s*20\d\d|(?:计划|目标|预算)(?!.*(?:完成|落实|执行))"
)
_AMOUNT = re.compile(r"(?:涉及|总)?(?:金额|总额|总金额)")
_ALL_YEAR = re.compile(r"1月1日?[-—–~～至]12月|1[-—–~～至]12月")


@dataclass(frozen=True, slots=True)
class Read:
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


class TableLabels:
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
        self._beside = Counter((each.at[0], each.row) for each in table.numbers if not each.column)
        self._is_moot = is_outlook(layout, first) or any(
            _PERIOD.search(_ALL_YEAR.sub("", title)) for title in table.titles
        )

    def read(self) -> list[Read]:
        """Every number that counts something, with its metric, unit and year."""
        read = (self._read(number) for number in self._table.numbers)
        return [each for each in read if each]

    def scope(self, path: Sequence[str]) -> str:
        """What the labels beside a row call it."""
        labels = [self._label(part) for part in path]
        return " ".join(each.text for each in labels if each.text and not self._metrics.is_generic(each.text))

    def _label(self, text: str) -> Label:
        if text not in self._labels:
            self._labels[text] = self._cells.label(text)
        return self._labels[text]

    def _read(self, number: NumberCell) -> Read | None:
        row = self._label(number.row[-1]) if number.row else Label()
        column = self._label(number.column[-1]) if number.column else Label()
        levels = [self._label(part) for part in (*number.row, *number.column)]
        if row.is_code or column.is_code or not (number.row or number.column):
            return None
        year = column.year or row.year or next((level.year for level in levels if level.year), None) or self._year
        is_moot = self._is_moot or any(level.is_moot for level in levels)
        if (column.is_subtotal or row.is_subtotal) and not (column.is_subtotal and len(number.column) > 1):
            is_moot = True
        is_one_of_several = not number.column and self._beside[number.at[0], number.row] > 1  # 审查合同|92|80
        is_moot |= number.column == UNTOLD or is_one_of_several
        named, by = (None, "") if is_moot else self._named(number, row, column)
        unit = self._unit(number, row, column, named)
        is_ruled = named is not None and named.sure >= RULE_SURE
        if named and named.metric_id and unit and not self._metrics.fits(named.metric_id, unit, by_rule=is_ruled):
            named, by = None, ""
        if unit == Unit("%") and named and not _is_percent(number, row, column) and number.printed.number <= 1:
            named = None
        return Read(number, row, column, named, unit, by=by, year=year)

    def _named(self, number: NumberCell, row: Label, column: Label) -> tuple[Named | None, str]:
        """The metric, and whose label told it: column, row, or the table's title."""
        uppers = [self._label(part).text for part in reversed(number.column[:-1])]
        outer = [self._label(part).text for part in reversed(number.row[:-1])]
        group = [self._label(number.group).text] if number.group else []
        beside = [row.text] if self._metrics.names_act(row.text) and not PLACE.search(row.text) else []
        over = [column.text] if self._metrics.names_act(column.text) and not PLACE.search(column.text) else []
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
            if PLACE.search(row.text):
                return by_column, "column"
            return None, ""
        if by_column:
            is_same = by_row is not None or bool(beside)
            return by_column, "both" if is_same else "column"
        if by_row and over:
            return by_row, "both"
        if by_row and _says_nothing(column, self._metrics):
            return by_row, "row"
        if _says_nothing(row, self._metrics) and _says_nothing(column, self._metrics):
            return self._title_named(number, row, column), "title"
        if row.text and column.text and not PLACE.search(row.text) and not PLACE.search(column.text):
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
            for upper in uppers:  # the total of what no metric counts is none either
                named = self._metrics.named(upper, tuple(contexts), None) if upper else None
                if named and named.metric_id is None:
                    return named
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


def _says_nothing(label: Label, metrics: TableMetrics) -> bool:
    """Whether a label names no thing that is counted: empty, 合计, 数量, or a department."""
    text = label.text
    return not text or metrics.is_generic(text) or bool(_AMOUNT.fullmatch(text) or PLACE.search(text))


def _is_percent(number: NumberCell, row: Label, column: Label) -> bool:
    units = (*column.units, *row.units, *((number.printed.unit,) if number.printed.unit else ()))
    return number.unit == Unit("%") or any(unit.counter == "%" for unit in units)


def _alike(unit: Unit, other: Unit, catalogue: Catalogue) -> bool:
    classes = catalogue.classes_of
    own, others = classes.get(unit.counter, frozenset()), classes.get(other.counter, frozenset())
    return bool(own & others) or bool(own & SOFT and others & SOFT)
