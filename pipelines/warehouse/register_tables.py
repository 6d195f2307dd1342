"""The raw tables that the register fills: what people decided, folded to its present state."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import pyarrow as pa

from pipelines.domain.differences import Settlement
from pipelines.domain.hand import HandFigure
from pipelines.domain.reviews import Correction, Mapped, Review
from pipelines.warehouse.progress_tables import NUMBER

_TEXT = pa.string()

REGISTER_SCHEMAS: dict[str, pa.Schema] = {
    # one row per figure that somebody decided on; the corrected columns are null unless the state is corrected
    "raw.reviews": pa.schema(
        [
            ("observation_id", _TEXT),
            ("reading_hash", _TEXT),
            ("state", _TEXT),
            ("steps", pa.int32()),
            ("of", pa.int32()),
            ("event_id", _TEXT),
            ("actor_id", _TEXT),
            ("role", _TEXT),
            ("decided_at", _TEXT),
            ("metric_id", _TEXT),
            ("scope", _TEXT),
            ("value", NUMBER),
            ("lower", NUMBER),
            ("upper", NUMBER),
            ("qualifier", _TEXT),
            ("unit", _TEXT),
            ("kind", _TEXT),
            ("period_start", pa.date32()),
            ("period_end", pa.date32()),
        ]
    ),
    # differences of report and ledger that stand settled, with the values that they were settled on
    "raw.differences": pa.schema(
        [
            ("organisation_id", _TEXT),
            ("metric_id", _TEXT),
            ("year", pa.int32()),
            ("holds", _TEXT),
            ("report_value", NUMBER),
            ("report_lower", NUMBER),
            ("report_upper", NUMBER),
            ("report_unit", _TEXT),
            ("ledger_value", NUMBER),
            ("ledger_upper", NUMBER),
            ("ledger_unit", _TEXT),
            ("settled_on", pa.date32()),
            ("role", _TEXT),
        ]
    ),
    # figures that a person typed; the id of each is its observation's
    "raw.hand": pa.schema(
        [
            ("observation_id", _TEXT),
            ("reading_hash", _TEXT),
            ("organisation_id", _TEXT),
            ("metric_id", _TEXT),
            ("scope", _TEXT),
            ("value", NUMBER),
            ("lower", NUMBER),
            ("upper", NUMBER),
            ("qualifier", _TEXT),
            ("unit", _TEXT),
            ("kind", _TEXT),
            ("period_start", pa.date32()),
            ("period_end", pa.date32()),
            ("reference", _TEXT),
            ("materials", pa.list_(_TEXT)),
            ("actor_id", _TEXT),
            ("role", _TEXT),
            ("entered_at", _TEXT),
        ]
    ),
    # numbers that a person mapped to a metric
    "raw.mappings": pa.schema(
        [
            ("quantity_id", _TEXT),
            ("reading_hash", _TEXT),
            ("metric_id", _TEXT),
            ("scope", _TEXT),
            ("kind", _TEXT),
            ("period_start", pa.date32()),
            ("period_end", pa.date32()),
        ]
    ),
}


def review_rows(reviews: Mapping[str, Review]) -> pa.Table:
    """raw.reviews, by observation id."""
    rows = []
    for observation_id, review in sorted(reviews.items()):
        if review.verdict is None:
            continue
        row = {
            "observation_id": observation_id,
            "reading_hash": review.reading_hash,
            "state": review.state,
            "steps": review.steps,
            "of": review.of,
            "event_id": review.event_id,
            "actor_id": review.actor_id,
            "role": review.role,
            "decided_at": review.at,
        }
        if review.correction and review.state == "corrected":
            row |= _said(review.correction)
        rows.append(row)
    return pa.Table.from_pylist(rows, schema=REGISTER_SCHEMAS["raw.reviews"])


def hand_rows(figures: Mapping[str, HandFigure]) -> pa.Table:
    """raw.hand, by observation id, without what was taken back."""
    rows = [
        {
            "observation_id": hand_id,
            "reading_hash": typed.reading_hash(),
            "organisation_id": typed.organisation_id,
            **_said(typed.figure),
            "reference": typed.reference,
            "materials": list(typed.materials),
            "actor_id": typed.actor_id,
            "role": typed.role,
            "entered_at": typed.at,
        }
        for hand_id, typed in sorted(figures.items())
        if not typed.is_withdrawn
    ]
    return pa.Table.from_pylist(rows, schema=REGISTER_SCHEMAS["raw.hand"])


def mapping_rows(mappings: Mapping[str, Mapped]) -> pa.Table:
    """raw.mappings, by quantity id."""
    names = REGISTER_SCHEMAS["raw.mappings"].names[1:]
    rows = [
        {"quantity_id": quantity_id, **{name: getattr(mapped, name) for name in names}}
        for quantity_id, mapped in sorted(mappings.items())
    ]
    return pa.Table.from_pylist(rows, schema=REGISTER_SCHEMAS["raw.mappings"])


def difference_rows(settlements: Mapping[str, Settlement]) -> pa.Table:
    """raw.differences, by ORGANISATION/METRIC/YEAR."""
    rows = []
    for subject, settlement in sorted(settlements.items()):
        if settlement.holds is None or settlement.held is None:
            continue
        organisation_id, metric_id, year = subject.split("/")
        held = asdict(settlement.held)
        decided = {name: getattr(settlement, name) for name in ("holds", "settled_on", "role")}
        rows.append({"organisation_id": organisation_id, "metric_id": metric_id, "year": int(year), **held, **decided})
    return pa.Table.from_pylist(rows, schema=REGISTER_SCHEMAS["raw.differences"])


def _said(figure: Correction) -> dict[str, Any]:
    """A figure's columns as a person said it."""
    bounds = {name: getattr(figure.bounds, name) for name in ("value", "lower", "upper", "qualifier")}
    names = ("metric_id", "scope", "unit", "kind", "period_start", "period_end")
    return bounds | {name: getattr(figure, name) for name in names}
