"""What a child of ours does to itself before it touches what others wrote, and how it answers.  Stdlib only."""

import json
import os
import resource
import struct
from typing import Any, BinaryIO

MB = 1_000_000


def own_answers() -> BinaryIO:
    """Where answers go; what a library prints goes nowhere, and can't pass for one."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return answers


def limit(memory_mb: int, *, file_bytes: int = MB) -> None:
    """Memory, no core dump, and no file past `file_bytes` (Python's own caches are smaller than a megabyte)."""
    wanted = {
        resource.RLIMIT_AS: memory_mb * MB,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: file_bytes,
    }
    for what, most in wanted.items():
        _, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))


def allow_seconds(seconds: float) -> None:
    """So much more processor time from now on: a child whose parent was killed ends by itself."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime + seconds) + 2
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def write_answer(answers: BinaryIO, answer: dict[str, Any]) -> None:
    """Eight bytes of length, then so many of JSON; what doesn't fit into the memory says so."""
    try:
        content = json.dumps(answer, ensure_ascii=False).encode()
    except MemoryError:
        content = b'{"out_of_memory": true}'
    answers.write(struct.pack(">Q", len(content)))
    answers.write(content)
    answers.flush()
