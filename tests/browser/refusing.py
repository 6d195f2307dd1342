"""Starts the board's server as often as it is asked: all is imported once, and each start is a child of its own.

A line on standard input is a JSON object of settings; the answer's line is [exit code, standard error].
"""

import json
import os
import signal
import sys

from dashboards import server

SECONDS = 60
"""A server that isn't refused ends after so long."""


def main() -> None:
    for asked in sys.stdin:
        read, write = os.pipe()
        if not (child := os.fork()):
            signal.alarm(SECONDS)
            os.dup2(write, 2)
            os.close(write)
            os.environ.update(json.loads(asked))
            server.main()
        os.close(write)
        with os.fdopen(read, encoding="utf-8") as said:
            told = said.read()
        _, status = os.waitpid(child, 0)
        print(json.dumps([os.waitstatus_to_exitcode(status), told]), flush=True)


if __name__ == "__main__":
    main()
