"""Rounds of the assessment as folds of events: a round, an organisation in it (assessee), a line of it (assessed)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from pipelines.domain.assessments import Input, Proposal
from pipelines.domain.register import Event
from pipelines.domain.rounds import (
    Announcement,
    Assessee,
    Claim,
    Dates,
    Draw,
    Objection,
    Plan,
    Round,
    RoundState,
    Ruling,
    Score,
    Standing,
)
from pipelines.register.records import decided

ROUND, ASSESSEE, ASSESSED = "round", "assessee", "assessed"
ROUND_TYPES = (ROUND, ASSESSEE, ASSESSED)
_NOTHING = Standing()


class RoundFold:
    """The state of every round, brought on event by event, so that what is new is all that has to be read."""

    def __init__(self) -> None:
        self.rounds: dict[str, Round] = {}
        self.assessees: dict[str, dict[str, Assessee]] = {}
        self.standings: dict[str, dict[tuple[str, str], Standing]] = {}
        self.after = 0
        self._last_id = ""

    def goes_on(self, events: Iterable[Event]) -> bool:
        """Take in what was recorded since; `events` begins with the last one that is known.

        False, and nothing is taken in, where it doesn't: then another chain stands in the register.
        """
        since = iter(events)
        if self.after:
            last = next(since, None)
            if last is None or last.event_id != self._last_id:
                return False
        self.add(since)
        return True

    def add(self, events: Iterable[Event]) -> None:
        for event in events:
            self.after, self._last_id = event.sequence, event.event_id
            if event.subject.type == ASSESSED:
                self._assessed(event)
            elif event.subject.type == ASSESSEE:
                self._assessee(event)
            elif event.subject.type == ROUND:
                self._round(event)

    def state(self, round_id: str) -> RoundState | None:
        """A round as it stands; None where there is none."""
        found = self.rounds.get(round_id)
        if found is None:
            return None
        assessees, standings = self.assessees.get(round_id, {}), self.standings.get(round_id, {})
        return RoundState(found, dict(assessees), dict(standings), self.after)

    def _round(self, event: Event) -> None:
        round_id, said = event.subject.id, event.payload
        if event.kind == "opened":
            plan = plan_of(said)
            self.rounds[round_id] = Round(round_id, ((event.sequence, plan),), decided(event), seen=event.sequence)
            return
        before = self.rounds[round_id]
        found = replace(before, seen=event.sequence)
        if event.kind == "amended":
            plan = plan_of(said)
            found = replace(found, plans=(*found.plans, (event.sequence, plan)))
            self._outdate(round_id, _lines_changed(before.plan.content, plan.content))
        elif event.kind == "drawn":
            draw = Draw(said["seed"], tuple(said["pool"]), tuple(said["drawn"]), decided(event))
            found = replace(found, draws=(*found.draws, draw))
        elif event.kind == "announced":
            found = replace(found, feedback=_announcement(event))
        elif event.kind == "published":
            found = replace(found, published=_announcement(event))
        self.rounds[round_id] = found

    def _outdate(self, round_id: str, item_ids: Collection[str]) -> None:
        """Marks of lines that an amendment changed hold no more: they were given for something else."""
        known = self.standings.get(round_id, {})
        for (organisation_id, item_id), standing in known.items():
            if item_id in item_ids and standing.score:
                outdated = replace(standing, scores=(), second=None, outdated=standing.score)
                known[organisation_id, item_id] = outdated

    def _assessee(self, event: Event) -> None:
        round_id, _, organisation_id = event.subject.id.partition("/")
        known = self.assessees.setdefault(round_id, {})
        found = replace(known.get(organisation_id, Assessee()), seen=event.sequence)
        match event.kind:
            case "received":
                found = replace(found, received=event.payload["version"], received_by=decided(event))
            case "submitted":
                found = replace(found, submitted=decided(event), until=None)
            case "returned":
                found = replace(found, submitted=None, until=date.fromisoformat(event.payload["until"]))
            case "divided":
                found = replace(found, owners=event.payload["owners"])
            case "declared":
                found = replace(found, conflicts=(*found.conflicts, event.actor_id))
        known[organisation_id] = _with_filler(found, event) if event.kind == "submitted" else found

    def _assessed(self, event: Event) -> None:
        round_id, organisation_id, item_id = event.subject.id.split("/")
        known = self.standings.setdefault(round_id, {})
        before = known.get((organisation_id, item_id), _NOTHING)
        known[organisation_id, item_id] = _moved(before, event)
        if event.kind in ("claimed", "objected"):
            assessees = self.assessees.setdefault(round_id, {})
            assessees[organisation_id] = _with_filler(assessees.get(organisation_id, Assessee()), event)


def plan_of(said: Mapping[str, Any]) -> Plan:
    """The plan that an event's payload holds."""
    days = said["dates"]
    return Plan(
        organiser_id=said["organiser_id"],
        year=said["year"],
        name=said["name"],
        content=said["content"],
        version=said["version"],
        organisations=tuple(said["organisations"]),
        dates=Dates(
            issued_on=date.fromisoformat(days["issued_on"]),
            self_until=date.fromisoformat(days["self_until"]),
            review_until=date.fromisoformat(days["review_until"]),
            object_days=days["object_days"],
            rectify_until=date.fromisoformat(days["rectify_until"]),
        ),
        groups=said["groups"],
        document=said["document"],
    )


