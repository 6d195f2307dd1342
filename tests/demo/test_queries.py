"""The shipped example queries over the made-up district."""

from pathlib import Path

import pytest

from pipelines.api import open_board, run_query
from pipelines.catalogue import load_catalogue
from pipelines.domain.queries import ExampleQuery
from tests.conftest import DATA

EXAMPLES = load_catalogue(DATA / "catalogue").queries


@pytest.mark.parametrize("example", EXAMPLES, ids=[each.query_id for each in EXAMPLES])
def test_an_example_query_finds_rows_in_the_district(
    demo_root: Path, monkeypatch: pytest.MonkeyPatch, example: ExampleQuery
) -> None:
    monkeypatch.setenv("FAZHI_DATA", str(demo_root))
    answer = run_query(open_board(), example.select)
    # the district's own sentences leave no number without a metric
    assert answer.rows or example.query_id == "numbers_without_a_metric"
    assert answer.columns and answer.cut is None
