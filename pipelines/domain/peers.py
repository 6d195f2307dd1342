"""How figures of several organisations are made comparable."""

from dataclasses import dataclass

from pipelines.domain.words import Words

LEAST_PEERS = 5


@dataclass(frozen=True, slots=True)
class Basis:
    """A count is compared as `per` times itself divided by the organisation's `denominator_id` of the same year."""

    basis_id: str
    name: Words
    denominator_id: str
    per: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """The bases, and how many comparable others there must be for a rank or a median."""

    bases: tuple[Basis, ...] = ()
    least_peers: int = LEAST_PEERS
