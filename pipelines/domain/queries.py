"""Queries that people ask the edition: examples that are shipped, ones that were saved, and what one answers."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.domain.words import Words

LONGEST = 4_000
"""Characters of a query: it stands in its page's address."""

Cell = str | int | float | None
"""Of an answer: a number that no table program rounds, a text for everything else, or nothing."""


@dataclass(frozen=True, slots=True)
class ExampleQuery:
    """One of data/catalogue/queries.yml."""

    query_id: str
    name: Words
    purpose: Words
    select: str


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """One that a person saved under a name.  `seen`: the sequence of its last event."""

    query_id: str
    name: str
    select: str
    actor_id: str
    at: str
    seen: int


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of a query.  `cut`: why there are more than these (`rows`, `bytes`), None where these are all."""

    columns: Sequence[str]
    types: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    cut: str | None = None
