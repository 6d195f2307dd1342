"""督办 and 整改: tasks given to owners with a day, and problems that no report names."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipelines.domain.catalogue import Catalogue, Problem
from pipelines.domain.errors import (
    DayAhead,
    DueTooEarly,
    NothingToUndo,
    TaskMoved,
    TextMissing,
    UnknownItem,
)
from pipelines.domain.records import ABOUT, NO_PROOF, SOURCES, Finding, Proof, Task
from pipelines.domain.register import Decision, Event, Subject
from pipelines.jobs.catalogue import catalogue_of
from pipelines.jobs.days import today
from pipelines.jobs.materials import prove_materials
from pipelines.jobs.people import Person
from pipelines.jobs.progress import prove_owner, said_proof
from pipelines.jobs.register import register_of
from pipelines.jobs.settings import Settings
from pipelines.register import PROBLEM, TASK, Register, findings_of, last_standing, tasks_of

LONGEST_NAME = 200
FROM = {"answered": ("assigned",), "returned": ("answered",), "closed": ("answered",), "postponed": ("assigned",)}
"""A step → the states of a task from which it can be taken."""


@dataclass(frozen=True, slots=True)
class Order:
    """A task to be given: about what, in words, to whom, by when."""

    organisation_id: str
    about_type: str
    about_id: str
    what: str
    owner_id: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Found:
    """A problem to be entered.

    `repeats`: the id of an earlier problem that it is again, empty where it is new.  `about`: the line of the
    assessment (ROUND/LINE) that asks for it; assessors enter those.
    """

    organisation_id: str
    name: str
    source: str
    found_on: date
    owner_id: str
    due_on: date | None = None
    goal_ids: tuple[str, ...] = ()
    repeats: str = ""
    proof: Proof = NO_PROOF
    about: str = ""


@dataclass(frozen=True, slots=True)
class SupervisionDesk:
    """A person who gives tasks, answers them, or closes them.

    Every method raises NotAllowed, NotTheirs and DecidedMeanwhile, and then nothing is recorded.
    """

    settings: Settings
    person: Person

    def assign(self, order: Order, *, why: str = "") -> str:
        """交办: the new task's id.  Raises UnknownItem, UnknownOwner, TextMissing, DueTooEarly."""
        actor = self.person.acting("task.assign", order.organisation_id)
        catalogue = catalogue_of(self.settings)
        what, task_id = order.what.strip()[:LONGEST_NAME], secrets.token_hex(6)
        _prove(catalogue, order.organisation_id, order.owner_id, what, Subject(TASK, task_id))
        if order.due_on < today():
            raise DueTooEarly(where=what, found=order.due_on, today=today())
        payload = {
            "organisation_id": order.organisation_id,
            "about_type": order.about_type,
            "about_id": order.about_id,
            "what": what,
            "owner_id": order.owner_id,
            "due_on": order.due_on.isoformat(),
            "on": today().isoformat(),
        }
        with register_of(self.settings) as register:
            if not _is_there(catalogue, register, order):
                raise UnknownItem(where=what, found=order.about_type)
            register.record(Decision(Subject(TASK, task_id), "assigned", actor, payload, why))
        return task_id

    def answer(self, task_id: str, *, proof: Proof, why: str, seen: int) -> Event:
        """反馈: say what was done.  Raises UnknownItem, TaskMoved, TextMissing where neither words nor proof say it."""
        if not why.strip() and not proof:
            raise TextMissing(where=Subject(TASK, task_id))
        with register_of(self.settings) as register:
            whose = _task(register, task_id).organisation_id
        self.person.prove_sees(whose)
        prove_materials(self.settings, whose, proof.materials)
        payload = {"on": today().isoformat(), **said_proof(proof)}
        return self._step(task_id, "answered", "task.answer", payload, why, seen)

    def send_back(self, task_id: str, *, why: str, seen: int) -> Event:
        """退回: an answer doesn't do.  Raises UnknownItem, TaskMoved."""
        return self._step(task_id, "returned", "task.close", {}, why, seen)

    def close(self, task_id: str, *, why: str = "", seen: int) -> Event:
        """办结.  Raises UnknownItem, TaskMoved, OwnWork for who answered it."""
        return self._step(task_id, "closed", "task.close", {"on": today().isoformat()}, why, seen)

    def postpone(self, task_id: str, until: date, *, why: str, seen: int) -> Event:
        """Give a task another day.  Raises UnknownItem, TaskMoved, DueTooEarly."""
        if until < today():
            raise DueTooEarly(where=Subject(TASK, task_id), found=until, today=today())
        return self._step(task_id, "postponed", "task.assign", {"due_on": until.isoformat()}, why, seen)

    def undo(self, subject: Subject, *, why: str = "", seen: int) -> Event:
        """Take back the last step of a task, or a problem that was entered.  Raises NothingToUndo."""
        with register_of(self.settings) as register:
            last = last_standing(register.events(subject=subject))
            # a problem of which something was recorded is there; what was recorded is taken back first
            if last is None or (subject.type == PROBLEM and last.kind != "found"):
                raise NothingToUndo(where=subject)
            if subject.type == PROBLEM:
                action, whose = taking_back(last.payload.get("about", "")), last.payload["organisation_id"]
            else:
                action = "task.answer" if last.kind == "answered" else "task.assign"
                whose = _task(register, subject.id).organisation_id
            actor = self.person.acting(action, whose)
            return register.record(Decision(subject, "undone", actor, {"undoes": last.event_id}, why, seen))[0]

    def find(self, found: Found, *, why: str = "") -> str:
        """Enter a problem that supervision, an audit, a court … found; its id.

        Raises UnknownOwner, UnknownItem, TextMissing, DayAhead, DueTooEarly (a day before it was found).
        """
        action = "assess.rectify" if found.about else "progress.record"
        actor = self.person.acting(action, found.organisation_id)
        catalogue = catalogue_of(self.settings)
        name = found.name.strip()[:LONGEST_NAME]
        problem_id = f"p{secrets.token_hex(5)}"
        subject = Subject(PROBLEM, f"{found.organisation_id}/{problem_id}")
        _prove(catalogue, found.organisation_id, found.owner_id, name, subject)
        if found.source not in SOURCES:
            raise UnknownItem(where=name, found=found.source)
        if found.found_on > today():
            raise DayAhead(where=name, found=found.found_on, today=today())
        if found.due_on is not None and found.due_on < found.found_on:
            raise DueTooEarly(where=name, found=found.due_on, today=found.found_on)
        payload = {
            "problem_id": problem_id,
            "organisation_id": found.organisation_id,
            "name": name,
            "source": found.source,
            "found_on": found.found_on.isoformat(),
            "owner_id": found.owner_id,
            "due_on": found.due_on.isoformat() if found.due_on else None,
            "goal_ids": list(found.goal_ids),
            "repeats": found.repeats,
            **({"about": found.about} if found.about else {}),
            **said_proof(found.proof),
        }
        with register_of(self.settings) as register:
            prove_materials(self.settings, found.organisation_id, found.proof.materials)
            if found.repeats and found.repeats not in _problem_ids(catalogue, register, found.organisation_id):
                raise UnknownItem(where=name, found=PROBLEM)
            register.record(Decision(subject, "found", actor, payload, why))
        return problem_id

    def _step(self, task_id: str, kind: str, action: str, payload: dict[str, Any], why: str, seen: int) -> Event:
        with register_of(self.settings) as register:
            task = _task(register, task_id)
            actor = self.person.acting(action, task.organisation_id)
            if kind == "closed":
                self.person.prove_other(_answered_by(register, task_id))
            if task.state not in FROM[kind]:
                raise TaskMoved(where=task.what, found=task.state, wanted=kind)
            return register.record(Decision(Subject(TASK, task_id), kind, actor, payload, why, seen))[0]


