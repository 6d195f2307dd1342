"""Figures that a person types (数据填报): what is said, and on which evidence."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from pipelines.domain.observations import reading_hash_of
from pipelines.domain.reviews import Correction


@dataclass(frozen=True, slots=True)
class HandFigure:
    """A figure as somebody typed it last.

    `hand_id`: also its observation's id.  `figure`: what was said, in the shape in which a review corrects one.
    `reference`: the number of the document, or where else it comes from.  `materials`: ids of its evidence.  `at`: when
    it was typed, ISO 8601 in UTC.  `seen`: the sequence of the last event.
    """

    hand_id: str
    organisation_id: str
    figure: Correction
    reference: str
    materials: tuple[str, ...]
    event_id: str
    actor_id: str
    role: str
    at: str
    seen: int
    is_withdrawn: bool = False

    def reading_hash(self) -> str:
        """Another for each time that it is typed, if only its evidence is another: its review is then open again."""
        said = reading_hash_of(self.figure.bounds, self.figure.unit)
        return sha256(f"{said}\x1f{self.event_id}".encode()).hexdigest()[:16]


def hand_id_of(organisation_id: str, metric_id: str, scope: str, period_start: date, period_end: date) -> str:
    """The id of what may be typed once: whose metric, for which part and period."""
    said = "\x1f".join((organisation_id, metric_id, scope, period_start.isoformat(), period_end.isoformat()))
    return "h" + sha256(said.encode()).hexdigest()[:15]
