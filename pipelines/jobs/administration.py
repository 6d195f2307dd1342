"""设置: changes of the catalogue, each proved with all the others before it is recorded."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pipelines.catalogue import plain, raw_entries
from pipelines.domain.changes import ADDABLE, ADDED, CHANGEABLE, CHANGED, REMOVED, Change, home_of
from pipelines.domain.errors import (
    CatalogueRefused,
    ChangeRefused,
    ChangesDoNotFit,
    NoChangeToUndo,
    NotChangedHere,
    NothingChanged,
    StillUsed,
)
from pipelines.domain.records import STATES
from pipelines.domain.register import Decision, Event, Subject
from pipelines.domain.words import Words
from pipelines.jobs.cards import card_files, read_card
from pipelines.jobs.catalogue import entry_events, prove_every_day, with_changes
from pipelines.jobs.ledgers.store import ledger_folders
from pipelines.jobs.mass.store import mass_organisations
from pipelines.jobs.people import Person
from pipelines.jobs.register import has_register, register_of
from pipelines.jobs.root import Root, root_of
from pipelines.jobs.settings import Settings
from pipelines.register import (
    HAND,
    MATERIAL,
    PROBLEM,
    TASK,
    changes_of,
    entry_subject,
    findings_of,
    hand_figures_of,
    in_order,
    materials_of,
    records_of,
    tasks_of,
)
from pipelines.wording import say

ORGANISATIONS = "organisations.yml"


@dataclass(frozen=True, slots=True)
class EntryAt:
    """An entry as a person had it before them: its file, its id, and the sequence of its last event.

    `shown`: its fields as they stood in the form that the person filled; None where there was no form.
    """

    file: str
    entry_id: str
    seen: int = 0
    shown: Mapping[str, Any] | None = field(default=None, compare=False)

    @property
    def subject(self) -> Subject:
        return entry_subject(self.file, self.entry_id)


@dataclass(frozen=True, slots=True)
class Step:
    """One of several changes that are made together: CHANGED, ADDED or REMOVED, of which entry, to what."""

    kind: str
    at: EntryAt
    entry: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Administration:
    """A person who changes the catalogue.

    Every method raises NotAllowed, DecidedMeanwhile, ChangeRefused where the catalogue would break a promise, and
    StillUsed where an organisation would go that something is known of; then nothing is recorded.
    """

    settings: Settings
    person: Person

    def change(self, at: EntryAt, wanted: Mapping[str, Any], *, starts: date, why: str = "") -> Event:
        """Give an entry other values from a day on; what is as it stands on that day is left out.

        So is what is as it was shown: a form says every field, and one that the person left alone stands on that day
        as other changes have it.  Raises NotChangedHere and NothingChanged.
        """
        self.person.acting("settings.change", None)
        entry = self._otherwise(at, wanted, starts)
        if not entry:
            raise NothingChanged(where=f"{at.file}/{at.entry_id}")
        return self._record([Step(CHANGED, at, entry)], starts, why)[0]

    def change_together(self, steps: Sequence["Step"], *, starts: date, why: str = "") -> tuple[Event, ...]:
        """Change, add and remove one or more entries at once: all or none, proved together, as marks have to add up.

        Entries that are changed to what they are already are left out.  Raises NotChangedHere, and NothingChanged where
        none is left.
        """
        self.person.acting("settings.change", None)
        left = []
        for step in steps:
            entry = self._otherwise(step.at, step.entry, starts) if step.kind == CHANGED else plain(step.entry)
            if entry or step.kind == REMOVED:
                left.append(Step(step.kind, step.at, entry))
        if not left:
            raise NothingChanged(where=steps[0].at.file)
        return self._record(left, starts, why)

    def add(self, at: EntryAt, entry: Mapping[str, Any], *, starts: date, why: str = "") -> Event:
        """Add an entry.  Raises NotChangedHere for a file that entries aren't added to."""
        return self._record([Step(ADDED, at, plain(entry))], starts, why)[0]

    def remove(self, at: EntryAt, *, starts: date, why: str = "") -> Event:
        """Take an entry away from a day on.  Raises NotChangedHere for a file that entries aren't taken from."""
        return self._record([Step(REMOVED, at, {})], starts, why)[0]

    def undo(self, at: EntryAt, event_ids: Sequence[str] = (), *, why: str = "") -> Event:
        """Take back changes of an entry: those that are named, or all of them (back to what the file says).

        Where changes don't fit the files any more, one can be taken back though others still don't fit.
        Raises NoChangeToUndo.
        """
        return self.undo_together([(at, event_ids)], why=why)[0]

    def undo_together(self, undone: Sequence[tuple[EntryAt, Sequence[str]]], *, why: str = "") -> tuple[Event, ...]:
        """Take back changes of several entries at once, as `undo` does those of one: all or none, proved together."""
        actor = self.person.acting("settings.change", None)
        standing = changes_of(entry_events(self.settings))
        gone, decisions = [], []
        for at, event_ids in undone:
            own = [each for each in standing if (each.file, each.entry_id) == (at.file, at.entry_id)]
            named = [each for each in own if not event_ids or each.event_id in event_ids]
            if not named or len(named) < len(set(event_ids)):
                raise NoChangeToUndo(where=f"{at.file}/{at.entry_id}")
            gone += named
            payload = {"file": at.file, "id": at.entry_id, "undoes": [each.event_id for each in named]}
            decisions.append(Decision(at.subject, "undone", actor, payload, why, at.seen))
        left = [each for each in standing if each not in gone]
        self._prove(undone[0][0], left, since=min(each.starts for each in gone), before=standing)
        with register_of(self.settings) as register:
            return register.record(*decisions)

    def _present(self, at: EntryAt, day: date) -> Mapping[str, Any]:
        """An entry as it stands on a day; nothing where there is none, which the proof of the change then says."""
        changes = changes_of(entry_events(self.settings), as_of=day)
        return raw_entries(root_of(self.settings).catalogue, changes).get(at.file, {}).get(at.entry_id, {})

    def _otherwise(self, at: EntryAt, wanted: Mapping[str, Any], starts: date) -> dict[str, Any]:
        """The fields that a person touched and that aren't so already on a day.  Raises NotChangedHere."""
        fields = CHANGEABLE.get(home_of(at.file), ())
        for name in wanted:
            if name not in fields:
                raise NotChangedHere(where=f"{at.file}/{at.entry_id}", found=name, known=", ".join(fields) or "-")
        touched = {name: plain(value) for name, value in wanted.items() if _is_touched(at, name, plain(value))}
        now = self._present(at, starts)
        return {name: value for name, value in touched.items() if not _same(value, now.get(name))}

    def _record(self, steps: Sequence["Step"], starts: date, why: str) -> tuple[Event, ...]:
        """Prove all steps together, and append them in one transaction."""
        actor = self.person.acting("settings.change", None)
        standing = changes_of(entry_events(self.settings))
        after_all = max((each.sequence for each in standing), default=0) + 1
        changes, decisions = list(standing), []
        # names those that were made at once, so that they can be taken back at once
        together = {"together": secrets.token_hex(8)} if len(steps) > 1 else {}
        for number, (kind, at, entry) in enumerate((each.kind, each.at, each.entry) for each in steps):
            if kind != CHANGED and home_of(at.file) not in ADDABLE:
                raise NotChangedHere(where=at.file, found=at.entry_id, known=", ".join(ADDABLE))
            changes.append(Change(at.file, at.entry_id, kind, entry, starts, after_all + number))
            payload = {"file": at.file, "id": at.entry_id, "entry": entry, "from": starts.isoformat()} | together
            decisions.append(Decision(at.subject, kind, actor, payload, why, at.seen))
        if has_register(self.settings):
            # what somebody else changed is no fault of the person's change
            with register_of(self.settings) as register:
                register.prove_last(*decisions)
        self._prove(steps[0].at, in_order(changes), since=starts)
        with register_of(self.settings) as register:
            return register.record(*decisions)

    def _prove(
        self, at: EntryAt, changes: Sequence[Change], *, since: date, before: Sequence[Change] | None = None
    ) -> None:
        """Refuse changes with which the catalogue breaks a promise on some day, unless `before` breaks one too.

        Raises ChangeRefused and StillUsed.
        """
        root = root_of(self.settings)
        try:
            prove_every_day(root, changes, since=since)
        except (ChangesDoNotFit, CatalogueRefused) as fault:
            if before is not None and not _fits(root, before, since=since):
                return
            where = f"{at.file}/{at.entry_id}"
            raise ChangeRefused(where=where, count=fault.parts["count"], faults=fault.parts["faults"]) from None
        if at.file == ORGANISATIONS and at.entry_id not in with_changes(root, changes).organisation_of:
            _refuse_used(self.settings, at.entry_id)


