"""`make bench-ledgers`: a ledger of a million rows and a workbook of 50,000, against bare DuckDB, into docs/ledgers.md.

Rounds of both sides take turns in one run, each round in a process of its own, so that memory is its own.
"""

import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import xlsxwriter

from pipelines.catalogue import load_catalogue
from pipelines.domain.ledgers import Ledger
from pipelines.extract.readers import Limits
from pipelines.jobs.reading import ReaderProcess
from pipelines.ledgers import Reading, check_csv, check_sheets
from pipelines.ledgers.check import Checked
from pipelines.ledgers.counting import count_rows
from pipelines.ledgers.present import IS_LATE, Load, present_rows

REPOSITORY = Path(__file__).parents[2]
PAGE = REPOSITORY / "docs" / "ledgers.md"
ROWS, SHEET_ROWS, ROUNDS = 1_000_000, 50_000, 3
TODAY = date(2026, 1, 31)
METRICS = 8  # that the file has the columns for
HEADER = "案件编号,案由,所属社区,处罚种类,罚没金额,立案日期,决定日期,公示日期,是否重大,是否应公示,办理方式,承办人"
CAUSES = ("超占经营", "占道经营", "违法建设", "油烟扰民", "乱张贴")
WAYS = ("全程网上", "部分网上", "线下")


def rows(count: int) -> list[list[str]]:
    """Penalty cases of one year (模拟数据), with dates as three systems write them."""
    chance, found = random.Random(7), []
    for number in range(count):
        filed = date(2025, 1, 1) + timedelta(days=chance.randrange(270))
        decided = filed + timedelta(days=chance.randrange(95))
        published = decided + timedelta(days=chance.randrange(14))
        found.append(
            [
                f"罚-2025-{number:07d}",
                chance.choice(CAUSES),
                f"第{chance.randrange(1, 23)}社区",
                "罚款",
                str(chance.randrange(50, 5_000)),
                filed.isoformat(),
                f"{decided.year}年{decided.month}月{decided.day}日",
                f"{published.year}.{published.month}.{published.day}",
                chance.choice("是否"),
                "是",
                chance.choice(WAYS),
                f"经办{number % 50}",
            ]
        )
    return found


def make(folder: Path) -> None:
    with (folder / "cases.csv").open("w", encoding="utf-8") as file:
        file.write(HEADER + "\n")
        file.writelines(",".join(row) + "\n" for row in rows(ROWS))
    with xlsxwriter.Workbook(folder / "cases.xlsx", {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet("案件")
        for number, row in enumerate([HEADER.split(","), *rows(SHEET_ROWS)]):
            sheet.write_row(number, 0, row)


def bare(folder: Path) -> int:
    """What DuckDB alone does: read the whole file, and count by month and community what a board would."""
    with duckdb.connect(config={"threads": 2}) as connection:
        connection.execute("create table cases as select * from read_csv($file)", {"file": str(folder / "cases.csv")})
        select = "select month(立案日期) as month, 所属社区, 办理方式, count(*), sum(罚没金额) from cases group by all"
        return len(connection.execute(select).fetchall())


def bare_projected(folder: Path) -> int:
    """The same without keeping the file: DuckDB reads no more of it than the one question needs."""
    with duckdb.connect(config={"threads": 2}) as connection:
        select = "select month(立案日期) as month, count(*) from read_csv($file) group by all"
        return len(connection.execute(select, {"file": str(folder / "cases.csv")}).fetchall())


def ledger_csv(folder: Path) -> int:
    ledger, calendar = _ledger()
    checked = check_csv((folder / "cases.csv").read_bytes(), _reading(ledger), most_columns=1_000)
    return _counted(checked, ledger, calendar)


def ledger_xlsx(folder: Path) -> int:
    ledger, calendar = _ledger()
    with ReaderProcess(Limits(cells=3_000_000), seconds=60) as reader:
        sheets = reader.read_rows((folder / "cases.xlsx").read_bytes(), "cases.xlsx")
    return _counted(check_sheets(sheets, _reading(ledger)), ledger, calendar)


def _ledger():
    catalogue = load_catalogue(REPOSITORY / "data" / "catalogue")
    assert catalogue.working_days is not None
    return catalogue.ledger_of["penalty_cases"], catalogue.working_days


def _reading(ledger: Ledger) -> Reading:
    return Reading(ledger, {}, TODAY, b"salt", "cases")


def _counted(checked: Checked, ledger: Ledger, calendar) -> int:
    assert not checked.refusals, checked.refusals[:3]
    loaded = checked.rows.append_column(IS_LATE, pa.repeat(False, checked.rows.num_rows))
    present = present_rows([Load("1", loaded)], ledger)
    added = count_rows(present, ledger, calendar, {"1": set(checked.headers)}, as_of=TODAY).added
    assert len(added.column("metric_id").unique()) == METRICS
    return added.num_rows


SIDES: dict[str, Callable[[Path], int]] = {
    "bare": bare,
    "bare_projected": bare_projected,
    "ledger_csv": ledger_csv,
    "ledger_xlsx": ledger_xlsx,
}
NAMES = {
    "bare": "bare DuckDB: `read_csv` into a table, one `group by`",
    "bare_projected": "bare DuckDB: one `group by` over `read_csv`, nothing kept",
    "ledger_csv": f"csv of 1,000,000 rows: read, checked, counted for {METRICS} metrics by 3 parts",
    "ledger_xlsx": "xlsx of 50,000 rows: the same",
}


def measured(side: str, folder: Path) -> tuple[float, float]:
    """(seconds, peak MB) of one round in a process of its own; starting Python isn't counted."""
    command = [sys.executable, "-m", "tests.ledgers.bench", side, str(folder)]
    answer = subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True, text=True)
    seconds, memory = json.loads(answer.stdout)
    return seconds, memory


def _peak() -> float:
    """The most memory this process has held, in MB; what its parent held before isn't in it."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def table(folder: Path) -> str:
    make(folder)
    times: dict[str, list[tuple[float, float]]] = {side: [] for side in SIDES}
    for _ in range(ROUNDS):
        for side, found in times.items():
            found.append(measured(side, folder))
    best = {side: min(seconds for seconds, _ in found) for side, found in times.items()}
    lines = ["| what | best of 3, s | × bare | peak MB |", "|---|---|---|---|"]
    for side, found in times.items():
        memory = max(memory for _, memory in found)
        lines.append(f"| {NAMES[side]} | {best[side]:.2f} | {best[side] / best['bare']:.1f} | {memory:.0f} |")
    size = (folder / "cases.csv").stat().st_size / 1e6
    projected = best["ledger_csv"] / best["bare_projected"]
    return "\n".join(
        [
            *lines,
            "",
            f"The csv has {size:.0f} MB. It takes {projected:.1f} times as long as the question that keeps nothing.",
        ]
    )


def main() -> None:
    if len(sys.argv) == 3:
        import pandera.pandas  # noqa: F401  loading packages isn't what is measured

        start = time.perf_counter()
        SIDES[sys.argv[1]](Path(sys.argv[2]))
        print(json.dumps([time.perf_counter() - start, _peak()]))
        return
    with tempfile.TemporaryDirectory() as folder:
        found = table(Path(folder))
    print(found)
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split("<!-- speed: begin -->")
    after = rest.split("<!-- speed: end -->")[1]
    PAGE.write_text(f"{before}<!-- speed: begin -->\n{found}\n<!-- speed: end -->{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
