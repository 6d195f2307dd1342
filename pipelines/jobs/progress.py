"""What people record of milestones, practices and problems, and who accepts it."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipelines.domain.catalogue import Catalogue
from pipelines.domain.errors import (
    DayAhead,
    DayBefore,
    NothingChosen,
    NothingToUndo,
    NothingWaits,
    ProofMissing,
    UnknownItem,
    UnknownOwner,
)
from pipelines.domain.records import NO_PROOF, STATES, Proof
from pipelines.domain.register import Decision, Event, Subject
from pipelines.domain.words import Words
from pipelines.jobs.catalogue import catalogue_of
from pipelines.jobs.days import today
from pipelines.jobs.materials import prove_materials
from pipelines.jobs.people import Person
from pipelines.jobs.register import register_of
from pipelines.jobs.settings import Settings
from pipelines.register import PROBLEM, findings_of, records_of, standing

ITEM, OFFICE = Words("事项", "item"), Words("责任科室", "office")


@dataclass(frozen=True, slots=True)
class Noted:
    """What a person wants to record: `on` the day that it speaks of, `seen` the subject's last event they had seen."""

    subject: Subject
    state: str
    on: date
    owner_id: str
    proof: Proof = NO_PROOF
    seen: int = 0


@dataclass(frozen=True, slots=True)
class ProgressDesk:
    """A person who records what was done, or accepts what others recorded.

    Every method raises NotAllowed, NotTheirs, OwnWork and DecidedMeanwhile, and then nothing is recorded.
    """

    settings: Settings
    person: Person

    def record(self, *noted: Noted, why: str = "") -> tuple[Event, ...]:
        """Record that something was done, missed, is in place, lapsed, was closed …: all of them, or none.

        Where the office reviews in one step and the person is the only one, it counts at once; else it waits.
        Raises NothingChosen (no item, no office), UnknownItem, UnknownOwner, UnknownMaterial, DayAhead, DayBefore,
        ProofMissing.
        """
        is_alone = self.person.is_alone and self.settings.review_steps == 1
        action = "progress.accept" if is_alone else "progress.record"
        if not noted:
            raise NothingChosen(where=ITEM)
        catalogue = catalogue_of(self.settings)
        with register_of(self.settings) as register:
            known = known_subjects(catalogue) | {
                Subject(PROBLEM, f"{each.organisation_id}/{each.problem_id}"): Known(
                    each.organisation_id, each.found_on
                )
                for each in findings_of(register.events(types=[PROBLEM])).values()
            }
            decisions = []
            for each in noted:
                _prove(each, catalogue, known)
                actor = self.person.acting(action, known[each.subject].organisation_id)
                prove_materials(self.settings, known[each.subject].organisation_id, each.proof.materials)
                decisions.append(Decision(each.subject, "recorded", actor, _said(each, is_alone), why, each.seen))
            return register.record(*decisions)

    def judge(self, subject: Subject, record_id: str, verdict: str, *, why: str = "", seen: int = 0) -> Event:
        """Accept or refuse what somebody recorded (`verdict`: accepted, refused).  Raises NothingWaits.

        What the assessment asked to be mended (整改) is checked again by an assessor.
        """
        whose = organisation_of(catalogue_of(self.settings), subject)
        with register_of(self.settings) as register:
            actor = self.person.acting(acceptance(subject, register.events(subject=subject)), whose)
            records = records_of(register.events(subject=subject)).get(subject, ())
            waiting = [each for each in records if each.by.event_id == record_id and each.verdict == "waiting"]
            if not waiting:
                raise NothingWaits(where=subject)
            self.person.prove_other(waiting[0].by.actor_id)
            return register.record(Decision(subject, verdict, actor, {"record": record_id}, why, seen))[0]

    def undo(self, subject: Subject, record_id: str, *, why: str = "", seen: int = 0) -> Event:
        """Take back what was decided last of one record: its acceptance or refusal, else the record itself.

        Whoever may accept it takes anything back; others what waits.  Raises NothingToUndo.
        """
        with register_of(self.settings) as register:
            events = standing(register.events(subject=subject))
            about = [each for each in events if record_id in (each.event_id, each.payload.get("record"))]
            if not about or about[0].event_id != record_id:
                raise NothingToUndo(where=subject)
            is_waiting = len(about) == 1 and about[0].payload["of"] > 1
            whose = organisation_of(catalogue_of(self.settings), subject)
            action = "progress.record" if is_waiting else acceptance(subject, events)
            actor = self.person.acting(action, whose)
            payload = {"undoes": about[-1].event_id}
            return register.record(Decision(subject, "undone", actor, payload, why, seen))[0]