def _fits(root: Root, changes: Sequence[Change], *, since: date) -> bool:
    try:
        prove_every_day(root, changes, since=since)
    except (ChangesDoNotFit, CatalogueRefused):
        return False
    return True


def _refuse_used(settings: Settings, organisation_id: str) -> None:
    """Raises StillUsed, naming what there is of an organisation: loaded, typed, entered, recorded or stored."""
    root = root_of(settings)
    loaded = {
        "documents": {read_card(path).organisation_id for path in card_files(root.documents)},
        "mass": mass_organisations(root.documents),
        "ledgers": {folder.organisation_id for folder in ledger_folders(root)},
    }
    held = [what for what, owners in (loaded | _decided_of(settings)).items() if organisation_id in owners]
    if held:
        what = Words(
            zh=say("join.list", "zh").join(say(f"held.{each}", "zh") for each in held),
            en=", ".join(say(f"held.{each}", "en") for each in held),
        )
        raise StillUsed(where=f"{ORGANISATIONS}/{organisation_id}", found=organisation_id, what=what)


def _decided_of(settings: Settings) -> dict[str, set[str]]:
    """What stands in the register → the organisations that it is of.

    Records of milestones aren't asked for: who has goals stays by a promise of the catalogue.
    """
    if not has_register(settings):
        return {}
    with register_of(settings) as register:
        events = register.events(types=(HAND, PROBLEM, TASK, MATERIAL, *STATES))
    subjects = [subject for subject in records_of(events) if subject.type in ("practice", "problem")]
    return {
        "figures": {each.organisation_id for each in hand_figures_of(events).values() if not each.is_withdrawn},
        "problems": {each.organisation_id for each in findings_of(events).values()},
        "tasks": {each.organisation_id for each in tasks_of(events).values()},
        "records": {subject.id.partition("/")[0] for subject in subjects},
        "materials": {each.organisation_id for each in materials_of(events).values() if each.state == "kept"},
    }


def _is_touched(at: EntryAt, name: str, value: Any) -> bool:
    return at.shown is None or not _same(value, at.shown.get(name))


def _same(value: Any, present: Any) -> bool:
    """Whether a value is the one that stands; a list without entries and a key that isn't there are the same."""
    if isinstance(value, Mapping) and isinstance(present, Mapping):
        return all(_same(value.get(name), present.get(name)) for name in {*value, *present})
    if isinstance(value, list) and isinstance(present, list):
        return len(value) == len(present) and all(map(_same, value, present))
    if value in (None, [], "") or present in (None, [], ""):
        return value in (None, [], "") and present in (None, [], "")
    return str(value) == str(present)
