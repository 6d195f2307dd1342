"""`build`: inputs → candidate → checks → edition."""

import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import pyarrow as pa

from pipelines.catalogue import catalogue_files
from pipelines.domain.errors import ChecksFailed, NoDocuments, RealAmongMadeUp
from pipelines.domain.register import Head
from pipelines.extract import ReportReader
from pipelines.jobs.assessment.rounds import published_rounds
from pipelines.jobs.cards import card_files, says_simulated
from pipelines.jobs.catalogue import laid_catalogue
from pipelines.jobs.days import today
from pipelines.jobs.documents import load_documents
from pipelines.jobs.known_errors import known_errors
from pipelines.jobs.ledgers.counts import raw_ledgers
from pipelines.jobs.ledgers.store import ledger_files
from pipelines.jobs.mass.store import mass_cards, mass_files, mass_rows
from pipelines.jobs.register import Decided, decided
from pipelines.jobs.root import Root, root_of
from pipelines.jobs.settings import Settings
from pipelines.jobs.version import code_version
from pipelines.register import (
    findings_of,
    hand_figures_of,
    mappings_of,
    records_of,
    reviews_of,
    rulings_of,
    settlements_of,
    targets_of,
    tasks_of,
)
from pipelines.warehouse.assessment_tables import assessment_tables
from pipelines.warehouse.build import Breach, Built, Mass, build_file
from pipelines.warehouse.editions import BOARD, Manifest, Warehouse, file_sha256
from pipelines.warehouse.record_tables import record_tables
from pipelines.warehouse.register_tables import difference_rows, hand_rows, mapping_rows, review_rows
from pipelines.warehouse.tables import Reading, raw_tables


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build came to.  `is_new` is false where this very edition had been published before."""

    manifest: Manifest
    is_published: bool
    is_new: bool
    warnings: tuple[Breach, ...] = ()


def build(settings: Settings, *, as_of: date | None = None) -> Outcome:
    """Build a candidate from the data root and publish it unless approval is switched on.

    The edition's id follows from inputs, code and `as_of`, so that the same three are one edition.
    Raises what loading raises, NoDocuments, BuildRunning, and ChecksFailed; the published edition then stays.
    """
    root = root_of(settings)
    warehouse = Warehouse(root.warehouse)
    as_of = as_of or today()
    with warehouse.building():
        inputs = input_hashes(root)
        known = decided(settings, proved=True)
        edition_id = _edition_id(inputs, known.head, as_of, synthetic=root.is_synthetic)
        raw = raw_of(root, known, as_of=as_of)
        if not settings.approval and warehouse.is_whole(edition_id):
            warehouse.publish(edition_id)
            return Outcome(warehouse.manifest(edition_id), is_published=True, is_new=False)
        warehouse.candidates.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=warehouse.candidates, prefix="."))
        folder.chmod(0o755)
        built = build_file(folder / BOARD, raw, mass_of(root, raw, known, as_of=as_of))
        if built.errors:
            shutil.rmtree(folder)
            raise _refusal(root, built)
        manifest = Manifest(
            edition_id=edition_id,
            as_of=as_of.isoformat(),
            published_at=datetime.now(UTC).isoformat(timespec="microseconds"),
            code_version=code_version(),
            synthetic=root.is_synthetic,
            inputs=inputs,
            rows=built.rows,
            digests=built.digests,
            warnings=_warnings(built),
            board_sha256=file_sha256(folder / BOARD),
            register=asdict(known.head),
        )
        warehouse.write_candidate(folder, manifest)
        if not settings.approval:
            warehouse.publish(edition_id)
        warehouse.keep_candidates(settings.keep_candidates)
    return Outcome(manifest, is_published=not settings.approval, is_new=True, warnings=built.breaches)


def raw_of(root: Root, known: Decided, *, as_of: date) -> dict[str, pa.Table]:
    """Everything under the root, read and extracted, with what was decided of it, as the warehouse's raw tables.

    Raises what loading raises, and NoDocuments.
    """
    catalogue = laid_catalogue(root, known.events, as_of=as_of)
    reader = ReportReader(catalogue)
    readings = []
    documents = load_documents(root.documents, catalogue)
    ledgers = raw_ledgers(root, catalogue, as_of, rulings_of(known.events))
    typed = hand_rows(hand_figures_of(known.events))
    is_empty = not documents and not ledgers["raw.ledger_loads"].num_rows and not typed.num_rows
    if is_empty and not mass_cards(root.documents):
        raise NoDocuments(where=root.documents)
    for document in documents:
        card = document.card
        if root.is_synthetic and not says_simulated(card):
            raise RealAmongMadeUp(where=card.document_id)
        found = reader.read(document.read, year=card.year, organisation_id=card.organisation_id, where=card.document_id)
        readings.append(
            Reading(
                document,
                found.repaired.text,
                found.observations,
                found.unmapped,
                found.practices,
                found.problems,
                found.goals,
                found.duties,
            )
        )
    decided_on = {each: review for each, review in reviews_of(known.events).items() if review.verdict}
    reviews = known_errors(catalogue.corrections, readings) | decided_on
    records = record_tables(
        records_of(known.events), targets_of(known.events), findings_of(known.events), tasks_of(known.events)
    )
    decisions = {
        "raw.reviews": review_rows(reviews),
        "raw.mappings": mapping_rows(mappings_of(known.events)),
        "raw.differences": difference_rows(settlements_of(known.events)),
        "raw.hand": typed,
    }
    others = ledgers | records | decisions | assessment_tables(published_rounds(known.events))
    return raw_tables(catalogue, readings, others, as_of=as_of, synthetic=root.is_synthetic)


def mass_of(root: Root, raw: Mapping[str, pa.Table], known: Decided, *, as_of: date) -> Mass | None:
    """What was loaded as tables, beside `raw`, if any; a document that stands in `raw` itself is left out there."""
    if not mass_cards(root.documents):
        return None
    loaded = set(raw["raw.documents"].column("sha256").to_pylist())
    return mass_rows(root.documents, laid_catalogue(root, known.events, as_of=as_of), loaded)


def input_hashes(root: Root) -> dict[str, str]:
    """sha256 of every input file by its path under the root."""
    documents = [file for card in card_files(root.documents) for file in sorted(card.parent.iterdir())]
    files = [*catalogue_files(root.catalogue), *documents, *mass_files(root.documents), *ledger_files(root)]
    return {file.relative_to(root.path).as_posix(): file_sha256(file) for file in files if file.is_file()}


def _edition_id(inputs: dict[str, str], head: Head, as_of: date, *, synthetic: bool) -> str:
    content = json.dumps([inputs, asdict(head), code_version(), as_of.isoformat(), synthetic], sort_keys=True)
    return f"{as_of.isoformat()}-{sha256(content.encode()).hexdigest()[:8]}"


def _warnings(built: Built) -> dict[str, int]:
    counts: dict[str, int] = {}
    for breach in built.breaches:
        counts[breach.check_id] = counts.get(breach.check_id, 0) + 1
    return counts


def _refusal(root: Root, built: Built) -> ChecksFailed:
    failed = sorted({breach.check_id for breach in built.errors})
    faults = "\n".join(f"  {breach.check_id}: {breach.subject}: {breach.found}" for breach in built.errors[:20])
    return ChecksFailed(where=root.path, count=len(failed), faults=faults)
