"""A process that builds and gets killed on demand; test_killed_builds speaks to it by lines.

`step 4 2025-02-01` builds in a fork that SIGKILLs itself just before its 4th change on disk, `seconds 0.2 …` one that
is killed after 0.2 s, `never 0 …` one that ends by itself.  Each is answered with the fork's exit code (-9: killed).
Forking after the imports makes a kill cheap, so that there can be many.
"""

import os
import signal
import sys
import time
from datetime import date

from pipelines.jobs.build import build
from pipelines.jobs.settings import Settings

STEPS = {"os.mkdir", "os.rename", "os.rmdir", "os.remove", "shutil.rmtree"}


def die_before(step: int, root: str) -> None:
    """Make this process kill itself at its n-th step that changes something under `root`.

    A file that is opened to be written counts twice: before it is opened, and when it is there and still empty.
    """
    seen = 0

    def watch(event: str, arguments: tuple) -> None:
        nonlocal seen
        is_write = event == "open" and isinstance(arguments[1], str) and arguments[1].startswith("w")
        if not (event in STEPS or is_write) or not str(arguments[0]).startswith(root):
            return
        for moment in ("before", "empty") if is_write else ("before",):
            seen += 1
            if seen == step:
                if moment == "empty":
                    os.close(os.open(arguments[0], os.O_WRONLY | os.O_CREAT | os.O_TRUNC))
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)


def build_and_die(how: str, amount: float, as_of: date) -> int:
    """The exit code of one build in a fork of its own."""
    settings = Settings()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            if how == "step":
                die_before(int(amount), str(settings.data / "warehouse"))
            build(settings, as_of=as_of)
            code = 0
        finally:
            os._exit(code)
    if how == "seconds":
        time.sleep(amount)
        os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    for line in sys.stdin:
        manner, number, day = line.split()
        print(build_and_die(manner, float(number), date.fromisoformat(day)), flush=True)
