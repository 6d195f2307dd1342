"""What people decide of a loaded ledger: lock a reported period, open it again, accept late rows."""

from datetime import date

from pipelines.catalogue import load_catalogue
from pipelines.domain.errors import NoSuchBatch
from pipelines.jobs.documents import alone
from pipelines.jobs.ledgers.load import known_ledger
from pipelines.jobs.ledgers.store import Decision, LedgerFolder, ledger_folder
from pipelines.jobs.root import root_of
from pipelines.jobs.settings import Settings


def lock_period(settings: Settings, organisation_id: str, ledger_id: str, until: date | None, *, today: date) -> None:
    """Rows dated up to `until` that are loaded from now on wait as late (补录); None opens every period again."""
    folder = _folder(settings, organisation_id, ledger_id)
    with alone(root_of(settings).ledgers):
        folder.decide(Decision(what="lock" if until else "unlock", on=today, until=until))


def accept_late(settings: Settings, organisation_id: str, ledger_id: str, batch_id: str, *, today: date) -> int:
    """Let the late rows of one loaded file count; gives how many they are.  Raises NoSuchBatch."""
    folder = _folder(settings, organisation_id, ledger_id)
    with alone(root_of(settings).ledgers):
        late = {batch.batch_id: batch.late for batch in folder.batches()}
        if batch_id not in late:
            raise NoSuchBatch(where=folder.path, found=batch_id, known=", ".join(late) or "-")
        folder.decide(Decision(what="accept_late", on=today, batch_id=batch_id))
    return late[batch_id]


def _folder(settings: Settings, organisation_id: str, ledger_id: str) -> LedgerFolder:
    root = root_of(settings)
    known_ledger(load_catalogue(root.catalogue), ledger_id, where=f"{organisation_id}/{ledger_id}")
    return ledger_folder(root, organisation_id, ledger_id)
