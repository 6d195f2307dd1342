"""Tokens: what another program shows to ask the API in the name of a role and its organisations."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Token:
    """A token as the register knows it: never the secret, only its hash.

    `organisations`: None for every one.  `expires_on`: the last day on which it is good.  `issued_at`, `revoked_at`:
    ISO 8601 in UTC, empty where it wasn't.  `seen`: the sequence of its last event.
    """

    token_id: str
    name: str
    digest: str
    role: str
    organisations: tuple[str, ...] | None
    expires_on: date
    issued_at: str
    issued_by: str
    revoked_at: str = ""
    seen: int = 0

    def is_good(self, today: date) -> bool:
        return not self.revoked_at and today <= self.expires_on