def acceptance(subject: Subject, events: Iterable[Event]) -> str:
    """What somebody must be allowed to do to decide on records of a subject: what the assessment asked to be mended
    (整改) is checked by an assessor.  `events`: those about it, more do no harm.
    """
    found = [each for each in findings_of(events).values() if each.about] if subject.type == PROBLEM else ()
    asked = {f"{each.organisation_id}/{each.problem_id}" for each in found}
    return "assess.rectify" if subject.id in asked else "progress.accept"


def organisation_of(catalogue: Catalogue, subject: Subject) -> str:
    """Whose a subject of the work is: KEY_RESULT/DAY, a key result, or ORGANISATION/ITEM."""
    first = subject.id.partition("/")[0]
    goals = {goal.goal_id: goal.organisation_id for goal in catalogue.goals}
    key_results = {each.key_result_id: goals[each.goal_id] for each in catalogue.progress.key_results}
    return key_results.get(first, first)


@dataclass(frozen=True, slots=True)
class Known:
    """Whose something is, and the day before which nothing can be recorded of it (None: any day)."""

    organisation_id: str
    since: date | None = None


def known_subjects(catalogue: Catalogue) -> dict[Subject, Known]:
    """Everything of the catalogue that can be recorded: milestones and months, practices, problems.

    A month can be recorded once it has begun, a problem from the year on whose report names it.
    """
    goals = {goal.goal_id: goal for goal in catalogue.goals}
    milestones = {
        Subject("milestone", f"{each.key_result_id}/{day.isoformat()}"): Known(
            goals[each.goal_id].organisation_id, since
        )
        for each in catalogue.progress.key_results
        for day, since in [
            *((milestone.due_on, None) for milestone in each.milestones),
            *(
                ((day, day.replace(day=1)) for day in _month_ends(goals[each.goal_id].target_year))
                if each.kind == "every_period"
                else ()
            ),
        ]
    }
    practices = {
        Subject("practice", f"{organisation.organisation_id}/{practice.practice_id}"): Known(
            organisation.organisation_id
        )
        for organisation in catalogue.organisations
        for practice in catalogue.practices
    }
    problems = {
        Subject(PROBLEM, f"{each.organisation_id}/{each.problem_id}"): Known(
            each.organisation_id, date(each.source_year, 1, 1)
        )
        for each in catalogue.problems
    }
    return milestones | practices | problems


def _month_ends(year: int) -> list[date]:
    return [date(year, month, monthrange(year, month)[1]) for month in range(1, 13)]


def _prove(noted: Noted, catalogue: Catalogue, known: Mapping[Subject, Known]) -> None:
    if noted.state not in STATES[noted.subject.type]:
        raise ValueError(f"{noted.state!r} is no state of a {noted.subject.type}")
    if noted.subject not in known:
        raise UnknownItem(where=noted.subject, found=noted.subject.type)
    prove_owner(catalogue, noted.owner_id, where=noted.subject)
    if noted.on > today():
        raise DayAhead(where=noted.subject, found=noted.on, today=today())
    since = known[noted.subject].since
    if since is not None and noted.on < since:
        raise DayBefore(where=noted.subject, found=noted.on, since=since)
    if noted.state == "closed" and not noted.proof:
        raise ProofMissing(where=noted.subject)


def prove_owner(catalogue: Catalogue, owner_id: str, *, where: object) -> None:
    """Raises NothingChosen where there is none, UnknownOwner for an office that the catalogue doesn't list."""
    if not owner_id:
        raise NothingChosen(where=OFFICE)
    known = {owner.owner_id: owner.name.zh for owner in catalogue.owners}
    if owner_id not in known:
        raise UnknownOwner(where=where, found=owner_id, known="、".join(known.values()))


def _said(noted: Noted, is_alone: bool) -> dict[str, Any]:
    return {
        "state": noted.state,
        "on": noted.on.isoformat(),
        "owner_id": noted.owner_id,
        "of": 1 if is_alone else 2,
        **said_proof(noted.proof),
    }


def said_proof(proof: Proof) -> dict[str, Any]:
    """A proof as an event's payload holds it."""
    return {"reference": proof.reference.strip(), "materials": list(proof.materials)}
