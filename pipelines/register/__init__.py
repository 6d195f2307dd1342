"""The register: an append-only store of what people decided, as a chain of hashes (SQLite, or PostgreSQL by URL)."""

from pipelines.register.chain import Anchor, Fault, chain_faults
from pipelines.register.store import Register, open_register

__all__ = ["Anchor", "Fault", "Register", "chain_faults", "open_register"]
