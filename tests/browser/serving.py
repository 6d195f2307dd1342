"""Starting the board as `make run` does, and running the command line on its root."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
ARTEFACTS = REPOSITORY / "build" / "screenshots"


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def run_pipeline(root: Path, *verb: str) -> str:
    """One verb of the command line on a root; its output."""
    environment = {**os.environ, "FAZHI_DATA": str(root)}
    command = [sys.executable, "-m", "pipelines", *verb]
    return subprocess.run(command, cwd=REPOSITORY, env=environment, check=True, capture_output=True, text=True).stdout


def wait_until_served(url: str, server: subprocess.Popen) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert server.poll() is None, "the server ended by itself"
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5) as answer:
                if answer.read() == b"ok":
                    return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.3)
    raise AssertionError("the server didn't answer within 60 s")
