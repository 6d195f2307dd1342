"""Whenever a build is killed, the last edition stays whole and readable, and the next build works."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from pipelines.api import open_board
from pipelines.jobs.build import build
from pipelines.jobs.root import Root
from pipelines.jobs.settings import Settings
from pipelines.jobs.verify import verify
from pipelines.warehouse.editions import BOARD, Warehouse, file_sha256

FIRST = date(2025, 1, 31)
KILLS = 10
Builder = Callable[[str, float, date], int]


@pytest.fixture
def warehouse(data_root: Path) -> Warehouse:
    return Warehouse(Root(data_root).warehouse)


def environment(root: Path, repository: Path) -> dict[str, str]:
    return {**os.environ, "FAZHI_DATA": str(root), "PYTHONPATH": str(repository), "PYTHONDONTWRITEBYTECODE": "1"}


def assert_whole(warehouse: Warehouse, root: Path) -> str:
    """Every edition that is visible is complete and the pointer leads to one; its id."""
    current = warehouse.current_id()
    editions = warehouse.edition_ids()
    assert current in editions
    assert {folder.name for folder in warehouse.editions.iterdir()} == set(editions)
    for edition_id in editions:
        assert file_sha256(warehouse.editions / edition_id / BOARD) == warehouse.manifest(edition_id).board_sha256
    board = open_board(root)
    assert board.edition_id == current
    assert int(board.metric_year(year=2023)["value"].notna().sum()) == 12
    return current


@pytest.fixture
def builder(data_root: Path, repository: Path) -> Iterator[Builder]:
    """Builds in a process of its own: (how, amount, as_of) → exit code."""
    process = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("killed_build.py"))],
        env=environment(data_root, repository),
        cwd=repository,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    wishes, answers = process.stdin, process.stdout

    def build_and_die(how: str, amount: float, as_of: date) -> int:
        print(how, amount, as_of.isoformat(), file=wishes, flush=True)
        return int(answers.readline())

    yield build_and_die
    process.kill()
    process.communicate()


def unfinished(warehouse: Warehouse) -> list[str]:
    """What a killed build left behind half done; a finished candidate isn't that."""
    return [folder.name for folder in warehouse.candidates.iterdir() if folder.name.startswith(".")]


def test_a_build_killed_at_any_step_on_disk_leaves_the_last_edition(
    data_root: Path, warehouse: Warehouse, builder: Builder
) -> None:
    last = build(Settings(), as_of=FIRST).manifest.edition_id
    codes, left_behind = [], 0
    for step in range(1, 60):
        codes.append(builder("step", step, FIRST + timedelta(days=step)))
        current = assert_whole(warehouse, data_root)
        left_behind += len(unfinished(warehouse))
        if codes[-1] == 0:
            assert current != last
            break
        assert current == last
    assert len(codes) > 6
    assert codes == [-signal.SIGKILL] * (len(codes) - 1) + [0]
    assert left_behind > 0
    assert unfinished(warehouse) == []
    verify(Settings())


def test_builds_killed_at_many_moments_leave_an_edition_and_the_next_build_works(
    data_root: Path, warehouse: Warehouse, builder: Builder
) -> None:
    assert builder("never", 0, FIRST) == 0
    started = time.monotonic()
    assert builder("never", 0, FIRST + timedelta(days=1)) == 0
    usual = time.monotonic() - started
    current = assert_whole(warehouse, data_root)
    codes = []
    for number in range(KILLS):
        as_of = FIRST + timedelta(days=2 + number)
        codes.append(builder("seconds", usual * number / KILLS, as_of))
        before, current = current, assert_whole(warehouse, data_root)
        assert current == before or current.startswith(as_of.isoformat())
    assert codes.count(-signal.SIGKILL) >= KILLS // 3
    final = build(Settings(), as_of=FIRST + timedelta(days=99))
    assert assert_whole(warehouse, data_root) == final.manifest.edition_id
    assert unfinished(warehouse) == []
    verify(Settings())


def test_the_lock_of_a_killed_build_is_free(data_root: Path, repository: Path, warehouse: Warehouse) -> None:
    holding = (
        "import sys, time\nfrom pathlib import Path\nfrom pipelines.warehouse.editions import Warehouse\n"
        "with Warehouse(Path(sys.argv[1])).building():\n    print('held', flush=True)\n    time.sleep(60)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", holding, str(warehouse.folder)],
        env=environment(data_root, repository),
        cwd=repository,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    refused = subprocess.run(
        [sys.executable, "-m", "pipelines", "build"],
        env={**environment(data_root, repository), "FAZHI_LANGUAGE": "en"},
        cwd=repository,
        capture_output=True,
        text=True,
        check=False,
    )
    process.kill()
    process.wait()
    process.stdout.close()
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "another build is running" in refused.stderr
    assert build(Settings(), as_of=FIRST).is_new
