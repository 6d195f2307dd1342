"""The raw tables of the assessment: marks and grades of rounds whose grades were published, and of no others."""

from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from pipelines.domain.assessments import Rubric
from pipelines.domain.rounds import RoundState, Standing
from pipelines.warehouse.progress_tables import NUMBER

_TEXT = pa.string()
_OF_ROUND = [("organisation_id", _TEXT), ("assessment_year", pa.int32()), ("round_id", _TEXT)]

ASSESSMENT_SCHEMAS: dict[str, pa.Schema] = {
    # one row per organisation and line that got marks; marks: null where the line doesn't apply
    "raw.assessment_scores": pa.schema(
        [
            *_OF_ROUND,
            ("item_id", _TEXT),
            ("parent_id", _TEXT),
            ("position", pa.int32()),
            ("name_zh", _TEXT),
            ("name_en", _TEXT),
            ("rule", _TEXT),
            ("marks", NUMBER),
            ("ceiling", NUMBER),
            ("value", NUMBER),
            ("lower", NUMBER),
            ("upper", NUMBER),
            ("unit", _TEXT),
            ("origin", _TEXT),
            ("observation_ids", pa.list_(_TEXT)),
            ("materials", pa.list_(_TEXT)),
            ("is_ruled", pa.bool_()),
            ("event_id", _TEXT),
            ("scored_at", _TEXT),
        ]
    ),
    "raw.assessment_grades": pa.schema(
        [
            *_OF_ROUND,
            ("organiser_id", _TEXT),
            ("name", _TEXT),
            ("rubric_version", _TEXT),
            ("marks", NUMBER),
            ("ceiling", NUMBER),
            ("grade_id", _TEXT),
            ("grade_zh", _TEXT),
            ("grade_en", _TEXT),
            ("published_at", _TEXT),
        ]
    ),
}


def assessment_tables(published: Iterable[tuple[RoundState, Rubric]]) -> dict[str, pa.Table]:
    """The tables of rounds, each with the rubric that it had; rounds that weren't published are left out."""
    scores: list[dict[str, Any]] = []
    grades: list[dict[str, Any]] = []
    for state, rubric in published:
        if state.round.published is None:
            continue
        grades += _grades(state, rubric)
        for organisation_id in state.round.plan.organisations:
            scores += _scores(state, rubric, organisation_id)
    rows = {"raw.assessment_scores": scores, "raw.assessment_grades": grades}
    return {name: pa.Table.from_pylist(rows[name], schema) for name, schema in ASSESSMENT_SCHEMAS.items()}


def _of_round(state: RoundState, organisation_id: str) -> dict[str, Any]:
    return {
        "organisation_id": organisation_id,
        "assessment_year": state.round.plan.year,
        "round_id": state.round.round_id,
    }


def _grades(state: RoundState, rubric: Rubric) -> list[dict[str, Any]]:
    plan, published = state.round.plan, state.round.published
    assert published is not None
    names = {grade.grade_id: grade.name for grade in rubric.grades}
    return [
        {
            **_of_round(state, organisation_id),
            "organiser_id": plan.organiser_id,
            "name": plan.name,
            "rubric_version": plan.version,
            "marks": marks,
            "ceiling": rubric.marks,
            "grade_id": published.grades[organisation_id],
            "grade_zh": names[published.grades[organisation_id]].zh,
            "grade_en": names[published.grades[organisation_id]].en,
            "published_at": published.by.at,
        }
        for organisation_id, marks in published.marks.items()
    ]


def _scores(state: RoundState, rubric: Rubric, organisation_id: str) -> list[dict[str, Any]]:
    rows = []
    for position, item in enumerate(rubric.items, 1):
        standing = state.standing(organisation_id, item.item_id)
        score = standing.score
        if item.rule is None or score is None:
            continue
        given = score.given
        rows.append(
            {
                **_of_round(state, organisation_id),
                "item_id": item.item_id,
                "parent_id": item.parent_id,
                "position": position,
                "name_zh": item.name.zh,
                "name_en": item.name.en,
                "rule": item.rule.kind,
                "marks": standing.marks,
                "ceiling": item.marks,
                "value": given.value,
                "lower": given.lower,
                "upper": given.upper,
                "unit": given.unit or None,
                "origin": given.origin or None,
                "observation_ids": given.ref.split(),
                "materials": _materials(standing),
                "is_ruled": standing.ruling is not None,
                "event_id": score.by.event_id,
                "scored_at": score.by.at,
            }
        )
    return rows


def _materials(standing: Standing) -> list[str]:
    """Whatever was named as evidence of a line, each once."""
    named = [
        *(standing.claim.materials if standing.claim else ()),
        *(standing.score.materials if standing.score else ()),
        *(standing.objection.materials if standing.objection else ()),
    ]
    return list(dict.fromkeys(named))
