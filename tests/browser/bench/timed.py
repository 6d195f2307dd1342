"""The board's server, or one script's in the board's shell, that writes down how long each run of a page takes.

`python -m tests.browser.bench.timed board|FILE TIMES`: serves on FAZHI_PORT until stopped; a line of TIMES is the
milliseconds of one run.
"""

import sys
import time
from pathlib import Path

from streamlit.runtime.scriptrunner import ScriptRunner

from dashboards import server


def main(what: str, times: Path) -> None:
    """Serve the board, or the script in a file instead of it."""
    run = ScriptRunner._run_script

    def timed(self, rerun_data) -> None:
        began = time.perf_counter()
        run(self, rerun_data)
        if not rerun_data.fragment_id_queue:  # what looks for a new edition is no run of a page
            with times.open("a", encoding="utf-8") as file:
                file.write(f"{(time.perf_counter() - began) * 1000:.1f}\n")

    ScriptRunner._run_script = timed
    if what != "board":
        server.APP = Path(what)
    server.main()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
