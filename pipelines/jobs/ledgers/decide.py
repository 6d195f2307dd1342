"""What people decide of a loaded ledger: lock a reported period, open it again, accept late rows."""

from dataclasses import dataclass, field
from datetime import date

from pipelines.catalogue import load_catalogue
from pipelines.domain.errors import NoSuchBatch
from pipelines.jobs.documents import alone
from pipelines.jobs.ledgers.load import known_ledger
from pipelines.jobs.ledgers.store import Decision, LedgerFolder, ledger_folder
from pipelines.jobs.people import Person
from pipelines.jobs.root import root_of
from pipelines.jobs.settings import Settings


@dataclass(frozen=True, slots=True)
class LedgerDesk:
    """A person at work on one ledger of one organisation.  Every method raises NotAllowed and UnknownLedger."""

    settings: Settings
    organisation_id: str
    ledger_id: str
    person: Person = field(default_factory=Person)

    def lock(self, until: date | None, *, today: date) -> None:
        """Rows dated up to `until` that are loaded from now on wait as late (补录); None opens every period again."""
        self.person.acting("ledger.lock")
        folder = self._folder()
        what = "lock" if until else "unlock"
        with alone(root_of(self.settings).ledgers):
            folder.decide(Decision(what=what, on=today, until=until, by=self.person.actor_id))

    def locked_until(self) -> date | None:
        return self._folder().locked_until()

    def late(self) -> dict[str, int]:
        """The loaded files whose late rows wait, each with how many they are."""
        folder = self._folder()
        accepted = folder.accepted()
        return {
            batch.batch_id: batch.late for batch in folder.batches() if batch.late and batch.batch_id not in accepted
        }

    def accept_late(self, batch_id: str, *, today: date) -> int:
        """Let the late rows of one loaded file count; gives how many they are.  Raises NoSuchBatch."""
        self.person.acting("ledger.accept_late")
        folder = self._folder()
        with alone(root_of(self.settings).ledgers):
            late = {batch.batch_id: batch.late for batch in folder.batches()}
            if batch_id not in late:
                raise NoSuchBatch(where=folder.path, found=batch_id, known=", ".join(late) or "-")
            folder.decide(Decision(what="accept_late", on=today, batch_id=batch_id, by=self.person.actor_id))
        return late[batch_id]

    def _folder(self) -> LedgerFolder:
        root = root_of(self.settings)
        known_ledger(load_catalogue(root.catalogue), self.ledger_id, where=f"{self.organisation_id}/{self.ledger_id}")
        return ledger_folder(root, self.organisation_id, self.ledger_id)
