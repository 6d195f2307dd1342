"""Targets of key results: proposed, confirmed, changed by people, each from a day on."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from pipelines.domain.catalogue import Catalogue
from pipelines.domain.errors import (
    NotANumber,
    NothingChosen,
    NothingToUndo,
    TargetBehindBaseline,
    TargetUnfit,
    UnknownItem,
)
from pipelines.domain.progress import KeyResult, Target
from pipelines.domain.quantities import DECIMALS, typed_number
from pipelines.domain.register import Decision, Event, Subject
from pipelines.domain.words import Words
from pipelines.jobs.catalogue import catalogue_of
from pipelines.jobs.people import Person
from pipelines.jobs.progress import organisation_of
from pipelines.jobs.register import register_of
from pipelines.jobs.root import root_of
from pipelines.jobs.settings import Settings
from pipelines.register import TARGET, Register, last_standing
from pipelines.warehouse import sql
from pipelines.warehouse.editions import Warehouse

WITHOUT_CHOICE = ("every_period", "milestone")
"""Kinds whose target is all of their periods or milestones, so that it can only be confirmed."""
KEY_RESULT = Words("重点任务", "key result")


@dataclass(frozen=True, slots=True)
class Aim:
    """A target as a person types it: a value in the measure's unit, or a change of the baseline in percent.

    Neither for milestones, which are their own target.  `since`: the day from which it holds.
    """

    key_result_id: str
    since: date
    value: str | None = None
    change_percent: str | None = None
    seen: int = 0

    @property
    def subject(self) -> Subject:
        return Subject(TARGET, self.key_result_id)


@dataclass(frozen=True, slots=True)
class TargetDesk:
    """A person who proposes or confirms targets.

    Every method raises NotAllowed, NotTheirs and DecidedMeanwhile.
    """

    settings: Settings
    person: Person

    def propose(self, *aims: Aim, why: str = "") -> tuple[Event, ...]:
        """Propose other targets than those that hold.  Raises what `confirm` raises."""
        return self._set(aims, "proposed", "target.propose", why)

    def confirm(self, *aims: Aim, why: str = "") -> tuple[Event, ...]:
        """Confirm targets, all or none; one that was confirmed before is changed by this.

        Where there is more than one person, what is confirmed was shipped or proposed by somebody else (OwnWork).
        Raises NothingChosen (no target), UnknownItem, NotANumber, TargetUnfit, TargetBehindBaseline; nothing is
        recorded then.
        """
        return self._set(aims, "confirmed", "target.confirm", why)

    def undo(self, key_result_id: str, *, why: str = "", seen: int = 0) -> Event:
        """Take back the target set last; the one before it, or the shipped one, holds again.  Raises NothingToUndo."""
        subject = Subject(TARGET, key_result_id)
        with register_of(self.settings) as register:
            last = last_standing(register.events(subject=subject))
            if last is None:
                raise NothingToUndo(where=subject)
            whose = organisation_of(catalogue_of(self.settings), subject)
            actor = self.person.acting("target.confirm" if last.kind == "confirmed" else "target.propose", whose)
            payload = {"undoes": last.event_id}
            return register.record(Decision(subject, "undone", actor, payload, why, seen))[0]

    def _set(self, aims: tuple[Aim, ...], state: str, action: str, why: str) -> tuple[Event, ...]:
        if not aims:
            raise NothingChosen(where=KEY_RESULT)
        catalogue = catalogue_of(self.settings)
        baselines = self._baselines()
        decisions = []
        for aim in aims:
            actor = self.person.acting(action, organisation_of(catalogue, aim.subject))
            target = proven_target(catalogue, aim, state, baselines.get(aim.key_result_id))
            payload = {
                "value": _text(target.value),
                "change_percent": _text(target.change_percent),
                "since": aim.since.isoformat(),
            }
            decisions.append(Decision(aim.subject, state, actor, payload, why, aim.seen))
        with register_of(self.settings) as register:
            for decision in decisions if state == "confirmed" else ():
                self.person.prove_other(self._proposer(register, catalogue, decision))
            return register.record(*decisions)

    def _proposer(self, register: Register, catalogue: Catalogue, decision: Decision) -> str:
        """Who proposed the target that is confirmed: nobody (empty) the shipped one, this person one that is new."""
        last = last_standing(register.events(subject=decision.subject))
        key_results = {each.key_result_id: each.target for each in catalogue.progress.key_results}
        shipped = key_results[decision.subject.id]
        said = (
            last.payload if last else {"value": _text(shipped.value), "change_percent": _text(shipped.change_percent)}
        )
        if any(said[name] != decision.payload[name] for name in ("value", "change_percent")):
            return self.person.actor_id
        return last.actor_id if last else ""

    def _baselines(self) -> dict[str, Decimal]:
        """Where the way of each key result begins, as the published edition knows it."""
        warehouse = Warehouse(root_of(self.settings).warehouse)
        with warehouse.connect(warehouse.current_id()) as connection:
            return dict(connection.execute(sql.query("key_result_baselines")).fetchall())


def proven_target(catalogue: Catalogue, aim: Aim, state: str, baseline: Decimal | None) -> Target:
    """The target that a person typed, where the key result can have it.  Raises as `TargetDesk.confirm` says."""
    key_result = next(
        (each for each in catalogue.progress.key_results if each.key_result_id == aim.key_result_id), None
    )
    if key_result is None:
        raise UnknownItem(where=aim.subject, found="key_result")
    value, change = _number(aim, aim.value), _number(aim, aim.change_percent)
    if (value is None) == (change is None) and key_result.kind != "milestone":
        raise NotANumber(where=aim.key_result_id, found=aim.value or "")
    if key_result.kind in WITHOUT_CHOICE and (value, change) != (key_result.target.value, None):
        raise TargetUnfit(where=aim.key_result_id, found=aim.value or aim.change_percent)
    if value is not None and value > 100 and _is_rate(catalogue, key_result):
        raise NotANumber(where=aim.key_result_id, found=aim.value)
    if change is not None and not _can_change(key_result, change):
        raise TargetUnfit(where=aim.key_result_id, found=f"{change}%")
    if baseline is None and key_result.baseline == "zero":
        baseline = Decimal(0)
    if value is not None and baseline is not None and not _is_beyond(key_result, value, baseline):
        raise TargetBehindBaseline(where=aim.key_result_id, found=value, baseline=baseline.normalize() + 0)
    return replace(key_result.target, value=value, change_percent=change, state=state)


def _is_rate(catalogue: Catalogue, key_result: KeyResult) -> bool:
    metric = catalogue.metric_of.get(key_result.measure_id or "")
    return key_result.measure_kind == "derived" or (metric is not None and metric.kind == "rate")


def _can_change(key_result: KeyResult, change: Decimal) -> bool:
    """Whether a change of the baseline in percent can be this key result's target."""
    way = {"reach": change > 0, "reduce": -100 < change < 0}
    return key_result.baseline in ("year", "first_year") and way.get(key_result.kind or "", False)


def _is_beyond(key_result: KeyResult, value: Decimal, baseline: Decimal) -> bool:
    match key_result.kind:
        case "reach":
            return value > baseline
        case "reduce":
            return value < baseline
    return True


def _number(aim: Aim, text: str | None) -> Decimal | None:
    if text is None or not text.strip():
        return None
    number = typed_number(text, "%")
    if number is None or round(number, DECIMALS) != number or (text is aim.value and number < 0):
        raise NotANumber(where=aim.key_result_id, found=text)
    return number


def _text(number: Decimal | None) -> str | None:
    return None if number is None else format(number, "f")
