"""The status of a key result: always a word with a shape, the colour only beside them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from pipelines.api import say, worded

# in the order that a reader should see them; the shapes differ in black and white too
SHAPES = {
    "off_track": "▼",
    "at_risk": "◐",
    "cannot_tell": "？",
    "on_track": "●",
    "achieved": "✔",
    "not_due": "○",
    "overdue_no_data": "◇",
    "no_data": "◇",
    "no_target": "－",
}


def chip(row: Mapping[str, Any], language: str) -> str:
    """One key result's status."""
    return _chip(row["status"], worded(row, "status", language))


def counted(rows: Iterable[Mapping[str, Any]], language: str) -> str:
    """How many key results have each status, the pressing ones first."""
    return "".join(_chip(status, f"{word(status, language)} {count}") for status, count in counts(rows).items())


def counts(rows: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Status → how many, in the order of SHAPES."""
    found = Counter(row["status"] for row in rows)
    return {status: found[status] for status in SHAPES if found[status]}


def word(status: str, language: str) -> str:
    """A status by itself, without whom a figure is awaited from."""
    return say(f"status.{status}", language)


def _chip(status: str, text: str) -> str:
    return f'<span class="chip status {status}"><i aria-hidden="true">{SHAPES[status]}</i>{escape(text)}</span>'
