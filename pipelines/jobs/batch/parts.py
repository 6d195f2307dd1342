"""A part: one Parquet file, one row a report, with everything read from it as lists; whole or not there at all.

One row a report, because then one rename makes a report's rows of all tables appear together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.domain.errors import DamagedPart
from pipelines.warehouse.tables import SCHEMAS

_DOCUMENT = [field for field in SCHEMAS["raw.documents"] if field.name not in ("text", "original")]
TABLES: dict[str, pa.Schema] = {
    "documents": pa.schema([*_DOCUMENT, ("path", pa.string()), ("bytes", pa.int64()), ("characters", pa.int64())]),
    "observations": pa.schema(
        [("organisation_id", pa.string()), ("source", pa.string()), *SCHEMAS["raw.observations"]]
    ),
    **{name: SCHEMAS[f"raw.{name}"] for name in ("unmapped", "practices", "problems", "goals")},
}
"""The tables that are read from reports, with their columns (docs/mass-data.md)."""

REFUSED = pa.schema(
    [
        ("path", pa.string()),
        ("bytes", pa.int64()),
        ("sha256", pa.string()),
        ("reason", pa.string()),
        ("message_zh", pa.string()),
        ("message_en", pa.string()),
    ]
)
PART = pa.schema([*REFUSED, *(pa.field(name, pa.list_(pa.struct(list(schema)))) for name, schema in TABLES.items())])


@dataclass(frozen=True, slots=True)
class FileRows:
    """What came of one file: its rows by table, or the reason why it was refused.

    `sha256` is None where the bytes were never read, so that nothing can say whether they are still the same.
    """

    path: str
    bytes: int | None
    sha256: str | None
    rows: dict[str, list[dict]]
    reason: str | None = None
    message_zh: str | None = None
    message_en: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file's row stands: the part's number and the row in it."""

    part: int
    row: int


def part_name(number: int) -> str:
    return f"part-{number:06d}.parquet"


def part_numbers(folder: Path) -> list[int]:
    """The finished parts of a folder, in order."""
    names = (path.stem.removeprefix("part-") for path in folder.glob("part-*.parquet"))
    return sorted(int(name) for name in names if name.isdigit())


def write_part(path: Path, files: Sequence[FileRows]) -> None:
    """One row for each file, in their order."""
    columns = [pa.array([getattr(file, field.name) for file in files], type=field.type) for field in REFUSED]
    for name, schema in TABLES.items():
        counts = [len(file.rows.get(name, ())) for file in files]
        rows = [row for file in files for row in file.rows.get(name, ())]
        flat = pa.StructArray.from_arrays(
            [pa.array([row[field.name] for row in rows], type=field.type) for field in schema], fields=list(schema)
        )
        columns.append(pa.ListArray.from_arrays(pa.array([0, *accumulate(counts)], pa.int32()), flat))
    table = pa.Table.from_arrays(columns, schema=PART)
    pq.write_table(table, path, compression="zstd", compression_level=1, write_page_checksum=True)


def read_part(path: Path, columns: Iterable[str] | None = None) -> pa.Table:
    """A part's rows, each page against its checksum.  Raises DamagedPart."""
    names = None if columns is None else list(columns)
    try:
        table = pq.ParquetFile(path, page_checksum_verification=True).read(names)
    except (OSError, pa.ArrowException):
        raise DamagedPart(where=path) from None
    wanted = PART if names is None else pa.schema([PART.field(name) for name in names])
    if not table.schema.equals(wanted):
        raise DamagedPart(where=path)
    return table


def rows_of(files: pa.Table, name: str) -> pa.Table:
    """One table's rows out of the rows of a part, in their order."""
    chunks = [chunk.flatten() for chunk in files.column(name).chunks]
    return pa.Table.from_batches(
        [pa.RecordBatch.from_arrays(chunk.flatten(), schema=TABLES[name]) for chunk in chunks], schema=TABLES[name]
    )
