"""Precision and recall of the extraction on texts with known facts.

A record is one text with `gold` facts (metric_id, value, unit, qualifier, fragment) and `not_metrics`, strings that no
observation may come from.  A fact is found where a number with its value and counter stands in its fragment.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipelines.domain.catalogue import Catalogue
from pipelines.domain.observations import Observation, UnmappedQuantity
from pipelines.domain.quantities import Bounds
from pipelines.extract import Extraction, ReportReader

Record = Mapping[str, Any]
MONEY = {"元", "万元", "亿元"}
RANK = {"名次", "名", "位"}


@dataclass
class Score:
    """Counts over one or many texts; `misses` has a line for each thing that is wrong."""

    facts: int = 0
    read: int = 0
    right_bounds: int = 0
    mapped: int = 0
    observations: int = 0
    right_observations: int = 0
    spans: int = 0
    right_spans: int = 0
    forbidden: int = 0
    by_theme: dict[str, Counter[str]] = field(default_factory=dict)
    misses: list[str] = field(default_factory=list)

    def theme(self, theme_id: str) -> Counter[str]:
        return self.by_theme.setdefault(theme_id, Counter())


def read_records(path: Path) -> list[Record]:
    """The records of a file, one JSON object a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def scored(records: Iterable[Record], reader: ReportReader, catalogue: Catalogue) -> Score:
    """All records together."""
    score = Score()
    for record in records:
        found = reader.read(record["text"], year=record["year"], where=record["id"])
        _score(score, record, found, catalogue)
    return score


def _score(score: Score, record: Record, found: Extraction, catalogue: Catalogue) -> None:
    text = found.repaired.text
    taken: set[int] = set()
    for fact in record["gold"]:
        theme = score.theme(catalogue.metric_of[fact["metric_id"]].theme_id)
        score.facts += 1
        theme["facts"] += 1
        place = _place(text, fact["fragment"])
        near = [each for each in _numbers(found) if _in(each.evidence.span, place) and _is_value(each, fact)]
        if not near:
            score.misses.append(f"{record['id']} not read: {fact['fragment']} ({fact['metric_id']})")
            continue
        score.read += 1
        theme["read"] += 1
        fitting = {fact["metric_id"], *fact.get("also", ())}
        mapped = [each for each in near if getattr(each, "metric_id", None) in fitting]
        if mapped:
            score.mapped += 1
            theme["mapped"] += 1
            taken.add(id(mapped[0]))
        else:
            others = ", ".join(str(getattr(each, "metric_id", "unmapped")) for each in near)
            score.misses.append(f"{record['id']} not mapped: {fact['fragment']} ({fact['metric_id']}; got {others})")
        if _is_qualified((mapped or near)[0].bounds, fact):
            score.right_bounds += 1
        else:
            said = (mapped or near)[0].bounds
            score.misses.append(f"{record['id']} bounds: {fact['fragment']}: {said.qualifier} for {fact['qualifier']}")
    for observation in found.observations:
        score.observations += 1
        theme = score.theme(catalogue.metric_of[observation.metric_id].theme_id)
        theme["observations"] += 1
        if id(observation) in taken:
            score.right_observations += 1
            theme["right"] += 1
        else:
            score.misses.append(f"{record['id']} not a fact: {observation.evidence.quote} ({observation.metric_id})")
        score.forbidden += any(_is_from(observation, word, text) for word in record["not_metrics"])
    for each in _numbers(found):
        score.spans += 1
        quote = text[slice(*each.evidence.span)]
        score.right_spans += quote == each.evidence.quote and bool(quote.strip())


def _numbers(found: Extraction) -> Iterator[Observation | UnmappedQuantity]:
    yield from found.observations
    yield from found.unmapped


def _place(text: str, fragment: str) -> tuple[int, int]:
    at = text.find(fragment)
    return (at, at + len(fragment)) if at >= 0 else (0, len(text))


def _in(span: tuple[int, int], place: tuple[int, int]) -> bool:
    return span[0] < place[1] and span[1] > place[0]


def _is_value(each: Observation | UnmappedQuantity, fact: Mapping[str, Any]) -> bool:
    if each.bounds.value != Decimal(str(fact["value"])):
        return False
    return each.unit == fact["unit"] or any({each.unit, fact["unit"]} <= alike for alike in (MONEY, RANK))


def _is_qualified(bounds: Bounds, fact: Mapping[str, Any]) -> bool:
    value, qualifier = Decimal(str(fact["value"])), fact["qualifier"]
    if bounds.qualifier == "implied":
        return qualifier in ("implied", "exact") and bounds.lower == bounds.upper == value
    if bounds.qualifier != qualifier:
        return False
    if qualifier in ("exact", "implied"):
        return bounds.lower == bounds.upper == value
    if qualifier == "at_least":
        return bounds.lower == value and bounds.upper in (None, 100)
    return qualifier != "at_most" or bounds.upper == value


def _is_from(observation: Observation, word: str, text: str) -> bool:
    """Whether an observation's number is the forbidden string itself, not one that stands beside it."""
    start, end = observation.evidence.span
    at = text.find(word)
    while at >= 0:
        if at <= start and end <= at + len(word):
            return True
        at = text.find(word, at + 1)
    return False
