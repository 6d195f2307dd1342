"""数据质量: what an edition lacks, what is old, what doesn't fit, and who can mend it."""

from typing import Any

from pipelines.api.board import Board
from pipelines.wording import say

MOST_BREACHES = 50


def coverage_states(board: Board, organisation_id: str) -> list[dict[str, Any]]:
    """marts.coverage of each year with `reported`: the figures that aren't 0."""
    rows = board.coverage(organisation_id).to_dict("records")
    return [{**row, "reported": row["with_value"] - row["zero"]} for row in rows]


def checks_said(board: Board, language: str) -> list[dict[str, Any]]:
    """Every check, failed ones first: check_id, severity, breaches, and its `name`, `meaning` and `who` can mend it.

    `first`: the first MOST_BREACHES of what it found, each with subject and found.
    """
    return [
        {
            **row,
            **{part: say(f"check.{row['check_id']}.{part}", language) for part in ("name", "meaning", "who")},
            "first": board.breaches(row["check_id"], MOST_BREACHES) if row["breaches"] else [],
        }
        for row in board.checks()
    ]
