"""What the synthetic district is made of: its files, and the words that no reader may miss on them."""

from dataclasses import dataclass
from random import Random

SIMULATED = "模拟数据（非真实）"
"""Stands in the title or the first line of every file, and on every card."""


@dataclass(frozen=True, slots=True)
class MadeFile:
    """One file of the district.

    `kind`: report, document (enforcement data, disclosure report, a draft), ledger, map (of the communities), or
    manifest (planted.json, the last one).  A ledger's file holds all years, so that its `year` is None; the others have
    no `ledger_id`.  `bad_rows`: how many of its rows are made to be refused.
    """

    kind: str
    name: str
    content: bytes
    organisation_id: str | None = None
    year: int | None = None
    ledger_id: str | None = None
    bad_rows: int = 0


def due_in_january(seed: int, name: str, year: int) -> str:
    """The day by which a file of a year is published: by 31 January of the next, as the rules ask."""
    return f"{year + 1}年1月{Random(f'{seed}/{name}').randint(8, 31)}日"
