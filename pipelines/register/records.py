"""What was recorded of milestones, practices and problems, and which targets were set, as folds of events."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from pipelines.domain.records import STATES, Decided, Finding, Proof, Record, SetTarget, Task
from pipelines.domain.register import Event, Subject

TARGET, TASK, PROBLEM = "target", "task", "problem"


def records_of(events: Iterable[Event]) -> dict[Subject, tuple[Record, ...]]:
    """Everything that was recorded and not taken back, by what it is about, in the order in which it was recorded."""
    found: dict[Subject, dict[str, Record]] = {}
    for event in standing(events, STATES):
        of_subject = found.setdefault(event.subject, {})
        if event.kind == "recorded":
            of_subject[event.event_id] = _record(event)
        elif event.kind in ("accepted", "refused") and event.payload["record"] in of_subject:
            record = of_subject[event.payload["record"]]
            of_subject[event.payload["record"]] = replace(record, verdict=event.kind, judged=decided(event))
    return {subject: tuple(records.values()) for subject, records in found.items() if records}


def in_force(records: Iterable[Record], as_of: date) -> Record | None:
    """The accepted record that speaks for a day: the one about the latest day up to it, the last of those recorded."""
    counting = [each for each in records if each.verdict == "accepted" and each.on <= as_of]
    return max(counting, key=lambda each: (each.on, each.by.sequence), default=None)


def targets_of(events: Iterable[Event]) -> dict[str, tuple[SetTarget, ...]]:
    """key result → the targets that people set and didn't take back, in the order in which they did."""
    found: dict[str, list[SetTarget]] = {}
    for event in standing(events, (TARGET,)):
        if event.kind not in ("proposed", "confirmed"):
            continue
        said = event.payload
        target = SetTarget(
            key_result_id=event.subject.id,
            value=_number(said["value"]),
            change_percent=_number(said["change_percent"]),
            state=event.kind,
            since=date.fromisoformat(said["since"]),
            by=decided(event),
        )
        found.setdefault(event.subject.id, []).append(target)
    return {key_result_id: tuple(targets) for key_result_id, targets in found.items()}


def findings_of(events: Iterable[Event]) -> dict[str, Finding]:
    """problem id → a problem that somebody found, without those taken back."""
    found = {}
    for event in standing(events, (PROBLEM,)):
        if event.kind != "found":
            continue
        said = event.payload
        found[said["problem_id"]] = Finding(
            problem_id=said["problem_id"],
            organisation_id=said["organisation_id"],
            name=said["name"],
            source=said["source"],
            found_on=date.fromisoformat(said["found_on"]),
            owner_id=said["owner_id"],
            due_on=_day(said["due_on"]),
            goal_ids=tuple(said["goal_ids"]),
            repeats=said["repeats"],
            proof=proof_of(said),
            by=decided(event),
            about=said.get("about", ""),
        )
    return found


def tasks_of(events: Iterable[Event]) -> dict[str, Task]:
    """task id → the task as it stands."""
    tasks: dict[str, Task] = {}
    events = list(events)
    for event in standing(events, (TASK,)):
        if event.kind == "assigned":
            tasks[event.subject.id] = _task(event)
        elif event.subject.id in tasks:
            tasks[event.subject.id] = _moved(tasks[event.subject.id], event)
    last = {each.subject.id: each.sequence for each in events if each.subject.type == TASK}
    return {task_id: replace(task, seen=last[task_id]) for task_id, task in tasks.items()}


def last_standing(events: Sequence[Event]) -> Event | None:
    """The event of one subject that taking back would take back: the last that wasn't, and that takes nothing back."""
    return next(reversed(standing(events)), None)


def proof_of(said: Mapping[str, Any]) -> Proof:
    """The proof that an event's payload holds."""
    return Proof(said["reference"], tuple(said["materials"]))


def standing(events: Iterable[Event], types: Iterable[str] | None = None) -> list[Event]:
    """Those of some types of subjects that weren't taken back, and that take nothing back themselves."""
    known = [each for each in events if types is None or each.subject.type in types]
    undone = {each.payload["undoes"] for each in known if each.kind == "undone"}
    return [each for each in known if each.event_id not in undone and each.kind != "undone"]


def _record(event: Event) -> Record:
    said, by = event.payload, decided(event)
    is_alone = said["of"] == 1
    return Record(
        subject=event.subject,
        state=said["state"],
        on=date.fromisoformat(said["on"]),
        owner_id=said["owner_id"],
        proof=proof_of(said),
        verdict="accepted" if is_alone else "waiting",
        by=by,
        judged=by if is_alone else None,
    )


def _task(event: Event) -> Task:
    said = event.payload
    return Task(
        task_id=event.subject.id,
        organisation_id=said["organisation_id"],
        about_type=said["about_type"],
        about_id=said["about_id"],
        what=said["what"],
        owner_id=said["owner_id"],
        due_on=date.fromisoformat(said["due_on"]),
        state="assigned",
        assigned_on=date.fromisoformat(said["on"]),
        by=decided(event),
    )


def _moved(task: Task, event: Event) -> Task:
    said = event.payload
    match event.kind:
        case "answered":
            return replace(task, state="answered", answered_on=_day(said["on"]), proof=proof_of(said))
        case "returned":
            return replace(task, state="assigned", answered_on=None)
        case "closed":
            return replace(task, state="closed", closed_on=_day(said["on"]))
        case "postponed":
            return replace(task, due_on=date.fromisoformat(said["due_on"]))
    return task


def decided(event: Event) -> Decided:
    """Who decided it, in which role, when."""
    return Decided(event.event_id, event.sequence, event.actor_id, event.role, event.at)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
