"""What a document was found to state, each with the place that says so."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256

from pipelines.domain.documents import NOWHERE, Place
from pipelines.domain.quantities import Bounds


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a statement stands.  Spans count characters: of the repaired text, and of the original.

    `place` is where a person finds it in the file, `offset` how many characters of that piece stand before it.
    """

    span: tuple[int, int]
    span_original: tuple[int, int]
    quote: str
    sentence: str
    sentence_span: tuple[int, int]
    section: str
    place: Place = NOWHERE
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Observation:
    """A metric's value for one period and scope (empty for the whole), as one document states it."""

    metric_id: str
    scope: str
    bounds: Bounds
    unit: str
    kind: str
    period_start: date
    period_end: date
    evidence: Evidence
    confidence: float
    runner_up_id: str | None = None
    flags: tuple[str, ...] = ()

    def observation_id(self, document_sha256: str) -> str:
        """Stable as long as the document, the place, the metric, the scope and the period are the same.

        In a plain text the place is that of its characters; in other files the page, paragraph or cell and the place
        within, so that it doesn't depend on how a reader puts the text together.
        """
        start, end = self.evidence.span_original
        place = [f"{name}={value}" for name, value in self.evidence.place.parts().items()]
        if place:
            start, end = self.evidence.offset, self.evidence.offset + end - start
        period = (self.period_start, self.period_end)
        return _hash(document_sha256, *place, start, end, self.metric_id, self.scope, *period)

    def reading_hash(self) -> str:
        """Changes when the same place is read as another figure; a decision then re-opens."""
        return reading_hash_of(self.bounds, self.unit)


@dataclass(frozen=True, slots=True)
class UnmappedQuantity:
    """A number that was read and that no metric takes: kept, counted and shown."""

    bounds: Bounds
    unit: str
    evidence: Evidence
    confidence: float
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StatedPractice:
    """A report says that a practice is kept, perhaps how often (month, quarter, …)."""

    practice_id: str
    frequency: str | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class StatedDuty:
    """A duty of the heads that a report says they did."""

    duty_id: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class StatedItem:
    """A problem or a goal as printed.  `item_id` is the catalogue's, or None where nothing there matches."""

    item_id: str | None
    order: int
    name: str
    parts: tuple[str, ...]
    evidence: Evidence


def reading_hash_of(bounds: Bounds, unit: str) -> str:
    """What a decision on a figure names besides the figure: another value, bounds or unit is another reading."""
    return _hash(_plain(bounds.value), _plain(bounds.lower), _plain(bounds.upper), bounds.qualifier, unit)


def _hash(*parts: object) -> str:
    return sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()[:16]


def _plain(number: Decimal | None) -> str:
    """One spelling a number, whether it was printed 2 or 2.0."""
    return "" if number is None else format(number.normalize() + 0, "f")
