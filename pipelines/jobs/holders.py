"""Who holds which owner role (责任科室) of an organisation; names stand in the register's own table."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from pipelines.catalogue.faults import told
from pipelines.domain.catalogue import Catalogue
from pipelines.domain.changes import OPEN, Holders
from pipelines.domain.errors import CatalogueFault, HoldsAlready, HoldsNot, NoName, SamePerson, UnknownPerson
from pipelines.domain.register import Actor, Decision, Event
from pipelines.domain.words import Words
from pipelines.jobs.catalogue import catalogue_of
from pipelines.jobs.people import Person
from pipelines.jobs.register import register_of
from pipelines.jobs.settings import Settings
from pipelines.jobs.sign_in import is_account
from pipelines.register import HOLDER, Register, holder_subject, holders_of

LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Role:
    """An owner role of an organisation, and the sequence of its last event as the person saw it."""

    organisation_id: str
    owner_id: str
    seen: int = 0

    def __str__(self) -> str:
        return f"{self.organisation_id}/{self.owner_id}"


@dataclass(frozen=True, slots=True)
class HandOver:
    """Who hands a role over to whom, and what is open of it.

    `leaving`: the id of who holds it.  `coming`, `name`: who takes it over, as `Staffing.assign` has them.  `starts`:
    the first day on which they do.  `open_ids`: a kind of OPEN → the ids of what is open.
    """

    leaving: str
    starts: date
    coming: str = ""
    name: str = ""
    open_ids: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Staffing:
    """A person who says who holds the roles.  Every method raises NotAllowed, NotTheirs; nothing is recorded then."""

    settings: Settings
    person: Person

    def assign(self, role: Role, *, starts: date, actor_id: str = "", name: str = "", why: str = "") -> Event:
        """Give a role to somebody who is known by their id, to a new person by name, or to an account by both.

        Raises CatalogueFault for an organisation or role that isn't there, NoName, UnknownPerson, HoldsAlready and
        DecidedMeanwhile.
        """
        actor = self._acting(role)
        where = called(catalogue_of(self.settings), role)
        with register_of(self.settings) as register:
            who, names = _somebody(register, actor_id, name, where)
            if any(each.actor_id == who and each.until is None for each in _held(register, role).holders):
                raise HoldsAlready(where=where)
            payload = {"actor_id": who, "from": starts.isoformat()}
            subject = holder_subject(role.organisation_id, role.owner_id)
            return register.record(Decision(subject, "assigned", actor, payload, why, role.seen), names=names)[0]

    def end(self, role: Role, actor_id: str, *, starts: date, why: str = "") -> Event:
        """End a person's role: `starts` is the first day on which they don't hold it.  Raises HoldsNot."""
        actor = self._acting(role)
        with register_of(self.settings) as register:
            held = _held(register, role)
            if not _can_leave(held, actor_id, starts):
                raise HoldsNot(where=str(role), found=starts)
            payload = {"actor_id": actor_id, "from": starts.isoformat()}
            subject = holder_subject(role.organisation_id, role.owner_id)
            return register.record(Decision(subject, "ended", actor, payload, why, role.seen))[0]

    def hand_over(self, role: Role, over: HandOver, *, why: str = "") -> Event:
        """移交: one event ends the role of who leaves, begins that of who comes, and names what is open of it.

        Raises CatalogueFault, NoName, UnknownPerson, SamePerson, HoldsAlready, HoldsNot (nobody holds it, or not yet
        on the day before) and DecidedMeanwhile.
        """
        actor = self._acting(role)
        where = called(catalogue_of(self.settings), role)
        with register_of(self.settings) as register:
            coming, names = _somebody(register, over.coming, over.name, where)
            held = _held(register, role)
            if held.seen == role.seen:  # otherwise `record` says who was first
                _prove_hands(held, over, coming, where)
            payload = {
                "actor_id": over.leaving,
                "to": coming,
                "from": over.starts.isoformat(),
                "open": {kind: list(over.open_ids.get(kind, ())) for kind in OPEN},
            }
            subject = holder_subject(role.organisation_id, role.owner_id)
            return register.record(Decision(subject, "handed_over", actor, payload, why, role.seen), names=names)[0]

    def erase_name(self, actor_id: str) -> None:
        """Forget a person's name; what they hold and decided stays under the opaque id."""
        self.person.acting("settings.change", None)
        with register_of(self.settings) as register:
            register.erase_actor(actor_id)

    def _acting(self, role: Role) -> Actor:
        """The person for the role's organisation; settings are changed by who has the board as a whole."""
        self.person.acting("settings.change", None)
        return self.person.acting("settings.change", role.organisation_id)


def called(catalogue: Catalogue, role: Role) -> Words:
    """A role by the names of its organisation and office.  Raises CatalogueFault where one of them isn't there."""
    owners = {owner.owner_id: owner.name for owner in catalogue.owners}
    for home, found, known in (
        ("organisations.yml", role.organisation_id, catalogue.organisation_of),
        ("owners.yml", role.owner_id, owners),
    ):
        if found not in known:
            raise CatalogueFault(
                where=str(role), found=told("unknown_id", id=repr(found)), todo=told("use_known", home=home)
            )
    whose, office = catalogue.organisation_of[role.organisation_id].name, owners[role.owner_id]
    return Words(zh=f"{whose.zh} · {office.zh}", en=f"{whose.en} · {office.en}")


def _somebody(register: Register, actor_id: str, name: str, where: Words) -> tuple[str, dict[str, str]]:
    """(the id of who is meant, the name to be kept of them): who has a name keeps it.  Raises NoName, UnknownPerson."""
    actor_id, name, names = actor_id.strip(), name.strip()[:LONGEST_NAME], register.actors()
    if actor_id in names:
        return actor_id, {}
    if actor_id and not is_account(actor_id) and actor_id not in _held_by(register):
        raise UnknownPerson(where=where, found=actor_id[:LONGEST_NAME])
    if not name and actor_id not in _held_by(register):
        raise NoName(where=where)
    who = actor_id or f"person-{secrets.token_hex(8)}"
    return who, {who: name} if name else {}


def _held_by(register: Register) -> set[str]:
    """The ids of everybody who holds or held a role."""
    held = holders_of(register.events(types=(HOLDER,)))
    return {each.actor_id for found in held.values() for each in found.holders}


def _prove_hands(held: Holders, over: HandOver, coming: str, where: Words) -> None:
    """Raises SamePerson, HoldsAlready, HoldsNot where one can't hand a role over to the other."""
    if over.leaving == coming:
        raise SamePerson(where=where)
    if not _can_leave(held, over.leaving, over.starts):
        raise HoldsNot(where=where, found=over.starts)
    if any(each.actor_id == coming and (each.until is None or each.until > over.starts) for each in held.holders):
        raise HoldsAlready(where=where)


def _can_leave(held: Holders, actor_id: str, day: date) -> bool:
    """Whether a person holds a role for good and began before a day."""
    return any(each.actor_id == actor_id and each.until is None and each.starts < day for each in held.holders)


def _held(register: Register, role: Role) -> Holders:
    events = register.events(types=(HOLDER,), subject=holder_subject(role.organisation_id, role.owner_id))
    return holders_of(events).get((role.organisation_id, role.owner_id), Holders())
