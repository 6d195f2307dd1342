"""Office sheets in every disorder: what is read, what is skipped and why, and what is refused, cell by cell."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from pipelines.jobs.ledgers.load import Inspected, LedgerFile, inspect_ledger
from pipelines.jobs.settings import Settings
from pipelines.wording import say
from tests.ledgers.specs import SPECS, Spec

TODAY = date(2025, 1, 31)


@pytest.fixture(scope="module")
def root(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A root in which nothing is loaded."""
    root = tmp_path_factory.mktemp("messy")
    shutil.copytree(repository / "data" / "catalogue", root / "catalogue")
    return root


def inspected(spec: Spec, root: Path, folder: Path) -> Inspected:
    path = folder / spec.name
    path.write_bytes(spec.file)
    return inspect_ledger(Settings(data=root), LedgerFile(path, spec.ledger, "longjin", spec.mapping), today=TODAY)


@pytest.mark.parametrize("spec", [pytest.param(spec, id=name) for name, spec in SPECS.items() if not spec.fails])
def test_a_messy_sheet_is_read_row_by_row(spec: Spec, root: Path, tmp_path: Path) -> None:
    checked = inspected(spec, root, tmp_path).checked
    refused = tuple((each.sheet, each.row, each.column, each.code) for each in checked.refusals)
    assert refused == spec.refuses
    rows = checked.rows.to_pylist()
    assert len(rows) == len(spec.reads)
    for row, expected in zip(rows, spec.reads, strict=True):
        assert {name: row[name] for name in expected} == expected
    assert {skipped.code: skipped.rows for skipped in checked.skipped} == spec.skips
    if spec.unread:
        assert checked.unread_headers == spec.unread
    assert checked.unread_sheets == spec.unread_sheets
    for each in checked.refusals:
        for language in ("zh", "en"):
            assert say(f"ledger.refusal.{each.code}", language, expected=each.expected)


@pytest.mark.parametrize("spec", [pytest.param(spec, id=name) for name, spec in SPECS.items() if spec.fails])
def test_a_file_that_cannot_be_trusted_is_refused_whole(spec: Spec, root: Path, tmp_path: Path) -> None:
    assert spec.fails is not None
    refusal, words = spec.fails
    with pytest.raises(refusal) as raised:
        inspected(spec, root, tmp_path)
    assert all(word in str(raised.value) for word in (spec.name, *words))
