"""Forms that an office fills in each year: tables whose columns are metrics."""

from dataclasses import dataclass

from pipelines.domain.words import Words


@dataclass(frozen=True, slots=True)
class FormColumn:
    """A column; `unit` is what it is printed in (万元 divides an amount by 10,000)."""

    name: Words
    metric_id: str
    unit: str


@dataclass(frozen=True, slots=True)
class FormTable:
    title: Words
    columns: tuple[FormColumn, ...]


@dataclass(frozen=True, slots=True)
class NoPower:
    """A column that a level of organisation leaves blank, and why."""

    level: str
    metric_id: str
    basis: Words


@dataclass(frozen=True, slots=True)
class Form:
    tables: tuple[FormTable, ...] = ()
    no_power: tuple[NoPower, ...] = ()
