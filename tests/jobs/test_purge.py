"""Originals whose retention is over are listed, and deleted where somebody says so; what was counted stays."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from dashboards.widgets.months import _place
from pipelines.api import open_board
from pipelines.domain.errors import PurgeTooEarly, SameLedgerFile
from pipelines.jobs.build import build
from pipelines.jobs.ledgers import purge
from pipelines.jobs.ledgers.load import LedgerFile, load_ledger
from pipelines.jobs.ledgers.store import LedgerFolder
from pipelines.jobs.settings import Settings

LOADED, OVER = date(2020, 3, 4), date(2025, 3, 4)  # clean_ups keeps for five years
HEADER = "整治编号,整治日期,点位名称,类别\n"


@pytest.fixture
def settings(repository: Path, tmp_path: Path) -> Settings:
    root = tmp_path / "data"
    shutil.copytree(repository / "data" / "catalogue", root / "catalogue")
    return Settings(data=root)


def load(settings: Settings, rows: str, on: date) -> tuple[Path, LedgerFile]:
    file = settings.data.parent / "整治.csv"
    file.write_text(HEADER + rows, encoding="utf-8")
    asked = LedgerFile(file, "clean_ups", "longjin", {})
    _, batch = load_ledger(settings, asked, today=on)
    return settings.data / "ledgers" / "longjin" / "clean_ups" / batch.batch_id, asked


def named(overdue: list[purge.Overdue]) -> list[tuple[str, date]]:
    return [(each.batch.batch_id, each.since) for each in overdue]


def test_an_original_is_overdue_from_the_day_on_its_card(settings: Settings) -> None:
    folder, _ = load(settings, "Z1,2020-02-06,甲,占道经营\n", LOADED)
    load(settings, "Z2,2024-05-06,甲,占道经营\n", date(2024, 6, 1))
    assert purge.overdue_originals(settings, as_of=date(2025, 3, 3)) == []
    assert named(purge.overdue_originals(settings, as_of=OVER)) == [(folder.name, OVER)]
    assert (folder / "original.csv").is_file()


def test_a_longer_term_that_the_catalogue_names_since_holds(settings: Settings) -> None:
    folder, _ = load(settings, "Z1,2020-02-06,甲,占道经营\n", LOADED)
    kind = settings.data / "catalogue" / "ledgers" / "clean_ups.yml"
    kind.write_text(kind.read_text(encoding="utf-8").replace("retention_years: 5", "retention_years: 10"), "utf-8")
    assert purge.overdue_originals(settings, as_of=OVER) == []
    kind.write_text(kind.read_text(encoding="utf-8").replace("retention_years: 10", "retention_years: 1"), "utf-8")
    assert named(purge.overdue_originals(settings, as_of=OVER)) == [(folder.name, OVER)]


def test_only_the_original_goes_and_a_note_stays(settings: Settings) -> None:
    folder, asked = load(settings, "Z1,2020-02-06,甲,占道经营\n", LOADED)
    kept, _ = load(settings, "Z2,2024-05-06,甲,占道经营\n", date(2024, 6, 1))
    before = {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.startswith("original")}
    today = date(2025, 4, 1)
    assert named(purge.purge_originals(settings, as_of=today, today=today)) == [(folder.name, OVER)]
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert {"batch.json", "rows.parquet"} <= before.keys()
    assert (kept / "original.csv").is_file()
    notes = (folder.parent / "decisions.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(note) for note in notes] == [
        {"what": "purge", "on": "2025-04-01", "batch_id": folder.name, "why": "", "by": "local"}
    ]
    assert purge.purge_originals(settings, as_of=today, today=today) == [], "and once is enough"
    asked.path.write_text(HEADER + "Z1,2020-02-06,甲,占道经营\n", encoding="utf-8")
    with pytest.raises(SameLedgerFile):
        load_ledger(settings, asked, today=today)


def test_a_purge_that_broke_off_before_its_note_is_noted_by_the_next(settings: Settings) -> None:
    folder, _ = load(settings, "Z1,2020-02-06,甲,占道经营\n", LOADED)
    (folder / "original.csv").unlink()
    purge.purge_originals(settings, as_of=OVER, today=OVER)
    assert LedgerFolder(folder.parent, "longjin", "clean_ups").originals_deleted() == {folder.name: OVER}


def test_nothing_is_deleted_for_a_day_to_come(settings: Settings) -> None:
    folder, _ = load(settings, "Z1,2020-02-06,甲,占道经营\n", LOADED)
    with pytest.raises(PurgeTooEarly, match="2025-03-04"):
        purge.purge_originals(settings, as_of=OVER, today=date(2024, 1, 1))
    assert (folder / "original.csv").is_file()


def test_the_rows_behind_a_figure_say_that_their_original_is_gone(settings: Settings) -> None:
    load(settings, "Z1,2020-02-06,甲,占道经营\n", LOADED)
    kept, _ = load(settings, "Z2,2020-02-07,甲,占道经营\n", date(2024, 6, 1))
    today = date(2025, 4, 1)
    purge.purge_originals(settings, as_of=today, today=today)
    build(settings, as_of=today)
    board = open_board(settings.data)
    figure = board.metric_year("longjin", 2020, "street_occupation_cases")
    assert float(figure["value"].iloc[0]) == 2, "what was counted stays counted"
    rows = board.ledger_rows("longjin", "street_occupation_cases", date(2020, 1, 1), date(2020, 12, 31))
    assert [(row["row_key"], row["original_deleted_on"]) for row in rows] == [("Z1", today), ("Z2", None)]
    assert rows[1]["batch_id"] == kept.name
    assert "原件保管期满，已于2025-04-01删除" in _place(rows[0], "zh")
    assert "original deleted on 2025-04-01 after its retention" in _place(rows[0], "en")
    assert "原件" not in _place(rows[1], "zh")
