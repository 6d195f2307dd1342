"""`verify`: does a published edition still agree with its manifest, its inputs and its own rules?"""

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pipelines.domain.errors import EditionDamaged
from pipelines.extract.repair import repair
from pipelines.jobs.build import code_version, input_hashes, raw_of
from pipelines.jobs.root import Root, file_sha256
from pipelines.jobs.settings import Settings
from pipelines.warehouse import sql
from pipelines.warehouse.build import build_file, mart_digests
from pipelines.warehouse.editions import BOARD, Manifest, Warehouse


def verify(settings: Settings, edition_id: str | None = None) -> tuple[Manifest, int]:
    """The edition's manifest and how many figures opened their sentence in the original.

    Compares the file's hash with the manifest, every input with the hash it had, every quote with the original
    at its place, and the marts with those of a second build.  Raises EditionDamaged with all that disagrees.
    """
    root = Root(settings.data)
    warehouse = Warehouse(root.warehouse)
    manifest = warehouse.manifest(edition_id or warehouse.current_id())
    faults = list(_file_faults(warehouse, manifest))
    opened = 0
    if not faults:
        quotes = list(_quote_faults(warehouse, manifest))
        opened = sum(fault is None for fault in quotes)
        faults += [fault for fault in quotes if fault]
    changed = list(_input_faults(root, manifest))
    faults += changed
    if not changed and manifest.code_version == code_version():
        faults += _rebuild_faults(root, manifest)
    if faults:
        listed = "\n".join(f"  {fault}" for fault in faults[:20])
        raise EditionDamaged(where=manifest.edition_id, count=len(faults), faults=listed)
    return manifest, opened


def _file_faults(warehouse: Warehouse, manifest: Manifest) -> Iterator[str]:
    board = warehouse.editions / manifest.edition_id / BOARD
    if not board.is_file():
        yield f"{board}: the edition's file is gone"
    elif file_sha256(board) != manifest.board_sha256:
        yield f"{board}: the file is not the one that was published"


def _input_faults(root: Root, manifest: Manifest) -> Iterator[str]:
    found = input_hashes(root)
    for path in sorted(manifest.inputs.keys() | found.keys()):
        if path not in found:
            yield f"{path}: the input is gone"
        elif path not in manifest.inputs:
            yield f"{path}: a new input that this edition doesn't have"
        elif found[path] != manifest.inputs[path]:
            yield f"{path}: the input changed after this edition was built"


def _quote_faults(warehouse: Warehouse, manifest: Manifest) -> Iterator[str | None]:
    """For each observation None, or what is wrong with its place in the original; a fault for each altered mart."""
    with warehouse.connect(manifest.edition_id) as connection:
        for table, digest in mart_digests(connection).items():
            if manifest.digests.get(table) != digest:
                yield f"{table}: the rows aren't those that were published"
        originals = dict(connection.execute(sql.query("originals")).fetchall())
        rows = connection.execute(sql.query("readings_and_places")).fetchall()
    repaired = {document_id: repair(original) for document_id, original in originals.items()}
    for observation_id, document_id, quote, start, end, *place in rows:
        text = repaired[document_id]
        is_there = text.text[start:end] == quote and text.original_span(start, end) == tuple(place)
        yield None if is_there else f"{document_id}: observation {observation_id}: {quote!r} isn't at {start}"


def _rebuild_faults(root: Root, manifest: Manifest) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        raw = raw_of(root, as_of=date.fromisoformat(manifest.as_of))
        built = build_file(Path(folder) / BOARD, raw)
    return [
        f"{table}: a second build gives other rows"
        for table, digest in manifest.digests.items()
        if built.digests.get(table) != digest
    ]
