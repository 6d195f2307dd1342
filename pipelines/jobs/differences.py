"""报告与台账比对: a person settles a difference, proved against the published edition before it is recorded."""

from dataclasses import dataclass
from typing import Any

from pipelines.domain.differences import HOLDS, Held, Settlement
from pipelines.domain.errors import DifferenceMoved, NothingToSettle, NothingToUndo, ReasonMissing
from pipelines.domain.register import Decision, Event, Subject
from pipelines.jobs.corrections import Wanted
from pipelines.jobs.people import Person
from pipelines.jobs.register import register_of
from pipelines.jobs.review import Desk, Looked
from pipelines.jobs.root import root_of
from pipelines.jobs.settings import Settings
from pipelines.register import DIFFERENCE, FIGURE, Register, last_effective, review_of, said_held, settlements_of
from pipelines.warehouse import sql
from pipelines.warehouse.editions import Warehouse


@dataclass(frozen=True, slots=True)
class Difference:
    """What a person had before them: whose difference, both values, and the last events on it and on the figure."""

    organisation_id: str
    metric_id: str
    year: int
    held: Held
    seen: int = 0
    figure_seen: int = 0

    @property
    def subject(self) -> Subject:
        return Subject(DIFFERENCE, f"{self.organisation_id}/{self.metric_id}/{self.year}")


@dataclass(frozen=True, slots=True)
class DifferenceDesk:
    """A person who settles differences.

    Every method raises NotAllowed and DecidedMeanwhile, and then nothing is recorded.
    """

    settings: Settings
    person: Person

    def settle(self, difference: Difference, holds: str, *, why: str = "") -> Event:
        """Record which value holds (one of HOLDS).

        That the ledger holds is recorded together with the correction of the report's figure to the ledger's value, as
        the next step of that figure's review; both are recorded or neither.
        Raises NothingToSettle, DifferenceMoved, ReasonMissing (explained needs one), and what a correction raises.
        """
        if holds not in HOLDS:
            raise ValueError(f"{holds!r} is none of {', '.join(HOLDS)}")
        if holds == "explained" and not why.strip():
            raise ReasonMissing(where=difference.subject)
        actor = self.person.acting("difference.settle", difference.organisation_id)
        row = self._row(difference)
        payload = {
            "holds": holds,
            "held": said_held(difference.held),
            "observation_id": row["report_observation_id"],
        }
        decisions = [Decision(difference.subject, "settled", actor, payload, why, difference.seen)]
        with register_of(self.settings) as register:
            if holds == "ledger":
                decisions.append(self._correction(register, difference, row, why))
            return register.record(*decisions)[0]

    def undo(self, difference: Difference, *, why: str = "") -> Event:
        """Open a settled difference again; a correction that came with it is taken back.  Raises NothingToUndo."""
        with register_of(self.settings) as register:
            found = _settlement(register, difference.subject)
            if found.holds is None:
                raise NothingToUndo(where=difference.subject)
            actor = self.person.acting("difference.settle", difference.organisation_id)
            payload = {"undoes": found.event_id}
            decisions = [Decision(difference.subject, "undone", actor, payload, why, difference.seen)]
            if found.holds == "ledger":
                decisions.append(self._without_correction(register, difference.organisation_id, found, why))
            return register.record(*decisions)[0]

    def _correction(self, register: Register, difference: Difference, row: dict[str, Any], why: str) -> Decision:
        held = difference.held
        is_exact = held.ledger_upper == held.ledger_value
        wanted = Wanted(
            metric_id=difference.metric_id,
            scope="",
            value=format(held.ledger_value.normalize() + 0, "f"),
            qualifier="exact" if is_exact else "at_least",
            unit=held.ledger_unit,
            period_start=row["period_start"],
            period_end=row["period_end"],
            lower=format(held.ledger_value, "f"),
            upper=None if held.ledger_upper is None else format(held.ledger_upper, "f"),
        )
        looked = Looked(row["report_observation_id"], row["reading_hash"], difference.figure_seen)
        return Desk(self.settings, self.person).prepared(register, looked, "corrected", wanted=wanted, why=why)

    def _without_correction(self, register: Register, whose: str, settled: Settlement, why: str) -> Decision:
        """The correction was recorded right behind the settlement: taken back, or sent back where steps came after."""
        subject = Subject(FIGURE, settled.observation_id)
        events = register.events(subject=subject)
        last, review = last_effective(events), review_of(events)
        payload: dict[str, Any] = {"reading_hash": review.reading_hash}
        if last is not None and last.sequence == settled.sequence + 1:
            payload["undoes"] = last.event_id
            return Decision(subject, "undone", self.person.acting("figure.submit", whose), payload, why, review.seen)
        return Decision(subject, "returned", self.person.acting("figure.review", whose), payload, why, review.seen)

    def _row(self, difference: Difference) -> dict[str, Any]:
        """The difference as the published edition has it.  Raises NothingToSettle and DifferenceMoved."""
        warehouse = Warehouse(root_of(self.settings).warehouse)
        asked = {name: getattr(difference, name) for name in ("organisation_id", "metric_id", "year")}
        with warehouse.connect(warehouse.current_id()) as connection:
            found = connection.sql(sql.query("difference"), params=asked).to_arrow_table().to_pylist()
        if not found:
            raise NothingToSettle(where=difference.subject)
        if Held.of(found[0]) != difference.held:
            raise DifferenceMoved(where=difference.subject)
        return found[0]


def _settlement(register: Register, subject: Subject) -> Settlement:
    """What stands of one difference, by its own events and those of the figure that it was settled on."""
    events = register.events(subject=subject)
    settled = [each for each in events if each.kind == "settled"]
    if settled:
        events += register.events(subject=Subject(FIGURE, settled[-1].payload["observation_id"]))
    in_order = sorted(events, key=lambda event: event.sequence)
    return settlements_of(in_order).get(subject.id, Settlement())
