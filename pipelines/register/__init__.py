"""The register: an append-only store of what people decided, as a chain of hashes (SQLite, or PostgreSQL by URL)."""

from pipelines.register.chain import Anchor, Fault, chain_faults
from pipelines.register.changes import (
    ENTRY,
    HOLDER,
    changes_of,
    entry_subject,
    holder_subject,
    holders_of,
    in_order,
)
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
    "ENTRY",
    "FIGURE",
    "HOLDER",
    "QUANTITY",
    "Anchor",
    "Fault",
    "Register",
    "chain_faults",
    "changes_of",
    "correction_of",
    "entry_subject",
    "holder_subject",
    "holders_of",
    "in_order",
    "last_effective",
    "mappings_of",
    "open_register",
    "review_of",
    "reviews_of",
    "said_correction",
]
