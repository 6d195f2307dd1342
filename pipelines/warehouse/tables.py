"""The raw tables: domain values as Arrow, in the types that every later SQL file counts on.

Longer than other files because it is a list of tables.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from pipelines.domain.catalogue import Catalogue
from pipelines.domain.documents import Document
from pipelines.domain.observations import (
    Evidence,
    Observation,
    StatedDuty,
    StatedItem,
    StatedPractice,
    UnmappedQuantity,
)
from pipelines.domain.quantities import Bounds
from pipelines.warehouse.assessment_tables import ASSESSMENT_SCHEMAS
from pipelines.warehouse.ledger_tables import LEDGER_SCHEMAS, ledger_rows
from pipelines.warehouse.progress_tables import NUMBER, PROGRESS_SCHEMAS, progress_rows
from pipelines.warehouse.record_tables import RECORD_SCHEMAS
from pipelines.warehouse.register_tables import REGISTER_SCHEMAS
from pipelines.warehouse.theme_tables import THEME_SCHEMAS, theme_rows

_TEXTS = pa.list_(pa.string())
_PLACE = pa.struct(
    [
        ("page", pa.int32()),
        ("paragraph", pa.int32()),
        ("sheet", pa.string()),
        ("table", pa.int32()),
        ("row", pa.int32()),
        ("column", pa.int32()),
    ]
)
_EVIDENCE = [
    ("span_start", pa.int64()),
    ("span_end", pa.int64()),
    ("original_start", pa.int64()),
    ("original_end", pa.int64()),
    ("quote", pa.string()),
    ("sentence", pa.string()),
    ("sentence_start", pa.int64()),
    ("sentence_end", pa.int64()),
    ("section", pa.string()),
    ("place", _PLACE),
    ("place_offset", pa.int64()),
]
_BOUNDS = [("value", NUMBER), ("lower", NUMBER), ("upper", NUMBER), ("qualifier", pa.string())]
_BOTH = [("name_zh", pa.string()), ("name_en", pa.string())]
_ID = pa.string()

SCHEMAS: dict[str, pa.Schema] = {
    "raw.build": pa.schema([("as_of", pa.date32()), ("synthetic", pa.bool_())]),
    "raw.documents": pa.schema(
        [
            ("document_id", _ID),
            ("organisation_id", _ID),
            ("year", pa.int32()),
            ("title", pa.string()),
            ("publisher", pa.string()),
            ("source", pa.string()),
            ("published_on", pa.date32()),
            ("extent", pa.string()),
            ("nature", pa.string()),
            ("type", pa.string()),
            ("sha256", pa.string()),
            ("text", pa.string()),
            ("original", pa.string()),
            ("notes", _TEXTS),
        ]
    ),
    "raw.observations": pa.schema(
        [
            ("observation_id", _ID),
            ("reading_hash", pa.string()),
            ("document_id", _ID),
            ("metric_id", _ID),
            ("scope", pa.string()),
            *_BOUNDS,
            ("unit", pa.string()),
            ("kind", pa.string()),
            ("period_start", pa.date32()),
            ("period_end", pa.date32()),
            *_EVIDENCE,
            ("confidence", pa.float64()),
            ("runner_up_id", _ID),
            ("flags", _TEXTS),
        ]
    ),
    "raw.unmapped": pa.schema(
        [
            ("document_id", _ID),
            *_BOUNDS,
            ("unit", pa.string()),
            *_EVIDENCE,
            ("flags", _TEXTS),
        ]
    ),
    "raw.practices": pa.schema([("document_id", _ID), ("practice_id", _ID), ("frequency", pa.string()), *_EVIDENCE]),
    "raw.duties": pa.schema([("document_id", _ID), ("duty_id", _ID), *_EVIDENCE]),
    "raw.problems": pa.schema(
        [
            ("document_id", _ID),
            ("problem_id", _ID),
            ("position", pa.int32()),
            ("name", pa.string()),
            ("parts", _TEXTS),
            *_EVIDENCE,
        ]
    ),
    "raw.goals": pa.schema(
        [
            ("document_id", _ID),
            ("goal_id", _ID),
            ("position", pa.int32()),
            ("name", pa.string()),
            ("parts", _TEXTS),
            *_EVIDENCE,
        ]
    ),
    "catalogue.themes": pa.schema([("theme_id", _ID), ("position", pa.int32()), *_BOTH]),
    "catalogue.counters": pa.schema([("counter", pa.string()), ("counter_class", pa.string())]),
    "catalogue.owners": pa.schema([("owner_id", _ID), *_BOTH]),
    "catalogue.organisations": pa.schema(
        [
            ("organisation_id", _ID),
            *_BOTH,
            ("full_name_zh", pa.string()),
            ("full_name_en", pa.string()),
            ("level", pa.string()),
            ("parent_id", _ID),
            ("code", pa.string()),
        ]
    ),
    "catalogue.metrics": pa.schema(
        [
            ("metric_id", _ID),
            ("theme_id", _ID),
            ("position", pa.int32()),
            *_BOTH,
            ("units", _TEXTS),
            ("kind", pa.string()),
            ("direction", pa.string()),
            ("owner_id", _ID),
            ("definition_zh", pa.string()),
            ("definition_en", pa.string()),
            ("highlight", pa.int32()),
            ("counted_from", pa.string()),
        ]
    ),
    "catalogue.practices": pa.schema(
        [("practice_id", _ID), ("position", pa.int32()), *_BOTH, ("section", pa.string()), ("metric_ids", _TEXTS)]
    ),
    "catalogue.duties": pa.schema(
        [("duty_id", _ID), ("position", pa.int32()), *_BOTH, ("practice_ids", _TEXTS), ("metric_ids", _TEXTS)]
    ),
    # one row per broken metric, those of its themes among them
    "catalogue.breaks": pa.schema(
        [
            ("break_id", _ID),
            ("metric_id", _ID),
            ("day", pa.date32()),
            ("replaced_by", _ID),
            *_BOTH,
            ("basis_zh", pa.string()),
            ("basis_en", pa.string()),
        ]
    ),
    "catalogue.peer_bases": pa.schema(
        [("basis", _ID), ("position", pa.int32()), *_BOTH, ("denominator_id", _ID), ("per", pa.int32())]
    ),
    "catalogue.peer_rules": pa.schema([("least_peers", pa.int32())]),
    "catalogue.problems": pa.schema(
        [
            ("problem_id", _ID),
            ("organisation_id", _ID),
            ("source_year", pa.int32()),
            ("position", pa.int32()),
            *_BOTH,
            ("parts_zh", _TEXTS),
            ("parts_en", _TEXTS),
            ("goal_ids", _TEXTS),
        ]
    ),
    "catalogue.goals": pa.schema(
        [
            ("goal_id", _ID),
            ("organisation_id", _ID),
            ("source_year", pa.int32()),
            ("target_year", pa.int32()),
            ("position", pa.int32()),
            *_BOTH,
            ("parts_zh", _TEXTS),
            ("parts_en", _TEXTS),
        ]
    ),
    **PROGRESS_SCHEMAS,
    **LEDGER_SCHEMAS,
    **REGISTER_SCHEMAS,
    **RECORD_SCHEMAS,
    **ASSESSMENT_SCHEMAS,
    **THEME_SCHEMAS,
}
READ_TABLES = ("raw.documents", "raw.observations", "raw.unmapped", "raw.practices", "raw.problems", "raw.goals")
"""What is filled from documents; the others come from the catalogue and the build."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A document with everything that was read from it."""

    document: Document
    text: str
    observations: tuple[Observation, ...]
    unmapped: tuple[UnmappedQuantity, ...]
    practices: tuple[StatedPractice, ...]
    problems: tuple[StatedItem, ...]
    goals: tuple[StatedItem, ...]
    duties: tuple[StatedDuty, ...] = ()


