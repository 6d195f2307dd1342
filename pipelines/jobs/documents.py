"""Documents under data/documents: one folder each, with a card and the file as it came."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Annotated, BinaryIO, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from pipelines.catalogue import load_catalogue
from pipelines.catalogue.strict import NotYaml, load_yaml
from pipelines.domain.catalogue import Catalogue
from pipelines.domain.documents import TYPES, Card, Document, ReadText
from pipelines.domain.errors import (
    BadCard,
    BoardError,
    DocumentAltered,
    DocumentTooLarge,
    DoubledDocument,
    LoadedOtherwise,
    LostCard,
    SameBytes,
    SeveralRefused,
    UnknownOrganisation,
    UnreadableCard,
)
from pipelines.extract import proposed_organisation, proposed_publication, proposed_type, proposed_year
from pipelines.extract.readers import check_name
from pipelines.extract.repair import repair
from pipelines.jobs.names import document_id_of, title_of
from pipelines.jobs.reading import ReaderProcess, reader_of
from pipelines.jobs.root import root_of
from pipelines.jobs.settings import Settings

CARD = "card.yml"
_ALLOWED = {
    "document_id": "a–z 0–9 -",
    "organisation_id": "organisations.yml: id",
    "year": "1990–2100",
    "title": "1–200",
    "publisher": "0–200",
    "source": "0–500",
    "published_on": "YYYY-MM-DD",
    "extent": "whole, excerpt",
    "nature": "original, restatement",
    "file": "NAME.txt, NAME.docx, NAME.pdf …",
    "sha256": "64 × 0–9 a–f",
    "type": ", ".join(TYPES),
}
"""What a card's keys may hold, in words of no language."""


class CardShape(BaseModel):
    """card.yml, key by key."""

    model_config = ConfigDict(extra="forbid")

    document_id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    organisation_id: str
    year: Annotated[int, Field(ge=1990, le=2100)]
    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\n]*$")]
    publisher: Annotated[str, StringConstraints(max_length=200)]
    source: Annotated[str, StringConstraints(max_length=500)]
    published_on: date | None = None
    extent: Literal["whole", "excerpt"]
    nature: Literal["original", "restatement"]
    file: Annotated[str, StringConstraints(pattern=r"^[^/\\]+$")]
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    type: Literal["annual_report", "draft_report", "enforcement_data", "disclosure_report"] = "annual_report"


@dataclass(frozen=True, slots=True)
class Intake:
    """What a person says of a file that they load; None is proposed from the text."""

    organisation_id: str | None = None
    year: int | None = None
    title: str | None = None
    publisher: str | None = None
    source: str | None = None
    published_on: date | None = None
    extent: str | None = None
    nature: str | None = None
    type: str | None = None


def card_files(folder: Path) -> list[Path]:
    """The cards of all documents, in a fixed order."""
    return sorted(card for card in folder.glob(f"*/{CARD}") if not card.parent.name.startswith("."))


def load_documents(folder: Path, catalogue: Catalogue, settings: Settings | None = None) -> list[Document]:
    """Every document with its text, each checked against the hash on its card.

    Raises UnreadableCard, BadCard, MissingFile, DocumentTooLarge, DocumentAltered, DoubledDocument, SameBytes and what
    the readers raise.
    """
    settings = settings or Settings()
    with reader_of(settings) as reader:
        return list(_loaded(folder, catalogue, settings, reader))


def _loaded(folder: Path, catalogue: Catalogue, settings: Settings, reader: ReaderProcess) -> Iterator[Document]:
    ids: set[str] = set()
    by_bytes: dict[str, str] = {}
    for path in card_files(folder):
        document = _load(path, catalogue, settings, reader)
        card = document.card
        if card.document_id in ids:
            raise DoubledDocument(where=path, found=card.document_id)
        if card.sha256 in by_bytes:
            raise SameBytes(where=path.parent, found=by_bytes[card.sha256])
        ids.add(card.document_id)
        by_bytes[card.sha256] = card.document_id
        yield document


def _load(path: Path, catalogue: Catalogue, settings: Settings, reader: ReaderProcess) -> Document:
    card = read_card(path)
    if card.organisation_id not in catalogue.organisation_of:
        known = ", ".join(sorted(catalogue.organisation_of))
        raise UnknownOrganisation(where=path, found=card.organisation_id, known=known)
    file = path.parent / card.file
    content = read_limited(file, settings)
    found = sha256(content).hexdigest()
    if found != card.sha256:
        raise DocumentAltered(where=file, expected=card.sha256[:12], found=found[:12])
    return Document(card, reader.read(content, str(file)))


def read_card(path: Path) -> Card:
    """One card.  Raises UnreadableCard, and BadCard with the key at fault."""
    try:
        content = load_yaml(path.read_text(encoding="utf-8"))
    except NotYaml as error:
        raise UnreadableCard(where=path, line=error.line or "?") from None
    except UnicodeDecodeError:
        raise UnreadableCard(where=path, line="?") from None
    if not isinstance(content, dict):
        raise UnreadableCard(where=path, line=1)
    return _valid_card(content, where=path)


def _valid_card(content: dict, *, where: Path) -> Card:
    try:
        return Card(**CardShape.model_validate(content).model_dump())
    except ValidationError as error:
        detail = error.errors()[0]
        key = str(detail["loc"][0])
        found = "-" if detail["type"] == "missing" else str(detail["input"])[:80]
        raise BadCard(where=where, key=key, found=found, allowed=_ALLOWED.get(key, ", ".join(_ALLOWED))) from None


