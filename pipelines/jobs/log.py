"""留痕记录: the register read back, by page and by export, and its chain proved."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import duckdb

from pipelines.domain.register import Event, Head, Sought
from pipelines.jobs.people import OWN, Person
from pipelines.jobs.register import has_register, register_of
from pipelines.jobs.root import root_of
from pipelines.jobs.settings import Settings
from pipelines.jobs.verify import verify_register
from pipelines.register import Register
from pipelines.warehouse import sql
from pipelines.warehouse.editions import Warehouse

CHUNK = 1_000
"""So many events are turned into words at a time."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An event, the name of who decided (None: erased, or never given), and their words.

    `why`: None where the words were erased, empty where there were none.  `names`: of the people whom it speaks of.
    """

    event: Event
    name: str | None
    why: str | None
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Log:
    """A person who reads the register.  Raises NotAllowed, RegisterUnreachable, RegisterDamaged."""

    settings: Settings
    person: Person

    def page(self, sought: Sought, *, offset: int, limit: int) -> tuple[list[Entry], int]:
        """(some of what is sought, the latest first; how many there are in all)."""
        self.person.acting("log.read", OWN)
        sought = self._theirs(sought)
        if not has_register(self.settings):
            return [], 0
        with register_of(self.settings) as register:
            return _entries(register, register.page(sought, offset=offset, limit=limit)), register.count(sought)

    def all(self, sought: Sought) -> Iterator[list[Entry]]:
        """Everything that is sought, the latest first, CHUNK at a time: for an export."""
        self.person.acting("log.export", None)
        if not has_register(self.settings):
            return
        with register_of(self.settings) as register:
            while events := register.page(sought, limit=CHUNK):
                yield _entries(register, events)
                sought = replace(sought, before=events[-1].sequence)

    def choices(self) -> tuple[list[str], dict[str, str]]:
        """(types of subjects that were decided on; ids of those who did → their names, empty where erased)."""
        self.person.acting("log.read", OWN)
        seen = self._theirs(Sought()).organisations
        if not has_register(self.settings):
            return [], {}
        with register_of(self.settings) as register:
            names = register.actors()
            return register.subject_types(seen), {each: names.get(each, "") for each in register.actor_ids(seen)}

    def _theirs(self, sought: Sought) -> Sought:
        """What is sought among the decisions for the person's organisations."""
        mine = self.person.organisations
        return sought if mine is None else replace(sought, organisations=tuple(sorted(mine)))

    def check(self) -> Head:
        """The chain's end, once all of it is proved.  Raises RegisterAltered."""
        self.person.acting("log.read", None)
        verify_register(self.settings)
        if not has_register(self.settings):
            return Head()
        with register_of(self.settings) as register:
            return register.head()


def subjects_named(settings: Settings, text: str) -> tuple[str, ...]:
    """The subjects whose names in the published edition hold a text."""
    return tuple(row["subject_id"] for row in _rows(settings, "log_named", text=text))


def names_of(settings: Settings) -> list[dict[str, Any]]:
    """The names in the published edition: thing (metric, organisation, key_result …), id, name_zh, name_en."""
    return _rows(settings, "log_names")


def figures_of(settings: Settings, ids: list[str]) -> list[dict[str, Any]]:
    """Whose figures the ids are in the published edition: id, organisation_id, metric_id, year."""
    return _rows(settings, "log_figures", ids=ids)


def _rows(settings: Settings, query: str, **values: Any) -> list[dict[str, Any]]:
    """Rows of the published edition; none where older code built it: the log is read live and needs no names."""
    warehouse = Warehouse(root_of(settings).warehouse)
    with warehouse.connect(warehouse.current_id()) as connection:
        try:
            return connection.sql(sql.query(query), params=values).to_arrow_table().to_pylist()
        except (duckdb.CatalogException, duckdb.BinderException):
            return []


def _entries(register: Register, events: list[Event]) -> list[Entry]:
    said, names = register.reasons(each.event_id for each in events), register.actors()
    return [Entry(each, names.get(each.actor_id), _why(each, said), _spoken_of(each, names)) for each in events]


def _spoken_of(event: Event, names: Mapping[str, str]) -> dict[str, str]:
    """The names of those who handed a role over and took it over."""
    people = [str(event.payload.get(each)) for each in ("actor_id", "to")] if event.kind == "handed_over" else []
    return {each: names[each] for each in people if each in names}


def _why(event: Event, said: dict[str, tuple[str, str]]) -> str | None:
    if event.event_id in said:
        return said[event.event_id][1]
    return None if event.why_hash else ""
