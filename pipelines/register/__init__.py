"""The register: an append-only store of what people decided, as a chain of hashes (SQLite, or PostgreSQL by URL)."""

from pipelines.register.chain import Anchor, Fault, chain_faults
from pipelines.register.hand import HAND, hand_figures_of
from pipelines.register.materials import MATERIAL, materials_of, uses_of
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
    "FIGURE",
    "HAND",
    "MATERIAL",
    "QUANTITY",
    "Anchor",
    "Fault",
    "Register",
    "chain_faults",
    "correction_of",
    "hand_figures_of",
    "last_effective",
    "mappings_of",
    "materials_of",
    "open_register",
    "review_of",
    "reviews_of",
    "said_correction",
    "uses_of",
]
