"""One batch in a process of its own, so that its memory is its own: prints what it took as one line of JSON.

`python -m tests.jobs.mass.measured FOLDER OUTPUT WORKERS`
"""

import json
import resource
import sys
import time
from pathlib import Path

from pipelines.jobs.batch.run import Said, extract_folder
from pipelines.jobs.settings import Settings

if __name__ == "__main__":
    folder, output, workers = sys.argv[1:]
    started = time.perf_counter()
    summary = extract_folder(
        Settings(), Path(folder), Path(output), said=Said(workers=int(workers)), watch=lambda *_: None
    )
    memory = {
        name: resource.getrusage(who).ru_maxrss / 1024
        for name, who in (("parent_mb", resource.RUSAGE_SELF), ("worker_mb", resource.RUSAGE_CHILDREN))
    }
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    memory["cpu"] = sum(each.ru_utime + each.ru_stime for each in used)
    took = {"seconds": time.perf_counter() - started, "kept": summary.kept, "rows": summary.rows}
    print(json.dumps({**took, **memory}))
