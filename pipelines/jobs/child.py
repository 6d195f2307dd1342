"""A child process of ours that answers under a deadline: how it is started, and how its answers are taken."""

import json
import os
import selectors
import struct
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pipelines
from pipelines.domain import errors
from pipelines.domain.errors import BoardError

_LONGEST_ANSWER = 800_000_000
_CHUNK = 1 << 20
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1"}
"""numpy asks for memory for each core that a machine has."""


def started(
    module: str, given: Mapping[str, Any], *, environment: Mapping[str, str], inherited: Sequence[int] = ()
) -> subprocess.Popen[bytes]:
    """A child that runs `module` with `given` as JSON for its argument; it has no file of ours but its pipes.

    `environment`: all that it knows of ours beside the way to our code.  `inherited`: descriptors that it may use.
    """
    ours = {"PYTHONPATH": str(Path(pipelines.__file__).parents[1]), "PYTHONUTF8": "1"}
    return subprocess.Popen(
        [sys.executable, "-P", "-m", module, json.dumps(given)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        pass_fds=inherited,
        env={**environment, **ours, **_ONE_THREAD},
    )


def answer_of(child: subprocess.Popen[bytes], deadline: float) -> Any:
    """One answer of a child, from JSON.  Nothing in it is run.

    Raises TimeoutError past the deadline, EOFError where the child ended, ValueError where it is no answer.
    """
    (length,) = struct.unpack(">Q", _exactly(child, 8, deadline))
    if length > _LONGEST_ANSWER:
        raise ValueError(length)
    return json.loads(_exactly(child, length, deadline))


def refusal_in(answer: Mapping[str, Any], **known: object) -> BoardError | None:
    """The refusal that an answer names, if it is one of ours; `known`: parts of it that the child can't know."""
    refusal = vars(errors).get(answer.get("refused", ""))
    is_ours = isinstance(refusal, type) and issubclass(refusal, BoardError)
    return refusal(**answer["parts"], **known) if is_ours else None


def end(child: subprocess.Popen[bytes]) -> int:
    """Kill a child where it still runs, and close its pipes; its exit code."""
    child.kill()
    code = child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            pipe.close()
    return code


def _exactly(child: subprocess.Popen[bytes], length: int, deadline: float) -> bytes:
    assert child.stdout is not None
    descriptor, found = child.stdout.fileno(), bytearray()
    # select() itself takes no descriptor beyond 1023, and a board with many open pages has more
    with selectors.DefaultSelector() as ready:
        ready.register(descriptor, selectors.EVENT_READ)
        while len(found) < length:
            left = deadline - time.monotonic()
            if left <= 0 or not ready.select(left):
                raise TimeoutError
            chunk = os.read(descriptor, min(_CHUNK, length - len(found)))
            if not chunk:
                raise EOFError
            found += chunk
    return bytes(found)
