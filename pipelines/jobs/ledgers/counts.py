"""The ledgers' part of a build: what each adds to each month, which rows did, and the rows' places.

A ledger that hasn't changed isn't counted again: its counts lie in data/interim under what they follow from.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.domain.catalogue import Catalogue
from pipelines.domain.ledgers import Ledger
from pipelines.domain.working_days import WorkingDays
from pipelines.jobs.ledgers.load import known_ledger, present_of
from pipelines.jobs.ledgers.store import CARD, DECISIONS, WITHDRAWN, LedgerFolder, ledger_folders
from pipelines.jobs.root import Root
from pipelines.jobs.version import code_version
from pipelines.ledgers.check import ROW, ROW_KEY, SHEET
from pipelines.ledgers.counting import Counted, count_rows
from pipelines.ledgers.present import BATCH, IS_LATE

PARTS = ("added", "marks", "kept", "rows")
PLACES = {"batch_id": BATCH, "sheet_name": SHEET, "row_number": ROW, "row_key": ROW_KEY, "is_late": IS_LATE}
_NO_CALENDAR = WorkingDays(date(2000, 1, 1), date(2000, 1, 1), frozenset(), "-")


@dataclass(frozen=True, slots=True)
class LedgerTables:
    """One ledger of one organisation, counted; `rows` are the places of its rows, in the order that marks name."""

    organisation_id: str
    ledger: Ledger
    counted: Counted
    rows: pa.Table


def counted_ledgers(root: Root, catalogue: Catalogue, as_of: date) -> Iterator[LedgerTables]:
    """Every loaded ledger of the root.  Raises UnknownLedger and LedgerAltered."""
    for folder in ledger_folders(root):
        ledger = known_ledger(catalogue, folder.ledger_id, where=str(folder.path))
        cache = root.interim / "ledger_counts" / folder.organisation_id / folder.ledger_id
        name = _cache_name(folder, ledger, catalogue, as_of)
        tables = _cached(cache / name)
        if tables is None:
            tables = _counted(folder, ledger, catalogue, as_of)
            _keep(cache, name, tables)
        added, marks, kept, rows = (tables[part] for part in PARTS)
        yield LedgerTables(folder.organisation_id, ledger, Counted(added, marks, kept), rows)


def _counted(folder: LedgerFolder, ledger: Ledger, catalogue: Catalogue, as_of: date) -> dict[str, pa.Table]:
    present = present_of(folder, ledger)
    counted = count_rows(present, ledger, catalogue.working_days or _NO_CALENDAR, as_of=as_of)
    places = {name: present.column(column) for name, column in PLACES.items()}
    rows = pa.table({**places, "dated_on": present.column(ledger.dated_by)})
    return {"added": counted.added, "marks": counted.marks, "kept": counted.kept, "rows": rows}


def _cache_name(folder: LedgerFolder, ledger: Ledger, catalogue: Catalogue, as_of: date) -> str:
    files = sorted(path for name in (f"*/{CARD}", f"*/{WITHDRAWN}", DECISIONS) for path in folder.path.glob(name))
    inputs = [sha256(file.read_bytes()).hexdigest() for file in files]
    content = json.dumps([inputs, repr(ledger), repr(catalogue.working_days), as_of.isoformat(), code_version()])
    return sha256(content.encode()).hexdigest()[:16]


def _cached(folder: Path) -> dict[str, pa.Table] | None:
    if not all((folder / f"{part}.parquet").is_file() for part in PARTS):
        return None
    return {part: pq.read_table(folder / f"{part}.parquet") for part in PARTS}


def _keep(cache: Path, name: str, tables: Mapping[str, pa.Table]) -> None:
    """The newest counts of a ledger, in place of older ones."""
    for old in cache.glob("*/*.parquet"):
        old.unlink()
    folder = cache / name
    folder.mkdir(parents=True, exist_ok=True)
    for part, table in tables.items():
        pq.write_table(table, folder / f".{part}")
        (folder / f".{part}").replace(folder / f"{part}.parquet")
