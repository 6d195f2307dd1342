"""The raw tables that progress toward the goals is read from."""

from typing import Any

import pyarrow as pa

from pipelines.domain.progress import Progress
from pipelines.domain.quantities import DECIMALS, WHOLE_DIGITS
from pipelines.domain.words import Words

NUMBER = pa.decimal128(WHOLE_DIGITS + DECIMALS, DECIMALS)
_TEXT = pa.string()
_NAMES = [("name_zh", _TEXT), ("name_en", _TEXT)]

PROGRESS_SCHEMAS: dict[str, pa.Schema] = {
    "catalogue.derived": pa.schema(
        [
            ("metric_id", _TEXT),
            ("position", pa.int32()),
            *_NAMES,
            ("numerator_id", _TEXT),
            ("denominator_id", _TEXT),
            ("direction", _TEXT),
            ("definition_zh", _TEXT),
            ("definition_en", _TEXT),
        ]
    ),
    "catalogue.key_results": pa.schema(
        [
            ("key_result_id", _TEXT),
            ("goal_id", _TEXT),
            ("position", pa.int32()),
            *_NAMES,
            ("kind", _TEXT),
            ("measure_kind", _TEXT),
            ("measure_id", _TEXT),
            ("target", NUMBER),
            ("change_percent", NUMBER),
            ("target_state", _TEXT),
            ("target_reason_zh", _TEXT),
            ("target_reason_en", _TEXT),
            ("baseline", _TEXT),
            ("baseline_year", pa.int32()),
            ("due_on", pa.date32()),
            ("frequency", _TEXT),
            ("owner_id", _TEXT),
        ]
    ),
    "catalogue.milestones": pa.schema(
        [("key_result_id", _TEXT), ("due_on", pa.date32()), ("share", pa.decimal128(6, 2)), *_NAMES]
    ),
    "catalogue.statutory_dates": pa.schema(
        [
            ("date_id", _TEXT),
            ("month", pa.int32()),
            ("day", pa.int32()),
            *_NAMES,
            ("basis_zh", _TEXT),
            ("basis_en", _TEXT),
            ("owner_id", _TEXT),
        ]
    ),
    "catalogue.status_rules": pa.schema([("rule", _TEXT), ("value", pa.decimal128(6, 2))]),
}


def progress_rows(progress: Progress) -> dict[str, list[dict[str, Any]]]:
    """The catalogue's part of these tables, row by row."""
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in PROGRESS_SCHEMAS}
    for position, derived in enumerate(progress.derived, 1):
        ids = {name: getattr(derived, name) for name in ("metric_id", "numerator_id", "denominator_id", "direction")}
        words = {**_both(derived.name, "name"), **_both(derived.definition, "definition")}
        rows["catalogue.derived"].append({**ids, **words, "position": position})
    own = ("key_result_id", "goal_id", "kind", "measure_kind", "measure_id", "baseline", "baseline_year", "due_on")
    for position, key_result in enumerate(progress.key_results, 1):
        target = key_result.target
        rows["catalogue.key_results"].append(
            {
                **{name: getattr(key_result, name) for name in (*own, "frequency", "owner_id")},
                **_both(key_result.name, "name"),
                **_both(target.reason, "target_reason"),
                "position": position,
                "target": target.value,
                "change_percent": target.change_percent,
                "target_state": target.state,
            }
        )
        rows["catalogue.milestones"] += [
            {
                "key_result_id": key_result.key_result_id,
                "due_on": milestone.due_on,
                "share": milestone.share,
                **_both(milestone.name, "name"),
            }
            for milestone in key_result.milestones
        ]
    for each in progress.statutory_dates:
        ids = {name: getattr(each, name) for name in ("date_id", "month", "day", "owner_id")}
        rows["catalogue.statutory_dates"].append({**ids, **_both(each.name, "name"), **_both(each.basis, "basis")})
    rows["catalogue.status_rules"] = [{"rule": rule, "value": value} for rule, value in progress.status_rules]
    return rows


def _both(words: Words, prefix: str) -> dict[str, str]:
    return {f"{prefix}_zh": words.zh, f"{prefix}_en": words.en}
