"""What the page 设置 asks and records: the catalogue's entries and their changes, and who holds which role."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipelines.api.people import decider, person
from pipelines.api.said import minute_said, person_said
from pipelines.catalogue import Entries, catalogue_files, load_catalogue, raw_entries
from pipelines.domain.changes import ADDABLE, CHANGEABLE, Change, Holders, home_of
from pipelines.domain.errors import BoardError, CatalogueRefused, ChangesDoNotFit
from pipelines.domain.register import Head
from pipelines.jobs.administration import Administration, EntryAt
from pipelines.jobs.catalogue import entry_events, prove_every_day
from pipelines.jobs.days import today
from pipelines.jobs.holders import Role, Staffing
from pipelines.jobs.register import has_register, register_of, register_url
from pipelines.jobs.root import Root, root_of
from pipelines.jobs.settings import current_settings
from pipelines.register import HOLDER, changes_of, entry_subject, holders_of
from pipelines.wording import say


@dataclass(frozen=True)
class Entry:
    """One entry of the catalogue: as it stands today, as the files have it, and the changes of it that stand.

    `now` and `shipped` are its fields as the file writes them; None where it isn't there.  `is_coming`: a change of it
    begins on a later day.
    """

    file: str
    entry_id: str
    now: dict[str, Any] | None
    shipped: dict[str, Any] | None
    changes: tuple[Change, ...]
    seen: int
    is_coming: bool

    @property
    def state(self) -> str:
        """shipped, changed, added, removed, or coming: only a later day has a change."""
        if self.now is None:
            return "removed" if self.shipped else "coming"
        if self.shipped is None:
            return "added"
        return "changed" if self.now != self.shipped else "coming" if self.is_coming else "shipped"

    @property
    def at(self) -> EntryAt:
        return EntryAt(self.file, self.entry_id, self.seen, self.now)

    @property
    def fields(self) -> tuple[str, ...]:
        """What may be changed of it here."""
        return CHANGEABLE[home_of(self.file)]

    @property
    def may_go(self) -> bool:
        return home_of(self.file) in ADDABLE and self.now is not None


@dataclass(frozen=True)
class Administered:
    """Every entry that can be changed on the page, by file and id, and what no longer fits (`misfit`), if anything."""

    entries: dict[str, dict[str, Entry]]
    misfit: BoardError | None

    @property
    def changes(self) -> list[Entry]:
        """The entries that somebody changed."""
        return [entry for listed in self.entries.values() for entry in listed.values() if entry.changes]


def administered() -> Administered:
    """The catalogue as the page shows it, today.  Raises CatalogueRefused where the files are wrong by themselves."""
    settings = current_settings()
    head = Head()
    if has_register(settings):
        with register_of(settings) as register:
            head = register.head()
    root = root_of(settings)
    stamp = tuple((str(file), file.stat().st_mtime_ns) for file in catalogue_files(root.catalogue))
    return _administered(root.path, stamp, register_url(settings), head, today())


@lru_cache(maxsize=4)
def _administered(path: Path, stamp: Sequence, url: str, head: Head, day: date) -> Administered:
    """The arguments say what it follows from."""
    del stamp, url
    root = Root(path)
    load_catalogue(root.catalogue)
    events = entry_events(current_settings(), until=head)
    changes = changes_of(events)
    shipped = raw_entries(root.catalogue)
    now = raw_entries(root.catalogue, [each for each in changes if each.starts <= day])
    misfit = None
    try:
        prove_every_day(root, changes, since=day)
    except (CatalogueRefused, ChangesDoNotFit) as fault:
        misfit = fault
    seen = {event.subject: event.sequence for event in events}
    found: dict[str, dict[str, Entry]] = {}
    for (file, entry_id), own in _by_place(shipped, now, changes).items():
        found.setdefault(file, {})[entry_id] = Entry(
            file,
            entry_id,
            now.get(file, {}).get(entry_id),
            shipped.get(file, {}).get(entry_id),
            tuple(own),
            seen.get(entry_subject(file, entry_id), 0),
            any(change.starts > day for change in own),
        )
    return Administered(found, misfit)


def _by_place(shipped: Entries, now: Entries, changes: Sequence[Change]) -> dict[tuple[str, str], list[Change]]:
    """(file, entry id) → its changes, for every entry that there is, was or will be, in the order of the files."""
    places = [(file, entry_id) for listed in (now, shipped) for file, found in listed.items() for entry_id in found]
    by_place: dict[tuple[str, str], list[Change]] = {place: [] for place in places}
    for change in changes:
        by_place.setdefault((change.file, change.entry_id), []).append(change)
    return by_place


def entry_history(entry: Entry, language: str) -> list[dict[str, Any]]:
    """What was decided on an entry, the latest first: when, who, role, kind, from, entry, why, event_id, stands."""
    if not entry.seen:
        return []
    with register_of(current_settings()) as register:
        events = register.events(subject=entry_subject(entry.file, entry.entry_id))
        words = register.reasons(each.event_id for each in events)
        names = register.actors()
    standing = {change.event_id for change in entry.changes}
    return [
        {
            "at": minute_said(each.at),
            "who": person_said(each.actor_id, names, language),
            "role": say(f"role.{each.role}", language),
            "kind": each.kind,
            "from": each.payload.get("from"),
            "entry": each.payload.get("entry", {}),
            "why": words.get(each.event_id, ("", ""))[1],
            "event_id": each.event_id,
            "stands": each.event_id in standing,
        }
        for each in reversed(events)
    ]


def role_holders() -> dict[tuple[str, str], Holders]:
    """(organisation id, owner id) → who has held the role, by opaque ids."""
    if not has_register(current_settings()):
        return {}
    with register_of(current_settings()) as register:
        held = holders_of(register.events(types=(HOLDER,)))
    who = person()
    return {role: holders for role, holders in held.items() if who.sees(role[0])}


def people_names(language: str) -> dict[str, str]:
    """Everybody who holds or held a role, or has a name in the register: id → name, or that it was erased."""
    settings = current_settings()
    if not has_register(settings):
        return {}
    with register_of(settings) as register:
        names = register.actors()
        held = holders_of(register.events(types=(HOLDER,))).values()
    known = {*names, *(each.actor_id for found in held for each in found.holders)}
    return {actor_id: person_said(actor_id, names, language) for actor_id in sorted(known)}


def may_administer() -> bool:
    """Whether the person may change settings."""
    return person().may("settings.change", None)


def change_entry(at: EntryAt, wanted: Mapping[str, Any], *, starts: date, why: str = "") -> None:
    """Record other values of an entry.  Raises what `jobs.administration.Administration.change` raises."""
    _office().change(at, wanted, starts=starts, why=why)


def add_entry(at: EntryAt, entry: Mapping[str, Any], *, starts: date, why: str = "") -> None:
    _office().add(at, entry, starts=starts, why=why)


def remove_entry(at: EntryAt, *, starts: date, why: str = "") -> None:
    _office().remove(at, starts=starts, why=why)


def undo_changes(at: EntryAt, event_ids: Sequence[str] = (), *, why: str = "") -> None:
    """Take back changes of an entry, all of them where none is named."""
    _office().undo(at, event_ids, why=why)


def assign_role(role: Role, *, starts: date, actor_id: str = "", name: str = "", why: str = "") -> None:
    """Give an owner role to a person.  Raises what `jobs.holders.Staffing.assign` raises."""
    _staffing().assign(role, starts=starts, actor_id=actor_id, name=name, why=why)


def end_role(role: Role, actor_id: str, *, starts: date, why: str = "") -> None:
    _staffing().end(role, actor_id, starts=starts, why=why)


def erase_person(actor_id: str) -> None:
    """Forget a person's name."""
    _staffing().erase_name(actor_id)


def _office() -> Administration:
    return Administration(current_settings(), decider())


def _staffing() -> Staffing:
    return Staffing(current_settings(), decider())
