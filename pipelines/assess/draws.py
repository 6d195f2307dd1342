"""A draw that anybody can repeat: from a pool and a seed that are both printed."""

from collections.abc import Iterable
from hashlib import sha256


def drawn(pool: Iterable[str], count: int, seed: str) -> tuple[str, ...]:
    """`count` of the pool, in the order in which they are drawn.

    Whoever has the pool and the seed gets the same: each is given the SHA-256 of "SEED/NAME" in hexadecimal, and those
    with the smallest come first.  The order and the doubles of the pool don't matter.
    """
    ordered = sorted(set(pool), key=lambda each: (sha256(f"{seed}/{each}".encode()).hexdigest(), each))
    return tuple(ordered[: max(count, 0)])
