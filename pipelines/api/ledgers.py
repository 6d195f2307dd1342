"""What pages decide of loaded ledgers: reported periods that are locked, late rows that are let in."""

from collections.abc import Iterable
from datetime import date

from pipelines.api.people import decider, person
from pipelines.jobs.catalogue import catalogue_of
from pipelines.jobs.ledgers.decide import LedgerDesk
from pipelines.jobs.settings import current_settings


def ledger_seen(organisation_id: str, ledger_id: str) -> int:
    """What a decision names as looked at: the sequence of the ledger's last event."""
    return _desk(organisation_id, ledger_id).ruled().seen


def locked_until(organisation_id: str, ledger_id: str) -> date | None:
    """The last day of a ledger's locked period; None where none is locked."""
    return _desk(organisation_id, ledger_id).locked_until()


def lock_ledger(organisation_id: str, ledger_id: str, until: date | None, *, seen: int) -> None:
    """Lock a reported period; None opens it again.  Raises DecidedMeanwhile and NotAllowed."""
    _desk(organisation_id, ledger_id).lock(until, seen=seen)


def late_rows(organisation_id: str, ledger_ids: Iterable[str]) -> dict[str, dict[str, int]]:
    """ledger_id → its loaded files whose late rows (补录) wait, each with how many they are."""
    person().prove_sees(organisation_id)
    settings = current_settings()
    catalogue = catalogue_of(settings)
    return {each: LedgerDesk(settings, organisation_id, each, person(), catalogue).late() for each in ledger_ids}


def accept_late_rows(organisation_id: str, ledger_id: str, batch_id: str, *, seen: int) -> int:
    """Let a file's late rows count from the next edition on.  Raises NoSuchBatch, DecidedMeanwhile and NotAllowed."""
    return _desk(organisation_id, ledger_id).accept_late(batch_id, seen=seen)


def _desk(organisation_id: str, ledger_id: str) -> LedgerDesk:
    person().prove_sees(organisation_id)
    return LedgerDesk(current_settings(), organisation_id, ledger_id, decider())
