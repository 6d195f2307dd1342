"""`verify`: does a published edition still agree with its manifest, its inputs and its own rules?"""

import tempfile
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from pipelines.domain.errors import (
    BoardError,
    EditionDamaged,
    EventChanged,
    EventInserted,
    EventMoved,
    EventRemoved,
    FileAdded,
    FileChanged,
    FileGone,
    HeadDiffers,
    InputsMovedOn,
    QuoteNotThere,
    RegisterAltered,
    RowsChanged,
    RowsNotRepeated,
    TailCut,
    WordsChanged,
)
from pipelines.domain.register import Head, why_hash
from pipelines.extract.repair import repair
from pipelines.jobs.build import code_version, input_hashes, mass_of, raw_of
from pipelines.jobs.material_files import file_faults
from pipelines.jobs.register import Decided, anchors, decided, has_register, register_of, register_url
from pipelines.jobs.root import Root, root_of
from pipelines.jobs.settings import Settings
from pipelines.register import Anchor, Fault, chain_faults, materials_of
from pipelines.register.engines import shown
from pipelines.warehouse import sql
from pipelines.warehouse.build import build_file, mart_digests
from pipelines.warehouse.editions import BOARD, Manifest, Warehouse, file_sha256

SHOWN = 20


def verify(settings: Settings, edition_id: str | None = None) -> tuple[Manifest, int]:
    """The edition's manifest and how many figures opened their sentence in the original.

    Compares the file's hash with the manifest, every input with the hash it had, every quote with the original
    at its place, and the marts with those of a second build.  Raises EditionDamaged with all that disagrees, and
    InputsMovedOn where the edition is whole and its inputs have changed since.
    """
    root = root_of(settings)
    warehouse = Warehouse(root.warehouse)
    manifest = warehouse.manifest(edition_id or warehouse.current_id())
    verify_register(settings)
    faults = list(_file_faults(warehouse, manifest))
    opened = 0
    if not faults:
        quotes = list(_quote_faults(warehouse, manifest))
        opened = sum(fault is None for fault in quotes)
        faults += [fault for fault in quotes if fault]
    changed = list(_input_faults(root, manifest))
    if not changed and manifest.code_version == code_version():
        faults += _rebuild_faults(root, decided(settings, until=Head(**manifest.register)), manifest)
    if faults:
        raise EditionDamaged(where=manifest.edition_id, count=len(faults), faults=tuple(faults[:SHOWN]))
    if changed:
        raise InputsMovedOn(where=manifest.edition_id, count=len(changed), faults=tuple(changed[:SHOWN]))
    return manifest, opened


def verify_register(settings: Settings, others: Iterable[Anchor] = ()) -> int:
    """Prove the chain of decisions by itself and by what every edition's manifest says of it; how many there are.

    `others`: what else says where the chain ended, such as a backup.  Raises RegisterAltered with each event that was
    changed, removed, inserted or moved, where a tail was cut, and with each material whose file is missing or another.
    """
    said = anchors(Warehouse(root_of(settings).warehouse))  # first: people go on deciding, and editions are built
    if not has_register(settings):
        events, head, known = [], Head(), {}
    else:
        with register_of(settings) as register:
            events, head = register.chain()
            known = register.reasons(each.event_id for each in events)
    found = chain_faults(events, head, [*said, *others])
    faults = [_register_fault(fault) for fault in found]
    faults += [
        WordsChanged(where=event.sequence, found=event.event_id)
        for event in events
        if event.event_id in known and why_hash(*reversed(known[event.event_id])) != event.why_hash
    ]
    if not found:  # what an altered event says of a file proves nothing
        faults += file_faults(root_of(settings), materials_of(events).values())
    if faults:
        raise RegisterAltered(where=shown(register_url(settings)), count=len(faults), faults=tuple(faults[:SHOWN]))
    return len(events)


def _register_fault(fault: Fault) -> BoardError:
    kinds = {
        "changed": EventChanged,
        "removed": EventRemoved,
        "inserted": EventInserted,
        "reordered": EventMoved,
        "tail_cut": TailCut,
        "anchor_differs": HeadDiffers,
    }
    return kinds[fault.code](where=fault.sequence, found=fault.event_id or "-", anchor=fault.anchor or "-")


def figures_without_document(settings: Settings, edition_id: str) -> int:
    """How many figures an edition took from tables: their sentence is kept, their document can't be opened."""
    with Warehouse(root_of(settings).warehouse).connect(edition_id) as connection:
        row = connection.execute(sql.query("figures_without_document")).fetchone()
    return row[0] if row else 0


def _file_faults(warehouse: Warehouse, manifest: Manifest) -> Iterator[BoardError]:
    board = warehouse.editions / manifest.edition_id / BOARD
    if not board.is_file():
        yield FileGone(where=board)
    elif file_sha256(board) != manifest.board_sha256:
        yield FileChanged(where=board)


def _input_faults(root: Root, manifest: Manifest) -> Iterator[BoardError]:
    found = input_hashes(root)
    for path in sorted(manifest.inputs.keys() | found.keys()):
        if path not in found:
            yield FileGone(where=path)
        elif path not in manifest.inputs:
            yield FileAdded(where=path)
        elif found[path] != manifest.inputs[path]:
            yield FileChanged(where=path)


def _quote_faults(warehouse: Warehouse, manifest: Manifest) -> Iterator[BoardError | None]:
    """For each observation None, or what is wrong with its place in the original; a fault for each altered mart."""
    with warehouse.connect(manifest.edition_id) as connection:
        for table, digest in mart_digests(connection).items():
            if manifest.digests.get(table) != digest:
                yield RowsChanged(where=table)
        originals = dict(connection.execute(sql.query("originals")).fetchall())
        rows = connection.execute(sql.query("readings_and_places")).fetchall()
    repaired = {document_id: repair(original) for document_id, original in originals.items()}
    for observation_id, document_id, quote, start, end, *place in rows:
        text = repaired[document_id]
        is_there = text.text[start:end] == quote and text.original_span(start, end) == tuple(place)
        place_fault = QuoteNotThere(where=document_id, quote=quote, observation=observation_id, start=start)
        yield None if is_there else place_fault


def _rebuild_faults(root: Root, known: Decided, manifest: Manifest) -> list[BoardError]:
    with tempfile.TemporaryDirectory() as folder:
        as_of = date.fromisoformat(manifest.as_of)
        raw = raw_of(root, known, as_of=as_of)
        built = build_file(Path(folder) / BOARD, raw, mass_of(root, raw, known, as_of=as_of))
    return [
        RowsNotRepeated(where=table) for table, digest in manifest.digests.items() if built.digests.get(table) != digest
    ]
