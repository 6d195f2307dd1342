"""What the page 版本差异 asks and records of editions that wait for approval (待审定的数据版本)."""

from typing import Any

from pipelines.api.people import decider, person
from pipelines.jobs import approving
from pipelines.jobs.settings import current_settings


def waiting_editions() -> list[dict[str, Any]]:
    """The candidates that this person may approve, the latest built first; none where approval is off.

    edition_id, as_of, published_at (when it was built), is_current (False), is_waiting (True), warnings (how many),
    checks (of how many checks), seen (what a decision names as looked at).
    """
    if not person().may("edition.approve", None):
        return []
    return [
        {
            "edition_id": manifest.edition_id,
            "as_of": manifest.as_of,
            "published_at": manifest.published_at,
            "is_current": False,
            "is_waiting": True,
            "warnings": sum(manifest.warnings.values()),
            "checks": len(manifest.warnings),
            "seen": seen,
        }
        for manifest, seen in approving.waiting(current_settings())
    ]


def approve_edition(edition_id: str, *, seen: int, why: str = "") -> None:
    """Publish a candidate.  Raises what `jobs.approving.publish` raises."""
    approving.publish(current_settings(), edition_id, person=decider(), why=why, seen=seen)


def send_edition_back(edition_id: str, *, seen: int, why: str) -> None:
    """Refuse a candidate for a reason.  Raises what `jobs.approving.send_back` raises."""
    approving.send_back(current_settings(), edition_id, person=decider(), why=why, seen=seen)
