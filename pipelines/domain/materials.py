"""Materials (佐证材料): files that are stored once and stand as evidence in many places."""

from dataclasses import dataclass
from datetime import date

from pipelines.domain.register import Subject


@dataclass(frozen=True, slots=True)
class Material:
    """A stored file as people describe it.

    `material_id`: the sha256 of its bytes.  `name`: the file's own.  `period_start`, `period_end`: the time that it
    speaks of.  `owner_id`: the office that answers for it.  `keep_until`: the day after which its file may be deleted,
    None where it is kept for good.  `state`: kept, withdrawn (stored, not offered any more) or purged (the file is
    deleted, this record stays).  `since`: when it was added, ISO 8601 in UTC.  `seen`: the sequence of its last event.
    """

    material_id: str
    organisation_id: str
    name: str
    title: str
    period_start: date
    period_end: date
    owner_id: str
    is_public: bool
    keep_until: date | None
    size: int
    state: str = "kept"
    since: str = ""
    actor_id: str = ""
    seen: int = 0


@dataclass(frozen=True, slots=True)
class Use:
    """A place that names a material as its evidence.

    `metric_id`: of a place about a metric.  `at`: when the material was last named there, ISO 8601 in UTC.
    """

    subject: Subject
    metric_id: str | None
    at: str
    sequence: int
