"""The register: an append-only store of what people decided, as a chain of hashes (SQLite, or PostgreSQL by URL)."""

from pipelines.register.chain import Anchor, Fault, chain_faults
from pipelines.register.reviews import (
    FIGURE,
    correction_of,
    last_effective,
    review_of,
    reviews_of,
    said_correction,
)
from pipelines.register.store import Register, open_register

__all__ = [
    "FIGURE",
    "Anchor",
    "Fault",
    "Register",
    "chain_faults",
    "correction_of",
    "last_effective",
    "open_register",
    "review_of",
    "reviews_of",
    "said_correction",
]
