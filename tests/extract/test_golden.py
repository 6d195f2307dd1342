"""The documents that are shipped, number by number: exactly these readings and nothing more."""

import csv
import io
from pathlib import Path

import pytest

from pipelines.domain.observations import Observation
from pipelines.extract import Extraction, ReportReader
from pipelines.jobs.show import cell

GOLDEN = Path(__file__).parent / "golden"
FILES = {"longjin-2023": ("report.txt", 2023), "longjin-2024": ("excerpt.txt", 2024)}
COLUMNS = ("metric_id", "value", "lower", "upper", "qualifier", "unit", "kind", "period_start", "period_end", "quote")


def read(name: str, reader: ReportReader, repository: Path) -> Extraction:
    file, year = FILES[name]
    return reader.read((repository / "data" / "documents" / name / file).read_text(encoding="utf-8"), year=year)


def row(item: Observation) -> dict[str, str]:
    bounds = {name: cell(getattr(item.bounds, name)) for name in ("value", "lower", "upper", "qualifier")}
    others = {name: str(getattr(item, name)) for name in ("metric_id", "unit", "kind", "period_start", "period_end")}
    return {**bounds, **others, "quote": item.evidence.quote}


@pytest.fixture(scope="module")
def report(reader: ReportReader, repository: Path) -> Extraction:
    return read("longjin-2023", reader, repository)


@pytest.fixture(scope="module")
def excerpt(reader: ReportReader, repository: Path) -> Extraction:
    return read("longjin-2024", reader, repository)


@pytest.mark.parametrize("name", FILES)
def test_a_document_gives_exactly_its_golden_observations(name: str, reader: ReportReader, repository: Path) -> None:
    found = read(name, reader, repository)
    golden = list(csv.DictReader(io.StringIO((GOLDEN / f"{name}.csv").read_text(encoding="utf-8"))))
    assert tuple(golden[0]) == COLUMNS
    assert [row(item) for item in found.observations] == golden
    assert {item.scope for item in found.observations} == {""}
    assert found.unmapped == ()


@pytest.mark.parametrize("name", FILES)
def test_every_quote_stands_in_the_text_and_in_the_original(name: str, reader: ReportReader, repository: Path) -> None:
    found = read(name, reader, repository)
    stated = [*found.observations, *found.practices, *found.problems, *found.goals]
    assert len(stated) > 3
    for place in (item.evidence for item in stated):
        assert found.repaired.text[slice(*place.span)] == place.quote
        assert found.repaired.original[slice(*place.span_original)] == place.quote
        assert found.repaired.text[slice(*place.sentence_span)] == place.sentence
        assert place.sentence_span[0] <= place.span[0] <= place.sentence_span[1]


def test_the_2023_report_states_all_23_practices_and_two_of_them_monthly(report: Extraction, catalogue) -> None:
    stated = {practice.practice_id: practice.frequency for practice in report.practices}
    assert len(report.practices) == 23
    assert stated.keys() == {practice.practice_id for practice in catalogue.practices}
    assert {name: often for name, often in stated.items() if often} == {
        "legal_training": "month",
        "enterprise_requests": "month",
    }


def test_the_2023_report_names_three_problems_and_sets_three_goals(report: Extraction) -> None:
    assert [(item.item_id, item.name) for item in report.problems] == [
        ("team_capacity", "执法队伍有待继续配强"),
        ("publicity_reach", "法治宣传的形式不够丰富，覆盖也不完全"),
        ("cadre_awareness", "少数机关干部和执法人员对法治政府建设重视不够"),
    ]
    assert [(item.item_id, item.name) for item in report.goals] == [
        ("goal_1", "进一步提升行政执法水平"),
        ("goal_2", "进一步强化街道法治力量"),
        ("goal_3", "进一步推动宣传提质增效"),
    ]
    assert {item.evidence.section for item in report.problems} == {"四"}
    assert {item.evidence.section for item in report.goals} == {"五"}
    assert [len(item.parts) for item in report.goals] == [3, 5, 4]


def test_the_2024_excerpt_states_two_practices_and_neither_problem_nor_goal(excerpt: Extraction) -> None:
    assert [(item.practice_id, item.frequency) for item in excerpt.practices] == [
        ("law_exam", None),
        ("standing_legal_adviser", None),
    ]
    assert (excerpt.problems, excerpt.goals) == ((), ())


def test_a_report_knows_its_own_year_and_organisation(reader: ReportReader, repository: Path, catalogue) -> None:
    from pipelines.extract import proposed_organisation, proposed_year

    for name, (file, year) in FILES.items():
        text = (repository / "data" / "documents" / name / file).read_text(encoding="utf-8")
        assert proposed_year(text, where=name) == year
        assert proposed_organisation(text, catalogue, where=name) == "longjin"
        assert reader.read(text).year == year
