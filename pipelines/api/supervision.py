"""What the page of 督办与整改 asks and records: tasks with their owners and days, problems of any source."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from pipelines.api.board import Board
from pipelines.api.people import decider, person
from pipelines.api.progress import events_now
from pipelines.api.said import handed_said, minute_said, person_said
from pipelines.domain.records import NO_PROOF, Finding, Proof, Record, Task
from pipelines.domain.register import Event, Subject
from pipelines.jobs.days import today
from pipelines.jobs.register import register_of
from pipelines.jobs.settings import current_settings
from pipelines.jobs.supervision import Found, Order, SupervisionDesk, taking_back
from pipelines.register import HOLDER, PROBLEM, TASK, findings_of, holders_of, in_force, records_of, tasks_of
from pipelines.wording import say


def tasks(organisation_id: str, language: str) -> list[dict[str, Any]]:
    """The tasks of an organisation: those of the offices of who asks first, overdue ones, by day; closed ones last.

    Fields of pipelines.domain.records.Task, `state_said`, `is_mine` (open and of an office that who asks holds today),
    `days_overdue` (None unless its day has passed and nobody has answered it; one that is sent back counts again from
    its day) and `steps`: what was done, in words, the earliest first (at, who, role, what, why, reference, materials).
    """
    person().prove_sees(organisation_id)
    mine = my_offices(organisation_id)
    known = [each for each in tasks_of(events_now()).values() if each.organisation_id == organisation_id]
    steps = _steps({each.task_id for each in known}, language)
    rows = [
        {
            **{name: getattr(each, name) for name in _OF_TASK},
            "state_said": say(f"task.{each.state}", language),
            "is_mine": each.owner_id in mine and each.state != "closed",
            "days_overdue": _overdue(each),
            "steps": steps[each.task_id],
        }
        for each in known
    ]
    return sorted(rows, key=_urgency)


def my_offices(organisation_id: str) -> set[str]:
    """The offices of an organisation that who asks holds today; without sign-in nobody is known to hold one."""
    who = person()
    if who.is_alone:
        return set()
    return {
        owner_id
        for (whose, owner_id), found in holders_of(events_now()).items()
        if whose == organisation_id
        and any(each.actor_id == who.actor_id and each.on(today()) for each in found.holders)
    }


def _urgency(row: Mapping[str, Any]) -> tuple[bool, bool, bool, date, str]:
    is_closed, is_in_time = row["state"] == "closed", row["days_overdue"] is None
    return is_closed, not row["is_mine"], is_in_time, row["due_on"], row["task_id"]


_OF_TASK = (
    "task_id",
    "about_type",
    "about_id",
    "what",
    "owner_id",
    "due_on",
    "state",
    "assigned_on",
    "answered_on",
    "closed_on",
    "seen",
)


def _overdue(task: Task) -> int | None:
    return _days_since(task.due_on) if task.state == "assigned" else None


def _days_since(day: Any) -> int | None:
    """How many days ago a day (date or None) was; None where it hasn't passed, or isn't set."""
    return (today() - day).days if day is not None and day < today() else None


def _steps(task_ids: set[str], language: str) -> dict[str, list[dict[str, Any]]]:
    """What was done about tasks, and that their office was handed over while they were open."""
    events = [(each, task_ids.intersection(_tasks_in(each))) for each in events_now()]
    events = [(event, about) for event, about in events if about]
    found: dict[str, list[dict[str, Any]]] = {task_id: [] for task_id in task_ids}
    if not events:
        return found
    with register_of(current_settings()) as register:
        words = register.reasons(each.event_id for each, _ in events)
        names = register.actors()
    for each, about in events:
        step = {
            "at": minute_said(each.at),
            "who": person_said(each.actor_id, names, language),
            "role": say(f"role.{each.role}", language),
            "what": _what(each, names, language),
            "why": words.get(each.event_id, ("", ""))[1],
            "reference": each.payload.get("reference", ""),
            "materials": list(each.payload.get("materials", ())),
        }
        for task_id in about:
            found[task_id].append(step)
    return found


def _tasks_in(event: Event) -> Sequence[str]:
    """The tasks that an event is about."""
    if event.subject.type == HOLDER and event.kind == "handed_over":
        return event.payload["open"]["task"]
    return [event.subject.id] if event.subject.type == TASK else ()


def _what(event: Event, names: Mapping[str, str], language: str) -> str:
    if event.kind == "handed_over":
        return say("task.handed_over", language, **handed_said(event, names, language))
    said = say(f"task.step.{event.kind}", language)
    return say("task.until", language, what=said, date=event.payload["due_on"]) if "due_on" in event.payload else said


def assign_task(order: Order, *, why: str = "") -> str:
    """交办: the new task's id.  Raises what `jobs.supervision.SupervisionDesk.assign` raises."""
    return _desk().assign(order, why=why)


def answer_task(task_id: str, *, why: str, seen: int, reference: str = "", materials: Sequence[str] = ()) -> None:
    """反馈.  Raises TextMissing, TaskMoved, UnknownItem, NotAllowed, DecidedMeanwhile."""
    _desk().answer(task_id, proof=Proof(reference, tuple(materials)), why=why, seen=seen)


def return_task(task_id: str, *, why: str, seen: int) -> None:
    """退回."""
    _desk().send_back(task_id, why=why, seen=seen)


