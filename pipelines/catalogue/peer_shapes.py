"""How data/catalogue/peers.yml looks, and what must hold between it and the metrics."""

from collections import Counter
from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from pipelines.catalogue.faults import Fault, told, unknown
from pipelines.catalogue.shapes import BothLanguages, Entry, Id
from pipelines.domain.catalogue import Catalogue
from pipelines.domain.peers import Basis, Comparison
from pipelines.domain.words import Words

FILE = "peers.yml"


class BasisEntry(Entry):
    id: Id
    name: BothLanguages
    denominator: Id
    per: Annotated[int, Field(ge=1, le=1_000_000)]

    def value(self) -> Basis:
        return Basis(self.id, self.name.value(), self.denominator, self.per)


class PeersEntry(Entry):
    """The whole of the file."""

    least_peers: Annotated[int, Field(ge=1, le=1_000)]
    bases: list[BasisEntry]

    def value(self) -> Comparison:
        return Comparison(tuple(basis.value() for basis in self.bases), self.least_peers)


def peer_words(catalogue: Catalogue) -> Iterator[tuple[str, str, Words]]:
    """(file, key, text) of every text in both languages."""
    for basis in catalogue.comparison.bases:
        yield FILE, f"{basis.basis_id}.name", basis.name


def broken_peer_promises(catalogue: Catalogue) -> Iterator[Fault]:
    """Ids of their own, and denominators that count something at a date."""
    for doubled, times in Counter(basis.basis_id for basis in catalogue.comparison.bases).items():
        if times > 1:
            yield Fault(FILE, doubled, told("id_times", times=times), told("other_id"))
    for basis in catalogue.comparison.bases:
        key = f"{basis.basis_id}.denominator"
        yield from unknown(FILE, key, [basis.denominator_id], catalogue.metric_of, "metrics")
        metric = catalogue.metric_of.get(basis.denominator_id)
        if metric and metric.kind != "stock":
            yield Fault(FILE, key, f"a {metric.kind}", "divide by a state at a date (stock): people, places")