def said_plan(plan: Plan) -> dict[str, Any]:
    """A plan as an event's payload holds it."""
    days = plan.dates
    return {
        "organiser_id": plan.organiser_id,
        "year": plan.year,
        "name": plan.name,
        "content": plan.content,
        "version": plan.version,
        "organisations": list(plan.organisations),
        "dates": {
            "issued_on": days.issued_on.isoformat(),
            "self_until": days.self_until.isoformat(),
            "review_until": days.review_until.isoformat(),
            "object_days": days.object_days,
            "rectify_until": days.rectify_until.isoformat(),
        },
        "groups": dict(plan.groups),
        "document": plan.document,
    }


def said_score(score: Score) -> dict[str, Any]:
    """A score as an event's payload holds it, with what the rule had before it; who gave it is the event's."""
    proposed = score.proposed
    return {
        "marks": _said(score.marks),
        "way": score.way,
        "given": _said_input(score.given),
        "board": None if score.board == score.given else _said_input(score.board),
        "proposed": [proposed.state, _said(proposed.lower), _said(proposed.upper)],
        "materials": list(score.materials),
    }


def _lines_changed(before: Mapping[str, Any], now: Mapping[str, Any]) -> set[str]:
    """The lines that a rubric's content doesn't have any more, or has with other marks or another rule."""
    stood, stands = (
        {each["id"]: (each.get("marks"), each.get("rule")) for each in content["items"]} for content in (before, now)
    )
    return {item_id for item_id, said in stood.items() if stands.get(item_id) != said}


def _said_input(given: Input) -> dict[str, Any]:
    return {
        "value": _said(given.value),
        "lower": _said(given.lower),
        "upper": _said(given.upper),
        **{name: getattr(given, name) for name in _OF_INPUT},
    }


_OF_INPUT = ("reason", "is_applicable", "unit", "qualifier", "origin", "ref")


def _moved(before: Standing, event: Event) -> Standing:
    said = event.payload
    match event.kind:
        case "claimed":
            return replace(before, claim=_claim(event), seen=event.sequence)
        case "scored":
            return replace(before, scores=(*before.scores, _score(event)), seen=event.sequence)
        case "second":
            return replace(before, second=_score(event), seen=event.sequence)
        case "objected":
            objection = Objection(_number(said["asks"]), tuple(said["materials"]), decided(event))
            return replace(before, objection=objection, ruling=None, seen=event.sequence)
        case "ruled":
            ruling = Ruling(said["is_upheld"], _number(said["marks"]), _number(said["before"]), decided(event))
            return replace(before, ruling=ruling, seen=event.sequence)
    return replace(before, seen=event.sequence)


def _claim(event: Event) -> Claim | None:
    """None where it says nothing any more: it was taken back."""
    said = event.payload
    figure, marks, materials = _number(said["figure"]), _number(said["marks"]), tuple(said["materials"])
    if said["is_applicable"] and (figure, marks, materials, event.why_hash) == (None, None, (), ""):
        return None
    return Claim(figure, marks, said["is_applicable"], materials, decided(event), said.get("form", ""))


def _score(event: Event) -> Score:
    said = event.payload
    given = _input(said["given"])
    state, lower, upper = said["proposed"]
    return Score(
        marks=_number(said["marks"]),
        way=said["way"],
        given=given,
        board=_input(said["board"]) if said["board"] else given,
        proposed=Proposal(state, Decimal(lower), Decimal(upper)),
        materials=tuple(said["materials"]),
        by=decided(event),
    )


def _input(said: Mapping[str, Any]) -> Input:
    value, lower, upper = (_number(said[name]) for name in ("value", "lower", "upper"))
    return Input(value, lower, upper, **{name: said[name] for name in _OF_INPUT})


def _announcement(event: Event) -> Announcement:
    said = event.payload
    until = said.get("object_until")
    return Announcement(
        marks={organisation_id: Decimal(marks) for organisation_id, marks in said["marks"].items()},
        grades=said["grades"],
        edition_id=said["edition_id"],
        by=decided(event),
        object_until=date.fromisoformat(until) if until else None,
    )


def _with_filler(found: Assessee, event: Event) -> Assessee:
    if event.actor_id in found.fillers:
        return found
    return replace(found, fillers=(*found.fillers, event.actor_id))


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _said(number: Decimal | None) -> str | None:
    return None if number is None else format(number, "f")
