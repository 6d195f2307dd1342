"""The benchmark: what it counts as right, and that docs/extraction.md says what it measures."""

from pathlib import Path
from typing import Any

import pytest

from pipelines.domain.catalogue import Catalogue
from pipelines.extract import ReportReader
from tests.extract.benchmark import __main__ as benchmark
from tests.extract.benchmark.scoring import Score, read_records, scored

FACT = {"metric_id": "contracts_reviewed", "value": 92, "unit": "份", "qualifier": "exact", "fragment": "合同92份"}


@pytest.fixture(scope="module")
def score(reader: ReportReader, catalogue: Catalogue) -> Score:
    return scored(read_records(benchmark.RECORDS), reader, catalogue)


def one(reader: ReportReader, catalogue: Catalogue, text: str, *gold: dict[str, Any], **record: Any) -> Score:
    made = {"id": "000", "year": 2023, "text": text, "gold": gold, "not_metrics": [], **record}
    return scored([made], reader, catalogue)


def test_the_page_says_what_the_benchmark_measures(score: Score, catalogue: Catalogue) -> None:
    """Mend with: make bench-extract"""
    page = benchmark.PAGE.read_text(encoding="utf-8")
    assert benchmark.put(page, "accuracy", benchmark.accuracy(score, catalogue)) == page


def test_the_page_says_what_the_made_up_sets_measure(reader: ReportReader, catalogue: Catalogue) -> None:
    """Mend with: make bench-extract"""
    page = benchmark.PAGE.read_text(encoding="utf-8")
    assert benchmark.put(page, "made-up", benchmark.made_up(reader, catalogue)) == page


@pytest.mark.parametrize("path", benchmark.MADE_UP, ids=lambda path: path.stem)
def test_the_reading_of_a_made_up_set_does_not_fall_back(
    reader: ReportReader, catalogue: Catalogue, path: Path
) -> None:
    score = scored(read_records(path), reader, catalogue)
    assert score.read / score.facts >= 0.96
    assert score.mapped / score.facts >= 0.92
    assert score.right_observations / score.observations >= 0.92
    assert score.right_bounds / score.read >= 0.99
    assert score.right_spans == score.spans


def test_the_reading_stays_within_its_aims_on_prose(reader: ReportReader, catalogue: Catalogue) -> None:
    prose = [record for record in read_records(benchmark.RECORDS) if "|" not in record["text"]]
    score = scored(prose, reader, catalogue)
    assert score.facts == 107
    assert score.read / score.facts >= 0.99
    assert score.mapped / score.facts >= 0.85
    assert score.right_observations / score.observations >= 0.95
    assert score.right_bounds / score.read >= 0.98
    assert score.forbidden == 0 and score.right_spans == score.spans


def test_a_right_reading_counts_as_right(reader: ReportReader, catalogue: Catalogue) -> None:
    found = one(reader, catalogue, "全年审查合同92份。", FACT)
    assert (found.facts, found.read, found.mapped, found.right_bounds) == (1, 1, 1, 1)
    assert (found.observations, found.right_observations, found.misses) == (1, 1, [])


@pytest.mark.parametrize(
    ("change", "counts"),
    [
        ({"value": 93}, (0, 0, 0)),
        ({"unit": "次"}, (0, 0, 0)),
        ({"metric_id": "legal_opinions_issued"}, (1, 0, 1)),
        ({"qualifier": "at_least"}, (1, 1, 0)),
        ({"fragment": "意见92份"}, (1, 1, 1)),
    ],
)
def test_a_reading_that_differs_is_a_miss_of_its_kind(reader, catalogue, change, counts) -> None:
    found = one(reader, catalogue, "全年审查合同92份。", {**FACT, **change})
    assert (found.read, found.mapped, found.right_bounds) == counts
    assert bool(found.misses) == (counts != (1, 1, 1))


def test_an_observation_that_is_no_fact_lowers_precision(reader, catalogue) -> None:
    found = one(reader, catalogue, "全年审查合同92份。")
    assert (found.observations, found.right_observations) == (1, 0)
    assert found.misses == ["000 not a fact: 92份 (contracts_reviewed)"]


def test_an_observation_from_a_forbidden_string_is_counted(reader, catalogue) -> None:
    text = "全年审查合同92份。"
    assert one(reader, catalogue, text, FACT, not_metrics=["合同92份"]).forbidden == 1
    assert one(reader, catalogue, text, FACT, not_metrics=["全年"]).forbidden == 0


def test_the_corpus_is_of_reports_of_five_kilobytes() -> None:
    reports = benchmark.corpus(["审查合同92份。" * 40])
    assert all(5_000 <= len(report.encode()) <= 7_000 for report in reports[:-1])
    assert sum(len(report.encode()) for report in reports) >= 3_000_000


def test_records_of_another_file_are_scored_without_touching_the_page(tmp_path: Path, monkeypatch, capsys) -> None:
    file = tmp_path / "records.jsonl"
    file.write_text(benchmark.RECORDS.read_text(encoding="utf-8").splitlines()[0], encoding="utf-8")
    before = benchmark.PAGE.read_text(encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["bench", str(file)])
    benchmark.main()
    assert "| quantities: recall | 3/3 = 1.000 |" in capsys.readouterr().out
    assert benchmark.PAGE.read_text(encoding="utf-8") == before
