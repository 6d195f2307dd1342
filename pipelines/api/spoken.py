"""Rows of an edition with their words in both languages beside them."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from pipelines.wording import (
    languages,
    progress_figure,
    progress_sentence,
    reconciliation_sentence,
    say,
    signing_sentence,
    status_word,
    target_text,
    worded,
)

Rows = list[dict[str, Any]]


def with_progress(rows: Rows) -> Rows:
    """Rows of marts.goal_progress with `status_zh`, `target_zh`, `figure_zh`, `sentence_zh` (and `_en`)."""
    for row in rows:
        for language in languages():
            if row["target_since"] is not None:
                row[f"target_reason_{language}"] = _set_by(row, language)
            row[f"status_{language}"] = status_word(row, language)
            row[f"target_{language}"] = target_text(row, language)
            row[f"figure_{language}"] = progress_figure(row, language)
            row[f"sentence_{language}"] = progress_sentence(row, language)
    return rows


def _set_by(row: Mapping[str, Any], language: str) -> str:
    """By whom and from when a target holds that people set."""
    state, role = say(f"target_state.{row['target_state']}", language), say(f"role.{row['target_role']}", language)
    said = say("target_reason.set", language, state=state, since=row["target_since"], role=role)
    return said + say("target_reason.late", language) if row["is_set_late"] else said


def with_reconciliation(rows: Rows) -> Rows:
    """Rows of marts.reconciliation with `state_zh` and `why_zh` (and `_en`)."""
    for row in rows:
        for language in languages():
            row[f"state_{language}"] = say(f"reconciliation.state.{row['state']}", language)
            row[f"why_{language}"] = reconciliation_sentence(row, language)
    return rows


def by_metric(rows: Rows) -> Rows:
    """Rows of marts.signing, metric after metric, as one row a metric: its `figures` by source, and why in words."""
    of_all = ("organisation_id", "metric_id", "year", "state", "reason", "sources", "kind", "owner_id", "synthetic")
    metrics = []
    for _, found in groupby(rows, key=lambda row: row["metric_id"]):
        figures = list(found)
        metric = {name: figures[0][name] for name in of_all if name in figures[0]}
        for language in languages():
            metric |= {f"{each}_{language}": worded(figures[0], each, language) for each in ("name", "owner")}
            metric[f"state_{language}"] = say(f"signing.state.{metric['state']}", language)
            metric[f"why_{language}"] = signing_sentence(figures, language)
        metrics.append({**metric, "figures": {each["source"]: each for each in figures}})
    return metrics


def say_progress(rows: Sequence[dict[str, Any]], side: str, progress: Sequence[Mapping[str, Any]]) -> None:
    """Put status, sentence and target of one edition into rows of changed key results; None where it has none."""
    known = {row["key_result_id"]: row for row in progress}
    for row in rows:
        found = known.get(row["key_result_id"], {})
        for language in languages():
            row[f"{side}_status_{language}"] = found.get(f"status_{language}")
            row[f"{side}_sentence_{language}"] = found.get(f"sentence_{language}")
            row[f"{side}_target_{language}"] = found.get(f"target_{language}")
        row[f"{side}_target_state"] = found.get("target_state")
