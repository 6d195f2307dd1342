"""The register: an append-only store of what people decided, as a chain of hashes (SQLite, or PostgreSQL by URL)."""

from pipelines.register.approvals import EDITION, verdicts_of
from pipelines.register.chain import Anchor, Fault, chain_faults
from pipelines.register.differences import DIFFERENCE, said_held, settlements_of
from pipelines.register.ledgers import LEDGER, rulings_of
from pipelines.register.reviews import (
    FIGURE,
    QUANTITY,
    correction_of,
    last_effective,
    mappings_of,
    review_of,
    reviews_of,
    said_correction,
)
from pipelines.register.store import Register, open_register

__all__ = [
    "DIFFERENCE",
    "EDITION",
    "FIGURE",
    "LEDGER",
    "QUANTITY",
    "Anchor",
    "Fault",
    "Register",
    "chain_faults",
    "correction_of",
    "last_effective",
    "mappings_of",
    "open_register",
    "review_of",
    "reviews_of",
    "rulings_of",
    "said_correction",
    "said_held",
    "settlements_of",
    "verdicts_of",
]
