"""Whose request it is: the token that it shows, or the one local person of a board without sign-in."""

import time
from dataclasses import dataclass, field

from starlette.requests import Request

from pipelines.api.people import Person
from pipelines.domain.errors import TokenBad
from pipelines.domain.tokens import Token
from pipelines.jobs.settings import Settings, current_settings
from pipelines.jobs.tokens import bearer, known_tokens
from pipelines.web.problems import Problem

SECONDS = 1.0
"""How long a token that was just revoked may still be good."""


@dataclass
class Known:
    """The tokens of the register, looked at anew every SECONDS, and the persons whom they stand for meanwhile."""

    settings: Settings | None = None
    until: float = 0.0
    tokens: dict[str, Token] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    def person(self, text: str) -> Person:
        """Raises TokenBad."""
        settings, now = current_settings(), time.monotonic()
        if settings != self.settings or now >= self.until:
            self.tokens, self.people = known_tokens(settings), {}
            self.settings, self.until = settings, now + SECONDS
        if text not in self.people:
            self.people[text] = bearer(settings, text, self.tokens)
        return self.people[text]


_known = Known()


def person_of(request: Request) -> Person:
    """Who asks.  Raises Problem: 401 where nobody is named, or by two names at once."""
    shown = request.headers.getlist("authorization")
    if not shown and current_settings().sign_in is None:
        return Person()
    scheme, _, text = shown[0].partition(" ") if len(shown) == 1 else ("", "", "")
    try:
        if scheme.lower() == "bearer":
            return _known.person(text.strip())
    except TokenBad:
        pass
    raise Problem(401, "token", headers={"WWW-Authenticate": 'Bearer realm="fazhi"'})
