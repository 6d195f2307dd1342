"""How one entry of each catalogue file looks.  A key that isn't listed here is a fault, not a comment."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from pipelines.domain.catalogue import (
    Goal,
    MatchingRule,
    Metric,
    Organisation,
    Owner,
    Practice,
    Problem,
    TableRule,
    TableWords,
    Theme,
)
from pipelines.domain.words import Words

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=80)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Alternatives = Annotated[list[Annotated[list[Text], Field(min_length=1)]], Field(min_length=1)]


class Entry(BaseModel):
    """The base of every entry: a key that isn't listed is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class BothLanguages(Entry):
    zh: Text
    en: Text

    def value(self) -> Words:
        return Words(zh=self.zh, en=self.en)


class ThemeEntry(Entry):
    id: Id
    name: BothLanguages

    def value(self) -> Theme:
        return Theme(self.id, self.name.value())


class OwnerEntry(Entry):
    id: Id
    name: BothLanguages

    def value(self) -> Owner:
        return Owner(self.id, self.name.value())


class OrganisationEntry(Entry):
    id: Id
    name: BothLanguages
    full_name: BothLanguages
    level: Literal["city", "district", "subdistrict"]
    parent: Id | None
    code: Annotated[str, StringConstraints(pattern=r"^\d{6,12}$")] | None
    aliases: list[Text] = []

    def value(self) -> Organisation:
        return Organisation(
            self.id,
            self.name.value(),
            self.full_name.value(),
            self.level,
            self.parent,
            self.code,
            tuple(self.aliases),
        )


class MetricEntry(Entry):
    id: Id
    name: BothLanguages
    units: Annotated[list[Text], Field(min_length=1)]
    kind: Literal["flow", "stock", "rate", "money", "ordinal", "standard", "window"]
    direction: Literal["higher_is_better", "lower_is_better", "neutral"]
    owner: Id
    definition: BothLanguages | None = None
    counted_from: Literal["report", "ledger"] = "report"

    def value(self, theme_id: str) -> Metric:
        definition = self.definition.value() if self.definition else None
        return Metric(
            self.id,
            theme_id,
            self.name.value(),
            tuple(self.units),
            self.kind,
            self.direction,
            self.owner,
            definition,
            self.counted_from,
        )


class RuleEntry(Entry):
    near: Annotated[list[Text], Field(min_length=1)]
    within: list[Text] = []
    forbidden: Annotated[list[Text], Field(alias="not")] = []
    absent: list[Text] = []

    def value(self, metric_id: str) -> MatchingRule:
        words = (self.near, self.within, self.forbidden, self.absent)
        return MatchingRule(metric_id, *map(tuple, words))


class TableRuleEntry(Entry):
    labels: Annotated[list[Text], Field(min_length=1)]
    titles: list[Text] = []
    also: list[Text] = []

    def value(self, metric_id: str | None) -> TableRule:
        return TableRule(metric_id, tuple(self.labels), tuple(self.titles), tuple(self.also))


class TablesEntry(Entry):
    """The whole of lookups/tables.yml."""

    fillers: list[Text]
    no_metric: list[TableRuleEntry]
    metrics: dict[Id, Annotated[list[TableRuleEntry], Field(min_length=1)]]

    def value(self) -> TableWords:
        known = [rule.value(metric_id) for metric_id, listed in self.metrics.items() for rule in listed]
        return TableWords((*known, *(rule.value(None) for rule in self.no_metric)), tuple(self.fillers))


class PracticeEntry(Entry):
    id: Id
    name: BothLanguages
    section: Annotated[str, StringConstraints(pattern=r"^[一二三四五六七八九十]+$")]
    metrics: list[Id] = []
    words: Alternatives
    frequency_words: list[Text] = []

    def value(self) -> Practice:
        return Practice(
            self.id,
            self.name.value(),
            self.section,
            tuple(self.metrics),
            alternatives(self.words),
            tuple(self.frequency_words),
        )


class ProblemEntry(Entry):
    id: Id
    organisation: Id
    source_year: Annotated[int, Field(ge=1990, le=2100)]
    name: BothLanguages
    parts: Annotated[list[BothLanguages], Field(min_length=1)]
    goals: Annotated[list[Id], Field(min_length=1)]
    words: Alternatives

    def value(self) -> Problem:
        return Problem(
            self.id,
            self.organisation,
            self.source_year,
            self.name.value(),
            tuple(part.value() for part in self.parts),
            tuple(self.goals),
            alternatives(self.words),
        )


class GoalEntry(Entry):
    id: Id
    organisation: Id
    source_year: Annotated[int, Field(ge=1990, le=2100)]
    target_year: Annotated[int, Field(ge=1990, le=2100)]
    order: Annotated[int, Field(ge=1)]
    name: BothLanguages
    parts: Annotated[list[BothLanguages], Field(min_length=1)]
    words: Alternatives

    def value(self) -> Goal:
        return Goal(
            self.id,
            self.organisation,
            self.source_year,
            self.target_year,
            self.order,
            self.name.value(),
            tuple(part.value() for part in self.parts),
            alternatives(self.words),
        )


def alternatives(words: list[list[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(alternative) for alternative in words)
