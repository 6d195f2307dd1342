"""数据审核: decisions about figures that were read, each proved against the published edition before it is recorded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.domain.errors import FigureGone, NothingToUndo, ReadingMoved
from pipelines.domain.register import Decision, Event, Subject
from pipelines.domain.reviews import STEPS, Correction, Review
from pipelines.jobs.catalogue import catalogue_of
from pipelines.jobs.corrections import Wanted, corrected
from pipelines.jobs.hand import known_hand_figures
from pipelines.jobs.people import Person
from pipelines.jobs.register import register_of
from pipelines.jobs.root import root_of
from pipelines.jobs.settings import Settings
from pipelines.register import (
    FIGURE,
    HAND,
    QUANTITY,
    Register,
    authors_of,
    last_effective,
    review_of,
    said_correction,
)
from pipelines.warehouse import sql
from pipelines.warehouse.editions import Warehouse


@dataclass(frozen=True, slots=True)
class Looked:
    """What a person had before them: the figure, its reading, and its last event (`Review.seen`)."""

    observation_id: str
    reading_hash: str
    seen: int = 0

    @property
    def subject(self) -> Subject:
        return Subject(FIGURE, self.observation_id)


@dataclass(frozen=True, slots=True)
class Desk:
    """A person at work on the figures of the published edition.

    Every method raises FigureGone, ReadingMoved, NotAllowed, NotTheirs, OwnWork, DecidedMeanwhile, and then nothing is
    recorded.
    """

    settings: Settings
    person: Person

    def decide(self, looked: Looked, verdict: str, *, wanted: Wanted | None = None, why: str = "") -> Event:
        """Record the next step of a review: accepted, corrected (to `wanted`) or rejected.

        Raises what `corrected` raises too.
        """
        with register_of(self.settings) as register:
            return register.record(self.prepared(register, looked, verdict, wanted=wanted, why=why))[0]

    def prepared(
        self, register: Register, looked: Looked, verdict: str, *, wanted: Wanted | None = None, why: str = ""
    ) -> Decision:
        """What `decide` would record, for those who record more with it."""
        (row,) = self._figures([looked])
        correction = corrected(catalogue_of(self.settings), wanted, row) if wanted else None
        return self._step(register, looked, row, verdict, correction, why)

    def accept_all(self, looked: Sequence[Looked], *, why: str = "") -> tuple[Event, ...]:
        """Accept every figure of a list, all or none."""
        rows = self._figures(looked)
        with register_of(self.settings) as register:
            steps = [
                self._step(register, each, row, "accepted", None, why) for each, row in zip(looked, rows, strict=True)
            ]
            return register.record(*steps)

    def send_back(self, looked: Looked, *, why: str) -> Event:
        """退回: open a figure again from its first step."""
        return self._record(looked, "returned", "figure.review", why, {})

    def note(self, looked: Looked, *, why: str) -> Event:
        """Say something about a figure without deciding."""
        return self._record(looked, "noted", "figure.note", why, {})

    def undo(self, looked: Looked, *, why: str = "") -> Event:
        """Take back the last decision on a figure, as a new event.  Raises NothingToUndo."""
        with register_of(self.settings) as register:
            last = last_effective(register.events(subject=looked.subject))
        if last is None:
            raise NothingToUndo(where=looked.subject)
        return self._record(looked, "undone", "figure.submit", why, {"undoes": last.event_id})

    def _step(
        self,
        register: Register,
        looked: Looked,
        row: Mapping[str, Any],
        verdict: str,
        correction: Correction | None,
        why: str,
    ) -> Decision:
        events = register.events(subject=looked.subject)
        review = review_of(events).on(looked.reading_hash)
        step, of = next_step(review, self.settings.review_steps)
        actor = self.person.acting(STEPS[of][step - 1], row["organisation_id"])
        self.person.prove_other(*self._authors(register, row), *(authors_of(events) if step > 1 else ()))
        if verdict == "accepted" and review.state == "in_review" and review.correction:
            # who accepts a correction that waits accepts the correction, not the reading
            verdict, correction = "corrected", review.correction
        payload: dict[str, Any] = {"reading_hash": looked.reading_hash, "step": step, "of": of}
        if correction:
            payload["correction"] = said_correction(correction)
        return Decision(looked.subject, verdict, actor, payload, why, looked.seen)

    def _authors(self, register: Register, row: Mapping[str, Any]) -> list[str]:
        """Whose work a figure is that no document's reader found: who typed it, or who gave its number to a metric."""
        made = [Subject(HAND, row["observation_id"])]
        made += [Subject(QUANTITY, row["quantity_id"])] if row["quantity_id"] else []
        events = [] if self.person.is_alone else [each for one in made for each in register.events(subject=one)]
        return [each.actor_id for each in events if each.kind in ("entered", "mapped")]

    def _record(self, looked: Looked, kind: str, action: str, why: str, payload: Mapping[str, Any]) -> Event:
        (row,) = self._figures([looked])
        said = {"reading_hash": looked.reading_hash, **payload}
        actor = self.person.acting(action, row["organisation_id"])
        decision = Decision(looked.subject, kind, actor, said, why, looked.seen)
        with register_of(self.settings) as register:
            return register.record(decision)[0]

    def _figures(self, looked: Sequence[Looked]) -> list[dict[str, Any]]:
        """The figures as the published edition has them; those that people typed must still stand as typed.

        Raises FigureGone and ReadingMoved.
        """
        warehouse = Warehouse(root_of(self.settings).warehouse)
        ids = {"ids": [each.observation_id for each in looked]}
        with warehouse.connect(warehouse.current_id()) as connection:
            found = connection.sql(sql.query("figures_by_id"), params=ids).to_arrow_table().to_pylist()
        by_id = {row["observation_id"]: row for row in found}
        typed = known_hand_figures(self.settings)
        for each in looked:
            if each.observation_id not in by_id:
                raise FigureGone(where=each.observation_id)
            if by_id[each.observation_id]["reading_hash"] != each.reading_hash:
                raise ReadingMoved(where=each.observation_id)
            if (hand := typed.get(each.observation_id)) is None:
                continue
            if hand.is_withdrawn:
                raise FigureGone(where=each.observation_id)
            if hand.reading_hash() != each.reading_hash:
                raise ReadingMoved(where=each.observation_id)
        return [by_id[each.observation_id] for each in looked]


def next_step(review: Review, of: int) -> tuple[int, int]:
    """(the step that comes next, of how many): after all of them the last one again, by whoever may do it."""
    if review.verdict is None:
        return 1, of
    return min(review.steps + 1, of) if review.state == "in_review" else of, of
