"""Changes of the catalogue that are made on a page and laid over its files, and who holds which owner role."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

CHANGEABLE: dict[str, tuple[str, ...]] = {
    "organisations.yml": ("name", "full_name", "level", "parent", "code", "aliases"),
    "owners.yml": ("name",),
    "goals.yml": ("name", "parts", "target_year"),
    "key_results.yml": ("name", "due", "owner", "frequency", "milestones"),
    "metrics": ("name", "definition", "owner", "direction"),
    "lookups/matching": ("rules",),
    "practices.yml": ("name",),
    "problems.yml": ("name", "parts"),
    "highlights.yml": ("list",),
    "statutory_dates.yml": ("day", "name", "basis", "owner"),
    "status_rules.csv": ("value",),
    "rubrics.yml": ("name", "kind", "basis", "marks", "bonus_most", "veto_grade", "grades", "quota"),
    "rubrics": ("parent", "name", "marks", "rule", "evidence", "owner"),
}
"""File of the catalogue (or its folder) → the fields of an entry that may be changed on a page.  Targets are decided
on a page of their own."""

ADDABLE = ("organisations.yml", "owners.yml", "key_results.yml", "statutory_dates.yml", "rubrics")
"""Files that entries can be added to, and removed from, on a page."""

HIGHLIGHTS = "highlights.yml"
"""A file that is one list and has no entries: its only entry is called `list`."""

CHANGED, ADDED, REMOVED = "changed", "added", "removed"

OPEN = ("task", "problem", "record", "target")
"""What can be open of an office (责任科室) when it is handed over: tasks that aren't closed, problems that aren't,
records that wait for review, proposed targets that nobody confirmed."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one entry, as an event holds it.

    `entry`: the top-level fields that are otherwise, as the file writes them (the whole entry where it was added).
    `starts`: the first day of the editions that it holds in.  `sequence`: the event's place in the register.
    """

    file: str
    entry_id: str
    kind: str
    entry: Mapping[str, Any]
    starts: date
    sequence: int
    event_id: str = ""

    @property
    def place(self) -> str:
        return f"{self.file}/{self.entry_id}"


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds an owner role (责任科室) of an organisation, and from when; `until`: the first day no longer."""

    actor_id: str
    starts: date
    until: date | None = None

    def on(self, day: date) -> bool:
        return self.starts <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Holders:
    """The holders of one role, the earliest first, and the sequence of the last event about it."""

    holders: tuple[Holder, ...] = field(default_factory=tuple)
    seen: int = 0


def home_of(file: str) -> str:
    """The key of `CHANGEABLE` that a file belongs to."""
    return file.rsplit("/", 1)[0] if "/" in file else file
