"""The published report that this board was made for: all of its facts, and none that it doesn't state."""

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.extract import Extraction, ReportReader
from pipelines.extract.repair import repair

YEAR = 2023


def seed(shared: Path, name: str) -> list[dict[str, str]]:
    with (shared / "seeds" / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def original(shared: Path) -> str:
    (file,) = (shared / "seeds").glob("*.txt")
    return file.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def found(original: str, reader: ReportReader) -> Extraction:
    return reader.read(original, year=YEAR)


def number(printed: str) -> Decimal | None:
    return Decimal(printed) if printed else None


def test_the_published_report_gives_exactly_the_12_facts(found: Extraction, shared: Path) -> None:
    facts = {
        fact["metric_id"]: (
            number(fact["value"]),
            number(fact["lower"]),
            number(fact["upper"]),
            *(fact[key] for key in ("qualifier", "unit", "kind", "period_start", "period_end", "report_section")),
            tuple(fact["flags"].split()),
        )
        for fact in seed(shared, "facts.csv")
    }
    read = {
        item.metric_id: (
            item.bounds.value,
            item.bounds.lower,
            item.bounds.upper,
            item.bounds.qualifier,
            item.unit,
            item.kind,
            item.period_start.isoformat(),
            item.period_end.isoformat(),
            item.evidence.section,
            item.flags,
        )
        for item in found.observations
    }
    assert len(facts) == 12
    assert read == facts
    assert len(found.observations) == 12
    assert {item.scope for item in found.observations} == {""}


def test_the_published_report_leaves_no_number_unmapped(found: Extraction) -> None:
    assert found.unmapped == ()


def test_a_facts_fragment_ends_or_begins_with_its_quote(found: Extraction, shared: Path) -> None:
    quotes = {item.metric_id: item.evidence for item in found.observations}
    for fact in seed(shared, "facts.csv"):
        evidence = quotes[fact["metric_id"]]
        assert evidence.quote in fact["fragment"]
        assert fact["fragment"].split(evidence.quote)[0][-4:] in evidence.sentence


def test_each_place_in_the_original_says_the_quote_once_repaired(found: Extraction, original: str) -> None:
    stated = [*found.observations, *found.practices, *found.problems, *found.goals]
    assert len(stated) == 12 + 23 + 3 + 3
    assert "(" in original[slice(*found.problems[0].evidence.span_original)]
    for evidence in (item.evidence for item in stated):
        text = repair(original[slice(*evidence.span_original)]).text
        # a broken ordinal and the character after it are one stretch: ?。ㄒ唬┻M stands for （一）进
        assert re.sub("^（[一二三]）", "", text) == evidence.quote
        assert found.repaired.text[slice(*evidence.span)] == evidence.quote


def test_the_published_report_states_the_seeds_practices_and_frequencies(found: Extraction, shared: Path) -> None:
    assert {item.practice_id for item in found.practices} == {
        practice["practice_id"] for practice in seed(shared, "practices.csv")
    }
    assert {item.practice_id: item.frequency for item in found.practices if item.frequency} == {
        stated["practice_id"]: stated["period"] for stated in seed(shared, "frequencies.csv")
    }


def test_the_published_report_names_the_seeds_problems_and_goals_in_order(found: Extraction, shared: Path) -> None:
    assert [item.item_id for item in found.problems] == [row["problem_id"] for row in seed(shared, "problems.csv")]
    assert [item.item_id for item in found.goals] == [row["goal_id"] for row in seed(shared, "goals.csv")]
    assert [item.name for item in found.goals] == [row["name_zh"] for row in seed(shared, "goals.csv")]


def test_the_catalogue_ties_problems_to_the_seeds_goals(catalogue, shared: Path) -> None:
    assert {problem.problem_id: list(problem.goal_ids) for problem in catalogue.problems} == {
        row["problem_id"]: row["linked_goals"].split() for row in seed(shared, "problems.csv")
    }
