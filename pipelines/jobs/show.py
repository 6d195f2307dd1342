"""`show` and `extract`: rows of an edition, and what a text states, as a table, csv or JSON."""

import csv
import io
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from pipelines.domain.errors import UnknownOrganisation
from pipelines.domain.observations import Evidence
from pipelines.domain.quantities import Bounds
from pipelines.exports.listing import harmless
from pipelines.extract import Extraction
from pipelines.jobs.root import root_of
from pipelines.jobs.settings import Settings
from pipelines.warehouse import sql
from pipelines.warehouse.editions import Warehouse

# What a terminal shows of each; csv and JSON give every column.
_BRIEF = {
    "metrics": ("metric_id", "year", "value", "lower", "upper", "qualifier", "unit", "kind", "period_end", "reason"),
    "goals": ("source_year", "target_year", "goal_id", "name", "parts"),
    "progress": ("key_result_id", "target_year", "status", "reason_code", "value", "target", "due", "missing"),
    "problems": ("problem_id", "year", "status", "reason", "name"),
    "practices": ("practice_id", "year", "status", "frequency", "reason", "quote"),
    "reconciliation": ("metric_id", "year", "report_value", "ledger_value", "difference", "state", "reason"),
    "signing": ("metric_id", "year", "source", "value", "qualifier", "unit", "state", "reason"),
    "unmapped": ("year", "quote", "sentence"),
    "quality": ("check_id", "severity", "is_passed", "subject", "found"),
    "editions": ("edition_id", "as_of", "published_at", "is_current"),
}


def rows(
    settings: Settings, what: str, *, organisation_id: str | None = None, year: int | None = None
) -> list[dict[str, Any]]:
    """The rows of `show WHAT` from the published edition, with the mart's own columns.

    Raises NothingPublished, UnreadableEdition and UnknownOrganisation.
    """
    warehouse = Warehouse(root_of(settings).warehouse)
    if what == "editions":
        return _editions(warehouse)
    current = warehouse.current_id()
    with warehouse.connect(current) as connection:
        known = [row[0] for row in connection.execute(sql.query("known_organisations")).fetchall()]
        if organisation_id is not None and organisation_id not in known:
            raise UnknownOrganisation(where="--org", found=organisation_id, known=", ".join(known))
        select = sql.query(f"show_{what}")
        values = {"organisation_id": organisation_id, "year": year}
        used = {name: value for name, value in values.items() if f"${name}" in select}
        found = connection.sql(select, params=used).to_arrow_table().to_pylist()
    return [{**row, "synthetic": True} for row in found] if warehouse.manifest(current).synthetic else found


def _editions(warehouse: Warehouse) -> list[dict[str, Any]]:
    current = warehouse.current_id()
    manifests = warehouse.manifests()
    shown = ("edition_id", "as_of", "published_at", "code_version", "synthetic")
    return [
        {**{name: getattr(manifest, name) for name in shown}, "is_current": manifest.edition_id == current}
        for manifest in manifests
    ]


def brief_columns(what: str) -> tuple[str, ...]:
    """The columns that fit a terminal."""
    return _BRIEF[what]


def cell(value: Any) -> str:
    """A value as a terminal shows it."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return str(json_number(value))
    if isinstance(value, dict):
        return " ".join(f"{name}={part}" for name, part in value.items() if part is not None)
    if isinstance(value, list):
        return "；".join(map(str, value))
    return str(value)


def as_csv(rows: list[dict[str, Any]]) -> str:
    """Rows with a header line; nothing at all where there are none.  No text in them is a table program's formula."""
    if not rows:
        return ""
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _inert(value) for name, value in row.items()} for row in rows)
    return text.getvalue()


def _inert(value: Any) -> str:
    """A cell; a carriage return, which csv leaves bare beside this line end, would begin a row."""
    is_number = isinstance(value, int | float | Decimal)
    return cell(value) if is_number else harmless(cell(value).replace("\r", "\n"))


def extraction_lines(found: Extraction) -> Iterator[dict[str, Any]]:
    """One object for each thing that a text states, in the text's order within each type (DESIGN: `extract`)."""
    for item in found.observations:
        yield {
            "type": "observation",
            "metric_id": item.metric_id,
            **_bounds(item.bounds),
            "unit": item.unit,
            "kind": item.kind,
            "scope": item.scope,
            "period_start": item.period_start.isoformat(),
            "period_end": item.period_end.isoformat(),
            **_place(item.evidence),
            "confidence": item.confidence,
            "flags": list(item.flags),
        }
    for item in found.unmapped:
        yield {
            "type": "quantity",
            "metric_id": None,
            **_bounds(item.bounds),
            "unit": item.unit,
            **_place(item.evidence),
            "confidence": item.confidence,
            "flags": list(item.flags),
        }
    for item in found.practices:
        stated = {"practice_id": item.practice_id, "frequency": item.frequency}
        yield {"type": "practice", **stated, **_place(item.evidence)}
    for kind, items in (("problem", found.problems), ("goal", found.goals)):
        for item in items:
            stated = {f"{kind}_id": item.item_id, "name": item.name, "parts": list(item.parts)}
            yield {"type": kind, **stated, **_place(item.evidence)}


def json_number(number: Decimal | None) -> int | float | None:
    """A JSON number: whole where it is whole."""
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)


def as_json(rows: list[dict[str, Any]]) -> str:
    """One array of objects, decimals as numbers and dates as ISO text."""
    return json.dumps(rows, ensure_ascii=False, indent=2, default=_plain)


def _plain(value: Any) -> Any:
    return json_number(value) if isinstance(value, Decimal) else value.isoformat()


def _bounds(bounds: Bounds) -> dict[str, Any]:
    numbers = {name: json_number(getattr(bounds, name)) for name in ("value", "lower", "upper")}
    return {**numbers, "qualifier": bounds.qualifier}


def _place(evidence: Evidence) -> dict[str, Any]:
    place = evidence.place.parts()
    return {
        "span": list(evidence.span),
        "span_original": list(evidence.span_original),
        "quote": evidence.quote,
        "sentence": evidence.sentence,
        **({"place": place} if place else {}),
    }
