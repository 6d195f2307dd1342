"""What an edition knows of the figures that a rubric asks for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import duckdb

from pipelines.domain.assessments import NOTHING, Input, Rubric, RubricItem
from pipelines.domain.catalogue import Catalogue
from pipelines.warehouse import sql

Inputs = Mapping[str, Mapping[str, Input]]
"""Organisation → line of the rubric → what its rule is fed with; a line that isn't there has no figure."""

_COLUMNS = ("organisation_id", "kind", "id", "value", "lower", "upper")
_TEXTS = ("reason", "unit", "qualifier", "origin", "ref")


def unit_of(item: RubricItem, catalogue: Catalogue) -> str:
    """The unit of what an item's rule is fed with; empty where it has none."""
    source = item.rule.source if item.rule else None
    if source is None:
        return ""
    if source.kind == "metric":
        metric = catalogue.metric_of.get(source.id)
        return metric.units[0] if metric else ""
    return {"derived": "%", "report_published": "day"}.get(source.kind, source.unit)


def office_of(rubric: Rubric, item: RubricItem, catalogue: Catalogue) -> str:
    """The office that usually answers for a line: the rubric's own word for it or for a heading above it, else the one
    that answers for the metric (of a share its upper part) that feeds the rule; empty where none is known.

    An office that the catalogue doesn't list any more answers for nothing.
    """
    known = {owner.owner_id for owner in catalogue.owners}
    above: RubricItem | None = item
    while above is not None:
        if above.owner_id in known:
            return above.owner_id
        above = rubric.item_of.get(above.parent_id or "")
    source = item.rule.source if item.rule else None
    metric_id = source.id if source else ""
    if source and source.kind == "derived":
        metric_id = next((each.numerator_id for each in catalogue.progress.derived if each.metric_id == source.id), "")
    metric = catalogue.metric_of.get(metric_id)
    return metric.owner_id if metric else ""


def inputs_of(
    connection: duckdb.DuckDBPyConnection,
    rubric: Rubric,
    organisations: Sequence[str],
    year: int,
    units: Mapping[str, str],
) -> Inputs:
    """The figures of some organisations in the year assessed, by the lines that ask for them.

    `units`: of lines, for those of which the edition has no figure.
    """
    wanted: dict[tuple[str, str], list[str]] = {}
    for item in rubric.scored:
        source = item.rule.source if item.rule else None
        if source and source.kind != "counted":
            wanted.setdefault((source.kind, source.id), []).append(item.item_id)
    values = {"organisations": list(organisations), "year": year, "ids": sorted({each for _, each in wanted} | {""})}
    rows = connection.cursor().sql(sql.query("assessment_inputs"), params=values).to_arrow_table()
    columns = [rows.column(name).to_pylist() for name in (*_COLUMNS, *_TEXTS, "is_applicable")]
    nothing = {item_id: replace(NOTHING, unit=unit) for item_id, unit in units.items()}
    found: dict[str, dict[str, Input]] = {organisation_id: dict(nothing) for organisation_id in organisations}
    for organisation_id, kind, source_id, value, lower, upper, *texts, is_applicable in zip(*columns, strict=True):
        items = wanted.get((kind, source_id))
        if items is None:
            continue
        reason, unit, qualifier, origin, ref = (text or "" for text in texts)
        given = Input(value, lower, upper, reason, is_applicable, unit, qualifier, origin, ref)
        for item_id in items:
            found[organisation_id][item_id] = given
    return found


def reconciled_of(
    connection: duckdb.DuckDBPyConnection, rubric: Rubric, organisations: Sequence[str], year: int
) -> dict[tuple[str, str], tuple[Input, Input]]:
    """(organisation, line) → what the report says and what the ledgers count, where these differ."""
    metrics: dict[str, list[str]] = {}
    for item in rubric.scored:
        source = item.rule.source if item.rule else None
        if source and source.kind == "metric":
            metrics.setdefault(source.id, []).append(item.item_id)
    values = {"organisations": list(organisations), "year": year, "ids": sorted(metrics)}
    rows = connection.cursor().sql(sql.query("assessment_reconciled"), params=values).to_arrow_table().to_pylist()
    found = {}
    for row in rows:
        bounds = (row["report_value"], row["report_lower"], row["report_upper"])
        report = Input(*bounds, unit=row["report_unit"], qualifier=row["report_qualifier"], origin="report")
        count = row["ledger_value"]
        is_exact = row["ledger_upper"] == count
        ledger = Input(
            count,
            count,
            row["ledger_upper"],
            unit=row["ledger_unit"],
            qualifier="exact" if is_exact else "at_least",
            origin="ledger",
        )
        for item_id in metrics[row["metric_id"]]:
            found[row["organisation_id"], item_id] = (report, ledger)
    return found


def counted(figure: Decimal) -> Input:
    """What people counted, in the place of a figure that the board doesn't know."""
    return Input(figure, figure, figure, qualifier="exact", origin="counted")


def is_moved(before: Input, now: Input) -> bool:
    """Whether what a mark was given for is read otherwise by now."""
    parts: tuple[Callable[[Input], object], ...] = (
        lambda each: each.value,
        lambda each: each.lower,
        lambda each: each.upper,
        lambda each: each.is_applicable,
    )
    return any(part(before) != part(now) for part in parts)


def given_for(inputs: Inputs, organisation_id: str, item_id: str) -> Input:
    """What a line's rule is fed with; NOTHING where the edition doesn't know."""
    return inputs.get(organisation_id, {}).get(item_id, NOTHING)
