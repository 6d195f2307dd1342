"""How rubrics.yml (the heads) and rubrics/ID.yml (their lines) look, and a rubric from its content."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, TypeAdapter, field_validator

from pipelines.catalogue.shapes import BothLanguages, Entry, Id, Text
from pipelines.domain.assessments import (
    Band,
    Grade,
    Level,
    Quota,
    Rubric,
    RubricItem,
    Rule,
    Source,
)
from pipelines.domain.register import canonical

FILE, FOLDER = "rubrics.yml", "rubrics"
Mark = Annotated[Decimal, Field(ge=0, max_digits=10, decimal_places=4)]
Figure = Annotated[Decimal, Field(ge=0, max_digits=20, decimal_places=4)]
Percent = Annotated[Decimal, Field(ge=0, le=100, max_digits=7, decimal_places=4)]
Day = Annotated[str, StringConstraints(pattern=r"^\d{2}-\d{2}$")]


class SourceEntry(Entry):
    metric: Id | None = None
    derived: Id | None = None
    practice: Id | None = None
    counted: Text | None = None

    def value(self) -> Source:
        named = [(kind, found) for kind, found in self if found is not None]
        if self.counted and len(named) == 1:
            return Source("counted", unit=self.counted)
        return Source(*named[0]) if len(named) == 1 else Source("several", ", ".join(map(" ".join, named)))


class BandEntry(Entry):
    bar: Figure
    share: Percent

    def value(self) -> Band:
        return Band(self.bar, self.share)


class LevelEntry(Entry):
    share: Percent
    words: BothLanguages

    def value(self) -> Level:
        return Level(self.share, self.words.value())


class RubricRuleEntry(Entry):
    kind: Literal["ratio", "bands", "shortfall", "occurrence", "all_or_nothing", "timely", "bonus", "veto", "judgement"]
    source: SourceEntry | Literal["report_published", "counted"] | None = None
    bar: Figure | None = None
    bands: tuple[BandEntry, ...] = ()
    few_good: bool = False
    step: Annotated[Decimal, Field(gt=0, max_digits=10, decimal_places=4)] | None = None
    per: Annotated[Decimal, Field(gt=0, max_digits=20, decimal_places=4)] = Decimal(1)
    begun: Literal["counted", "dropped", "in_part"] | None = None
    most: Mark | None = None
    floor: Mark = Decimal(0)
    due: Day = ""
    levels: tuple[LevelEntry, ...] = ()
    on: bool = False
    order: str = ""

    @field_validator("due")
    @classmethod
    def _is_a_day(cls, due: str) -> str:
        if due:
            date.fromisoformat(f"2023-{due}")
        return due

    def value(self) -> Rule:
        named = self.source
        return Rule(
            kind=self.kind,
            source=named.value() if isinstance(named, SourceEntry) else Source(named) if named else None,
            bar=self.bar,
            bands=tuple(each.value() for each in self.bands),
            is_few_good=self.few_good,
            step=self.step,
            per=self.per,
            begun=self.begun or ("dropped" if self.kind == "bonus" else "counted"),
            most=self.most,
            floor=self.floor,
            due=self.due,
            levels=tuple(each.value() for each in self.levels),
            is_on=self.on,
            order=self.order.strip(),
        )


class RubricItemEntry(Entry):
    id: Id
    parent: Id | None = None
    name: BothLanguages
    marks: Mark | None = None
    rule: RubricRuleEntry | None = None
    evidence: tuple[BothLanguages, ...] = ()
    owner: Id | None = None

    def value(self) -> RubricItem:
        return RubricItem(
            self.id,
            self.parent,
            self.name.value(),
            self.marks,
            self.rule.value() if self.rule else None,
            tuple(each.value() for each in self.evidence),
            self.owner or "",
        )


class GradeEntry(Entry):
    id: Id
    name: BothLanguages
    at_least: Mark
    most_share: Percent | None = None
    least_share: Percent | None = None

    def value(self) -> Grade:
        return Grade(self.id, self.name.value(), self.at_least, self.most_share, self.least_share)


class QuotaEntry(Entry):
    rounding: Literal["down", "half_up", "up"] = "down"
    ties: Literal["all_in", "all_out", "refuse"] = "all_in"
    gap: Mark = Decimal(0)

    def value(self) -> Quota:
        return Quota(self.rounding, self.ties, self.gap)


class RubricEntry(Entry):
    id: Id
    name: BothLanguages
    kind: Literal["example", "shape", "own"]
    basis: BothLanguages
    marks: Annotated[Decimal, Field(gt=0, max_digits=10, decimal_places=4)] = Decimal(100)
    decimals: Annotated[int, Field(ge=0, le=4)] = 2
    bonus_most: Mark = Decimal(0)
    veto_grade: Id | None = None
    grades: tuple[GradeEntry, ...] = ()
    quota: QuotaEntry = QuotaEntry()


_ITEMS = TypeAdapter(list[RubricItemEntry])


def rubric(head: RubricEntry, items: Sequence[RubricItemEntry]) -> Rubric:
    """The rubric of a head and its lines, with its content and the version that names exactly this content."""
    content = {
        "head": head.model_dump(mode="json", exclude_defaults=True),
        "items": [each.model_dump(mode="json", exclude_defaults=True) for each in items],
    }
    return Rubric(
        rubric_id=head.id,
        name=head.name.value(),
        kind=head.kind,
        basis=head.basis.value(),
        marks=head.marks,
        decimals=head.decimals,
        bonus_most=head.bonus_most,
        veto_grade=head.veto_grade,
        grades=tuple(each.value() for each in head.grades),
        quota=head.quota.value(),
        items=tuple(each.value() for each in items),
        version=sha256(canonical(content).encode()).hexdigest()[:12],
        content=content,
    )


def rubric_of(content: Mapping[str, Any]) -> Rubric:
    """The rubric that an event holds: what was in force when it was recorded, whatever the files say by now."""
    return rubric(RubricEntry.model_validate(content["head"]), _ITEMS.validate_python(content["items"]))