def close_task(task_id: str, *, why: str, seen: int) -> None:
    """办结."""
    _desk().close(task_id, why=why, seen=seen)


def postpone_task(task_id: str, until: date, *, why: str, seen: int) -> None:
    """Give a task another day.  Raises DueTooEarly too."""
    _desk().postpone(task_id, until, why=why, seen=seen)


def undo_task(task_id: str, *, seen: int, why: str = "") -> None:
    """Take back the last step of a task."""
    _desk().undo(Subject(TASK, task_id), why=why, seen=seen)


def undo_problem(problem_id: str, organisation_id: str, *, seen: int, why: str = "") -> None:
    """Take back a problem that was entered, where nothing was recorded of it.  Raises NothingToUndo."""
    _desk().undo(Subject(PROBLEM, f"{organisation_id}/{problem_id}"), why=why, seen=seen)


def find_problem(found: Found, *, why: str = "") -> str:
    """Enter a problem that no report names; its id.  Raises what `jobs.supervision.SupervisionDesk.find` raises."""
    return _desk().find(found, why=why)


def rectifications(board: Board, organisation_id: str) -> list[dict[str, Any]]:
    """整改: the problems of any source as they stand now: the edition's, with what was decided since laid over them.

    Fields of marts.rectification; `is_new`: something was decided that the edition doesn't have yet; `is_mine` as in
    `tasks`; `undo_action`: what who takes it back must be allowed (None: a report names it).  What is open comes first,
    of that what is the asking person's, then what is overdue; what is closed last.
    """
    person().prove_sees(organisation_id)
    mine = my_offices(organisation_id)
    events, since = events_now(), int(board.manifest.register["length"])
    findings = {
        each.problem_id: each for each in findings_of(events).values() if each.organisation_id == organisation_id
    }
    known = {row["problem_id"]: dict(row) for row in board.rectification_rows(organisation_id)}
    rows = {each: row for each, row in known.items() if row["source"] == "report" or each in findings}
    rows |= {each.problem_id: _row(each) for each in findings.values() if each.problem_id not in rows}
    records = records_of(events)
    moved = {each.subject.id for each in events if each.subject.type == PROBLEM and each.sequence > since}
    for problem_id, row in rows.items():
        subject = Subject(PROBLEM, f"{organisation_id}/{problem_id}")
        again = [each for each in findings.values() if each.repeats == problem_id]
        row["is_new"] = not moved.isdisjoint({subject.id, *(f"{organisation_id}/{each.problem_id}" for each in again)})
        row |= _stands(row, in_force(records.get(subject, ()), today()), again)
        row["is_mine"] = row["owner_id"] in mine and row["status"] != "closed"
        found = findings.get(problem_id)
        row["undo_action"] = taking_back(found.about) if found else None
    return sorted(
        rows.values(), key=lambda row: (row["status"] == "closed", not row["is_mine"], -(row["days_overdue"] or 0))
    )


def found_problems(about: str) -> list[dict[str, Any]]:
    """The problems that were found about something (the start of Finding.about), of the organisations that who asks
    sees, as they stand now, the earliest first.  One that was closed stays so, though it was found again later.

    Fields as in `rectifications`, without what tells the asking person's from others; `about`; `awaits`: something was
    recorded of it that nobody has checked yet.
    """
    events, who = events_now(), person()
    wanted = {
        Subject(PROBLEM, f"{each.organisation_id}/{each.problem_id}"): each
        for each in findings_of(events).values()
        if each.about.startswith(about) and who.sees(each.organisation_id)
    }
    records = records_of(each for each in events if each.subject in wanted)
    rows = []
    for subject, finding in wanted.items():
        row, own = _row(finding), records.get(subject, ())
        row |= _stands(row, in_force(own, today()), ())
        rows.append(row | {"about": finding.about, "awaits": any(each.verdict == "waiting" for each in own)})
    return rows


def _stands(row: Mapping[str, Any], record: Record | None, again: Iterable[Finding]) -> dict[str, Any]:
    """How a problem stands today, by the rule of marts.problem_status."""
    found_on = max((each.found_on for each in again if each.found_on <= today()), default=date.min)
    on = record.on if record else date.min
    restated = row["restated_year"]
    if found_on > on or (restated is not None and restated >= on.year):
        status = "repeated"
    elif record:
        status = record.state
    else:
        status = "repeated" if row["repeats"] else "open"
    proof = record.proof if record else NO_PROOF
    return {
        "status": status,
        "status_on": on if status in ("measure_taken", "closed") else None,
        "days_overdue": None if status == "closed" else _days_since(row["due_on"]),
        "reference": proof.reference,
        "materials": list(proof.materials),
    }


def _row(finding: Finding) -> dict[str, Any]:
    same = ("problem_id", "organisation_id", "source", "found_on", "owner_id", "due_on")
    return {
        **{name: getattr(finding, name) for name in same},
        "source_year": finding.found_on.year,
        "position": None,
        "restated_year": None,
        "repeats": finding.repeats or None,
        "finding_reference": finding.proof.reference,
        "finding_materials": list(finding.proof.materials),
        "name_zh": finding.name,
        "name_en": finding.name,
        "goal_ids": list(finding.goal_ids),
    }


def _desk() -> SupervisionDesk:
    return SupervisionDesk(current_settings(), decider())
