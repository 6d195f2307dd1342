"""`check` and `extract`: look, and store nothing."""

from dataclasses import dataclass
from pathlib import Path

from pipelines.catalogue import load_catalogue
from pipelines.domain.catalogue import Catalogue
from pipelines.domain.errors import UnknownOrganisation
from pipelines.domain.quantities import Ignored
from pipelines.extract import Extraction, ReportReader
from pipelines.jobs.documents import load_documents, read_limited
from pipelines.jobs.reading import reader_of
from pipelines.jobs.root import root_of
from pipelines.jobs.settings import Settings


@dataclass(frozen=True)
class Inspection:
    """What a text states, and the numbers of it that were read as nothing."""

    found: Extraction
    ignored: list[Ignored]
    catalogue: Catalogue


def check(settings: Settings) -> dict[str, int]:
    """How many of each thing the catalogue and the documents hold, all promises kept.  Raises BoardError."""
    root = root_of(settings)
    catalogue = load_catalogue(root.catalogue)
    documents = load_documents(root.documents, catalogue, settings)
    kinds = ("themes", "metrics", "practices", "problems", "goals", "organisations", "ledgers")
    counts = {kind: len(getattr(catalogue, kind)) for kind in kinds}
    return {**counts, "key results": len(catalogue.progress.key_results), "documents": len(documents)}


def extract(
    settings: Settings, file: str, *, content: bytes | None, organisation_id: str | None, year: int | None
) -> Inspection:
    """What one file states, or `content` where the caller has read it (standard input)."""
    catalogue = load_catalogue(root_of(settings).catalogue)
    if organisation_id is not None and organisation_id not in catalogue.organisation_of:
        known = ", ".join(sorted(catalogue.organisation_of))
        raise UnknownOrganisation(where=file, found=organisation_id, known=known)
    content = read_limited(Path(file), settings) if content is None else content
    with reader_of(settings) as files:
        read = files.read(content, file)
    reader = ReportReader(catalogue)
    found = reader.read(read, year=year, organisation_id=organisation_id, where=file)
    return Inspection(found, reader.ignored(found), catalogue)
