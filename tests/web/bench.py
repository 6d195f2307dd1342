"""How many requests a second the API answers: `make bench-api`.

A board with the made-up district is served as `make run` serves it; wrk asks for one organisation's year, by a token,
over loopback.  Prints the table that stands in docs/reliability.md and writes it there.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

import httpx

from pipelines.jobs.days import today
from pipelines.jobs.people import Person
from pipelines.jobs.settings import Settings
from pipelines.jobs.tokens import Grant, TokenDesk
from tests.browser.serving import REPOSITORY, run_pipeline, served

PAGE = REPOSITORY / "docs" / "reliability.md"
BEGIN, END = "<!-- api: begin -->", "<!-- api: end -->"
SECONDS, THREADS, CONNECTIONS = 20, 1, 8


def root_with_district(folder: Path, made: Path | None) -> Path:
    """A built root with the made-up district, copied from one that is there already."""
    root = folder / "data"
    if made is None:
        run_pipeline(root, "demo", str(root))
        run_pipeline(root, "build")
    else:
        shutil.copytree(made, root)
    return root


def asked(url: str, header: str) -> dict[str, str]:
    """What wrk says of SECONDS of asking: requests a second, median, 95 of 100, errors."""
    script = 'done = function(summary, latency) io.write(string.format("%d %d %.2f %.2f %.2f\\n", summary.requests, '
    script += "summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout, "
    script += "latency:percentile(50) / 1000, latency:percentile(95) / 1000, summary.duration / 1e6)) end\n"
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as lua:
        lua.write(script)
        lua.flush()
        command = ["wrk", f"-t{THREADS}", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-s", lua.name, "-H", header, url]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    requests, errors, median, most, duration = re.findall(r"^(\d+) (\d+) ([\d.]+) ([\d.]+) ([\d.]+)$", said, re.M)[-1]
    return {
        "a second": f"{int(requests) / float(duration):.0f}",
        "median": f"{median} ms",
        "95 of 100 within": f"{most} ms",
        "errors": errors,
    }


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("root", nargs="?", type=Path, help="a root with the made-up district, built; else one is made")
    if not shutil.which("wrk"):
        sys.exit("wrk is missing. Type: apt-get install -y --no-install-recommends wrk")
    with tempfile.TemporaryDirectory() as folder:
        root = root_with_district(Path(folder), options.parse_args().root)
        token = TokenDesk(Settings(data=root), Person()).issue(
            Grant("bench", "viewer", None, today() + timedelta(days=1))
        )
        header = f"Authorization: Bearer {token}"
        os.environ["FAZHI_API_PER_MINUTE"] = "100000000"
        with served(root) as url:
            name, _, value = header.partition(": ")
            items = httpx.get(f"{url}/api/v1/organisations", headers={name: value}).json()["items"]
            organisation = next(each["organisation_id"] for each in items if each["level"] == "subdistrict")
            lines = ["| what is asked | items | answer | a second | median | 95 of 100 within | errors |"]
            lines.append("|---|---|---|---|---|---|---|")
            for path in ("observations", "figures"):
                address = f"{url}/api/v1/{path}?organisation={organisation}&year=2025&size=1000"
                first = httpx.get(address, headers={name: value}, timeout=60)
                found = asked(address, header)
                size = f"{len(first.content) / 1000:.0f} kB"
                lines.append(f"| {path} of one organisation's year | {first.json()['total']} | {size} | ")
                lines[-1] += " | ".join(found.values()) + " |"
    table = "\n".join(lines)
    sys.stdout.write(table + "\n")
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}\n{table}\n{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
