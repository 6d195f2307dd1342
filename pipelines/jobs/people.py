"""Who acts, and for whom.  Without sign-in there is one: the local person, who has every role everywhere."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from pipelines.domain.errors import NotAllowed, NotTheirs, OwnWork
from pipelines.domain.register import Actor
from pipelines.domain.roles import ALLOWED, ROLES, role_for
from pipelines.domain.words import Words
from pipelines.wording import say

LOCAL = "local"
OWN = ""
"""In place of an organisation: what is the person's alone, such as a query that they saved."""
ORGANISATION, WORK = Words(zh="填报单位", en="Organisation"), Words(zh="审核", en="Review")


@dataclass(frozen=True, slots=True)
class Person:
    """An opaque id, roles, and the organisations that they are for (None: every one, and the board as a whole).

    `is_stranger`: whether what is shown may be read by anybody who passes by.
    """

    actor_id: str = LOCAL
    roles: frozenset[str] = field(default_factory=lambda: frozenset(ROLES))
    organisations: frozenset[str] | None = None
    name: str = ""
    is_stranger: bool = False

    @property
    def is_alone(self) -> bool:
        """Whether nobody else could decide: the one person of a board without sign-in."""
        return self.actor_id == LOCAL

    def acting(self, action: str, organisation_id: str | None) -> Actor:
        """The person in the role that an action asks for, for an organisation, the board as a whole (None), or OWN.

        Raises NotAllowed, NotTheirs.
        """
        role = role_for(action, self.roles)
        if role is None:
            needed = _listed(f"role.{each}" for each in ALLOWED[action])
            raise NotAllowed(where=_listed([f"action.{action}"]), needed=needed)
        self.prove_sees(organisation_id)
        return Actor(self.actor_id, role, organisation_id or "")

    def may(self, action: str, organisation_id: str | None) -> bool:
        """Whether `acting` would give somebody."""
        return role_for(action, self.roles) is not None and self.sees(organisation_id)

    def sees(self, organisation_id: str | None) -> bool:
        """Whether an organisation, the board as a whole (None), or what is their own (OWN) is the person's."""
        return self.organisations is None or organisation_id == OWN or organisation_id in self.organisations

    def prove_sees(self, organisation_id: str | None) -> None:
        """Raises NotTheirs: what isn't there and what is somebody else's is told in the same words."""
        if not self.sees(organisation_id):
            raise NotTheirs(where=ORGANISATION)

    def prove_other(self, *actor_ids: str) -> None:
        """Raises OwnWork where the person is one of those whose work is decided on."""
        if not self.is_alone and self.actor_id in actor_ids:
            raise OwnWork(where=WORK)


def _listed(codes: Iterable[str]) -> Words:
    """Codes of the wording in both languages."""
    known = list(codes)
    return Words(zh="、".join(say(each, "zh") for each in known), en=", ".join(say(each, "en") for each in known))
