"""`make bench-mass`: speed, memory and going on after a kill over 100,000 made-up reports, into docs/mass-data.md.

`make bench-mass ARGS=5000` does the same with fewer.  Wall-clock time is what a person waits; where other work shares
the machine, CPU time says what the work itself costs.
"""

import json
import os
import platform
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from pipelines.catalogue import load_catalogue
from pipelines.extract import ReportReader
from pipelines.jobs.batch.crew import start_worker
from pipelines.jobs.batch.finish import SCHEMAS
from pipelines.jobs.batch.one_file import FileReader, Terms
from pipelines.jobs.batch.parts import part_numbers, write_part
from pipelines.jobs.batch.worker import HOME
from tests.extract.benchmark.__main__ import put
from tests.jobs.mass.reports import report, write_reports, write_root

REPOSITORY = Path(__file__).parents[3]
PAGE = REPOSITORY / "docs" / "mass-data.md"
REPORTS, ORGANISATIONS = 100_000, 1_000
COMPARED, ROUNDS, ALONE = 1_500, 3, 512


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else REPORTS
    scratch = REPOSITORY / "build"
    scratch.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=scratch, prefix="bench-mass-") as folder:
        table = measured(Path(folder), count)
    print(table)
    PAGE.write_text(put(PAGE.read_text(encoding="utf-8"), "measured", table), encoding="utf-8")


def measured(folder: Path, count: int) -> str:
    """The table, as Markdown."""
    root = write_root(folder / "root", REPOSITORY / "data" / "catalogue", organisations=ORGANISATIONS)
    os.environ["FAZHI_DATA"] = str(root)
    size = write_reports(folder / "in", count, organisations=ORGANISATIONS)
    few = min(COMPARED, count)
    write_reports(folder / "few", few, organisations=ORGANISATIONS)
    cores = len(os.sched_getaffinity(0))
    compared = _compared(folder, few, cores)
    gain = _pace(few, compared[cores], min) / _pace(few, compared[1], min)
    alone = _alone(folder / "few", root)
    whole = _run(folder / "in", folder / "out", cores)
    again = _run(folder / "in", folder / "out", cores)
    killed = _killed(folder, count, cores)
    lines = [
        f"{count:,} made-up reports of {ORGANISATIONS:,} made-up subdistricts, {size / count / 1000:.1f} KB on "
        f"average, {whole['rows']['observations'] / count:.0f} observations each. {cores} cores, Python "
        f"{platform.python_version()}, load {os.getloadavg()[2]:.1f} (other work on the machine takes its share).",
        "",
        "| measure | |",
        "|---|---|",
        f"| all of them, tables and all | {whole['seconds']:.0f} s, {count / whole['seconds']:.0f} files a second |",
        *(
            f"| {few:,} of them, {workers} worker(s), {ROUNDS} rounds taking turns | best {_pace(few, runs, min):.0f}, "
            f"median {_pace(few, runs, statistics.median):.0f} files a second; "
            f"{min(each['cpu'] for each in runs) / few * 1000:.2f} ms of CPU a file |"
            for workers, runs in compared.items()
        ),
        f"| {cores} workers against 1, by the best | {gain:.2f} × |",
        f"| memory: parent, largest worker | {whole['parent_mb']:.0f} MB, {whole['worker_mb']:.0f} MB |",
        f"| starting one worker | {alone['start']:.2f} s |",
        f"| `ReportReader.read` alone | {alone['read']:.2f} ms of CPU a file |",
        f"| around it: opening, organisation, ids and rows, parts | {alone['around']:.2f} ms of CPU a file |",
        f"| the same command again, nothing new | {again['seconds']:.0f} s |",
        f"| killed (SIGKILL) with {killed['done']:,} files done, then on to the end | {killed['seconds']:.0f} s; "
        f"tables {'the same' if killed['same'] else 'NOT the same'} byte for byte |",
    ]
    return "\n".join(lines)


def _run(folder: Path, output: Path, workers: int) -> dict[str, Any]:
    program = [sys.executable, "-m", "tests.jobs.mass.measured", str(folder), str(output), str(workers)]
    done = subprocess.run(program, cwd=REPOSITORY, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


def _compared(folder: Path, count: int, cores: int) -> dict[int, list[dict[str, Any]]]:
    """Runs by number of workers; the numbers take turns, so that other work on the machine hits both."""
    runs: dict[int, list[dict[str, Any]]] = {1: [], cores: []}
    for _ in range(ROUNDS):
        for workers, measures in runs.items():
            measures.append(_run(folder / "few", folder / "few-out", workers))
            shutil.rmtree(folder / "few-out")
    return runs


def _pace(count: int, runs: list[dict[str, Any]], of: Callable[[list[float]], float]) -> float:
    """Files a second."""
    return count / of([each["seconds"] for each in runs])


def _alone(folder: Path, root: Path) -> dict[str, float]:
    """What one file takes on one core in this process, by what it takes for, and one worker's start."""
    catalogue = load_catalogue(root / "catalogue")
    terms = Terms(folder, catalogue, None, None, 50)
    made = [report(seed, organisations=ORGANISATIONS) for seed in range(ALONE)]
    reader, files = ReportReader(catalogue), FileReader(terms)
    read, around, start = [], [], []
    for _ in range(ROUNDS):
        began = time.process_time()
        for _, text in made:
            reader.read(text, organisation_id="longjin")
        middle = time.process_time()
        for first in range(0, ALONE, 256):
            rows = [files.read(path, None) for path, _ in made[first : first + 256]]
            write_part(folder.parent / "alone.parquet", [row for row in rows if row is not None])
        read.append(middle - began)
        around.append(time.process_time() - middle)
        end = time.perf_counter()
        process, pipe = start_worker(terms, folder, folder.parent / "complaints")
        pipe.recv()
        start.append(time.perf_counter() - end)
        pipe.send(HOME)
        process.wait()
    each = 1000 / ALONE
    return {"read": min(read) * each, "around": (min(around) - min(read)) * each, "start": min(start)}


def _killed(folder: Path, count: int, cores: int) -> dict[str, Any]:
    """A run killed once a random part of its files is done, and the run that ends what it began."""
    output, wanted = folder / "killed", Random(count).randint(count // 5, count * 4 // 5) // 256
    program = [sys.executable, "-m", "tests.jobs.mass.measured", str(folder / "in"), str(output), str(cores)]
    with subprocess.Popen(program, cwd=REPOSITORY) as process:
        while len(part_numbers(output / "parts")) < wanted and process.poll() is None:
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
    rest = _run(folder / "in", output, cores)
    same = all(
        (output / f"{t}.parquet").read_bytes() == (folder / "out" / f"{t}.parquet").read_bytes() for t in SCHEMAS
    )
    return {"done": rest["kept"], "seconds": rest["seconds"], "same": same}


if __name__ == "__main__":
    main()
