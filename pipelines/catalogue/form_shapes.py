"""How data/catalogue/enforcement_form.yml looks, and what must hold between it and the metrics."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from pipelines.catalogue.faults import Fault, unknown
from pipelines.catalogue.shapes import BothLanguages, Entry, Id
from pipelines.domain.catalogue import LEVELS, Catalogue
from pipelines.domain.forms import Form, FormColumn, FormTable, NoPower
from pipelines.domain.words import Words

FILE = "enforcement_form.yml"


class ColumnEntry(Entry):
    name: BothLanguages
    metric: Id
    unit: Literal["宗", "件", "次", "万元", "元"]


class TableEntry(Entry):
    title: BothLanguages
    columns: Annotated[list[ColumnEntry], Field(min_length=1)]


class NoPowerEntry(Entry):
    metric: Id
    basis: BothLanguages


class FormEntry(Entry):
    tables: Annotated[list[TableEntry], Field(min_length=1)]
    no_power: dict[str, list[NoPowerEntry]] = Field(default_factory=dict)

    def value(self) -> Form:
        tables = tuple(
            FormTable(
                table.title.value(),
                tuple(FormColumn(column.name.value(), column.metric, column.unit) for column in table.columns),
            )
            for table in self.tables
        )
        return Form(
            tables,
            tuple(
                NoPower(level, entry.metric, entry.basis.value())
                for level, entries in self.no_power.items()
                for entry in entries
            ),
        )


def broken_form_promises(catalogue: Catalogue) -> Iterator[Fault]:
    """Metrics that are there, amounts printed as amounts, levels that are known."""
    used = {column.metric_id for table in catalogue.form.tables for column in table.columns}
    yield from unknown(FILE, "tables", sorted(used), catalogue.metric_of, "metrics")
    for table in catalogue.form.tables:
        for column in table.columns:
            metric = catalogue.metric_of.get(column.metric_id)
            if metric and (metric.kind == "money") != (column.unit in ("元", "万元")):
                yield Fault(FILE, column.metric_id, f"{column.unit} for a {metric.kind}", "print money in 元 or 万元")
    for each in catalogue.form.no_power:
        yield from unknown(FILE, "no_power", [each.level], LEVELS, "organisations.yml: level")
        yield from unknown(FILE, f"no_power.{each.level}", [each.metric_id], used, "tables")


def form_words(catalogue: Catalogue) -> Iterator[tuple[str, str, Words]]:
    """(file, key, text) of every text in both languages."""
    for table in catalogue.form.tables:
        yield FILE, "title", table.title
        yield from ((FILE, column.metric_id, column.name) for column in table.columns)
    yield from ((FILE, f"no_power.{each.metric_id}", each.basis) for each in catalogue.form.no_power)
