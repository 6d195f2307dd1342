"""What people record of the work itself: targets, milestones, practices, problems and the tasks that push them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pipelines.domain.register import Subject

STATES = {
    "milestone": ("done", "missed"),
    "practice": ("in_place", "lapsed"),
    "problem": ("measure_taken", "closed", "open"),
}
"""What can be recorded of each type of subject, the usual first.  A problem is opened again where it isn't solved."""

SOURCES = ("supervision", "inspection", "audit", "court", "procuratorate", "assessment", "public", "own")
"""Where a problem comes from that no report names: 督察, 检查, 审计, 法院, 检察, 考评, 群众反映, 自查."""

ABOUT = ("key_result", "problem", "practice", "other")
"""What a task (督办) is about."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows it: a reference in words (a document's number), and materials by their sha256.  Either may lack."""

    reference: str = ""
    materials: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.reference.strip() or self.materials)


NO_PROOF = Proof()


@dataclass(frozen=True, slots=True)
class Decided:
    """Who did it, in which role, when (ISO 8601 in UTC), by which event."""

    event_id: str
    sequence: int
    actor_id: str
    role: str
    at: str


NOBODY = Decided("", 0, "", "", "")
"""Of what isn't recorded yet."""


@dataclass(frozen=True, slots=True)
class Record:
    """What somebody recorded of a milestone, a practice or a problem.

    `on`: the day that it speaks of.  `verdict`: waiting, accepted or refused; only accepted ones count.
    `judged`: who accepted or refused it.
    """

    subject: Subject
    state: str
    on: date
    owner_id: str
    proof: Proof
    verdict: str
    by: Decided
    judged: Decided | None = None


@dataclass(frozen=True, slots=True)
class SetTarget:
    """A target as people set it: `state` proposed or confirmed, in force from a day on."""

    key_result_id: str
    value: Decimal | None
    change_percent: Decimal | None
    state: str
    since: date
    by: Decided


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem that no report names: who found it, what it is, who has to mend it by when.

    `repeats`: the id of an earlier problem that it is again, empty where it is new.  `about`: the line of the
    assessment (ROUND/LINE) that asks for it, empty for others.
    """

    problem_id: str
    organisation_id: str
    name: str
    source: str
    found_on: date
    owner_id: str
    due_on: date | None
    goal_ids: tuple[str, ...]
    repeats: str
    proof: Proof
    by: Decided
    about: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """督办: something given to an owner with a day.

    `state`: assigned (交办), answered (反馈), closed (办结).  `about_type` and `about_id`: what it pushes.
    `seen`: the sequence of its last event.
    """

    task_id: str
    organisation_id: str
    about_type: str
    about_id: str
    what: str
    owner_id: str
    due_on: date
    state: str
    assigned_on: date
    by: Decided
    answered_on: date | None = None
    closed_on: date | None = None
    proof: Proof = NO_PROOF
    seen: int = 0
