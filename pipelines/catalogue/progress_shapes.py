"""How one entry of key_results.yml, derived.yml, statutory_dates.yml and status_rules.csv looks."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, field_validator, model_validator

from pipelines.catalogue.shapes import BothLanguages, Entry, Id
from pipelines.domain.progress import Derived, KeyResult, Milestone, StatutoryDate, Target

Year = Annotated[int, Field(ge=1990, le=2100)]


class DerivedEntry(Entry):
    id: Id
    name: BothLanguages
    numerator: Id
    denominator: Id
    direction: Literal["higher_is_better", "lower_is_better", "neutral"]
    definition: BothLanguages

    def value(self) -> Derived:
        parts = self.numerator, self.denominator
        return Derived(self.id, self.name.value(), *parts, self.direction, self.definition.value())


class MeasureEntry(Entry):
    metric: Id | None = None
    derived: Id | None = None
    practice: Id | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> "MeasureEntry":
        if len(self.named()) != 1:
            raise ValueError("write exactly one of metric, derived, practice")
        return self

    def named(self) -> list[tuple[str, str]]:
        given = (("metric", self.metric), ("derived", self.derived), ("practice", self.practice))
        return [(kind, measure_id) for kind, measure_id in given if measure_id is not None]


class TargetEntry(Entry):
    value: Annotated[Decimal, Field(ge=0, max_digits=20, decimal_places=4)] | None = None
    change_percent: Annotated[Decimal, Field(gt=-100, max_digits=8, decimal_places=2)] | None = None
    state: Literal["proposed", "confirmed"]
    reason: BothLanguages

    def domain(self) -> Target:
        return Target(self.value, self.change_percent, self.state, self.reason.value())


class BaselineYear(Entry):
    year: Year


class MilestoneEntry(Entry):
    due: date
    share: Annotated[Decimal, Field(ge=0, le=100, decimal_places=2)]
    name: BothLanguages

    def value(self) -> Milestone:
        return Milestone(self.due, self.share, self.name.value())


class KeyResultEntry(Entry):
    id: Id
    goal: Id
    name: BothLanguages
    kind: Literal["reach", "reduce", "keep_at_least", "keep_at_most", "every_period", "milestone"] | None = None
    measure: MeasureEntry | None = None
    target: TargetEntry
    baseline: Literal["zero", "first_year"] | BaselineYear | None = None
    due: date | None = None
    frequency: Literal["month", "quarter", "year"]
    owner: Id
    milestones: tuple[MilestoneEntry, ...] = ()

    def value(self) -> KeyResult:
        measure_kind, measure_id = self.measure.named()[0] if self.measure else (None, None)
        is_year = isinstance(self.baseline, BaselineYear)
        return KeyResult(
            key_result_id=self.id,
            goal_id=self.goal,
            name=self.name.value(),
            kind=self.kind,
            measure_kind=measure_kind,
            measure_id=measure_id,
            target=self.target.domain(),
            baseline="year" if is_year else self.baseline,
            baseline_year=self.baseline.year if is_year else None,
            due_on=self.due,
            frequency=self.frequency,
            owner_id=self.owner,
            milestones=tuple(milestone.value() for milestone in self.milestones),
        )


class StatutoryDateEntry(Entry):
    id: Id
    day: Annotated[str, StringConstraints(pattern=r"^\d{2}-\d{2}$")]
    name: BothLanguages
    basis: BothLanguages
    owner: Id

    @field_validator("day")
    @classmethod
    def _is_a_day(cls, day: str) -> str:
        date.fromisoformat(f"2023-{day}")
        return day

    def value(self) -> StatutoryDate:
        month, day = map(int, self.day.split("-"))
        return StatutoryDate(self.id, month, day, self.name.value(), self.basis.value(), self.owner)


class StatusRuleEntry(Entry):
    rule: Id
    value: Annotated[Decimal, Field(ge=0, le=100, decimal_places=2)]
    unit: str
    meaning: str
