"""What each row of mass data must keep (docs/mass-data.md): the first row that doesn't is refused by name."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipelines.domain.catalogue import KINDS, Catalogue
from pipelines.domain.documents import EXTENTS, NATURES, TYPES, Place
from pipelines.domain.errors import BadRow
from pipelines.domain.observations import Evidence, Observation
from pipelines.domain.quantities import QUALIFIERS, Bounds
from pipelines.jobs.names import document_id_of

FIRST_YEAR, LAST_YEAR = 1990, 2100
FREQUENCIES = ("week", "month", "quarter", "half_year", "year")
_SHA256 = re.compile(r"[0-9a-f]{64}")
NULLABLE = {
    "documents": {"published_on"},
    "observations": {"lower", "upper", "runner_up_id", "place"},
    "unmapped": {"value", "lower", "upper", "place"},
    "practices": {"frequency", "place"},
    "problems": {"problem_id", "place"},
    "goals": {"goal_id", "place"},
}
Row = Mapping[str, Any]
Fault = tuple[str, str]
"""The column at fault and what it may hold."""


@dataclass(slots=True)
class Seen:
    """What the rows so far have named: each document's owner and hash, and every observation's id."""

    catalogue: Catalogue
    owner: dict[str, str] = field(default_factory=dict)
    sha256: dict[str, str] = field(default_factory=dict)
    hashes: set[str] = field(default_factory=set)
    observations: set[int] = field(default_factory=set)
    practices: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.practices = frozenset(practice.practice_id for practice in self.catalogue.practices)


def check_rows(where: Path, name: str, rows: Iterator[Row], seen: Seen) -> int:
    """Prove every row of one table; how many there are.  Rows count from 1.  Raises BadRow at the first bad one."""
    rule, number = RULES[name], 0
    for number, row in enumerate(rows, 1):
        if fault := next(_empty(row, NULLABLE[name]), None) or next(rule(row, seen), None):
            column, allowed = fault
            raise BadRow(where=where, row=number, column=column, found=_short(row[column]), allowed=allowed)
    return number


def _empty(row: Row, nullable: set[str]) -> Iterator[Fault]:
    for column, value in row.items():
        if value is None and column not in nullable:
            yield column, "not null"
        if isinstance(value, list) and None in value:
            yield column, "a list without nulls"


def _document(row: Row, seen: Seen) -> Iterator[Fault]:
    if row["organisation_id"] not in seen.catalogue.organisation_of:
        yield "organisation_id", "an id of organisations.yml"
    if not FIRST_YEAR <= row["year"] <= LAST_YEAR:
        yield "year", f"{FIRST_YEAR}–{LAST_YEAR}"
    if not _SHA256.fullmatch(row["sha256"]):
        yield "sha256", "64 × 0–9 a–f"
    if row["sha256"] in seen.hashes:
        yield "sha256", "each document once"
    expected = document_id_of(row["organisation_id"], row["year"], row["sha256"])
    if row["document_id"] != expected:
        yield "document_id", expected
    if not row["title"].strip() or "\n" in row["title"]:
        yield "title", "one line that says something"
    if row["extent"] not in EXTENTS:
        yield "extent", ", ".join(EXTENTS)
    if row["nature"] not in NATURES:
        yield "nature", ", ".join(NATURES)
    if row["type"] not in TYPES:
        yield "type", ", ".join(TYPES)
    seen.owner[row["document_id"]] = row["organisation_id"]
    seen.sha256[row["document_id"]] = row["sha256"]
    seen.hashes.add(row["sha256"])


def _observation(row: Row, seen: Seen) -> Iterator[Fault]:
    yield from _place(row, seen)
    if row["organisation_id"] != seen.owner[row["document_id"]]:
        yield "organisation_id", f"its document's: {seen.owner[row['document_id']]}"
    if row["source"] != "report":
        yield "source", "report"
    for column in ("metric_id", "runner_up_id"):
        if row[column] is not None and row[column] not in seen.catalogue.metric_of:
            yield column, "an id of data/catalogue/metrics"
    if row["kind"] not in KINDS:
        yield "kind", ", ".join(KINDS)
    if row["unit"] not in seen.catalogue.classes_of:
        yield "unit", "a counter of lookups/counters.yml"
    yield from _bounds(row)
    yield from _period(row["period_start"], row["period_end"])
    if not 0 <= row["confidence"] <= 1:
        yield "confidence", "0–1"
    yield from _ids(row, seen)


def _bounds(row: Row) -> Iterator[Fault]:
    """lower ≤ value ≤ upper, as the qualifier says (DESIGN's table of qualifiers); null is unbounded."""
    value, lower, upper, qualifier = (row[name] for name in ("value", "lower", "upper", "qualifier"))
    if qualifier not in QUALIFIERS:
        yield "qualifier", ", ".join(QUALIFIERS)
    if value is None:
        return
    if lower is not None and lower > value:
        yield "lower", f"≤ value ({value})"
    if upper is not None and upper < value:
        yield "upper", f"≥ value ({value})"
    if qualifier in ("exact", "implied", "at_least") and lower != value:
        yield "lower", f"{value}: {qualifier}"
    if qualifier in ("exact", "implied", "at_most") and upper != value:
        yield "upper", f"{value}: {qualifier}"
    if row["unit"] == "%":
        for name in ("value", "lower", "upper"):
            if row[name] is not None and not 0 <= row[name] <= 100:
                yield name, "0–100: %"


def _period(start: date, end: date) -> Iterator[Fault]:
    if not start.year >= FIRST_YEAR:
        yield "period_start", f"from {FIRST_YEAR} on"
    if not start <= end or end.year > LAST_YEAR:
        yield "period_end", f"from {start} to {LAST_YEAR}"


def _place(row: Row, seen: Seen) -> Iterator[Fault]:
    """The quote stands in its sentence where its span says, so that the evidence opens without the document."""
    if row["document_id"] not in seen.owner:
        yield "document_id", "a document_id of documents.parquet"
    start, end, first = row["span_start"], row["span_end"], row["sentence_start"]
    if not 0 <= start < end:
        yield "span_end", f"> span_start ({start}) ≥ 0"
    if not 0 <= row["original_start"] < row["original_end"]:
        yield "original_end", f"> original_start ({row['original_start']}) ≥ 0"
    if end - start != len(row["quote"]):
        yield "quote", f"{end - start} characters, from span_start to span_end"
    if row["sentence_end"] - first != len(row["sentence"]):
        yield "sentence", f"{row['sentence_end'] - first} characters, from sentence_start to sentence_end"
    if not first <= start:
        yield "sentence_start", f"≤ span_start ({start})"
    inside = row["sentence"][start - first : end - first]
    if not inside or not row["quote"].startswith(inside):
        yield "quote", f"what the sentence has there: {inside!r}"


def _ids(row: Row, seen: Seen) -> Iterator[Fault]:
    """Both hashes follow from the row; a decision about a figure holds on to them."""
    bounds = Bounds(row["value"], row["lower"], row["upper"], row["qualifier"])
    span = (row["original_start"], row["original_end"])
    place = Place(**(row["place"] or {}))
    stated = Observation(
        metric_id=row["metric_id"],
        scope=row["scope"],
        bounds=bounds,
        unit=row["unit"],
        kind=row["kind"],
        period_start=row["period_start"],
        period_end=row["period_end"],
        evidence=Evidence((0, 0), span, "", "", (0, 0), "", place, row["place_offset"]),
        confidence=row["confidence"],
    )
    expected = stated.observation_id(seen.sha256[row["document_id"]])
    if row["observation_id"] != expected:
        yield "observation_id", expected
    if row["reading_hash"] != stated.reading_hash():
        yield "reading_hash", stated.reading_hash()
    number = int(expected, 16)
    if number in seen.observations:
        yield "observation_id", "each once"
    seen.observations.add(number)


def _unmapped(row: Row, seen: Seen) -> Iterator[Fault]:
    yield from _place(row, seen)
    if row["qualifier"] not in QUALIFIERS:
        yield "qualifier", ", ".join(QUALIFIERS)


def _practice(row: Row, seen: Seen) -> Iterator[Fault]:
    yield from _place(row, seen)
    if row["practice_id"] not in seen.practices:
        yield "practice_id", "an id of practices.yml"
    if row["frequency"] is not None and row["frequency"] not in FREQUENCIES:
        yield "frequency", ", ".join(FREQUENCIES)


def _item(row: Row, seen: Seen) -> Iterator[Fault]:
    yield from _place(row, seen)
    if row["position"] < 1:
        yield "position", "1, 2, 3 …"
    if not row["name"].strip():
        yield "name", "what the report calls it"


def _short(value: object) -> str:
    plain = format(value, "f") if isinstance(value, Decimal) else str(value)
    return plain if len(plain) <= 80 else f"{plain[:79]}…"


RULES: dict[str, Callable[[Row, Seen], Iterator[Fault]]] = {
    "documents": _document,
    "observations": _observation,
    "unmapped": _unmapped,
    "practices": _practice,
    "problems": _item,
    "goals": _item,
}
