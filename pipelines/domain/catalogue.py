"""What the board knows before it has read anything: metrics, practices, problems, goals, organisations."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from pipelines.domain.assessments import Rubric
from pipelines.domain.forms import Form
from pipelines.domain.ledgers import Ledger
from pipelines.domain.peers import Comparison
from pipelines.domain.progress import Progress
from pipelines.domain.queries import ExampleQuery
from pipelines.domain.reviews import SourceCorrection
from pipelines.domain.words import Words
from pipelines.domain.working_days import WorkingDays

KINDS = ("flow", "stock", "rate", "money", "ordinal", "standard", "window")
DIRECTIONS = ("higher_is_better", "lower_is_better", "neutral")
LEVELS = ("city", "district", "subdistrict")


@dataclass(frozen=True, slots=True)
class Theme:
    theme_id: str
    name: Words


@dataclass(frozen=True, slots=True)
class Owner:
    """A role that answers for metrics; never a person."""

    owner_id: str
    name: Words


@dataclass(frozen=True, slots=True)
class Organisation:
    organisation_id: str
    name: Words
    full_name: Words
    level: str
    parent_id: str | None
    code: str | None
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Break:
    """Where figures of one name aren't figures of one thing: from a day on, or because reports name another metric."""

    break_id: str
    name: Words
    basis: Words
    day: date | None
    metric_ids: tuple[str, ...]
    theme_ids: tuple[str, ...]
    replaced_by: str | None


@dataclass(frozen=True, slots=True)
class Metric:
    """One kind of quantity.  `units[0]` is the one shown where a report printed none.

    `counted_from` is report or ledger: what only a ledger counts is never missing from a report.
    """

    metric_id: str
    theme_id: str
    name: Words
    units: tuple[str, ...]
    kind: str
    direction: str
    owner_id: str
    definition: Words | None
    counted_from: str = "report"


@dataclass(frozen=True, slots=True)
class MatchingRule:
    """When a number belongs to a metric: words beside it, words in its sentence, words that forbid it.

    `absent`: words that mean 0 behind 未发生, 无, 零 (无行政诉讼败诉案件).
    """

    metric_id: str
    near: tuple[str, ...]
    within: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableRule:
    """What tables call a metric: one of `labels` on its row or column, under a title that holds one of `titles`.

    `also` are words that may stand beside a label and change nothing.  Without titles any table will do.
    `metric_id` is None for what no metric of the catalogue counts.
    """

    metric_id: str | None
    labels: tuple[str, ...]
    titles: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableWords:
    """The rules for tables, and the words that add nothing to any label (数量, 案件, 实施 …)."""

    rules: tuple[TableRule, ...] = ()
    fillers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Practice:
    """Something a report says is done.  `words`: alternatives, each a set of words of one sentence."""

    practice_id: str
    name: Words
    section: str
    metric_ids: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]
    frequency_words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty of the Party and government heads.  `words` as a practice has them; `practice_ids`: those that speak of
    the duties as a whole; `metric_ids`: what is counted of it."""

    duty_id: str
    name: Words
    practice_ids: tuple[str, ...]
    metric_ids: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Problem:
    problem_id: str
    organisation_id: str
    source_year: int
    name: Words
    parts: tuple[Words, ...]
    goal_ids: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Goal:
    """A work goal of report `source_year`, meant for `target_year`."""

    goal_id: str
    organisation_id: str
    source_year: int
    target_year: int
    order: int
    name: Words
    parts: tuple[Words, ...]
    words: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ThemeView:
    """What a theme's page shows of its ledgers besides what every theme's does, in the order of the file.

    `days`: metrics whose rows are shown day by day; `parts` and `places`: (metric, the ledger's column that parts it),
    places on the map; `rates`: derived metrics whose rows below the line and not above it are listed.
    """

    theme_id: str
    days: tuple[str, ...] = ()
    parts: tuple[tuple[str, str], ...] = ()
    rates: tuple[str, ...] = ()
    places: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Catalogue:
    """Everything under data/catalogue, with its promises kept (see `pipelines.catalogue.promises`)."""

    themes: tuple[Theme, ...]
    owners: tuple[Owner, ...]
    organisations: tuple[Organisation, ...]
    metrics: tuple[Metric, ...]
    rules: tuple[MatchingRule, ...]
    practices: tuple[Practice, ...]
    problems: tuple[Problem, ...]
    goals: tuple[Goal, ...]
    highlights: tuple[str, ...]
    counters: Mapping[str, tuple[str, ...]]
    progress: Progress = field(default_factory=Progress)
    tables: TableWords = field(default_factory=TableWords)
    ledgers: tuple[Ledger, ...] = ()
    form: Form = field(default_factory=Form)
    working_days: WorkingDays | None = None
    corrections: tuple[SourceCorrection, ...] = ()
    duties: tuple[Duty, ...] = ()
    breaks: tuple[Break, ...] = ()
    queries: tuple[ExampleQuery, ...] = ()
    comparison: Comparison = field(default_factory=Comparison)
    theme_views: tuple[ThemeView, ...] = ()
    rubrics: tuple[Rubric, ...] = ()

    @cached_property
    def metric_of(self) -> dict[str, Metric]:
        return {metric.metric_id: metric for metric in self.metrics}

    @cached_property
    def ledger_of(self) -> dict[str, Ledger]:
        return {ledger.ledger_id: ledger for ledger in self.ledgers}

    @cached_property
    def organisation_of(self) -> dict[str, Organisation]:
        return {organisation.organisation_id: organisation for organisation in self.organisations}

    @cached_property
    def classes_of(self) -> dict[str, frozenset[str]]:
        """Counter → its classes; a counter that nothing lists isn't here."""
        found: dict[str, set[str]] = {}
        for name, counters in self.counters.items():
            for counter in counters:
                found.setdefault(counter, set()).add(name)
        return {counter: frozenset(classes) for counter, classes in found.items()}
