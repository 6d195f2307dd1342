"""Publishing an edition: by the command line or on the page, on record where approval is switched on."""

from collections.abc import Mapping

from pipelines.domain.errors import EditionSentBack, ReasonMissing, UnknownEdition
from pipelines.domain.register import Decision, Event, Subject
from pipelines.jobs.people import Person
from pipelines.jobs.register import has_register, register_of
from pipelines.jobs.root import root_of
from pipelines.jobs.settings import Settings
from pipelines.register import EDITION, verdicts_of
from pipelines.warehouse.editions import Manifest, Warehouse


def publish(
    settings: Settings, edition_id: str, *, person: Person | None = None, why: str = "", seen: int | None = None
) -> None:
    """Publish a candidate, or go back to an earlier edition.

    Where approval is on, the approval is recorded first; `seen` as `Decision` has it (None: whatever was decided).
    Raises BuildRunning and UnknownEdition; with approval on also NotAllowed, EditionSentBack and DecidedMeanwhile.
    """
    warehouse = Warehouse(root_of(settings).warehouse)
    with warehouse.building():
        warehouse.refuse_unknown(edition_id)
        if settings.approval:
            _record(settings, edition_id, "approved", person or Person(), why, seen)
        warehouse.publish(edition_id)


def send_back(
    settings: Settings, edition_id: str, *, person: Person | None = None, why: str, seen: int | None = None
) -> None:
    """Refuse a candidate for a reason: it is kept and never offered again.

    Raises UnknownEdition for what doesn't wait, ReasonMissing, NotAllowed, DecidedMeanwhile.
    """
    if not why.strip():
        raise ReasonMissing(where=edition_id)
    known = [manifest.edition_id for manifest, _ in waiting(settings)]
    if edition_id not in known:
        raise UnknownEdition(where=root_of(settings).warehouse, found=edition_id, known=", ".join(known) or "-")
    _record(settings, edition_id, "refused", person or Person(), why, seen)


def waiting(settings: Settings) -> list[tuple[Manifest, int]]:
    """The candidates that wait for approval, the latest built first, each with its last event; none where it is off."""
    if not settings.approval:
        return []
    verdicts = _verdicts(settings)
    found = Warehouse(root_of(settings).warehouse).waiting()
    seen = {each.edition_id: verdicts.get(each.edition_id) for each in found}
    return [
        (each, last.sequence if last else 0)
        for each in found
        if (last := seen[each.edition_id]) is None or last.kind != "refused"
    ]


def _verdicts(settings: Settings) -> Mapping[str, Event]:
    if not has_register(settings):
        return {}
    with register_of(settings) as register:
        return verdicts_of(register.events(types=(EDITION,)))


def _record(settings: Settings, edition_id: str, kind: str, person: Person, why: str, seen: int | None) -> None:
    subject, actor = Subject(EDITION, edition_id), person.acting("edition.approve", None)
    with register_of(settings) as register:
        last = verdicts_of(register.events(subject=subject)).get(edition_id)
        if last is not None and last.kind == "refused":
            raise EditionSentBack(where=edition_id, at=last.at[:16].replace("T", " "))
        known = last.sequence if last else 0
        register.record(Decision(subject, kind, actor, {}, why, known if seen is None else seen))
