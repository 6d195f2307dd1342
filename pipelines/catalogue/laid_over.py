"""Changes made on a page, laid over the content of the catalogue's files before anything of it is proved."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pipelines.catalogue.faults import Fault, told
from pipelines.domain.changes import ADDED, HIGHLIGHTS, REMOVED, Change


class Overlay:
    """The changes of all files; `faults` are those that no longer fit what the files hold."""

    def __init__(self, changes: Sequence[Change]):
        self.faults: list[Fault] = []
        self._changes = changes
        self._unused = {change.file for change in changes}

    def over(self, file: str, content: Any) -> Any:
        """A file's content with its changes."""
        self._unused.discard(file)
        for change in self._changes:
            if change.file == file:
                content = self._laid(content, change)
        return content

    def finish(self) -> None:
        """Note the changes of files that nobody read: they aren't there any more."""
        self.faults += [self._gone(change) for change in self._changes if change.file in self._unused]

    def marked(self, faults: Iterable[Fault]) -> list[Fault]:
        """The faults, those of an entry that was changed on a page saying so."""
        return [fault.from_page() if self._touches(fault) else fault for fault in faults]

    def _touches(self, fault: Fault) -> bool:
        entry_id = fault.key.split(".", 1)[0]
        name = fault.file.rsplit("/", 1)[-1]
        return any(
            change.entry_id == entry_id or (change.file == HIGHLIGHTS and fault.file == HIGHLIGHTS)
            for change in self._changes
            if change.file.rsplit("/", 1)[-1] == name or change.file.startswith(f"{fault.file}/")
        )

    def _laid(self, content: Any, change: Change) -> Any:
        if change.file == HIGHLIGHTS:
            return change.entry["list"]
        if isinstance(content, Mapping):
            return self._with_rules(content, change)
        if not isinstance(content, list) or not all(isinstance(row, Mapping) for row in content):
            return content  # no list of entries: the file's shape says so
        key = key_of(change.file)
        at = next((at for at, row in enumerate(content) if row.get(key) == change.entry_id), None)
        if change.kind == ADDED:
            if at is not None:
                self.faults.append(Fault(change.file, change.entry_id, told("twice"), told("other_id")))
                return content
            return [*content, {key: change.entry_id, **change.entry}]
        if at is None:
            self.faults.append(self._gone(change))
            return content
        rows = [] if change.kind == REMOVED else [{**content[at], **change.entry}]
        return [*content[:at], *rows, *content[at + 1 :]]

    def _with_rules(self, content: Mapping[str, Any], change: Change) -> Mapping[str, Any]:
        if change.entry_id not in content:
            self.faults.append(self._gone(change))
            return content
        return {**content, change.entry_id: change.entry["rules"]}

    def _gone(self, change: Change) -> Fault:
        return Fault(change.file, change.entry_id, told("gone"), told("undo"))


def key_of(file: str) -> str:
    """What the id of an entry is called in a file."""
    return "rule" if file.endswith(".csv") else "id"
