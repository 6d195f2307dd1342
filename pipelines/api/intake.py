"""What pages take in: a ledger's file checked, loaded and built into an edition, with everything said in words."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pipelines.api.people import person
from pipelines.domain.file_names import plain_name
from pipelines.jobs import build as building
from pipelines.jobs.catalogue import catalogue_of
from pipelines.jobs.ledgers import load, template
from pipelines.jobs.settings import current_settings
from pipelines.wording import say, text_of


@dataclass(frozen=True)
class LedgerCheck:
    """What a file holds and what loading it would change, in the reader's language.

    `refusals`: place, found and why of each cell that can't be loaded.  `skipped`: rows that are no entries, in words.
    """

    name: str
    entries: int
    good: int
    refusals: list[dict[str, str]]
    skipped: list[str]
    unread_headers: list[str]
    unread_sheets: list[str]
    added: int
    changed: list[str]
    missing: list[str]
    same: int
    late: int
    locked_until: date | None
    covers: tuple[date, date]
    same_as: str | None
    _seen: load.Inspected = field(repr=False)


def ledger_template(ledger_id: str) -> bytes:
    """The blank workbook (.xlsx) of a kind of ledger.  Raises UnknownLedger."""
    return template.ledger_template(current_settings(), ledger_id)


def ledger_columns(ledger_id: str, language: str) -> dict[str, str]:
    """The columns of a kind of ledger: id → name.  Raises UnknownLedger."""
    ledger = load.known_ledger(catalogue_of(current_settings()), ledger_id, where="columns")
    return {column.column_id: text_of(column.name, language) for column in ledger.columns}


def check_ledger(
    content: bytes,
    name: str,
    ledger_id: str,
    organisation_id: str,
    language: str,
    mapping: Mapping[str, str] | None = None,
) -> LedgerCheck:
    """An uploaded file as it would be loaded; nothing is stored.  Raises what `jobs.ledgers.load` raises."""
    person().acting("ledger.load", organisation_id)
    with _Uploaded(content, name) as path:
        asked = load.LedgerFile(path, ledger_id, organisation_id, mapping or {}, name=name)
        seen = load.inspect_ledger(current_settings(), asked, today=building.today())
    checked, changes = seen.checked, seen.difference
    return LedgerCheck(
        name=name,
        entries=checked.entries,
        good=checked.rows.num_rows,
        refusals=[
            {
                "place": load.place_of(each.sheet, each.row, each.column, each.header),
                "found": each.found,
                "why": say(f"ledger.refusal.{each.code}", language, expected=each.expected),
            }
            for each in checked.refusals
        ],
        skipped=[
            f"{say(f'ledger.skipped.{each.code}', language)}: {', '.join(map(str, each.rows[:10]))}"
            for each in checked.skipped
        ],
        unread_headers=list(checked.unread_headers),
        unread_sheets=list(checked.unread_sheets),
        added=len(changes.added),
        changed=list(changes.changed),
        missing=list(changes.missing),
        same=changes.same,
        late=seen.late,
        locked_until=seen.locked_until,
        covers=(seen.covers.first, seen.covers.last),
        same_as=seen.same_as,
        _seen=seen,
    )


def load_ledger(
    content: bytes,
    name: str,
    ledger_id: str,
    organisation_id: str,
    wish: Mapping[str, bool],
    mapping: Mapping[str, str] | None = None,
) -> str:
    """Load an uploaded file; gives the id of what was loaded.  `wish`: good_rows, confirmed, replace.

    Raises what `jobs.ledgers.load.load_ledger` raises, NotAllowed and NotTheirs; nothing is stored then.
    """
    person().acting("ledger.load", organisation_id)
    with _Uploaded(content, name) as path:
        asked = load.LedgerFile(path, ledger_id, organisation_id, mapping or {}, name=name)
        _, batch = load.load_ledger(current_settings(), asked, today=building.today(), wish=load.Wish(**wish))
    return batch.batch_id


def marked_ledger(checked: LedgerCheck) -> bytes:
    """The checked file's rows as an .xlsx with the refused cells in red, each with its reason."""
    seen = checked._seen
    return template.marked_ledger(current_settings(), seen.content, checked.name, seen.checked.refusals)


class _Uploaded:
    """An uploaded file under its own name in a folder of its own, for as long as it is read.

    Raises BadFileName for a name that leads elsewhere.
    """

    def __init__(self, content: bytes, name: str):
        self._content, self._name = content, plain_name(name)
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> Path:
        self._folder = tempfile.TemporaryDirectory(prefix="ledger-")
        path = Path(self._folder.name) / self._name
        path.write_bytes(self._content)
        return path

    def __exit__(self, *_: object) -> None:
        if self._folder is not None:
            self._folder.cleanup()
