"""Who acts.  Until people sign in there is one: the local person, who has every role."""

from dataclasses import dataclass, field

from pipelines.domain.errors import NotAllowed
from pipelines.domain.register import Actor
from pipelines.domain.roles import ALLOWED, ROLES, role_for

LOCAL = "local"


@dataclass(frozen=True, slots=True)
class Person:
    """An opaque id and the roles that it has."""

    actor_id: str = LOCAL
    roles: frozenset[str] = field(default_factory=lambda: frozenset(ROLES))

    def acting(self, action: str) -> Actor:
        """The person in the role that an action asks for.  Raises NotAllowed."""
        role = role_for(action, self.roles)
        if role is None:
            raise NotAllowed(where=self.actor_id, found=action, needed=", ".join(ALLOWED[action]))
        return Actor(self.actor_id, role)

    def may(self, action: str) -> bool:
        return role_for(action, self.roles) is not None
