"""What progress toward the work goals is measured by: key results, derived metrics, dates set by rules."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pipelines.domain.words import Words

KEY_RESULT_KINDS = ("reach", "reduce", "keep_at_least", "keep_at_most", "every_period", "milestone")


@dataclass(frozen=True, slots=True)
class Derived:
    """One metric as a share of another, in %; no value until both have one."""

    metric_id: str
    name: Words
    numerator_id: str
    denominator_id: str
    direction: str
    definition: Words


@dataclass(frozen=True, slots=True)
class Milestone:
    """What must stand by a day; `share` is the part of the way (0–100) that is then expected."""

    due_on: date
    share: Decimal
    name: Words


@dataclass(frozen=True, slots=True)
class Target:
    """In the measure's unit, or a change of the baseline in percent; neither where none is set yet."""

    value: Decimal | None
    change_percent: Decimal | None
    state: str
    reason: Words


@dataclass(frozen=True, slots=True)
class KeyResult:
    """Ties a goal to what measures it.

    `kind` says which way the target is met; None is a fault that the catalogue's promises name.  `measure_kind` is
    metric, derived, practice, or None for milestones alone.  `baseline` is zero, year (with `baseline_year`),
    first_year, or None.
    """

    key_result_id: str
    goal_id: str
    name: Words
    kind: str | None
    measure_kind: str | None
    measure_id: str | None
    target: Target
    baseline: str | None
    baseline_year: int | None
    due_on: date | None
    frequency: str
    owner_id: str
    milestones: tuple[Milestone, ...]


@dataclass(frozen=True, slots=True)
class StatutoryDate:
    """A day of each year that a rule sets."""

    date_id: str
    month: int
    day: int
    name: Words
    basis: Words
    owner_id: str


@dataclass(frozen=True, slots=True)
class Progress:
    """Everything of the catalogue that the status engine reads."""

    derived: tuple[Derived, ...] = ()
    key_results: tuple[KeyResult, ...] = ()
    statutory_dates: tuple[StatutoryDate, ...] = ()
    status_rules: tuple[tuple[str, Decimal], ...] = ()
