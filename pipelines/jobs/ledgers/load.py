"""A ledger file: checked against its kind, compared with what is loaded, and loaded."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

import pyarrow as pa

from pipelines.domain.catalogue import Catalogue
from pipelines.domain.errors import (
    ChangesUnseen,
    DocumentTooLarge,
    NothingToLoad,
    RefusedCell,
    RowsRefused,
    SameLedgerFile,
    UnknownEncoding,
    UnknownLedger,
    UnknownMapping,
    UnknownOrganisation,
)
from pipelines.domain.ledgers import Coverage, Ledger, Ruled
from pipelines.extract.readers import check_name, decoded, kind_of
from pipelines.jobs.catalogue import catalogue_of
from pipelines.jobs.ledgers.store import Batch, Decision, LedgerFolder, Refused, ledger_folder, salt_of
from pipelines.jobs.locks import alone
from pipelines.jobs.reading import reader_of
from pipelines.jobs.register import has_register, register_of
from pipelines.jobs.root import root_of
from pipelines.jobs.settings import Settings
from pipelines.ledgers import Checked, Reading, check_csv, check_sheets
from pipelines.ledgers.arrow import compute as pc
from pipelines.ledgers.present import IS_LATE, Difference, Load, are_late, difference, present_rows
from pipelines.register import rulings_of
from pipelines.wording import say

SHOWN = 20
"""So many refusals a message names; the returned file marks them all."""


@dataclass(frozen=True, slots=True)
class LedgerFile:
    """What a person says of a file: the kind of ledger, whose it is, odd headers, and the days that it covers.

    `name`: what the person calls it, where it lies elsewhere.
    """

    path: Path
    ledger_id: str
    organisation_id: str
    mapping: Mapping[str, str]
    covers: Coverage | None = None
    name: str | None = None

    @property
    def where(self) -> str:
        """What messages call it."""
        return self.name or str(self.path)


@dataclass(frozen=True, slots=True)
class Wish:
    """How a file is loaded: only its good rows; changes of loaded rows are meant; missing rows are taken back."""

    good_rows: bool = False
    confirmed: bool = False
    replace: bool = False


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file as it would be loaded.  `covers`: what it speaks for; `late`: how many rows touch a locked period.

    `is_late`: which of the good rows do.
    """

    ledger: Ledger
    content: bytes
    checked: Checked
    covers: Coverage
    difference: Difference
    late: int
    same_as: str | None
    locked_until: date | None
    is_late: pa.Array


def inspect_ledger(
    settings: Settings, file: LedgerFile, *, today: date, catalogue: Catalogue | None = None
) -> Inspected:
    """Check a file and compare it with what is loaded; nothing is stored.

    `catalogue`: the root's, where the caller loads many files and has read it already.

    Raises UnknownLedger, UnknownOrganisation, UnknownMapping, DocumentTooLarge, NothingToLoad, what reading raises
    (`pipelines.ledgers.check`), and LedgerAltered for what was loaded before.
    """
    root = root_of(settings)
    catalogue = catalogue or catalogue_of(settings)
    ledger = known_ledger(catalogue, file.ledger_id, where=file.where)
    if file.organisation_id not in catalogue.organisation_of:
        known = ", ".join(sorted(catalogue.organisation_of))
        raise UnknownOrganisation(where=file.where, found=file.organisation_id, known=known)
    folder = ledger_folder(root, file.organisation_id, ledger.ledger_id)
    for column_id in file.mapping.values():
        if column_id not in ledger.column_of:
            raise UnknownMapping(where=file.where, found=column_id, known=", ".join(ledger.column_of))
    reading = Reading(ledger, {**folder.mapping(), **file.mapping}, today, salt_of(root), file.where)
    content = _content(file.path, settings)
    checked = _checked(content, file.path, reading, settings)
    if checked.rows.num_rows == 0 and not checked.refusals:
        raise NothingToLoad(where=file.where)
    covers = file.covers or _covered(checked, ledger, today)
    digest = sha256(content).hexdigest()
    same_as = next((batch.batch_id for batch in folder.batches() if batch.sha256 == digest), None)
    ruled = ruled_of(settings, folder)
    present = present_of(folder, ledger, ruled)
    locked = folder.locked_until(ruled)
    changes = difference(checked.rows, present, ledger, (covers.first, covers.last), locked)
    is_late = are_late(checked.rows, present, ledger, locked)
    late = int(pc.sum(is_late).as_py() or 0)
    return Inspected(ledger, content, checked, covers, changes, late, same_as, locked, is_late)


