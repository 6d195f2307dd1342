"""The raw tables that ledgers fill, already counted by month; the catalogue's ledgers beside them."""

from typing import Any

import pyarrow as pa

from pipelines.domain.ledgers import Ledger

_TEXT = pa.string()
_AMOUNT = pa.decimal128(24, 4)
_KEY = [("organisation_id", _TEXT), ("ledger_id", _TEXT)]

LEDGER_SCHEMAS: dict[str, pa.Schema] = {
    # one row per loaded file; covers_…: the days that it speaks for; original_deleted_on: null while it is kept
    "raw.ledger_loads": pa.schema(
        [
            *_KEY,
            ("batch_id", _TEXT),
            ("number", pa.int32()),
            ("name", _TEXT),
            ("loaded_on", pa.date32()),
            ("covers_from", pa.date32()),
            ("covers_until", pa.date32()),
            ("rows", pa.int64()),
            ("refused", pa.int64()),
            ("late", pa.int64()),
            ("original_deleted_on", pa.date32()),
        ]
    ),
    # how many rows of a loaded file were refused, each by its first fault (wording: ledger.refusal.*); year: of the
    # date that the ledger is listed by, null where that can't be read; files loaded before reasons were kept have none
    "raw.ledger_refusals": pa.schema(
        [*_KEY, ("batch_id", _TEXT), ("code", _TEXT), ("year", pa.int32()), ("rows", pa.int64())]
    ),
    # the metrics that a loaded file has the columns for
    "raw.ledger_told": pa.schema([*_KEY, ("batch_id", _TEXT), ("metric_id", _TEXT)]),
    # the rows in force and where each stands in its file; row_id counts within the organisation's ledger;
    # joint_no: the number that several offices give to what they did together, null elsewhere;
    # home_ledger_id: the ledger that the row was entered in, another one where it is borrowed
    "raw.ledger_rows": pa.schema(
        [
            *_KEY,
            ("row_id", pa.int32()),
            ("home_ledger_id", _TEXT),
            ("batch_id", _TEXT),
            ("sheet_name", _TEXT),
            ("row_number", pa.int32()),
            ("row_key", _TEXT),
            ("is_late", pa.bool_()),
            ("dated_on", pa.date32()),
            ("joint_no", _TEXT),
        ]
    ),
    # which row counts for which metric, on which day
    "raw.ledger_marks": pa.schema(
        [*_KEY, ("metric_id", _TEXT), ("row_id", pa.int32()), ("counted_on", pa.date32()), ("is_sure", pa.bool_())]
    ),
    # what a month adds to a metric, whole (dimension empty) and by part
    "raw.ledger_added": pa.schema(
        [
            *_KEY,
            ("metric_id", _TEXT),
            ("way", _TEXT),
            ("month", pa.date32()),
            ("is_late", pa.bool_()),
            ("dimension", _TEXT),
            ("member", _TEXT),
            ("in_month", _AMOUNT),
            ("added", _AMOUNT),
            ("rows_counted", pa.int64()),
            ("unsure", pa.int64()),
        ]
    ),
    # months in which rows prove a practice
    "raw.practice_months": pa.schema(
        [*_KEY, ("practice_id", _TEXT), ("month", pa.date32()), ("rows_counted", pa.int64())]
    ),
    "catalogue.ledgers": pa.schema(
        [
            ("ledger_id", _TEXT),
            ("position", pa.int32()),
            ("name_zh", _TEXT),
            ("name_en", _TEXT),
            ("purpose_zh", _TEXT),
            ("purpose_en", _TEXT),
            ("owner_id", _TEXT),
        ]
    ),
    "catalogue.ledger_counts": pa.schema([("ledger_id", _TEXT), ("metric_id", _TEXT), ("way", _TEXT), ("unit", _TEXT)]),
    "catalogue.ledger_practices": pa.schema([("ledger_id", _TEXT), ("practice_id", _TEXT)]),
    "catalogue.ledger_members": pa.schema(
        [("ledger_id", _TEXT), ("dimension", _TEXT), ("member", _TEXT), ("name_zh", _TEXT), ("name_en", _TEXT)]
    ),
}
"""By name; `raw.` is what an office's files say, `catalogue.` what data/catalogue/ledgers says."""


def ledger_rows(ledgers: tuple[Ledger, ...]) -> dict[str, list[dict[str, Any]]]:
    """The catalogue's part of these tables, row by row."""
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in LEDGER_SCHEMAS}
    for position, ledger in enumerate(ledgers, 1):
        key = {"ledger_id": ledger.ledger_id}
        names = {"name_zh": ledger.name.zh, "name_en": ledger.name.en}
        purpose = {"purpose_zh": ledger.purpose.zh, "purpose_en": ledger.purpose.en}
        rows["catalogue.ledgers"].append({**key, **names, **purpose, "position": position, "owner_id": ledger.owner_id})
        for count in ledger.counts:
            entry = {**key, "metric_id": count.metric_id, "way": count.way, "unit": count.unit}
            rows["catalogue.ledger_counts"].append(entry)
        for mark in ledger.practices:
            rows["catalogue.ledger_practices"].append({**key, "practice_id": mark.practice_id})
        for column_id in ledger.breakdowns:
            for choice in ledger.column_of[column_id].choices:
                member = {"dimension": column_id, "member": choice.choice_id}
                named = {"name_zh": choice.name.zh, "name_en": choice.name.en}
                rows["catalogue.ledger_members"].append({**key, **member, **named})
    return rows
