"""Documents under data/documents: one folder each, with a card and the file as it came."""

import re
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from pipelines.catalogue import load_catalogue
from pipelines.domain.catalogue import Catalogue
from pipelines.domain.documents import Card, Document
from pipelines.domain.errors import BadCard, DocumentAltered, DocumentConflict, MissingFile, UnknownOrganisation
from pipelines.extract import proposed_organisation, proposed_year
from pipelines.extract.readers import decode_text, read_plain
from pipelines.extract.repair import repair
from pipelines.jobs.root import Root
from pipelines.jobs.settings import Settings

CARD = "card.yml"


class CardShape(BaseModel):
    """card.yml, key by key."""

    model_config = ConfigDict(extra="forbid")

    document_id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    organisation_id: str
    year: Annotated[int, Field(ge=1990, le=2100)]
    title: Annotated[str, StringConstraints(min_length=1)]
    publisher: str
    source: str
    published_on: date | None = None
    extent: Literal["whole", "excerpt"]
    nature: Literal["original", "restatement"]
    file: Annotated[str, StringConstraints(pattern=r"^[^/\\]+$")]
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


@dataclass(frozen=True, slots=True)
class Intake:
    """What a person says of a file that they load; None is proposed from the text."""

    organisation_id: str | None = None
    year: int | None = None
    title: str | None = None
    publisher: str = ""
    source: str = ""
    published_on: date | None = None
    extent: str = "whole"
    nature: str = "original"


def card_files(folder: Path) -> list[Path]:
    """The cards of all documents, in a fixed order."""
    return sorted(card for card in folder.glob(f"*/{CARD}") if not card.parent.name.startswith("."))


def load_documents(folder: Path, catalogue: Catalogue) -> list[Document]:
    """Every document with its text, each checked against the hash on its card.

    Raises BadCard, MissingFile, DocumentAltered, DocumentConflict and what the reader raises.
    """
    documents = [_load(path, catalogue) for path in card_files(folder)]
    seen: dict[str, str] = {}
    for document in documents:
        card = document.card
        if card.document_id in seen:
            raise DocumentConflict(
                where=folder / card.document_id,
                found=f"the document id {card.document_id!r} stands on two cards",
                todo="Give each card an id of its own.",
            )
        seen[card.document_id] = card.sha256
    return documents


def _load(path: Path, catalogue: Catalogue) -> Document:
    card = read_card(path)
    if card.organisation_id not in catalogue.organisation_of:
        known = ", ".join(sorted(catalogue.organisation_of))
        raise UnknownOrganisation(where=path, found=card.organisation_id, known=known)
    file = path.parent / card.file
    if not file.is_file():
        raise MissingFile(where=file)
    content = file.read_bytes()
    found = sha256(content).hexdigest()
    if found != card.sha256:
        raise DocumentAltered(where=file, expected=card.sha256[:12], found=found[:12])
    return Document(card, read_plain(file))


def read_card(path: Path) -> Card:
    """One card.  Raises BadCard with the key at fault."""
    try:
        return Card(**CardShape.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))).model_dump())
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadCard(where=path, found=f"not YAML in UTF-8 ({error})", todo="Mend the file.") from error
    except ValidationError as error:
        detail = error.errors()[0]
        key = ".".join(str(step) for step in detail["loc"]) or "the card"
        todo = f"Write {key} so: {detail['msg']}."
        raise BadCard(where=path, found=f"{key} is {detail['input']!r}", todo=todo) from error


def ingest(settings: Settings, paths: Iterable[Path], intake: Intake) -> list[Card]:
    """Copy files under their hash, each with a card; nothing is built.

    A file that is already there is left as it is.  Every file is read before the first is stored, so that a bad
    one among them stores nothing.
    """
    root = Root(settings.data)
    catalogue, folder = load_catalogue(root.catalogue), root.documents
    known = {card.sha256: card for card in map(read_card, card_files(folder))}
    planned = [(path, _carded(path, catalogue, intake)) for path in paths]
    stored = []
    for path, card in planned:
        if card.sha256 in known:
            stored.append(known[card.sha256])
            continue
        _store(path, folder, card)
        stored.append(card)
        known[card.sha256] = card
    return stored


def _carded(path: Path, catalogue: Catalogue, intake: Intake) -> Card:
    read_plain(path)
    content = path.read_bytes()
    text = repair(decode_text(content, where=str(path))).text
    organisation_id = intake.organisation_id or proposed_organisation(text, catalogue, where=str(path))
    if organisation_id not in catalogue.organisation_of:
        known = ", ".join(sorted(catalogue.organisation_of))
        raise UnknownOrganisation(where=path, found=organisation_id, known=known)
    organisation = catalogue.organisation_of[organisation_id]
    year = intake.year or proposed_year(text, where=str(path))
    digest = sha256(content).hexdigest()
    return Card(
        document_id=f"{organisation_id.replace('_', '-')}-{year}-{digest[:12]}",
        organisation_id=organisation_id,
        year=year,
        title=intake.title or _title(text) or f"{organisation.name.zh}{year}年度法治政府建设年度报告",
        publisher=intake.publisher or organisation.full_name.zh,
        source=intake.source or path.name,
        published_on=intake.published_on,
        extent=intake.extent,
        nature=intake.nature,
        file=f"original{path.suffix.lower()}",
        sha256=digest,
    )


def _title(text: str) -> str | None:
    """The first line, where it is short enough and says what it is."""
    line = text.lstrip().split("\n", 1)[0].strip(" \t#\u3000")
    return line if 6 <= len(line) <= 60 and re.search(r"报告|情况|总结|汇报", line) else None


def _store(path: Path, folder: Path, card: Card) -> None:
    """The document's folder appears whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    loading = Path(tempfile.mkdtemp(dir=folder, prefix=".loading-"))
    try:
        shutil.copyfile(path, loading / card.file)
        (loading / CARD).write_text(yaml.safe_dump(asdict(card), allow_unicode=True, sort_keys=False), encoding="utf-8")
        loading.chmod(0o755)
        loading.rename(folder / card.document_id)
    finally:
        shutil.rmtree(loading, ignore_errors=True)
