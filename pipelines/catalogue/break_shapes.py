"""How data/catalogue/breaks.yml looks, and what must hold between it and the metrics."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from pipelines.catalogue.faults import Fault, told, unknown
from pipelines.catalogue.shapes import BothLanguages, Entry, Id
from pipelines.domain.catalogue import Break, Catalogue
from pipelines.domain.words import Words

FILE = "breaks.yml"


class BreakEntry(Entry):
    id: Id
    name: BothLanguages
    basis: BothLanguages
    day: date | None = None
    metrics: tuple[Id, ...] = ()
    themes: tuple[Id, ...] = ()
    replaced_by: Id | None = None

    def value(self) -> Break:
        return Break(
            self.id, self.name.value(), self.basis.value(), self.day, self.metrics, self.themes, self.replaced_by
        )


def break_words(catalogue: Catalogue) -> Iterator[tuple[str, str, Words]]:
    """(file, key, text) of every text in both languages."""
    for each in catalogue.breaks:
        yield FILE, f"{each.break_id}.name", each.name
        yield FILE, f"{each.break_id}.basis", each.basis


def broken_break_promises(catalogue: Catalogue) -> Iterator[Fault]:
    """Ids of their own, metrics and themes that are there, and either a day or what stands in a metric's place."""
    themes = {theme.theme_id for theme in catalogue.themes}
    for doubled, times in Counter(each.break_id for each in catalogue.breaks).items():
        if times > 1:
            yield Fault(FILE, doubled, told("id_times", times=times), told("other_id"))
    for each in catalogue.breaks:
        yield from unknown(FILE, f"{each.break_id}.metrics", each.metric_ids, catalogue.metric_of, "metrics")
        yield from unknown(FILE, f"{each.break_id}.themes", each.theme_ids, themes, "themes.yml")
        followed = [each.replaced_by] if each.replaced_by else []
        yield from unknown(FILE, f"{each.break_id}.replaced_by", followed, catalogue.metric_of, "metrics")
        if (each.day is None) == (each.replaced_by is None):
            todo = "write either the day from which the figures break, or the metric that takes the place"
            yield Fault(FILE, each.break_id, "day and replaced_by", todo)
        if not (each.metric_ids or each.theme_ids):
            yield Fault(FILE, each.break_id, "no metrics and no themes", "say which figures it breaks")
        if each.replaced_by in each.metric_ids:
            yield Fault(FILE, each.break_id, "a metric in its own place", "name two different metrics")
