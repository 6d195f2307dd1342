"""A process that runs a batch and gets killed just before one of its changes on disk; test_killed_batches starts it.

`killed_batch.py FOLDER OUTPUT STEP`: the process kills itself (SIGKILL) before its STEP-th change under OUTPUT.
"""

import sys
from pathlib import Path

from pipelines.jobs.batch.run import Said, extract_folder
from pipelines.jobs.settings import Settings
from tests.jobs.killed_build import die_before

if __name__ == "__main__":
    folder, output, step = sys.argv[1:]
    die_before(int(step), output)
    extract_folder(Settings(), Path(folder), Path(output), said=Said(workers=2), watch=lambda *_: None)
