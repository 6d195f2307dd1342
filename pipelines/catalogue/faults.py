"""What is wrong with the catalogue's files, one fault at a time."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """Where (file, key), what was found, and what to write instead."""

    file: str
    key: str
    found: str
    todo: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key}: found {self.found}: {self.todo}"


def unknown(file: str, key: str, used: Iterable[str], known: Collection[str], home: str) -> Iterator[Fault]:
    """A fault for each id that `known`, the ids of the file `home`, doesn't have."""
    for name in used:
        if name not in known:
            yield Fault(file, key, f"unknown id {name!r}", f"use an id of {home}, or add it there")
