"""`check`, `extract`, and a file before it is loaded: look, and store nothing."""

from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from pipelines.catalogue import load_catalogue, rubric_warnings
from pipelines.domain.catalogue import Catalogue
from pipelines.domain.documents import Card, ReadText
from pipelines.domain.errors import BoardError, UnknownOrganisation
from pipelines.domain.quantities import Ignored
from pipelines.extract import Extraction, ReportReader
from pipelines.jobs.cards import card_files, read_card
from pipelines.jobs.catalogue import catalogue_of, entry_events, prove_every_day
from pipelines.jobs.days import today
from pipelines.jobs.documents import load_documents, read_limited, read_stream
from pipelines.jobs.proposing import Intake, proposed
from pipelines.jobs.reading import reader_of
from pipelines.jobs.root import root_of
from pipelines.jobs.settings import Settings
from pipelines.register import changes_of


@dataclass(frozen=True)
class Inspection:
    """What a text states, and the numbers of it that were read as nothing."""

    found: Extraction
    ignored: list[Ignored]
    catalogue: Catalogue


def check(settings: Settings) -> dict[str, int]:
    """How many of each thing the catalogue and the documents hold, all promises kept.  Raises BoardError.

    The catalogue's files are proved alone, then with what was changed on the page 设置, today and on each later day
    from which another change holds.
    """
    root = root_of(settings)
    load_catalogue(root.catalogue)
    changes = changes_of(entry_events(settings))
    prove_every_day(root, changes, since=today())
    catalogue = catalogue_of(settings)
    documents = load_documents(root.documents, catalogue, settings)
    kinds = ("themes", "metrics", "practices", "problems", "goals", "organisations", "ledgers", "rubrics")
    counts = {kind: len(getattr(catalogue, kind)) for kind in kinds}
    return {
        **counts,
        "key results": len(catalogue.progress.key_results),
        "changes made on the page": len(changes),
        "documents": len(documents),
    }


def warned(settings: Settings) -> list[BoardError]:
    """What the catalogue as it holds is warned of, though it breaks no promise: rubrics that score sheer activity."""
    return [fault.refusal() for fault in rubric_warnings(catalogue_of(settings))]


def extract(
    settings: Settings, file: str, *, content: bytes | None, organisation_id: str | None, year: int | None
) -> Inspection:
    """What one file states, or `content` where the caller has read it (standard input)."""
    catalogue = catalogue_of(settings)
    if organisation_id is not None and organisation_id not in catalogue.organisation_of:
        known = ", ".join(sorted(catalogue.organisation_of))
        raise UnknownOrganisation(where=file, found=organisation_id, known=known)
    content = read_limited(Path(file), settings) if content is None else content
    with reader_of(settings) as files:
        read = files.read(content, file)
    reader = ReportReader(catalogue)
    found = reader.read(read, year=year, organisation_id=organisation_id, where=file)
    return Inspection(found, reader.ignored(found), catalogue)


@dataclass(frozen=True)
class Looked:
    """A file as it would be loaded.  `intake`: what its text proposes, `faults`: why it proposes no more.

    `loaded`: the document that these very bytes are already; `cards`: all that are loaded.
    """

    read: ReadText
    intake: Intake
    faults: tuple[BoardError, ...]
    found: Extraction
    loaded: Card | None
    cards: tuple[Card, ...]
    catalogue: Catalogue


def look(settings: Settings, file: str, content: bytes, *, this_year: int) -> Looked:
    """What one file is and states, before it is loaded; `this_year` is taken for a text that names none.

    Raises DocumentTooLarge and what reading raises.
    """
    root = root_of(settings)
    content = read_stream(BytesIO(content), settings, where=file)
    with reader_of(settings) as files:
        read = files.read(content, file)
    catalogue = catalogue_of(settings)
    intake, faults = proposed(read, catalogue, Intake(), where=file)
    year = intake.year or this_year
    found = ReportReader(catalogue).read(read, year=year, organisation_id=intake.organisation_id, where=file)
    cards = tuple(map(read_card, card_files(root.documents)))
    digest = sha256(content).hexdigest()
    loaded = next((card for card in cards if card.sha256 == digest), None)
    return Looked(read, intake, faults, found, loaded, cards, catalogue)
