"""Whenever a batch is killed, the same command goes on, and its tables are those of a run that nobody killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest

from pipelines.jobs.batch.finish import FINISHED, SCHEMAS
from pipelines.jobs.batch.parts import part_numbers
from pipelines.jobs.batch.run import Said, extract_folder
from pipelines.jobs.settings import Settings
from tests.jobs.mass.odd_readers import slow
from tests.jobs.mass.reports import write_reports, write_root

FILES, SIZE, ORGANISATIONS = 300, 1_500, 20


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """300 made-up reports, and one bad file."""
    folder = tmp_path_factory.mktemp("reports")
    write_reports(folder, FILES, organisations=ORGANISATIONS, size=SIZE)
    (folder / "bad.txt").write_text("没有年份", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Path:
    return write_root(tmp_path_factory.mktemp("root"), repository / "data" / "catalogue", organisations=ORGANISATIONS)


@pytest.fixture(scope="session")
def unkilled(tmp_path_factory: pytest.TempPathFactory, folder: Path, root: Path) -> dict[str, bytes]:
    """The tables of a run that nobody killed."""
    output = tmp_path_factory.mktemp("unkilled") / "out"
    summary = extract_folder(Settings(data=root), folder, output, said=Said(workers=1), watch=lambda *_: None)
    assert (summary.rows["documents"], summary.rows["refused"]) == (FILES, 1)
    assert summary.rows["observations"] > 5 * FILES
    return tables(output)


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "out"


@pytest.fixture
def environment(root: Path, repository: Path) -> dict[str, str]:
    added = {"FAZHI_DATA": str(root), "FAZHI_LANGUAGE": "en", "PYTHONPATH": str(repository)}
    return {**os.environ, **added, "PYTHONDONTWRITEBYTECODE": "1"}


def tables(output: Path) -> dict[str, bytes]:
    return {name: (output / f"{name}.parquet").read_bytes() for name in SCHEMAS}


@contextmanager
def running(folder: Path, output: Path, environment: dict[str, str]) -> Iterator[subprocess.Popen]:
    process = subprocess.Popen(
        [sys.executable, "-m", "pipelines", "extract", str(folder), "--to", str(output)],
        env=environment,
        cwd=environment["PYTHONPATH"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_for_parts(output: Path, count: int, process: subprocess.Popen) -> None:
    until = time.monotonic() + 60
    while len(part_numbers(output / "parts")) < count:
        assert process.poll() is None
        assert time.monotonic() < until
        time.sleep(0.005)


def children(process: subprocess.Popen) -> list[int]:
    return [int(each) for each in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_runs_killed_before_any_change_on_disk_come_to_the_same_tables(
    folder: Path, output: Path, environment: dict[str, str], unkilled: dict[str, bytes]
) -> None:
    """Each run goes on with what the killed ones before it left; the last ones die while the tables are written."""
    program = [sys.executable, "-m", "tests.jobs.killed_batch", str(folder), str(output)]
    codes = []
    for step in (3, 9, 20, 33, 12, 16, 18, 200):
        done = subprocess.run(
            [*program, str(step)], env=environment, cwd=environment["PYTHONPATH"], check=False, capture_output=True
        )
        codes.append(done.returncode)
        if done.returncode == 0:
            break
        assert not (output / FINISHED).exists()
    assert codes == [-signal.SIGKILL] * (len(codes) - 1) + [0]
    assert len(codes) == 8
    assert tables(output) == unkilled


def test_runs_killed_at_random_moments_come_to_the_same_tables(
    folder: Path, output: Path, environment: dict[str, str], unkilled: dict[str, bytes]
) -> None:
    draw, left = Random(20261127), []
    for count in (2, 5, 9):
        with running(folder, output, environment) as process:
            wait_for_parts(output, count, process)
            time.sleep(draw.random() * 0.1)
            workers = children(process)
            process.send_signal(signal.SIGKILL)
            assert process.wait() == -signal.SIGKILL
        left.append(len(part_numbers(output / "parts")))
        assert len(workers) >= 1
        until = time.monotonic() + 30
        while any(map(is_running, workers)) and time.monotonic() < until:
            time.sleep(0.01)
        assert not any(map(is_running, workers))
    assert left == sorted(left)
    with running(folder, output, environment) as process:
        said, complaint = process.communicate()
    assert (process.returncode, complaint) == (0, "")
    assert said.startswith(f"read {FILES} of {FILES + 1} files (")
    assert tables(output) == unkilled
    assert [path.name for path in (output / "parts").glob(".*")] == []


def test_a_killed_worker_costs_nothing_but_time(
    folder: Path, output: Path, environment: dict[str, str], unkilled: dict[str, bytes]
) -> None:
    with running(folder, output, environment) as process:
        wait_for_parts(output, 1, process)
        os.kill(children(process)[-1], signal.SIGKILL)
        said, complaint = process.communicate()
    assert (process.returncode, complaint) == (0, "")
    assert said.startswith(f"read {FILES} of {FILES + 1} files:")
    assert tables(output) == unkilled


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_run_keeps_what_it_read_and_says_how_to_go_on(
    folder: Path, output: Path, environment: dict[str, str], unkilled: dict[str, bytes], how: signal.Signals
) -> None:
    with running(folder, output, environment) as process:
        wait_for_parts(output, 1, process)
        os.killpg(process.pid, how)  # a terminal sends Ctrl-C to the workers too
        said, complaint = process.communicate()
    assert (process.returncode, said) == (1, "")
    assert complaint.startswith(f"{output}: stopped. ")
    assert complaint.strip().endswith("To go on, type the same command again.")
    assert "Traceback" not in complaint
    assert [path.name for path in (output / "parts").glob(".*")] == []
    with running(folder, output, environment) as process:
        said, _ = process.communicate()
    assert process.returncode == 0
    assert tables(output) == unkilled


def test_a_stopped_worker_ends_the_file_at_hand_and_writes_what_it_has(
    folder: Path, root: Path, output: Path, unkilled: dict[str, bytes]
) -> None:
    from pipelines.domain.errors import BatchStopped

    rings = [signal.SIGINT]

    def stop_soon(done: int, total: int, refused: int) -> None:
        if done >= 30 and rings:
            os.kill(os.getpid(), rings.pop())

    settings = Settings(data=root)
    with pytest.raises(BatchStopped) as stopped:
        extract_folder(settings, folder, output, said=Said(workers=5, text_of=slow), watch=stop_soon)
    done = stopped.value.parts["done"]
    assert isinstance(done, int)
    assert 30 <= done < FILES
    summary = extract_folder(settings, folder, output, said=Said(workers=2), watch=lambda *_: None)
    assert summary.kept == done
    assert tables(output) == unkilled


def test_two_runs_at_once_on_one_output_are_one_run_and_a_refusal(
    folder: Path, output: Path, environment: dict[str, str], unkilled: dict[str, bytes]
) -> None:
    with running(folder, output, environment) as first:
        wait_for_parts(output, 1, first)
        with running(folder, output, environment) as second:
            said, complaint = second.communicate()
        assert (second.returncode, said) == (1, "")
        assert "another run is writing here" in complaint
        assert first.wait() == 0
    assert tables(output) == unkilled
