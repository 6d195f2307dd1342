"""How data/catalogue/queries.yml looks: example queries for the page 自助查询."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import StringConstraints

from pipelines.catalogue.shapes import BothLanguages, Entry, Id
from pipelines.domain.catalogue import Catalogue
from pipelines.domain.queries import LONGEST, ExampleQuery
from pipelines.domain.words import Words

FILE = "queries.yml"


class QueryEntry(Entry):
    id: Id
    name: BothLanguages
    purpose: BothLanguages
    select: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST)]

    def value(self) -> ExampleQuery:
        return ExampleQuery(self.id, self.name.value(), self.purpose.value(), self.select)


def query_words(catalogue: Catalogue) -> Iterator[tuple[str, str, Words]]:
    """(file, key, text) of every text in both languages."""
    for query in catalogue.queries:
        yield FILE, f"{query.query_id}.name", query.name
        yield FILE, f"{query.query_id}.purpose", query.purpose
