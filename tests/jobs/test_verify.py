"""`verify` finds whatever no longer agrees: the file, the inputs, the quotes, the rows."""

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pytest

from pipelines.domain.errors import EditionDamaged, InputsMovedOn, UnknownEdition
from pipelines.jobs.build import build
from pipelines.jobs.root import Root
from pipelines.jobs.settings import Settings
from pipelines.jobs.verify import verify
from pipelines.warehouse.editions import BOARD, MANIFEST, Warehouse, file_sha256

Change = Callable[[dict], None]


@pytest.fixture
def data_root(root_like) -> Path:
    """A data root of this test alone, with a published edition."""
    return root_like("built", lambda root: build(Settings(data=root), as_of=date(2025, 1, 31)))


@pytest.fixture
def edition(data_root: Path) -> Path:
    """The folder of the edition, which a test may spoil."""
    (folder,) = Warehouse(Root(data_root).warehouse).editions.iterdir()
    return folder


def change_manifest(edition: Path, change: Change) -> None:
    content = json.loads((edition / MANIFEST).read_text(encoding="utf-8"))
    change(content)
    (edition / MANIFEST).write_text(json.dumps(content), encoding="utf-8")


def spoil(edition: Path, statement: str) -> None:
    """Change the board's rows and make the manifest agree with the new file."""
    with duckdb.connect(str(edition / BOARD)) as connection:
        connection.execute(statement)
    change_manifest(edition, lambda content: content.update(board_sha256=file_sha256(edition / BOARD)))


def faults() -> str:
    with pytest.raises(EditionDamaged) as refusal:
        verify(Settings())
    return str(refusal.value)


def moved_on() -> str:
    with pytest.raises(InputsMovedOn, match="the edition itself is whole") as refusal:
        verify(Settings())
    return str(refusal.value)


def test_a_fresh_edition_agrees_and_all_its_figures_open(edition: Path) -> None:
    manifest, opened = verify(Settings())
    assert (manifest.edition_id, opened) == (edition.name, 15)


def test_an_earlier_edition_can_be_verified(edition: Path) -> None:
    build(Settings(), as_of=date(2025, 2, 28))
    manifest, opened = verify(Settings(), edition.name)
    assert (manifest.edition_id, opened) == (edition.name, 15)


def test_an_unknown_edition_is_refused(edition: Path) -> None:
    with pytest.raises(UnknownEdition, match=edition.name):
        verify(Settings(), "2020-01-01-none")


def test_an_altered_board_file_is_found(edition: Path) -> None:
    with (edition / BOARD).open("ab") as file:
        file.write(b"\0")
    assert "board.duckdb: not the file that it was" in faults()


def test_a_lost_board_file_is_found(edition: Path) -> None:
    (edition / BOARD).unlink()
    assert "board.duckdb: gone" in faults()


def test_a_changed_input_is_found(edition: Path, data_root: Path) -> None:
    file = data_root / "catalogue" / "owners.yml"
    file.write_text(file.read_text(encoding="utf-8") + "# later\n", encoding="utf-8")
    assert "catalogue/owners.yml: not the file that it was" in moved_on()


def test_a_lost_input_is_found(edition: Path, data_root: Path) -> None:
    (data_root / "documents" / "longjin-2024" / "excerpt.txt").unlink()
    assert "documents/longjin-2024/excerpt.txt: gone" in moved_on()


def test_a_new_input_is_found(edition: Path, data_root: Path) -> None:
    (data_root / "catalogue" / "metrics" / "more.yml").write_text("[]\n", encoding="utf-8")
    assert "catalogue/metrics/more.yml: new since then" in moved_on()


def test_damage_is_told_before_inputs_that_moved_on(edition: Path, data_root: Path) -> None:
    (data_root / "catalogue" / "metrics" / "more.yml").write_text("[]\n", encoding="utf-8")
    (edition / BOARD).unlink()
    found = faults()
    assert "gone" in found
    assert "more.yml" not in found


@pytest.mark.parametrize(
    "statement",
    [
        "update marts.observation set quote = '93份' where quote = '92份'",
        "update marts.observation set span_start = span_start + 1, span_end = span_end + 1 where quote = '92份'",
        "update marts.observation set original_start = original_start - 1 where quote = '92份'",
    ],
)
def test_a_quote_that_does_not_stand_at_its_place_is_found(edition: Path, statement: str) -> None:
    spoil(edition, statement)
    found = faults()
    assert "marts.observation: the rows aren't those that were published" in found
    assert re.search(r"longjin-2023: '9[23]份' of observation \w{16} isn't at character \d+", found)


def test_rows_that_a_second_build_does_not_give_are_found(edition: Path) -> None:
    change_manifest(edition, lambda content: content["digests"].update({"marts.goal": "1"}))
    assert "marts.goal: a second build gives other rows" in faults()


def test_a_value_altered_in_board_and_manifest_is_found(edition: Path) -> None:
    spoil(edition, "update marts.metric_year set value = 999 where metric_id = 'contracts_reviewed' and year = 2023")
    assert "marts.metric_year" in faults()
