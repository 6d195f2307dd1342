"""Which rows of an edition somebody may see."""

from dataclasses import dataclass
from hashlib import sha256

PEERS = ("none", "percentiles", "values")
"""What an organisation sees of its peers: nothing; where it stands among them; their values too, without names."""


SHOWABLE = ("problems",)
"""What strangers don't see, and do where a setting says so."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The organisations whose rows these are (None: every row), and what is seen of their peers.

    `shown`: of SHOWABLE, what strangers are shown; None where no stranger looks on and everything is shown.
    """

    organisations: frozenset[str] | None = None
    peers: str = "percentiles"
    shown: frozenset[str] | None = None

    @property
    def is_everything(self) -> bool:
        return self.organisations is None and self.shown is None

    @property
    def key(self) -> str:
        """A short name for the rows: the same rows have the same one."""
        if self.is_everything:
            return "all"
        parts = [None if part is None else sorted(part) for part in (self.organisations, self.shown)]
        return sha256(repr((self.peers, parts)).encode()).hexdigest()[:16]
