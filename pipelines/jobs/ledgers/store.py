"""data/ledgers: ORGANISATION/LEDGER/NUMBER-HASH, one folder a loaded file; but for an original that goes, none changes.

Each holds the file as it came (readable by its owner alone), the rows that were loaded, and a card.  Beside them lie
what odd headers stand for, and which originals were deleted after their retention.  Locked periods and late rows that
were accepted are the register's; those that were written down here before it kept them still count.
"""

import json
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import BaseModel, ConfigDict

from pipelines.domain.errors import LedgerAltered
from pipelines.domain.ledgers import Ruled
from pipelines.domain.register import Subject
from pipelines.jobs.root import Root
from pipelines.register import LEDGER

CARD, ROWS, WITHDRAWN, DECISIONS, SALT = "batch.json", "rows.parquet", "withdrawn.json", "decisions.jsonl", ".salt"
_OWNER_ONLY = 0o600


class Refused(BaseModel):
    """How many rows of a file were refused for one reason in one year, as pipelines.domain.ledgers.RefusedRows."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    year: int | None
    rows: int


class Batch(BaseModel):
    """The card of one loaded file.

    `covers_from`, `covers_until`: the days that it speaks for.  `keep_until`: the day from which its original may go.
    `refused_by_year`: None on cards that were written before reasons were kept.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    batch_id: str
    number: int
    organisation_id: str
    ledger_id: str
    name: str
    file: str
    sha256: str
    loaded_on: date
    covers_from: date
    covers_until: date
    keep_until: date
    rows: int
    refused: int
    late: int
    withdrawn: int
    rows_sha256: str
    columns: list[str]
    refused_by_year: list[Refused] | None = None


