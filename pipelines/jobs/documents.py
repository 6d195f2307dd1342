"""Documents under data/documents: one folder each, with a card and the file as it came."""

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

import yaml

from pipelines.domain.catalogue import Catalogue
from pipelines.domain.documents import Card, Document, ReadText
from pipelines.domain.errors import (
    BoardError,
    DocumentAltered,
    DocumentTooLarge,
    DoubledDocument,
    LoadedOtherwise,
    LostCard,
    RealAmongMadeUp,
    SameBytes,
    SeveralRefused,
    UnknownOrganisation,
)
from pipelines.extract.readers import check_name
from pipelines.jobs.cards import CARD, card_files, read_card, says_simulated, valid_card
from pipelines.jobs.catalogue import catalogue_of
from pipelines.jobs.locks import alone
from pipelines.jobs.names import document_id_of
from pipelines.jobs.proposing import Intake, proposed
from pipelines.jobs.reading import ReaderProcess, reader_of
from pipelines.jobs.root import root_of
from pipelines.jobs.settings import Settings


@dataclass(frozen=True)
class Offered:
    """A file that is to be loaded, and what a person says of it.

    `content` None: it lies at `path`.  Else `path` is only what it is called, and `read` its text where that is known.
    """

    path: Path
    intake: Intake
    content: bytes | None = None
    read: ReadText | None = None


@dataclass(frozen=True)
class Stored:
    """A loaded document.  `is_new` is false where the same bytes had been loaded before."""

    card: Card
    is_new: bool


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


def ingest(settings: Settings, paths: Iterable[Path], intake: Intake) -> list[Card]:
    """Copy files under their hash, each with a card; nothing is built.  See `ingest_each`."""
    return [stored.card for stored in ingest_each(settings, [Offered(path, intake) for path in paths])]


def ingest_each(settings: Settings, offered: Iterable[Offered]) -> list[Stored]:
    """Copy files under their hash, each with a card of what is said of it; nothing is built.

    A file that is already there is left as it is.  Every file is read before the first is stored, so that a bad
    one among them stores nothing.  Raises what reading raises, DocumentTooLarge, BadCard, LoadedOtherwise, LostCard,
    RealAmongMadeUp; SeveralRefused names every bad file where there are several.
    """
    root, offered = root_of(settings), list(offered)
    catalogue, folder = catalogue_of(settings), root.documents
    for each in offered:
        _refuse_unlisted(each, catalogue)
    with alone(folder), reader_of(settings) as reader:
        known = {card.sha256: card for card in map(read_card, card_files(folder))}
        planned, faults = [], []
        for each in offered:
            try:
                content = read_limited(each.path, settings) if each.content is None else each.content
                digest = sha256(content).hexdigest()
                if digest in known:
                    _refuse_other_words(each.path, folder, known[digest], each.intake)
                    planned.append((None, known[digest]))
                    continue
                card = _carded(each, content, each.read or reader.read(content, str(each.path)), catalogue)
                if root.is_synthetic and not says_simulated(card):
                    raise RealAmongMadeUp(where=each.path)
                known[digest] = card
                planned.append((content, card))
            except BoardError as fault:
                faults.append(fault)
        if faults:
            raise faults[0] if len(faults) == 1 else _refused_together(folder, faults)
        _store_all(folder, planned)
    return [Stored(card, is_new=content is not None) for content, card in planned]


def withdraw(settings: Settings, cards: Iterable[Card]) -> None:
    """Take documents out again that were loaded just now and that no edition holds."""
    folder = root_of(settings).documents
    with alone(folder):
        _remove(folder, cards)


def _store_all(folder: Path, planned: Sequence[tuple[bytes | None, Card]]) -> None:
    """All or none: what was stored before one that can't be is taken out again."""
    stored: list[Card] = []
    try:
        for content, card in planned:
            if content is not None:
                _store(content, folder, card)
                stored.append(card)
    except (BoardError, OSError):
        _remove(folder, stored)
        raise


def _remove(folder: Path, cards: Iterable[Card]) -> None:
    for card in cards:
        # no card under a hidden name counts, so that the document is gone in one step
        gone = folder / f".gone-{card.document_id}"
        (folder / card.document_id).rename(gone)
        shutil.rmtree(gone)


def _refuse_unlisted(offered: Offered, catalogue: Catalogue) -> None:
    organisation_id = offered.intake.organisation_id
    if organisation_id is not None and organisation_id not in catalogue.organisation_of:
        where = "--org" if offered.content is None else offered.path
        known = ", ".join(sorted(catalogue.organisation_of))
        raise UnknownOrganisation(where=where, found=organisation_id, known=known)


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


def _refuse_other_words(path: Path, folder: Path, card: Card, intake: Intake) -> None:
    said = {field.name: getattr(intake, field.name) for field in fields(Card) if hasattr(intake, field.name)}
    other = [name for name, value in said.items() if value is not None and value != getattr(card, name)]
    if other:
        found = ", ".join(f"{name}: {getattr(card, name)}" for name in other)
        raise LoadedOtherwise(where=path, document=card.document_id, found=found, card=_card_file(folder, card))


def _card_file(folder: Path, card: Card) -> Path:
    """Where a loaded card stands; its folder need not have its id."""
    return next((path for path in card_files(folder) if read_card(path) == card), folder / card.document_id / CARD)


def _carded(offered: Offered, content: bytes, read: ReadText, catalogue: Catalogue) -> Card:
    path, digest = offered.path, sha256(content).hexdigest()
    intake, faults = proposed(read, catalogue, offered.intake, where=str(path))
    if faults:
        raise faults[0]
    assert intake.organisation_id is not None and intake.year is not None
    card = {
        "document_id": document_id_of(intake.organisation_id, intake.year, digest),
        "organisation_id": intake.organisation_id,
        "year": intake.year,
        "title": intake.title,
        "publisher": intake.publisher,
        "source": path.name if intake.source is None else intake.source,
        "published_on": intake.published_on,
        "extent": intake.extent,
        "nature": intake.nature,
        "file": f"original{path.suffix.lower()}",
        "sha256": digest,
        "type": intake.type,
    }
    return valid_card(card, where=path)


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
