"""How data/catalogue/corrections.yml looks, and what must hold between it and the metrics."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from pipelines.catalogue.faults import Fault, unknown
from pipelines.catalogue.shapes import BothLanguages, Entry, Id, Text
from pipelines.domain.catalogue import Catalogue
from pipelines.domain.quantities import misfit
from pipelines.domain.reviews import SourceCorrection

FILE = "corrections.yml"
Number = Annotated[Decimal, Field(ge=0)]


class Expected(Entry):
    value: Number


class CorrectionEntry(Entry):
    document: Text
    metric: Id
    quote: Text
    expect: Expected
    value: Number
    qualifier: Literal["exact", "at_least", "at_most", "about"] = "exact"
    reason: BothLanguages

    def value_of(self) -> SourceCorrection:
        return SourceCorrection(
            self.document, self.metric, self.quote, self.expect.value, self.value, self.qualifier, self.reason.value()
        )


def broken_correction_promises(catalogue: Catalogue) -> Iterator[Fault]:
    """Metrics that are there, values that they can have, one correction a place."""
    yield from unknown(
        FILE, "metric", [each.metric_id for each in catalogue.corrections], catalogue.metric_of, "metrics"
    )
    places = Counter((each.document_id, each.metric_id, each.quote) for each in catalogue.corrections)
    for each in catalogue.corrections:
        place = f"{each.document_id} {each.metric_id} {each.quote}"
        if places[each.document_id, each.metric_id, each.quote] > 1:
            yield Fault(FILE, place, "stands twice", "keep one")
        if each.value == each.expect:
            yield Fault(FILE, place, f"value {each.value} is what is expected", "remove it: nothing is corrected")
        metric = catalogue.metric_of.get(each.metric_id)
        if metric and misfit(each.value, is_rate=metric.kind == "rate"):
            yield Fault(FILE, place, f"value {each.value}", "write a value that the metric can have")
