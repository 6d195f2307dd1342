"""What people decide of a loaded ledger: lock a reported period, open it again, accept late rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipelines.domain.catalogue import Catalogue
from pipelines.domain.errors import NoSuchBatch, UnknownOrganisation
from pipelines.domain.ledgers import Ruled
from pipelines.domain.register import Decision
from pipelines.jobs.catalogue import catalogue_of
from pipelines.jobs.ledgers.load import known_ledger, ruled_of
from pipelines.jobs.ledgers.store import LedgerFolder, ledger_folder
from pipelines.jobs.locks import alone
from pipelines.jobs.people import Person
from pipelines.jobs.register import register_of
from pipelines.jobs.root import root_of
from pipelines.jobs.settings import Settings


@dataclass(frozen=True, slots=True)
class LedgerDesk:
    """A person at work on one ledger of one organisation.

    Decisions raise NotAllowed, UnknownLedger, UnknownOrganisation, and DecidedMeanwhile where somebody decided of the
    ledger after `seen` (`ruled().seen` as the person had it before them; None: whatever was decided up to now).
    """

    settings: Settings
    organisation_id: str
    ledger_id: str
    person: Person
    catalogue: Catalogue | None = None
    """The one that holds, where it is already at hand."""

    def lock(self, until: date | None, *, seen: int | None = None) -> None:
        """Rows dated up to `until` that are loaded from now on wait as late (补录); None opens every period again."""
        payload = {"until": until.isoformat()} if until else {}
        with alone(root_of(self.settings).ledgers):
            self._record("locked" if until else "unlocked", "ledger.lock", payload, seen)

    def ruled(self) -> Ruled:
        """What the register says of the ledger."""
        return ruled_of(self.settings, self._folder())

    def locked_until(self) -> date | None:
        return self._folder().locked_until(self.ruled())

    def late(self) -> dict[str, int]:
        """The loaded files whose late rows wait, each with how many they are."""
        folder = self._folder()
        late = {batch.batch_id: batch.late for batch in folder.batches() if batch.late}
        accepted = folder.accepted(ruled_of(self.settings, folder)) if late else ()
        return {batch_id: rows for batch_id, rows in late.items() if batch_id not in accepted}

    def accept_late(self, batch_id: str, *, seen: int | None = None) -> int:
        """Let the late rows of one loaded file count; gives how many they are.

        Raises NoSuchBatch for a file whose late rows don't wait.
        """
        with alone(root_of(self.settings).ledgers):
            late = self.late()
            if batch_id not in late:
                raise NoSuchBatch(where=self._folder().path, found=batch_id, known=", ".join(late) or "-")
            payload = {"batch_id": batch_id, "rows": late[batch_id]}
            self._record("late_accepted", "ledger.accept_late", payload, seen)
        return late[batch_id]

    def _record(self, kind: str, action: str, payload: Mapping[str, Any], seen: int | None) -> None:
        subject, actor = self._folder().subject, self.person.acting(action, self.organisation_id)
        with register_of(self.settings) as register:
            last = register.last_of(subject) if seen is None else seen
            register.record(Decision(subject, kind, actor, payload, seen=last))

    def _folder(self) -> LedgerFolder:
        root = root_of(self.settings)
        catalogue = self.catalogue or catalogue_of(self.settings)
        where = f"{self.organisation_id}/{self.ledger_id}"
        known_ledger(catalogue, self.ledger_id, where=where)
        if self.organisation_id not in catalogue.organisation_of:
            raise UnknownOrganisation(
                where=where, found=self.organisation_id, known=", ".join(catalogue.organisation_of)
            )
        return ledger_folder(root, self.organisation_id, self.ledger_id)
