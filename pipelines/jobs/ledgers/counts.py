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
from pipelines.domain.ledgers import Borrow, Ledger, Ruled
from pipelines.domain.working_days import WorkingDays
from pipelines.jobs.ledgers.load import known_ledger, present_of
from pipelines.jobs.ledgers.store import CARD, DECISIONS, WITHDRAWN, LedgerFolder, ledger_folders
from pipelines.jobs.root import Root
from pipelines.jobs.version import code_version
from pipelines.ledgers.borrowing import HOME, Lent, with_borrowed
from pipelines.ledgers.check import ROW, ROW_KEY, SHEET
from pipelines.ledgers.counting import Counted, count_rows
from pipelines.ledgers.present import BATCH, IS_LATE
from pipelines.warehouse.ledger_tables import LEDGER_SCHEMAS

PARTS = ("added", "marks", "kept", "rows")
PLACES = {
    "batch_id": BATCH,
    "sheet_name": SHEET,
    "row_number": ROW,
    "row_key": ROW_KEY,
    "is_late": IS_LATE,
    "home_ledger_id": HOME,
}
_KEY = {"organisation_id", "ledger_id", "batch_id"}
_NO_CALENDAR = WorkingDays(date(2000, 1, 1), date(2000, 1, 1), frozenset(), "-")


@dataclass(frozen=True, slots=True)
class LedgerTables:
    """One ledger of one organisation, counted; `rows` are the places of its rows, in the order that marks name."""

    organisation_id: str
    ledger: Ledger
    counted: Counted
    rows: pa.Table


Rulings = Mapping[str, Ruled]
"""ORGANISATION/LEDGER → what the register says of it, up to the point that a build takes it at."""


def counted_ledgers(root: Root, catalogue: Catalogue, as_of: date, rulings: Rulings) -> Iterator[LedgerTables]:
    """Every loaded ledger of the root.  Raises UnknownLedger and LedgerAltered."""
    for folder in ledger_folders(root):
        ledger = known_ledger(catalogue, folder.ledger_id, where=str(folder.path))
        cache = root.interim / "ledger_counts" / folder.organisation_id / folder.ledger_id
        name = _cache_name(folder, ledger, catalogue, as_of, rulings)
        tables = _cached(cache / name)
        if tables is None:
            tables = _counted(folder, ledger, catalogue, as_of, rulings)
            _keep(cache, name, tables)
        added, marks, kept, rows = (tables[part] for part in PARTS)
        yield LedgerTables(folder.organisation_id, ledger, Counted(added, marks, kept), rows)


def raw_ledgers(root: Root, catalogue: Catalogue, as_of: date, rulings: Rulings) -> dict[str, pa.Table]:
    """The raw tables of every loaded ledger, for `warehouse.tables.raw_tables`.  Raises what `counted_ledgers` does."""
    parts: dict[str, list[pa.Table]] = {name: [] for name in LEDGER_SCHEMAS if name.startswith("raw.")}
    for each in counted_ledgers(root, catalogue, as_of, rulings):
        rows = each.rows.append_column("row_id", pa.array(range(each.rows.num_rows), pa.int32()))
        for name, table in (
            ("raw.ledger_rows", rows),
            ("raw.ledger_added", each.counted.added),
            ("raw.ledger_marks", each.counted.marks),
            ("raw.practice_months", each.counted.kept),
        ):
            parts[name].append(_of(each.organisation_id, each.ledger.ledger_id, table, LEDGER_SCHEMAS[name]))
    loads, held = [], []
    for folder in ledger_folders(root):
        deleted = folder.originals_deleted()
        for batch in folder.batches():
            loads.append(batch)
            held.append({**batch.model_dump(), "original_deleted_on": deleted.get(batch.batch_id)})
    told = [
        {**batch.model_dump(include=_KEY), "metric_id": count.metric_id}
        for batch in loads
        for count in catalogue.ledger_of[batch.ledger_id].counts
        if count.needs <= set(batch.columns)
    ]
    refused = [
        {**batch.model_dump(include=_KEY), **each.model_dump()}
        for batch in loads
        for each in batch.refused_by_year or ()
    ]
    for name, listed in (("raw.ledger_loads", held), ("raw.ledger_told", told), ("raw.ledger_refusals", refused)):
        parts[name].append(pa.Table.from_pylist(listed, schema=LEDGER_SCHEMAS[name]))
    return {name: pa.concat_tables([LEDGER_SCHEMAS[name].empty_table(), *tables]) for name, tables in parts.items()}


def _of(organisation_id: str, ledger_id: str, table: pa.Table, schema: pa.Schema) -> pa.Table:
    for name, value in (("organisation_id", organisation_id), ("ledger_id", ledger_id)):
        table = table.append_column(name, pa.repeat(pa.scalar(value, pa.string()), table.num_rows))
    return table.select(schema.names).cast(schema)


def _ruled(rulings: Rulings, folder: LedgerFolder) -> Ruled:
    return rulings.get(folder.subject.id, Ruled())


def _counted(
    folder: LedgerFolder, ledger: Ledger, catalogue: Catalogue, as_of: date, rulings: Rulings
) -> dict[str, pa.Table]:
    calendar = catalogue.working_days or _NO_CALENDAR
    columns = {batch.batch_id: batch.columns for batch in folder.batches()}
    lent = []
    for borrow, other_folder in _lenders(folder, ledger):
        other = catalogue.ledger_of[borrow.ledger_id]
        lent.append(Lent(borrow, other, present_of(other_folder, other, _ruled(rulings, other_folder))))
    present = with_borrowed(present_of(folder, ledger, _ruled(rulings, folder)), ledger, lent, calendar)
    counted = count_rows(present, ledger, calendar, columns, as_of=as_of)
    places = {name: present.column(column) for name, column in PLACES.items()}
    joint = present.column(ledger.joint) if ledger.joint else pa.nulls(present.num_rows, pa.string())
    rows = pa.table({**places, "dated_on": present.column(ledger.dated_by), "joint_no": joint})
    return {"added": counted.added, "marks": counted.marks, "kept": counted.kept, "rows": rows}


def _lenders(folder: LedgerFolder, ledger: Ledger) -> list[tuple[Borrow, LedgerFolder]]:
    """The ledgers of the same organisation that hold rows for this one."""
    found = []
    for borrow in ledger.borrows:
        path = folder.path.parent / borrow.ledger_id
        if any(path.glob(f"*/{CARD}")):
            found.append((borrow, LedgerFolder(path, folder.organisation_id, borrow.ledger_id)))
    return found


def _cache_name(folder: LedgerFolder, ledger: Ledger, catalogue: Catalogue, as_of: date, rulings: Rulings) -> str:
    folders = [folder, *(lender for _, lender in _lenders(folder, ledger))]
    names = (f"*/{CARD}", f"*/{WITHDRAWN}", DECISIONS)
    files = sorted(path for each in folders for name in names for path in each.path.glob(name))
    inputs = [sha256(file.read_bytes()).hexdigest() for file in files]
    inputs += [f"{each.subject.id} {sorted(_ruled(rulings, each).accepted)}" for each in folders]
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
