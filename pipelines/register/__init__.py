"""The register: an append-only store of what people decided, as a chain of hashes (SQLite, or PostgreSQL by URL)."""

from pipelines.register.approvals import EDITION, verdicts_of
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
from pipelines.register.differences import DIFFERENCE, said_held, settlements_of
from pipelines.register.hand import HAND, hand_figures_of
from pipelines.register.ledgers import LEDGER, rulings_of
from pipelines.register.materials import MATERIAL, materials_of, uses_of
from pipelines.register.queries import QUERY, queries_of
from pipelines.register.records import (
    PROBLEM,
    TARGET,
    TASK,
    findings_of,
    in_force,
    last_standing,
    records_of,
    standing,
    targets_of,
    tasks_of,
)
from pipelines.register.reviews import (
    FIGURE,
    QUANTITY,
    authors_of,
    correction_of,
    last_effective,
    mappings_of,
    review_of,
    reviews_of,
    said_correction,
)
from pipelines.register.rounds import ASSESSED, ASSESSEE, ROUND, ROUND_TYPES, RoundFold, said_plan, said_score
from pipelines.register.store import Register, open_register
from pipelines.register.tokens import TOKEN, tokens_of

__all__ = [
    "ASSESSED",
    "ASSESSEE",
    "DIFFERENCE",
    "EDITION",
    "ENTRY",
    "FIGURE",
    "HAND",
    "HOLDER",
    "LEDGER",
    "MATERIAL",
    "PROBLEM",
    "QUANTITY",
    "QUERY",
    "ROUND",
    "ROUND_TYPES",
    "TARGET",
    "TASK",
    "TOKEN",
    "Anchor",
    "Fault",
    "Register",
    "RoundFold",
    "authors_of",
    "chain_faults",
    "changes_of",
    "correction_of",
    "entry_subject",
    "findings_of",
    "hand_figures_of",
    "holder_subject",
    "holders_of",
    "in_force",
    "in_order",
    "last_effective",
    "last_standing",
    "mappings_of",
    "materials_of",
    "open_register",
    "queries_of",
    "records_of",
    "review_of",
    "reviews_of",
    "rulings_of",
    "said_correction",
    "said_held",
    "said_plan",
    "said_score",
    "settlements_of",
    "standing",
    "targets_of",
    "tasks_of",
    "tokens_of",
    "uses_of",
    "verdicts_of",
]
