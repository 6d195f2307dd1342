"""Processes that write into a register and may be killed in the midst of it.

`python -m tests.register.writer write URL COUNT NAME` records so many pairs of decisions and prints each pair's event
ids once `record` has returned.
`python -m tests.register.writer crash URL FIRST LAST` does so in a process for each crash point, which kills itself, as
a power cut would, right before its so-many-th statement or commit reaches the database; it prints what all of them did.
"""

import os
import signal
import sys
from collections.abc import Callable
from functools import partial

from sqlalchemy import Engine, event

from pipelines.domain.register import Actor, Decision, Subject
from pipelines.register import Register
from pipelines.register.engines import engine_of


def write(url: str, count: int, name: str, say: Callable[[str], object]) -> None:
    register = Register(engine_of(url))
    for number in range(count):
        both = [
            Decision(Subject("figure", f"{name}-{number}-{part}"), "accepted", Actor(name, "clerk"), {"n": number}, "y")
            for part in "ab"
        ]
        say(" ".join(each.event_id for each in register.record(*both)))


def crash(url: str, point: int) -> None:
    left = point

    def counted(*_: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", counted)
    event.listen(Engine, "commit", counted)
    write(url, 100, f"w{point}", partial(print, flush=True))


def crashes(url: str, first: int, last: int) -> None:
    for point in range(first, last + 1):
        child = os.fork()
        if child == 0:
            crash(url, point)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            sys.exit(f"the process of crash point {point} came to its end")


if __name__ == "__main__":
    kind, address, one, other = sys.argv[1:]
    if kind == "write":
        write(address, int(one), other, partial(print, flush=True))
    else:
        crashes(address, int(one), int(other))