def raw_tables(
    catalogue: Catalogue,
    readings: Iterable[Reading],
    others: Mapping[str, pa.Table] | None = None,
    *,
    as_of: date,
    synthetic: bool,
) -> dict[str, pa.Table]:
    """Every raw table by name, empty ones among them, so that no SQL file asks whether one is there.

    `others`: those of LEDGER_SCHEMAS that an office's files fill, and of REGISTER_SCHEMAS, RECORD_SCHEMAS and
    ASSESSMENT_SCHEMAS that decisions do.
    """
    rows: dict[str, list[dict]] = {name: [] for name in SCHEMAS}
    rows["raw.build"].append({"as_of": as_of, "synthetic": synthetic})
    for reading in readings:
        for name, added in reading_rows(reading).items():
            rows[name] += added
        # tables of many reports don't hold duties, so that they aren't among READ_TABLES
        document_id = reading.document.card.document_id
        rows["raw.duties"] += [
            {"document_id": document_id, "duty_id": duty.duty_id, **_evidence(duty.evidence)} for duty in reading.duties
        ]
    _add_catalogue(rows, catalogue)
    tables = {name: pa.Table.from_pylist(rows[name], schema=schema) for name, schema in SCHEMAS.items()}
    return tables | dict(others or {})


def reading_rows(reading: Reading) -> dict[str, list[dict]]:
    """One document's rows of the raw tables that hold what was read, in the order of its text."""
    rows: dict[str, list[dict]] = {name: [] for name in READ_TABLES}
    card = reading.document.card
    key = {"document_id": card.document_id}
    document = {name: getattr(card, name, None) for name in SCHEMAS["raw.documents"].names}
    read = reading.document.read
    notes = [f"{note.code}: {note.found}" for note in read.notes]
    rows["raw.documents"].append({**document, "text": reading.text, "original": read.text, "notes": notes})
    for observation in reading.observations:
        rows["raw.observations"].append(
            {
                **key,
                "observation_id": observation.observation_id(card.sha256),
                "reading_hash": observation.reading_hash(),
                "metric_id": observation.metric_id,
                "scope": observation.scope,
                "unit": observation.unit,
                "kind": observation.kind,
                "period_start": observation.period_start,
                "period_end": observation.period_end,
                "confidence": observation.confidence,
                "runner_up_id": observation.runner_up_id,
                "flags": list(observation.flags),
                **_bounds(observation.bounds),
                **_evidence(observation.evidence),
            }
        )
    for unmapped in reading.unmapped:
        place = {**_bounds(unmapped.bounds), **_evidence(unmapped.evidence)}
        rows["raw.unmapped"].append({**key, "unit": unmapped.unit, "flags": list(unmapped.flags), **place})
    for practice in reading.practices:
        stated = {"practice_id": practice.practice_id, "frequency": practice.frequency}
        rows["raw.practices"].append({**key, **stated, **_evidence(practice.evidence)})
    for name, id_name, items in (
        ("raw.problems", "problem_id", reading.problems),
        ("raw.goals", "goal_id", reading.goals),
    ):
        for item in items:
            stated = {id_name: item.item_id, "position": item.order, "name": item.name, "parts": list(item.parts)}
            rows[name].append({**key, **stated, **_evidence(item.evidence)})
    return rows