def _answered_by(register: Register, task_id: str) -> str:
    """Who answered a task last."""
    answers = [each for each in register.events(subject=Subject(TASK, task_id)) if each.kind == "answered"]
    return answers[-1].actor_id if answers else ""


def _task(register: Register, task_id: str) -> Task:
    subject = Subject(TASK, task_id)
    task = tasks_of(register.events(subject=subject)).get(task_id)
    if task is None:
        raise UnknownItem(where=subject, found=TASK)
    return task


def taking_back(about: str) -> str:
    """What somebody must be allowed to do to take back that a problem was found; `about`: see Finding."""
    return "assess.rectify" if about else "task.assign"


def _prove(catalogue: Catalogue, organisation_id: str, owner_id: str, words: str, subject: Subject) -> None:
    if organisation_id not in catalogue.organisation_of:
        raise UnknownItem(where=organisation_id, found="organisation")
    prove_owner(catalogue, owner_id, where=subject)
    if not words:
        raise TextMissing(where=subject)


def _problem_ids(catalogue: Catalogue, register: Register, organisation_id: str) -> set[str]:
    known: list[Problem | Finding] = [*catalogue.problems, *findings_of(register.events(types=[PROBLEM])).values()]
    return {each.problem_id for each in known if each.organisation_id == organisation_id}


def _is_there(catalogue: Catalogue, register: Register, order: Order) -> bool:
    own_goals = {each.goal_id for each in catalogue.goals if each.organisation_id == order.organisation_id}
    known: dict[str, Callable[[], set[str]]] = {
        "key_result": lambda: {
            each.key_result_id for each in catalogue.progress.key_results if each.goal_id in own_goals
        },
        "problem": lambda: _problem_ids(catalogue, register, order.organisation_id),
        "practice": lambda: {each.practice_id for each in catalogue.practices},
        "other": lambda: {""},
    }
    return order.about_type in ABOUT and order.about_id in known[order.about_type]()
