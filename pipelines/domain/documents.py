"""A document as it was loaded: its card, its bytes' hash, its text with every piece's place in the file."""

from bisect import bisect_right
from dataclasses import dataclass, fields
from datetime import date

EXTENTS = ("whole", "excerpt")
NATURES = ("original", "restatement")
ANNUAL, DRAFT = "annual_report", "draft_report"
TYPES = (ANNUAL, DRAFT, "enforcement_data", "disclosure_report")
"""What a document is.  A draft gives no figure to the board: it is held against the others before it is signed."""


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of a document besides its text.

    `extent` says whether our copy is the whole document: only of a whole one may a silence be called
    "not reported".  `nature` says whether the words are the source's own.  `type` is one of TYPES.
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
    type: str = ANNUAL


@dataclass(frozen=True, slots=True)
class Place:
    """Where in its file a piece of text stands, as a person would look for it.  All count from 1.

    A format leaves out what it hasn't: a plain text has none of them, a web page no pages.  `paragraph` counts those
    outside tables, `row` without a table is a line of its page, `column` of a sheet is its number (B is 2).
    """

    page: int | None = None
    paragraph: int | None = None
    sheet: str | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None

    def parts(self) -> dict[str, int | str]:
        """What is known of the place, in a fixed order; empty for a plain text."""
        known = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in known.items() if value is not None}


NOWHERE = Place()
"""The place of every piece of a plain text."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something that a reader saw and left out, to be said to a person: `note.CODE` of the wording."""

    code: str
    found: str


@dataclass(frozen=True, slots=True)
class ReadText:
    """A file's characters in reading order.  Piece i begins at starts[i] of the text and stands at places[i].

    A row of a table is one line, its cells joined by `|`; each cell is a piece.  `title` and `published_on` are what
    the file says of itself apart from its text (a web page's head), None where it doesn't.
    """

    text: str
    starts: tuple[int, ...] = (0,)
    places: tuple[Place, ...] = (NOWHERE,)
    title: str | None = None
    published_on: date | None = None
    notes: tuple[Note, ...] = ()

    def place(self, position: int) -> Place:
        """The place of the piece that a position of the text stands in."""
        return self.places[self._piece(position)]

    def offset(self, position: int) -> int:
        """How many characters of its piece stand before a position."""
        return position - self.starts[self._piece(position)]

    def _piece(self, position: int) -> int:
        return max(bisect_right(self.starts, position) - 1, 0)


@dataclass(frozen=True, slots=True)
class Document:
    card: Card
    read: ReadText

    @property
    def text(self) -> str:
        """The text as it was read, before repair."""
        return self.read.text
