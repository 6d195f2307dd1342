"""One file of a batch: its bytes → the rows of all tables, or the reason why it was refused."""

import errno
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from pipelines.domain.catalogue import Catalogue
from pipelines.domain.documents import Card, Document, ReadText
from pipelines.domain.errors import BoardError, DocumentTooLarge, SystemRefused
from pipelines.extract import ReportReader, proposed_type
from pipelines.extract.repair import repair
from pipelines.jobs.batch.parts import FileRows
from pipelines.jobs.batch.walk import shown_path
from pipelines.jobs.batch.who import Organisations
from pipelines.jobs.names import document_id_of, title_of
from pipelines.jobs.reading import ReaderProcess, reader_of
from pipelines.jobs.settings import Settings
from pipelines.warehouse.tables import Reading, reading_rows
from pipelines.wording import explain

LONGEST_MESSAGE = 500
TextReader = Callable[[bytes, str], ReadText]


@cache
def _files() -> ReaderProcess:
    """This process's reader: its child starts with the first file that a parser must open, and ends with it."""
    return reader_of(Settings())


def text_of(content: bytes, name: str) -> ReadText:
    """The text of a report's bytes; what every worker reads with."""
    return _files().read(content, name)


@dataclass(frozen=True, slots=True)
class Terms:
    """How the files of a batch are read.  What is None is proposed from each text."""

    folder: Path
    catalogue: Catalogue
    organisation_id: str | None
    year: int | None
    max_mb: float
    seconds_a_file: float = 30
    seconds_a_megabyte: float = 5
    text_of: TextReader = text_of

    def seconds(self, size: int) -> float:
        """How long a file of so many bytes may take before it counts as one that never ends."""
        return self.seconds_a_file + self.seconds_a_megabyte * size / 1_000_000


class FileReader:
    """Reads one file after the other with one catalogue."""

    def __init__(self, terms: Terms):
        self._terms = terms
        self._reader = ReportReader(terms.catalogue)
        self._organisations = Organisations(terms.catalogue)

    def read(self, path: str, known_sha256: str | None) -> FileRows | None:
        """A file's rows; None where its bytes are still those of `known_sha256`."""
        where, content, digest, size = shown_path(path), None, None, None
        try:
            size = (self._terms.folder / path).lstat().st_size
            if size > self._terms.max_mb * 1_000_000:
                limit = f"{self._terms.max_mb:g}"
                raise DocumentTooLarge(where=where, found=f"{size / 1_000_000:.1f}", limit=limit)
            content = (self._terms.folder / path).read_bytes()
            size, digest = len(content), sha256(content).hexdigest()
            if digest == known_sha256:
                return None
            return FileRows(where, size, digest, self._rows(content, digest, path))
        except BoardError as error:
            return refused(where, error, size=size, digest=digest)
        except OSError as error:
            name = errno.errorcode.get(error.errno or 0, type(error).__name__)
            return refused(where, SystemRefused(where=where, found=name), size=size)

    def _rows(self, content: bytes, digest: str, path: str) -> dict[str, list[dict]]:
        where = shown_path(path)
        read = self._terms.text_of(content, where)
        said = read.title and repair(read.title).text
        organisation_id = self._terms.organisation_id or self._organisations.proposed(
            f"{said}\n{read.text}" if said else read.text, where=where
        )
        found = self._reader.read(read, year=self._terms.year, organisation_id=organisation_id, where=where)
        organisation = self._terms.catalogue.organisation_of[organisation_id]
        title = title_of(found.repaired.text, organisation, found.year, said=said)
        card = Card(
            document_id=document_id_of(organisation_id, found.year, digest),
            organisation_id=organisation_id,
            year=found.year,
            title=title,
            publisher=organisation.full_name.zh,
            source=where.rsplit("/", 1)[-1],
            published_on=None,
            extent="excerpt" if any(note.code == "scanned_pages" for note in read.notes) else "whole",
            nature="original",
            file=where,
            sha256=digest,
            type=proposed_type(title),
        )
        reading = Reading(
            Document(card, read),
            found.repaired.text,
            found.observations,
            found.unmapped,
            found.practices,
            found.problems,
            found.goals,
        )
        rows = {name.removeprefix("raw."): added for name, added in reading_rows(reading).items()}
        for row in rows["documents"]:
            row |= {"path": where, "bytes": len(content), "characters": len(read.text)}
        for row in rows["observations"]:
            row |= {"organisation_id": organisation_id, "source": "report"}
        return rows


def refused(where: str, error: BoardError, *, size: int | None, digest: str | None = None) -> FileRows:
    """The row of a file that can't be read, with what to do about it in both languages."""
    said = {language: _shortened(explain(error, language)) for language in ("zh", "en")}
    return FileRows(where, size, digest, {}, type(error).__name__, said["zh"], said["en"])


def _shortened(message: str) -> str:
    """Some messages list every organisation there is; of a hundred thousand such rows the beginning is enough."""
    return message if len(message) <= LONGEST_MESSAGE else f"{message[: LONGEST_MESSAGE - 1]}…"
