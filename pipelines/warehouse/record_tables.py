"""The raw tables of what people recorded: milestones, practices, problems, targets, tasks."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pyarrow as pa

from pipelines.domain.records import Decided, Finding, Proof, Record, SetTarget, Task
from pipelines.domain.register import Subject
from pipelines.warehouse.progress_tables import NUMBER

_TEXT = pa.string()
_BY = [("event_id", _TEXT), ("sequence", pa.int64()), ("actor_id", _TEXT), ("role", _TEXT), ("decided_at", _TEXT)]
_PROOF = [("reference", _TEXT), ("materials", pa.list_(_TEXT))]

RECORD_SCHEMAS: dict[str, pa.Schema] = {
    # what was recorded and accepted.  organisation_id: null for a milestone, whose item_id is its key result;
    # due_on: the milestone's day, null for practices and problems
    "raw.records": pa.schema(
        [
            ("subject_type", _TEXT),
            ("organisation_id", _TEXT),
            ("item_id", _TEXT),
            ("due_on", pa.date32()),
            ("state", _TEXT),
            ("on_day", pa.date32()),
            ("owner_id", _TEXT),
            *_PROOF,
            *_BY,
            ("judged_role", _TEXT),
            ("judged_at", _TEXT),
        ]
    ),
    "raw.targets": pa.schema(
        [
            ("key_result_id", _TEXT),
            ("value", NUMBER),
            ("change_percent", NUMBER),
            ("state", _TEXT),
            ("since", pa.date32()),
            *_BY,
        ]
    ),
    # problems that no report names
    "raw.findings": pa.schema(
        [
            ("problem_id", _TEXT),
            ("organisation_id", _TEXT),
            ("name", _TEXT),
            ("source", _TEXT),
            ("found_on", pa.date32()),
            ("owner_id", _TEXT),
            ("due_on", pa.date32()),
            ("goal_ids", pa.list_(_TEXT)),
            ("repeats", _TEXT),
            *_PROOF,
            *_BY,
        ]
    ),
    "raw.tasks": pa.schema(
        [
            ("task_id", _TEXT),
            ("organisation_id", _TEXT),
            ("about_type", _TEXT),
            ("about_id", _TEXT),
            ("what", _TEXT),
            ("owner_id", _TEXT),
            ("due_on", pa.date32()),
            ("assigned_on", pa.date32()),
            ("answered_on", pa.date32()),
            ("closed_on", pa.date32()),
            *_PROOF,
            *_BY,
        ]
    ),
}


def record_tables(
    records: Mapping[Subject, tuple[Record, ...]],
    targets: Mapping[str, tuple[SetTarget, ...]],
    findings: Mapping[str, Finding],
    tasks: Mapping[str, Task],
) -> dict[str, pa.Table]:
    """The tables of RECORD_SCHEMAS; of the records only what was accepted."""
    found: dict[str, Iterable[dict[str, Any]]] = {
        "raw.records": [
            _record(each) for of_subject in records.values() for each in of_subject if each.verdict == "accepted"
        ],
        "raw.targets": [_row(each, "raw.targets") for set_ in targets.values() for each in set_],
        "raw.findings": [_row(each, "raw.findings") for each in findings.values()],
        "raw.tasks": [_row(each, "raw.tasks") for each in tasks.values()],
    }
    return {name: pa.Table.from_pylist(list(rows), schema=RECORD_SCHEMAS[name]) for name, rows in found.items()}


def _record(record: Record) -> dict[str, Any]:
    first, _, second = record.subject.id.partition("/")
    is_milestone = record.subject.type == "milestone"
    return {
        "subject_type": record.subject.type,
        "organisation_id": None if is_milestone else first,
        "item_id": first if is_milestone else second,
        "due_on": date.fromisoformat(second) if is_milestone else None,
        "state": record.state,
        "on_day": record.on,
        "owner_id": record.owner_id,
        **_proof(record.proof),
        **_by(record.by),
        "judged_role": record.judged.role if record.judged else None,
        "judged_at": record.judged.at if record.judged else None,
    }


def _row(value: SetTarget | Finding | Task, table: str) -> dict[str, Any]:
    """The fields that the table has by the same name, with who decided it and what shows it."""
    row = {name: getattr(value, name) for name in RECORD_SCHEMAS[table].names if hasattr(value, name)}
    if not isinstance(value, SetTarget):
        row |= _proof(value.proof)
    return {name: list(said) if isinstance(said, tuple) else said for name, said in row.items()} | _by(value.by)


def _proof(proof: Proof) -> dict[str, Any]:
    return {"reference": proof.reference, "materials": list(proof.materials)}


def _by(by: Decided) -> dict[str, Any]:
    named = {name: getattr(by, name) for name in ("event_id", "sequence", "actor_id", "role")}
    return {**named, "decided_at": by.at}
