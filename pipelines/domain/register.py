"""What people decide, as events that are only ever added: who, in which role, when, what, on which evidence."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

LONGEST_WHY = 2_000
"""Characters of a person's words; longer ones are refused, never cut."""

UNREADABLE = {"": "unreadable"}
"""What stands for a payload that can't be read."""

STORES = "sqlite:////FOLDER/FILE, postgresql+psycopg://NAME:PASSWORD@HOST:5432/DATABASE"
"""The addresses that a register can have."""

NO_HASH = "0" * 64
"""What the first event names as the one before it."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: an opaque id (the name lives in a table that can be emptied), the role, and the organisation acted for.

    `organisation_id`: empty for the board as a whole.
    """

    actor_id: str
    role: str
    organisation_id: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a decision is about, such as ("figure", an observation's id)."""

    type: str
    id: str

    def __str__(self) -> str:
        return f"{self.type} {self.id}"


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be recorded.

    `seen`: the sequence of the subject's last event that the person had before them (0: none); where another one came
    meanwhile, nothing is recorded.  `why`: the person's own words, kept beside the chain.
    """

    subject: Subject
    kind: str
    actor: Actor
    payload: Mapping[str, Any] = field(default_factory=dict)
    why: str = ""
    seen: int = 0

    @property
    def words(self) -> str:
        """The person's words as they are kept: without blanks around them."""
        return self.why.strip()


@dataclass(frozen=True, slots=True)
class Since:
    """What must not have come after `seen` for something to be recorded: an event of a type of subjects whose ids are
    `id`, or begin with it where it ends with a slash.
    """

    type: str
    id: str
    seen: int


@dataclass(frozen=True, slots=True)
class Event:
    """A decision as it was recorded.  `hash` covers everything here and, by `previous`, all events before it.

    `at`: ISO 8601 in UTC.  `why_hash`: of the person's words with a salt of their own, empty where there are none.
    `organisation_id`: whose it is; empty for the board as a whole, and in events of before it was kept.
    """

    sequence: int
    event_id: str
    at: str
    actor_id: str
    role: str
    subject: Subject
    kind: str
    payload: Mapping[str, Any]
    why_hash: str
    previous: str
    hash: str
    organisation_id: str = ""

    @property
    def is_unreadable(self) -> bool:
        """Whether what it says can't be read any more; no hash fits it, so that the chain names it as changed."""
        return self.payload == UNREADABLE

    def expected_hash(self) -> str:
        """The hash that follows from what the event says."""
        said: list[Any] = [
            self.sequence,
            self.event_id,
            self.at,
            self.actor_id,
            self.role,
            self.subject.type,
            self.subject.id,
        ]
        said += [self.kind, self.payload, self.why_hash, self.previous]
        # events of before it was kept have the hash that they had
        said += [self.organisation_id] if self.organisation_id else []
        return sha256(canonical(said).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Sought:
    """Which events are asked for; what is empty asks for nothing.

    `types`: of subjects.  `since`, `until`: moments as events have them (ISO 8601 in UTC), until not included.
    `text`: a text that the subject's id, the kind, the payload or the person's words hold; an event about one of
    `subject_ids`, or whose subject's id begins with one of `subject_begins`, is found by it too (those that the text
    stands for, such as figures of a metric).
    `organisations`: those that decisions were for; None for all of them, and those for the board as a whole.
    """

    types: tuple[str, ...] = ()
    actor_id: str = ""
    since: str = ""
    until: str = ""
    text: str = ""
    subject_ids: tuple[str, ...] = ()
    subject_begins: tuple[str, ...] = ()
    after: int = 0
    before: int | None = None
    organisations: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """How long a chain is and the hash of its last event: what manifests and backups keep of it."""

    length: int = 0
    hash: str = NO_HASH


EMPTY = Head()
"""The end of a chain that nobody has begun."""


def canonical(value: Any) -> str:
    """JSON that is the same text for the same value: keys sorted, no blanks, characters as they are."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def why_hash(why: str, salt: str) -> str:
    """The hash of a person's words; the salt keeps short words from being guessed once they are erased."""
    return sha256(f"{salt}\0{why}".encode()).hexdigest() if why else ""