class Decision(BaseModel):
    """A line about a ledger: `map` (headers), `purge` (a batch's original was deleted on that day).

    `lock` (until a day), `unlock` and `accept_late` (a batch) are only read: the register keeps them now.
    `by`: the opaque id of who decided, None where none was kept.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    what: str
    on: date
    until: date | None = None
    batch_id: str | None = None
    headers: dict[str, str] | None = None
    why: str = ""
    by: str | None = None


@dataclass(frozen=True, slots=True)
class LedgerFolder:
    """One ledger of one organisation."""

    path: Path
    organisation_id: str
    ledger_id: str

    @property
    def subject(self) -> Subject:
        """What decisions of this ledger are about."""
        return Subject(LEDGER, f"{self.organisation_id}/{self.ledger_id}")

    def batches(self) -> list[Batch]:
        """Every loaded file, in the order of loading."""
        cards = sorted(self.path.glob(f"*/{CARD}"))
        return [Batch.model_validate_json(card.read_text(encoding="utf-8")) for card in cards]

    def decisions(self) -> list[Decision]:
        """What was decided, in order."""
        path = self.path / DECISIONS
        if not path.is_file():
            return []
        return [Decision.model_validate_json(line) for line in path.read_text(encoding="utf-8").splitlines() if line]

    def decide(self, decision: Decision) -> None:
        """Write one decision down, whole and on disk, behind the others."""
        self.path.mkdir(parents=True, exist_ok=True)
        with (self.path / DECISIONS).open("ab") as file:
            file.write(decision.model_dump_json(exclude_none=True).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def mapping(self) -> dict[str, str]:
        """Headers that somebody explained, each with its column; the latest word counts."""
        mapping: dict[str, str] = {}
        for decision in self.decisions():
            mapping |= decision.headers or {}
        return mapping

    def locked_until(self, ruled: Ruled) -> date | None:
        """The last day of the locked period; None where none is locked.  Any word of the register is a later one."""
        if ruled.is_lock_decided:
            return ruled.locked_until
        locked = None
        for decision in self.decisions():
            if decision.what in ("lock", "unlock"):
                locked = decision.until
        return locked

    def accepted(self, ruled: Ruled) -> frozenset[str]:
        """The batches whose late rows were accepted: by the register, or written down here before it kept that."""
        early = {each.batch_id for each in self.decisions() if each.what == "accept_late" and each.batch_id}
        return ruled.accepted | early

    def originals_deleted(self) -> dict[str, date]:
        """The batches whose original was deleted after its retention, each with the day."""
        return {each.batch_id: each.on for each in self.decisions() if each.what == "purge" and each.batch_id}

    def rows(self, batch: Batch) -> pa.Table:
        """The rows of one load.  Raises LedgerAltered."""
        path = self.path / batch.batch_id / ROWS
        found = sha256(path.read_bytes()).hexdigest() if path.is_file() else "-"
        if found != batch.rows_sha256:
            raise LedgerAltered(where=path, expected=batch.rows_sha256[:12], found=found[:12])
        return pq.read_table(path)

    def withdrawn(self, batch: Batch) -> Sequence[str]:
        """The keys that a load took back."""
        path = self.path / batch.batch_id / WITHDRAWN
        return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []

    def store(self, content: bytes, rows: pa.Table, withdrawn: Sequence[str], card: Mapping[str, Any]) -> Batch:
        """A new batch, there whole or not at all."""
        self.path.mkdir(parents=True, exist_ok=True)
        digest = sha256(content).hexdigest()
        number = max((batch.number for batch in self.batches()), default=0) + 1
        batch_id = f"{number:04d}-{digest[:8]}"
        loading = Path(tempfile.mkdtemp(dir=self.path, prefix=".loading-"))
        try:
            original = loading / str(card["file"])
            original.write_bytes(content)
            original.chmod(_OWNER_ONLY)
            pq.write_table(rows, loading / ROWS)
            if withdrawn:
                (loading / WITHDRAWN).write_text(json.dumps(list(withdrawn), ensure_ascii=False), encoding="utf-8")
            batch = Batch(
                batch_id=batch_id,
                number=number,
                organisation_id=self.organisation_id,
                ledger_id=self.ledger_id,
                sha256=digest,
                rows_sha256=sha256((loading / ROWS).read_bytes()).hexdigest(),
                rows=rows.num_rows,
                withdrawn=len(withdrawn),
                **card,
            )
            (loading / CARD).write_text(batch.model_dump_json(indent=1), encoding="utf-8")
            loading.chmod(0o755)
            loading.rename(self.path / batch_id)
        finally:
            shutil.rmtree(loading, ignore_errors=True)
        return batch


def ledger_folder(root: Root, organisation_id: str, ledger_id: str) -> LedgerFolder:
    return LedgerFolder(root.ledgers / organisation_id / ledger_id, organisation_id, ledger_id)


def ledger_folders(root: Root) -> Iterator[LedgerFolder]:
    """Every ledger that something was loaded into, in a fixed order."""
    for path in sorted({card.parents[1] for card in root.ledgers.glob(f"*/*/*/{CARD}")}):
        yield LedgerFolder(path, path.parent.name, path.name)


def ledger_files(root: Root) -> list[Path]:
    """The files that a build depends on: rows, what was taken back, cards and decisions; the originals aren't among."""
    names = (CARD, ROWS, WITHDRAWN)
    found = [path for name in names for path in root.ledgers.glob(f"*/*/*/{name}")]
    return sorted([*found, *root.ledgers.glob(f"*/*/{DECISIONS}")])


def salt_of(root: Root) -> bytes:
    """What codes of persons are made with; made once, and kept from everyone but the owner."""
    path = root.ledgers / SALT
    if not path.is_file():
        root.ledgers.mkdir(parents=True, exist_ok=True)
        descriptor, made = tempfile.mkstemp(dir=root.ledgers, prefix=".loading-")
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(32))
        try:
            Path(made).hardlink_to(path) if path.exists() else os.link(made, path)
        except FileExistsError:
            pass
        finally:
            Path(made).unlink()
    return path.read_bytes()
