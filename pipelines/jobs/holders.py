"""Who holds which owner role (责任科室) of an organisation; names stand in the register's own table."""

import secrets
from dataclasses import dataclass
from datetime import date

from pipelines.catalogue.faults import told
from pipelines.domain.changes import Holders
from pipelines.domain.errors import CatalogueFault, HoldsAlready, HoldsNot, NoName
from pipelines.domain.register import Decision, Event
from pipelines.jobs.catalogue import catalogue_of
from pipelines.jobs.people import Person
from pipelines.jobs.register import register_of
from pipelines.jobs.settings import Settings
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
class Staffing:
    """A person who says who holds the roles.  Every method raises NotAllowed; nothing is recorded then."""

    settings: Settings
    person: Person

    def assign(self, role: Role, *, starts: date, actor_id: str = "", name: str = "", why: str = "") -> Event:
        """Give a role to somebody who is known by their id, or to a new person by name.

        Raises CatalogueFault for an organisation or role that isn't there, NoName, HoldsAlready and DecidedMeanwhile.
        """
        actor = self.person.acting("settings.change", None)
        name = name.strip()[:LONGEST_NAME]
        catalogue = catalogue_of(self.settings)
        owners = {owner.owner_id for owner in catalogue.owners}
        known = {"organisations.yml": (role.organisation_id, catalogue.organisation_of)}
        known["owners.yml"] = (role.owner_id, owners)
        for home, (found, ids) in known.items():
            if found not in ids:
                unknown = told("unknown_id", id=repr(found))
                raise CatalogueFault(where=str(role), found=unknown, todo=told("use_known", home=home))
        if not actor_id and not name:
            raise NoName(where=str(role))
        who = actor_id or f"person-{secrets.token_hex(8)}"
        with register_of(self.settings) as register:
            if any(each.actor_id == who and each.until is None for each in _held(register, role).holders):
                raise HoldsAlready(where=str(role))
            payload = {"actor_id": who, "from": starts.isoformat()}
            subject = holder_subject(role.organisation_id, role.owner_id)
            event = register.record(Decision(subject, "assigned", actor, payload, why, role.seen))[0]
            if name:
                register.name_actor(who, name)
        return event

    def end(self, role: Role, actor_id: str, *, starts: date, why: str = "") -> Event:
        """End a person's role: `starts` is the first day on which they don't hold it.  Raises HoldsNot."""
        actor = self.person.acting("settings.change", None)
        with register_of(self.settings) as register:
            held = _held(register, role).holders
            if not any(each.actor_id == actor_id and each.until is None and each.starts < starts for each in held):
                raise HoldsNot(where=str(role), found=starts)
            payload = {"actor_id": actor_id, "from": starts.isoformat()}
            subject = holder_subject(role.organisation_id, role.owner_id)
            return register.record(Decision(subject, "ended", actor, payload, why, role.seen))[0]

    def erase_name(self, actor_id: str) -> None:
        """Forget a person's name; what they hold and decided stays under the opaque id."""
        self.person.acting("settings.change", None)
        with register_of(self.settings) as register:
            register.erase_actor(actor_id)


def _held(register: Register, role: Role) -> Holders:
    events = register.events(types=(HOLDER,), subject=holder_subject(role.organisation_id, role.owner_id))
    return holders_of(events).get((role.organisation_id, role.owner_id), Holders())
