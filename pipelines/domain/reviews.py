"""What people decided about a figure that was read: accepted, corrected, rejected, and how far that has come."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pipelines.domain.quantities import Bounds
from pipelines.domain.words import Words

VERDICTS = ("accepted", "corrected", "rejected")
STEPS = {
    1: ("figure.approve",),
    2: ("figure.submit", "figure.approve"),
    3: ("figure.submit", "figure.review", "figure.approve"),
}
"""How many steps a review has → the action (pipelines.domain.roles) of each: 填报, 审核, 审定."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A figure as a person says that the document states it."""

    metric_id: str
    scope: str
    bounds: Bounds
    unit: str
    kind: str
    period_start: date
    period_end: date


@dataclass(frozen=True, slots=True)
class Review:
    """Where a figure's review stands.

    `state`: open (nobody has decided, or it was sent back), in_review (some steps are done), or a verdict that every
    step confirmed.  `verdict`: what the last step said.  `steps` of `of` are done.  `reading_hash`: the reading that
    was decided on; another reading is open again.  `seen`: the sequence of the subject's last event.
    """

    state: str = "open"
    verdict: str | None = None
    steps: int = 0
    of: int = 0
    reading_hash: str = ""
    correction: Correction | None = None
    event_id: str = ""
    actor_id: str = ""
    role: str = ""
    at: str = ""
    seen: int = 0

    def on(self, reading_hash: str) -> "Review":
        """This review for the reading that stands there now: one that was decided on another reading is open again."""
        return self if self.reading_hash in ("", reading_hash) else Review(seen=self.seen)


@dataclass(frozen=True, slots=True)
class Mapped:
    """A number that no rule mapped, as a person mapped it."""

    reading_hash: str
    metric_id: str
    scope: str
    kind: str
    period_start: date
    period_end: date
    seen: int = 0


@dataclass(frozen=True, slots=True)
class SourceCorrection:
    """A known error of a source: what a document states, and what is right.

    `expect`: the value as the document states it; where it says another one, the source has caught up or the place
    has changed, and the correction must be looked at again.
    """

    document_id: str
    metric_id: str
    quote: str
    expect: Decimal
    value: Decimal
    qualifier: str
    reason: Words


def bounds_of(value: Decimal, qualifier: str, *, is_rate: bool) -> Bounds:
    """The bounds that a qualifier gives a value; those of a rate end at 0 and 100 (decision 0003).

    近 and 约 alike leave both open, since nobody says which it was.
    """
    least, most = Decimal(0), Decimal(100) if is_rate else None
    match qualifier:
        case "exact" | "implied":
            return Bounds(value, value, value, qualifier)
        case "at_least":
            return Bounds(value, value, most, qualifier)
        case "at_most":
            return Bounds(value, least, value, qualifier)
        case "about":
            return Bounds(value, least if is_rate else None, most, qualifier)
    raise ValueError(f"{qualifier!r} is no qualifier")
