"""What the page 报告与台账比对 asks and records: differences, where each stands right now, and decisions on them."""

from dataclasses import dataclass
from typing import Any

from pipelines.api.board import Board
from pipelines.api.people import decider
from pipelines.api.said import minute_said
from pipelines.domain.differences import Held, Settlement
from pipelines.domain.register import Subject
from pipelines.jobs.differences import Difference, DifferenceDesk
from pipelines.jobs.register import has_register, register_of
from pipelines.jobs.settings import current_settings
from pipelines.register import DIFFERENCE, FIGURE, settlements_of
from pipelines.wording import figure, say


@dataclass(frozen=True)
class Compared:
    """A row of `Board.reconciliation`, and what was decided of it up to now."""

    row: dict[str, Any]
    settlement: Settlement
    figure_seen: int = 0

    @property
    def difference(self) -> Difference:
        """What a decision names as looked at."""
        names = ("organisation_id", "metric_id", "year")
        key = {name: self.row[name] for name in names}
        return Difference(**key, held=Held.of(self.row), seen=self.settlement.seen, figure_seen=self.figure_seen)

    def said(self, language: str) -> str:
        """Which value holds, who decided in which role, and when; empty where nothing stands."""
        held, holds = self.settlement.held, self.settlement.holds
        if held is None or holds is None:
            return ""
        before = figure(held.report_value, held.report_unit, "exact", language)
        is_waiting = holds == "ledger" and self.row["report_value"] == held.report_value
        return say(
            f"settlement.{'waiting' if is_waiting else holds}",
            language,
            before=before,
            role=say(f"role.{self.settlement.role}", language),
            when=minute_said(self.settlement.at),
        )


def compared(board: Board, organisation_id: str, year: int) -> list[Compared]:
    """Every row of the comparison with its present settlement: the edition gives the values, the register the rest."""
    rows = board.reconciliation(organisation_id, year)
    if not has_register(current_settings()):
        return [Compared(row, Settlement()) for row in rows]
    with register_of(current_settings()) as register:
        # a figure's events only where its difference was settled, or can be: a register may hold very many
        events = register.events(types=(DIFFERENCE,))
        known = {each.payload["observation_id"] for each in events if each.kind == "settled"}
        known |= {row["report_observation_id"] for row in rows if row["state"] == "differs"}
        figures = {each: register.events(subject=Subject(FIGURE, each)) for each in sorted(known)}
    found = [event for each in figures.values() for event in each]
    settlements = settlements_of(sorted([*events, *found], key=lambda event: event.sequence))
    last = {each: figures[each][-1].sequence for each in figures if figures[each]}
    return [
        Compared(
            row,
            settlements.get(f"{row['organisation_id']}/{row['metric_id']}/{row['year']}", Settlement()).on(row),
            last.get(row["report_observation_id"], 0),
        )
        for row in rows
    ]


def settle_difference(difference: Difference, holds: str, *, why: str = "") -> None:
    """Record which value holds.  Raises what `jobs.differences.DifferenceDesk.settle` raises."""
    DifferenceDesk(current_settings(), decider()).settle(difference, holds, why=why)


def undo_settlement(difference: Difference, *, why: str = "") -> None:
    """Open a settled difference again.  Raises NothingToUndo, NotAllowed, DecidedMeanwhile."""
    DifferenceDesk(current_settings(), decider()).undo(difference, why=why)
