"""What pages take in of reports: a file looked at, corrected, stored and built into an edition, all said in words."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from pipelines.api.people import person
from pipelines.domain.documents import Card
from pipelines.domain.errors import BoardError, BuildRunning, NoOrganisation, UnknownOrganisation, UnknownYear
from pipelines.domain.file_names import plain_name
from pipelines.jobs import build as building
from pipelines.jobs.documents import Offered, ingest_each, withdraw
from pipelines.jobs.inspect import look
from pipelines.jobs.people import OWN
from pipelines.jobs.proposing import Intake
from pipelines.jobs.settings import current_settings
from pipelines.wording import say, text_of

_ASKS: dict[type[BoardError], tuple[str, str]] = {
    UnknownYear: ("year", "year"),
    NoOrganisation: ("organisation_id", "organisation"),
    UnknownOrganisation: ("organisation_id", "unlisted"),
}
"""Fault of a proposal → (what a person has to say, in which words that is asked)."""


@dataclass(frozen=True)
class DocumentCheck:
    """What a file is and states, in the reader's language; nothing of it is stored.

    `intake`: what its text proposes.  `asks`: what the text doesn't say (organisation_id, year) → the words that ask
    for it.  `counts`: figures, practices, problems, goals and unmapped.  `same_as`: the document that the same bytes
    are already.  `loaded`: all documents that are loaded.  `organisations`: the catalogue's, id → name.
    """

    name: str
    digest: str
    intake: Intake
    asks: dict[str, str]
    counts: dict[str, int]
    notes: tuple[str, ...]
    same_as: Card | None
    loaded: tuple[Card, ...]
    organisations: dict[str, str]
    _offered: Offered = field(repr=False)


@dataclass(frozen=True)
class DocumentsLoaded:
    """What was stored, and the edition that holds it: published, or a candidate that waits for approval.

    `edition_id` is None where another build was running: the next edition will hold it.
    """

    documents: tuple[Card, ...]
    edition_id: str | None
    is_published: bool


def check_document(content: bytes, name: str, language: str) -> DocumentCheck:
    """An uploaded file as it would be loaded; nothing is stored.

    Raises BadFileName, DocumentTooLarge, NotAllowed and what `jobs.reading.ReaderProcess.read` raises.
    """
    who = person()
    who.acting("document.load", OWN)
    path = Path(plain_name(name))
    seen = look(current_settings(), name, content, this_year=building.today().year)
    found = seen.found
    return DocumentCheck(
        name=name,
        digest=sha256(content).hexdigest(),
        intake=seen.intake,
        asks=dict(_asked(fault, language) for fault in seen.faults),
        counts={
            "figures": len(found.observations),
            "practices": len(found.practices),
            "problems": len(found.problems),
            "goals": len(found.goals),
            "unmapped": len(found.unmapped),
        },
        notes=tuple(say(f"note.{note.code}", language, found=note.found) for note in seen.read.notes),
        same_as=seen.loaded if seen.loaded and who.sees(seen.loaded.organisation_id) else None,
        loaded=tuple(each for each in seen.cards if who.sees(each.organisation_id)),
        organisations={
            each.organisation_id: text_of(each.name, language)
            for each in seen.catalogue.organisations
            if who.sees(each.organisation_id)
        },
        _offered=Offered(path, seen.intake, content, seen.read),
    )


def _asked(fault: BoardError, language: str) -> tuple[str, str]:
    name, words = _ASKS[type(fault)]
    return name, say(f"intake.asks.{words}", language, found=fault.parts.get("found", ""))


def load_documents(said: Sequence[tuple[DocumentCheck, Intake]]) -> DocumentsLoaded:
    """Store checked files with what a person says of each, and build an edition; all of it or nothing.

    Raises what `jobs.documents.ingest_each` and `jobs.build.build` raise, NotAllowed and NotTheirs; what was stored is
    taken out again then.
    """
    for checked, intake in said:
        person().acting("document.load", intake.organisation_id or checked.intake.organisation_id)
    settings = current_settings()
    stored = ingest_each(settings, [replace(checked._offered, intake=intake) for checked, intake in said])
    cards = tuple(each.card for each in stored)
    try:
        edition_id, is_published = build_edition()
    except BuildRunning:
        # that build may hold them already, so that they can't be taken out again
        return DocumentsLoaded(cards, None, is_published=False)
    except BoardError:
        withdraw(settings, [each.card for each in stored if each.is_new])
        raise
    return DocumentsLoaded(cards, edition_id, is_published)


def build_edition() -> tuple[str, bool]:
    """(the id of an edition with everything that is loaded, whether it is published).  Raises what building raises."""
    person().acting("document.load", OWN)
    outcome = building.build(current_settings())
    return outcome.manifest.edition_id, outcome.is_published
