"""How data/catalogue/theme_views.yml looks, and what must hold between it, the metrics and the ledgers."""

from collections import Counter
from collections.abc import Iterator

from pipelines.catalogue.faults import Fault, unknown
from pipelines.catalogue.shapes import Entry, Id
from pipelines.domain.catalogue import Catalogue, ThemeView

FILE = "theme_views.yml"


class PartEntry(Entry):
    metric: Id
    dimension: Id


class ThemeViewEntry(Entry):
    theme: Id
    days: tuple[Id, ...] = ()
    parts: tuple[PartEntry, ...] = ()
    rates: tuple[Id, ...] = ()
    places: tuple[PartEntry, ...] = ()

    def value(self) -> ThemeView:
        parts, places = (
            tuple((each.metric, each.dimension) for each in listed) for listed in (self.parts, self.places)
        )
        return ThemeView(self.theme, self.days, parts, self.rates, places)


def broken_theme_promises(catalogue: Catalogue) -> Iterator[Fault]:
    """One entry a theme; metrics and columns that ledgers count by; a day's rows are the figure's own."""
    themes = {theme.theme_id for theme in catalogue.themes}
    for theme_id, times in Counter(view.theme_id for view in catalogue.theme_views).items():
        if times > 1:
            yield Fault(FILE, theme_id, f"the theme {times} times", "write one entry a theme")
    ways: dict[str, dict[str, str]] = {}
    for ledger in catalogue.ledgers:
        for count in ledger.counts:
            ways.setdefault(count.metric_id, {})[ledger.ledger_id] = count.way
    for view in catalogue.theme_views:
        yield from unknown(FILE, view.theme_id, [view.theme_id], themes, "themes.yml")
        yield from unknown(FILE, f"{view.theme_id}.days", view.days, catalogue.metric_of, "metrics")
        yield from _of_rows(f"{view.theme_id}.days", view.days, ways)
        yield from _parted(catalogue, view, ways)
        yield from _rates(catalogue, view, ways)


def _of_rows(key: str, metric_ids: tuple[str, ...], ways: dict[str, dict[str, str]]) -> Iterator[Fault]:
    for metric_id in metric_ids:
        if set(ways.get(metric_id, {}).values()) != {"rows"}:
            yield Fault(FILE, key, repr(metric_id), "name a metric that is a number of rows of a ledger")


def _parted(catalogue: Catalogue, view: ThemeView, ways: dict[str, dict[str, str]]) -> Iterator[Fault]:
    for name, parts in (("parts", view.parts), ("places", view.places)):
        key = f"{view.theme_id}.{name}"
        yield from unknown(FILE, key, [metric_id for metric_id, _ in parts], catalogue.metric_of, "metrics")
        for metric_id, dimension in parts:
            columns = {
                each for ledger_id in ways.get(metric_id, ()) for each in catalogue.ledger_of[ledger_id].breakdowns
            }
            if dimension not in columns:
                todo = f"name one of its ledger's breakdowns: {', '.join(sorted(columns)) or 'none'}"
                yield Fault(FILE, key, f"{metric_id} by {dimension}", todo)


def _rates(catalogue: Catalogue, view: ThemeView, ways: dict[str, dict[str, str]]) -> Iterator[Fault]:
    derived = {each.metric_id: each for each in catalogue.progress.derived}
    key = f"{view.theme_id}.rates"
    yield from unknown(FILE, key, view.rates, derived, "derived.yml")
    for rate in (derived[each] for each in view.rates if each in derived):
        yield from _of_rows(key, (rate.numerator_id, rate.denominator_id), ways)
        if ways.get(rate.numerator_id, {}).keys() != ways.get(rate.denominator_id, {}).keys():
            todo = "name a share whose two parts are counted by the same ledgers: its exceptions are rows of both"
            yield Fault(FILE, key, repr(rate.metric_id), todo)
