"""card.yml: what is known of a document besides its text, and what each of its keys may hold."""

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from pipelines.catalogue.strict import NotYaml, load_yaml
from pipelines.domain.documents import TYPES, Card
from pipelines.domain.errors import BadCard, UnreadableCard
from pipelines.jobs.root import SIMULATED

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


def card_files(folder: Path) -> list[Path]:
    """The cards of all documents, in a fixed order."""
    return sorted(card for card in folder.glob(f"*/{CARD}") if not card.parent.name.startswith("."))


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
    return valid_card(content, where=path)


def valid_card(content: dict, *, where: Path | str) -> Card:
    """A card from its keys.  Raises BadCard with the key at fault."""
    try:
        return Card(**CardShape.model_validate(content).model_dump())
    except ValidationError as error:
        detail = error.errors()[0]
        key = str(detail["loc"][0])
        found = "-" if detail["type"] == "missing" else str(detail["input"])[:80]
        raise BadCard(where=where, key=key, found=found, allowed=_ALLOWED.get(key, ", ".join(_ALLOWED))) from None


def says_simulated(card: Card) -> bool:
    """Whether a document says of itself that it is made up."""
    return SIMULATED in card.publisher + card.source + card.title
