"""The crew: worker processes over all cores, each handed stretches of files; the dead are replaced.

Only the process that holds the batch's lock gives a part its name, so that a worker left over from a killed run can
never add to a later one.
"""

import os
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from pathlib import Path
from threading import current_thread, main_thread
from time import monotonic

from pipelines.domain.errors import BoardError, FileTooSlow, ReaderDied, SystemRefused, WorkersFailed
from pipelines.jobs.batch.one_file import Terms
from pipelines.jobs.batch.parts import Place, part_name, part_numbers
from pipelines.jobs.batch.walk import shown_path
from pipelines.jobs.batch.worker import HOME, STOP, Task, work

SHORTEST_STRETCH, LONGEST_STRETCH = 4, 256
SECONDS_TO_LEAVE = 10.0
DEATHS_WITHOUT_A_FILE = 3
STOPPING = (signal.SIGINT, signal.SIGTERM)

Watch = Callable[[int, int, int], None]
"""What is told how many files are done, of how many, and how many were refused."""


@dataclass(slots=True)
class _Worker:
    process: subprocess.Popen
    pipe: Connection
    complaints: Path
    is_idle: bool = False
    at: int | None = None
    left: dict[int, Task] = field(default_factory=dict)


class Crew:
    """Reads files until each is in a part, is the same as before, or was given up.

    `places`: file number → where its row stands.  `same`: numbers whose bytes are those of an earlier part.
    `given_up`: number → why no process could read it.
    """

    def __init__(self, terms: Terms, parts: Path, *, workers: int, watch: Watch):
        self._terms, self._parts, self._size, self._watch = terms, parts, workers, watch
        self._workers: list[_Worker] = []
        self._queue: deque[Task] = deque()
        self._again: deque[list[Task]] = deque()
        self._tried: set[int] = set()
        self._next_part = max(part_numbers(parts), default=0) + 1
        self._started = self._lost_deaths = self._total = 0
        self.places: dict[int, Place] = {}
        self.same: set[int] = set()
        self.refused: set[int] = set()
        self.given_up: dict[int, BoardError] = {}

    @property
    def done(self) -> int:
        return len(self.places) + len(self.same) + len(self.given_up)

    def read(self, tasks: Sequence[Task]) -> bool:
        """Read every file; False where Ctrl-C or SIGTERM stopped it, with what was read so far in parts.

        Raises WorkersFailed where no worker gets to its first file, and SystemRefused where parts can't be written.
        """
        self._queue.extend(tasks)
        self._total = len(tasks)
        with _bell() as bell, self._hired():
            while self._queue or self._again or any(worker.left for worker in self._workers):
                self._hire_the_missing()
                self._hand_out()
                if self._listen(bell):
                    self._stop(bell)
                    return False
            return True

    @contextmanager
    def _hired(self) -> Generator[None]:
        """Nobody is left behind, whatever happens."""
        try:
            yield
            for worker in self._workers:
                with suppress(OSError):
                    worker.pipe.send(HOME)
            for worker in self._workers:
                with suppress(subprocess.TimeoutExpired):
                    worker.process.wait(SECONDS_TO_LEAVE)
        finally:
            for worker in self._workers:
                worker.process.kill()
                worker.process.wait()
                worker.pipe.close()
            for leftover in self._parts.glob(".*"):
                leftover.unlink()

    def _hire_the_missing(self) -> None:
        waiting = len(self._queue) + len(self._again) + sum(bool(worker.left) for worker in self._workers)
        while len(self._workers) < min(self._size, waiting):
            self._workers.append(self._hire())

    def _hire(self) -> _Worker:
        """A new worker, deaf to Ctrl-C and SIGTERM, which reach all processes at once: the crew tells it to stop."""
        self._started += 1
        complaints = self._parts / f".worker-{os.getpid()}-{self._started}.log"
        before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)
        try:
            process, pipe = start_worker(self._terms, self._parts, complaints)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        return _Worker(process, pipe, complaints)

    def _hand_out(self) -> None:
        """A stretch for everyone who has nothing to do; shorter ones toward the end, so that all end together."""
        for worker in self._workers:
            if not worker.is_idle or not (self._again or self._queue):
                continue
            if self._again:
                stretch = self._again.popleft()
            else:
                fair = max(SHORTEST_STRETCH, len(self._queue) // (4 * self._size))
                stretch = [self._queue.popleft() for _ in range(min(LONGEST_STRETCH, fair, len(self._queue)))]
            worker.left = {task[0]: task for task in stretch}
            worker.is_idle, worker.at = False, None
            with suppress(OSError):  # a worker that has just died is met when it is listened to
                worker.pipe.send(stretch)

    def _listen(self, bell: Connection, timeout: float | None = None) -> bool:
        """Hear whoever has something to say; true where the bell rang."""
        heard = wait([bell, *(worker.pipe for worker in self._workers)], timeout)
        for worker in [each for each in self._workers if each.pipe in heard]:
            try:
                answer = worker.pipe.recv()
            except (EOFError, OSError):
                self._bury(worker)
            else:
                self._hear(worker, answer)
        begun = sum(worker.at is not None for worker in self._workers)
        self._watch(self.done + begun, self._total, len(self.refused) + len(self.given_up))
        if is_rung := bell in heard:
            bell.recv_bytes()
        return is_rung

    def _hear(self, worker: _Worker, answer: tuple) -> None:
        match answer:
            case ("began", number):
                worker.at = number
            case ("same", numbers):
                self.same.update(numbers)
                _take_off(worker, numbers)
            case ("part", name, numbers, refused):
                self._publish(name, numbers)
                self.refused.update(refused)
                _take_off(worker, numbers)
            case ("failed", why):
                raise SystemRefused(where=self._parts, found=why)
            case ("ready",) | ("done",):
                worker.is_idle, worker.at = True, None

    def _publish(self, name: str, numbers: Sequence[int]) -> None:
        """Give a part its name: on the disk first, then visible, in one step."""
        hidden = self._parts / name
        with hidden.open("rb") as file:
            os.fsync(file.fileno())
        hidden.rename(self._parts / part_name(self._next_part))
        for row, number in enumerate(numbers):
            self.places[number] = Place(self._next_part, row)
        self._next_part += 1
        self._lost_deaths = 0

    def _bury(self, worker: _Worker) -> None:
        """Take back what a dead worker held.  The file it was at is tried once more, alone, and then given up.

        One that took too long is given up at once.  What it had read before comes again as a stretch of its own, so
        that the next death can't take it once more.
        """
        worker.process.wait()
        worker.pipe.close()
        self._workers.remove(worker)
        code, complaint = worker.process.returncode, _last_line(worker.complaints)
        worker.complaints.unlink(missing_ok=True)
        if worker.at is None and not worker.is_idle:
            self._lost_deaths += 1
            if self._lost_deaths >= DEATHS_WITHOUT_A_FILE:
                raise WorkersFailed(where=self._terms.folder, found=complaint or _ending(code))
        before = [task for number, task in worker.left.items() if worker.at is not None and number < worker.at]
        after = [task for number, task in worker.left.items() if worker.at is None or number > worker.at]
        if culprit := worker.left.get(worker.at):
            where = shown_path(culprit[1])
            if code == -signal.SIGALRM:
                self.given_up[culprit[0]] = FileTooSlow(where=where)
            elif culprit[0] in self._tried:
                self.given_up[culprit[0]] = ReaderDied(where=where, found=complaint or _ending(code))
            else:
                self._tried.add(culprit[0])
                self._again.append([culprit])
        self._again.extend(stretch for stretch in (before, after) if stretch)

    def _stop(self, bell: Connection) -> None:
        """Let everyone end the file at hand and keep what was read; a second Ctrl-C doesn't wait for that."""
        for worker in self._workers:
            with suppress(OSError):
                worker.pipe.send(STOP)
        until = monotonic() + SECONDS_TO_LEAVE
        while any(worker.left and not worker.is_idle for worker in self._workers):
            if self._listen(bell, max(0.0, until - monotonic())) or monotonic() >= until:
                break
        for worker in self._workers:
            worker.process.kill()


def start_worker(terms: Terms, parts: Path, complaints: Path) -> tuple[subprocess.Popen, Connection]:
    """A new process that works by these terms, and the pipe to it; what it says on standard error goes to a file.

    Not multiprocessing's: that runs the program's main module once more in each worker, whatever it is.
    """
    ours, theirs = Pipe()
    program = [sys.executable, "-m", work.__module__, str(theirs.fileno())]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path or str(Path.cwd()) for path in sys.path)}
    with theirs, complaints.open("wb") as said:
        process = subprocess.Popen(
            program,
            env=environment,
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
        )
    with suppress(OSError):  # one that has died at once is met when it is listened to
        ours.send((terms, parts))
    return process, ours


@contextmanager
def _bell() -> Generator[Connection]:
    """Rings once for each Ctrl-C or SIGTERM, instead of breaking off whatever is being done."""
    hammer, bell = Pipe()
    if current_thread() is not main_thread():
        yield bell
        return
    before = {number: signal.signal(number, lambda *_: hammer.send_bytes(b"stop")) for number in STOPPING}
    try:
        yield bell
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _take_off(worker: _Worker, numbers: Sequence[int]) -> None:
    for number in numbers:
        worker.left.pop(number, None)


def _ending(code: int | None) -> str:
    """How a process ended, in a word: SIGSEGV, exit 1."""
    if code is not None and code < 0:
        return signal.Signals(-code).name
    return f"exit {code}"


def _last_line(file: Path) -> str:
    """What a process said last, the name of its exception among it; empty where it said nothing."""
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    except OSError:
        return ""
    return lines[-1][:200] if lines else ""
