"""Which rows of an edition somebody may see."""

from dataclasses import dataclass
from hashlib import sha256

PEERS = ("none", "percentiles", "values")
"""What an organisation sees of its peers: nothing; where it stands among them; their values too, without names."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The organisations whose rows these are (None: every row), and what is seen of their peers."""

    organisations: frozenset[str] | None = None
    peers: str = "percentiles"

    @property
    def is_everything(self) -> bool:
        return self.organisations is None

    @property
    def key(self) -> str:
        """A short name for the rows: the same rows have the same one."""
        if self.organisations is None:
            return "all"
        return sha256("\n".join([self.peers, *sorted(self.organisations)]).encode()).hexdigest()[:16]
