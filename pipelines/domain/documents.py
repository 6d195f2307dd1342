"""A document as it was loaded: its card, its bytes' hash, its text."""

from dataclasses import dataclass
from datetime import date

EXTENTS = ("whole", "excerpt")
NATURES = ("original", "restatement")


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of a document besides its text.

    `extent` says whether our copy is the whole document: only of a whole one may a silence be called
    "not reported".  `nature` says whether the words are the source's own.
    """

    document_id: str
    organisation_id: str
    year: int
    title: str
    publisher: str
    source: str
    published_on: date | None
    extent: str
    nature: str
    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Document:
    card: Card
    text: str
