"""Originals of ledgers whose retention is over: listed, and deleted where somebody says so.  Rows and cards stay."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pipelines.catalogue import load_catalogue
from pipelines.domain.catalogue import Catalogue
from pipelines.domain.errors import PurgeTooEarly
from pipelines.jobs.ledgers.load import years_later
from pipelines.jobs.ledgers.store import Batch, Decision, LedgerFolder, ledger_folders
from pipelines.jobs.locks import alone
from pipelines.jobs.people import Person
from pipelines.jobs.root import Root, root_of
from pipelines.jobs.settings import Settings


@dataclass(frozen=True, slots=True)
class Overdue:
    """A loaded file whose original may go, and since when."""

    folder: LedgerFolder
    batch: Batch
    since: date


def overdue_originals(settings: Settings, *, as_of: date) -> list[Overdue]:
    """The originals that are still kept and whose retention is over on that day."""
    root = root_of(settings)
    return list(_overdue(root, load_catalogue(root.catalogue), as_of))


def purge_originals(settings: Settings, *, as_of: date, today: date, person: Person | None = None) -> list[Overdue]:
    """Delete them, and note of each that it was deleted, when and by whom; gives which.

    The file goes first and the note comes after: a note never says that data of persons are gone while they lie there.
    Broken off in between, the next purge writes the note.  Raises PurgeTooEarly for a day that is still to come.
    """
    person = person or Person()
    root = root_of(settings)
    if as_of > today:
        raise PurgeTooEarly(where=root.ledgers, found=as_of, today=today)
    with alone(root.ledgers):
        overdue = list(_overdue(root, load_catalogue(root.catalogue), as_of))
        for each in overdue:
            (each.folder.path / each.batch.batch_id / each.batch.file).unlink(missing_ok=True)
            each.folder.decide(Decision(what="purge", on=today, batch_id=each.batch.batch_id, by=person.actor_id))
    return overdue


def _overdue(root: Root, catalogue: Catalogue, as_of: date) -> Iterator[Overdue]:
    """By the card or by the catalogue as it is now, whichever keeps longer: a term may have been raised since."""
    for folder in ledger_folders(root):
        deleted, ledger = folder.originals_deleted(), catalogue.ledger_of.get(folder.ledger_id)
        for batch in folder.batches():
            now = years_later(batch.loaded_on, ledger.retention_years) if ledger else batch.keep_until
            since = max(batch.keep_until, now)
            if since <= as_of and batch.batch_id not in deleted:
                yield Overdue(folder, batch, since)
