"""留痕记录: the steps of rounds of the assessment in words, by the plan that held when each was taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pipelines.api.people import person
from pipelines.domain.assessments import RubricItem
from pipelines.domain.errors import RegisterDamaged
from pipelines.domain.quantities import written_figure
from pipelines.domain.register import Event
from pipelines.domain.rounds import Round
from pipelines.jobs.assessment.inputs import unit_of
from pipelines.jobs.assessment.rounds import rounds, rubric_of_plan, subjects_of_rounds
from pipelines.jobs.catalogue import catalogue_of
from pipelines.jobs.settings import current_settings
from pipelines.register import ROUND_TYPES
from pipelines.wording import can_say, say, text_of

_NUMBERS = {"scored": "marks", "second": "marks", "ruled": "marks", "objected": "asks"}
"""Steps of a line → the number that each gives; without one the line doesn't apply, or only a look is asked for."""


def of_rounds_named(text: str) -> tuple[Sequence[str], Sequence[str]]:
    """What a text stands for in rounds (see `subjects_of_rounds`); nothing where the register is damaged."""
    settings = current_settings()
    try:
        return subjects_of_rounds(settings, catalogue_of(settings), text, person().sees)
    except RegisterDamaged:
        return (), ()


@dataclass(frozen=True, slots=True)
class RoundWords:
    """`known`: the rounds that are spoken of.  `names`: (organisation or owner, id) → its name in the language."""

    known: Mapping[str, Round]
    names: Mapping[tuple[str, str], str]
    language: str

    @classmethod
    def of(cls, events: Sequence[Event], names: Mapping[tuple[str, str], str], language: str) -> "RoundWords":
        """Without any round where the register is damaged: then steps are told by their codes."""
        wanted = {_round_id(each) for each in events if each.subject.type in ROUND_TYPES}
        known = []
        if wanted:
            try:
                known = rounds(current_settings())
            except RegisterDamaged:
                known = []
        return cls({each.round_id: each for each in known if each.round_id in wanted}, names, language)

    def about(self, event: Event) -> str:
        """The round, whose part of it, and which line; empty where it isn't about a known round."""
        if not self._knows(event):
            return ""
        _, *parts = event.subject.id.split("/")
        item = self._item(event)
        return say(
            f"log.about.{event.subject.type}",
            self.language,
            round=self.known[_round_id(event)].plan_at(event.sequence).name,
            organisation=self.names.get(("organisation", "".join(parts[:1])), "".join(parts[:1])),
            line=text_of(item.name, self.language) if item else parts[-1] if parts else "",
        )

    def what(self, event: Event) -> str:
        """What was done; empty where it isn't about a known round, or can't be read."""
        if not self._knows(event) or event.is_unreadable:
            return ""
        code = f"log.did.{event.subject.type}.{event.kind}"
        if event.kind == "claimed":
            return self._claimed(event)
        if event.kind == "divided":
            return self._divided(event)
        if event.kind == "ruled" and not event.payload["is_upheld"]:
            return say("log.did.assessed.kept", self.language)
        if event.kind not in _NUMBERS:
            return say(code, self.language, **event.payload) if can_say(code, self.language) else event.kind
        number = event.payload[_NUMBERS[event.kind]]
        if number is None:
            return say(f"{code}_without", self.language)
        return say(code, self.language, number=written_figure(Decimal(number), "number"))

    def _knows(self, event: Event) -> bool:
        return event.subject.type in ROUND_TYPES and _round_id(event) in self.known

    def _item(self, event: Event, item_id: str = "") -> RubricItem | None:
        """The line that an event is about (or another one), as the plan had it then."""
        plan = self.known[_round_id(event)].plan_at(event.sequence)
        return rubric_of_plan(plan).item_of.get(item_id or event.subject.id.rpartition("/")[2])

    def _claimed(self, event: Event) -> str:
        """自评: the figure and the marks that were claimed, that it doesn't apply, or that nothing is said any more."""
        said, code, language = event.payload, "log.did.assessed.claimed", self.language
        if not said["is_applicable"]:
            return say(f"{code}_not_applicable", language)
        parts = []
        if said["figure"] is not None:
            parts.append(say(f"{code}_figure", language, number=self._figure(event, Decimal(said["figure"]))))
        if said["marks"] is not None:
            parts.append(say(f"{code}_marks", language, number=written_figure(Decimal(said["marks"]), "number")))
        if parts:
            return say(f"{code}_with", language, parts=say("join.clauses", language).join(parts))
        is_empty = not said["materials"] and not event.why_hash
        return say(f"{code}_taken_back" if is_empty else code, language)

    def _figure(self, event: Event, figure: Decimal) -> str:
        item = self._item(event)
        unit = unit_of(item, catalogue_of(current_settings())) if item else ""
        is_day = unit == "day" and 0 < figure <= date.max.toordinal()
        shown = written_figure(figure, "day" if is_day else "number")
        return f"{shown}%" if unit == "%" else shown

    def _divided(self, event: Event) -> str:
        """分解任务: which lines went to which office."""
        lines: dict[str, list[str]] = {}
        for item_id, owner_id in event.payload["changed"].items():
            item = self._item(event, item_id)
            lines.setdefault(owner_id, []).append(text_of(item.name, self.language) if item else item_id)
        parts = [
            say(
                "log.did.assessee.divided_to",
                self.language,
                lines=say("join.items", self.language).join(names),
                owner=self.names.get(("owner", owner_id), owner_id),
            )
            for owner_id, names in lines.items()
        ]
        return say("log.did.assessee.divided", self.language, parts=say("join.clauses", self.language).join(parts))


def _round_id(event: Event) -> str:
    return event.subject.id.partition("/")[0]