def _add_catalogue(rows: dict[str, list[dict]], catalogue: Catalogue) -> None:
    def names(entry) -> dict[str, str]:
        return {"name_zh": entry.name.zh, "name_en": entry.name.en}

    def parts(entry) -> dict[str, list[str]]:
        return {"parts_zh": [part.zh for part in entry.parts], "parts_en": [part.en for part in entry.parts]}

    for position, theme in enumerate(catalogue.themes, 1):
        rows["catalogue.themes"].append({"theme_id": theme.theme_id, "position": position, **names(theme)})
    rows["catalogue.owners"] += [{"owner_id": owner.owner_id, **names(owner)} for owner in catalogue.owners]
    rows["catalogue.counters"] += [
        {"counter": counter, "counter_class": name} for name, listed in catalogue.counters.items() for counter in listed
    ]
    for organisation in catalogue.organisations:
        full = {"full_name_zh": organisation.full_name.zh, "full_name_en": organisation.full_name.en}
        entry = {name: getattr(organisation, name) for name in ("organisation_id", "level", "parent_id", "code")}
        rows["catalogue.organisations"].append({**entry, **names(organisation), **full})
    highlight = {metric_id: position for position, metric_id in enumerate(catalogue.highlights, 1)}
    for position, metric in enumerate(catalogue.metrics, 1):
        entry = {name: getattr(metric, name) for name in ("metric_id", "theme_id", "kind", "direction", "owner_id")}
        entry["counted_from"] = metric.counted_from
        defined = {
            "definition_zh": metric.definition.zh if metric.definition else None,
            "definition_en": metric.definition.en if metric.definition else None,
        }
        units = {"position": position, "units": list(metric.units), "highlight": highlight.get(metric.metric_id)}
        rows["catalogue.metrics"].append({**entry, **names(metric), **defined, **units})
    for position, practice in enumerate(catalogue.practices, 1):
        entry = {"practice_id": practice.practice_id, "position": position, "section": practice.section}
        rows["catalogue.practices"].append({**entry, **names(practice), "metric_ids": list(practice.metric_ids)})
    for position, duty in enumerate(catalogue.duties, 1):
        links = {"practice_ids": list(duty.practice_ids), "metric_ids": list(duty.metric_ids)}
        rows["catalogue.duties"].append({"duty_id": duty.duty_id, "position": position, **names(duty), **links})
    for each in catalogue.breaks:
        said = {**names(each), "basis_zh": each.basis.zh, "basis_en": each.basis.en}
        entry = {"break_id": each.break_id, "day": each.day, "replaced_by": each.replaced_by, **said}
        rows["catalogue.breaks"] += [
            {**entry, "metric_id": metric.metric_id}
            for metric in catalogue.metrics
            if metric.metric_id in each.metric_ids or metric.theme_id in each.theme_ids
        ]
    rows["catalogue.peer_rules"].append({"least_peers": catalogue.comparison.least_peers})
    for position, basis in enumerate(catalogue.comparison.bases, 1):
        entry = {"basis": basis.basis_id, "position": position, "denominator_id": basis.denominator_id}
        rows["catalogue.peer_bases"].append({**entry, "per": basis.per, **names(basis)})
    for position, problem in enumerate(catalogue.problems, 1):
        entry = {name: getattr(problem, name) for name in ("problem_id", "organisation_id", "source_year")}
        links = {"position": position, "goal_ids": list(problem.goal_ids)}
        rows["catalogue.problems"].append({**entry, **names(problem), **parts(problem), **links})
    for goal in catalogue.goals:
        keys = ("goal_id", "organisation_id", "source_year", "target_year")
        entry = {name: getattr(goal, name) for name in keys}
        rows["catalogue.goals"].append({**entry, **names(goal), **parts(goal), "position": goal.order})
    themed = theme_rows(catalogue.theme_views, catalogue.working_days)
    for table, added in (progress_rows(catalogue.progress) | ledger_rows(catalogue.ledgers) | themed).items():
        rows[table] += added


def _bounds(bounds: Bounds) -> dict:
    return {name: getattr(bounds, name) for name in ("value", "lower", "upper", "qualifier")}


def _evidence(evidence: Evidence) -> dict:
    return {
        "span_start": evidence.span[0],
        "span_end": evidence.span[1],
        "original_start": evidence.span_original[0],
        "original_end": evidence.span_original[1],
        "quote": evidence.quote,
        "sentence": evidence.sentence,
        "sentence_start": evidence.sentence_span[0],
        "sentence_end": evidence.sentence_span[1],
        "section": evidence.section,
        "place": evidence.place.parts() or None,
        "place_offset": evidence.offset,
    }
