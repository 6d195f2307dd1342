"""The spec files: what a text says, and what is read from it."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.domain.catalogue import Catalogue
from pipelines.extract import ReportReader
from pipelines.extract.quantities import QuantityReader
from pipelines.extract.repair import repair

SPECS = Path(__file__).parent / "specs"
YEAR = 2023


def specs(pattern: str) -> list[Any]:
    """The cases of the files that fit `pattern`, each named by its file and its text."""
    files = sorted(SPECS.glob(pattern))
    assert files, f"no spec file fits {pattern}"
    return [
        pytest.param(case, id=f"{file.stem}: {case['text'][:24]}")
        for file in files
        for case in yaml.safe_load(file.read_text(encoding="utf-8"))
    ]


def known_misses(kind: str) -> list[Any]:
    cases = yaml.safe_load((SPECS / "known_misses.yml").read_text(encoding="utf-8"))
    return [
        pytest.param(case, id=case["text"][:24], marks=pytest.mark.xfail(strict=True, reason=case["why"]))
        for case in cases
        if case["kind"] == kind
    ]


def bounds_of(value: Decimal, qualifier: str, unit: str) -> tuple[Decimal | None, Decimal | None]:
    """What DESIGN section 1 says that a qualifier bounds (近 is spelled out in its cases)."""
    least, most = (Decimal(0), Decimal(100)) if unit == "%" else (None, None)
    return {
        "exact": (value, value),
        "implied": (value, value),
        "at_least": (value, most),
        "at_most": (Decimal(0), value),
        "about": (least, most),
    }[qualifier]


def number(printed: Any) -> Decimal | None:
    return None if printed is None else Decimal(str(printed))


def check_bounds(found: Any, expected: dict[str, Any], unit: str) -> None:
    value, qualifier = number(expected["value"]), expected.get("qualifier", "exact")
    assert value is not None
    lower, upper = bounds_of(value, qualifier, unit)
    assert found.qualifier == qualifier
    assert found.value == value
    assert found.lower == (number(expected["lower"]) if "lower" in expected else lower)
    assert found.upper == (number(expected["upper"]) if "upper" in expected else upper)


def check_quantities(case: dict[str, Any], reader: QuantityReader) -> None:
    text = repair(case["text"]).text if case.get("repaired") else case["text"]
    found = reader.read(text)
    assert [quantity.quote for quantity in found if quantity.quote != text[slice(*quantity.span)]] == []
    assert len(found) == len(case["finds"]), [quantity.quote for quantity in found]
    for quantity, expected in zip(found, case["finds"], strict=True):
        assert quantity.unit == expected["unit"]
        check_bounds(quantity.bounds, expected, quantity.unit)
        assert (quantity.window.years if quantity.window else None) == expected.get("window_years")
        assert quantity.is_requirement == expected.get("is_requirement", False)
        assert list(quantity.flags) == expected.get("flags", [])
        if "quote" in expected:
            assert quantity.quote == expected["quote"]


def check_sentence(case: dict[str, Any], reader: ReportReader, catalogue: Catalogue) -> None:
    found = reader.read(case["text"], year=YEAR)
    wanted = [(expected["metric"], number(expected["value"])) for expected in case["finds"]]
    assert [(item.metric_id, item.bounds.value) for item in found.observations] == wanted
    for item, expected in zip(found.observations, case["finds"], strict=True):
        metric = catalogue.metric_of[item.metric_id]
        check_bounds(item.bounds, expected, item.unit)
        assert item.kind == expected.get("kind", metric.kind)
        assert item.scope == expected.get("scope", "")
        assert list(item.flags) == expected.get("flags", ["window_assumed"] if item.kind == "window" else [])
        for key in ("unit", "period_start", "period_end"):
            if key in expected:
                assert getattr(item, key) == expected[key]
    assert [item.evidence.quote for item in found.unmapped] == case.get("unmapped", [])


@pytest.mark.parametrize("case", specs("quantities_*.yml"))
def test_a_text_gives_exactly_its_quantities(case: dict[str, Any], quantity_reader: QuantityReader) -> None:
    check_quantities(case, quantity_reader)


@pytest.mark.parametrize("case", specs("sentences_*.yml"))
def test_a_sentence_gives_exactly_its_metrics(case: dict[str, Any], reader: ReportReader, catalogue: Catalogue) -> None:
    check_sentence(case, reader, catalogue)


@pytest.mark.parametrize("case", specs("tables_*.yml"))
def test_a_table_gives_exactly_its_figures(case: dict[str, Any], reader: ReportReader, catalogue: Catalogue) -> None:
    check_sentence(case, reader, catalogue)


@pytest.mark.parametrize("case", specs("practices.yml"))
def test_a_sentence_states_its_practices_and_how_often(case: dict[str, Any], reader: ReportReader) -> None:
    found = reader.read(case["text"], year=YEAR).practices
    assert {practice.practice_id: practice.frequency for practice in found} == case["states"]
    assert len(found) == len(case["states"])


@pytest.mark.parametrize("case", specs("problems_and_goals.yml"))
def test_a_section_gives_its_problems_and_goals_in_order(case: dict[str, Any], reader: ReportReader) -> None:
    found = reader.read(case["text"], year=YEAR)
    for kind in ("problems", "goals"):
        items = getattr(found, kind)
        assert [{"id": i.item_id, "name": i.name, "parts": list(i.parts)} for i in items] == case[kind]
        assert [item.order for item in items] == list(range(1, len(items) + 1))


@pytest.mark.parametrize("case", known_misses("quantity"))
def test_a_known_miss_among_quantities(case: dict[str, Any], quantity_reader: QuantityReader) -> None:
    check_quantities(case, quantity_reader)


@pytest.mark.parametrize("case", known_misses("sentence"))
def test_a_known_miss_among_sentences(case: dict[str, Any], reader: ReportReader, catalogue: Catalogue) -> None:
    check_sentence(case, reader, catalogue)


def test_the_spec_sentences_cover_every_theme(catalogue: Catalogue) -> None:
    used = {expected["metric"] for case in specs("sentences_*.yml") for expected in case.values[0]["finds"]}
    themes = {catalogue.metric_of[metric_id].theme_id for metric_id in used}
    assert themes == {theme.theme_id for theme in catalogue.themes}