def load_ledger(
    settings: Settings,
    file: LedgerFile,
    *,
    today: date,
    wish: Wish | None = None,
    catalogue: Catalogue | None = None,
) -> tuple[Inspected, Batch]:
    """Load a file, whole unless the person wishes for the good rows alone.

    Raises what `inspect_ledger` raises, RowsRefused, SameLedgerFile, and ChangesUnseen where rows that were loaded
    before would change and nobody has said that this is meant.
    """
    wish = wish or Wish()
    root = root_of(settings)
    folder = ledger_folder(root, file.organisation_id, file.ledger_id)
    with alone(root.ledgers):
        seen = inspect_ledger(settings, file, today=today, catalogue=catalogue)
        checked = seen.checked
        if seen.same_as:
            raise SameLedgerFile(where=file.where, found=seen.same_as)
        if checked.refusals and not wish.good_rows:
            raise _rows_refused(seen, file, settings)
        if checked.rows.num_rows == 0:
            raise NothingToLoad(where=file.where)
        changes = seen.difference
        if (changes.changed or (wish.replace and changes.missing)) and not wish.confirmed:
            raise ChangesUnseen(
                where=file.where,
                changed=len(changes.changed),
                missing=len(changes.missing) if wish.replace else 0,
                keys="、".join((*changes.changed, *(changes.missing if wish.replace else ()))[:SHOWN]),
            )
        batch = folder.store(
            seen.content,
            checked.rows.append_column(IS_LATE, seen.is_late),
            changes.missing if wish.replace else (),
            {
                "name": file.name or file.path.name,
                "file": f"original{file.path.suffix.lower()}",
                "loaded_on": today,
                "covers_from": seen.covers.first,
                "covers_until": seen.covers.last,
                "keep_until": years_later(today, seen.ledger.retention_years),
                "refused": checked.refused_rows,
                "late": seen.late,
                "columns": sorted(checked.headers),
                "refused_by_year": [Refused(**asdict(each)) for each in checked.refused_by_year],
            },
        )
        if file.mapping:
            folder.decide(Decision(what="map", on=today, headers=dict(file.mapping)))
    return seen, batch


def known_ledger(catalogue: Catalogue, ledger_id: str, *, where: str) -> Ledger:
    """Raises UnknownLedger."""
    if ledger_id not in catalogue.ledger_of:
        raise UnknownLedger(where=where, found=ledger_id, known=", ".join(catalogue.ledger_of))
    return catalogue.ledger_of[ledger_id]


def ruled_of(settings: Settings, folder: LedgerFolder) -> Ruled:
    """What the register says of a ledger right now."""
    if not has_register(settings):
        return Ruled()
    with register_of(settings) as register:
        return rulings_of(register.events(subject=folder.subject)).get(folder.subject.id, Ruled())


def present_of(folder: LedgerFolder, ledger: Ledger, ruled: Ruled) -> pa.Table:
    """The rows in force of one ledger of one organisation, as decided of it.  Raises LedgerAltered."""
    accepted = folder.accepted(ruled)
    loads = [
        Load(batch.batch_id, folder.rows(batch), folder.withdrawn(batch), batch.batch_id in accepted)
        for batch in folder.batches()
    ]
    return present_rows(loads, ledger)


def _content(path: Path, settings: Settings) -> bytes:
    check_name(path)
    size = path.stat().st_size / 1_000_000
    if size > settings.max_ledger_mb:
        raise DocumentTooLarge(where=path, found=f"{size:.1f}", limit=f"{settings.max_ledger_mb:g}")
    return path.read_bytes()


def _checked(content: bytes, path: Path, reading: Reading, settings: Settings) -> Checked:
    if kind_of(content, str(path)) in ("csv", "plain"):
        return check_csv(_utf_8(content, str(path)), reading, most_columns=settings.max_columns)
    with reader_of(settings, cells=settings.max_ledger_cells) as reader:
        sheets = reader.read_rows(content, str(path))
    return check_sheets(sheets, reading)


def _utf_8(content: bytes, where: str) -> bytes:
    """The bytes of a text in UTF-8 without its mark, whatever encoding it came in.  Raises UnknownEncoding.

    A table of codes needn't hold a Chinese word, so that what a report must look like isn't asked of it.
    """
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        text = decoded(content)
        if text is None:
            raise UnknownEncoding(where=where) from None
        return text.encode()
    return content.removeprefix(b"\xef\xbb\xbf")


def _covered(checked: Checked, ledger: Ledger, today: date) -> Coverage:
    """From the first day of the earliest row's month to the end of the latest row's, or today."""
    ends = pc.min_max(checked.rows.column(ledger.dated_by)).as_py()
    first, last = ends["min"] or today, ends["max"] or today
    return Coverage(first.replace(day=1), min(last.replace(day=monthrange(last.year, last.month)[1]), max(today, last)))


def years_later(day: date, years: int) -> date:
    """The same day so many years on; the 28th for one after it."""
    return date(day.year + years, day.month, min(day.day, 28))


def _rows_refused(seen: Inspected, file: LedgerFile, settings: Settings) -> RowsRefused:
    checked = seen.checked
    faults = tuple(
        RefusedCell(
            where=place_of(refusal.sheet, refusal.row, refusal.column, refusal.header),
            found=refusal.found or "（空）",
            expected=say(f"ledger.refusal.{refusal.code}", settings.language, expected=refusal.expected),
        )
        for refusal in checked.refusals[:SHOWN]
    )
    return RowsRefused(
        where=file.where,
        refused=checked.refused_rows,
        rows=checked.entries,
        good=checked.rows.num_rows,
        faults=faults,
    )


def place_of(sheet: str, row: int, column: str, header: str) -> str:
    """Where a cell stands, as a person looks for it: 台账!C5（日期）."""
    cell = f"{column}{row}"
    return f"{sheet}!{cell} {header}" if sheet else f"{cell} {header}"