def ingest(settings: Settings, paths: Iterable[Path], intake: Intake) -> list[Card]:
    """Copy files under their hash, each with a card; nothing is built.

    A file that is already there is left as it is.  Every file is read before the first is stored, so that a bad
    one among them stores nothing.  Raises what reading raises, DocumentTooLarge, BadCard, LoadedOtherwise, LostCard;
    SeveralRefused names every bad file where there are several.
    """
    root = root_of(settings)
    catalogue, folder = load_catalogue(root.catalogue), root.documents
    if intake.organisation_id is not None and intake.organisation_id not in catalogue.organisation_of:
        known = ", ".join(sorted(catalogue.organisation_of))
        raise UnknownOrganisation(where="--org", found=intake.organisation_id, known=known)
    with alone(folder), reader_of(settings) as reader:
        known = {card.sha256: card for card in map(read_card, card_files(folder))}
        planned, faults = [], []
        for path in paths:
            try:
                content = read_limited(path, settings)
                digest = sha256(content).hexdigest()
                if digest in known:
                    _refuse_other_words(path, folder, known[digest], intake)
                    planned.append((None, known[digest]))
                else:
                    known[digest] = _carded(path, content, reader.read(content, str(path)), catalogue, intake)
                    planned.append((content, known[digest]))
            except BoardError as fault:
                faults.append(fault)
        if faults:
            raise faults[0] if len(faults) == 1 else _refused_together(folder, faults)
        for content, card in planned:
            if content is not None:
                _store(content, folder, card)
    return [card for _, card in planned]


def _refused_together(folder: Path, faults: Sequence[BoardError]) -> SeveralRefused:
    return SeveralRefused(where=folder, count=len(faults), faults=tuple(faults))


def read_limited(path: Path, settings: Settings) -> bytes:
    """A file's bytes, read once.  Raises what `check_name` raises, and DocumentTooLarge before a byte is read."""
    check_name(path)
    size = path.stat().st_size / 1_000_000
    if size > settings.max_document_mb:
        raise DocumentTooLarge(where=path, found=f"{size:.1f}", limit=f"{settings.max_document_mb:g}")
    with path.open("rb") as file:
        return read_stream(file, settings, where=str(path))


def read_stream(stream: BinaryIO, settings: Settings, *, where: str) -> bytes:
    """Everything that a stream gives (standard input).  Raises DocumentTooLarge once it gives more than the limit."""
    most = int(settings.max_document_mb * 1_000_000)
    content = stream.read(most + 1)
    if len(content) > most:
        limit = f"{settings.max_document_mb:g}"
        raise DocumentTooLarge(where=where, found=f"> {limit}", limit=limit)
    return content


@contextmanager
def alone(folder: Path) -> Generator[None]:
    """One intake at a time; another one waits."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _refuse_other_words(path: Path, folder: Path, card: Card, intake: Intake) -> None:
    said = {field.name: getattr(intake, field.name) for field in fields(intake)}
    other = [name for name, value in said.items() if value is not None and value != getattr(card, name)]
    if other:
        found = ", ".join(f"{name}: {getattr(card, name)}" for name in other)
        raise LoadedOtherwise(where=path, document=card.document_id, found=found, card=_card_file(folder, card))


def _card_file(folder: Path, card: Card) -> Path:
    """Where a loaded card stands; its folder need not have its id."""
    return next((path for path in card_files(folder) if read_card(path) == card), folder / card.document_id / CARD)


def _carded(path: Path, content: bytes, read: ReadText, catalogue: Catalogue, intake: Intake) -> Card:
    where, text, said = str(path), repair(read.text).text, read.title and repair(read.title).text
    organisation_id = intake.organisation_id or proposed_organisation(text, catalogue, where=where, said=said)
    organisation = catalogue.organisation_of[organisation_id]
    year = proposed_year(text, where=where, said=said) if intake.year is None else intake.year
    published_on = proposed_publication(text, said=read.published_on)
    if published_on and published_on.year < year:
        # the date of something else: no report comes before its year
        published_on = None
    # what stands on a scanned page isn't read, so that nothing may be called silent
    has_scans = any(note.code == "scanned_pages" for note in read.notes)
    digest = sha256(content).hexdigest()
    title = title_of(text, organisation, year, said=said)
    card = {
        "document_id": document_id_of(organisation_id, year, digest),
        "organisation_id": organisation_id,
        "year": year,
        "title": title if intake.title is None else intake.title,
        "publisher": organisation.full_name.zh if intake.publisher is None else intake.publisher,
        "source": path.name if intake.source is None else intake.source,
        "published_on": published_on if intake.published_on is None else intake.published_on,
        "extent": intake.extent or ("excerpt" if has_scans else "whole"),
        "nature": intake.nature or "original",
        "file": f"original{path.suffix.lower()}",
        "sha256": digest,
        "type": intake.type or proposed_type(title),
    }
    return _valid_card(card, where=path)


def _store(content: bytes, folder: Path, card: Card) -> None:
    """The document's folder appears whole or not at all; a folder that lost only its card gets it back."""
    target = folder / card.document_id
    described = yaml.safe_dump(asdict(card), allow_unicode=True, sort_keys=False)
    if target.exists():
        if not (target / card.file).is_file() or (target / card.file).read_bytes() != content:
            raise LostCard(where=target)
        (target / CARD).write_text(described, encoding="utf-8")
        return
    loading = Path(tempfile.mkdtemp(dir=folder, prefix=".loading-"))
    try:
        (loading / card.file).write_bytes(content)
        (loading / CARD).write_text(described, encoding="utf-8")
        loading.chmod(0o755)
        loading.rename(target)
    finally:
        shutil.rmtree(loading, ignore_errors=True)
