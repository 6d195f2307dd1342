"""Parts → the tables of a batch, in the order of the files, whatever the order in which they were read."""

import json
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.jobs.batch.parts import REFUSED, TABLES, FileRows, Place, part_name, read_part, rows_of
from pipelines.jobs.batch.walk import Skipped
from pipelines.warehouse.editions import file_sha256

FINISHED = "finished.json"
SKIPPED = pa.schema([("path", pa.string()), ("reason", pa.string()), ("found", pa.string())])
SCHEMAS = {**TABLES, "refused": REFUSED, "skipped": SKIPPED}
GROUP = 20_000
PARTS_IN_MEMORY = 4


@dataclass(frozen=True, slots=True)
class Left:
    """What of a walk stands in no part: files that no process could read, and names that are no reports."""

    refused: Sequence[FileRows]
    skipped: Sequence[Skipped]


def write_tables(folder: Path, parts: Path, places: Iterable[Place], left: Left) -> dict[str, int]:
    """Write every table under its name in `folder`; how many rows each has.

    `places` follow the order of the files.  A file with the bytes of an earlier one is listed as skipped and gives no
    rows.  The same files always give the same bytes.  `finished.json` comes last, and names what is whole.  Raises
    DamagedPart.
    """
    (folder / FINISHED).unlink(missing_ok=True)
    writers = {name: _Table(folder / f".{name}.parquet", schema) for name, schema in SCHEMAS.items()}
    skipped, refused = list(left.skipped), [asdict(file) for file in left.refused]
    first_of: dict[str, str] = {}
    for files in _stretches(parts, places):
        read, again = _once(files, first_of)
        skipped += again
        for name in TABLES:
            writers[name].add(rows_of(read, name))
        refused += files.filter(files["reason"].is_valid()).select(REFUSED.names).to_pylist()
    in_order = sorted(refused, key=lambda row: row["path"])
    writers["refused"].add(pa.Table.from_pylist(in_order, schema=REFUSED))
    listed = sorted(map(asdict, skipped), key=lambda row: row["path"])
    writers["skipped"].add(pa.Table.from_pylist(listed, schema=SKIPPED))
    rows = {name: writer.close() for name, writer in writers.items()}
    for name in SCHEMAS:
        (folder / f".{name}.parquet").replace(folder / f"{name}.parquet")
    tables = {name: {"rows": rows[name], "sha256": file_sha256(folder / f"{name}.parquet")} for name in SCHEMAS}
    _write_whole(folder / FINISHED, {"tables": tables})
    return rows


def _stretches(parts: Path, places: Iterable[Place]) -> Iterator[pa.Table]:
    """The files' rows in order: neighbours of one part together."""
    loaded: OrderedDict[int, pa.Table] = OrderedDict()
    for part, first, count in _runs(places):
        if part not in loaded:
            loaded[part] = read_part(parts / part_name(part))
        loaded.move_to_end(part)
        if len(loaded) > PARTS_IN_MEMORY:
            loaded.popitem(last=False)
        yield loaded[part].slice(first, count)


def _runs(places: Iterable[Place]) -> Iterator[tuple[int, int, int]]:
    """(part, first row, how many) for places that follow each other in one part."""
    start: Place | None = None
    count = 0
    for place in places:
        if start and (place.part, place.row) == (start.part, start.row + count):
            count += 1
            continue
        if start:
            yield start.part, start.row, count
        start, count = place, 1
    if start:
        yield start.part, start.row, count


def _once(files: pa.Table, first_of: dict[str, str]) -> tuple[pa.Table, list[Skipped]]:
    """The files that were read and whose bytes came for the first time; and those that came again, with the first."""
    keep, again = [], []
    columns = (files[name].to_pylist() for name in ("path", "sha256", "reason"))
    for path, digest, reason in zip(*columns, strict=True):
        first = first_of.setdefault(digest, path) if reason is None else path
        keep.append(reason is None and first == path)
        if first != path:
            again.append(Skipped(path, "duplicate", first))
    return (files if all(keep) else files.filter(pa.array(keep))), again


class _Table:
    """A Parquet file that grows by whole groups of rows, so that its bytes don't depend on how the rows come."""

    def __init__(self, path: Path, schema: pa.Schema):
        self._schema = schema
        self._writer = pq.ParquetWriter(path, schema, compression="zstd")
        self._waiting: list[pa.Table] = []
        self._rows = self._written = 0

    def add(self, rows: pa.Table) -> None:
        self._waiting.append(rows)
        self._rows += len(rows)
        if self._rows - self._written >= GROUP:
            whole = pa.concat_tables(self._waiting).combine_chunks()
            ends = range(0, len(whole) + 1, GROUP)
            for start, end in pairwise(ends):
                self._writer.write_table(whole.slice(start, end - start), row_group_size=GROUP)
            self._waiting = [pa.Table.from_batches(whole.slice(ends[-1]).to_batches(), schema=self._schema)]
            self._written += ends[-1]

    def close(self) -> int:
        """Write what waits; how many rows there are in all."""
        if self._rows > self._written or not self._rows:
            self._writer.write_table(pa.concat_tables([*self._waiting, self._schema.empty_table()]).combine_chunks())
        self._writer.close()
        return self._rows


def _write_whole(path: Path, content: dict[str, Any]) -> None:
    hidden = path.with_name(f".{path.name}")
    hidden.write_text(json.dumps(content, indent=2, ensure_ascii=False), encoding="utf-8")
    hidden.replace(path)
