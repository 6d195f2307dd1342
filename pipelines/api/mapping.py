"""Numbers that no rule mapped, and giving them to a metric."""

from datetime import date
from typing import Any

from pipelines.api.board import Board
from pipelines.api.people import decider
from pipelines.jobs.mapping import Wish, map_quantity, undo_mapping
from pipelines.jobs.register import decided
from pipelines.jobs.settings import current_settings
from pipelines.register import mappings_of


def open_quantities(board: Board, organisation_id: str, year: int) -> list[dict[str, Any]]:
    """The numbers of a year's documents that no metric takes, in the text's order.

    `mapped_to`: the metric that a person gave it to since the edition was built, None where nobody did; `seen`: the
    event that this stands in.
    """
    mapped = mappings_of(decided(current_settings()).events)
    rows = board.unmapped(organisation_id, year).to_dict("records")
    for row in rows:
        known = mapped.get(row["quantity_id"])
        holds = known is not None and known.reading_hash == row["reading_hash"]
        row |= {"mapped_to": known.metric_id if known and holds else None, "seen": known.seen if known else 0}
    return rows


def give_to_metric(row: dict[str, Any], metric_id: str, *, scope: str, period: tuple[date, date], why: str) -> None:
    """Record that a number counts for a metric.  Raises what `jobs.mapping.map_quantity` raises."""
    wish = Wish(row["quantity_id"], row["reading_hash"], metric_id, *period, scope=scope, seen=row["seen"])
    map_quantity(current_settings(), decider(), wish, why=why)


def take_from_metric(quantity_id: str) -> None:
    """Take the last mapping of a number back.  Raises NothingToUndo."""
    undo_mapping(current_settings(), decider(), quantity_id)
