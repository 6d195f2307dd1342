"""The Parquet tables of mass data, batch by batch, in the types that docs/mass-data.md names."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.domain.errors import BadColumn, MissingFile, UnknownFormat, UnreadableTable
from pipelines.jobs.batch.parts import TABLES

OBSERVATIONS, DOCUMENTS = "observations", "documents"
_DEFAULTS = {"type": "annual_report"}
"""Columns that a table may lack, and what then holds of every row."""
BATCH = 10_000


def table_files(observations: Path) -> dict[str, Path]:
    """The tables that lie beside `observations.parquet`, documents first.

    Raises UnknownFormat for another name, MissingFile where one of these two isn't there.
    """
    if observations.name != f"{OBSERVATIONS}.parquet":
        raise UnknownFormat(where=observations, found=observations.name, readable=f"{OBSERVATIONS}.parquet")
    beside = {name: observations.with_name(f"{name}.parquet") for name in TABLES}
    for name in (OBSERVATIONS, DOCUMENTS):
        if not beside[name].is_file():
            raise MissingFile(where=beside[name])
    return {name: path for name, path in beside.items() if path.is_file()}


def batches(path: Path, name: str) -> Iterator[pa.RecordBatch]:
    """A table's rows with exactly its columns.  Raises UnreadableTable and BadColumn."""
    wanted = TABLES[name]
    try:
        with pq.ParquetFile(path) as file:
            _check_columns(path, file.schema_arrow, wanted)
            held = [name for name in wanted.names if name in file.schema_arrow.names]
            for batch in file.iter_batches(BATCH, columns=held):
                yield _cast(path, batch, wanted)
    except (OSError, pa.ArrowInvalid):
        raise UnreadableTable(where=path) from None


def rows(path: Path, name: str) -> Iterator[dict]:
    return (row for batch in batches(path, name) for row in batch.to_pylist())


def _check_columns(path: Path, found: pa.Schema, wanted: pa.Schema) -> None:
    for name in found.names:
        if name not in wanted.names:
            raise BadColumn(where=path, column=name, found="a column of no meaning", allowed=", ".join(wanted.names))
    for field in wanted:
        if field.name not in found.names:
            if field.name in _DEFAULTS:
                continue
            raise BadColumn(where=path, column=field.name, found="missing", allowed=str(field.type))
        if not _is_alike(found.field(field.name).type, field.type):
            kind = str(found.field(field.name).type)
            raise BadColumn(where=path, column=field.name, found=kind, allowed=str(field.type))


def _is_alike(found: pa.DataType, wanted: pa.DataType) -> bool:
    """Whether a type says the same in another width; a float is no decimal."""
    kinds = (pa.types.is_integer, pa.types.is_decimal, pa.types.is_floating, pa.types.is_date)
    if pa.types.is_string(wanted):
        return pa.types.is_string(found) or pa.types.is_large_string(found) or pa.types.is_string_view(found)
    if pa.types.is_list(wanted):
        is_list = pa.types.is_list(found) or pa.types.is_large_list(found)
        return is_list and _is_alike(found.value_type, wanted.value_type)
    if pa.types.is_struct(wanted):
        same_names = pa.types.is_struct(found) and [each.name for each in found] == [each.name for each in wanted]
        return same_names and all(map(_is_alike, (each.type for each in found), (each.type for each in wanted)))
    return any(is_kind(found) and is_kind(wanted) for is_kind in kinds)


def _cast(path: Path, batch: pa.RecordBatch, wanted: pa.Schema) -> pa.RecordBatch:
    columns = []
    for field in wanted:
        if field.name not in batch.schema.names:
            columns.append(pa.array([_DEFAULTS[field.name]] * len(batch), field.type))
            continue
        try:
            columns.append(batch.column(field.name).cast(field.type))
        except pa.ArrowInvalid as error:
            raise BadColumn(where=path, column=field.name, found=str(error)[:80], allowed=str(field.type)) from None
    return pa.RecordBatch.from_arrays(columns, schema=wanted)
