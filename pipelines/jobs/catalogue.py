"""The catalogue that holds: the files of the data root with what was changed on the page 设置 laid over them."""

from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path

from pipelines.catalogue import catalogue_files, load_catalogue
from pipelines.domain.catalogue import Catalogue
from pipelines.domain.changes import Change
from pipelines.domain.errors import CatalogueRefused, ChangesDoNotFit
from pipelines.domain.register import Event, Head, canonical
from pipelines.jobs.days import today
from pipelines.jobs.register import has_register, register_of
from pipelines.jobs.root import Root, root_of
from pipelines.jobs.settings import Settings
from pipelines.register import ENTRY, changes_of


def catalogue_of(settings: Settings, *, until: Head | None = None, as_of: date | None = None) -> Catalogue:
    """Files and changes: all changes or those up to an edition's word of the chain's end, as of a day (default today).

    Raises what loading the files raises, and ChangesDoNotFit where the files are in order without the changes.
    """
    return laid_catalogue(root_of(settings), entry_events(settings, until=until), as_of=as_of or today())


def laid_catalogue(root: Root, events: Iterable[Event], *, as_of: date) -> Catalogue:
    """The same from a register's events."""
    return with_changes(root, changes_of(events, as_of=as_of))


def with_changes(root: Root, changes: Sequence[Change]) -> Catalogue:
    """The files with these changes laid over them, in this order.  Raises what `catalogue_of` raises.

    What was loaded last is kept for as long as neither files nor changes are others.
    """
    key = (root.catalogue, _stamp(root.catalogue), overlay_digest(changes))
    found = _kept.get(key)
    if found is None:
        found = _loaded(root, changes)
        for old in list(_kept)[: 1 - MOST_KEPT]:
            _kept.pop(old, None)
        _kept[key] = found
    return found


MOST_KEPT = 4
_kept: dict[tuple, Catalogue] = {}


def _stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Every file of the catalogue with its size and when it was written."""
    found = [(path, path.stat()) for path in catalogue_files(folder)]
    return tuple((str(path), stat.st_size, stat.st_mtime_ns) for path, stat in found)


def _loaded(root: Root, changes: Sequence[Change]) -> Catalogue:
    try:
        return load_catalogue(root.catalogue, changes)
    except CatalogueRefused as refused:
        load_catalogue(root.catalogue)  # what is wrong with the files themselves is said first
        raise ChangesDoNotFit(
            where=root.catalogue,
            count=refused.parts["count"],
            faults=refused.parts["faults"],
            known=", ".join(dict.fromkeys(change.place for change in changes)),
        ) from None


def prove_every_day(root: Root, changes: Sequence[Change], *, since: date) -> None:
    """Load the catalogue as it is on a day and on each later day from which another change holds.

    Raises what `catalogue_of` raises.
    """
    for day in sorted({since, *(change.starts for change in changes if change.starts > since)}):
        with_changes(root, [change for change in changes if change.starts <= day])


def entry_events(settings: Settings, *, until: Head | None = None) -> tuple[Event, ...]:
    """Every event about an entry of the catalogue, up to an edition's word of the chain's end."""
    if not has_register(settings):
        return ()
    with register_of(settings) as register:
        return tuple(register.events(types=(ENTRY,), until=until.length if until else None))


def overlay_digest(changes: Sequence[Change]) -> bytes:
    """What stands for the changes where something is kept under the hash of the catalogue's files; nothing for none."""
    said = [[each.file, each.entry_id, each.kind, each.entry] for each in changes]
    return sha256(canonical(said).encode()).digest() if said else b""
