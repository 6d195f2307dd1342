"""Processes that are killed while they write: what was acknowledged is there, nothing is there by half."""

import multiprocessing
import random
import subprocess
import sys
import time
import types
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from unittest.mock import patch

from pipelines.register import chain_faults, open_register
from tests.register.writer import write

FORKED = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload(["tests.register.writer"])


def writer(*words: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.register.writer", *map(str, words)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def writing(url: str, name: str) -> tuple[BaseProcess, Connection]:
    """A process that writes without end, and what it says; forked from one that has loaded all it needs.

    A child runs the main module once more, and Streamlit's tester leaves app.py as that.
    """
    says, said = FORKED.Pipe(duplex=False)
    process = FORKED.Process(target=write, args=(url, 100_000, name, said.send), daemon=True)
    with patch.dict(sys.modules, {"__main__": types.ModuleType("__main__")}):
        process.start()
    said.close()
    return process, says


def check(url: str, acknowledged: list[str]) -> int:
    """The chain holds, every acknowledged event is there, and the two of one `record` are both there or neither is."""
    with open_register(url) as register:
        events, head = register.events(), register.head()
    assert chain_faults(events, head) == []
    assert set(acknowledged) <= {each.event_id for each in events}
    subjects = {each.subject.id for each in events}
    assert all(f"{each[:-1]}b" in subjects for each in subjects if each.endswith("a"))
    assert len(subjects) == len(events) and len(events) % 2 == 0
    return len(events)


def test_a_writer_that_is_killed_before_any_statement_loses_nothing_that_it_acknowledged(register_url: str) -> None:
    """200 crash points: before the 1st, 2nd … statement or commit, from opening through about twenty decisions."""
    with open_register(register_url):
        pass
    acknowledged: list[str] = []
    for first in range(1, 201, 50):  # two at once: one also dies while another waits for it
        running = [writer("crash", register_url, at, at + 24) for at in (first, first + 25)]
        for said, complaint in [process.communicate(timeout=120) for process in running]:
            assert not complaint
            acknowledged += said.split()
        check(register_url, acknowledged)
    assert len(acknowledged) > 1_000


def test_a_process_that_is_killed_while_it_makes_the_register_leaves_one_that_opens(register_url: str) -> None:
    """Before the 1st, 2nd … statement of making it; whoever comes next finds all of it or nothing, and goes on."""
    said, complaint = writer("crash", register_url, 1, 60).communicate(timeout=120)
    assert not complaint
    assert check(register_url, said.split()) == len(said.split())


def test_a_writer_that_is_killed_at_any_moment_loses_nothing_that_it_acknowledged(register_url: str) -> None:
    """50 real kills from outside."""
    draw = random.Random(1)
    with open_register(register_url):
        pass
    acknowledged: list[str] = []
    for turn in range(25):
        running = [writing(register_url, f"w{turn}-{number}") for number in range(2)]
        for _, said in running:
            acknowledged += said.recv().split()  # it is in the midst of it
        time.sleep(draw.uniform(0, 0.05))
        for process, said in running:
            process.kill()
            with suppress(EOFError, OSError):  # at the end of what it said, which may be cut
                while True:
                    acknowledged += said.recv().split()
            process.join()
    assert check(register_url, acknowledged) >= 100
