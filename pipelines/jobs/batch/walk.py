"""Which files of a folder are reports, in a fixed order, and which aren't and why."""

import os
from dataclasses import dataclass
from pathlib import Path

from pipelines.domain.errors import BoardError, SystemRefused, UnknownFormat
from pipelines.extract.readers import check_name

HIDDEN, LINK, SPECIAL, UNREADABLE_NAME, OUTPUT = "hidden", "link", "no_file", "format", "output"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A name that is no report: `reason` is hidden, link, no_file, format, output or duplicate (`found`: of what)."""

    path: str
    reason: str
    found: str = ""


@dataclass(frozen=True, slots=True)
class Walk:
    """A folder's reports by their path below it, as the system spells it; each list in the order of `shown_path`."""

    reports: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    unreadable: tuple[tuple[str, BoardError], ...]


def shown_path(path: str) -> str:
    """A path as text: bytes of a name that are no UTF-8 are written as \\xNN."""
    return os.fsencode(path).decode("utf-8", errors="backslashreplace")


def walk(folder: Path, *, output: Path) -> Walk:
    """Every report under `folder`.  Links aren't followed; `output`, where it lies inside, is left out.

    A folder that can't be opened is `unreadable`.
    """
    reports: list[str] = []
    skipped: list[Skipped] = []
    unreadable: list[tuple[str, BoardError]] = []
    below = [""]
    while below:
        here = below.pop()
        try:
            with os.scandir(folder / here) as found:
                entries = list(found)
        except OSError as error:
            unreadable.append((shown_path(here), SystemRefused(where=shown_path(here) or folder, found=error.strerror)))
            continue
        for entry in entries:
            path = f"{here}/{entry.name}" if here else entry.name
            if reason := _reason_to_skip(entry, output):
                skipped.append(Skipped(shown_path(path), *reason))
            elif entry.is_dir(follow_symlinks=False):
                below.append(path)
            else:
                reports.append(path)
    return Walk(
        tuple(sorted(reports, key=shown_path)),
        tuple(sorted(skipped, key=lambda each: each.path)),
        tuple(sorted(unreadable, key=lambda each: each[0])),
    )


def _reason_to_skip(entry: os.DirEntry[str], output: Path) -> tuple[str, ...] | None:
    """Why a name is passed over, and what it has instead; None for a folder to look into, or a report."""
    if entry.name.startswith("."):
        return (HIDDEN,)
    if entry.is_symlink():
        return (LINK,)
    if entry.is_dir(follow_symlinks=False):
        return (OUTPUT,) if Path(entry.path).resolve() == output else None
    if not entry.is_file(follow_symlinks=False):
        return (SPECIAL,)
    try:
        check_name(Path(entry.path))
    except UnknownFormat as error:
        return (UNREADABLE_NAME, shown_path(str(error.parts["found"])))
    return None
