"""How data/catalogue/duties.yml looks, and what must hold between it, the practices and the metrics."""

from collections import Counter
from collections.abc import Iterator

from pipelines.catalogue.faults import Fault, unknown
from pipelines.catalogue.shapes import Alternatives, BothLanguages, Entry, Id, alternatives
from pipelines.domain.catalogue import Catalogue, Duty
from pipelines.domain.words import Words

FILE = "duties.yml"


class DutyEntry(Entry):
    id: Id
    name: BothLanguages
    practices: tuple[Id, ...] = ()
    metrics: tuple[Id, ...] = ()
    words: Alternatives

    def value(self) -> Duty:
        return Duty(self.id, self.name.value(), self.practices, self.metrics, alternatives(self.words))


def duty_words(catalogue: Catalogue) -> Iterator[tuple[str, str, Words]]:
    """(file, key, text) of every text in both languages."""
    for duty in catalogue.duties:
        yield FILE, f"{duty.duty_id}.name", duty.name


def broken_duty_promises(catalogue: Catalogue) -> Iterator[Fault]:
    """Ids of their own, practices and metrics that are there."""
    for doubled, times in Counter(duty.duty_id for duty in catalogue.duties).items():
        if times > 1:
            yield Fault(FILE, doubled, f"the id {times} times", "give each entry an id of its own")
    practices = {practice.practice_id for practice in catalogue.practices}
    for duty in catalogue.duties:
        yield from unknown(FILE, f"{duty.duty_id}.practices", duty.practice_ids, practices, "practices.yml")
        yield from unknown(FILE, f"{duty.duty_id}.metrics", duty.metric_ids, catalogue.metric_of, "metrics")
